import { scopeConditionOn } from '@milepost/service-kit';

/** Of sessions that answer viewers: a role that owns nothing, so that row-level security (drizzle/0003, 0006), the second wall, applies. */
export const readerSettings = { role: 'odoo_read' };

/**
 * For statements that look rows up by key: their plan is the same for all values, and making it (policies within policies) takes four times as long as running it. Lists and searches are planned for
 * the values asked for: where a page begins, and how rare a word is, decides which index is best.
 */
export const plansByKey = { plan_cache_mode: 'force_generic_plan' };

/** Scope as a condition on odoo.sale_order, to stand inside every statement that reads rows. `first` is the number of the first free parameter. */
export const scopeCondition = scopeConditionOn({
  order: 'id',
  company: 'company_id',
  customer: 'commercial_partner_id',
  region: 'region',
});
