import { scopeConditionOn } from '@milepost/service-kit';

/** Of sessions that answer viewers: a role that owns nothing, so that row-level security (drizzle/0003, 0006), the second wall, applies. */
export const readerSettings = { role: 'odoo_read' };

/** Scope as a condition on odoo.sale_order, to stand inside every statement that reads rows. `first` is the number of the first free parameter. */
export const scopeCondition = scopeConditionOn({
  order: 'id',
  company: 'company_id',
  customer: 'commercial_partner_id',
  region: 'region',
});
