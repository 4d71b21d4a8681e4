import { Kind, type OperationDefinitionNode } from 'graphql';
import { ForbiddenError } from './errors.ts';
import type { Viewer } from './viewer.ts';

/** Everything that a partner client can be granted. Names are API: they stand in partners' configurations. */
export const partnerScopes = {
  'shipments:read': 'Reads orders, deliveries and shipments within the limits of the client, live ones too',
  'shipments:write': 'Changes things: without it every mutation is refused, those of webhook endpoints excepted',
  'webhooks:write': 'Makes and changes webhook endpoints of its own',
  'orders:bulk': 'Reads personal data of many orders by agreement: no alarm about unusual reading',
} as const;
export type PartnerScope = keyof typeof partnerScopes;

export function isPartnerScope(text: string): text is PartnerScope {
  return Object.hasOwn(partnerScopes, text);
}

/** Mutations of a partner's own settings, which change nothing of orders and shipments. */
const ownSettings = /^webhook[A-Z]/;

/** A field that cannot be told by its name alone needs all that any mutation needs. */
function scopesOf(operation: OperationDefinitionNode | null): PartnerScope[] {
  if (operation && operation.operation !== 'mutation') return ['shipments:read'];
  const fields = operation?.selectionSet.selections.map(
    (selection) => selection.kind === Kind.FIELD && selection.name.value,
  );
  return [
    ...(fields?.every((name) => name && ownSettings.test(name)) ? [] : (['shipments:write'] as const)),
    ...(fields?.every((name) => name && !ownSettings.test(name)) ? [] : (['webhooks:write'] as const)),
  ];
}

/**
 * What a partner's token was granted for, by kind of operation, so that a mutation that is added later is closed before anybody thinks of it. Asked by every subgraph with
 * business data, over HTTP and in streams; null: an operation that cannot be read. Throws FORBIDDEN naming the scope; people are not limited by scopes.
 */
export function requireScopeFor(operation: OperationDefinitionNode | null, viewer: Viewer): void {
  if (viewer.role !== 'partner') return;
  for (const scope of scopesOf(operation))
    if (!viewer.scopes.includes(scope)) throw new ForbiddenError(`the token lacks the scope ${scope}`);
}
