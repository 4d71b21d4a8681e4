import { fromGlobalId, odooIdFrom } from '@milepost/service-kit';
import { z } from 'zod';

/** What tracking tells and we act on, read out of the messages that it sends to everybody (docs/webhooks.md). Unknown fields are left alone: more may come. */

const globalId = z.string().max(200);
const instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((value) => value ?? null);
const orders = z.array(z.object({ id: globalId, name: z.string().nullish() })).default([]);
const deliveries = z.array(z.object({ id: globalId, orderId: globalId })).default([]);

const shipment = z.object({
  id: globalId,
  trackingNumber: z.string(),
  carrierCode: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  carrierName: z.string().max(100).nullish(),
  direction: z.string(),
  status: z.string(),
  estimate: z
    .object({ latest: z.string().max(40).nullish(), source: z.string().nullish() })
    .nullish()
    .transform((value) => value ?? null),
  hasProof: z.boolean().default(false),
});

const milestoneAdded = z.object({
  orders,
  deliveries,
  shipment,
  event: z
    .object({
      milestone: z.string(),
      source: z.string().nullish(),
      occurredAt: z.object({ instant: z.string().nullish(), local: z.string().nullish() }),
      location: z.object({ city: z.string().nullish(), countryCode: z.string().nullish() }).nullish(),
    })
    .nullable(),
});

const caseTold = z.object({
  case: z.object({
    id: globalId,
    type: z.string(),
    severity: z.string(),
    reason: z.string(),
    action: z.string().nullish(),
    dueAt: instant,
    closedAt: instant,
    version: z.number().int(),
  }),
  orders,
  deliveries,
  shipment: shipment.nullish(),
});

export interface ToldShipment {
  id: string;
  trackingNumber: string;
  carrierCode: string | null;
  /** As people know it. */
  carrierName: string | null;
  direction: string;
  status: string;
  hasProof: boolean;
  /** The last moment at which it is expected, as it was said: a date, a local time, or an instant with its offset; and whose belief that is. */
  expectedBy: { at: string; whose: string } | null;
}

interface Common {
  /** Rises with each message of the stream. */
  sequence: number;
  requestId: string;
  orderIds: readonly number[];
  deliveries: readonly { id: number; orderId: number }[];
}
export interface MilestoneNews extends Common {
  kind: 'milestone';
  shipment: ToldShipment;
  /** Null: a better reading has taken the event back. */
  event: { milestone: string; source: string; at: string | null; place: string | null } | null;
}
export interface CaseNews extends Common {
  kind: 'case';
  shipment: ToldShipment | null;
  case: {
    id: string;
    type: string;
    severity: string;
    reason: string;
    action: string | null;
    dueAt: string | null;
    isOpen: boolean;
    /** It was opened, or opened again. */
    isOpening: boolean;
    version: number;
  };
}
export type News = MilestoneNews | CaseNews;

/** Null: nothing that we act on, or not what is documented. `webhookId` is `milestone_<number>` or `case_<number>`. */
export function readNews({
  webhookId,
  eventType,
  body,
}: {
  webhookId: string;
  eventType: string;
  body: unknown;
}): News | null {
  const sequence = Number(/^(?:milestone|case)_(\d{1,15})$/.exec(webhookId)?.[1]);
  const data = (body as { data?: unknown } | null)?.data;
  if (!Number.isSafeInteger(sequence)) return null;
  const requestId = requestOf(data) ?? webhookId;
  if (eventType === 'milestone.added') {
    const { success, data: told } = milestoneAdded.safeParse(data);
    const parcel = success ? parcelOf(told.shipment) : null;
    if (!success || parcel === null) return null;
    const { event } = told;
    return {
      kind: 'milestone',
      sequence,
      requestId,
      ...whose(told),
      shipment: parcel,
      event: event && {
        milestone: event.milestone,
        source: event.source ?? 'unknown',
        at: event.occurredAt.local ?? event.occurredAt.instant ?? null,
        place: [event.location?.city, event.location?.countryCode].filter(Boolean).join(', ') || null,
      },
    };
  }
  if (!eventType.startsWith('case.')) return null;
  const { success, data: told } = caseTold.safeParse(data);
  const id = success ? fromGlobalId('Case', told.case.id) : null;
  if (!success || id === null) return null;
  return {
    kind: 'case',
    sequence,
    requestId,
    ...whose(told),
    shipment: told.shipment ? parcelOf(told.shipment) : null,
    case: {
      id,
      type: told.case.type,
      severity: told.case.severity,
      reason: told.case.reason,
      action: told.case.action ?? null,
      dueAt: told.case.dueAt,
      isOpen: told.case.closedAt === null,
      isOpening: eventType === 'case.opened',
      version: told.case.version,
    },
  };
}

function parcelOf(told: z.output<typeof shipment>): ToldShipment | null {
  const id = fromGlobalId('Shipment', told.id);
  if (id === null) return null;
  const { trackingNumber, carrierCode, direction, status, hasProof, estimate } = told;
  const isDay = /^\d{4}-\d{2}-\d{2}/.test(estimate?.latest ?? '') && !Number.isNaN(Date.parse(estimate?.latest ?? ''));
  const expectedBy = estimate?.latest && isDay ? { at: estimate.latest, whose: estimate.source ?? 'UNKNOWN' } : null;
  const carrierName = told.carrierName ?? carrierCode?.toUpperCase() ?? null;
  return { id, trackingNumber, carrierCode, carrierName, direction, status, hasProof, expectedBy };
}

function whose(told: { orders: { id: string }[]; deliveries: { id: string; orderId: string }[] }) {
  const deliveries = told.deliveries.flatMap((one) => {
    const [id, orderId] = [odooIdFrom('Delivery', one.id), odooIdFrom('Order', one.orderId)];
    return id === null || orderId === null ? [] : [{ id, orderId }];
  });
  const named = told.orders.flatMap(({ id }) => odooIdFrom('Order', id) ?? []);
  return { deliveries, orderIds: [...new Set([...named, ...deliveries.map(({ orderId }) => orderId)])] };
}

function requestOf(data: unknown): string | null {
  const { requestId } = (data ?? {}) as { requestId?: unknown };
  return typeof requestId === 'string' && requestId.length <= 200 ? requestId : null;
}
