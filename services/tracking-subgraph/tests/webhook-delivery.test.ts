import { randomBytes } from 'node:crypto';
import {
  connectDatabase,
  createLogger,
  type KeyStore,
  openKeyStore,
  parseKeyRing,
  parseNetworks,
  type Sql,
  toGlobalId,
  UpstreamUnavailableError,
  type Viewer,
} from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readerSettings } from '../src/db/clients.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { registerShipments } from '../src/shipment/register-shipments.ts';
import { startReplay } from '../src/webhook/change-endpoints.ts';
import { newSecret, sealColumn } from '../src/webhook/endpoint-secrets.ts';
import type { OwnerViewers } from '../src/webhook/owner-viewers.ts';
import { createWebhookPoster } from '../src/webhook/post-webhook.ts';
import { maxWaiting, stepFeed } from '../src/webhook/run-feeds.ts';
import {
  claimMessages,
  type OwnServices,
  type Settlement,
  sendClaimed,
  settleMessages,
} from '../src/webhook/send-messages.ts';
import { ensureServiceEndpoints } from '../src/webhook/service-endpoints.ts';
import { createTrackingDatabase } from './support/database.ts';
import { type Receiver, startReceiver } from './support/webhook-receiver.ts';
import { viewer } from './support/world.ts';

const logger = createLogger({ service: 'tracking', level: 'silent' });
const allowed = parseNetworks('127.0.0.0/8');
const policy = { leaseMs: 30_000, disableAfterMs: 5 * 86_400_000 };
let database: Awaited<ReturnType<typeof createTrackingDatabase>>;
let sql: Sql;
let readSql: Sql;
let keys: KeyStore;
const poster = createWebhookPoster({ allowed, timeoutMs: 2_000 });
const services: OwnServices = { poster, secrets: () => [] };

beforeAll(async () => {
  database = await createTrackingDatabase();
  sql = connectDatabase(database.url, { application: 'test', searchPath: 'tracking', max: 6 });
  readSql = connectDatabase(database.url, {
    application: 'test-read',
    searchPath: 'tracking',
    max: 4,
    settings: readerSettings,
  });
  await ensurePartitions(sql, new Date());
  keys = await openKeyStore({
    sql,
    table: 'tracking.data_key',
    ring: parseKeyRing(Buffer.alloc(32, 1).toString('base64')),
  });
});
afterAll(async () => {
  vi.useRealTimers();
  poster[Symbol.dispose]();
  await sql.end();
  await readSql.end();
  await database.drop();
});

/** The clock of everything here; the receiver's library looks at it too. */
let clock = new Date();
const now = () => clock;
const pass = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1_000);
  vi.setSystemTime(clock);
};
let owner: Viewer | null | 'unknown';
const notices: unknown[] = [];
const owners: OwnerViewers = {
  async of() {
    if (owner === 'unknown') throw new UpstreamUnavailableError('the gateway is away');
    return owner;
  },
  async tell(notice) {
    notices.push(notice);
    return true;
  },
};
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: clock });
  owner = viewer({ role: 'partner', level: 'PARTNER', customers: [7] });
  await sql`delete from tracking.webhook_endpoint`;
  await sql`delete from tracking.webhook_message`;
  await sql`delete from tracking.webhook_attempt`;
  await sql`delete from tracking.outbox`;
});

let made = 0;
/** Parcels of customer 7. */
async function parcels(count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, i) => `1ZOUT${String(made + i + 1).padStart(10, '0')}`);
  made += count;
  const ids = await sql.begin((tx) =>
    registerShipments(
      tx,
      numbers.map((number) => ({ number, carrierCode: 'ups', trackingUrlTemplate: null })),
      { actor: 'test', requestId: 'test-request' },
    ),
  );
  const all = [...ids.values()] as string[];
  await sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id)
    select ${made}::int * 1000 + n, id, ${made}, 1, 7 from unnest(${all}::uuid[]) with ordinality u(id, n)`;
  return all;
}
/** Milestones, one after the other, as the sequencer numbers them. */
async function happen(shipments: readonly string[]): Promise<void> {
  await sql`
    with h as (select value from tracking.outbox_head for update), r as (
      insert into tracking.outbox (seq, shipment_id, event_key, request_id)
      select h.value + u.n, u.id, decode(u.key, 'hex'), 'test-request' from h, unnest(${shipments as string[]}::uuid[], ${shipments.map(() => randomBytes(16).toString('hex'))}::text[]) with ordinality u(id, key, n) returning 1)
    update tracking.outbox_head set value = value + (select count(*) from r)`;
}
async function endpoint(receiver: Pick<Receiver, 'url' | 'secrets'>): Promise<string> {
  const [{ id } = { id: '' }] = await sql<{ id: string }[]>`select uuidv7() as id`;
  const secret = newSecret();
  receiver.secrets.push(secret);
  await sql`insert into tracking.webhook_endpoint (id, client_id, name, url, event_types, secret, state, state_since)
    values (${id}, 'mpc_1', 'ours', ${receiver.url}, '{milestone.added}', ${await sealColumn(keys, 'secret', id, secret)}, 'ACTIVE', ${clock})`;
  await sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) select ${id}, 'LIVE', 'RUNNING', value, value from tracking.outbox_head`;
  return id;
}
const read = async (id: string) =>
  (
    await sql`select state, state_reason, notice_due, failures, failing_since, rest_reason, resting_until from tracking.webhook_endpoint where id = ${id}`
  )[0];
const states = async () =>
  Object.fromEntries(
    (
      await sql<
        { state: string; n: number }[]
      >`select state, count(*)::int as n from tracking.webhook_message group by state`
    ).map(({ state, n }) => [state, n]),
  );

async function feed(): Promise<number> {
  let total = 0;
  for (;;) {
    const { isMore, made: messages } = await stepFeed({ sql, readSql, owners, now });
    total += messages;
    if (!isMore) return total;
  }
}
/** One round: what is due is claimed, sent and settled. Answers how many were claimed. */
async function round(limit = 64): Promise<number> {
  const claimed = await claimMessages(sql, { limit, now: clock, leaseMs: policy.leaseMs });
  const settled: Settlement[] = [];
  await new Promise<void>((resolve) => {
    const settle = (settlement: Settlement) => {
      settled.push(settlement);
      if (settled.length === claimed.length) resolve();
    };
    if (claimed.length === 0) resolve();
    sendClaimed(claimed, { readSql, owners, poster, services, keys, now, settle, logger });
  });
  await settleMessages(sql, settled, { policy, now: clock, random: () => 0.5 });
  return claimed.length;
}
/** Rounds until nothing is due now. */
async function rounds(): Promise<number> {
  let count = 0;
  while ((await feed()) + (await round()) > 0) count += 1;
  return count;
}
const inOrder = (receiver: Receiver) => {
  for (const some of Map.groupBy(receiver.accepted, ({ shipment }) => shipment).values()) {
    const firsts = [...new Map(some.map((hook) => [hook.id, hook])).keys()].map((id) => Number(id.split('_')[1]));
    if (firsts.some((seq, i) => i > 0 && seq < (firsts[i - 1] as number))) return false;
  }
  return true;
};

test('a receiver that is dead for a day gets everything afterwards, in order; it was asked now and then, not once for each message', async () => {
  let isDead = false;
  await using receiver = await startReceiver(() => (isDead ? 503 : 204));
  const shipments = await parcels(25);
  const id = await endpoint(receiver);
  await happen(shipments);
  await rounds();
  expect(receiver.accepted).toHaveLength(25);

  isDead = true;
  for (let hour = 0; hour < 24; hour += 1) {
    await happen([...shipments, ...shipments]);
    for (let minute = 0; minute < 60; minute += 15) {
      await rounds();
      pass(900);
    }
  }
  const tries = receiver.received.length - 25;
  expect(tries).toBeGreaterThan(50);
  expect(tries).toBeLessThan(600);
  // What waits for it is bounded; the rest waits in the stream.
  expect((await states())['WAITING']).toBe(maxWaiting);
  expect(await read(id)).toMatchObject({ state: 'ACTIVE', rest_reason: 'FAILING' });
  const [{ secret } = { secret: null }] = await sql<
    { secret: Buffer }[]
  >`select secret from tracking.webhook_endpoint where id = ${id}`;

  // Meanwhile the secret was rotated.
  const second = newSecret();
  await sql`update tracking.webhook_endpoint set former_secret = ${secret}, former_secret_ends_at = ${new Date(clock.getTime() + 86_400_000)}, secret = ${await sealColumn(keys, 'secret', id, second)} where id = ${id}`;
  isDead = false;
  const refusedBefore = receiver.received.length - receiver.accepted.length;
  for (let minutes = 0; minutes < 30; minutes += 1) {
    await rounds();
    pass(60);
  }
  expect(receiver.accepted).toHaveLength(25 + 24 * 50);
  expect(receiver.received.length - receiver.accepted.length).toBe(refusedBefore);
  expect(new Set(receiver.accepted.map((hook) => hook.id)).size).toBe(receiver.accepted.length);
  expect(inOrder(receiver)).toBe(true);
  expect(await read(id)).toMatchObject({ failures: 0, failing_since: null, rest_reason: null });
}, 60_000);

test('a receiver that fails a third of the time gets every message, in order within a shipment; two who send share the work', async () => {
  await using receiver = await startReceiver((_hook, count) => (count % 3 === 0 ? 500 : 204));
  const shipments = await parcels(10);
  await endpoint(receiver);
  for (let i = 0; i < 12; i += 1) await happen(shipments);
  await feed();
  for (let steps = 0; steps < 400 && Object.hasOwn(await states(), 'WAITING'); steps += 1) {
    await Promise.all([round(7), round(7)]);
    pass(5);
  }
  expect(await states()).toEqual({ DELIVERED: 120 });
  expect(new Set(receiver.accepted.map((hook) => hook.id)).size).toBe(120);
  expect(inOrder(receiver)).toBe(true);
}, 30_000);

test('one message that is refused holds back its own shipment only, and is given up after some three days; then the next goes on', async () => {
  const [bad, good] = (await parcels(2)) as [string, string];
  let refused = '';
  await using receiver = await startReceiver((hook) => (hook.id === refused ? 422 : 204));
  await endpoint(receiver);
  const [{ value } = { value: '0' }] = await sql<{ value: string }[]>`select value from tracking.outbox_head`;
  refused = `milestone_${Number(value) + 1}`;
  await happen([bad, good, bad]);
  await rounds();
  expect(receiver.accepted.map(({ id }) => id)).toEqual([`milestone_${Number(value) + 2}`]);
  const began = clock.getTime();
  while (!Object.hasOwn(await states(), 'GIVEN_UP')) {
    pass(3_600);
    // Others are accepted all the while: it is this one's fault.
    await happen([good]);
    await rounds();
  }
  pass(3_600);
  await rounds();
  expect(await states()).toMatchObject({ GIVEN_UP: 1 });
  expect(Object.hasOwn(await states(), 'WAITING')).toBe(false);
  expect((clock.getTime() - began) / 86_400_000).toBeGreaterThan(3);
  expect((clock.getTime() - began) / 86_400_000).toBeLessThan(5);
  expect(receiver.accepted.some((hook) => hook.id === `milestone_${Number(value) + 3}`)).toBe(true);
}, 30_000);

describe('what ends or pauses an endpoint', () => {
  test('days without success: it is switched off, and what happens is kept', async () => {
    await using receiver = await startReceiver(() => 500);
    const shipments = await parcels(3);
    const id = await endpoint(receiver);
    await happen(shipments);
    while ((await read(id))?.['state'] === 'ACTIVE') {
      await rounds();
      pass(3_600);
    }
    expect(await read(id)).toMatchObject({ state: 'DISABLED', state_reason: 'FAILING' });
    const tried = receiver.received.length;
    await happen(shipments);
    await rounds();
    expect(receiver.received).toHaveLength(tried);
    // Not given up: nothing was accepted, so it was nobody's fault but the endpoint's.
    expect(await states()).toEqual({ WAITING: 3 });
    const [audit] = await sql`select action, detail from tracking.audit where subject = ${`webhook_endpoint ${id}`}`;
    expect(audit).toMatchObject({ action: 'webhook_endpoint.disabled', detail: { reason: 'FAILING' } });
  }, 30_000);

  test('410 switches it off at once', async () => {
    await using receiver = await startReceiver(() => 410);
    const id = await endpoint(receiver);
    await happen(await parcels(1));
    await sql`update tracking.webhook_endpoint set alert_email = '\\x00'`;
    await rounds();
    expect(await read(id)).toMatchObject({ state: 'DISABLED', state_reason: 'GONE', notice_due: false });
    expect(await states()).toEqual({ WAITING: 1 });
    // Resumed and refused again and again, it sends no mail each time; its owner is told of what comes by itself.
    await sql`update tracking.webhook_endpoint set state = 'ACTIVE', state_since = ${clock}`;
    pass(7_200);
    await rounds();
    expect(await read(id)).toMatchObject({ state: 'DISABLED', notice_due: true });
  });

  test('429 with Retry-After is obeyed, for all of its messages', async () => {
    let isBusy = true;
    await using receiver = await startReceiver(() =>
      isBusy ? { status: 429, headers: { 'retry-after': '120' } } : 204,
    );
    const id = await endpoint(receiver);
    await happen(await parcels(1));
    await rounds();
    await happen(await parcels(5));
    isBusy = false;
    pass(115);
    await rounds();
    expect(receiver.received).toHaveLength(1);
    expect(await read(id)).toMatchObject({ rest_reason: 'ASKED_TO_WAIT' });
    pass(10);
    await rounds();
    expect(receiver.accepted).toHaveLength(6);
  });

  test('429 holds although others that were under way were accepted, whichever is heard of first', async () => {
    await using receiver = await startReceiver();
    const id = await endpoint(receiver);
    await happen(await parcels(3));
    await feed();
    const [busy, fine, late] = await claimMessages(sql, { limit: 3, now: clock, leaseMs: policy.leaseMs });
    const came = (message: Settlement['message'] | undefined, at: Date, status: number) =>
      ({
        message,
        at,
        result: 'SENT',
        outcome: {
          status,
          problem: status === 204 ? null : 'STATUS',
          answer: null,
          retryAfterSeconds: status === 429 ? 120 : null,
          durationMs: 1,
        },
      }) as Settlement;
    await settleMessages(sql, [came(busy, clock, 429), came(fine, new Date(clock.getTime() + 1), 204)], {
      policy,
      now: clock,
    });
    const asked = { rest_reason: 'ASKED_TO_WAIT', resting_until: new Date(clock.getTime() + 120_000) };
    expect(await read(id)).toMatchObject(asked);
    await settleMessages(sql, [came(late, clock, 204)], { policy, now: clock });
    expect(await read(id)).toMatchObject({ ...asked, failures: 0 });
  });

  test('an owner who may see nothing, or about whom nobody can be asked: nothing is read or sent, nothing is lost', async () => {
    await using receiver = await startReceiver();
    const id = await endpoint(receiver);
    await happen(await parcels(2));
    for (const [state, reason] of [
      [null, 'OWNER_NOT_ALLOWED'],
      ['unknown', 'OWNER_UNKNOWN'],
    ] as const) {
      owner = state;
      pass(120);
      await rounds();
      expect(await read(id)).toMatchObject({ state: 'ACTIVE', rest_reason: reason, failures: 0 });
      expect(await states()).toEqual({});
    }
    // Messages that were made before wait as well, and lose no try.
    owner = viewer({ role: 'partner', level: 'PARTNER', customers: [7] });
    pass(120);
    await feed();
    owner = null;
    await round();
    expect(receiver.received).toEqual([]);
    expect(await sql`select attempts from tracking.webhook_message`).toEqual([{ attempts: 0 }, { attempts: 0 }]);
    owner = viewer({ role: 'partner', level: 'PARTNER', customers: [7] });
    pass(120);
    await rounds();
    expect(receiver.accepted).toHaveLength(2);
  });
});

test('an order that has left the owner’s scope is named no more, nor its delivery, though the message was made before', async () => {
  await using receiver = await startReceiver();
  const [shipment] = (await parcels(1)) as [string];
  await sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id) values (999001, ${shipment}, 999001, 1, 8)`;
  await endpoint(receiver);
  owner = viewer({ role: 'partner', level: 'PARTNER', customers: [7, 8] });
  await happen([shipment]);
  await feed();
  const named = (payload: string) => {
    const { orders, deliveries } = JSON.parse(payload).data as { orders: object[]; deliveries: object[] };
    return [orders.length, deliveries.length];
  };
  const kept = async () => (await sql<{ payload: string }[]>`select payload from tracking.webhook_message`)[0]?.payload;
  expect(named((await kept()) ?? '')).toEqual([2, 2]);
  owner = viewer({ role: 'partner', level: 'PARTNER', customers: [7] });
  await round();
  expect(receiver.accepted.map(({ body }) => named(body))).toEqual([[1, 1]]);
  // The log says what was sent.
  expect(await kept()).toBe(receiver.accepted[0]?.body);
});

test('who is far behind, or slow, does not take the places of others', async () => {
  await using receiver = await startReceiver();
  const shipments = await parcels(20);
  const far = await endpoint(receiver);
  await happen(shipments);
  await feed();
  expect(await claimMessages(sql, { limit: 8, now: clock, leaseMs: policy.leaseMs })).toHaveLength(8);
  pass(1);
  const other = await endpoint(receiver);
  await happen(shipments.slice(0, 2));
  await feed();
  const next = await claimMessages(sql, { limit: 4, now: clock, leaseMs: policy.leaseMs });
  expect(next.map(({ id }) => id).sort()).toEqual([far, far, other, other].sort());
});

test('a feed that cannot be read holds up no other', async () => {
  await using receiver = await startReceiver();
  const [first, second] = [await endpoint(receiver), await endpoint(receiver)];
  await happen(await parcels(1));
  const some = {
    ...owners,
    of: async ({ id }: { id: string }) => (id === first ? viewer({ companies: ['none' as never] }) : (owner as Viewer)),
  };
  await expect(stepFeed({ sql, readSql, owners: some, now })).rejects.toThrow();
  expect(await stepFeed({ sql, readSql, owners: some, now })).toEqual({ isMore: true, made: 1 });
  expect(await sql`select endpoint_id as id from tracking.webhook_message`).toEqual([{ id: second }]);
});

test('an endpoint for which enough waits holds up no other', async () => {
  await using receiver = await startReceiver();
  const [full, other] = [await endpoint(receiver), await endpoint(receiver)];
  await sql`insert into tracking.webhook_message (endpoint_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
    select ${full}, 'w' || n, 'milestone.added', '{}', 'WAITING', now(), 'test-request', now() from generate_series(1, ${maxWaiting}::int) n`;
  await happen(await parcels(1));
  expect(await feed()).toBe(1);
  expect(await sql`select endpoint_id as id from tracking.webhook_message where feed_id is not null`).toEqual([
    { id: other },
  ]);
});

test('a replay begins and ends at the milestones of the instants it was given', async () => {
  await using receiver = await startReceiver();
  const id = await endpoint(receiver);
  const began = clock.getTime();
  const [{ before } = { before: 0 }] = await sql<
    { before: number }[]
  >`select value::int as before from tracking.outbox_head`;
  await happen(await parcels(9));
  // One a minute; the first two are not kept any more, one in the middle was never told.
  await sql`update tracking.outbox set created_at = ${clock}::timestamptz + (seq - ${before}) * interval '1 minute'`;
  await sql`delete from tracking.outbox where seq in (${before + 1}, ${before + 2}, ${before + 6})`;
  await sql`update tracking.outbox_head set retained_after = ${before + 2}`;
  const stretch = async (from: number, until?: number) => {
    const instant = (minutes: number) => new Date(began + minutes * 60_000).toISOString();
    const { id: replay } = await startReplay(
      { sql, viewer: viewer(), requestId: 'test-request', webhooks: { keys, allowed, wake: () => {} } },
      {
        endpointId: toGlobalId('WebhookEndpoint', id),
        from: instant(from),
        until: until === undefined ? null : instant(until),
      },
    );
    const [row] = await sql<{ after: number; until: number }[]>`
      delete from tracking.webhook_feed where id = ${replay} returning from_seq::int - ${before}::int as after, until_seq::int - ${before}::int as until`;
    return [row?.after, row?.until];
  };
  expect(await stretch(-1_000_000)).toEqual([2, 9]);
  expect(await stretch(4.5)).toEqual([4, 9]);
  // Told at that very instant: is part of it.
  expect(await stretch(4, 8)).toEqual([3, 7]);
  expect((await stretch(6.5))[0]).toBeGreaterThanOrEqual(5);
  expect((await stretch(6.5))[0]).toBeLessThanOrEqual(6);
  expect(await stretch(100)).toEqual([9, 9]);
});

describe('whoever dies in the middle', () => {
  test('who wakes up after his lease has ended sends nothing: it is somebody else’s by then', async () => {
    await using receiver = await startReceiver();
    await endpoint(receiver);
    await happen(await parcels(1));
    await feed();
    const claimed = await claimMessages(sql, { limit: 10, now: clock, leaseMs: policy.leaseMs });
    pass(31);
    const settled: Settlement[] = [];
    const settle = (settlement: Settlement) => void settled.push(settlement);
    await sendClaimed(claimed, { readSql, owners, poster, services, keys, now, settle, logger });
    expect(settled.map(({ result }) => result)).toEqual(['LATE']);
    await settleMessages(sql, settled, { policy, now: clock });
    expect(receiver.received).toEqual([]);
    expect(await sql`select attempts from tracking.webhook_message`).toEqual([{ attempts: 0 }]);
    expect(await round()).toBe(1);
    expect(receiver.accepted).toHaveLength(1);
  });

  test('each message that was taken is settled once, even when sending breaks in the middle', async () => {
    await using receiver = await startReceiver();
    await endpoint(receiver);
    await happen(await parcels(3));
    await feed();
    const claimed = await claimMessages(sql, { limit: 10, now: clock, leaseMs: policy.leaseMs });
    let posts = 0;
    const breaking: typeof poster = {
      ...poster,
      post(...given) {
        posts += 1;
        if (posts === 2) throw new Error('broken');
        return poster.post(...given);
      },
    };
    const settled: string[] = [];
    const settle = ({ message, result }: Settlement) => void settled.push(`${message.messageId} ${result}`);
    await sendClaimed(claimed, { readSql, owners, poster: breaking, services, keys, now, settle, logger });
    await eventually(() => settled.length >= 3);
    expect(settled.sort()).toEqual(
      claimed.map(({ messageId }, i) => `${messageId} ${i === 0 ? 'SENT' : 'OWNER_UNKNOWN'}`).sort(),
    );
  });

  test('what was deleted while it was under way leaves nothing behind', async () => {
    await using receiver = await startReceiver();
    await endpoint(receiver);
    await happen(await parcels(1));
    await feed();
    const [message] = await claimMessages(sql, { limit: 10, now: clock, leaseMs: policy.leaseMs });
    await sql`delete from tracking.webhook_message`;
    const outcome = { status: 204, problem: null, answer: 'thanks', retryAfterSeconds: null, durationMs: 1 };
    await settleMessages(sql, [{ message: message as never, outcome, at: clock, result: 'SENT' }], {
      policy,
      now: clock,
    });
    expect(await sql`select 1 from tracking.webhook_attempt`).toEqual([]);
  });

  test('claimed and not settled: sent again under the same id when the lease ends, not before, and the order holds', async () => {
    await using receiver = await startReceiver();
    const [one] = (await parcels(1)) as [string];
    await endpoint(receiver);
    await happen([one, one]);
    await feed();
    // Taken by a process that is killed.
    expect(await claimMessages(sql, { limit: 10, now: clock, leaseMs: policy.leaseMs })).toHaveLength(1);
    pass(25);
    expect(await round()).toBe(0);
    pass(10);
    expect(await round()).toBe(1);
    expect(await round()).toBe(1);
    expect(receiver.accepted).toHaveLength(2);
    expect(inOrder(receiver)).toBe(true);
  });

  test('whose lease has ended is not believed; what he tried is on record all the same', async () => {
    await using receiver = await startReceiver();
    await endpoint(receiver);
    await happen(await parcels(1));
    await feed();
    const [stale] = await claimMessages(sql, { limit: 10, now: clock, leaseMs: policy.leaseMs });
    pass(60);
    expect(await round()).toBe(1);
    const outcome = { status: 500, problem: 'STATUS' as const, answer: null, retryAfterSeconds: null, durationMs: 1 };
    await settleMessages(sql, [{ message: stale as never, outcome, at: clock, result: 'SENT' }], {
      policy,
      now: clock,
    });
    expect(await states()).toEqual({ DELIVERED: 1 });
    expect(await sql`select status from tracking.webhook_attempt order by id`).toEqual([
      { status: 204 },
      { status: 500 },
    ]);
  });

  test('many who claim at once never take the same message, nor two of a shipment', async () => {
    await using receiver = await startReceiver();
    const shipments = await parcels(5);
    await endpoint(receiver);
    for (let i = 0; i < 20; i += 1) await happen(shipments);
    await feed();
    const taken = (
      await Promise.all(Array.from({ length: 6 }, () => claimMessages(sql, { limit: 50, now: clock, leaseMs: 1_000 })))
    ).flat();
    expect(taken).toHaveLength(5);
    expect(new Set(taken.map(({ shipmentId }) => shipmentId)).size).toBe(5);
  });
});

test('what retention took away before the endpoint had it is said, and the rest is sent', async () => {
  await using receiver = await startReceiver();
  const shipments = await parcels(4);
  const id = await endpoint(receiver);
  await happen(shipments);
  const [{ value } = { value: 0 }] = await sql<
    { value: number }[]
  >`select value::int as value from tracking.outbox_head`;
  await sql`delete from tracking.outbox where seq <= ${value - 1}`;
  await sql`update tracking.outbox_head set retained_after = ${value - 1}`;
  await rounds();
  expect(receiver.accepted.map((hook) => hook.id)).toEqual([`milestone_${value}`]);
  expect(
    (await sql`select missed_from::int, missed_until::int from tracking.webhook_feed where endpoint_id = ${id}`)[0],
  ).toEqual({
    missed_from: value - 4,
    missed_until: value - 1,
  });
});

test('a replay keeps to its rate, and to its end', async () => {
  await using receiver = await startReceiver();
  const shipments = await parcels(30);
  const id = await endpoint(receiver);
  const [{ from } = { from: 0 }] = await sql<{ from: number }[]>`select value::int as from from tracking.outbox_head`;
  await happen(shipments);
  await rounds();
  await sql`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position, until_seq, per_second) values (${id}, 'REPLAY', 'RUNNING', ${from}, ${from}, ${from + 20}, 4)`;
  const arrived: number[] = [];
  for (let tick = 0; tick < 60; tick += 1) {
    const before = receiver.accepted.length;
    await rounds();
    arrived.push(receiver.accepted.length - before);
    pass(0.1);
  }
  expect(arrived.reduce((sum, n) => sum + n, 0)).toBe(20);
  for (let i = 0; i + 10 <= arrived.length; i += 1)
    expect(arrived.slice(i, i + 10).reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(5);
  expect((await sql`select state from tracking.webhook_feed where kind = 'REPLAY'`)[0]).toEqual({ state: 'DONE' });
});

test('our own services: told at the address of the configuration with the secret they share, again after a restart from where they were; what a colleague paused stays paused', async () => {
  await using receiver = await startReceiver();
  const secret = newSecret();
  receiver.secrets.push(secret);
  services.secrets = () => [secret];
  const state = async () =>
    (await sql`select state, url from tracking.webhook_endpoint where service = 'odoo-subgraph'`)[0];
  const start = (url: string | null) => ensureServiceEndpoints(sql, { 'odoo-subgraph': url });
  const [one] = (await parcels(1)) as [string];
  await start(null);
  expect(await state()).toBeUndefined();
  await Promise.all([start(receiver.url), start(receiver.url), start(receiver.url)]);
  owner = viewer({ role: 'system' });
  await happen([one]);
  await rounds();
  expect(receiver.accepted).toHaveLength(1);
  // Taken out of the configuration for a while.
  await start(null);
  await happen([one, one]);
  await rounds();
  expect(receiver.received).toHaveLength(1);
  expect(await state()).toEqual({ state: 'PAUSED', url: '' });
  await start(receiver.url);
  await rounds();
  expect(receiver.accepted).toHaveLength(3);
  await sql`update tracking.webhook_endpoint set state = 'PAUSED' where service = 'odoo-subgraph'`;
  await start(receiver.url);
  expect(await state()).toEqual({ state: 'PAUSED', url: receiver.url });
});
