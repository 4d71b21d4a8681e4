import { ForbiddenError, type Viewer } from '@milepost/service-kit';

/** The columns of tracking.link that scope is tested on. */
export interface LinkScope {
  orderId: number;
  companyId: number;
  customerId: number;
}

/** Staff, partners and the system itself are limited by company (and partners by customer); customers by account and proved orders. */
type Rule =
  | { kind: 'nothing' }
  | { kind: 'business'; companies: readonly number[] | null; customers: readonly number[] | null }
  | { kind: 'customer'; customers: readonly number[]; orders: readonly number[] };

function ruleOf(viewer: Viewer): Rule {
  switch (viewer.role) {
    case 'anonymous':
      return { kind: 'nothing' };
    case 'agent':
    case 'operator':
    case 'system':
      return { kind: 'business', companies: viewer.companies, customers: null };
    case 'partner':
      return { kind: 'business', companies: viewer.companies, customers: viewer.customers };
    case 'customer':
      // For a customer an unlimited list would be a mistake of the issuer: it counts as none.
      return { kind: 'customer', customers: viewer.customers ?? [], orders: viewer.orders };
  }
}

/**
 * Scope as a condition on tracking.link, to stand inside every statement that reads rows. `first` is the number of the first
 * free parameter; the values are arrays, so one text serves every viewer of a kind.
 */
export function scopeCondition(viewer: Viewer, alias: string, first: number): { text: string; values: number[][] } {
  const rule = ruleOf(viewer);
  if (rule.kind === 'nothing') return { text: 'false', values: [] };
  if (rule.kind === 'customer') {
    return {
      text: `(${alias}.customer_id = any($${first}::int[]) or ${alias}.order_id = any($${first + 1}::int[]))`,
      values: [[...rule.customers], [...rule.orders]],
    };
  }
  const parts: string[] = [];
  const values: number[][] = [];
  for (const [column, ids] of [
    ['company_id', rule.companies],
    ['customer_id', rule.customers],
  ] as const) {
    if (ids === null) continue;
    parts.push(`${alias}.${column} = any($${first + values.length}::int[])`);
    values.push([...ids]);
  }
  return { text: parts.length ? `(${parts.join(' and ')})` : 'true', values };
}

/** The same rule in memory, for the live stream, where one read serves many viewers. A property test holds the two together. */
export function scopeAllows(viewer: Viewer, link: LinkScope): boolean {
  const rule = ruleOf(viewer);
  if (rule.kind === 'nothing') return false;
  if (rule.kind === 'customer') return rule.customers.includes(link.customerId) || rule.orders.includes(link.orderId);
  return (
    (rule.companies === null || rule.companies.includes(link.companyId)) &&
    (rule.customers === null || rule.customers.includes(link.customerId))
  );
}

/** True when the viewer sees shipments that no order is linked to: staff and the system without a company limit. */
export function seesUnlinked(viewer: Viewer): boolean {
  const rule = ruleOf(viewer);
  return rule.kind === 'business' && rule.companies === null && rule.customers === null;
}

/**
 * Operators of the whole installation: what nobody could assign to a company yet (dead letters, raw messages) is theirs. Being limited to some
 * companies excludes it, because such a message may speak of any.
 */
export function isOperator(viewer: Viewer): boolean {
  return viewer.role === 'operator' && viewer.companies === null;
}

/** Throws FORBIDDEN for everybody else. */
export function requireOperator(viewer: Viewer): void {
  if (!isOperator(viewer)) throw new ForbiddenError('this is for operators of the whole installation');
}
