import type { OrderFilter } from '../../generated/graphql.ts';
import type { OrderListParams, OrderView } from '../search-params.ts';

export const orderViewTexts: Record<OrderView, { name: string; empty: string }> = {
  open: { name: 'Not sent yet', empty: 'Everything has left the warehouse.' },
  due: { name: 'Promised about now', empty: 'Nothing is promised for these days.' },
  all: { name: 'All orders', empty: 'There are no orders yet.' },
  quotations: { name: 'Quotations', empty: 'There are no quotations.' },
  cancelled: { name: 'Cancelled', empty: 'No order is cancelled.' },
};

const dayMs = 86_400_000;

/** What a view asks the graph for. `now` is rounded to the day, so that one list keeps one filter (a cursor belongs to its filter). */
export function orderFilterOf({ view = 'open', customer }: OrderListParams, now: Date): OrderFilter {
  const day = Math.floor(now.getTime() / dayMs) * dayMs;
  const iso = (days: number) => new Date(day + days * dayMs).toISOString();
  const views: Record<OrderView, OrderFilter> = {
    open: { states: ['SALE'], hasOpenDeliveries: true },
    due: { states: ['SALE'], promised: { from: iso(-7), before: iso(3) } },
    all: { states: ['SALE'] },
    quotations: { states: ['DRAFT', 'SENT'] },
    cancelled: { states: ['CANCELLED'] },
  };
  return { ...views[view], ...(customer && { customerId: customer }) };
}
