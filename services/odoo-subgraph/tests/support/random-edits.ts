import type { OdooSimulator, World } from '@milepost/odoo-simulator';
import { toGlobalId } from '@milepost/service-kit';
import { expect } from 'vitest';
import { applyRegionRules } from '../../src/region/region-rules.ts';
import { graphOrders, graphPhones } from './graph-orders.ts';
import { startMirror } from './mirror.ts';
import { deeds, destroys, invoice, leavesNoTrace, usualDay } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { rawIds, rawOrders, rawPhones, rawSubjects } from './raw-orders.ts';
import { everythingTold, lastTold } from './told.ts';
import { startInstance, viewer } from './world.ts';

type Transaction = ReturnType<World['begin']>;
const simulatedMs = 600_000;
const regions = [
  { region: 'HAMBURG', warehouses: [4] },
  { region: 'EU', countries: ['DE', 'FR'] },
];
const hintSecret = 'h1'.repeat(20);
const hinted: Readonly<Record<string, readonly string[]>> = {
  'sale.order': ['state', 'commitment_date', 'partner_id', 'order_line'],
  'stock.picking': ['state', 'carrier_tracking_ref', 'carrier_id'],
  'res.partner': ['name', 'street', 'country_code', 'active'],
};

/** What became of the edits. */
export interface Tally {
  committed: Record<string, number>;
  late: number;
  rolledBack: number;
  refused: number;
  windows: Record<string, number>;
  failedRounds: number;
}

/**
 * Ten simulated minutes in which people work in Odoo at random while it is read, from the initial load on: edits of several records, some of which commit late (a few later than the overlap) or never,
 * between any two calls of the mirror; Odoo away, failing, slow, or with fewer rights meanwhile. Then it is let to settle and compared with the raw records. The seed decides everything but
 * how fast PostgreSQL is.
 */
export async function runRandomEdits({
  seed,
  hints,
  reconciles,
}: {
  seed: number;
  hints: boolean;
  /** With the reconciliation, and one whole pass of it at the end. Without it nothing happens that only the reconciliation can find, and one round is enough. */
  reconciles: boolean;
}): Promise<Tally> {
  const random = createRandom(seed);
  const clock = { now: Date.parse('2026-12-01T10:00:00Z') };
  await using mirror = await startMirror({
    pageSize: random.between(7, 40),
    sweep: { pageSize: random.between(40, 120), goneLimitPercent: 50 },
    simulator: { clock: () => new Date(clock.now), hashingMs: 0 },
  });
  const { odoo, sql } = mirror;
  await using instance = await startInstance({
    databaseUrl: mirror.database.url,
    odoo,
    // It serves, takes hints and reads through; what reads Odoo is driven here.
    env: { ROLES: 'api', ODOO_WEBHOOK_SECRET: hintSecret },
  });
  if (hints)
    for (const [model, triggerFields] of Object.entries(hinted))
      odoo.addWebhookRule({
        model,
        url: `${instance.server.publicUrl}/webhooks/odoo/${hintSecret}`,
        fields: [],
        triggerFields,
      });
  while (await applyRegionRules(sql, regions as never));

  const calls = createCallCounter();
  const sync = mirror.makeSync((client) => ({
    ...client,
    searchRead: (...args) => calls.count(() => client.searchRead(...args)),
    searchIds: (...args) => calls.count(() => client.searchIds(...args)),
  }));
  const reader = startReading({ mirror, sync, random: createRandom(seed + 1), hints, reconciles, calls });
  const tally: Tally = { committed: {}, late: 0, rolledBack: 0, refused: 0, windows: {}, failedRounds: 0 };
  const people = createPeople({ odoo, random, tally, reconciles, clock });
  const trouble = createTrouble({ odoo, random, tally, reconciles });
  const end = clock.now + simulatedMs;
  while (clock.now < end) {
    clock.now += random.chance(0.2) ? 0 : random.between(1, 14) * 1000;
    people.endTransactions(clock.now);
    await trouble.look(clock.now);
    await people.work();
    // Somebody opens a page of an order that is perhaps not here yet.
    if (random.chance(0.1)) {
      const id = random.pick([...odoo.world.table('sale.order').keys()].slice(-3)) ?? 0;
      const query = `{ order(id: "${toGlobalId('Order', id)}") { name } }`;
      const { errors } = await instance.query(viewer({ sub: `reader ${clock.now}` }), query);
      expect(errors).toBeUndefined();
    }
    await Promise.race([calls.further(random.between(0, 3)), reader.failed]);
  }
  clock.now += simulatedMs;
  people.endTransactions(Number.POSITIVE_INFINITY);
  await trouble.mend();
  tally.failedRounds = await reader.stop();

  await sync.runOnce();
  if (reconciles) {
    await sweepWhole(mirror, sync);
    await sync.runOnce();
  }
  await expectEqual({ mirror, instance });
  // Nothing is left to be done, and nothing is said twice.
  const told = (await everythingTold(sql)).length;
  expect(await sync.runOnce()).toBe(0);
  await sweepWhole(mirror, sync);
  expect(await everythingTold(sql)).toHaveLength(told);
  return tally;
}

type Mirror = Awaited<ReturnType<typeof startMirror>>;
type Sync = Mirror['sync'];

/** Every page of every model, in a pass that began after now. */
async function sweepWhole({ sql }: Mirror, sync: Sync): Promise<void> {
  await sql`update odoo.sync_cursor set swept_after_id = 0, swept_at = null`;
  // Small tables, which are read whole in each round, have no such position.
  const left = () => sql`select 1 from odoo.sync_cursor where swept_at is null and generation_cursor is not null`;
  for (let pages = 0; (await left()).length > 0; pages += 1) {
    if (pages > 500) throw new Error('the reconciliation never ends');
    await sync.sweepPage();
  }
}

/** Graph, rows and what tracking knows, against the raw records. */
async function expectEqual({
  mirror: { odoo, sql },
  instance,
}: {
  mirror: Mirror;
  instance: Awaited<ReturnType<typeof startInstance>>;
}): Promise<void> {
  for (const [table, ids] of Object.entries(rawIds(odoo.world))) {
    const kept = await sql.unsafe<{ id: number }[]>(
      `select id from odoo.${table} ${table === 'partner' ? 'where not is_gone' : ''} order by id`,
    );
    expect(
      kept.map(({ id }) => id),
      table,
    ).toEqual(ids);
  }
  expect(await graphOrders(instance.query, 50)).toEqual(rawOrders(odoo.world));
  const phones = rawPhones(odoo.world);
  expect(await graphPhones(instance.query, Object.keys(phones))).toEqual(phones);
  expect(await lastTold(sql)).toEqual(rawSubjects(odoo.world, regions));
  const before = new Map<string, string>();
  for (const { key, subject } of await everythingTold(sql)) {
    const content = JSON.stringify(subject);
    expect(content, `${key} was told the same twice running`).not.toBe(before.get(key));
    before.set(key, content);
  }
}

/** Counts calls to Odoo, so that people can work in the middle of a round. */
function createCallCounter() {
  let made = 0;
  let waiting: { until: number; go: () => void }[] = [];
  const wake = () => {
    const due = waiting.filter(({ until }) => made >= until);
    waiting = waiting.filter(({ until }) => made < until);
    for (const { go } of due) go();
  };
  return {
    count<T>(call: () => Promise<T>): Promise<T> {
      made += 1;
      wake();
      return call();
    },
    further: (n: number) =>
      n === 0 ? Promise.resolve() : new Promise<void>((go) => waiting.push({ until: made + n, go })),
    /** Nobody calls any more. */
    end() {
      made = Number.POSITIVE_INFINITY;
      wake();
    },
  };
}

/** Rounds, looks of the reconciliation and hints, as the worker runs them, without its pauses. */
function startReading({
  mirror: { sql },
  sync,
  random,
  hints,
  reconciles,
  calls,
}: {
  mirror: Mirror;
  sync: Sync;
  random: Random;
  hints: boolean;
  reconciles: boolean;
  calls: ReturnType<typeof createCallCounter>;
}) {
  let isStopped = false;
  let failures = 0;
  const repeat = async (step: () => Promise<unknown>) => {
    while (!isStopped)
      try {
        await step();
      } catch (error) {
        // Of one model, or of several; anything else is a fault of ours.
        if (!['OdooCallError', 'AggregateError'].includes((error as Error).name)) throw error;
        failures += 1;
        await new Promise((again) => setImmediate(again));
      }
  };
  const loops = [
    repeat(async () => {
      await sync.runOnce();
      if (reconciles && random.chance(0.5)) await sync.sweepPage();
    }),
    repeat(async () => {
      await calls.further(2);
      if (!hints) return;
      // A second is long here.
      if (random.chance(0.5)) await sql`update odoo.hint set due_at = clock_timestamp()`;
      await sync.readHints();
    }),
  ];
  const done = Promise.all(loops);
  return {
    /** Rejects when something happens that no outage explains. */
    failed: done.then(() => {}),
    /** Answers how many rounds failed. */
    async stop(): Promise<number> {
      isStopped = true;
      calls.end();
      await done;
      return failures;
    },
  };
}

/** Their transactions: most commit at once, some late or never. */
function createPeople({ odoo, random, tally, reconciles, clock }: Troubled & { clock: { now: number } }) {
  const { world } = odoo;
  const weights = Object.fromEntries(
    Object.entries(usualDay).filter(([name]) => !(reconciles ? destroys : leavesNoTrace).has(name)),
  );
  let open: { tx: Transaction; until: number; names: string[]; commits: boolean }[] = [];

  function end(tx: Transaction, names: readonly string[], commits: boolean): void {
    if (!commits) {
      tally.rolledBack += 1;
      tx.rollback();
      return;
    }
    tx.commit();
    for (const name of names) tally.committed[name] = (tally.committed[name] ?? 0) + 1;
  }
  return {
    async work(): Promise<void> {
      // Whoever writes what names a record that is being deleted waits for the end of that.
      if (open.some(({ names }) => names.some((name) => destroys.has(name)))) return;
      // A call that meets a record which is being written waits for the end of that.
      if (open.length === 0 && random.chance(0.08)) return invoice(odoo, random).catch(unlessRefused(tally));
      if (random.chance(0.03)) world.setStock(random.between(51, 61), random.between(0, 20));
      // Later than the overlap: the reconciliation has to find it. It sees seconds, so two in one second would be one to it.
      const isVeryLate = reconciles && random.chance(0.05);
      if (isVeryLate) clock.now += 1_000;
      const tx = world.begin();
      if (isVeryLate) clock.now += 1_000;
      const names = Array.from({ length: Number(random.weighted({ 1: 6, 2: 3, 4: 1 })) }, () =>
        random.weighted(weights),
      );
      if (reconciles && open.length === 0 && random.chance(0.4)) names.push(random.pick([...destroys]) as string);
      try {
        world.within(tx, () => {
          for (const name of names) deeds[name]?.({ world, tx, random });
        });
        // Rules send before the commit.
        await odoo.automation.deliver(tx);
      } catch (error) {
        await odoo.automation.deliver(tx);
        tx.rollback();
        return unlessRefused(tally)(error);
      }
      const commits = random.chance(0.85);
      if (!isVeryLate && random.chance(0.8)) return end(tx, names, commits);
      tally.late += 1;
      // Nobody else can work while something is deleted.
      const isDeleting = names.some((name) => destroys.has(name));
      const seconds = isDeleting
        ? random.between(1, 20)
        : isVeryLate
          ? random.between(151, 400)
          : random.between(1, 120);
      open.push({ tx, names, commits, until: clock.now + seconds * 1000 });
    },
    endTransactions(now: number): void {
      for (const { tx, names, commits } of open.filter(({ until }) => until <= now)) end(tx, names, commits);
      open = open.filter(({ until }) => until > now);
    },
  };
}

/** What Odoo itself refuses: rules of the business, two who write one record, and what the simulator does not know. */
function unlessRefused(tally: Tally) {
  return (error: unknown) => {
    if (!['OdooError', 'RecordLockedError', 'SimulatorUnsupportedError'].includes((error as Error).name)) throw error;
    tally.refused += 1;
  };
}

interface Troubled {
  odoo: OdooSimulator;
  random: Random;
  tally: Tally;
  reconciles: boolean;
}

/** Windows in which something is wrong with Odoo. */
function createTrouble({ odoo, random, tally, reconciles }: Troubled) {
  const { faults } = odoo;
  const kinds: Record<string, { begin: () => unknown; end?: () => unknown }> = {
    away: { begin: () => odoo.stop(), end: () => odoo.start() },
    'bad gateway': {
      begin: () => Object.assign(faults.proxyError, { count: Number.POSITIVE_INFINITY }),
      end: () => Object.assign(faults.proxyError, { count: 0 }),
    },
    hangs: { begin: () => Object.assign(faults, { hang: random.between(1, 4), hangMs: 20 }) },
    drops: { begin: () => Object.assign(faults, { drop: random.between(1, 6), dropAfter: random.between(0, 4) }) },
    conflicts: { begin: () => Object.assign(faults, { serializationFailures: random.between(1, 6) }) },
    // What could not be seen is old when it can be seen again.
    ...(reconciles && {
      'fewer rights': {
        begin: () => odoo.setRights({ companies: [1] }),
        end: () => odoo.setRights({ companies: [3, 1] }),
      },
      'hidden records': {
        begin: () => odoo.rules.forbid('sale.order', [random.between(29, 60), random.between(29, 60)]),
        end: () => odoo.rules.allow(),
      },
    }),
  };
  let current: { kind: string; until: number } | null = null;
  async function mend(): Promise<void> {
    await kinds[current?.kind ?? '']?.end?.();
    current = null;
  }
  return {
    async look(now: number): Promise<void> {
      if (current && now >= current.until) await mend();
      if (current || !random.chance(0.12)) return;
      const kind = random.pick(Object.keys(kinds)) as string;
      current = { kind, until: now + random.between(5, 60) * 1000 };
      tally.windows[kind] = (tally.windows[kind] ?? 0) + 1;
      await kinds[kind]?.begin();
    },
    async mend(): Promise<void> {
      await mend();
      Object.assign(faults, { hang: 0, drop: 0, dropAfter: 0, serializationFailures: 0 });
    },
  };
}
