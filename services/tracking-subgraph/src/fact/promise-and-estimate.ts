import type { DeliveryFact, DetailsFact, EstimateFact, Fact, PromiseFact } from './fact.ts';
import { byText, type Of, ofKind } from './order.ts';
import { entryAt, type FoldedEvent } from './timeline.ts';

/** Beliefs in the order they were announced, and one ETA_CHANGED entry for each change. */
export function foldEstimates(facts: readonly Fact[]): { list: Of<EstimateFact>[]; changes: FoldedEvent[] } {
  const list = withoutEchoes(
    ofKind<EstimateFact>(facts, 'estimate').sort(
      (a, b) => byText(a.data.announcedAt, b.data.announcedAt) || byText(a.key, b.key),
    ),
  );
  const changes: FoldedEvent[] = [];
  let before: string | null = null;
  for (const fact of list) {
    const bounds = boundsOf(fact.data);
    const { changedFrom, announcedAt } = fact.data;
    const previous: string | null = before ?? (changedFrom === null ? null : `${changedFrom}/${changedFrom}`);
    if (previous !== null && previous !== bounds)
      changes.push(entryAt(announcedAt, { ...fact, key: fact.data.scan ?? fact.key }, 'ETA_CHANGED'));
    before = bounds;
  }
  return { list, changes };
}

const boundsOf = ({ earliest, latest }: EstimateFact) => `${earliest ?? ''}/${latest ?? ''}`;

/** One announcement told by a webhook that says what it was before, and by a poll that does not, is one: the fuller account counts. */
function withoutEchoes(list: readonly Of<EstimateFact>[]): Of<EstimateFact>[] {
  const told = new Map<string, Of<EstimateFact>>();
  for (const fact of list) {
    const name = `${fact.source} ${fact.data.announcedAt} ${fact.data.estimateSource} ${boundsOf(fact.data)}`;
    const known = told.get(name);
    if (!known || (known.data.changedFrom === null && fact.data.changedFrom !== null)) told.set(name, fact);
  }
  const kept = new Set(told.values());
  return list.filter((fact) => kept.has(fact));
}

/** What a person promised. */
export interface FoldedPromise {
  /** The day by which it is to arrive: what an estimate is late against. Null when nobody promised anything. */
  date: string | null;
  earliest: string | null;
  toldBy: 'SHOP' | 'AGENT';
  /** Key of the fact behind it. */
  key: string | null;
  /** Which colleague; null for the shop. */
  actor: string | null;
}

/**
 * The newest promise by a person. A colleague's counts from when it was told, until the shop says another date than it did then; when the shop takes its own back, the colleague's stands again. Odoo
 * gives no instant for its dates, so its versions since then say whether it has spoken: arrival plays no part.
 */
export function foldPromise(facts: readonly Fact[], deliveries: readonly Of<DeliveryFact>[]): FoldedPromise {
  const shop = shopPromise(ofKind<DetailsFact>(facts, 'details'), deliveries);
  const told = ofKind<PromiseFact>(facts, 'promise')
    .sort((a, b) => byText(a.data.statedAt, b.data.statedAt) || byText(a.key, b.key))
    .at(-1);
  if (
    !told ||
    (shop.date !== null && hasSpokenSince(told.data.instead, ofKind<DeliveryFact>(facts, 'delivery'), deliveries))
  )
    return { ...shop, earliest: null, toldBy: 'SHOP', actor: null };
  const { latest, earliest, actor } = told.data;
  return { date: latest, earliest, toldBy: 'AGENT', key: told.key, actor };
}

/** The shop's own promise (the earliest of the orders served) counts before what a provider repeats (the earliest it ever said). */
export function shopPromise(
  details: readonly Of<DetailsFact>[],
  deliveries: readonly Of<DeliveryFact>[],
): { date: string | null; key: string | null } {
  const own = deliveries
    .filter((fact) => fact.data.promisedAt !== null)
    .sort((a, b) => byText(a.data.promisedAt as string, b.data.promisedAt as string))[0];
  if (own) return { date: (own.data.promisedAt as string).slice(0, 10), key: own.key };
  const told = details
    .filter((fact) => fact.data.promisedDate !== null)
    .sort((a, b) => byText(a.data.promisedDate as string, b.data.promisedDate as string) || byText(a.key, b.key))[0];
  return { date: told?.data.promisedDate?.slice(0, 10) ?? null, key: told?.key ?? null };
}

/** Whether a delivery that is still served was said to be promised for another day since. */
function hasSpokenSince(
  instead: PromiseFact['instead'],
  said: readonly Of<DeliveryFact>[],
  served: readonly Of<DeliveryFact>[],
): boolean {
  const seen = new Map(instead.deliveries.map((delivery) => [delivery.deliveryId, delivery]));
  const current = new Set(served.map((fact) => fact.data.deliveryId));
  return said.some(({ data: { deliveryId, version, promisedAt } }) => {
    const { version: known, date } = seen.get(deliveryId) ?? { version: 0, date: instead.date };
    return current.has(deliveryId) && version > known && promisedAt !== null && promisedAt.slice(0, 10) !== date;
  });
}

/** Key of the estimate that is later than the promise; without a promise, later than the first estimate ever told. */
export function lateness(estimates: readonly Of<EstimateFact>[], promisedDate: string | null): string | null {
  const current = estimates.at(-1);
  const dateOf = (data: EstimateFact) => (data.latest ?? data.earliest)?.slice(0, 10) ?? null;
  if (!current) return null;
  const first = estimates[0]?.data.changedFrom ?? dateOf((estimates[0] as Of<EstimateFact>).data);
  const limit = promisedDate ?? first;
  const date = dateOf(current.data);
  return limit !== null && date !== null && date > limit.slice(0, 10) ? current.key : null;
}
