import type { Words } from '@milepost/wording';
import ical from 'ical-generator';
import { OrderPageDocument } from '../src/generated/graphql.ts';
import type { Parcel } from '../src/order/parcels.ts';
import type { Access } from './access.ts';
import type { Call } from './call.ts';
import { AccessEndedError, type GatewayClient, GatewayUnavailableError } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { securityHeaders } from './respond.ts';

/** The last day on which a parcel can be collected, as a calendar file of one whole day; null when nobody said that day. The code that opens a locker stays out of it: calendars are shared. */
export function pickupCalendar({ id, pickupPoint, trackingNumber }: Parcel, { t }: Words): string | null {
  const { name, address, hours, lastDay } = pickupPoint ?? {};
  if (!lastDay) return null;
  const place = [name, address].filter(Boolean).join(', ');
  const calendar = ical({ prodId: { company: 'Milepost', product: 'Milepost' } });
  calendar.createEvent({
    id,
    start: new Date(`${lastDay}T00:00:00Z`),
    allDay: true,
    timezone: 'UTC',
    summary: t('pickup.summary', { number: trackingNumber }),
    location: place || null,
    description: hours ? t('detail.hours', { hours }) : null,
  });
  return calendar.toString();
}

/** GET /orders/:id?collect=:shipment: as the page of the order, to whoever may see that. */
export function createPickupCalendar({
  gateway,
  access,
  missing,
  outOfOrder,
}: {
  gateway: GatewayClient;
  access: Access;
  missing: (call: Call) => Promise<unknown>;
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
}) {
  return async (call: Call, orderId: string, shipmentId: string): Promise<unknown> => {
    const { request, response, requestId, shell } = call;
    const identity = access.identityFor(request.headers, orderId);
    if (identity.kind === 'nobody') return missing(call);
    try {
      const { data } = await gateway.query(
        OrderPageDocument,
        { id: orderId },
        { identity, requestId, address: addressOf(request) },
      );
      const parcel = data?.order?.shipments.find(({ id }) => id === shipmentId);
      const file = parcel && pickupCalendar(parcel, shell.words);
      if (!file) return await missing(call);
      response
        .writeHead(200, {
          ...securityHeaders,
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'attachment; filename="collect.ics"',
          'cache-control': 'private, no-store',
        })
        .end(request.method === 'HEAD' ? undefined : file);
    } catch (error) {
      if (error instanceof AccessEndedError) return missing(call);
      if (!(error instanceof GatewayUnavailableError)) throw error;
      await outOfOrder(call, error);
    }
  };
}
