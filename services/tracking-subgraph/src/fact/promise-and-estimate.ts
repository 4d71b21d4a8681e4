import type { DeliveryFact, DetailsFact, EstimateFact, Fact } from './fact.ts';
import type { FoldedEvent } from './fold.ts';
import { byText, type Of, ofKind, sortKey } from './order.ts';

/** Beliefs in the order they were announced, and one ETA_CHANGED entry for each change. */
export function foldEstimates(facts: readonly Fact[]): { list: Of<EstimateFact>[]; changes: FoldedEvent[] } {
  const list = ofKind<EstimateFact>(facts, 'estimate').sort(
    (a, b) => byText(a.data.announcedAt, b.data.announcedAt) || byText(a.key, b.key),
  );
  const changes: FoldedEvent[] = [];
  let before: string | null = null;
  for (const { key, source, data } of list) {
    const bounds = `${data.earliest ?? ''}/${data.latest ?? ''}`;
    const previous: string | null =
      before ?? (data.changedFrom === null ? null : `${data.changedFrom}/${data.changedFrom}`);
    if (previous !== null && previous !== bounds) {
      changes.push({
        key,
        sortKey: sortKey(data.announcedAt, 'INSTANT', key),
        milestone: 'ETA_CHANGED',
        status: null,
        reason: null,
        description: null,
        occurred: { instant: data.announcedAt, local: data.announcedAt.slice(0, 19), precision: 'INSTANT' },
        place: null,
        source,
        isDelay: false,
        isMilestone: false,
      });
    }
    before = bounds;
  }
  return { list, changes };
}

/** The shop's own promise (the earliest of the orders served) counts before what a provider repeats (the earliest it ever said). */
export function foldPromise(
  details: readonly Of<DetailsFact>[],
  deliveries: readonly Of<DeliveryFact>[],
): { date: string | null; key: string | null } {
  const own = deliveries
    .filter((fact) => fact.data.promisedAt !== null)
    .sort((a, b) => byText(a.data.promisedAt as string, b.data.promisedAt as string))[0];
  if (own) return { date: (own.data.promisedAt as string).slice(0, 10), key: own.key };
  const told = details
    .filter((fact) => fact.data.promisedDate !== null)
    .sort((a, b) => byText(a.data.promisedDate as string, b.data.promisedDate as string))[0];
  return { date: told?.data.promisedDate?.slice(0, 10) ?? null, key: told?.key ?? null };
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
