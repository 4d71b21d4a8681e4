import type { Parcel } from './parcels.ts';

/** Until then a parcel that was scanned as delivered too early usually comes. */
const evening = 20;

/**
 * The clock of a delivery that was scanned today, before eight in the evening, by the place's own clock, where it is not eight there yet; null otherwise, and where nobody said which clock it is.
 */
export function scannedToday({ events, status }: Pick<Parcel, 'events' | 'status'>, now: Date): string | null {
  const delivered = events.nodes.find((event) => event.status === 'DELIVERED');
  const { instant, local, precision } = delivered?.occurredAt ?? {};
  if (status !== 'DELIVERED' || !instant || !local || precision === 'DATE') return null;
  const ahead = Date.parse(`${local.slice(0, 19)}Z`) - Date.parse(instant);
  if (Number.isNaN(ahead)) return null;
  const there = new Date(now.getTime() + ahead).toISOString();
  const isToday = there.slice(0, 10) === local.slice(0, 10);
  return isToday && Number(there.slice(11, 13)) < evening ? local.slice(11, 16) : null;
}
