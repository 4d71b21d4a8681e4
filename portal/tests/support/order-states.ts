import { readFileSync } from 'node:fs';
import type { ToldDateFragment } from '../../src/generated/graphql.ts';
import type { PageOrder, Parcel } from '../../src/order/parcels.ts';
import { at, delivery, type Event, event, item, order, parcel, place, scans } from './states.ts';

/** The simulator’s picture of a delivery, within the page. */
const proofPhoto = `data:image/jpeg;base64,${readFileSync(new URL('../../../simulators/providers/data/proof-photo.jpg', import.meta.url), 'base64')}`;

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

const fresh = (given: Partial<Parcel['freshness']>): Parcel['freshness'] => ({ ...parcel().freshness, ...given });

/** A date told at noon of a day in November 2026. */
const told = (
  latest: string,
  toldBy: ToldDateFragment['toldBy'],
  day: number,
  given: Partial<ToldDateFragment> = {},
): ToldDateFragment => ({
  earliest: null,
  latest,
  isEstimate: false,
  toldBy,
  toldAt: `2026-11-${day}T12:00:00Z`,
  reason: null,
  isCurrent: false,
  ...given,
});

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

/** Every state that a customer can meet; the key names the screenshot. */
export const orderStates: Record<string, PageOrder> = {
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
      proofOfDelivery: { deliveredAt: '2026-11-21T09:02:00Z', signedBy: 'A. Rivera', documents: [] },
      viewerAccess: 'L3',
    },
    after(ended('DELIVERED_SIGNED', 'DELIVERED')),
  ),
  'delivered-with-proof': one(
    {
      status: 'DELIVERED',
      milestone: 'DELIVERED',
      proofOfDelivery: {
        deliveredAt: '2026-11-21T09:02:00Z',
        signedBy: 'A. Rivera',
        documents: [
          { id: 'proof-1', kind: 'PHOTO', state: 'READY', url: proofPhoto, contentType: 'image/jpeg' },
          { id: 'proof-2', kind: 'DOCUMENT', state: 'READY', url: '/documents/paper', contentType: 'application/pdf' },
          { id: 'proof-3', kind: 'SIGNATURE', state: 'WAITING', url: null, contentType: null },
        ],
      },
      feedback: 'GOOD',
      viewerAccess: 'L3',
    },
    after(ended('DELIVERED', 'DELIVERED')),
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
  'back-order': order({
    deliveries: [
      delivery({ items: [item('line-tent', 2), item('line-mug', 6)] }),
      delivery({
        id: 'delivery-2',
        name: 'WH/OUT/00032',
        state: 'CONFIRMED',
        doneAt: null,
        scheduledAt: '2026-11-26T10:00:00Z',
        items: [item('line-mug', 4)],
        shipments: [],
      }),
    ],
    shipments: [parcel({ status: 'DELIVERED', milestone: 'DELIVERED' }, after(ended('DELIVERED', 'DELIVERED')))],
  }),
  'carrier-silent': one(
    {
      status: 'LABEL_CREATED',
      milestone: 'LABEL_CREATED',
      estimate: null,
      freshness: fresh({ quietSince: '2026-11-17T14:00:00Z' }),
    },
    [scans.label],
  ),
  silent: one({ freshness: fresh({ quietSince: '2026-11-20T05:10:00Z', usualGapSeconds: 50_000 }) }),
  'source-down': one({ freshness: fresh({ sourceDownSince: '2026-11-21T08:10:00Z' }) }),
  'not-found': one({ status: 'PENDING', milestone: 'TRACKING_NOT_FOUND', estimate: null, lastEventAt: null }, []),
  'not-scanned': one(
    { status: 'PENDING', milestone: 'AWAITING_CARRIER_DATA', reason: 'TRACKING_NOT_SUPPORTED', lastEventAt: null },
    [],
  ),
  'likely-late': one({
    isDelayed: true,
    estimate: { earliest: '2026-11-23', latest: '2026-11-25', source: 'PROVIDER' },
  }),
  'promise-moved': order({
    promisedDeliveryAt: '2026-11-25T12:00:00Z',
    shipments: [
      parcel(
        {
          isDelayed: true,
          reason: 'CUSTOMS_DELAY',
          milestone: 'CUSTOMS_STARTED',
          estimate: { earliest: '2026-11-27', latest: '2026-11-27', source: 'CARRIER' },
        },
        after(
          event({
            milestone: 'CUSTOMS_STARTED',
            reason: 'CUSTOMS_DELAY',
            occurredAt: at(20, '16:00'),
            location: place('Leipzig'),
          }),
        ).slice(0, 1),
      ),
    ],
    promises: [
      told('2026-11-23', 'SHOP', 17),
      told('2026-11-24', 'CARRIER', 18, { isEstimate: true }),
      told('2026-11-25', 'AGENT', 19),
      told('2026-11-27', 'CARRIER', 20, { isEstimate: true, reason: 'CUSTOMS_DELAY', isCurrent: true }),
    ].map((date) => ({ ...date, shipment: null })),
  }),
  'out-with-window': one(
    {
      status: 'OUT_FOR_DELIVERY',
      milestone: 'OUT_FOR_DELIVERY',
      estimate: { earliest: '2026-11-21T14:00:00', latest: '2026-11-21T16:00:00', source: 'CARRIER' },
    },
    after(scans.out).slice(1),
  ),
  'out-with-stops': one(
    {
      status: 'OUT_FOR_DELIVERY',
      milestone: 'OUT_FOR_DELIVERY',
      estimate: { earliest: '2026-11-21T10:00:00', latest: '2026-11-21T12:00:00', source: 'CARRIER' },
    },
    [
      event({
        milestone: 'OUT_FOR_DELIVERY',
        status: 'OUT_FOR_DELIVERY',
        description: 'There are 3 stops ahead of yours',
        occurredAt: at(21, '10:20'),
      }),
      ...after(scans.out).slice(1),
    ],
  ),
  'ready-with-code': one(
    {
      status: 'AVAILABLE_FOR_PICKUP',
      milestone: 'READY_FOR_PICKUP',
      estimate: null,
      viewerAccess: 'L3',
      pickupPoint: {
        name: 'Packstation 145',
        address: 'Karl-Liebknecht-Str. 8, 04107 Leipzig',
        hours: 'Mo-Sa 08:00-20:00',
        lastDay: '2026-11-24',
        code: '4711',
      },
    },
    after(ended('READY_FOR_PICKUP', 'AVAILABLE_FOR_PICKUP')),
  ),
  'delivered-to-safe-place': one(
    { status: 'DELIVERED', milestone: 'DELIVERED_SAFE_PLACE' },
    after(ended('DELIVERED_SAFE_PLACE', 'DELIVERED')),
  ),
  'delivered-doubtful': one(
    { status: 'DELIVERED', milestone: 'DELIVERED', deliveryDoubts: ['MOVED_AFTERWARDS'] },
    after(ended('DELIVERED', 'DELIVERED')),
  ),
  damaged: one(
    { status: 'EXCEPTION', milestone: 'DAMAGED', reason: 'CARRIER_DAMAGE', estimate: null },
    after(ended('DAMAGED', 'EXCEPTION', { reason: 'CARRIER_DAMAGE' })),
  ),
  refused: one(
    { status: 'FAILED_ATTEMPT', milestone: 'ATTEMPT_FAILED', reason: 'RECIPIENT_REFUSED', estimate: null },
    after(ended('ATTEMPT_FAILED', 'FAILED_ATTEMPT', { reason: 'RECIPIENT_REFUSED' })),
  ),
  'address-problem': one(
    { status: 'EXCEPTION', milestone: 'ON_HOLD', reason: 'INCORRECT_ADDRESS', estimate: null },
    after(ended('ON_HOLD', 'EXCEPTION', { reason: 'INCORRECT_ADDRESS' })),
  ),
  'number-changed': one(
    {
      status: 'CANCELLED',
      milestone: 'CANCELLED',
      estimate: null,
      replacedBy: { trackingNumber: '00340434161094042588', carrier: { code: 'dhl' }, at: '2026-11-20T15:00:00Z' },
    },
    [ended('CANCELLED', 'CANCELLED'), scans.label],
  ),
  held: one(
    { status: 'EXCEPTION', milestone: 'ON_HOLD', reason: 'SECURITY' },
    after(ended('ON_HOLD', 'EXCEPTION', { reason: 'SECURITY' })),
  ),
  'handed-over': one(
    {
      status: 'IN_TRANSIT',
      milestone: 'ARRIVED_FACILITY',
      legs: [
        { direction: 'FORWARD', carrier: { code: 'dhl', name: 'DHL' }, trackingNumber: '00340434161094042557' },
        { direction: 'FORWARD', carrier: { code: 'colissimo', name: 'Colissimo' }, trackingNumber: '6A12345678901' },
      ],
    },
    [
      event({
        milestone: 'ARRIVED_FACILITY',
        occurredAt: at(20, '14:10'),
        location: place('Strasbourg', 'FR'),
        leg: 2,
      }),
      scans.departed,
      scans.arrived,
      scans.pickedUp,
      scans.label,
    ],
  ),
  'returning-labelled': order({
    deliveries: [
      delivery(),
      delivery({
        id: 'delivery-9',
        kind: 'RETURN',
        name: 'WH/IN/00004',
        state: 'READY',
        doneAt: null,
        items: [item('line-mug', 3)],
        shipments: [{ id: 'shipment-9' }],
      }),
    ],
    shipments: [
      parcel({ status: 'DELIVERED', milestone: 'DELIVERED' }, after(ended('DELIVERED', 'DELIVERED'))),
      parcel(
        {
          id: 'shipment-9',
          direction: 'RETURN',
          trackingNumber: '00340434161094049999',
          status: 'LABEL_CREATED',
          milestone: 'LABEL_CREATED',
          estimate: null,
        },
        [scans.label],
      ),
    ],
  }),
};
