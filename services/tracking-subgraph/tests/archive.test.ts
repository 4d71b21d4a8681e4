import { connectDatabase, toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveShipments, moveToArchive } from '../src/archive/archive-shipments.ts';
import { keepHouse, type Retention } from '../src/archive/retention.ts';
import { wakeShipments } from '../src/archive/wake-shipments.ts';
import { loadConfig } from '../src/config/config.ts';
import { aftership } from '../src/connectors/aftership/webhook.ts';
import { rederiveSome } from '../src/fact/rederive.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { createMapping } from '../src/mapping/mapping.ts';
import { createMetrics } from '../src/metrics.ts';
import { processMessages } from '../src/process/process-messages.ts';
import { arrivals, deliveryChanged } from './support/messages.ts';
import {
  builtInOnly,
  countWaiting,
  fixture,
  fixtureHeaders,
  noDocuments,
  startWorld,
  viewer,
  type World,
  withoutCases,
} from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: withoutCases });
});
afterAll(() => world[Symbol.asyncDispose]());

const future = new Date(Date.now() + 86_400_000);
const operator = viewer();
const archiveAll = async () => {
  while ((await archiveShipments(world.sql, { before: future, limit: 2 })) > 0);
};
const whereIs = async (id: string) => {
  const [row] = await world.sql`
    select (select count(*)::int from tracking.fact where shipment_id = ${id}) as facts, (select count(*)::int from tracking.event where shipment_id = ${id}) as events,
      (select count(*)::int from tracking.archive where shipment_id = ${id}) as archived, (select archived_at is not null from tracking.shipment where id = ${id}) as is_archived`;
  return row;
};
const everything = `query ($id: ID!, $asOf: DateTime!) {
  now: shipment(id: $id) { ...all }
  then: shipment(id: $id, asOf: $asOf) { ...all }
}
fragment all on Shipment {
  id trackingNumber status milestone reason isDelayed lastEventAt checkedAt packageCount estimate { earliest latest source } proofOfDelivery { deliveredAt signedBy documentCount }
  legs { direction carrier { code } trackingNumber started { local } lastSeen { instant } } pickupPoint { name address } deliveryDoubts pieces { trackingNumber }
  events(first: 3) { nodes { ...event } pageInfo { hasNextPage endCursor } }
  all: events(first: 100) { nodes { ...event } }
  why { statement rule facts { id kind source reason mappingVersion recordedAt } }
  carrier { code } direction
}
fragment event on Event {
  id milestone status reason description occurredAt { instant local precision } location { text city countryCode latitude longitude coordinatePrecision }
  source sources leg marks raw { bodySha256 signature receivedAt }
}`;
interface Answer {
  now: { events: { pageInfo: { endCursor: string } } };
}
const ask = async (id: string, asOf: string) =>
  (await world.query<Answer>(operator, everything, { id: toGlobalId('Shipment', id), asOf })).data;

describe('an archived shipment', () => {
  let id: string;
  beforeAll(async () => {
    id = await world.register('LX473012561CN', 'china-post');
    for (const name of ['10-customs-started', '13-available-for-pickup'])
      await world.deliver(fixture(name), fixtureHeaders(name));
  });

  test('answers exactly as before, by every path: now and then, pages, reasons, raw messages, other numbers', async () => {
    const asOf = new Date().toISOString();
    const before = await ask(id, asOf);
    const second = `query ($id: ID!, $after: String) { shipment(id: $id) { events(first: 3, after: $after) { nodes { id } } } }`;
    const variables = { id: toGlobalId('Shipment', id), after: before.now.events.pageInfo.endCursor };
    const nextBefore = await world.query(operator, second, variables);
    await archiveAll();
    expect(await whereIs(id)).toEqual({ facts: 0, events: 0, archived: 1, is_archived: true });
    expect(await ask(id, asOf)).toEqual(before);
    expect(await world.query(operator, second, variables)).toEqual(nextBefore);
    const { data } = await world.query(
      operator,
      '{ shipmentByTrackingNumber(trackingNumber: "LX473012561CN") { events { nodes { milestone } } } }',
    );
    expect(JSON.stringify(data)).toContain('READY_FOR_PICKUP');
  });

  test('stays closed for what it knows already', async () => {
    await world.deliver(fixture('10-customs-started'), fixtureHeaders('10-customs-started'));
    const repeated = JSON.parse(fixture('13-available-for-pickup').toString());
    const body = JSON.stringify({ ...repeated, event_id: 'another' });
    await world.deliver(body);
    expect(await whereIs(id)).toMatchObject({ facts: 0, archived: 1, is_archived: true });
  });

  test('is woken by a late fact, whole, and told of', async () => {
    const [told] = await world.sql`select count(*)::int as n from tracking.outbox where shipment_id = ${id}`;
    const facts = await world.sql`select count(*)::int as n from tracking.known_fact where shipment_id = ${id}`;
    const late = JSON.parse(fixture('13-available-for-pickup').toString());
    late.msg.checkpoints.push({
      checkpoint_time: '2026-10-30T10:00:00+01:00',
      tag: 'Delivered',
      subtag: 'Delivered_002',
      slug: 'la-poste-colissimo',
      message: 'Collected',
      hash: 'late',
    });
    await world.deliver(JSON.stringify({ ...late, event_id: 'late' }));
    expect(await whereIs(id)).toMatchObject({ archived: 0, is_archived: false });
    expect(await world.sql`select count(*)::int as n from tracking.fact where shipment_id = ${id}`).toEqual([
      { n: facts[0]?.['n'] + 1 },
    ]);
    expect(await world.sql`select status, milestone from tracking.shipment where id = ${id}`).toEqual([
      { status: 'DELIVERED', milestone: 'DELIVERED_COLLECTED' },
    ]);
    expect(await world.sql`select count(*)::int as n from tracking.outbox where shipment_id = ${id}`).toEqual([
      { n: told?.['n'] + 1 },
    ]);
  });

  test('is woken by a correction, by Odoo, and by a mapping that reads one of its facts anew; not by one that does not', async () => {
    await archiveAll();
    await world.query(
      operator,
      'mutation ($input: ShipmentCorrectInput!) { shipmentCorrect(input: $input) { userErrors { message } } }',
      { input: { shipmentId: toGlobalId('Shipment', id), milestone: 'LOST', reason: 'never came' } },
    );
    expect(await whereIs(id)).toMatchObject({ archived: 0, is_archived: false });

    await archiveAll();
    const delivery = { countryCode: 'FR', deliveryMethod: null, references: ['LX473012561CN'] };
    expect(await world.tell([deliveryChanged(901, delivery)])).toBe(200);
    expect(await whereIs(id)).toMatchObject({ archived: 0, is_archived: false });

    await archiveAll();
    const rule = {
      provider: 'aftership',
      code: null,
      reason: null,
      isDelay: false,
      milestone: 'DEPARTED_FACILITY' as const,
    };
    for (const [number, subCode, isWoken] of [
      [901, 'Never_001', false],
      [902, 'InTransit_003', true],
    ] as const) {
      const mapping = createMapping(number, [{ ...rule, subCode }]);
      await world.sql`update tracking.mapping_version set state = 'RETIRED' where state = 'PUBLISHED'`;
      await world.sql`insert into tracking.mapping_version (number, state, rules, based_on, note, author)
        values (${number}, 'PUBLISHED', ${world.sql.json([{ ...rule, subCode }])}, 0, 'test', 'test')`;
      while ((await rederiveSome(world.sql, mapping, { now: new Date() })).outcome !== 'done');
      expect((await whereIs(id))?.['is_archived']).toBe(!isWoken);
    }
  });

  test('takes no fact by mistake: whoever forgets to wake it fails', async () => {
    await archiveAll();
    const [fact] =
      await world.sql`select source, data from tracking.known_fact where shipment_id = ${id} and source = 'aftership' limit 1`;
    const stray = { key: 'f'.repeat(32), source: fact?.['source'], data: fact?.['data'] };
    await expect(
      world.sql.begin((tx) =>
        storeFacts(tx, [{ shipmentId: id, fact: stray as never, inboxId: null, requestId: 'test' }], new Map()),
      ),
    ).rejects.toThrow('woken');
    expect(await whereIs(id)).toMatchObject({ facts: 0 });
  });

  test('a page that was asked for while it moved is not empty', async () => {
    const other = await world.register('ARCHIVEMOVE1', 'ups');
    await world.deliver(arrivals('ARCHIVEMOVE1', 0, 60));
    // As if its row had been read just before the archiver committed.
    await archiveAll();
    await world.sql`update tracking.shipment set archived_at = null where id = ${other}`;
    const { data } = await world.query<{ shipment: { events: { nodes: object[] } } }>(
      operator,
      'query ($id: ID!) { shipment(id: $id) { events { nodes { id } } } }',
      { id: toGlobalId('Shipment', other) },
    );
    expect(data.shipment.events.nodes).toHaveLength(2);
    await world.sql`update tracking.shipment set archived_at = now() where id = ${other}`;
  });
});

test.each(['archived', 'woken'])(
  'a message that waits for its shipment while that is %s finds it as it is then',
  async (change) => {
    await using quiet = await startWorld({ env: { ROLES: 'api' } });
    const number = `ARCHIVEWAIT${change}`.toUpperCase();
    const id = await quiet.register(number, 'ups');
    const deps = {
      sql: connectDatabase(quiet.databaseUrl, { application: 'waiting', searchPath: 'tracking', max: 1 }),
      keys: await loadBodyKeys({ sql: quiet.sql, masterKey: quiet.config.secrets.masterKey, now: new Date() }),
      connectors: new Map([['aftership', { connector: aftership }]]),
      mapping: builtInOnly,
      metrics: createMetrics({ defaults: false }),
      documentSeal: noDocuments,
      logger: quiet.logger,
    };
    await quiet.postSigned(arrivals(number, 0, 10));
    await processMessages(deps);
    if (change === 'woken') await archiveShipments(quiet.sql, { before: future, limit: 10 });
    await quiet.postSigned(arrivals(number, 0, 10, 20));
    let waiting: Promise<unknown> = Promise.resolve();
    await quiet.sql.begin(async (tx) => {
      await tx`select 1 from tracking.shipment where id = ${id} for update`;
      waiting = processMessages(deps);
      await eventually(async () => (await countWaiting(tx)) > 0);
      if (change === 'woken') await wakeShipments(tx, [id]);
      else await moveToArchive(tx, [id]);
    });
    await waiting;
    const rows = await quiet.sql`
    select (select count(*)::int from tracking.fact where shipment_id = ${id} and data->>'kind' = 'carrier-event') as facts,
      (select count(*)::int from tracking.event where shipment_id = ${id}) as events, (select count(*)::int from tracking.archive) as archived`;
    expect(rows).toEqual([{ facts: 3, events: 3, archived: 0 }]);
    await deps.sql.end();
  },
);

test('two archivers and messages at the same time lose nothing', async () => {
  const numbers = Array.from({ length: 30 }, (_, i) => `ARCHIVERACE${i}`);
  const ids = await Promise.all(numbers.map((number) => world.register(number, 'ups')));
  for (const number of numbers) await world.postSigned(arrivals(number, 0));
  const posting = (async () => {
    for (const minute of [10, 20, 30])
      for (const number of numbers) await world.postSigned(arrivals(number, 0, minute));
  })();
  let isPosting = true;
  const archiving = async () => {
    while (isPosting) await archiveShipments(world.sql, { before: future, limit: 5 });
  };
  await Promise.all([posting.finally(() => (isPosting = false)), archiving(), archiving()]);
  await world.drained();
  const rows = await world.sql`
    select count(distinct data->>'scan')::int as scans from tracking.known_fact where shipment_id = any(${ids}::uuid[]) and data->>'kind' = 'carrier-event' group by shipment_id`;
  expect(rows.map(({ scans }) => scans)).toEqual(numbers.map(() => 4));
  const events =
    await world.sql`select count(*)::int as n from tracking.known_event where shipment_id = any(${ids}::uuid[]) group by shipment_id`;
  expect(events.map(({ n }) => n)).toEqual(numbers.map(() => 4));
});

describe('housekeeping', () => {
  const never: Retention = {
    rawDays: null,
    unmatchedDays: null,
    deadLetterDays: null,
    outboxDays: null,
    archiveAfterDays: null,
    shipmentDays: null,
    webhookLogDays: null,
    caseDays: null,
    webhookBacklogDays: 30,
  };
  const house = {
    get sql() {
      return world.sql;
    },
    registering: { addJobs: async () => {} },
  };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  const count = async (table: string) =>
    (await world.sql.unsafe(`select count(*)::int as n from tracking.${table}`))[0]?.['n'];

  test('keeps everything for ever when told so', async () => {
    expect(await keepHouse(house, never, inDays(10_000))).toMatchObject({
      isMore: false,
      gone: { raw: 0, told: 0, shipments: 0 },
    });
  });

  test('what a webhook endpoint has not got yet is kept for it', async () => {
    await world.sql`insert into tracking.webhook_endpoint (id, name, url, event_types, secret, state, state_since) values
      ('01980000-0000-7000-8000-000000000001', 'slow', 'https://hooks.example.com', '{milestone.added}', '', 'PAUSED', now())`;
    await world.sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) values ('01980000-0000-7000-8000-000000000001', 'LIVE', 'RUNNING', 0, 2)`;
    const kept = async () => (await world.sql`select min(seq)::int as first from tracking.outbox`)[0]?.['first'];
    const before = await count('outbox');
    await keepHouse(house, { ...never, outboxDays: 14 }, inDays(20));
    expect(await kept()).toBe(3);
    expect(await count('outbox')).toBe(before - 2);
    // Replays go like the log, once they have ended.
    await world.sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position, finished_at)
      select '01980000-0000-7000-8000-000000000001', 'REPLAY', state, 0, 0, at from (values ('DONE', now()), ('DONE', now() + interval '10 days'), ('RUNNING', null)) r(state, at)`;
    const { gone } = await keepHouse(house, { ...never, webhookLogDays: 14 }, inDays(20));
    expect(gone).toMatchObject({ webhookReplays: 1 });
    expect(await count('webhook_feed')).toBe(3);
    await world.sql`delete from tracking.webhook_endpoint`;
    await world.sql`update tracking.outbox_head set retained_after = 0`;
  });

  test('drops what is told up to the first young row, and moves the mark that makes older cursors expire', async () => {
    expect(await count('outbox')).toBeGreaterThan(5);
    await world.sql`update tracking.outbox set created_at = now() + interval '20 days' where seq >= 4`;
    await keepHouse(house, { ...never, outboxDays: 14 }, inDays(15));
    expect(await world.sql`select min(seq)::int as first from tracking.outbox`).toEqual([{ first: 4 }]);
    expect(await world.sql`select retained_after::int as after from tracking.outbox_head`).toEqual([{ after: 3 }]);
  });

  test('not for ever: an endpoint that never comes back holds up nothing beyond its limit', async () => {
    const id = '01980000-0000-7000-8000-000000000002';
    await world.sql`insert into tracking.webhook_endpoint (id, name, url, event_types, secret, state, state_since) values
      (${id}, 'gone', 'https://hooks.example.com', '{milestone.added}', '', 'PAUSED', now())`;
    await world.sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) values (${id}, 'LIVE', 'RUNNING', 0, 0)`;
    const retention = { ...never, outboxDays: 14, webhookBacklogDays: 30 };
    // The newest row is of the twentieth day from now.
    const left = await count('outbox');
    await keepHouse(house, retention, inDays(49));
    expect(await count('outbox')).toBe(left);
    await keepHouse(house, retention, inDays(51));
    expect(await count('outbox')).toBe(0);
    await world.sql`delete from tracking.webhook_endpoint`;
  });

  test('drops raw messages but none that still waits; a month whose messages are gone loses its key', async () => {
    const broken = 'not json';
    await world.deliver(broken);
    await world.deliver(arrivals('ARCHIVENOBODY1', 0));
    const [kept] = await world.sql`select count(*)::int as n from tracking.dead_letter`;
    expect(kept?.['n']).toBe(1);
    await keepHouse(house, { ...never, rawDays: 180 }, inDays(181));
    expect(await count('inbox')).toBe(2);
    const keys = async () =>
      (await world.sql`select count(*)::int as n from tracking.data_key where purpose = 'inbox-body'`)[0]?.['n'];
    expect(await keys()).toBe(1);
    await keepHouse(house, { ...never, unmatchedDays: 30, deadLetterDays: 90 }, inDays(31));
    expect([await count('unmatched'), await count('dead_letter')]).toEqual([0, 1]);
    await keepHouse(house, { ...never, deadLetterDays: 90, rawDays: 180 }, inDays(281));
    expect([await count('inbox'), await count('dead_letter'), await keys()]).toEqual([0, 0, 0]);
    // Other keys stay.
    const others = await world.sql<{ purpose: string }[]>`select purpose from tracking.data_key order by purpose`;
    expect(others.map(({ purpose }) => purpose)).toEqual(['audit-head', 'document-address', 'report-limits']);
  });

  test('drops whole shipments, archived ones only, and says so in the audit', async () => {
    const id = await world.register('ARCHIVEDROP1', 'ups');
    await keepHouse(house, { ...never, shipmentDays: 400 }, inDays(401));
    expect(await whereIs(id)).toMatchObject({ is_archived: false });
    await archiveAll();
    await keepHouse(house, { ...never, shipmentDays: 400 }, inDays(401));
    expect(await world.sql`select 1 from tracking.shipment where id = ${id}`).toHaveLength(0);
    expect(await world.sql`select 1 from tracking.ref where shipment_id = ${id}`).toHaveLength(0);
    expect(
      await world.sql`select 1 from tracking.audit where subject = ${`shipment ${id}`} and action = 'shipment.deleted'`,
    ).toHaveLength(1);
    expect([await count('archive'), await count('leg_number')]).toEqual([0, 0]);
  });
});

test.each<[Record<string, string>, string]>([
  [{ ARCHIVE_AFTER_DAYS: '5', RETENTION_OUTBOX_DAYS: '14' }, 'ARCHIVE_AFTER_DAYS'],
  [{ RETENTION_OUTBOX_DAYS: 'never' }, 'ARCHIVE_AFTER_DAYS'],
  [{ RETENTION_SHIPMENT_DAYS: '90' }, 'RETENTION_SHIPMENT_DAYS'],
  [{ RETENTION_RAW_DAYS: '0' }, 'RETENTION_RAW_DAYS'],
  [{ RETENTION_RAW_DAYS: 'soon' }, 'RETENTION_RAW_DAYS'],
])('%j is refused and named', (env, name) => {
  const base = { DATABASE_URL: 'postgres://localhost/x', KEY_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') };
  expect(() => loadConfig({ ...base, ...env })).toThrow(name);
});
