import { ForbiddenError, isOperator, scopeConditionOn, type Viewer } from '@milepost/service-kit';

/** Scope as a condition on tracking.link, to stand inside every statement that reads rows. `first` is the number of the first free parameter. */
export const scopeCondition = scopeConditionOn({
  order: 'order_id',
  company: 'company_id',
  customer: 'customer_id',
  region: 'region',
});

/** Throws FORBIDDEN for everybody but operators of the whole installation. */
export function requireOperator(viewer: Viewer): void {
  if (!isOperator(viewer)) throw new ForbiddenError('this is for operators of the whole installation');
}
