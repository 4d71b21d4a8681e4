import type { MilestoneCode, ReasonCode } from '../generated/graphql.ts';
import { type DateWords, englishDates } from '../lib/dates.ts';
import { eventSentence, reasonTexts, withReason } from '../texts.ts';

/**
 * The words that an answer is put together from (answer.ts decides which). English is the page's; the others are for replies, loaded when somebody wants one. `when` is a day or a range of days as
 * `dates` writes it, `carrier` a name. Headings have no full stop, details are whole sentences.
 */
export interface AnswerWords {
  dates: DateWords;
  /** Stands for a carrier that nobody knows, at the beginning of a sentence. */
  carrier: string;
  /** What happened, with the reason where there is one. */
  event: (milestone: MilestoneCode, reason: ReasonCode | null | undefined) => string;
  /** The reason alone, as a sentence. */
  because: (reason: ReasonCode) => string | null;
  /** A heading inside another sentence. */
  inside: (heading: string) => string;
  wrongNumber: string;
  sellerCorrects: string;
  announced: (isBack: boolean) => string;
  notScanned: (carrier: string) => string;
  label: (isBack: boolean) => string;
  known: (carrier: string) => string;
  delayedUntil: (when: string) => string;
  delayed: (reason: ReasonCode | null | undefined) => string;
  out: (isBack: boolean) => string;
  expected: (when: string) => string;
  comingBack: string;
  with: (carrier: string | null) => string;
  onItsWay: string;
  arriving: (when: string) => string;
  noDate: string;
  collect: string;
  collectAt: (place: string) => string;
  carrierKnowsWhere: (carrier: string) => string;
  tried: (reason: ReasonCode | null | undefined) => string;
  nextTry: (when: string) => string;
  triesAgain: (carrier: string) => string;
  nowExpected: (when: string) => string;
  noNewDate: string;
  /** `on` is a day, with the clock where it is known; null: nobody said. */
  delivered: (milestone: MilestoneCode, on: string | null) => string;
  backWithSeller: (on: string | null) => string;
  goingBack: (reason: ReasonCode | null | undefined) => string;
  parcelCancelled: string;
  noMoreUpdates: string;
  askTheSeller: string;
  orderCancelled: string;
  quotation: string;
  moreFollows: string;
  needAttention: (count: number, of: number) => string;
  countDelivered: (count: number) => string;
  deliveredMoreFollows: (count: number) => string;
  allDelivered: (count: number) => string;
  partNotSent: string;
  someDelivered: (count: number, of: number) => string;
  next: (heading: string) => string;
  parcelsInAll: (count: number) => string;
  sentUntracked: (when: string | null) => string;
  notScannedService: string;
  nothingToSend: string;
  preparing: string;
  leavesBy: (when: string) => string;
}

const howDelivered: Partial<Record<MilestoneCode, string>> = {
  DELIVERED_NEIGHBOUR: 'to a neighbour',
  DELIVERED_SAFE_PLACE: 'to a safe place',
  DELIVERED_SIGNED: 'and signed for',
  DELIVERED_PARTIALLY: 'in part',
};
const noun = (count: number) => (count === 1 ? 'parcel' : 'parcels');

export const english: AnswerWords = {
  dates: englishDates,
  carrier: 'The carrier',
  event: eventSentence,
  because(reason) {
    const text = reasonTexts[reason];
    return text && `Because ${text}.`;
  },
  inside: (heading) => heading.slice(0, 1).toLowerCase() + heading.slice(1),
  wrongNumber: 'The tracking number seems to be wrong',
  sellerCorrects: 'The seller has to correct it.',
  announced: (isBack) => (isBack ? 'Your return is announced' : 'Waiting for the carrier’s first scan'),
  notScanned: (carrier) => `${carrier} has not scanned it yet.`,
  label: (isBack) => (isBack ? 'The return label is ready' : 'Packed, not yet with the carrier'),
  known: (carrier) => `${carrier} knows of it and has not scanned it yet.`,
  delayedUntil: (when) => `Delayed: now expected ${when}`,
  delayed: (reason) => withReason('Delayed', reason),
  out: (isBack) => (isBack ? 'Almost back' : 'Out for delivery'),
  expected: (when) => `Expected ${when}.`,
  comingBack: 'On its way back',
  with: (carrier) => `With ${carrier ?? 'the carrier'}`,
  onItsWay: 'On its way',
  arriving: (when) => `Arriving ${when}`,
  noDate: 'The carrier has given no delivery date yet.',
  collect: 'Ready for you to collect',
  collectAt: (place) => `At: ${place}.`,
  carrierKnowsWhere: (carrier) => `${carrier} knows where; see its page.`,
  tried(reason) {
    const because = reason ? reasonTexts[reason] : null;
    return because && !because.startsWith('of ') ? `Delivery tried: ${because}` : 'Delivery was tried without success';
  },
  nextTry: (when) => `Next try expected ${when}.`,
  triesAgain: (carrier) => `${carrier} normally tries again.`,
  nowExpected: (when) => `Now expected ${when}.`,
  noNewDate: 'There is no new delivery date yet.',
  delivered: (milestone, on) => `Delivered ${[howDelivered[milestone], on].filter(Boolean).join(', ')}`.trim(),
  backWithSeller: (on) => `Back with the seller${on ? `, ${on}` : ''}`,
  goingBack: (reason) => withReason('On its way back to the seller', reason),
  parcelCancelled: 'This parcel is cancelled',
  noMoreUpdates: 'The carrier gives no more updates',
  askTheSeller: 'Ask the seller if it has not arrived.',
  orderCancelled: 'This order is cancelled',
  quotation: 'This is a quotation, not an order yet',
  moreFollows: 'More follows later.',
  needAttention: (count, of) =>
    count === 1 ? `One of ${of} parcels needs attention` : `${count} of ${of} parcels need attention`,
  countDelivered: (count) => `${count} delivered.`,
  deliveredMoreFollows: (count) => `${count} ${noun(count)} delivered, more follows`,
  allDelivered: (count) => `All ${count} parcels delivered`,
  partNotSent: 'Part of your order has not been sent yet.',
  someDelivered: (count, of) => `${count} of ${of} parcels delivered`,
  next: (heading) => `Next: ${heading}.`,
  parcelsInAll: (count) => `${count} parcels in all.`,
  sentUntracked: (when) => (when ? `Sent on ${when}, without tracking` : 'Sent without tracking'),
  notScannedService: 'This service is not scanned on the way.',
  nothingToSend: 'There is nothing to send for this order',
  preparing: 'We are preparing your order',
  leavesBy: (when) => `It should leave by ${when}.`,
};
