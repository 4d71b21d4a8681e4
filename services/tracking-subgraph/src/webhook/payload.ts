import { type ScopeRow, scopeAllows, seesEverything, toGlobalId, type Viewer } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import { escalations } from '../case/case-clock.ts';
import type { CaseRule } from '../case/case-rule.ts';
import { caseRules } from '../case/case-rules.ts';
import { severities } from '../case/subject.ts';
import type { LiveCase, ToldCase } from '../live/case-stream.ts';
import { encodeLiveCursor } from '../live/cursor.ts';
import type { LinkRow, LiveMilestone } from '../live/milestone-stream.ts';
import type { ShipmentRow } from '../shipment/shipment-row.ts';
import { typeOfChange, type WebhookEventType } from './event-types.ts';

export const testType = 'webhook.test';

/** What was told of orders and deliveries, by Odoo id. */
export interface FromOdoo {
  orders: ReadonlyMap<number, { name: string | null }>;
  deliveries: ReadonlyMap<number, { name: string; promisedAt: string | null }>;
}

/** The body of a message, and what it is known by: the same wherever and however often it is sent. */
interface Message {
  webhookId: string;
  type: WebhookEventType;
  payload: string;
}

/** Names and meaning as in the graph, ids that the graph takes. Orders and deliveries are those of the viewer's scope. */
export function milestoneMessage(
  { seq, requestId, toldAt, shipment, event, links }: LiveMilestone,
  viewer: Viewer,
  odoo: FromOdoo,
): Message {
  const seen = visibleLinks(links, viewer);
  return message('milestone.added', `milestone_${seq}`, toldAt, {
    cursor: encodeLiveCursor(seq),
    requestId,
    orders: ordersOf(ordersIn(seen), odoo),
    deliveries: deliveriesOf(seen, odoo),
    shipment: shipmentBody(shipment, seen, odoo),
    event: event && {
      id: toGlobalId('Event', `${event.shipmentId}:${event.key}`),
      milestone: event.milestone,
      status: event.status,
      reason: event.reason,
      description: event.description,
      source: event.source,
      occurredAt: {
        instant: event.occurredInstant?.toISOString() ?? null,
        local: event.occurredLocal,
        precision: event.occurredPrecision,
      },
      location: { text: event.placeText, city: event.city, countryCode: event.countryCode },
    },
  });
}

/** A case as it is now, whatever change is told: who receives it goes by `version`. */
export function caseMessage(
  { seq, requestId, toldAt, change, caseId, case: one, shipment, links }: LiveCase,
  viewer: Viewer,
  odoo: FromOdoo,
): Message {
  const { deliveryId, orderId } = one;
  const seen = visibleLinks(links, viewer);
  const own = deliveryId === null || orderId === null ? [] : [{ deliveryId, orderId }];
  return message(typeOfChange[change], `case_${seq}`, toldAt, {
    cursor: encodeLiveCursor(seq),
    requestId,
    case: caseBody(caseId, one),
    orders: ordersOf(shipment ? ordersIn(seen) : orderId === null ? [] : [orderId], odoo),
    deliveries: deliveriesOf(shipment ? seen : own, odoo),
    shipment: shipment && shipmentBody(shipment, seen, odoo),
  });
}

const message = (type: WebhookEventType, webhookId: string, at: Date, data: object): Message => ({
  webhookId,
  type,
  payload: JSON.stringify({ type, timestamp: at.toISOString(), data }),
});

function shipmentBody(shipment: ShipmentRow, links: readonly LinkRow[], odoo: FromOdoo) {
  const { estimate, proof } = shipment.state;
  const promises = links.flatMap(({ deliveryId }) => odoo.deliveries.get(deliveryId)?.promisedAt ?? []);
  return {
    id: toGlobalId('Shipment', shipment.id),
    trackingNumber: shipment.trackingNumber,
    carrierCode: shipment.carrierCode,
    carrierName: shipment.carrierCode === null ? null : (findCarrier(shipment.carrierCode)?.name ?? null),
    direction: shipment.direction,
    status: shipment.status,
    milestone: shipment.milestone,
    reason: shipment.reason,
    isDelayed: shipment.isDelayed,
    // The earliest, as for what is late.
    promisedAt: promises.sort()[0] ?? null,
    estimate: estimate ? { earliest: estimate.earliest, latest: estimate.latest, source: estimate.source } : null,
    hasProof: proof != null,
    lastEventAt: shipment.lastEventAt?.toISOString() ?? null,
  };
}

function caseBody(id: string, one: ToldCase) {
  const rule: CaseRule = caseRules[one.type];
  return {
    id: toGlobalId('Case', id),
    type: one.type,
    state: one.state,
    severity: severities[one.severity - 1] ?? 'MEDIUM',
    level: escalations[one.escalation] ?? 'ESCALATED',
    // Of one by hand the reason is what a colleague wrote.
    reason: one.isByHand ? rule.opens : one.reason,
    action: rule.action,
    rule: one.rule,
    openedAt: instant(one.openedAt),
    dueAt: instant(one.dueAt),
    closedAt: instant(one.closedAt),
    closeReason: one.resolution,
    closedBy: closedBy(one),
    assignee: one.assignee && { id: toGlobalId('StaffMember', one.assignee.id), name: one.assignee.name },
    version: one.version,
  };
}

function closedBy({ state, resolution }: ToldCase): 'RULE' | 'PERSON' | 'ODOO' | null {
  if (state !== 'CLOSED') return null;
  if (resolution === 'CAUSE_GONE') return 'RULE';
  return resolution === 'CLOSED_IN_ODOO' ? 'ODOO' : 'PERSON';
}

const instant = (text: string | null) => text && new Date(text).toISOString();

const ordersOf = (ids: readonly number[], odoo: FromOdoo) =>
  ids.map((id) => ({ id: toGlobalId('Order', id), name: odoo.orders.get(id)?.name ?? null }));

const deliveriesOf = (links: readonly Pick<LinkRow, 'deliveryId' | 'orderId'>[], odoo: FromOdoo) =>
  links.map(({ deliveryId, orderId }) => ({
    id: toGlobalId('Delivery', deliveryId),
    name: odoo.deliveries.get(deliveryId)?.name ?? null,
    orderId: toGlobalId('Order', orderId),
  }));

/** Oldest first. */
function visibleLinks(links: readonly LinkRow[], viewer: Viewer): readonly LinkRow[] {
  return seesEverything(viewer) ? links : links.filter((link) => scopeAllows(viewer, link));
}

/** Each once. */
const ordersIn = (links: readonly ScopeRow[]) => [...new Set(links.map(({ orderId }) => orderId))];

/** Orders that the message of a change names. */
export function ordersNamed(
  { links, ...change }: Pick<LiveMilestone | LiveCase, 'links'> & { case?: ToldCase },
  viewer: Viewer,
): number[] {
  return [...ordersIn(visibleLinks(links, viewer)), ...(change.case?.orderId != null ? [change.case.orderId] : [])];
}

export function testPayload(at: Date): string {
  return JSON.stringify({
    type: testType,
    timestamp: at.toISOString(),
    data: { message: 'A test. Whoever reads this has an endpoint that works.' },
  });
}
