import type { Viewer } from './viewer.ts';

/**
 * What a viewer is limited to; null: not limited by that. The one place where a role becomes limits: the statements of each subgraph, the live stream and
 * row-level security all follow from here.
 */
export type ViewerLimits =
  /** Sees no order and no link. */
  | { kind: 'nothing' }
  /** Staff and the system by company and region, partners by customer too, a colleague who looks as a customer does by order: everything that fits all of them. */
  | {
      kind: 'business';
      companies: readonly number[] | null;
      regions: readonly string[] | null;
      customers: readonly number[] | null;
      orders: readonly number[] | null;
    }
  /** Customers: the orders of their accounts, and those they proved. */
  | { kind: 'customer'; customers: readonly number[]; orders: readonly number[] };

export function limitsOf({ role, viewedBy, companies, regions, customers, orders }: Viewer): ViewerLimits {
  if (viewedBy) return { kind: 'business', companies, regions, customers: null, orders };
  switch (role) {
    case 'anonymous':
      return { kind: 'nothing' };
    case 'customer':
      // For a customer an unlimited list would be a mistake of the issuer: it counts as none.
      return { kind: 'customer', customers: customers ?? [], orders };
    case 'partner':
      return { kind: 'business', companies, regions, customers, orders: null };
    case 'agent':
    case 'operator':
    case 'system':
      return { kind: 'business', companies, regions, customers: null, orders: null };
  }
}

/** The scope of an order, or of its link to a shipment, as both subgraphs keep it. */
export interface ScopeRow {
  orderId: number;
  companyId: number;
  customerId: number;
  /** Null: no region's rule fits; only those who are not limited by region see it. */
  region: string | null;
}

/** Names of the columns that hold a ScopeRow. */
export interface ScopeColumns {
  order: string;
  company: string;
  customer: string;
  region: string;
}

/**
 * The limits as a condition, to stand inside every statement that reads rows. `first` is the number of the first free parameter; the values are arrays,
 * so one text serves every viewer of a kind.
 */
export function scopeConditionOn(
  columns: ScopeColumns,
): (viewer: Viewer, alias: string, first: number) => { text: string; values: (number[] | string[])[] } {
  return (viewer, alias, first) => {
    const limits = limitsOf(viewer);
    if (limits.kind === 'nothing') return { text: 'false', values: [] };
    if (limits.kind === 'customer') {
      return {
        text: `(${alias}.${columns.customer} = any($${first}::int[]) or ${alias}.${columns.order} = any($${first + 1}::int[]))`,
        values: [[...limits.customers], [...limits.orders]],
      };
    }
    const parts: string[] = [];
    const values: (number[] | string[])[] = [];
    for (const [column, type, list] of [
      [columns.company, 'int', limits.companies],
      [columns.region, 'text', limits.regions],
      [columns.customer, 'int', limits.customers],
      [columns.order, 'int', limits.orders],
    ] as const) {
      if (list === null) continue;
      parts.push(`${alias}.${column} = any($${first + values.length}::${type}[])`);
      values.push([...list] as number[] | string[]);
    }
    return { text: parts.length > 0 ? `(${parts.join(' and ')})` : 'true', values };
  };
}

/** The same in memory, for the live stream, where one read serves many viewers. A property test holds the two together. */
export function scopeAllows(viewer: Viewer, { orderId, companyId, customerId, region }: ScopeRow): boolean {
  const limits = limitsOf(viewer);
  if (limits.kind === 'nothing') return false;
  if (limits.kind === 'customer') return limits.customers.includes(customerId) || limits.orders.includes(orderId);
  return (
    (limits.companies === null || limits.companies.includes(companyId)) &&
    (limits.regions === null || (region !== null && limits.regions.includes(region))) &&
    (limits.customers === null || limits.customers.includes(customerId)) &&
    (limits.orders === null || limits.orders.includes(orderId))
  );
}

/** True for staff and the system without any limit: they also see what no order is linked to. */
export function seesEverything(viewer: Viewer): boolean {
  const limits = limitsOf(viewer);
  return (
    limits.kind === 'business' &&
    limits.companies === null &&
    limits.regions === null &&
    limits.customers === null &&
    limits.orders === null
  );
}

/**
 * Operators of the whole installation: what nobody could assign to a company yet (dead letters, raw messages) is theirs, and so are accounts and keys.
 * Being limited to some companies or regions excludes it, because such a message may speak of any.
 */
export function isOperator(viewer: Viewer): boolean {
  return viewer.role === 'operator' && seesEverything(viewer);
}

const list = (values: readonly (number | string)[] | null) => (values === null ? '*' : `{${values.join(',')}}`);

/** The limits as the settings that row-level security tests. */
export function viewerSettings(viewer: Viewer): Record<string, string> {
  const limits = limitsOf(viewer);
  return {
    'app.role': viewer.role,
    'app.scope': limits.kind,
    'app.companies': limits.kind === 'business' ? list(limits.companies) : '{}',
    'app.regions': limits.kind === 'business' ? list(limits.regions) : '{}',
    'app.customers': limits.kind === 'nothing' ? '{}' : list(limits.customers),
    'app.orders': limits.kind === 'customer' ? list(limits.orders) : '{}',
    // Whose webhook endpoints: a partner's own, an operator's all.
    'app.client': viewer.role === 'partner' ? `client ${viewer.sub}` : isOperator(viewer) ? 'operator' : '',
  };
}
