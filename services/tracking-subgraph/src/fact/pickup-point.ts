import type { Fact, PickupPointFact } from './fact.ts';
import { byText, ofKind } from './order.ts';
import type { Walked } from './walk.ts';

export interface PickupPoint {
  name: string | null;
  address: string | null;
  hours: string | null;
  /** Calendar date at the place. */
  lastDay: string | null;
  code: string | null;
}

/**
 * Where to collect, while there is something to collect: what was announced last, each field from the newest word that has it. Without an announcement,
 * the place of the scan that says it is ready.
 */
export function foldPickupPoint(
  facts: readonly Fact[],
  { isFinal, status, steps, journeys }: Walked,
): { point: PickupPoint | null; key: string | null } {
  // What was announced on an earlier journey under this number is over.
  const begun = journeys === 1 ? undefined : steps.find(({ journey }) => journey === journeys)?.event.sortKey;
  const since = begun?.split('|', 1)[0] ?? '';
  const told = ofKind<PickupPointFact>(facts, 'pickup-point')
    .filter(({ data }) => data.announcedAt >= since)
    .sort((a, b) => byText(b.data.announcedAt, a.data.announcedAt) || byText(b.key, a.key));
  const [newest] = told;
  if (isFinal || status === 'RETURNING') return { point: null, key: null };
  if (newest) {
    // Another place is another offer: its hours, last day and code are not those of the earlier one.
    const same = told.filter(({ data }) => data.name === newest.data.name && data.address === newest.data.address);
    const known = (field: 'hours' | 'lastDay' | 'code') =>
      same.find(({ data }) => data[field] !== null)?.data[field] ?? null;
    return {
      key: newest.key,
      point: {
        name: newest.data.name,
        address: newest.data.address,
        hours: known('hours'),
        lastDay: known('lastDay'),
        code: known('code'),
      },
    };
  }
  const ready = steps.findLast(
    ({ event, journey }) => journey === journeys && event.milestone === 'READY_FOR_PICKUP',
  )?.event;
  if (status !== 'AVAILABLE_FOR_PICKUP' || !ready?.place) return { point: null, key: null };
  const name = ready.place.text ?? ready.place.city;
  return name === null
    ? { point: null, key: null }
    : { point: { name, address: null, hours: null, lastDay: null, code: null }, key: ready.key };
}
