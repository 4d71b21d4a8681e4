import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers, ViewerRole } from '../generated/resolvers.ts';

const roles = {
  anonymous: 'ANONYMOUS',
  customer: 'CUSTOMER',
  partner: 'PARTNER',
  agent: 'AGENT',
  operator: 'OPERATOR',
  // Only we ask as the system, and not for this.
  system: 'OPERATOR',
} as const satisfies Record<string, ViewerRole>;

const nodes = (type: 'Company' | 'Customer', ids: readonly number[] | null) =>
  ids?.map((id) => ({ id: toGlobalId(type, id) })) ?? null;

/** Customers are limited by account and order, never by company; for others the lists mean what they say. */
export const viewerResolvers = {
  Query: {
    viewer: (_root, _args, { viewer }) => viewer,
  },
  Viewer: {
    role: (viewer) => roles[viewer.role],
    access: (viewer) => viewer.level,
    endsAt: (viewer) => (viewer.role === 'anonymous' ? null : new Date(viewer.sessionExp * 1000).toISOString()),
    companies: (viewer) => (isBusiness(viewer.role) ? nodes('Company', viewer.companies) : null),
    regions: (viewer) => (isBusiness(viewer.role) ? viewer.regions : null),
    customers: (viewer) => nodes('Customer', viewer.role === 'customer' ? (viewer.customers ?? []) : viewer.customers),
  },
} satisfies Resolvers;

function isBusiness(role: string): boolean {
  return role !== 'anonymous' && role !== 'customer';
}
