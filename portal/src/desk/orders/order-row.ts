import type { Tone } from '@milepost/wording';
import { isPast } from '@milepost/wording';
import type { DeskOrderRowFragment } from '../../generated/graphql.ts';
import { orderStateTexts, statusTexts } from '../order-panel/words.ts';

/** Where an order stands, in a few words for a row; and whether somebody should look. */
export function rowState(order: DeskOrderRowFragment): { text: string; tone: Tone } {
  if (order.state !== 'SALE')
    return { text: orderStateTexts[order.state], tone: order.state === 'CANCELLED' ? 'attention' : 'waiting' };
  const parcels = order.shipments.filter(({ direction }) => direction === 'FORWARD');
  if (parcels.length === 0) return { text: 'No parcel yet', tone: 'waiting' };
  const worst = parcels.filter(({ status }) => statusTexts[status].tone === 'attention');
  const [first] = worst;
  const of = (count: number) => (parcels.length > 1 ? `${count} of ${parcels.length}: ` : '');
  if (first) return { text: `${of(worst.length)}${statusTexts[first.status].text}`, tone: 'attention' };
  const late = parcels.filter(({ isDelayed }) => isDelayed);
  if (late.length > 0) return { text: `${of(late.length)}Delayed`, tone: 'attention' };
  const delivered = parcels.filter(({ status }) => status === 'DELIVERED').length;
  if (delivered === parcels.length)
    return { text: parcels.length > 1 ? `${delivered} delivered` : 'Delivered', tone: 'good' };
  if (delivered > 0) return { text: `${delivered} of ${parcels.length} delivered`, tone: 'moving' };
  const furthest = (['OUT_FOR_DELIVERY', 'IN_TRANSIT', 'PICKED_UP', 'LABEL_CREATED', 'PENDING'] as const).find(
    (status) => parcels.some((parcel) => parcel.status === status),
  );
  return statusTexts[furthest ?? 'PENDING'];
}

/** The last day that parcels under way are expected; null when nobody said, or all are there. */
export function rowExpected(order: DeskOrderRowFragment): string | null {
  const days = order.shipments
    .filter(({ direction, status }) => direction === 'FORWARD' && statusTexts[status].tone !== 'good')
    .map(({ estimate }) => (estimate?.latest ?? estimate?.earliest)?.slice(0, 10))
    .filter((day): day is string => day != null)
    .sort();
  return days.at(-1) ?? null;
}

/** True while the promise is broken, or will be by what is known: goods still to come after the promised day. */
export function breaksPromise(order: DeskOrderRowFragment, now: Date): boolean {
  const promised = order.promisedDeliveryAt?.slice(0, 10);
  if (!promised || order.state !== 'SALE') return false;
  const parcels = order.shipments.filter(({ direction }) => direction === 'FORWARD');
  if (parcels.length > 0 && parcels.every(({ status }) => statusTexts[status].tone === 'good')) return false;
  const expected = rowExpected(order);
  return (expected !== null && expected > promised) || isPast(promised, now);
}
