import { ForbiddenError } from './errors.ts';
import type { Viewer } from './viewer.ts';

/** Everything that a partner client can be granted. Names are API: they stand in partners' configurations. */
export const partnerScopes = {
  'shipments:read': 'Reads orders, deliveries and shipments within the limits of the client, live ones too',
  'shipments:write': 'Changes things: without it every mutation is refused',
  'orders:bulk': 'Reads personal data of many orders by agreement: no alarm about unusual reading',
} as const;
export type PartnerScope = keyof typeof partnerScopes;

export function isPartnerScope(text: string): text is PartnerScope {
  return Object.hasOwn(partnerScopes, text);
}

const needed = {
  query: 'shipments:read',
  subscription: 'shipments:read',
  mutation: 'shipments:write',
} as const satisfies Record<string, PartnerScope>;

/**
 * What a partner's token was granted for, by kind of operation, so that a mutation that is added later is closed before anybody thinks of it. Asked by every subgraph with
 * business data, over HTTP and in streams. Throws FORBIDDEN naming the scope; people are not limited by scopes.
 */
export function requireScopeFor(operation: keyof typeof needed, viewer: Viewer): void {
  const scope = needed[operation];
  if (viewer.role === 'partner' && !viewer.scopes.includes(scope))
    throw new ForbiddenError(`the token lacks the scope ${scope}`);
}
