import type * as Pages from '../../src/pages.tsx';
import { orderStates } from './order-states.ts';
import { now } from './states.ts';

const viewer = { role: 'CUSTOMER', customers: [{ name: 'Alpine Supply Co.' }] } as const;
const rows = [
  'several-parcels',
  'ready-for-pickup',
  'delayed',
  'out-for-delivery',
  'preparing',
  'delivered',
  'order-cancelled',
].map((state, i) => ({
  ...(orderStates[state] as NonNullable<(typeof orderStates)[string]>),
  id: `order-${i}`,
  name: `S000${46 - i}`,
  viewerAccess: 'L3' as const,
  customerReference: i % 2 ? null : `PO-2026-${1000 + i}`,
}));

/** The list of a business customer's orders. */
export function accountStates(pages: typeof Pages, shell: Pages.Shell): Record<string, () => string> {
  const show = (query: string, orders = rows, next: string | null = null) =>
    pages.accountOrdersPage({
      shell,
      ask: pages.readAsk(new URLSearchParams(query)),
      given: { viewer: { role: viewer.role, customers: [...viewer.customers] }, orders, next },
      now,
    });
  return {
    'account-orders': () => show('', rows, 'bmV4dA'),
    'account-orders-late': () => show('show=late&after=bmV4dA', rows.slice(2, 3)),
    'account-orders-none': () => show('show=needs-attention', []),
    'account-search': () => show('q=PO-2026', rows.slice(0, 2)),
    'account-search-nothing': () => show(`q=${encodeURIComponent('"><script>1Z999')}`, []),
    'account-search-short': () => show('q=S0', []),
  };
}
