import { dayOf, isPast, rangeOf, type Words, withReason } from '@milepost/wording';
import type { ToldDateFragment } from '../generated/graphql.ts';
import type { PageOrder, Parcel } from './parcels.ts';

type ToldDate = ToldDateFragment & { shipment?: { id: string } | null };

export interface PromiseStory {
  /** "You were promised 12 May; now 14 May, because customs need more time." */
  sentence: string;
  /** How often it changed; null while it never did. */
  changes: string | null;
  /** Every date told, oldest first. */
  history: { key: string; date: string; who: string; toldAt: string; why: string | null }[];
}

const dayIn = ({ earliest, latest }: ToldDate): string | null => (latest ?? earliest)?.slice(0, 10) ?? null;

/**
 * What was promised and what is expected now, from the ledger alone; null while there is nothing to say: nobody told a date, or the only one holds. `told` are the rows that concern it, oldest
 * first. What a person promised stands before what a carrier expected, as the date that was promised.
 */
export function promiseStory(
  told: readonly ToldDate[],
  { carrierName, isOpen, now }: { carrierName: string | null; isOpen: boolean; now: Date },
  words: Words,
): PromiseStory | null {
  const { t } = words;
  const dated = told.filter((row) => dayIn(row) !== null);
  const first = dated.find(({ isEstimate }) => !isEstimate) ?? dated[0];
  if (!first) return null;
  const current = told.findLast(({ isCurrent }) => isCurrent) ?? null;
  const promised = dayIn(first) as string;
  const expected = current && dayIn(current);
  const changes = told.filter((row, i) => i > 0 && dayIn(row) !== dayIn(told[i - 1] as ToldDate)).length;
  const holds =
    current !== null &&
    (current.isEstimate || first.isEstimate) &&
    (expected ?? '') <= promised &&
    !isPast(promised, now);
  if (changes === 0 && (!isOpen || holds || first.isEstimate)) return null;
  // A promise is of a day, also where it is kept with a clock.
  const range = ({ earliest = null, latest = null, isEstimate }: ToldDate) => {
    const [from, to] = isEstimate ? [earliest, latest] : [earliest?.slice(0, 10) ?? null, latest?.slice(0, 10) ?? null];
    return rangeOf(from, to, now, words) ?? t('promise.noDate');
  };
  const isMoved =
    isOpen && current !== null && expected !== promised && (!current.isEstimate || (expected ?? '') > promised);
  const sentence = isMoved
    ? t(first.isEstimate ? 'promise.expectedNow' : 'promise.nowIs', { first: range(first), current: range(current) })
    : t('promise.was', { first: range(first) });
  return {
    sentence: `${isMoved ? withReason(sentence, current.reason, words) : sentence}.`,
    changes: changes > 0 ? t('promise.changes', { count: changes }) : null,
    history: told.map((row, i) => {
      const who =
        row.toldBy === 'CARRIER'
          ? t('promise.by.CARRIER', { carrier: carrierName ?? t('carrier.someone') })
          : t(`promise.by.${row.toldBy}`);
      return {
        key: `${i}`,
        date: range(row),
        who: t('promise.toldOn', { who, day: dayOf(row.toldAt, now, words) }),
        toldAt: row.toldAt,
        why: withReason('', row.reason, words).replace(/^[\s,]+/, '') || null,
      };
    }),
  };
}

/** The ledger of an order with one parcel at most: everything told of it. */
export function orderPromises(order: PageOrder, parcels: readonly Parcel[], now: Date, words: Words) {
  const [only] = parcels;
  if (parcels.length > 1 || order.state !== 'SALE') return null;
  return promiseStory(
    order.promises.filter(({ shipment }) => !shipment || shipment.id === only?.id),
    { carrierName: only?.carrier?.name ?? null, isOpen: only?.status !== 'DELIVERED', now },
    words,
  );
}

/** Of one parcel among several. */
export function parcelPromises(parcel: Parcel, now: Date, words: Words) {
  return promiseStory(
    parcel.promises,
    { carrierName: parcel.carrier?.name ?? null, isOpen: parcel.status !== 'DELIVERED', now },
    words,
  );
}
