import { toGlobalId, type Viewer } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';

export interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}

/** What opening a link or confirming a code answers; nulls beside userErrors. */
export interface OpenedOrder {
  token: string | null;
  expiresAt: string | null;
  orderId: string | null;
  userErrors: UserError[];
}

/** How long what a link or a code opened lasts; a link opens it again. */
export const sessionSeconds = 12 * 3_600;

export function refused(code: string, message: string, field: string[] | null): OpenedOrder {
  return { token: null, expiresAt: null, orderId: null, userErrors: [{ code, message, field }] };
}

export function isStaff({ role }: Viewer): boolean {
  return role === 'agent' || role === 'operator';
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
