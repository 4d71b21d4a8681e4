import { classifyByRules } from '../classification/classify.ts';
import type { MilestoneCode, ReasonCode } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import type { CaseDelivery, CaseEvent, DeliverySubject, OrderSubject, ShipmentSubject } from './subject.ts';

/** A Wednesday, in working hours. */
export const now = new Date('2026-11-18T10:00:00Z');
export const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

export function aDelivery(given: Partial<CaseDelivery> = {}): CaseDelivery {
  return {
    id: 20,
    name: 'WH/OUT/00020',
    kind: 'OUTGOING',
    orderId: 29,
    orderName: 'S00029',
    companyId: 1,
    customerId: 7,
    region: null,
    warehouseId: 1,
    countryCode: 'DE',
    deliveryMethod: 'UPS Ground',
    references: ['1Z999AA10123456784'],
    scheduledAt: hoursAgo(30),
    shippedAt: hoursAgo(24),
    promisedAt: null,
    isCancelled: false,
    total: { amount: 80, currencyCode: 'EUR' },
    ...given,
  };
}

export const deliverySubject = (given: Partial<CaseDelivery> = {}, shipmentCount = 0): DeliverySubject => ({
  kind: 'DELIVERY',
  key: 'd:20',
  delivery: aDelivery(given),
  shipmentCount,
});

export const orderSubject = (...messages: string[]): OrderSubject => ({
  kind: 'ORDER',
  key: 'o:29',
  orderId: 29,
  delivery: aDelivery(),
  owner: { companyId: 1, customerId: 7, region: null },
  problems: messages.map((message, n) => ({ id: `p${n}`, message, since: hoursAgo(1), deliveryName: null })),
});

let serial = 0;
export function anEvent(milestone: MilestoneCode, hours: number, more: Partial<CaseEvent> = {}): CaseEvent {
  serial += 1;
  const status = milestoneRule(milestone).status;
  const { reason = null, description = null } = more;
  return {
    key: serial.toString(16).padStart(32, '0'),
    at: hoursAgo(hours),
    milestone,
    status,
    reason,
    classified: classifyByRules({ milestone, status, reason, description }),
    description,
    place: 'Leipzig, DE',
    countryCode: 'DE',
    isVoid: false,
    ...more,
  };
}

/** A shipment that stands where its newest event left it. */
export function shipmentSubject(
  events: readonly CaseEvent[],
  given: Partial<ShipmentSubject> & { because?: ReasonCode } = {},
): ShipmentSubject {
  const { because, ...more } = given;
  const [newest] = events;
  const status = newest?.status ?? 'PENDING';
  return {
    kind: 'SHIPMENT',
    key: 's:019a9b00-0000-7000-8000-000000000001',
    id: '019a9b00-0000-7000-8000-000000000001',
    trackingNumber: '1Z999AA10123456784',
    carrierCode: 'ups',
    direction: 'FORWARD',
    status,
    milestone: newest?.milestone ?? 'AWAITING_CARRIER_DATA',
    reason: because ?? newest?.reason ?? null,
    isDelayed: false,
    isFinal: status === 'DELIVERED' || status === 'RETURNED' || status === 'CANCELLED',
    journeys: 1,
    promisedDate: null,
    estimateLatest: null,
    pickupLastDay: null,
    hasProof: false,
    deliveryDoubts: [],
    evidence: { status: newest?.key ?? null, estimate: null, promise: null, delayed: [] },
    createdAt: hoursAgo(25),
    deliveries: [aDelivery()],
    returnBookedAt: null,
    registration: {
      state: 'REGISTERED',
      provider: 'aftership',
      needs: [],
      problem: null,
      createdAt: hoursAgo(25),
    },
    events,
    isOutage: false,
    ...more,
  };
}
