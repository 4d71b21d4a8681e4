import type { IncomingMessage } from 'node:http';
import type { Engine } from './engine.ts';
import { OdooError } from './errors.ts';
import { noFaults } from './faults.ts';
import * as orders from './orders.ts';
import * as pickings from './pickings.ts';
import { setQuantity } from './reservation.ts';
import { idsIn, number, type Row } from './rows.ts';
import type { Transaction } from './transaction.ts';
import { RecordLockedError } from './transaction.ts';
import type { World } from './world.ts';

/** The simulator's own interface for a person who tries things: what people do in Odoo, by name, and what can be broken. Never Odoo's. */

/**
 * Only programs of this machine, and no web page that somebody has open on it: a page can reach loopback, but not under a name that is ours,
 * and not with a body of JSON without asking first.
 */
export function mayControl({ socket, headers, method }: IncomingMessage): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  return (
    (address === '::1' || /^127\./.test(address)) &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host) &&
    headers.origin === undefined &&
    (method === 'GET' || /^application\/json\b/i.test(headers['content-type'] ?? ''))
  );
}

export interface ControlAnswer {
  status: number;
  body: unknown;
}
class WrongUseError extends Error {}

/** What can be done to an order or a transfer that is named. `value` is a reference, a moment, or a share of what is there. */
type Verb = (world: World, tx: Transaction, row: Row, value: string | undefined) => void;
const verbs: Record<string, { of: 'sale.order' | 'stock.picking'; takes?: string; run: Verb }> = {
  confirm: { of: 'sale.order', run: (world, tx, { id }) => orders.confirmOrder(world, tx, id) },
  cancel: { of: 'sale.order', run: (_world, tx, { id }) => orders.cancelOrder(tx, id) },
  promise: {
    of: 'sale.order',
    takes: 'a moment such as "2026-12-24 09:00:00" (UTC), or nothing',
    run: (_world, tx, { id }, value) => {
      if (value !== undefined && !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value))
        throw new WrongUseError(`"${value}" is no moment such as "2026-12-24 09:00:00"`);
      orders.writeOrder(tx, id, { commitment_date: value ?? false });
    },
  },
  track: {
    of: 'stock.picking',
    takes: 'a tracking reference, or nothing',
    run: (_world, tx, { id }, value) => tx.write('stock.picking', id, { carrier_tracking_ref: value ?? false }),
  },
  reserve: { of: 'stock.picking', run: (_world, tx, { id }) => pickings.assignPicking(tx, id) },
  validate: { of: 'stock.picking', run: (world, tx, { id }) => pickings.finishPicking(world, tx, id, true) },
  'validate-half': {
    of: 'stock.picking',
    run: (world, tx, row) => {
      for (const id of idsIn(row['move_ids'])) {
        const move = tx.get('stock.move', id) as Row;
        setQuantity(tx, id, Math.ceil(number(move['quantity']) / 2));
      }
      pickings.finishPicking(world, tx, row.id, true);
    },
  },
  return: {
    of: 'stock.picking',
    run: (world, tx, row) => {
      const done = idsIn(row['move_ids']).map((id) => tx.get('stock.move', id) as Row);
      const quantities = done
        .filter((move) => move['state'] === 'done')
        .map((move) => [move.id, number(move['quantity'])] as const);
      if (quantities.length === 0) throw new WrongUseError(`nothing of ${row['name']} has left`);
      pickings.createReturn(world, tx, row.id, new Map(quantities));
    },
  },
  drop: { of: 'stock.picking', run: (_world, tx, { id }) => pickings.cancelPicking(tx, id) },
};

const openOnly = ['reserve', 'validate', 'validate-half', 'drop'];

export async function answerControl(
  engine: Engine,
  { method, path, body }: { method: string; path: readonly string[]; body: unknown },
): Promise<ControlAnswer> {
  const [noun] = path;
  try {
    const name = decoded(path[1]);
    switch (`${method} ${noun}`) {
      case 'GET verbs':
        return {
          status: 200,
          body: Object.fromEntries(Object.entries(verbs).map(([verb, { of, takes }]) => [verb, { of, takes }])),
        };
      case 'GET status':
        return {
          status: 200,
          body: { faults: engine.faults, calls: Object.fromEntries(engine.stats.calls), webhooks: outcomes(engine) },
        };
      case 'GET orders':
        return { status: 200, body: describe(engine.world, named(engine.world, 'sale.order', name ?? '')) };
      case 'POST do':
        return { status: 200, body: await act(engine, body) };
      case 'PUT faults':
        return { status: 200, body: setFault(engine, name ?? '', body) };
      case 'DELETE faults':
        Object.assign(engine.faults, noFaults());
        engine.world.setClockSkew(0);
        return { status: 200, body: engine.faults };
      default:
        return { status: 404, body: { message: `there is no ${method} ${path.join('/')}` } };
    }
  } catch (error) {
    if (error instanceof WrongUseError || error instanceof OdooError || error instanceof RecordLockedError)
      return { status: 422, body: { message: error.message } };
    throw error;
  }
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    throw new WrongUseError('the address is not well encoded');
  }
}

function named(world: World, model: string, name: string): Row {
  for (const row of world.table(model).values()) if (row['name'] === name) return row;
  throw new WrongUseError(`there is no ${model === 'sale.order' ? 'order' : 'transfer'} "${name}"`);
}

async function act(engine: Engine, body: unknown): Promise<unknown> {
  const { verb, name, value } = (body ?? {}) as { verb?: unknown; name?: unknown; value?: unknown };
  const known = typeof verb === 'string' && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!known) throw new WrongUseError(`there is no verb "${verb}"; there is ${Object.keys(verbs).join(', ')}`);
  if (typeof name !== 'string') throw new WrongUseError(`${verb} needs the name of what it is done to`);
  if (value !== undefined && (typeof value !== 'string' || value.length > 500 || !known.takes))
    throw new WrongUseError(`${verb} takes ${known.takes ?? 'no value'}`);
  const row = named(engine.world, known.of, name);
  if (openOnly.includes(String(verb)) && (row['state'] === 'done' || row['state'] === 'cancel'))
    throw new WrongUseError(`${name} is ${row['state']}`);
  await engine.transaction((tx) =>
    known.run(engine.world, tx, tx.get(known.of, row.id) as Row, value as string | undefined),
  );
  const orderId =
    known.of === 'sale.order'
      ? row.id
      : (row['sale_id'] as [number, string] | false) && (row['sale_id'] as [number, string])[0];
  const order = engine.world.table('sale.order').get(Number(orderId));
  return order ? describe(engine.world, order) : {};
}

/** An order as a person wants to see it after doing something. */
function describe(world: World, order: Row) {
  const pickings = idsIn(order['picking_ids']).map((id) => world.table('stock.picking').get(id) as Row);
  return {
    name: order['name'],
    state: order['state'],
    delivery_status: order['delivery_status'],
    commitment_date: order['commitment_date'],
    transfers: pickings.map((row) => ({
      name: row['name'],
      state: row['state'],
      kind: row['return_id'] ? 'return' : row['picking_type_code'],
      carrier_tracking_ref: row['carrier_tracking_ref'],
    })),
  };
}

function outcomes(engine: Engine): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of engine.automation.sent) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function setFault(engine: Engine, name: string, body: unknown): unknown {
  const { value } = (body ?? {}) as { value?: unknown };
  const { faults } = engine;
  const amount = typeof value === 'number' ? value : 1;
  if (!Number.isFinite(amount)) throw new WrongUseError('a value must be a number');
  if (name === 'clockSkewMs') engine.world.setClockSkew(amount);
  else if (name === 'isRevoked') faults.isRevoked = amount > 0;
  else if (name === 'proxyError') faults.proxyError = { status: 502, count: amount };
  else if (Object.hasOwn(faults, name)) (faults as unknown as Record<string, number>)[name] = amount;
  else
    throw new WrongUseError(
      `there is no fault "${name}"; there is ${[...Object.keys(faults), 'clockSkewMs'].join(', ')}`,
    );
  return { ...faults, clockSkewMs: engine.world.clockSkewMs };
}
