import type {
  CaseType,
  DeskCaseDetailFragment,
  DeskCaseRowFragment,
  DeskOrderFieldsFragment,
  DeskOrderRowFragment,
} from '../../src/generated/graphql.ts';
import { orderStates } from './order-states.ts';
import { now, order, parcel } from './states.ts';

/** What the graph answers the desk in states that are looked at: for the screenshots, and for lists longer than any demo. */

const customers = [
  'Alpine Supply Co.',
  'Müller & Söhne Bergsport KG',
  'Bay Area Climbing Gyms LLC',
  'Ateliers Éclair SARL',
  'Hudson Expedition Group',
  'Dana Whitfield',
  'Li Wei',
];
const methods = ['DHL Paket', 'UPS Ground', 'DPD Classic', 'FedEx International Priority'];
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();

type RowParcel = DeskOrderRowFragment['shipments'][number];
const rowParcels: (Partial<RowParcel> | null)[] = [
  { status: 'IN_TRANSIT', estimate: { earliest: '2026-11-23', latest: '2026-11-23' } },
  { status: 'OUT_FOR_DELIVERY', estimate: { earliest: '2026-11-21', latest: '2026-11-21' } },
  { status: 'DELIVERED' },
  { status: 'IN_TRANSIT', isDelayed: true, estimate: { earliest: '2026-11-26', latest: '2026-11-27' } },
  null,
  { status: 'LABEL_CREATED' },
  { status: 'FAILED_ATTEMPT' },
  { status: 'DELIVERED' },
];

/** The n-th of as many orders as somebody wants. */
export function orderRow(i: number): DeskOrderRowFragment {
  const given = pick(rowParcels, i * 3 + Math.floor(i / 5));
  return {
    id: Buffer.from(`Order:${1_000_000 - i}`).toString('base64url'),
    name: `S${String(60_046 - i).padStart(5, '0')}`,
    state: 'SALE',
    placedAt: inHours(-i * 3 - 2),
    promisedDeliveryAt: i % 3 === 1 ? null : inHours(((i * 7) % 90) - 20),
    deliveryMethod: pick(methods, i),
    customer: { id: `customer-${i % customers.length}`, name: pick(customers, i * 2 + Math.floor(i / 3)) },
    company: { name: 'Northpeak Outfitters GmbH' },
    shipments: given
      ? [
          {
            id: `shipment-${i}`,
            status: 'IN_TRANSIT',
            direction: 'FORWARD',
            isDelayed: false,
            estimate: null,
            ...given,
          },
        ]
      : [],
  };
}

type Case = DeskCaseRowFragment & DeskCaseDetailFragment;
const kinds: [CaseType, Case['severity'], string, string][] = [
  [
    'SILENT_TOO_LONG',
    'HIGH',
    'No scan for 3 days 4 h; DHL scans parcels like it each 36 h.',
    'Ask DHL for a trace; tell the customer that it is late.',
  ],
  ['LOST', 'CRITICAL', 'DHL says that it is lost.', 'Offer a replacement or a refund, and claim at DHL.'],
  [
    'DELIVERED_DISPUTED',
    'CRITICAL',
    'The customer says that it did not come; delivered 19 Nov, 07:02.',
    'Look at the proof of delivery; ask the driver’s depot.',
  ],
  [
    'CUSTOMS_HELD',
    'MEDIUM',
    'Customs in Zürich want papers since 18 Nov.',
    'Send the commercial invoice to the carrier.',
  ],
  ['ATTEMPT_FAILED', 'MEDIUM', 'Nobody was there at 11:20.', 'Ask the customer for a day, or for a neighbour.'],
  ['PICKUP_EXPIRING', 'HIGH', 'It goes back on 23 Nov and was not collected.', 'Call the customer.'],
  ['ADDRESS_PROBLEM', 'MEDIUM', 'The house number is missing.', 'Ask the customer and tell the carrier.'],
  ['LATE_DISPATCH', 'LOW', 'It should have left on 20 Nov.', 'Ask the warehouse.'],
];
const staff = [
  { id: 'staff-1', name: 'Ana Costa', isViewer: true },
  { id: 'staff-2', name: 'Ben Okafor', isViewer: false },
];

export function deskCase(i: number, given: Partial<Case> = {}): Case {
  const [type, severity, reason, recommendedAction] = pick(kinds, i * 5 + 1);
  const who = i % 3 === 0 ? null : pick(staff, i);
  return {
    id: `case-${i}`,
    type,
    state: 'OPEN',
    severity,
    reason,
    recommendedAction,
    openedAt: inHours(-26 - i),
    dueAt: inHours(i * 2 - 7),
    escalation: i < 3 ? 'OVERDUE' : i < 5 ? 'WARNED' : 'NONE',
    waitingFor: null,
    snoozedUntil: null,
    isSnoozedUntilNews: false,
    closedAt: null,
    resolution: null,
    version: 3,
    assignee: who,
    order: {
      id: Buffer.from(`Order:${46 + i}`).toString('base64url'),
      name: `S${String(46 + i).padStart(5, '0')}`,
      customer: { name: pick(customers, i) },
    },
    shipment: { id: 'shipment-1', trackingNumber: '00340434161094042557' },
    incident: null,
    number: null,
    reports: [],
    rule: 'cases 1: silent for longer than its carrier usually is',
    priority: {
      score: 480 - i * 20,
      parts: [
        { name: 'SEVERITY', value: 'high', factor: 3 },
        { name: 'PROMISE', value: 'promised in 6 h', factor: 2 },
        { name: 'VALUE', value: '€2,074', factor: 1.5 },
      ],
    },
    history: [
      { id: `opened-${i}`, at: inHours(-26 - i), action: 'OPENED', by: null, text: reason },
      { id: `assigned-${i}`, at: inHours(-4), action: 'ASSIGNED', by: { name: 'Ana Costa' }, text: 'Ana Costa' },
      {
        id: `noted-${i}`,
        at: inHours(-3),
        action: 'NOTED',
        by: { name: 'Ana Costa' },
        text: 'Depot Leipzig looks for it and calls back today.',
      },
    ],
    ...given,
  };
}

const incident = { id: 'incident-1', title: 'DHL: 214 parcels silent since Leipzig, 19 Nov', caseCount: 214 };
export const cases: Case[] = [
  deskCase(2, { severity: 'CRITICAL', incident, order: null, assignee: staff[1] ?? null }),
  ...[0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((i) => deskCase(i)),
];

const lineOf = (line: NonNullable<DeskOrderFieldsFragment['lines']>[number]) => line;

/** A whole order as the panel reads it. */
export function deskOrder(given: Partial<DeskOrderFieldsFragment> = {}, state = 'delayed'): DeskOrderFieldsFragment {
  const base = orderStates[state] ?? order({ shipments: [parcel()] });
  return {
    ...base,
    id: 'T3JkZXI6NDY',
    firstPromisedDeliveryAt: '2026-11-20T12:00:00Z',
    customerReference: 'PO-88150',
    deliveryMethod: 'DHL Paket',
    invoiceState: 'TO_INVOICE',
    total: { amount: '2074.49', currencyCode: 'EUR' },
    customer: {
      id: 'customer-1',
      name: 'Müller & Söhne Bergsport KG',
      email: 'einkauf@bergsport.example',
      hasPhone: true,
    },
    company: { id: 'company-1', name: 'Northpeak Outfitters GmbH' },
    deliveryAddress: { name: 'Lager Süd', street: 'Am Sägewerk 4', street2: null, city: 'Leipzig', countryCode: 'DE' },
    lines: base.lines?.map((line) => lineOf({ ...line, quantityDelivered: line.quantityOrdered })) ?? null,
    deliveries: base.deliveries.map((delivery) => ({ ...delivery, steps: [] })),
    writeBacks: base.shipments.slice(0, 1).map(({ id }) => ({
      id: 'write-back-1',
      effect: 'ACTIVITY' as const,
      state: 'DONE' as const,
      summary: 'Lost: DHL 00340434161094042557',
      reason: null,
      shipment: { id },
      createdAt: '2026-11-20T07:30:00Z',
      settledAt: '2026-11-20T07:30:20Z',
    })),
    shipments: base.shipments.map((one) => ({
      ...one,
      events: {
        ...one.events,
        nodes: one.events.nodes.map((event) => ({
          ...event,
          location: event.location && { latitude: null, longitude: null, coordinatePrecision: null, ...event.location },
        })),
      },
      packageCount: null,
      deliveryDoubts: [],
      pieces: [],
      legs: [
        { carrier: { code: 'dhl', name: 'DHL' }, trackingNumber: one.trackingNumber, direction: 'FORWARD' as const },
      ],
      pickupPoint: null,
      proofOfDelivery: one.proofOfDelivery ? { ...one.proofOfDelivery, documentCount: 1 } : null,
      providerChecks: [
        {
          provider: 'aftership',
          question: 'CHANGES' as const,
          outcome: 'ANSWERED',
          count: 40,
          firstAt: '2026-11-20T02:10:00Z',
          lastAt: '2026-11-20T08:50:00Z',
        },
      ],
      receivedMessages: one.events.nodes.slice(0, 2).map(({ id }, i) => ({
        provider: 'aftership',
        way: i === 0 ? ('WEBHOOK' as const) : ('READ' as const),
        receivedAt: `2026-11-20T0${6 - i}:12:00Z`,
        factCount: 1,
        eventIds: [id],
      })),
      sentWebhooks: [
        {
          id: 'message-1',
          endpoint: 'Alpine’s ERP',
          isOwn: false,
          eventType: 'milestone.added',
          state: 'DELIVERED' as const,
          attemptCount: 2,
          lastTriedAt: '2026-11-20T06:12:05Z',
          lastStatus: 204,
          lastProblem: null,
          createdAt: '2026-11-20T06:12:02Z',
        },
      ],
      registration: {
        state: 'REGISTERED' as const,
        provider: 'aftership',
        registeredAt: '2026-11-18T14:05:00Z',
        needs: [],
        pending: null,
        problem: null,
      },
    })),
    cases: [deskCase(0)],
    ...given,
  };
}

/** By operation: what the graph answers. */
export type Answers = Record<string, (variables: Record<string, unknown>) => unknown>;

const page = <T>(all: readonly T[] | number, row: (i: number) => T, variables: Record<string, unknown>) => {
  const count = typeof all === 'number' ? all : all.length;
  const from = Number(variables['after'] ?? 0);
  const to = Math.min(count, from + Number(variables['first']));
  return {
    nodes: Array.from({ length: to - from }, (_, i) => row(from + i)),
    pageInfo: { hasNextPage: to < count, endCursor: String(to) },
  };
};

/** A desk with this many orders, in pages as they are asked for, or of another size. */
export const answersWith = (orderCount: number, pageSize?: number): Answers => ({
  DeskOrders: (variables) => ({
    orders: page<DeskOrderRowFragment>(orderCount, orderRow, { ...variables, ...(pageSize && { first: pageSize }) }),
  }),
  DeskCases: (variables) => ({ cases: page(cases, (i) => cases[i] as Case, variables) }),
  DeskChanges: () => ({
    deskChanged: {
      mark: 'x',
      haveCasesChanged: true,
      presence: [
        { subjectId: deskOrder().id, since: '2026-11-20T08:50:00Z', staff: { id: 'staff-2', name: 'Ben Okafor' } },
        { subjectId: cases[3]?.id, since: '2026-11-20T08:55:00Z', staff: { id: 'staff-3', name: 'Chiara Moretti' } },
        { subjectId: cases[3]?.id, since: '2026-11-20T08:56:00Z', staff: { id: 'staff-2', name: 'Ben Okafor' } },
      ],
    },
  }),
  DeskOrderExport: () => ({ orderListExport: { rowCount: Math.min(orderCount, 50_000), isCut: orderCount > 50_000 } }),
  DeskCaseExport: () => ({ caseListExport: { rowCount: cases.length, isCut: false } }),
  DeskCaseCounts: () => ({ caseCounts: [12, 4, 3, 3, 2] }),
  DeskOrder: () => ({ liveCursor: 'x', order: deskOrder() }),
  DeskOrderByName: () => ({ liveCursor: 'x', orderByName: deskOrder() }),
  DeskCase: () => ({ case: deskCase(1, { order: null }) }),
  DeskShipment: () => ({
    liveCursor: 'x',
    shipment: { ...deskOrder().shipments[0], order: null, cases: [deskCase(1, { order: null })] },
  }),
  DeskStaff: () => ({ staff }),
  DeskWhy: () => ({
    shipment: {
      id: 'shipment-1',
      why: [
        {
          statement: 'status is IN_TRANSIT',
          rule: 'fold 3: the newest event that moves the journey',
          facts: [
            {
              id: 'fact-1',
              kind: 'carrier-event',
              source: 'aftership',
              mappingVersion: 'aftership 4',
              recordedAt: '2026-11-20T05:12:00Z',
              reason: null,
            },
          ],
        },
      ],
    },
  }),
  DeskSearch: () => ({
    search: {
      hits: {
        nodes: [0, 1, 2].map((i) => {
          const { id, name, placedAt, customer } = orderRow(i * 7);
          return {
            field: 'CUSTOMER_NAME',
            match: i === 2 ? 'SIMILAR' : 'PREFIX',
            order: { id, name, placedAt, customer, company: { id: 'company-1', name: 'Northpeak Outfitters GmbH' } },
            customer: null,
          };
        }),
      },
      orders: {
        nodes: [0, 1, 2].map((i) => {
          const { id, name, placedAt, customer } = orderRow(i * 7);
          return { id, name, placedAt, customer, company: { id: 'company-1', name: 'Northpeak Outfitters GmbH' } };
        }),
      },
      shipments: {
        nodes: [
          {
            id: 'shipment-1',
            trackingNumber: '00340434161094042557',
            status: 'IN_TRANSIT',
            carrier: { code: 'dhl', name: 'DHL' },
            order: { id: 'T3JkZXI6NDY', name: 'S00046' },
          },
        ],
      },
    },
  }),
});
