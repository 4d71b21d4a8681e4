import type { DeskCaseRowFragment } from '../../generated/graphql.ts';
import type { CsvColumn } from '../export/csv.ts';
import { caseTypeTexts } from './case-words.ts';

/** Columns of a file of cases. Instants are UTC and say so. Many cases of one incident are one row here as there, with their number. */
export const caseColumns: readonly CsvColumn<DeskCaseRowFragment>[] = [
  { name: 'Case', value: ({ type }) => caseTypeTexts[type] },
  { name: 'Severity', value: ({ severity }) => severity },
  { name: 'Why', value: ({ reason }) => reason },
  { name: 'Order', value: ({ order }) => order?.name },
  { name: 'Customer', value: ({ order }) => order?.customer?.name },
  { name: 'Tracking number', value: ({ shipment }) => shipment?.trackingNumber },
  { name: 'State', value: ({ state }) => state },
  { name: 'Opened', value: ({ openedAt }) => openedAt },
  { name: 'Due', value: ({ dueAt }) => dueAt },
  { name: 'Put aside until', value: ({ snoozedUntil }) => snoozedUntil },
  { name: 'Waits for', value: ({ waitingFor }) => waitingFor },
  { name: 'Assignee', value: ({ assignee }) => assignee?.name },
  { name: 'Outcome', value: ({ resolution }) => resolution },
  { name: 'Incident', value: ({ incident }) => incident?.title },
  { name: 'Cases of the incident', value: ({ incident }) => incident && String(incident.caseCount) },
];
