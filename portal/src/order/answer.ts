import { dayOf, eventTime, isPast, rangeOf } from '../lib/dates.ts';
import { eventSentence, reasonTexts, withReason } from '../texts.ts';
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

const carrierName = (parcel: Parcel) => parcel.carrier?.name ?? 'The carrier';
const deliveredMilestones: Partial<Record<Parcel['milestone'], string>> = {
  DELIVERED_NEIGHBOUR: 'to a neighbour',
  DELIVERED_SAFE_PLACE: 'to a safe place',
  DELIVERED_SIGNED: 'and signed for',
  DELIVERED_PARTIALLY: 'in part',
};

/** The event that the status rests on. */
function deciding(parcel: Parcel) {
  return parcel.events.nodes.find(
    ({ milestone, status }) => milestone === parcel.milestone && status === parcel.status,
  );
}

function when(parcel: Parcel, now: Date): string | null {
  const event = deciding(parcel);
  if (!event) return null;
  const { date, clock } = eventTime(event.occurredAt, event.location, now);
  return clock ? `${dayOf(date, now)}, ${clock}` : dayOf(date, now);
}

/** When it should arrive, while that is still to come; null otherwise. */
function arrival(parcel: Parcel, now: Date): string | null {
  const { earliest = null, latest = null } = parcel.estimate ?? {};
  const last = latest ?? earliest;
  return last && !isPast(last, now) ? rangeOf(earliest, latest, now) : null;
}

/** One parcel in one sentence. A label is never "with the carrier", and "in transit" is never said without a scan. */
export function parcelAnswer(parcel: Parcel, now: Date): Answer {
  const expected = arrival(parcel, now);
  const carrier = carrierName(parcel);
  const because = parcel.reason ? reasonTexts[parcel.reason] : null;
  const isBack = parcel.direction === 'RETURN';
  const on = when(parcel, now);
  switch (parcel.status) {
    case 'PENDING':
      if (parcel.milestone === 'INVALID_TRACKING_NUMBER')
        return {
          heading: 'The tracking number seems to be wrong',
          detail: 'The seller has to correct it.',
          tone: 'attention',
        };
      return {
        heading: isBack ? 'Your return is announced' : 'Waiting for the carrier’s first scan',
        detail: `${carrier} has not scanned it yet.`,
        tone: 'waiting',
      };
    case 'LABEL_CREATED':
      return {
        heading: isBack ? 'The return label is ready' : 'Packed, not yet with the carrier',
        detail: `${carrier} knows of it and has not scanned it yet.`,
        tone: 'waiting',
      };
    case 'PICKED_UP':
    case 'IN_TRANSIT':
    case 'OUT_FOR_DELIVERY': {
      if (parcel.isDelayed)
        return {
          heading: expected ? `Delayed: now expected ${expected}` : withReason('Delayed', parcel.reason),
          detail: because && expected ? `Because ${because}.` : null,
          tone: 'attention',
        };
      const out = parcel.status === 'OUT_FOR_DELIVERY';
      if (out)
        return {
          heading: isBack ? 'Almost back' : 'Out for delivery',
          detail: expected && `Expected ${expected}.`,
          tone: 'moving',
        };
      const moving = isBack
        ? 'On its way back'
        : parcel.status === 'PICKED_UP'
          ? `With ${parcel.carrier?.name ?? 'the carrier'}`
          : 'On its way';
      return {
        heading: expected && !isBack ? `Arriving ${expected}` : moving,
        detail: expected ? `${moving}.` : 'The carrier has given no delivery date yet.',
        tone: 'moving',
      };
    }
    case 'AVAILABLE_FOR_PICKUP': {
      const place = deciding(parcel)?.location;
      return {
        heading: 'Ready for you to collect',
        detail:
          place?.text || place?.city ? `At: ${place.text ?? place.city}.` : `${carrier} knows where; see its page.`,
        tone: 'attention',
      };
    }
    case 'FAILED_ATTEMPT':
      return {
        heading:
          because && !because.startsWith('of ') ? `Delivery tried: ${because}` : 'Delivery was tried without success',
        detail: expected ? `Next try expected ${expected}.` : `${carrier} normally tries again.`,
        tone: 'attention',
      };
    case 'EXCEPTION':
      return {
        heading: eventSentence(parcel.milestone, parcel.reason),
        detail: expected ? `Now expected ${expected}.` : 'There is no new delivery date yet.',
        tone: 'attention',
      };
    case 'DELIVERED': {
      const how = deliveredMilestones[parcel.milestone];
      return {
        heading: isBack
          ? `Back with the seller${on ? `, ${on}` : ''}`
          : `Delivered ${[how, on].filter(Boolean).join(', ')}`.trim(),
        detail: null,
        tone: 'good',
      };
    }
    case 'RETURNING':
      return { heading: withReason('On its way back to the seller', parcel.reason), detail: null, tone: 'attention' };
    case 'RETURNED':
      return { heading: `Back with the seller${on ? `, ${on}` : ''}`, detail: null, tone: 'attention' };
    case 'CANCELLED':
      return { heading: 'This parcel is cancelled', detail: null, tone: 'attention' };
    case 'EXPIRED':
      return {
        heading: 'The carrier gives no more updates',
        detail: 'Ask the seller if it has not arrived.',
        tone: 'attention',
      };
  }
}

/** The whole order in one sentence. */
export function orderAnswer(order: Order, { forward, untracked, notSent }: Arranged, now: Date): Answer {
  if (order.state === 'CANCELLED') return { heading: 'This order is cancelled', detail: null, tone: 'attention' };
  if (order.state !== 'SALE')
    return { heading: 'This is a quotation, not an order yet', detail: null, tone: 'waiting' };
  const parcels = forward.flatMap((group) => group.parcels);
  const [only] = parcels;
  if (!only) return withoutParcels(order, untracked, notSent, now);
  if (parcels.length === 1 && notSent.length === 0 && untracked.length === 0) return parcelAnswer(only, now);

  const delivered = parcels.filter(({ status }) => status === 'DELIVERED').length;
  const attention = parcels.filter((parcel) => parcelAnswer(parcel, now).tone === 'attention');
  const rest = notSent.length > 0 ? 'More follows later.' : null;
  const noun = (n: number) => (n === 1 ? 'parcel' : 'parcels');
  const [first] = attention;
  if (first && parcels.length === 1) {
    const { heading, detail } = parcelAnswer(first, now);
    return { heading, detail: [detail, rest].filter(Boolean).join(' ') || null, tone: 'attention' };
  }
  if (first)
    return {
      heading:
        attention.length === 1
          ? `One of ${parcels.length} parcels needs attention`
          : `${attention.length} of ${parcels.length} parcels need attention`,
      detail: [`${parcelAnswer(first, now).heading}.`, delivered > 0 && `${delivered} delivered.`, rest]
        .filter(Boolean)
        .join(' '),
      tone: 'attention',
    };
  if (delivered === parcels.length)
    return {
      heading: rest ? `${delivered} ${noun(delivered)} delivered, more follows` : `All ${delivered} parcels delivered`,
      detail: rest ? 'Part of your order has not been sent yet.' : null,
      tone: rest ? 'moving' : 'good',
    };
  const next = soonest(parcels, now);
  return {
    heading: delivered > 0 ? `${delivered} of ${parcels.length} parcels delivered` : next.heading,
    detail: [
      delivered > 0
        ? `Next: ${lowerFirst(next.heading)}.`
        : parcels.length > 1
          ? `${parcels.length} parcels in all.`
          : next.detail,
      rest,
    ]
      .filter(Boolean)
      .join(' '),
    tone: next.tone,
  };
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
const nearness: readonly Parcel['status'][] = [
  'OUT_FOR_DELIVERY',
  'IN_TRANSIT',
  'PICKED_UP',
  'LABEL_CREATED',
  'PENDING',
];

/** The answer of the parcel that is nearest. */
function soonest(parcels: Parcel[], now: Date): Answer {
  for (const status of nearness) {
    const found = parcels.find((parcel) => parcel.status === status);
    if (found) return parcelAnswer(found, now);
  }
  return parcelAnswer(parcels[0] as Parcel, now);
}

function withoutParcels(
  order: Order,
  untracked: Arranged['untracked'],
  notSent: Arranged['notSent'],
  now: Date,
): Answer {
  const [sent] = untracked;
  if (sent)
    return {
      heading: sent.sentAt ? `Sent on ${dayOf(sent.sentAt, now)}, without tracking` : 'Sent without tracking',
      detail: notSent.length > 0 ? 'More follows later.' : 'This service is not scanned on the way.',
      tone: 'moving',
    };
  if (notSent.length === 0 && !order.lines?.some(({ isShippable }) => isShippable))
    return { heading: 'There is nothing to send for this order', detail: null, tone: 'good' };
  const leaves = notSent
    .map(({ leavesAt }) => leavesAt)
    .filter((at): at is string => at !== null && !isPast(at, now))
    .sort()[0];
  return {
    heading: 'We are preparing your order',
    detail: leaves ? `It should leave by ${dayOf(leaves, now)}.` : null,
    tone: 'waiting',
  };
}
