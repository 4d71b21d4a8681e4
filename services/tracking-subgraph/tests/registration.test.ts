import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerShipments } from '../src/shipment/register-shipments.ts';
import { trackingUpdate } from './support/messages.ts';
import { startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function register(...wanted: [number: string, carrierCode: string][]): Promise<string[]> {
  const ids = await world.sql.begin((tx) =>
    registerShipments(
      tx,
      wanted.map(([number, carrierCode]) => ({ number, carrierCode, trackingUrlTemplate: null })),
      { actor: 'test', requestId: 'test-request' },
    ),
  );
  return wanted.map(([number, carrierCode]) => ids.get(`${carrierCode}/${number}`) as string);
}
const post = (number: string, slug: string, tag = 'Delivered', subtag = 'Delivered_001') =>
  world.deliver(trackingUpdate({ number, slug, scans: [{ minute: 1, tag, subtag }] }));
const statusOf = async (id: string | undefined) =>
  (await world.sql<{ status: string }[]>`select status from tracking.shipment where id = ${id as string}`)[0]?.status;
const parked = async (number: string) =>
  Number((await world.sql`select count(*) as n from tracking.unmatched where number = ${number}`)[0]?.['n']);

describe('a message that came before its registration', () => {
  test.each(['postnord-se', 'postnord-dk'])(
    'is found by %s, whichever carrier its code names first',
    async (carrier) => {
      const number = `EARLY${carrier.slice(-2).toUpperCase()}1`;
      await post(number, 'postnord');
      expect(await parked(number)).toBe(1);
      const [id] = await register([number, carrier]);
      await eventually(async () => expect(await statusOf(id)).toBe('DELIVERED'));
      expect(await parked(number)).toBe(0);
    },
  );

  test('and fits two shipments stays parked instead of going round and round; it is found when one of them is named', async () => {
    await register(['TWOFOLD1', 'ups'], ['TWOFOLD1', 'dpd-de']);
    await post('TWOFOLD1', 'a-carrier-we-do-not-know');
    expect(await parked('TWOFOLD1')).toBe(1);
    const [row] = await world.sql`select max(inbox_id) as id from tracking.unmatched where number = 'TWOFOLD1'`;
    const before = await world.sql`select first_seen_at from tracking.unmatched where number = 'TWOFOLD1'`;
    const { requeueUnmatched } = await import('../src/shipment/register-shipments.ts');
    for (let sweep = 0; sweep < 3; sweep += 1) expect(await requeueUnmatched(world.sql, null)).toBe(0);
    expect(await world.sql`select first_seen_at from tracking.unmatched where number = 'TWOFOLD1'`).toEqual(before);
    expect(row?.['id']).toBeDefined();
  });
});

describe('one number, with and without a carrier', () => {
  test.each<[string, [string, string][][]]>([
    [
      'in one post, nameless first',
      [
        [
          ['SAME1', ''],
          ['SAME1', 'ups'],
        ],
      ],
    ],
    [
      'in one post, named first',
      [
        [
          ['SAME2', 'ups'],
          ['SAME2', ''],
        ],
      ],
    ],
    ['one by one, nameless first', [[['SAME3', '']], [['SAME3', 'ups']]]],
    ['one by one, named first', [[['SAME4', 'ups']], [['SAME4', '']]]],
  ])('%s: one shipment', async (_name, posts) => {
    const ids = new Set<string>();
    for (const post of posts) for (const id of await register(...post)) ids.add(id);
    expect(ids.size).toBe(1);
  });

  test('a shipment that already has another carrier’s scans is not taken over', async () => {
    const [first] = await register(['FOREIGN1', '']);
    await post('FOREIGN1', 'ups', 'InTransit', 'InTransit_003');
    expect(await statusOf(first)).toBe('IN_TRANSIT');
    const [second] = await register(['FOREIGN1', 'dhl-express']);
    expect(second).not.toBe(first);
    await post('FOREIGN1', 'ups');
    await post('FOREIGN1', 'dhl', 'InTransit', 'InTransit_003');
    expect([await statusOf(first), await statusOf(second)]).toEqual(['DELIVERED', 'IN_TRANSIT']);
    // The carrier it does have may be named later.
    expect(await register(['FOREIGN1', 'ups'])).toEqual([first]);
  });
});
