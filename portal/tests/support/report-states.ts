import type * as Pages from '../../src/pages.tsx';
import { orderStates } from './order-states.ts';
import { now } from './states.ts';

/** Each step of a report, and what can go wrong in it. */
export function reportStates(pages: typeof Pages, shell: Pages.Shell): Record<string, () => string> {
  const order = orderStates['delivered-with-proof'] as NonNullable<(typeof orderStates)[string]>;
  const found = pages.parcelOf(order, 'shipment-1') as NonNullable<ReturnType<typeof pages.parcelOf>>;
  const input = { shell, orderId: order.id, ...found, now };
  const values = {
    kind: 'ITEMS_MISSING',
    checked: [],
    quantities: new Map<string, string>(),
    note: 'The box was open on one side.',
    key: 'aaaaaaaaaaaa',
  } as const;
  return {
    'report-what': () => pages.reportKindPage(input, null),
    'report-check': () => pages.reportCheckPage(input),
    'report-missing': () => pages.reportTellPage(input, values, { field: 'lines', text: 'lines' }),
    'report-tell': () =>
      pages.reportTellPage(input, { ...values, kind: 'NOT_HERE', checked: ['NEIGHBOUR'], note: '' }, null),
    'report-photo': () =>
      pages.reportTellPage(input, { ...values, kind: 'DAMAGED' }, { field: 'photos', text: 'photoSize' }),
    'report-done': () => pages.reportDonePage(input, { caseNumber: '7KM3-9QXP', answerBy: '2026-11-23T11:00:00Z' }),
  };
}
