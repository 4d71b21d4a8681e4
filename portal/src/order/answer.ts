import {
  type CustomerState,
  dayOf,
  isPast,
  type NextStep,
  planHeadline,
  type Tone,
  type Words,
} from '@milepost/wording';
import { factsOf } from './facts.ts';
import type { Arranged, Order, Parcel } from './parcels.ts';

export interface Answer {
  /** What it is about, for tests, styles and counts. */
  state: CustomerState | OrderState;
  /** One sentence, without a full stop: the heading. */
  heading: string;
  /** What else matters now; null when the heading says it all. */
  detail: string | null;
  tone: Tone;
  nextStep: NextStep | null;
}

/** What an order can be, besides what its one parcel is. */
type OrderState =
  | 'ORDER_CANCELLED'
  | 'QUOTATION'
  | 'NOTHING_TO_SEND'
  | 'NOT_PACKED'
  | 'SENT_UNTRACKED'
  | 'BACK_ORDER'
  | 'SEVERAL_PARCELS';

/** One parcel in one sentence. */
export function parcelAnswer(parcel: Parcel, now: Date, words: Words): Answer {
  const { state, text: heading, detail, tone, nextStep } = planHeadline(factsOf(parcel), now, words);
  return { state, heading, detail, tone, nextStep };
}

/** The whole order in one sentence. */
export function orderAnswer(order: Order, { forward, untracked, notSent }: Arranged, now: Date, words: Words): Answer {
  const { t } = words;
  const plain = (state: OrderState, heading: string, tone: Tone, detail: string | null = null): Answer => ({
    state,
    heading,
    detail,
    tone,
    nextStep: null,
  });
  if (order.state === 'CANCELLED')
    return plain('ORDER_CANCELLED', t('order.cancelled'), 'attention', t('order.nothingMore'));
  if (order.state !== 'SALE') return plain('QUOTATION', t('order.quotation'), 'waiting');
  const parcels = forward.flatMap((group) => group.parcels);
  const leavesBy = planned(notSent, now, words);
  const [only] = parcels;
  if (!only) {
    const [sent] = untracked;
    if (sent)
      return plain(
        'SENT_UNTRACKED',
        sent.sentAt ? t('order.sentUntrackedOn', { when: dayOf(sent.sentAt, now, words) }) : t('order.sentUntracked'),
        'moving',
        notSent.length > 0 ? followsLater(notSent, leavesBy, words) : t('detail.notScannedService'),
      );
    // Where lines are not shown, nobody says that there is nothing among them.
    if (notSent.length === 0 && order.lines && !order.lines.some(({ isShippable }) => isShippable))
      return plain('NOTHING_TO_SEND', t('order.nothingToSend'), 'good');
    return plain('NOT_PACKED', t('order.preparing'), 'waiting', leavesBy && t('order.leavesBy', { when: leavesBy }));
  }
  if (parcels.length === 1 && notSent.length === 0 && untracked.length === 0) return parcelAnswer(only, now, words);

  const delivered = parcels.filter(({ status }) => status === 'DELIVERED').length;
  const attention = parcels.filter((parcel) => parcelAnswer(parcel, now, words).tone === 'attention');
  const rest = notSent.length > 0 ? followsLater(notSent, leavesBy, words) : null;
  const state = rest ? 'BACK_ORDER' : 'SEVERAL_PARCELS';
  const [first] = attention;
  if (first && parcels.length === 1) {
    const answer = parcelAnswer(first, now, words);
    return { ...answer, detail: joined(answer.detail, rest) };
  }
  if (first)
    return plain(
      state,
      t('order.needAttention', { count: attention.length, of: parcels.length }),
      'attention',
      joined(
        `${parcelAnswer(first, now, words).heading}.`,
        delivered > 0 ? t('order.countDelivered', { count: delivered }) : null,
        rest,
      ),
    );
  if (delivered === parcels.length)
    return rest
      ? plain(state, t('order.deliveredMoreFollows', { count: delivered }), 'moving', rest)
      : plain(state, t('order.allDelivered', { count: delivered }), 'good');
  const next = soonest(parcels, now, words);
  if (delivered > 0)
    return plain(
      state,
      t('order.someDelivered', { count: delivered, of: parcels.length }),
      next.tone,
      joined(t('order.next', { heading: next.heading }), rest),
    );
  return plain(
    state,
    next.heading,
    next.tone,
    joined(parcels.length > 1 ? t('order.parcelsInAll', { count: parcels.length }) : next.detail, rest),
  );
}

const joined = (...sentences: (string | null)[]): string | null => sentences.filter(Boolean).join(' ') || null;

/** The first day on which the warehouse plans to send what is not sent yet; null when it said none that is still to come. */
function planned(notSent: Arranged['notSent'], now: Date, words: Words): string | null {
  const [first] = notSent
    .map(({ leavesAt }) => leavesAt)
    .filter((at): at is string => at !== null && !isPast(at, now))
    .sort();
  return first ? dayOf(first, now, words) : null;
}

/** "4 pieces follow later. It should leave by …": pieces are counted where everything is counted in pieces. */
function followsLater(notSent: Arranged['notSent'], leavesBy: string | null, { t }: Words): string {
  const isCounted = notSent.every(({ unit, quantity }) => unit === 'Units' && Number.isInteger(quantity));
  const count = notSent.reduce((sum, { quantity }) => sum + quantity, 0);
  return [
    isCounted ? t('order.follows', { count }) : t('order.moreFollows'),
    leavesBy && t('order.followsBy', { when: leavesBy }),
  ]
    .filter(Boolean)
    .join(' ');
}

const nearness: readonly Parcel['status'][] = [
  'OUT_FOR_DELIVERY',
  'IN_TRANSIT',
  'PICKED_UP',
  'LABEL_CREATED',
  'PENDING',
];

/** The answer of the parcel that is nearest. */
function soonest(parcels: Parcel[], now: Date, words: Words): Answer {
  for (const status of nearness) {
    const found = parcels.find((parcel) => parcel.status === status);
    if (found) return parcelAnswer(found, now, words);
  }
  return parcelAnswer(parcels[0] as Parcel, now, words);
}
