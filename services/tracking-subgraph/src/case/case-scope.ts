import { seesEverything, type Viewer } from '@milepost/service-kit';
import { scopeCondition } from '../scope.ts';

/**
 * Which cases a viewer sees, as a condition on tracking.work_case to stand inside the statement; row-level security says it again. Staff and the house's own endpoints within their scope, nobody else any. Cases of a
 * shipment are seen by its links, others by what they carry. `first` is the number of the first free parameter.
 */
export function caseScopeCondition(viewer: Viewer, alias: string, first: number) {
  if (!['agent', 'operator', 'system'].includes(viewer.role)) return { text: 'false', values: [] };
  if (seesEverything(viewer)) return { text: 'true', values: [] };
  const onLink = scopeCondition(viewer, 'l', first);
  const onCase = scopeCondition(viewer, alias, first + onLink.values.length);
  return {
    text: `case when ${alias}.shipment_id is null then ${onCase.text} else exists (select 1 from tracking.link l where l.shipment_id = ${alias}.shipment_id and ${onLink.text}) end`,
    values: [...onLink.values, ...onCase.values],
  };
}
