import { seesLevel, toGlobalId, type Viewer } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';

export interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}

/** At which level a link or a code opens an order. */
type Level = 'L0' | 'L1' | 'L2' | 'L3';

/** What opening a link or confirming a code answers; nulls beside userErrors. */
export interface OpenedOrder {
  token: string | null;
  expiresAt: string | null;
  orderId: string | null;
  level: Level | null;
  userErrors: UserError[];
}

/** How long what a link or a code opened lasts; a link opens it again. */
export const sessionSeconds = 12 * 3_600;

export function refused(code: string, message: string, field: string[] | null): OpenedOrder {
  return { token: null, expiresAt: null, orderId: null, level: null, userErrors: [{ code, message, field }] };
}

export function isStaff({ role }: Viewer): boolean {
  return role === 'agent' || role === 'operator';
}

/** Customers who know more of their orders than a number and a postcode; a colleague who looks as one of them sees what they see (and the gateway lets nobody who looks change anything). */
export function mayShare(viewer: Viewer): boolean {
  return viewer.role === 'customer' && seesLevel(viewer, 'L2');
}

/** Whether an order is within the viewer's scope: odoo-subgraph decides, asked with the viewer's own token. */
export async function seesOrder({ ask, viewerToken, requestId }: RequestContext, orderId: number): Promise<boolean> {
  const { order } = await ask<{ order: object | null }>(
    'odoo',
    { query: 'query ($id: ID!) { order(id: $id) { __typename } }', variables: { id: toGlobalId('Order', orderId) } },
    { viewerToken, requestId },
  );
  return order !== null;
}
