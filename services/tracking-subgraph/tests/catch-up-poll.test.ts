import { readdirSync } from 'node:fs';
import { eventually } from '@milepost/testkit';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAftershipReader } from '../src/connectors/aftership/reader.ts';
import { aftership } from '../src/connectors/aftership/webhook.ts';
import { createMemoryStore } from '../src/connectors/pacing/memory-store.ts';
import { createPacer } from '../src/connectors/pacing/pacer.ts';
import { startProviderPacing } from '../src/connectors/pacing/provider-health.ts';
import type { ProviderReader } from '../src/connectors/provider-reader.ts';
import { apiSample, startProviderStub, waitingClock } from '../src/connectors/provider-stub.test-support.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { ensurePoll, pollOnce } from '../src/reading/catch-up-poll.ts';
import { readBackSome } from '../src/reading/read-back.ts';
import { startReading } from '../src/reading/start-reading.ts';
import { type Instance, startInstance } from './support/reading.ts';
import { fixture, fixtureHeaders, startWorld, viewer, type World } from './support/world.ts';

const signal = new AbortController().signal;
const intervalMs = 600_000;
const folder = new URL('../fixtures/aftership/webhooks/', import.meta.url);

/** AfterShip's samples that tell of a journey: what was pushed, and the tracking in it as its API gives it. */
const samples = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !file.endsWith('.headers.json'))
  .flatMap((file) => {
    const name = file.replace(/\.json$/, '');
    try {
      const { msg } = JSON.parse(fixture(name).toString());
      const mapped = aftership.map(fixture(name), builtInMapping, 'webhook');
      return mapped.outcome === 'facts' && fixtureHeaders(name)['aftership-hmac-sha256'] && !/signature/.test(name)
        ? [{ name, number: mapped.number, msg, updatedAt: String(msg.updated_at) }]
        : [];
    } catch {
      return []; // samples of bodies that cannot be used
    }
  });
/** The API tells of each number what was said last. */
const newest = [...Map.groupBy(samples, ({ number }) => number).values()].map(
  (said) => said.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))[0] as (typeof samples)[number],
);

test.each(samples.map((sample) => [sample.name, sample] as const))(
  '%s says the same by both routes, key by key',
  (name, { msg }) => {
    const keys = (body: Buffer, route: 'webhook' | 'read') => {
      const mapped = aftership.map(body, builtInMapping, route);
      // Only a webhook says that an estimate is a change; the fold takes both for one announcement.
      return mapped.outcome === 'facts'
        ? mapped.facts().map(({ key, data }) => (data.kind === 'estimate' ? data.scan : key))
        : [];
    };
    expect(keys(Buffer.from(JSON.stringify(msg)), 'read')).toEqual(keys(fixture(name), 'webhook'));
  },
);

/** Everything that a world says of its shipments, by number. */
async function everythingSaid({ sql }: World) {
  const rows = await sql`
    select s.tracking_number, s.status, s.milestone, s.reason, s.is_delayed, s.is_final, s.carrier_code, s.state,
      (select json_agg(json_build_array(encode(e.key, 'hex'), e.sort_key, e.milestone, e.description, e.marks) order by e.key) from tracking.event e where e.shipment_id = s.id) as events
    from tracking.shipment s order by s.tracking_number`;
  return new Map(rows.map((row) => [row['tracking_number'] as string, row]));
}

describe('what AfterShip would have pushed', () => {
  test('comes to the same state by webhooks, by polls, and by both', async () => {
    await using stub = await startProviderStub(() => ({
      body: {
        meta: { code: 200 },
        data: { pagination: { has_next_page: false }, trackings: newest.map(({ msg }) => msg) },
      },
    }));
    const reader = createAftershipReader({ baseUrl: stub.url, apiKeys: () => ['k'] });
    const states: Awaited<ReturnType<typeof everythingSaid>>[] = [];
    for (const routes of [['webhook'], ['poll'], ['poll', 'webhook']]) {
      await using world = await startWorld({ env: { ROLES: 'api' } });
      await using instance = await startInstance(world);
      for (const { number } of newest) await world.register(number, '');
      for (const route of routes) {
        if (route === 'webhook')
          for (const { name } of newest) await world.postSigned(fixture(name), fixtureHeaders(name));
        else {
          await ensurePoll(instance, 'aftership');
          expect(await pollOnce(instance, { provider: 'aftership', reader, intervalMs, signal })).toBe(true);
        }
        await instance.process();
      }
      states.push(await everythingSaid(world));
    }
    const [pushed, polled, both] = states as [(typeof states)[0], (typeof states)[0], (typeof states)[0]];
    expect(pushed.size).toBeGreaterThan(15);
    expect([...pushed.values()].filter(({ status }) => status !== 'PENDING').length).toBeGreaterThan(15);
    for (const [number, said] of both) expect(said, number).toEqual(pushed.get(number));
    // That an estimate is a change is news that only the webhook has.
    for (const [number, said] of polled)
      if (!JSON.stringify(pushed.get(number)).includes('ETA_CHANGED')) expect(said, number).toEqual(pushed.get(number));
      else expect(said['status'], number).toBe(pushed.get(number)?.['status']);
  });

  test('arrives without any webhook, and says that we read it ourselves', async () => {
    const sample = newest.find(({ name }) => name.includes('delivered-signed')) ?? newest[0];
    const { number, msg } = sample as (typeof newest)[0];
    await using stub = await startProviderStub(() => ({
      body: { meta: { code: 200 }, data: { pagination: null, trackings: [msg] } },
    }));
    await using world = await startWorld({
      env: { AFTERSHIP_API_KEY: 'asat_1', AFTERSHIP_API_URL: stub.url, POLL_INTERVAL_SECONDS: '1' },
    });
    const id = await world.register(number, 'ups');
    const statusOf = async () =>
      (await world.sql<{ status: string }[]>`select status from tracking.shipment where id = ${id}`)[0]?.status;
    await eventually(async () => (await statusOf()) === 'DELIVERED');
    const { data } = await world.query<{
      shipmentByTrackingNumber: {
        events: { nodes: { raw: { provider: string; signature: string; bodyBase64: string } }[] };
      };
    }>(
      viewer(),
      'query ($n: String!) { shipmentByTrackingNumber(trackingNumber: $n) { events { nodes { raw { provider signature bodyBase64 } } } } }',
      { n: number },
    );
    const raw = data.shipmentByTrackingNumber.events.nodes[0]?.raw;
    expect(raw).toMatchObject({ provider: 'aftership/read', signature: 'NOT_SIGNED' });
    expect(JSON.parse(Buffer.from(raw?.bodyBase64 ?? '', 'base64').toString())).toEqual(msg);
    // Looked at again and again, it stays one message.
    await eventually(() => stub.asked.length > 3);
    const [inbox] = await world.sql`select count(*)::int as n from tracking.inbox`;
    expect(inbox).toEqual({ n: 1 });
    const metrics = await (await fetch(`${world.server.privateUrl}/metrics`)).text();
    expect(metrics).toMatch(/tracking_poll_last_success_timestamp_seconds\{provider="aftership"\} 1\d{9}/);
    expect(metrics).toMatch(/tracking_trackings_read_total\{provider="aftership",by="poll"\} [1-9]/);
  });
});

describe('one poll', () => {
  let world: World;
  let one: Instance;
  let two: Instance;
  beforeAll(async () => {
    world = await startWorld({ env: { ROLES: 'api' } });
    [one, two] = [await startInstance(world), await startInstance(world)];
  });
  afterAll(async () => {
    await one[Symbol.asyncDispose]();
    await two[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await world.sql`delete from tracking.provider_poll`;
    await world.sql`delete from tracking.provider_ask`;
    await ensurePoll(one, 'made');
  });
  const state = async () => {
    const [row] = await world.sql`
      select read_until > now() - interval '1 minute' as is_read, extract(epoch from now() - read_until)::int as behind, extract(epoch from next_at - now())::int as next,
        lease is not null as is_leased, failures, last_error, last_success_at is not null as succeeded from tracking.provider_poll`;
    return row;
  };
  /** What life stories say of it. */
  const told = async () =>
    (await world.sql`select outcome from tracking.provider_ask where provider = 'made' order by id`).map(
      (row) => row['outcome'],
    );
  const text = (n: number) => Buffer.from(JSON.stringify({ tracking_number: `POLL${n}`, scans: [] }));
  const listing = (changedSince: ProviderReader['changedSince']): ProviderReader => ({
    maxNumbers: 1,
    overlapMs: 600_000,
    readNumbers: async () => [],
    changedSince,
  });
  const poll = (reader: ProviderReader, instance = one) =>
    pollOnce(instance, { provider: 'made', reader, intervalMs, signal });
  const stored = async () => (await world.sql`select 1 from tracking.inbox where provider = 'made/read'`).length;

  test('begins three days back, then where the last one began, with an overlap', async () => {
    const since: number[] = [];
    const reader = listing(async function* (from) {
      since.push((Date.now() - from.getTime()) / 1_000);
      yield [text(1)];
    });
    expect(await poll(reader)).toBe(true);
    expect(await state()).toMatchObject({ is_read: true, is_leased: false, succeeded: true, failures: 0 });
    expect((await state())?.['next']).toBeGreaterThan(590);
    expect(await poll(reader)).toBe(false);
    await world.sql`update tracking.provider_poll set next_at = now()`;
    await poll(reader);
    expect(await told()).toEqual(['ANSWERED', 'ANSWERED']);
    expect(Math.round((since[0] as number) / 60)).toBe(3 * 1_440 + 10);
    expect(since[1]).toBeGreaterThan(600);
    expect(since[1]).toBeLessThan(660);
  });

  test('is one among all instances; one that dies is followed by another, with the same window', async () => {
    const before = await stored();
    const gate = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const slow = listing(async function* () {
      yield [text(10)];
      began.resolve();
      await gate.promise;
      yield [text(11)];
      // Nobody asks for more once the lease is lost.
      yield [text(13)];
    });
    const first = poll(slow);
    await began.promise;
    expect(await state()).toMatchObject({ is_leased: true });
    expect(await poll(slow, two)).toBe(false);
    // As if the first had died: its lease runs out, and nothing of it counts any more.
    await world.sql`update tracking.provider_poll set leased_until = now()`;
    let behind = 0;
    const other = listing(async function* (since) {
      behind = (Date.now() - since.getTime()) / 86_400_000;
      yield [text(10), text(11)];
      yield [text(12)];
    });
    expect(await poll(other, two)).toBe(true);
    expect(Math.floor(behind)).toBe(3);
    const after = await state();
    gate.resolve();
    await first;
    expect(await state()).toEqual(after);
    expect((await stored()) - before).toBe(3);
  });

  test('that fails leaves the window as it was, notes why and when to try again', async () => {
    await using stub = await startProviderStub(() => apiSample('aftership', 'error-401'));
    const reader = createAftershipReader({ baseUrl: stub.url, apiKeys: () => ['k'], clock: waitingClock() });
    await expect(poll(reader)).rejects.toMatchObject({ kind: 'AUTHENTICATION' });
    expect(await state()).toMatchObject({
      is_read: false,
      is_leased: false,
      failures: 1,
      last_error: 'AUTHENTICATION (401)',
      succeeded: false,
    });
    expect(await poll(reader)).toBe(false);
    // Another key, from a file that changed, is used soon; the door itself keeps the refused one in.
    for (let n = 0; n < 8; n += 1) {
      expect((await state())?.['next']).toBeLessThanOrEqual(15);
      await world.sql`update tracking.provider_poll set next_at = now()`;
      await expect(poll(reader)).rejects.toMatchObject({ code: 'REFUSED' });
    }
    expect(stub.asked).toHaveLength(1);
    expect(await told()).toEqual(['AUTHENTICATION']);
    expect((await one.metrics.providerReads.get()).values).toContainEqual(
      expect.objectContaining({ labels: { provider: 'made', outcome: 'AUTHENTICATION' }, value: 9 }),
    );
  });

  test('that meets a 429 silences whoever asks the provider, in every instance', async () => {
    await using stub = await startProviderStub(() => ({
      ...apiSample('aftership', 'error-429'),
      headers: { 'x-ratelimit-reset': '99999999999' },
    }));
    const { logger } = one;
    const open = ({ sql }: Instance) =>
      createAftershipReader({
        baseUrl: stub.url,
        apiKeys: () => ['k'],
        pacer: startProviderPacing({ sql, metrics: { registry: new Registry() }, logger }),
      });
    await expect(poll(open(one))).rejects.toMatchObject({ kind: 'RATE_LIMITED', code: '429' });
    await expect(open(two).readNumbers(['A1'], signal)).rejects.toMatchObject({ kind: 'RATE_LIMITED', code: 'PAUSED' });
    await world.sql`update tracking.provider_poll set next_at = now()`;
    await expect(poll(open(two), two)).rejects.toMatchObject({ kind: 'RATE_LIMITED', code: 'PAUSED' });
    expect(stub.asked).toHaveLength(1);
    // It is not even looked for work then.
    await world.sql`update tracking.provider_endpoint set provider = 'made' where provider = 'aftership' and endpoint = '*'`;
    await world.sql`update tracking.provider_poll set next_at = now()`;
    await world.register('PAUSED1', 'ups');
    await one.push({ tracking_number: 'PAUSED1', scans: [{ at: '2026-11-05T08:00:00', milestone: 'DELIVERED' }] });
    await one.process();
    let asked = 0;
    const counting: ProviderReader = {
      ...listing(async function* () {
        asked += 1;
        yield [];
      }),
      async readNumbers() {
        asked += 1;
        return [];
      },
    };
    expect(await readBackSome(two, { provider: 'made', reader: counting, signal })).toBe(0);
    expect(await poll(counting, two)).toBe(false);
    expect(asked).toBe(0);
    await world.sql`delete from tracking.provider_endpoint`;
    expect(await readBackSome(two, { provider: 'made', reader: counting, signal })).toBe(1);
  });

  test('that is stopped leaves everything as it was', async () => {
    const stopping = new AbortController();
    await using stub = await startProviderStub(() => {
      stopping.abort();
      return undefined;
    });
    const reader = createAftershipReader({ baseUrl: stub.url, apiKeys: () => ['k'] });
    const stopped = pollOnce(one, { provider: 'made', reader, intervalMs, signal: stopping.signal });
    expect(await stopped).toBe(false);
    expect(await state()).toMatchObject({ is_leased: false, failures: 0, is_read: false, last_error: null });
  });

  test('is tried again and again, and told once', async () => {
    const lines: [string, object, string?][] = [];
    const told = (level: string) => (facts: object, message?: string) => void lines.push([level, facts, message]);
    const logger = { debug: () => {}, info: told('info'), warn: told('warn'), error: told('error') } as never;
    let key: string[] = [];
    let isBroken = true;
    await using stub = await startProviderStub(() =>
      isBroken ? { status: 503 } : { body: { meta: { code: 200 }, data: { trackings: [] } } },
    );
    const clock = waitingClock();
    const reading = startReading({
      ...one,
      logger,
      pollIntervalMs: 5,
      pacer: createPacer({ store: createMemoryStore(clock), clock }),
      connectors: new Map([
        [
          'made',
          {
            connector: {
              provider: 'made',
              variables: 'MADE',
              needsPathToken: true,
              createReader: (options) => createAftershipReader({ ...options, clock }),
            },
            config: { webhookSecrets: () => ['s'], apiKeys: () => key, apiUrl: stub.url },
          },
        ],
      ]),
    });
    expect(lines).toEqual([['warn', { provider: 'made' }, expect.stringContaining('MADE_API_KEY is not set')]]);
    lines.length = 0;
    key = ['k'];
    await eventually(async () => ((await state())?.['failures'] as number) >= 2);
    expect(lines).toEqual([
      ['warn', { provider: 'made', kind: 'UNAVAILABLE', code: '503' }, 'a provider cannot be read'],
    ]);
    isBroken = false;
    // Until the breaker and the poll try again.
    clock.at += 60_000;
    await world.sql`update tracking.provider_poll set next_at = now()`;
    await eventually(async () => (await state())?.['succeeded'] === true);
    await eventually(() => lines.length === 2);
    expect(lines[1]?.[0]).toBe('info');
    await reading[Symbol.asyncDispose]();
  });
});
