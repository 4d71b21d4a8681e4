import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import type { Wanted } from './plan-effects.ts';

export interface WriteBackRow {
  id: string;
  orderId: number;
  model: 'sale.order' | 'stock.picking';
  state: 'WAITING' | 'DONE' | 'SHADOW' | 'DROPPED' | 'FAILED';
  wanted: Wanted;
  recordId: number | null;
  reason: string | null;
  attempts: number;
  requestId: string;
  createdAt: Date;
  settledAt: Date | null;
}
export const writeBackStates = ['WAITING', 'DONE', 'SHADOW', 'DROPPED', 'FAILED'] as const;

/** Of one order; more are in `writeBacks`. */
const perOrder = 100;
const largestId = 9_223_372_036_854_775_807n;

export const writeBackColumns = `e.id::text, e.order_id as "orderId", e.model, e.state, e.wanted, e.record_id as "recordId", e.reason, e.attempts, e.request_id as "requestId", e.created_at as "createdAt", e.settled_at as "settledAt"`;

/** The newest of each order, newest first. For staff: who else asks is for the caller to refuse. */
export function createWriteBackLoader({ reader, viewer }: { reader: Reader; viewer: Viewer }) {
  return new DataLoader<number, WriteBackRow[]>(async (ids) => {
    const scope = scopeCondition(viewer, 'o', 2);
    const rows = await reader.unsafe<WriteBackRow[]>(
      `select q.* from unnest($1::int[]) as i(id) join odoo.sale_order o on o.id = i.id and ${scope.text}
       cross join lateral (select ${writeBackColumns} from odoo.effect e where e.order_id = i.id order by e.id desc limit ${perOrder}) q order by q.id::int8 desc`,
      [[...ids], ...scope.values] as never,
    );
    const groups = Map.groupBy(rows, ({ orderId }) => orderId);
    return ids.map((id) => groups.get(id) ?? []);
  });
}

/** All in scope, newest first. Throws BadUserInputError. */
export async function listWriteBacks(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { first, after, states }: { first: number; after: string | null; states: readonly WriteBackRow['state'][] },
): Promise<Page<WriteBackRow>> {
  const size = pageSize(first, 50);
  const before = after === null ? null : (decodeCursor(after, ['string']) as [string])[0];
  if (before !== null && (!/^\d{1,19}$/.test(before) || BigInt(before) > largestId))
    throw new BadUserInputError('after', 'after is not a cursor of this list');
  const scope = scopeCondition(viewer, 'o', 4);
  const rows = await reader.unsafe<WriteBackRow[]>(
    `select ${writeBackColumns} from odoo.effect e join odoo.sale_order o on o.id = e.order_id
     where ($1::text is null or e.id < $1::text::int8) and e.state = any($2::text[]) and ${scope.text} order by e.id desc limit $3`,
    [before, states as string[], size + 1, ...scope.values] as never,
  );
  return toPage(rows, size, ({ id }) => encodeCursor([id]));
}
