import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiSample, startProviderStub, waitingClock } from '../src/connectors/provider-stub.test-support.ts';
import { createTrackingmoreReader } from '../src/connectors/trackingmore/reader.ts';
import { foldVersion } from '../src/fact/fold.ts';
import { rederiveSome } from '../src/fact/rederive.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { ensurePoll } from '../src/reading/catch-up-poll.ts';
import { readBackSome } from '../src/reading/read-back.ts';
import { scansOf } from './support/messages.ts';
import { type Instance, type MadeTracking, startInstance } from './support/reading.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let world: World;
let one: Instance;
let two: Instance;
let stub: Awaited<ReturnType<typeof startProviderStub>>;
/** What the provider's API knows, by number; and an answer that comes instead. */
const known = new Map<string, MadeTracking>();
let instead: ((numbers: string[]) => object | undefined) | undefined;
const asked: string[][] = [];
const signal = new AbortController().signal;

beforeAll(async () => {
  world = await startWorld({ env: { ROLES: 'api' } });
  [one, two] = [await startInstance(world), await startInstance(world)];
  stub = await startProviderStub(({ query }) => {
    const numbers = (query['tracking_numbers'] ?? '').split(',');
    asked.push(numbers);
    const data = numbers.flatMap((number) => known.get(number) ?? []);
    return (instead?.(numbers) as never) ?? { body: { meta: { code: 200 }, data } };
  });
  await ensurePoll(one, 'made');
});
afterAll(async () => {
  await stub[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
  await two[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  instead = undefined;
  asked.length = 0;
  await world.sql`delete from tracking.read_back`;
});

const open = () => createTrackingmoreReader({ baseUrl: stub.url, apiKeys: () => ['k'], clock: waitingClock() });
const readBack = (instance: Instance = one, reader = open()) =>
  readBackSome(instance, { provider: 'made', reader, signal });
const delivered = (number: string, minute = '10:00'): MadeTracking => ({
  tracking_number: number,
  scans: [
    { at: '2026-11-05T08:00:00', milestone: 'IN_TRANSIT' },
    { at: `2026-11-06T${minute}:00`, milestone: 'DELIVERED' },
  ],
});
const underWay = (number: string): MadeTracking => ({
  tracking_number: number,
  scans: [{ at: '2026-11-05T08:00:00', milestone: 'IN_TRANSIT' }],
});
const pushed = async (...trackings: MadeTracking[]) => {
  for (const tracking of trackings) await one.push(tracking);
  return one.process();
};
const stateOf = async (id: string) => {
  const [row] = await world.sql<
    { status: string; marks: string[][]; told: number }[]
  >`select status, (select array_agg(to_json(marks)::text order by sort_key) from tracking.event e where e.shipment_id = s.id) as marks,
      (select count(*)::int from tracking.outbox o where o.shipment_id = s.id) as told from tracking.shipment s where id = ${id}`;
  return row;
};
const rowOf = async (id: string) => {
  const [row] = await world.sql`
    select provider, cardinality(scans) as scans, attempts, due_at > now() + interval '50 seconds' as is_later, given_up_at is not null as is_given_up
    from tracking.read_back where shipment_id = ${id}`;
  return row;
};
const comeDue = () => world.sql`update tracking.read_back set due_at = now()`;

describe('a delivery that was pushed by whoever', () => {
  test('is in the timeline with its mark, explained, not told; the provider is asked and does not confirm it', async () => {
    const id = await world.register('FORGED1', 'ups');
    known.set('FORGED1', underWay('FORGED1'));
    expect(await pushed(delivered('FORGED1'))).toMatchObject({ milestones: 1, readBacks: 1 });
    const before = await stateOf(id);
    expect(before).toEqual({ status: 'IN_TRANSIT', marks: ['[]', '["UNCONFIRMED"]'], told: 1 });
    expect(await rowOf(id)).toMatchObject({ provider: 'made', scans: 1, attempts: 0 });
    const { data } = await world.query<{ shipment: { why: { statement: string; facts: { source: string }[] }[] } }>(
      viewer(),
      'query ($id: ID!) { shipment(id: $id) { why { statement rule facts { source } } } }',
      { id: toGlobalId('Shipment', id) },
    );
    expect(data.shipment.why).toContainEqual(
      expect.objectContaining({
        statement: 'DELIVERED was told and waits for confirmation',
        facts: [{ source: 'made' }],
      }),
    );

    expect(await readBack()).toBe(1);
    expect(asked).toEqual([['FORGED1']]);
    expect((await one.process()).claimed).toHaveLength(1);
    expect(await stateOf(id)).toEqual(before);
    expect(await rowOf(id)).toMatchObject({ attempts: 1, is_later: true });
    expect(await world.sql`select provider, outcome from tracking.provider_ask where shipment_id = ${id}`).toEqual([
      { provider: 'made', outcome: 'ANSWERED' },
    ]);
    // Not before its time.
    expect(await readBack()).toBe(0);
  });

  test('is given up after a day, with an alarm; the same again starts nothing, another one does', async () => {
    const id = await world.register('FORGED2', 'ups');
    known.set('FORGED2', underWay('FORGED2'));
    await pushed(delivered('FORGED2'));
    const waits: number[] = [];
    for (;;) {
      await comeDue();
      if ((await readBack()) === 0) break;
      const [row] = await world.sql<
        { seconds: number }[]
      >`select extract(epoch from due_at - now())::int as seconds from tracking.read_back where shipment_id = ${id}`;
      waits.push(row?.seconds ?? 0);
    }
    expect(waits.map((seconds) => Math.round(seconds / 60))).toEqual([1, 5, 15, 60, 240, 240, 240, 240, 240, 240]);
    expect(await rowOf(id)).toMatchObject({ is_given_up: true });
    expect((await one.metrics.endsNotConfirmed.get()).values).toMatchObject([
      { labels: { provider: 'made' }, value: 1 },
    ]);
    asked.length = 0;
    await comeDue();
    await pushed({ ...delivered('FORGED2'), scans: [...delivered('FORGED2').scans].reverse() });
    expect(await readBack()).toBe(0);
    expect(await pushed(delivered('FORGED2', '10:01'))).toMatchObject({ readBacks: 1 });
    expect(await rowOf(id)).toMatchObject({ scans: 2, attempts: 0, is_given_up: false });
    expect(await readBack()).toBe(1);
  });

  test('does not hide the true one behind more forged ones than a row remembers', async () => {
    const id = await world.register('CROWD1', 'ups');
    known.set('CROWD1', underWay('CROWD1'));
    const crowd = Array.from({ length: 25 }, (_, i) => ({
      at: `2026-12-24T${String(i % 24).padStart(2, '0')}:${String(i).padStart(2, '0')}:00`,
      milestone: 'DELIVERED' as const,
    }));
    await pushed({ tracking_number: 'CROWD1', scans: crowd });
    await world.sql`update tracking.read_back set attempts = 10, given_up_at = now()`;
    await pushed(delivered('CROWD1'));
    expect(await rowOf(id)).toMatchObject({ scans: 20, attempts: 0, is_given_up: false });
    known.set('CROWD1', delivered('CROWD1'));
    expect(await readBack()).toBe(1);
    await one.process();
    expect(await stateOf(id)).toMatchObject({ status: 'DELIVERED' });
  });

  test('is a delivery once the provider says so, told once; pushed again it asks nobody', async () => {
    const id = await world.register('TRUE1', 'ups');
    known.set('TRUE1', delivered('TRUE1'));
    await pushed(delivered('TRUE1'));
    expect(await readBack()).toBe(1);
    // The process may die here, or be slow: the row is still there, and what was read is in the inbox.
    expect(await rowOf(id)).toBeDefined();
    await comeDue();
    expect(await readBack(two)).toBe(1);
    expect((await one.process()).claimed).toHaveLength(1);
    expect(await stateOf(id)).toEqual({ status: 'DELIVERED', marks: ['[]', '[]'], told: 2 });
    expect(await rowOf(id)).toBeUndefined();
    expect(await pushed({ ...delivered('TRUE1'), scans: [...delivered('TRUE1').scans].reverse() })).toMatchObject({
      readBacks: 0,
      milestones: 0,
    });
    expect(await rowOf(id)).toBeUndefined();
    expect(await stateOf(id)).toMatchObject({ told: 2 });
  });

  test("is confirmed by another source's sighting: nobody is asked", async () => {
    const id = await world.register('SEEN1', 'ups');
    await pushed({ tracking_number: 'SEEN1', scans: [{ at: '2026-11-05T07:00:00', milestone: 'DELIVERED' }] });
    expect(await rowOf(id)).toBeDefined();
    await world.postSigned(scansOf('SEEN1', [60, 'Delivered', 'Delivered_001']));
    await one.process();
    expect(await stateOf(id)).toMatchObject({ status: 'DELIVERED', told: 1 });
    expect(await rowOf(id)).toBeUndefined();
    expect(await readBack()).toBe(0);
  });
});

test('what an earlier fold made is asked about as soon as it is derived again', async () => {
  const id = await world.register('EARLIER1', 'ups');
  const confirmed = await world.register('EARLIER2', 'ups');
  const given = await world.register('EARLIER3', 'ups');
  await pushed(delivered('EARLIER1'), underWay('EARLIER2'), delivered('EARLIER3'));
  await world.sql`delete from tracking.read_back where shipment_id = ${id}`;
  await world.sql`insert into tracking.read_back (shipment_id, provider, scans, request_id) values (${confirmed}, 'made', '{x}', 'r')`;
  await world.sql`update tracking.read_back set given_up_at = now() where shipment_id = ${given}`;
  await world.sql`update tracking.shipment set fold_version = ${foldVersion - 1}, status = 'DELIVERED', milestone = 'DELIVERED'`;
  while ((await rederiveSome(one.sql, builtInMapping, { now: new Date() })).outcome === 'more');
  expect(await stateOf(id)).toMatchObject({ status: 'IN_TRANSIT' });
  expect(await rowOf(id)).toMatchObject({ provider: 'made', attempts: 0 });
  // What does not wait any more is over, and what was given up stays so.
  expect(await rowOf(confirmed)).toBeUndefined();
  expect(await rowOf(given)).toMatchObject({ is_given_up: true });
});

test('several instances ask about each number once, forty at a time', async () => {
  const numbers = Array.from({ length: 90 }, (_, i) => `MANY${i}`);
  for (const number of numbers) {
    await world.register(number, 'ups');
    await one.push(delivered(number));
  }
  await one.process();
  const readers = [open(), open()];
  while ((await Promise.all([readBack(one, readers[0]), readBack(two, readers[1])])).some((count) => count > 0));
  expect(asked.flat().sort()).toEqual([...numbers].sort());
  expect(Math.max(...asked.map(({ length }) => length))).toBe(40);
});

describe('a provider that is out of order', () => {
  const waiting = async (...numbers: string[]) => {
    const ids: string[] = [];
    for (const number of numbers) {
      ids.push(await world.register(number, 'ups'));
      await one.push(delivered(number));
    }
    await one.process();
    return ids;
  };

  test('costs no attempt when there were too many requests', async () => {
    const [id] = await waiting('LIMITED1');
    instead = () => apiSample('trackingmore', 'error-429');
    await expect(readBack()).rejects.toMatchObject({ kind: 'RATE_LIMITED', waitMs: 120_000 });
    expect(await rowOf(id as string)).toMatchObject({ attempts: 0, is_later: true });
    const [row] = await world.sql<
      { seconds: number }[]
    >`select extract(epoch from due_at - now())::int as seconds from tracking.read_back where shipment_id = ${id as string}`;
    expect(row?.seconds).toBeGreaterThan(110);
    await comeDue();
    instead = undefined;
    expect(await readBack(two)).toBe(1);
  });

  test.each([
    ['error-401', 'AUTHENTICATION'],
    ['error-500-511', 'UNAVAILABLE'],
  ])('%s costs no attempt', async (sample, kind) => {
    const [id] = await waiting(`BROKEN-${sample}`);
    instead = () => apiSample('trackingmore', sample);
    await expect(readBack()).rejects.toMatchObject({ kind });
    expect(await rowOf(id as string)).toMatchObject({ attempts: 0, is_later: true });
  });

  test('that is not at this address at all costs no attempt: it says nothing about numbers', async () => {
    const ids = await waiting('NOWHERE1', 'NOWHERE2');
    instead = () => ({ status: 404, body: 'nothing here' });
    await expect(readBack()).rejects.toMatchObject({ kind: 'BUG', code: '404' });
    expect(asked).toHaveLength(1);
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ attempts: 0, is_later: true });
  });

  test('that refused a key is asked with another one within a minute', async () => {
    let key = 'k';
    const [id] = await waiting('KEY1');
    known.set('KEY1', delivered('KEY1'));
    instead = () => (key === 'k' ? apiSample('trackingmore', 'error-401') : undefined);
    const reader = createTrackingmoreReader({ baseUrl: stub.url, apiKeys: () => [key], clock: waitingClock() });
    await expect(readBack(one, reader)).rejects.toMatchObject({ kind: 'AUTHENTICATION' });
    // The refused one is not sent again.
    await comeDue();
    await expect(readBack(one, reader)).rejects.toMatchObject({ code: 'REFUSED' });
    expect(asked).toHaveLength(1);
    key = 'another';
    const [row] = await world.sql<
      { seconds: number }[]
    >`select extract(epoch from due_at - now())::int as seconds from tracking.read_back where shipment_id = ${id as string}`;
    expect(row?.seconds).toBeLessThanOrEqual(60);
    await comeDue();
    expect(await readBack(one, reader)).toBe(1);
  });

  test('a number that it cannot read spoils nothing for its neighbours', async () => {
    const ids = await waiting('SPOILT1', 'SPOILT2', 'SPOILT3');
    known.set('SPOILT3', delivered('SPOILT3'));
    instead = (numbers) =>
      numbers.includes('SPOILT2') ? apiSample('trackingmore', 'create-400-4121-undetected') : undefined;
    expect(await readBack()).toBe(3);
    expect(asked.map(({ length }) => length)).toEqual([3, 1, 1, 1]);
    await one.process();
    expect(await stateOf(ids[2] as string)).toMatchObject({ status: 'DELIVERED' });
    // It answered, without a word that confirms.
    expect(await rowOf(ids[1] as string)).toMatchObject({ attempts: 1, is_later: true });
  });

  test('a process that dies while it asks costs one wait', async () => {
    const [id] = await waiting('DIED1');
    known.set('DIED1', delivered('DIED1'));
    const dies = { ...open(), readNumbers: () => Promise.reject(new Error('killed')) };
    await expect(readBack(one, dies)).rejects.toThrow('killed');
    expect(await readBack(two)).toBe(0);
    await comeDue();
    expect(await readBack(two)).toBe(1);
    await one.process();
    expect(await stateOf(id as string)).toMatchObject({ status: 'DELIVERED' });
  });
});
