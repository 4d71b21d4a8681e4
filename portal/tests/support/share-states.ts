import type * as Pages from '../../src/pages.tsx';
import { orderStates } from './order-states.ts';
import { now } from './states.ts';

type Link = NonNullable<Pages.SharedOrder['links']>[number];
const hoursFromNow = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
const link = (id: string, given: Partial<Link> = {}): Link => ({
  id,
  purpose: '',
  level: 'L1',
  madeBy: 'ACCOUNT',
  createdAt: hoursFromNow(-30),
  expiresAt: hoursFromNow(138),
  revokedAt: null,
  lastUsedAt: null,
  ...given,
});

const order: Pages.SharedOrder = {
  id: 'T3JkZXI6NDY',
  name: 'S00046',
  company: { id: 'Q29tcGFueTox', name: 'Northpeak Outfitters Inc.' },
  links: [
    link('a', { purpose: 'The neighbour on the second floor, who takes everything in', lastUsedAt: hoursFromNow(-2) }),
    link('b', { level: 'L0', madeBy: 'LINK' }),
    link('c', { madeBy: 'CODE', purpose: 'جدتي', revokedAt: hoursFromNow(-1) }),
  ],
};

/** Sharing an order, and what somebody gets who was given the least. */
export function shareStates(pages: typeof Pages, shell: Pages.Shell): Record<string, () => string> {
  const made = 'https://track.example.com/l/V1StGXR8_Z5jdHi6B-myT2a9QqL0kXwE';
  const whole = orderStates['several-parcels'] as NonNullable<(typeof orderStates)[string]>;
  return {
    share: () => pages.sharePage({ shell, order, now }),
    'share-none': () => pages.sharePage({ shell, order: { ...order, links: [] }, now }),
    'share-made': () => pages.sharePage({ shell, order, made, now }),
    'share-full': () => pages.sharePage({ shell, order, problem: shell.words.t('share.full'), now }),
    'order-of-account': () =>
      pages.orderPage({
        shell,
        order: { ...whole, viewerAccess: 'L3' },
        liveCursor: 'x',
        staleSince: null,
        now,
      }),
    'order-shared-least': () => pages.orderPage({ ...asLeast(whole), shell }),
    'preparing-shared-least': () => pages.orderPage({ ...asLeast(orderStates['preparing'] as typeof whole), shell }),
    'no-more-updates-shared-least': () =>
      pages.orderPage({ ...asLeast(orderStates['no-more-updates'] as typeof whole), shell }),
  };
}

/** An order as level L0 shows it. */
const asLeast = (given: NonNullable<(typeof orderStates)[string]>) => ({
  order: {
    ...given,
    viewerAccess: 'L0' as const,
    lines: null,
    deliveries: given.deliveries.map((delivery) => ({ ...delivery, items: null })),
    shipments: given.shipments.map((shipment) => ({
      ...shipment,
      viewerAccess: 'L0' as const,
      events: {
        ...shipment.events,
        nodes: shipment.events.nodes.map((event) => ({
          ...event,
          description: null,
          location: event.location && { ...event.location, text: null, city: null },
        })),
      },
    })),
  },
  liveCursor: 'x',
  staleSince: null,
  now,
});
