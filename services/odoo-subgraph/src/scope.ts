import type { Viewer } from '@milepost/service-kit';

/** Of sessions that answer viewers: a role that owns nothing, so that row-level security (drizzle/0003), the second wall, applies. */
export const readerSettings = { role: 'odoo_read' };

/**
 * Scope as a condition on odoo.sale_order, to stand inside every statement that reads rows. `first` is the number of the first free parameter.
 * Staff and the system are limited by company, partners by company and customer, customers by account and proved orders; nobody else sees an order.
 */
export function scopeCondition(viewer: Viewer, alias: string, first: number): { text: string; values: number[][] } {
  const none = { text: 'false', values: [] };
  switch (viewer.role) {
    case 'anonymous':
      return none;
    case 'customer':
      return {
        text: `(${alias}.commercial_partner_id = any($${first}::int[]) or ${alias}.id = any($${first + 1}::int[]))`,
        values: [viewer.customers ?? [], viewer.orders],
      };
    case 'agent':
    case 'operator':
    case 'system':
      return business(viewer.companies, null);
    case 'partner':
      return business(viewer.companies, viewer.customers);
  }

  function business(companies: number[] | null, customers: number[] | null) {
    const parts: string[] = [];
    const values: number[][] = [];
    for (const [column, ids] of [
      ['company_id', companies],
      ['commercial_partner_id', customers],
    ] as const) {
      if (ids === null) continue;
      parts.push(`${alias}.${column} = any($${first + values.length}::int[])`);
      values.push(ids);
    }
    return { text: parts.length > 0 ? `(${parts.join(' and ')})` : 'true', values };
  }
}
