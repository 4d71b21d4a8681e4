import type { CaseFilter, CaseOrder } from '../../generated/graphql.ts';
import type { CaseListParams, CaseView } from '../search-params.ts';

export const caseViewTexts: Record<CaseView, { name: string; empty: string }> = {
  open: { name: 'All open', empty: 'There is nothing that needs a person.' },
  mine: { name: 'Mine', empty: 'You have no open cases.' },
  unassigned: { name: 'Nobody’s', empty: 'Somebody has each open case.' },
  overdue: { name: 'Overdue', empty: 'Nothing is overdue.' },
  snoozed: { name: 'Put aside', empty: 'Nothing is put aside.' },
  closed: { name: 'Closed', empty: 'No case was closed yet.' },
};

const views: Record<CaseView, CaseFilter> = {
  open: { state: 'OPEN' },
  mine: { state: 'OPEN', isMine: true },
  unassigned: { state: 'OPEN', isUnassigned: true },
  overdue: { state: 'OPEN', isOverdue: true },
  snoozed: { state: 'SNOOZED' },
  closed: { state: 'CLOSED' },
};

/** What a view asks the graph for. Cases of one incident are one row, unless that incident is looked at. */
export function caseFilterOf({ view = 'open', type, severity, incident, carrier }: CaseListParams): CaseFilter {
  return {
    ...views[view],
    ...(type && { types: [type] }),
    ...(severity && { severities: [severity] }),
    ...(carrier && { carrierCodes: [carrier] }),
    ...(incident ? { incidentId: incident } : view !== 'closed' && { mergeIncidents: true }),
  };
}

/** Of the views on the left, in their order; the closed ones are not counted. */
export const countedViews = ['open', 'mine', 'unassigned', 'overdue', 'snoozed'] as const satisfies readonly CaseView[];
export const countFilters = (): CaseFilter[] => countedViews.map((view) => ({ ...views[view], mergeIncidents: true }));

export function caseOrderOf({ sort, view }: CaseListParams): CaseOrder {
  if (sort === 'due') return 'DUE';
  return sort === 'new' || view === 'closed' ? 'OPENED' : 'PRIORITY';
}
