import { type Limiters, type Logger, limitKey, limitsOf, type Sql, type Viewer } from '@milepost/service-kit';
import type { OdooClient } from '../odoo/client.ts';
import type { ReadFamily } from './order-family.ts';

/** An order that the mirror does not show to its viewer. */
export type Wanted = { id: number } | { name: string };
export type ReadThroughOutcome = 'found' | 'absent' | 'limited' | 'failed';

/** Waits for others that are missed in the same moment. */
const batchMs = 10;
/** Somebody waits for the page. */
const patienceMs = 3_000;
/** What was not there a moment ago is not asked for again; so is Odoo, when it did not answer. */
const absentMs = 10_000;
const restMs = 5_000;
const mostRemembered = 2_000;
export const readThroughLimits = {
  viewer: { points: 30, seconds: 60 },
  all: { points: 120, seconds: 60 },
} as const;

/**
 * Orders that the mirror does not have yet are asked for at Odoo, once, several in one question, and stored the way of every record. Only for viewers who have a scope, and only within it: so an
 * order that is not theirs is asked for like one that does not exist, and nobody learns by the time which of both it is. Odoo that does not answer is left alone for a while.
 */
export function createReadThrough({
  sql,
  odoo,
  readFamily,
  limiters,
  secret,
  onOutcome,
  logger,
  now = Date.now,
}: {
  sql: Sql;
  odoo: Pick<OdooClient, 'searchIds'>;
  readFamily: ReadFamily;
  limiters: Limiters;
  /** Of limitKey. */
  secret: Buffer;
  onOutcome: (outcome: ReadThroughOutcome) => void;
  logger: Logger;
  now?: () => number;
}) {
  const perViewer = limiters.create('read-through:viewer', readThroughLimits.viewer);
  const forAll = limiters.create('read-through:all', readThroughLimits.all);
  const absentUntil = new Map<string, number>();
  let restsUntil = 0;
  interface Batch {
    conditions: readonly unknown[];
    ids: Set<number>;
    names: Set<string>;
    answer: Promise<boolean>;
  }
  /** By scope: the question that is being gathered, and the one that is being asked. */
  const open = new Map<string, Batch>();
  const asking = new Map<string, Promise<void>>();

  /** True when the mirror may have gained the order: look again. */
  return async function readThrough(viewer: Viewer, wanted: Wanted): Promise<boolean> {
    const conditions = scopeOf(viewer);
    if (conditions === null || ('name' in wanted && wanted.name.trim() === '') || now() < restsUntil) return false;
    const scope = JSON.stringify(conditions);
    const key = `${scope} ${JSON.stringify(wanted)}`;
    if (now() < (absentUntil.get(key) ?? 0)) return false;
    if (await isTooMuch(viewer)) {
      onOutcome('limited');
      return false;
    }
    const batch = open.get(scope) ?? begin(scope, conditions);
    if ('id' in wanted) batch.ids.add(wanted.id);
    // Odoo compares exactly, people type small letters.
    else for (const name of [wanted.name.trim(), wanted.name.trim().toUpperCase()]) batch.names.add(name.slice(0, 100));
    const isFound = await Promise.race([
      batch.answer,
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceMs).unref()),
    ]);
    if (!isFound) remember(key);
    onOutcome(isFound ? 'found' : now() < restsUntil ? 'failed' : 'absent');
    return isFound;
  };

  /** One question of a scope at a time: who comes meanwhile shares the next one. */
  function begin(scope: string, conditions: readonly unknown[]): Batch {
    const before = asking.get(scope);
    const gathered = before ?? new Promise<void>((resolve) => setTimeout(resolve, batchMs));
    const batch: Batch = { conditions, ids: new Set(), names: new Set(), answer: Promise.resolve(false) };
    batch.answer = gathered.then(async () => {
      open.delete(scope);
      const answer = ask(batch);
      const over = answer.then(() => {});
      asking.set(scope, over);
      const isFound = await answer;
      if (asking.get(scope) === over) asking.delete(scope);
      return isFound;
    });
    open.set(scope, batch);
    return batch;
  }

  async function ask({ conditions, ids, names }: Batch): Promise<boolean> {
    try {
      const found = await odoo.searchIds('sale.order', {
        domain: [...conditions, '|', ['id', 'in', [...ids]], ['name', 'in', [...names]]],
        limit: ids.size + names.size * 20,
        order: 'id',
        withinMs: patienceMs,
      });
      // What is here already comes with the next round, if it has changed: two readers of one record could not tell whose word is newer.
      const known = await sql<{ id: number }[]>`select id from odoo.sale_order where id = any(${found})`;
      const fresh = found.filter((id) => !known.some((row) => row.id === id));
      await readFamily(fresh);
      return fresh.length > 0;
    } catch (err) {
      restsUntil = now() + restMs;
      logger.info({ err }, 'orders not read through');
      return false;
    }
  }

  async function isTooMuch({ sub, sid }: Viewer): Promise<boolean> {
    const { consumedPoints: own } = await perViewer.penalty(limitKey(secret, 'viewer', sub ?? sid));
    if (own > readThroughLimits.viewer.points) return true;
    const { consumedPoints: all } = await forAll.penalty('all');
    return all > readThroughLimits.all.points;
  }

  function remember(key: string): void {
    if (absentUntil.size >= mostRemembered) absentUntil.clear();
    absentUntil.set(key, now() + absentMs);
  }
}
export type ReadThrough = ReturnType<typeof createReadThrough>;

/** The viewer's scope as conditions on orders; null: they have none that could hold an order we do not know. Regions are ours, Odoo knows nothing of them: the statement that reads the order applies them. */
function scopeOf(viewer: Viewer): unknown[] | null {
  const limits = limitsOf(viewer);
  const ofCustomers = (customers: readonly number[]) => ['partner_id.commercial_partner_id', 'in', [...customers]];
  if (limits.kind === 'nothing') return null;
  if (limits.kind === 'customer') return limits.customers.length > 0 ? [ofCustomers(limits.customers)] : null;
  const { companies, regions, customers, orders } = limits;
  // Whoever looks at one order that is known already asks Odoo for none.
  if (orders !== null || [companies, regions, customers].some((list) => list?.length === 0)) return null;
  return [...(companies ? [['company_id', 'in', [...companies]]] : []), ...(customers ? [ofCustomers(customers)] : [])];
}
