import { connectDatabase, type Sql, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { keepHouse } from '../src/archive/retention.ts';
import { readerSettings } from '../src/db/clients.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { readHead } from '../src/live/milestone-stream.ts';
import { registerShipments } from '../src/shipment/register-shipments.ts';
import type { OwnerViewers } from '../src/webhook/owner-viewers.ts';
import { maxWaiting, stepFeed } from '../src/webhook/run-feeds.ts';
import { claimMessages, type Settlement, sendClaimed, settleMessages } from '../src/webhook/send-messages.ts';
import { createTrackingDatabase } from './support/database.ts';
import { viewer } from './support/world.ts';

let database: Awaited<ReturnType<typeof createTrackingDatabase>>;
let sql: Sql;
let readSql: Sql;
const statements: string[] = [];
beforeAll(async () => {
  database = await createTrackingDatabase();
  const onStatement = (text: string) => void statements.push(text);
  sql = connectDatabase(database.url, { application: 'test', searchPath: 'tracking', max: 4, onStatement });
  const reading = { application: 'test-read', searchPath: 'tracking', max: 4, settings: readerSettings, onStatement };
  readSql = connectDatabase(database.url, reading);
  await ensurePartitions(sql, new Date());
});
afterAll(async () => {
  await sql.end();
  await readSql.end();
  await database.drop();
});
beforeEach(async () => {
  for (const table of ['webhook_endpoint', 'webhook_message', 'outbox', 'work_case', 'link'])
    await sql.unsafe(`delete from tracking.${table}`);
});

const now = () => new Date();
/** As whom the house's endpoints read. */
let house: Viewer;
beforeEach(() => {
  house = viewer({ role: 'system', sub: 'endpoint' });
});
const owners: OwnerViewers = { of: async () => house, tell: async () => true };

async function endpoint(more: { types?: string[] } = {}): Promise<string> {
  const types = more.types ?? ['milestone.added', 'case.opened', 'case.updated', 'case.closed'];
  const [row] = await sql<{ id: string }[]>`
    insert into tracking.webhook_endpoint (service, name, url, event_types, secret, state, state_since) values (${crypto.randomUUID()}, 'house', 'http://127.0.0.1:1', ${types}, '', 'ACTIVE', now()) returning id`;
  const id = row?.id as string;
  await sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) select ${id}, 'LIVE', 'RUNNING', value, value from tracking.outbox_head`;
  return id;
}
let made = 0;
async function parcel(companyId: number): Promise<string> {
  made += 1;
  const n = made;
  const ids = await sql.begin((tx) =>
    registerShipments(tx, [{ number: `1ZCASE${n}`, carrierCode: 'ups', trackingUrlTemplate: null }], {
      actor: 'test',
      requestId: 'test-request',
    }),
  );
  const [id] = [...ids.values()] as [string];
  await sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id) values (${n}, ${id}, ${n}, ${companyId}, 7)`;
  return id;
}
/** Of a shipment, or of a delivery of this company. */
async function aCase(about: { shipmentId: string } | { companyId: number }): Promise<string> {
  made += 1;
  const shipmentId = 'shipmentId' in about ? about.shipmentId : null;
  const companyId = 'companyId' in about ? about.companyId : null;
  const [row] = await sql<{ id: string }[]>`
    insert into tracking.work_case (type, subject, cause, mark, is_found, shipment_id, delivery_id, order_id, company_id, customer_id, state, reason, rule, evidence, severity, score, parts, opened_at, budget_minutes)
    values ('DELAYED', ${`x:${made}`}, 'test', '', true, ${shipmentId}, ${shipmentId ? null : made}, ${made}, ${companyId}, 7, 'OPEN', 'made for a test', 'test', '{}', 2, 1, '[]', now(), 60) returning id`;
  return row?.id as string;
}
/** A change of a case, or a milestone of a shipment, numbered one after the other. */
async function happen(...what: ({ caseId: string } | { shipmentId: string })[]): Promise<void> {
  for (const one of what)
    await ('caseId' in one
      ? sql`with h as (update tracking.outbox_head set value = value + 1 returning value) insert into tracking.outbox (seq, case_id, case_change, request_id) select value, ${one.caseId}, 'UPDATED', 'test-request' from h`
      : sql`with h as (update tracking.outbox_head set value = value + 1 returning value) insert into tracking.outbox (seq, shipment_id, event_key, request_id) select value, ${one.shipmentId}, decode(md5(value::text), 'hex'), 'test-request' from h`);
}
async function feed(): Promise<number> {
  let total = 0;
  for (;;) {
    const { isMore, made: messages } = await stepFeed({ sql, readSql, owners, now });
    total += messages;
    if (!isMore) return total;
  }
}
const claim = (limit = 64) => claimMessages(sql, { limit, now: new Date(), leaseMs: 30_000 });
/** Sends what was claimed to nobody: what is withdrawn before it would be sent. Answers the results. */
async function send(claimed: Awaited<ReturnType<typeof claim>>): Promise<string[]> {
  const settled: Settlement[] = [];
  const poster = {
    post: async () => ({ status: 204, problem: null, answer: null, durationMs: 1, retryAfterSeconds: null }),
  };
  const everything = { poster: poster as never, secrets: () => [`whsec_${Buffer.alloc(32).toString('base64')}`] };
  await new Promise<void>((resolve) => {
    const settle = (one: Settlement) => {
      settled.push(one);
      if (settled.length === claimed.length) resolve();
    };
    if (claimed.length === 0) resolve();
    void sendClaimed(claimed, {
      readSql,
      owners,
      poster: poster as never,
      services: everything,
      keys: null as never,
      now,
      settle,
      logger: { warn: (_: object, text: string) => console.error(text) } as never,
    });
  });
  await settleMessages(sql, settled, { policy: { leaseMs: 30_000, disableAfterMs: 1e9 }, now: new Date() });
  return settled.map(({ result }) => result);
}

test('messages of a shipment go one after the other, milestones and cases mixed; so do those of a case without one, and neither holds up the other', async () => {
  await endpoint();
  const shipmentId = await parcel(1);
  const [ofParcel, ofDelivery] = [await aCase({ shipmentId }), await aCase({ companyId: 1 })];
  await happen(
    { shipmentId },
    { caseId: ofParcel },
    { caseId: ofDelivery },
    { caseId: ofDelivery },
    { shipmentId },
    { caseId: ofParcel },
  );
  expect(await feed()).toBe(6);
  const { value } = await readHead(sql);
  const sent: string[] = [];
  for (;;) {
    // Two who take at once.
    const both = (await Promise.all([claim(), claim()])).flat();
    if (both.length === 0) break;
    expect(both.length).toBeLessThanOrEqual(2);
    sent.push(...both.map(({ webhookId }) => webhookId).sort());
    expect(new Set(await send(both))).toEqual(new Set(['SENT']));
  }
  const name = (kind: string, n: number) => `${kind}_${value - 6 + n}`;
  expect(sent).toEqual([
    ...[name('case', 3), name('milestone', 1)],
    ...[name('case', 2), name('case', 4)].sort(),
    name('milestone', 5),
    name('case', 6),
  ]);
});

test('an endpoint that sees a company is told of its cases alone, and of none that has left it', async () => {
  house = viewer({ role: 'system', sub: 'endpoint', companies: [1] });
  await endpoint();
  const [mine, theirs] = [await parcel(1), await parcel(2)];
  const own = [await aCase({ shipmentId: mine }), await aCase({ companyId: 1 })];
  const others = [await aCase({ shipmentId: theirs }), await aCase({ companyId: 2 })];
  await happen(...[...own, ...others].map((caseId) => ({ caseId })), { shipmentId: mine }, { shipmentId: theirs });
  // What was deleted says nothing of whose it was.
  await sql`with h as (update tracking.outbox_head set value = value + 1 returning value)
    insert into tracking.outbox (seq, case_id, case_change, request_id, gone) select value, uuidv7(), 'CLOSED', 'retention', '{"type":"LOST","severity":4,"escalation":0,"version":2}' from h`;
  expect(await feed()).toBe(3);
  const cases = await sql<{ id: string }[]>`
    select case_id as id from tracking.webhook_message where case_id is not null order by id`;
  expect(cases.map(({ id }) => id)).toEqual(own);
  await sql`update tracking.work_case set company_id = 2 where id = ${own[1] as string}`;
  await sql`update tracking.link set company_id = 2 where shipment_id = ${mine}`;
  const results: string[] = [];
  for (let claimed = await claim(); claimed.length > 0; claimed = await claim()) results.push(...(await send(claimed)));
  expect(results).toEqual(['WITHDRAWN', 'WITHDRAWN', 'WITHDRAWN']);
});

test('each change is one message, whatever dies in between and however many look at once', async () => {
  await endpoint();
  const shipmentId = await parcel(1);
  const caseId = await aCase({ shipmentId });
  await happen({ shipmentId }, ...Array.from({ length: 40 }, () => ({ caseId })));
  const dying = new Proxy(sql, {
    get(target, key) {
      if (key !== 'begin') return Reflect.get(target, key);
      return (work: (tx: object) => Promise<unknown>) =>
        target.begin(async (tx) => {
          await work(tx);
          throw new Error('killed before the commit');
        });
    },
  });
  await expect(stepFeed({ sql: dying, readSql, owners, now })).rejects.toThrow('killed');
  expect(await sql`select 1 from tracking.webhook_message`).toHaveLength(0);
  await sql`update tracking.webhook_feed set stepped_at = null`;
  const counts = await Promise.all([feed(), feed(), feed()]);
  expect(counts.reduce((sum, n) => sum + n, 0) + (await feed())).toBe(41);
  expect(await sql`select distinct webhook_id from tracking.webhook_message`).toHaveLength(41);
});

test('a page of cases costs as many statements as one case, and one more than milestones alone', async () => {
  const shipments = await Promise.all(Array.from({ length: 20 }, () => parcel(1)));
  const cases = await Promise.all(shipments.map((shipmentId) => aCase({ shipmentId })));
  const costOf = async (types: string[], ...what: Parameters<typeof happen>) => {
    await sql`delete from tracking.webhook_endpoint`;
    await endpoint({ types });
    await happen(...what);
    statements.length = 0;
    expect(await feed()).toBe(what.length);
    return statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
  };
  const all = ['milestone.added', 'case.updated'];
  const milestones = await costOf(['milestone.added'], { shipmentId: shipments[0] as string });
  const one = await costOf(all, { caseId: cases[0] as string });
  const many = await costOf(
    all,
    ...cases.flatMap((caseId, i) => [{ caseId }, { shipmentId: shipments[i] as string }, { caseId }]),
  );
  expect([one, many]).toEqual([milestones + 1, milestones + 1]);
});

test('who has not got what retention took away is told so; cases and milestones go alike', async () => {
  const id = await endpoint();
  const shipmentId = await parcel(1);
  const caseId = await aCase({ shipmentId });
  const before = await readHead(sql);
  await happen({ caseId }, { shipmentId }, { caseId });
  await sql`update tracking.outbox set created_at = now() - interval '40 days'`;
  await happen({ caseId });
  await sql`update tracking.webhook_endpoint set state = 'PAUSED'`;
  const never = Object.fromEntries(
    [
      'rawDays',
      'unmatchedDays',
      'deadLetterDays',
      'archiveAfterDays',
      'shipmentDays',
      'webhookLogDays',
      'caseDays',
    ].map((name) => [name, null]),
  );
  const retention = { ...never, outboxDays: 14, webhookBacklogDays: 30 } as never;
  await keepHouse({ sql, registering: { addJobs: async () => {} } as never }, retention, new Date());
  expect(await sql`select seq::int as seq from tracking.outbox`).toEqual([{ seq: before.value + 4 }]);
  expect((await readHead(sql)).retainedAfter).toBe(before.value + 3);
  await sql`update tracking.webhook_endpoint set state = 'ACTIVE'`;
  expect(await feed()).toBe(1);
  const [row] =
    await sql`select missed_from::int as from, missed_until::int as until from tracking.webhook_feed where endpoint_id = ${id}`;
  expect(row).toEqual({ from: before.value, until: before.value + 3 });
});

test('turns are found by their index, among as many as may wait', async () => {
  const id = await endpoint();
  const ids = await Promise.all(Array.from({ length: 10 }, () => aCase({ companyId: 1 })));
  await sql`
    insert into tracking.webhook_message (endpoint_id, case_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
    select ${id}, (${ids}::uuid[])[1 + n % 10], 'w' || n, 'case.updated', '{}', 'WAITING', now(), 'test', now() from generate_series(1, ${maxWaiting}::int) n`;
  await sql`analyze tracking.webhook_message`;
  const claimed = await claim();
  expect(new Set(claimed.map(({ caseId }) => caseId)).size).toBe(10);
  expect(claimed).toHaveLength(10);
  const plan = await sql.unsafe<{ 'QUERY PLAN': string }[]>(
    `explain select 1 from tracking.webhook_message m where endpoint_id = '${id}' and state = 'WAITING' and not exists (
       select 1 from tracking.webhook_message p where p.endpoint_id = m.endpoint_id and coalesce(p.shipment_id, p.case_id) = coalesce(m.shipment_id, m.case_id) and p.state = 'WAITING' and p.id < m.id) limit 16`,
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('webhook_message_turn');
});
