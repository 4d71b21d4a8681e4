import { dayOf, eventTime, isPast, rangeOf } from '../lib/dates.ts';
import { type AnswerWords, english } from './answer-words.ts';
import type { Arranged, Order, Parcel } from './parcels.ts';

/** How an answer looks: colour and icon, never the only sign. */
export type Tone = 'good' | 'moving' | 'attention' | 'waiting';

export interface Answer {
  /** One sentence, without a full stop: the heading. */
  heading: string;
  /** What else matters now; null when the heading says it all. */
  detail: string | null;
  tone: Tone;
}

/** The event that the status rests on. */
function deciding(parcel: Parcel) {
  return parcel.events.nodes.find(
    ({ milestone, status }) => milestone === parcel.milestone && status === parcel.status,
  );
}

function when(parcel: Parcel, now: Date, { dates }: AnswerWords): string | null {
  const event = deciding(parcel);
  if (!event) return null;
  const { date, clock } = eventTime(event.occurredAt, event.location, now);
  const day = dayOf(date, now, dates);
  return clock ? dates.at(day, clock) : day;
}

/** When it should arrive, while that is still to come; null otherwise. */
function arrival(parcel: Parcel, now: Date, { dates }: AnswerWords): string | null {
  const { earliest = null, latest = null } = parcel.estimate ?? {};
  const last = latest ?? earliest;
  return last && !isPast(last, now) ? rangeOf(earliest, latest, now, dates) : null;
}

/** One parcel in one sentence. A label is never "with the carrier", and "in transit" is never said without a scan. */
export function parcelAnswer(parcel: Parcel, now: Date, words = english): Answer {
  const expected = arrival(parcel, now, words);
  const carrier = parcel.carrier?.name ?? words.carrier;
  const isBack = parcel.direction === 'RETURN';
  const on = when(parcel, now, words);
  switch (parcel.status) {
    case 'PENDING':
      if (parcel.milestone === 'INVALID_TRACKING_NUMBER')
        return { heading: words.wrongNumber, detail: words.sellerCorrects, tone: 'attention' };
      return { heading: words.announced(isBack), detail: words.notScanned(carrier), tone: 'waiting' };
    case 'LABEL_CREATED':
      return { heading: words.label(isBack), detail: words.known(carrier), tone: 'waiting' };
    case 'PICKED_UP':
    case 'IN_TRANSIT':
    case 'OUT_FOR_DELIVERY': {
      if (parcel.isDelayed)
        return {
          heading: expected ? words.delayedUntil(expected) : words.delayed(parcel.reason),
          detail: parcel.reason && expected ? words.because(parcel.reason) : null,
          tone: 'attention',
        };
      if (parcel.status === 'OUT_FOR_DELIVERY')
        return { heading: words.out(isBack), detail: expected && words.expected(expected), tone: 'moving' };
      const moving = isBack
        ? words.comingBack
        : parcel.status === 'PICKED_UP'
          ? words.with(parcel.carrier?.name ?? null)
          : words.onItsWay;
      return {
        heading: expected && !isBack ? words.arriving(expected) : moving,
        detail: expected ? `${moving}.` : words.noDate,
        tone: 'moving',
      };
    }
    case 'AVAILABLE_FOR_PICKUP': {
      const place = deciding(parcel)?.location;
      const name = place?.text || place?.city;
      return {
        heading: words.collect,
        detail: name ? words.collectAt(place?.text ?? name) : words.carrierKnowsWhere(carrier),
        tone: 'attention',
      };
    }
    case 'FAILED_ATTEMPT':
      return {
        heading: words.tried(parcel.reason),
        detail: expected ? words.nextTry(expected) : words.triesAgain(carrier),
        tone: 'attention',
      };
    case 'EXCEPTION':
      return {
        heading: words.event(parcel.milestone, parcel.reason),
        detail: expected ? words.nowExpected(expected) : words.noNewDate,
        tone: 'attention',
      };
    case 'DELIVERED':
      return {
        heading: isBack ? words.backWithSeller(on) : words.delivered(parcel.milestone, on),
        detail: null,
        tone: 'good',
      };
    case 'RETURNING':
      return { heading: words.goingBack(parcel.reason), detail: null, tone: 'attention' };
    case 'RETURNED':
      return { heading: words.backWithSeller(on), detail: null, tone: 'attention' };
    case 'CANCELLED':
      return { heading: words.parcelCancelled, detail: null, tone: 'attention' };
    case 'EXPIRED':
      return { heading: words.noMoreUpdates, detail: words.askTheSeller, tone: 'attention' };
  }
}

/** The whole order in one sentence. */
export function orderAnswer(
  order: Order,
  { forward, untracked, notSent }: Arranged,
  now: Date,
  words = english,
): Answer {
  if (order.state === 'CANCELLED') return { heading: words.orderCancelled, detail: null, tone: 'attention' };
  if (order.state !== 'SALE') return { heading: words.quotation, detail: null, tone: 'waiting' };
  const parcels = forward.flatMap((group) => group.parcels);
  const [only] = parcels;
  if (!only) return withoutParcels(order, untracked, notSent, now, words);
  if (parcels.length === 1 && notSent.length === 0 && untracked.length === 0) return parcelAnswer(only, now, words);

  const delivered = parcels.filter(({ status }) => status === 'DELIVERED').length;
  const attention = parcels.filter((parcel) => parcelAnswer(parcel, now, words).tone === 'attention');
  const rest = notSent.length > 0 ? words.moreFollows : null;
  const [first] = attention;
  if (first && parcels.length === 1) {
    const { heading, detail } = parcelAnswer(first, now, words);
    return { heading, detail: [detail, rest].filter(Boolean).join(' ') || null, tone: 'attention' };
  }
  if (first)
    return {
      heading: words.needAttention(attention.length, parcels.length),
      detail: [`${parcelAnswer(first, now, words).heading}.`, delivered > 0 && words.countDelivered(delivered), rest]
        .filter(Boolean)
        .join(' '),
      tone: 'attention',
    };
  if (delivered === parcels.length)
    return {
      heading: rest ? words.deliveredMoreFollows(delivered) : words.allDelivered(delivered),
      detail: rest ? words.partNotSent : null,
      tone: rest ? 'moving' : 'good',
    };
  const next = soonest(parcels, now, words);
  return {
    heading: delivered > 0 ? words.someDelivered(delivered, parcels.length) : next.heading,
    detail: [
      delivered > 0
        ? words.next(words.inside(next.heading))
        : parcels.length > 1
          ? words.parcelsInAll(parcels.length)
          : next.detail,
      rest,
    ]
      .filter(Boolean)
      .join(' '),
    tone: next.tone,
  };
}

const nearness: readonly Parcel['status'][] = [
  'OUT_FOR_DELIVERY',
  'IN_TRANSIT',
  'PICKED_UP',
  'LABEL_CREATED',
  'PENDING',
];

/** The answer of the parcel that is nearest. */
function soonest(parcels: Parcel[], now: Date, words: AnswerWords): Answer {
  for (const status of nearness) {
    const found = parcels.find((parcel) => parcel.status === status);
    if (found) return parcelAnswer(found, now, words);
  }
  return parcelAnswer(parcels[0] as Parcel, now, words);
}

function withoutParcels(
  order: Order,
  untracked: Arranged['untracked'],
  notSent: Arranged['notSent'],
  now: Date,
  words: AnswerWords,
): Answer {
  const [sent] = untracked;
  if (sent)
    return {
      heading: words.sentUntracked(sent.sentAt && dayOf(sent.sentAt, now, words.dates)),
      detail: notSent.length > 0 ? words.moreFollows : words.notScannedService,
      tone: 'moving',
    };
  if (notSent.length === 0 && !order.lines?.some(({ isShippable }) => isShippable))
    return { heading: words.nothingToSend, detail: null, tone: 'good' };
  const leaves = notSent
    .map(({ leavesAt }) => leavesAt)
    .filter((at): at is string => at !== null && !isPast(at, now))
    .sort()[0];
  return {
    heading: words.preparing,
    detail: leaves ? words.leavesBy(dayOf(leaves, now, words.dates)) : null,
    tone: 'waiting',
  };
}
