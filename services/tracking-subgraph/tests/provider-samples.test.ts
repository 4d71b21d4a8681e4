import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import secrets from '../fixtures/secrets.json' with { type: 'json' };
import { seventeenTrackProfile } from '../src/connectors/17track/profile.test-support.ts';
import type { ConnectorProfile } from '../src/connectors/conformance/profile.ts';
import { profiles } from '../src/connectors/conformance/profiles.ts';
import { stateSaid } from '../src/connectors/conformance/sample-checks.ts';
import { type Sample, subjectOf } from '../src/connectors/conformance/samples.ts';
import { bytesOf, isUnusable, movingCode, scanAt, tellIfUsable } from '../src/connectors/conformance/told.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { startWorld, viewer, type World } from './support/world.ts';

// Every provider's samples over HTTP to the graph, in one world: what the door answers, what is put aside, and what a reader is shown.

/** What the addresses end in of those who do not sign the body. */
const pathToken = 'sample-path-token-0000000001';

const shipmentQuery = `query ($number: String!) { shipmentByTrackingNumber(trackingNumber: $number) {
  status milestone reason direction isDelayed packageCount estimate { latest } proof: proofOfDelivery { signedBy documentCount } events(first: 100) { nodes { id milestone marks } } } }`;
interface Found {
  status: string;
  events: { nodes: { milestone: string; marks: string[] }[] };
}

let world: World;
let now = new Date();
beforeAll(async () => {
  const given = profiles.flatMap(({ connector: { provider, variables, needsPathToken } }) => [
    [`${variables}_WEBHOOK_SECRET`, (secrets as Record<string, string>)[provider] as string],
    ...(needsPathToken ? [[`${variables}_WEBHOOK_PATH_TOKEN`, pathToken]] : []),
  ]);
  world = await startWorld({ env: Object.fromEntries(given), now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());

async function find(number: string) {
  const { data } = await world.query<{ shipmentByTrackingNumber: Found | null }>(viewer(), shipmentQuery, { number });
  return data.shipmentByTrackingNumber;
}

async function counts() {
  const [row] = await world.sql<{ shipments: number; dead: number; unmatched: number; inbox: number }[]>`
    select (select count(*) from tracking.shipment)::int as shipments, (select count(*) from tracking.dead_letter)::int as dead,
      (select count(*) from tracking.unmatched)::int as unmatched, (select count(*) from tracking.inbox)::int as inbox`;
  return row as NonNullable<typeof row>;
}

function canBeUsed({ connector }: ConnectorProfile, body: Buffer): boolean {
  try {
    connector.map(body, builtInMapping, 'webhook');
    return true;
  } catch (error) {
    expect(isUnusable(error)).toBe(true);
    return false;
  }
}

let serial = 0;
const freshNumber = () => {
  serial += 1;
  return `KIT${String(serial).padStart(9, '0')}`;
};

describe.each(profiles)('$connector.provider', (profile) => {
  const subject = subjectOf(profile);
  const { provider } = profile.connector;
  const path = `/webhooks/${provider}${profile.connector.needsPathToken ? `/${pathToken}` : ''}`;

  test('every message as it lies on disk gets the answer that the manifest says', async () => {
    for (const { file, body, headerValues, isAccepted, at } of subject.samples) {
      now = at;
      const { status } = await world.post(body, headerValues, path);
      expect([file, status]).toEqual([file, isAccepted ? 200 : 401]);
    }
    await world.drained();
  });

  // Samples speak of one number in states that exclude each other: each gets a number of its own, and a signature that fits.
  test.each(subject.samples.filter(({ isAccepted }) => isAccepted))('$file', async (sample) => {
    const { tracking, shipment, events } = sample.expected;
    const number = freshNumber();
    const bytesFor = ({ body }: Sample) =>
      tracking ? Buffer.from(body.toString('latin1').replaceAll(tracking, number), 'latin1') : body;
    const [told] = tellIfUsable(profile.connector, sample.body);
    const before = subject.samples.find(({ file }) => file === sample.after);
    /** What nobody signed ends nothing by itself; the provider's API says the same. */
    const readBack = async (pushed: Found | null) => {
      const { status } = shipment as { status: string };
      const isEnd = ['DELIVERED', 'RETURNING', 'RETURNED', 'CANCELLED'].includes(status);
      expect(pushed?.events.nodes.flatMap(({ marks }) => marks)).toEqual(isEnd ? ['UNCONFIRMED'] : []);
      if (isEnd) expect(pushed?.status).not.toBe(status);
      else expect(pushed).toMatchObject(stateSaid(shipment as Record<string, unknown>));
      for (const each of before ? [before, sample] : [sample])
        await world.storeRead(provider, profile.asRead?.(JSON.parse(bytesFor(each).toString())));
      const after = await find(number);
      expect(after?.events.nodes.flatMap(({ marks }) => marks)).toEqual([]);
      return after;
    };
    const start = await counts();
    if (tracking && shipment !== null) await world.register(number, told?.carriers[0] ?? '');
    const stored = new Set<string>();
    for (const each of before ? [before, sample] : [sample]) {
      const body = bytesFor(each);
      now = each.at;
      expect((await world.post(body, profile.sign(body, subject.secret, each.at), path)).status).toBe(200);
      await world.drained();
      stored.add(body.toString('latin1'));
    }
    const end = await counts();
    expect({
      inbox: end.inbox - start.inbox,
      dead: end.dead - start.dead,
      unmatched: end.unmatched - start.unmatched,
      shipments: end.shipments - start.shipments,
    }).toEqual({
      // The bytes of a message without a number came with the first test already: kept once, and a dead letter since then.
      inbox: tracking ? stored.size : 0,
      dead: 0,
      unmatched: shipment === null ? 1 : 0,
      shipments: tracking && shipment !== null ? 1 : 0,
    });
    const found = await find(number);
    if (shipment === null || tracking === undefined) {
      expect(found).toBeNull();
      return;
    }
    if (typeof shipment !== 'object') {
      expect(found).toMatchObject({ status: 'PENDING', events: { nodes: [] } });
      return;
    }
    const known = profile.connector.needsPathToken ? await readBack(found) : found;
    expect(known).toMatchObject(stateSaid(shipment));
    const scans = known?.events.nodes.filter(({ milestone }) => milestone !== 'ETA_CHANGED');
    expect(scans).toHaveLength(events as number);
  });

  test('messages that cannot be used are dead letters, and nothing else is', async () => {
    const dead = await world.sql<
      { n: number }[]
    >`select count(*)::int as n from tracking.dead_letter where source = ${provider}`;
    const unusable = subject.samples.filter(({ isAccepted, body }) => isAccepted && !canBeUsed(profile, body));
    expect(dead).toEqual([{ n: unusable.length }]);
  });

  test('a code of the future shows, changes nothing, and is on the list for operators', async () => {
    const number = freshNumber();
    const send = async (...scans: Parameters<ConnectorProfile['message']>[1]) => {
      const body = bytesOf(profile.message(number, scans));
      const { status } = await world.post(body, profile.sign(body, subject.secret, now), path);
      expect(status).toBe(200);
      await world.drained();
    };
    await world.register(number, 'ups');
    await send(scanAt(1, movingCode(provider)));
    await send(scanAt(2, 'Teleported', 'Teleported_042'));
    expect(await find(number)).toMatchObject({ status: 'IN_TRANSIT', events: { nodes: { length: 2 } } });
    expect(
      await world.sql`select facts from tracking.unknown_code where provider = ${provider} and code = 'Teleported'`,
    ).toEqual([{ facts: '1' }]);
  });
});

test('one tracking of a message of 17TRACK that cannot be used costs only itself: a dead letter that names it', async () => {
  const [first, later] = [freshNumber(), freshNumber()] as [string, string];
  await world.register(first, 'ups');
  const dataOf = (number: string) =>
    (seventeenTrackProfile.message(number, [scanAt(1, 'Delivered', 'Delivered_Other')]) as { data: object }).data;
  const body = bytesOf({ event: 'TRACKING_UPDATED', data: [dataOf(first), { number: 7 }, dataOf(later)] });
  const before = await counts();
  const headers = seventeenTrackProfile.sign(body, secrets['17track'], now);
  expect((await world.post(body, headers, '/webhooks/17track')).status).toBe(200);
  await world.drained();
  expect((await find(first))?.status).toBe('DELIVERED');
  expect(await counts()).toMatchObject({ dead: before.dead + 1, unmatched: before.unmatched + 1 });
  const letter = () =>
    world.sql`select cause, message, attempts from tracking.dead_letter order by first_failed_at desc limit 1`;
  expect(await letter()).toMatchObject([{ cause: 'WRONG_SHAPE', message: expect.stringContaining('data.1.number') }]);
  // What waited is told when its number is registered; what cannot be used stays in sight.
  await world.register(later, 'ups');
  await eventually(async () => (await find(later))?.status === 'DELIVERED');
  expect(await letter()).toMatchObject([{ attempts: 2 }]);
  expect(await counts()).toMatchObject({ dead: before.dead + 1, unmatched: before.unmatched });
});

test('a message of 17TRACK about several numbers is told of each; the one that nobody registered waits', async () => {
  const [first, second, later] = [freshNumber(), freshNumber(), freshNumber()] as [string, string, string];
  for (const number of [first, second]) await world.register(number, 'ups');
  const parts = [first, second, later].map(
    (number, i) =>
      seventeenTrackProfile.message(number, [scanAt(i, 'Delivered', 'Delivered_Other')]) as {
        event: string;
        data: object;
      },
  );
  const body = bytesOf({ event: 'TRACKING_UPDATED', data: parts.map(({ data }) => data) });
  const headers = seventeenTrackProfile.sign(body, secrets['17track'], now);
  expect((await world.post(body, headers, '/webhooks/17track')).status).toBe(200);
  await world.drained();
  expect((await find(first))?.status).toBe('DELIVERED');
  expect((await find(second))?.status).toBe('DELIVERED');
  expect(await find(later)).toBeNull();
  await world.register(later, 'ups');
  await eventually(async () => (await find(later))?.status === 'DELIVERED');
  expect((await find(first))?.events.nodes).toHaveLength(1);
});
