import { findCarrier } from '../carrier/carriers.ts';
import type { CaseDelivery, CaseEvent, ShipmentSubject } from './subject.ts';

const dayMs = 86_400_000;

/** The entry that decided the status; undefined where none did, or it is older than what is looked at. */
export const decidedBy = ({ evidence, events }: ShipmentSubject): CaseEvent | undefined =>
  events.find(({ key }) => key === evidence.status);

/** The newest entry that counts. */
export const newestEvent = ({ events }: ShipmentSubject): CaseEvent | undefined =>
  events.find(({ isVoid, milestone }) => !isVoid && milestone !== 'ETA_CHANGED' && milestone !== 'TRACKING_EXPIRED');

/** When the first of its goods left for the customer; null: nobody said. What is said of a return is when it came in. */
export function shippedAt({ deliveries }: ShipmentSubject): Date | null {
  const all = deliveries.flatMap((one) =>
    one.shippedAt && one.kind === 'OUTGOING' && !one.isCancelled ? one.shippedAt.getTime() : [],
  );
  return all.length > 0 ? new Date(Math.min(...all)) : null;
}

/** The moment from which a promise of a calendar date is broken everywhere on earth: the day's end in its last zone. */
export const endOfDay = (date: string): Date => new Date(Date.parse(`${date}T00:00:00Z`) + 1.5 * dayMs);

/** The customers whose goods are in it. */
export const customersOf = ({ deliveries }: ShipmentSubject): number[] => [
  ...new Set(deliveries.flatMap(({ customerId, isCancelled }) => (isCancelled ? [] : customerId))),
];

/** For people: minutes do not matter, and the zone is said. */
export const inWords = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const plusHours = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);

/** When anything last happened to it: a scan, or goods that left or came back; null: nothing did yet. */
export function lastWordAt(subject: ShipmentSubject): Date | null {
  const times = [
    newestEvent(subject)?.at.getTime(),
    ...subject.deliveries.map(({ shippedAt: at, isCancelled }) => (isCancelled ? undefined : at?.getTime())),
  ].filter((time) => time !== undefined);
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}

/** The most that an order in it is worth. */
export function worthOf(deliveries: readonly CaseDelivery[]): CaseDelivery['total'] {
  return deliveries.reduce<CaseDelivery['total']>(
    (most, { total, isCancelled }) => (total && !isCancelled && total.amount > (most?.amount ?? 0) ? total : most),
    null,
  );
}

/** A carrier as people call it. */
export const carrierName = (code: string | null, otherwise = 'the carrier'): string =>
  code === null ? otherwise : (findCarrier(code)?.name ?? code);
