import { type ScopeRow, scopeAllows, seesEverything, toGlobalId, type Viewer } from '@milepost/service-kit';
import { encodeLiveCursor } from '../live/cursor.ts';
import type { LiveMilestone } from '../live/milestone-stream.ts';

/** What endpoints can subscribe to. Names are API. */
export const eventTypes = { 'milestone.added': 'Somebody would be told something new about a shipment' } as const;
type WebhookEventType = keyof typeof eventTypes;
export const testType = 'webhook.test';

/** Names of orders by Odoo id, as far as deliveries told them. */
export type OrderNames = ReadonlyMap<number, string>;

/**
 * The body of a milestone's webhook: names and meaning as in the graph, ids that the graph takes. Orders are those of the viewer's scope. The same milestone has the same webhook-id wherever and however often it
 * is sent.
 */
export function milestonePayload(
  { seq, toldAt, shipment, event, links }: LiveMilestone,
  viewer: Viewer,
  names: OrderNames,
): { webhookId: string; payload: string } {
  const cursor = encodeLiveCursor(seq);
  return {
    webhookId: `milestone_${seq}`,
    payload: JSON.stringify({
      type: 'milestone.added' satisfies WebhookEventType,
      timestamp: toldAt.toISOString(),
      data: {
        cursor,
        orders: visibleOrders(links, viewer).map((id) => ({
          id: toGlobalId('Order', id),
          name: names.get(id) ?? null,
        })),
        shipment: {
          id: toGlobalId('Shipment', shipment.id),
          trackingNumber: shipment.trackingNumber,
          carrierCode: shipment.carrierCode,
          direction: shipment.direction,
          status: shipment.status,
          milestone: shipment.milestone,
          reason: shipment.reason,
          isDelayed: shipment.isDelayed,
          lastEventAt: shipment.lastEventAt?.toISOString() ?? null,
        },
        event: event && {
          id: toGlobalId('Event', `${event.shipmentId}:${event.key}`),
          milestone: event.milestone,
          status: event.status,
          reason: event.reason,
          description: event.description,
          occurredAt: {
            instant: event.occurredInstant?.toISOString() ?? null,
            local: event.occurredLocal,
            precision: event.occurredPrecision,
          },
          location: { text: event.placeText, city: event.city, countryCode: event.countryCode },
        },
      },
    }),
  };
}

/** Each once, oldest link first. */
export function visibleOrders(links: readonly ScopeRow[], viewer: Viewer): number[] {
  const all = seesEverything(viewer);
  return [...new Set(links.filter((link) => all || scopeAllows(viewer, link)).map((link) => link.orderId))];
}

export function testPayload(at: Date): string {
  return JSON.stringify({
    type: testType,
    timestamp: at.toISOString(),
    data: { message: 'A test. Whoever reads this has an endpoint that works.' },
  });
}
