import { type ScopeRow, scopeAllows, seesEverything, toGlobalId, type Viewer } from '@milepost/service-kit';
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

/** Names of orders and deliveries by Odoo id, as far as deliveries told them. */
export interface Names {
  orders: ReadonlyMap<number, string>;
  deliveries: ReadonlyMap<number, string>;
}

/** The body of a message, and what it is known by: the same wherever and however often it is sent. */
interface Message {
  webhookId: string;
  type: WebhookEventType;
  payload: string;
}

/** Names and meaning as in the graph, ids that the graph takes. Orders and deliveries are those of the viewer's scope. */
export function milestoneMessage(
  { seq, toldAt, shipment, event, links }: LiveMilestone,
  viewer: Viewer,
  names: Names,
): Message {
  const seen = visibleLinks(links, viewer);
  return message('milestone.added', `milestone_${seq}`, toldAt, {
    cursor: encodeLiveCursor(seq),
    orders: ordersOf(ordersIn(seen), names),
    deliveries: deliveriesOf(seen, names),
    shipment: shipmentBody(shipment),
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
  { seq, toldAt, change, caseId, case: one, shipment, links }: LiveCase,
  viewer: Viewer,
  names: Names,
): Message {
  const seen = visibleLinks(links, viewer);
  const own = one.orderId === null ? [] : [one.orderId];
  return message(typeOfChange[change], `case_${seq}`, toldAt, {
    cursor: encodeLiveCursor(seq),
    case: caseBody(caseId, one),
    orders: ordersOf(shipment ? ordersIn(seen) : own, names),
    deliveries: shipment
      ? deliveriesOf(seen, names)
      : deliveriesOf(
          one.deliveryId !== null && one.orderId !== null ? [{ deliveryId: one.deliveryId, orderId: one.orderId }] : [],
          names,
        ),
    shipment: shipment && shipmentBody(shipment),
  });
}

const message = (type: WebhookEventType, webhookId: string, at: Date, data: object): Message => ({
  webhookId,
  type,
  payload: JSON.stringify({ type, timestamp: at.toISOString(), data }),
});

function shipmentBody(shipment: ShipmentRow) {
  const { estimate, promisedDate, proof } = shipment.state;
  return {
    id: toGlobalId('Shipment', shipment.id),
    trackingNumber: shipment.trackingNumber,
    carrierCode: shipment.carrierCode,
    direction: shipment.direction,
    status: shipment.status,
    milestone: shipment.milestone,
    reason: shipment.reason,
    isDelayed: shipment.isDelayed,
    promisedAt: promisedDate ?? null,
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

const ordersOf = (ids: readonly number[], names: Names) =>
  ids.map((id) => ({ id: toGlobalId('Order', id), name: names.orders.get(id) ?? null }));

const deliveriesOf = (links: readonly Pick<LinkRow, 'deliveryId' | 'orderId'>[], names: Names) =>
  links.map(({ deliveryId, orderId }) => ({
    id: toGlobalId('Delivery', deliveryId),
    name: names.deliveries.get(deliveryId) ?? null,
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
