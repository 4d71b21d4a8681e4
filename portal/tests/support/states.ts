import type { PageOrder as Order, Parcel } from '../../src/order/parcels.ts';

/** Parcels and orders to make states from (order-states.ts), for tests, checks of the pages and screenshots. */

export const now = new Date('2026-11-21T09:30:00Z');

export type Event = Parcel['events']['nodes'][number];
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
    leg: 1,
    ...given,
  };
}

export const at = (day: number, clock: string, hours = 1) => ({
  instant: new Date(Date.parse(`2026-11-${day}T${clock}:00Z`) - hours * 3_600_000).toISOString(),
  local: `2026-11-${day}T${clock}:00`,
  precision: 'INSTANT' as const,
});
/** Latitude and longitude of towns whose names leave no doubt. */
const towns: Record<string, readonly [number, number]> = {
  Hamburg: [53.55, 9.99],
  Hannover: [52.37, 9.73],
  Leipzig: [51.34, 12.37],
};
export function place(city: string, countryCode = 'DE') {
  const [latitude = null, longitude = null] = towns[city] ?? [];
  const coordinatePrecision = latitude === null ? null : ('TOWN' as const);
  return { text: city, city, countryCode, latitude, longitude, coordinatePrecision };
}

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
    freshness: {
      observedAt: '2026-11-20T05:10:00Z',
      checkedAt: '2026-11-21T09:12:00Z',
      nextCheckAt: '2026-11-21T10:00:00Z',
      usualGapSeconds: 50_000,
      quietSince: null,
      sourceDownSince: null,
    },
    feedback: null,
    pickupPoint: null,
    deliveryDoubts: [],
    replacedBy: null,
    legs: [{ direction: 'FORWARD', carrier: { code: 'dhl', name: 'DHL' }, trackingNumber: '00340434161094042557' }],
    promises: [],
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
  company: { id: 'Q29tcGFueToz', name: 'Northpeak Outfitters GmbH' },
  lines,
  deliveries: [delivery()],
  shipments: [parcel()],
  promises: [],
  ...given,
});
