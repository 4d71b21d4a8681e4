import type { Order, Parcel } from '../../src/order/parcels.ts';

/** Every state that a customer can meet, as data: for tests of the words, for checks of the pages, and for the screenshots. */

export const now = new Date('2026-11-21T09:30:00Z');

type Event = Parcel['events']['nodes'][number];
type Item = NonNullable<Order['deliveries'][number]['items']>[number];

export function event(given: Partial<Event> & Pick<Event, 'milestone'>): Event {
  return {
    id: `event-${given.milestone}-${given.occurredAt?.local ?? ''}`,
    status: 'IN_TRANSIT',
    reason: null,
    description: 'Shipment has been processed in the parcel centre',
    occurredAt: { instant: '2026-11-20T05:10:00Z', local: '2026-11-20T06:10:00', precision: 'INSTANT' },
    location: { text: 'Leipzig, Germany', city: 'Leipzig', countryCode: 'DE' },
    source: 'aftership',
    marks: [],
    ...given,
  };
}

const at = (day: number, clock: string, hours = 1) => ({
  instant: new Date(Date.parse(`2026-11-${day}T${clock}:00Z`) - hours * 3_600_000).toISOString(),
  local: `2026-11-${day}T${clock}:00`,
  precision: 'INSTANT' as const,
});
const place = (city: string, countryCode = 'DE') => ({ text: city, city, countryCode });

export const scans = {
  label: event({
    milestone: 'LABEL_CREATED',
    status: 'LABEL_CREATED',
    occurredAt: at(18, '15:00'),
    location: null,
    description: 'The instruction data for this shipment have been provided by the sender',
  }),
  pickedUp: event({
    milestone: 'PICKED_UP',
    status: 'PICKED_UP',
    occurredAt: at(18, '18:20'),
    location: place('Hamburg'),
  }),
  arrived: event({ milestone: 'ARRIVED_FACILITY', occurredAt: at(19, '02:41'), location: place('Hannover') }),
  departed: event({ milestone: 'DEPARTED_FACILITY', occurredAt: at(19, '23:05'), location: place('Hannover') }),
  depot: event({ milestone: 'ARRIVED_DELIVERY_FACILITY', occurredAt: at(20, '06:10'), location: place('Leipzig') }),
  out: event({
    milestone: 'OUT_FOR_DELIVERY',
    status: 'OUT_FOR_DELIVERY',
    occurredAt: at(21, '08:12'),
    location: place('Leipzig'),
  }),
};

export function parcel(
  given: Partial<Parcel> = {},
  history: Event[] = [scans.depot, scans.departed, scans.arrived, scans.pickedUp, scans.label],
): Parcel {
  return {
    id: 'shipment-1',
    viewerAccess: 'L1',
    trackingNumber: '00340434161094042557',
    carrier: { code: 'dhl', name: 'DHL', trackingUrl: 'https://carrier.example/track' },
    direction: 'FORWARD',
    status: 'IN_TRANSIT',
    milestone: 'ARRIVED_DELIVERY_FACILITY',
    reason: null,
    isDelayed: false,
    estimate: { earliest: '2026-11-23', latest: '2026-11-23', source: 'CARRIER' },
    lastEventAt: '2026-11-20T05:10:00Z',
    checkedAt: '2026-11-21T09:12:00Z',
    proofOfDelivery: null,
    pickupPoint: null,
    deliveryDoubts: [],
    events: { nodes: history, pageInfo: { hasNextPage: false } },
    ...given,
  };
}

const line = (id: string, description: string, quantityOrdered: number) => ({
  id,
  description,
  quantityOrdered,
  unit: 'Units',
  isShippable: true,
});
export const lines = [line('line-tent', '[TENT-2P] Ridgeline Tent 2P', 2), line('line-mug', '[MUG-01] Camp Mug', 10)];

export const item = (lineId: string, quantity: number, given: Partial<Item> = {}): Item => ({
  line: { id: lineId },
  description: lines.find(({ id }) => id === lineId)?.description ?? lineId,
  quantity,
  unit: 'Units',
  countsAsLine: true,
  ...given,
});

type Delivery = Order['deliveries'][number];
export const delivery = (given: Partial<Delivery> = {}): Delivery => ({
  id: 'delivery-1',
  name: 'WH/OUT/00031',
  kind: 'OUTGOING',
  state: 'DONE',
  scheduledAt: '2026-11-18T10:00:00Z',
  doneAt: '2026-11-18T14:00:00Z',
  carrierName: 'DHL Paket',
  items: [item('line-tent', 2), item('line-mug', 10)],
  shipments: [{ id: 'shipment-1' }],
  ...given,
});

export const order = (given: Partial<Order> = {}): Order => ({
  id: 'T3JkZXI6NDY',
  name: 'S00046',
  state: 'SALE',
  deliveryAddress: null,
  placedAt: '2026-11-17T08:00:00Z',
  promisedDeliveryAt: '2026-11-23T12:00:00Z',
  asOf: '2026-11-21T09:29:30Z',
  viewerAccess: 'L1',
  company: { name: 'Northpeak Outfitters GmbH' },
  lines,
  deliveries: [delivery()],
  shipments: [parcel()],
  ...given,
});

const one = (given: Partial<Parcel>, history?: Event[]) => order({ shipments: [parcel(given, history)] });
const after = (newest: Event) => [
  newest,
  scans.out,
  scans.depot,
  scans.departed,
  scans.arrived,
  scans.pickedUp,
  scans.label,
];
const ended = (milestone: Event['milestone'], status: Event['status'], given: Partial<Event> = {}) =>
  event({ milestone, status, occurredAt: at(21, '10:02'), location: place('Leipzig'), ...given });

const severalParcels = order({
  deliveries: [
    delivery({ items: [item('line-tent', 1)], shipments: [{ id: 'shipment-1' }] }),
    delivery({
      id: 'delivery-2',
      name: 'WH/OUT/00032',
      items: [item('line-mug', 6)],
      shipments: [{ id: 'shipment-2' }, { id: 'shipment-3' }],
    }),
    delivery({
      id: 'delivery-3',
      name: 'WH/OUT/00033',
      state: 'CONFIRMED',
      doneAt: null,
      scheduledAt: '2026-11-26T10:00:00Z',
      items: [item('line-tent', 1), item('line-mug', 4)],
      shipments: [],
    }),
  ],
  shipments: [
    parcel({ status: 'DELIVERED', milestone: 'DELIVERED' }, after(ended('DELIVERED', 'DELIVERED'))),
    parcel({ id: 'shipment-2', trackingNumber: '00340434161094042564' }),
    parcel(
      {
        id: 'shipment-3',
        trackingNumber: '00340434161094042571',
        status: 'LABEL_CREATED',
        milestone: 'LABEL_CREATED',
        estimate: null,
      },
      [scans.label],
    ),
  ],
});

/** Orders by state; the key names the screenshot. */
export const orderStates: Record<string, Order> = {
  quotation: order({ state: 'SENT', deliveries: [], shipments: [] }),
  preparing: order({
    deliveries: [delivery({ state: 'CONFIRMED', doneAt: null, scheduledAt: '2026-11-25T10:00:00Z', shipments: [] })],
    shipments: [],
  }),
  'order-system-away': order({ asOf: '2026-11-21T08:12:00Z' }),
  'order-not-whole': order({
    asOf: '1970-01-01T00:00:00.000Z',
    deliveries: [delivery({ state: 'CONFIRMED', doneAt: null, scheduledAt: '2026-11-25T10:00:00Z', shipments: [] })],
    shipments: [],
  }),
  'sent-without-number': order({
    deliveries: [delivery({ shipments: [], carrierName: 'City Courier' })],
    shipments: [],
  }),
  'waiting-for-first-scan': one(
    { status: 'PENDING', milestone: 'AWAITING_CARRIER_DATA', estimate: null, lastEventAt: null },
    [],
  ),
  'wrong-number': one(
    { status: 'PENDING', milestone: 'INVALID_TRACKING_NUMBER', estimate: null, lastEventAt: null, carrier: null },
    [],
  ),
  'label-made': one({ status: 'LABEL_CREATED', milestone: 'LABEL_CREATED', estimate: null }, [scans.label]),
  'with-carrier': one({ status: 'PICKED_UP', milestone: 'PICKED_UP', estimate: null }, [scans.pickedUp, scans.label]),
  'in-transit': one({ milestone: 'ARRIVED_DELIVERY_FACILITY' }),
  'in-transit-no-date': one({ estimate: null }),
  delayed: one(
    {
      isDelayed: true,
      reason: 'WEATHER',
      milestone: 'DELAYED',
      estimate: { earliest: '2026-11-25', latest: '2026-11-26', source: 'CARRIER' },
    },
    after(ended('DELAYED', 'IN_TRANSIT', { reason: 'WEATHER', description: 'Verzögerung durch Unwetter' })),
  ),
  'out-for-delivery': one(
    {
      status: 'OUT_FOR_DELIVERY',
      milestone: 'OUT_FOR_DELIVERY',
      estimate: { earliest: '2026-11-21T14:00:00', latest: '2026-11-21T18:00:00', source: 'CARRIER' },
    },
    after(scans.out).slice(1),
  ),
  'attempt-failed': one(
    { status: 'FAILED_ATTEMPT', milestone: 'ATTEMPT_FAILED', reason: 'RECIPIENT_NOT_AVAILABLE' },
    after(ended('ATTEMPT_FAILED', 'FAILED_ATTEMPT', { reason: 'RECIPIENT_NOT_AVAILABLE' })),
  ),
  'ready-for-pickup': one(
    { status: 'AVAILABLE_FOR_PICKUP', milestone: 'READY_FOR_PICKUP', estimate: null },
    after(
      ended('READY_FOR_PICKUP', 'AVAILABLE_FOR_PICKUP', {
        location: { text: 'Packstation 145, Karl-Liebknecht-Str. 8, Leipzig', city: 'Leipzig', countryCode: 'DE' },
      }),
    ),
  ),
  delivered: one(
    {
      status: 'DELIVERED',
      milestone: 'DELIVERED_SIGNED',
      proofOfDelivery: { deliveredAt: '2026-11-21T09:02:00Z', signedBy: 'A. Rivera' },
      viewerAccess: 'L3',
    },
    after(ended('DELIVERED_SIGNED', 'DELIVERED')),
  ),
  'delivered-to-neighbour': one(
    { status: 'DELIVERED', milestone: 'DELIVERED_NEIGHBOUR' },
    after(
      ended('DELIVERED_NEIGHBOUR', 'DELIVERED', {
        occurredAt: { instant: null, local: '2026-11-21T10:02:00', precision: 'LOCAL' },
      }),
    ),
  ),
  'held-by-customs': one(
    { status: 'EXCEPTION', milestone: 'CUSTOMS_HELD', reason: 'CUSTOMS_PAYMENT', estimate: null },
    after(ended('CUSTOMS_HELD', 'EXCEPTION', { reason: 'CUSTOMS_PAYMENT' })).filter(
      ({ milestone }) => milestone !== 'OUT_FOR_DELIVERY',
    ),
  ),
  lost: one(
    { status: 'EXCEPTION', milestone: 'LOST', reason: 'CARRIER_LOSS', estimate: null },
    after(ended('LOST', 'EXCEPTION', { reason: 'CARRIER_LOSS' })).filter(
      ({ milestone }) => milestone !== 'OUT_FOR_DELIVERY',
    ),
  ),
  returning: one(
    { status: 'RETURNING', milestone: 'RETURN_STARTED', reason: 'RECIPIENT_REFUSED', estimate: null },
    after(ended('RETURN_STARTED', 'RETURNING', { reason: 'RECIPIENT_REFUSED' })),
  ),
  returned: one(
    { status: 'RETURNED', milestone: 'RETURNED_TO_SENDER', estimate: null },
    after(ended('RETURNED_TO_SENDER', 'RETURNED')),
  ),
  'parcel-cancelled': one({ status: 'CANCELLED', milestone: 'CANCELLED', estimate: null }, [
    ended('CANCELLED', 'CANCELLED'),
    scans.label,
  ]),
  'no-more-updates': one({ status: 'EXPIRED', milestone: 'TRACKING_EXPIRED', estimate: null }),
  'order-cancelled': order({
    state: 'CANCELLED',
    deliveries: [delivery({ state: 'CANCELLED', shipments: [] })],
    shipments: [],
  }),
  'several-parcels': severalParcels,
  'with-return': order({
    deliveries: [
      delivery(),
      delivery({
        id: 'delivery-9',
        kind: 'RETURN',
        name: 'WH/IN/00004',
        items: [item('line-mug', 3)],
        shipments: [{ id: 'shipment-9' }],
      }),
    ],
    shipments: [
      parcel({ status: 'DELIVERED', milestone: 'DELIVERED' }, after(ended('DELIVERED', 'DELIVERED'))),
      parcel({ id: 'shipment-9', direction: 'RETURN', trackingNumber: '00340434161094049999', estimate: null }, [
        scans.arrived,
        scans.pickedUp,
      ]),
    ],
  }),
};
