import type { ReasonCode } from '../taxonomy/codes.ts';
import { type At, after, type CaseRule, isHistory, keys } from './case-rule.ts';
import type { CaseType } from './case-type.ts';
import { inTheirWords, whyItStands, whyOf } from './said-by-words.ts';
import { silenceOf } from './silence.ts';
import type { Finding, ShipmentSubject } from './subject.ts';
import { carrierName, decidedBy, endOfDay, inWords, plusHours } from './subject-facts.ts';

/** Each says why it is late. */
const problemsOnTheWay: readonly CaseType[] = [
  'CARRIER_SILENT',
  'SILENT_TOO_LONG',
  'CUSTOMS_HELD',
  'ATTEMPT_FAILED',
  'DAMAGED',
  'REFUSED',
  'ADDRESS_PROBLEM',
  'RETURNED',
  'LOST',
];

/** What happens, or does not, between the hand-over and the recipient. */
export const wayRules = {
  CARRIER_SILENT: {
    about: 'SHIPMENT',
    opens: 'The goods have left, and the carrier has scanned nothing for too long.',
    closes: 'The first scan, or the shipment is cancelled.',
    action: 'Ask the warehouse whether it was handed over, then the carrier.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: ['INVALID_NUMBER', 'UNMAPPED_CARRIER', 'REGISTRATION_FAILED'],
    clock: 'AFTER_A_TIME',
    find(subject, at) {
      if (subject.status !== 'PENDING' && subject.status !== 'LABEL_CREATED') return null;
      if (subject.milestone === 'INVALID_TRACKING_NUMBER' || subject.registration?.state === 'NEEDS_CARRIER')
        return null;
      const carrier = carrierName(subject.carrierCode);
      return tooSilent(subject, at, (since, hours) => ({
        cause: 'scan',
        mark: since,
        reason: `It left on ${since}, and ${carrier} has scanned nothing; up to ${hours} h are usual.`,
        evidence: keys(subject.evidence.status),
        incident: {
          cause: `unscanned|${subject.carrierCode ?? ''}|${subject.deliveries[0]?.warehouseId ?? ''}`,
          title: `Parcels with ${carrier} are not scanned after the hand-over`,
          carrierCode: subject.carrierCode,
          place: null,
        },
      }));
    },
  },
  SILENT_TOO_LONG: {
    about: 'SHIPMENT',
    opens: 'It is on its way, and nobody has said anything for longer than the carrier usually takes.',
    closes: 'Anything is heard of it.',
    action: 'Ask the carrier to trace it; tell the customer when the promise is near.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [],
    clock: 'AFTER_A_TIME',
    find(subject, at) {
      if (subject.status === 'PENDING' || subject.status === 'LABEL_CREATED') return null;
      const carrier = carrierName(subject.carrierCode);
      return tooSilent(subject, at, (since, hours, last) => ({
        cause: 'silence',
        mark: last?.key ?? since,
        reason: `Nothing was heard since ${since}${last?.place ? ` (${last.place})` : ''}; with ${carrier} up to ${hours} h are usual.`,
        evidence: keys(last?.key),
        severity: subject.status === 'OUT_FOR_DELIVERY' ? 'HIGH' : 'MEDIUM',
        ...(last?.place && {
          incident: {
            cause: `silent|${subject.carrierCode ?? ''}|${last.place}`,
            title: `Parcels with ${carrier} are silent since ${last.place}`,
            carrierCode: subject.carrierCode,
            place: last.place,
          },
        }),
      }));
    },
  },
  LIKELY_LATE: {
    about: 'SHIPMENT',
    opens: 'The newest estimate lies after the promise.',
    closes: 'A newer estimate keeps the promise, the promise passes (then it is delayed), or it arrives.',
    action: 'Tell the customer the new date before they ask.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [...problemsOnTheWay, 'DELAYED'],
    clock: 'AT_ONCE',
    find(subject, { now }) {
      const { isFinal, promisedDate, estimateLatest, evidence } = subject;
      if (isFinal || hasArrived(subject) || comesBack(subject) || promisedDate === null || estimateLatest === null)
        return null;
      if (estimateLatest.slice(0, 10) <= promisedDate || isDelayedNow(subject, now)) return null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: promisedDate,
        reason: `Promised for ${promisedDate}; it is expected on ${estimateLatest.slice(0, 10)}.`,
        evidence: keys(evidence.estimate, evidence.promise),
      };
    },
  },
  DELAYED: {
    about: 'SHIPMENT',
    opens: 'The promised day has passed, or the newest that the carrier says is a delay.',
    closes: 'It goes on and the promise can still be kept, or it arrives.',
    action: 'Tell the customer, ask the carrier for the cause, and offer a way out where the date matters.',
    severity: 'HIGH',
    dueHours: 6,
    coveredBy: problemsOnTheWay,
    clock: 'AFTER_A_TIME',
    find(subject, { now, policy, isOpen }) {
      const { isFinal, promisedDate, evidence, carrierCode } = subject;
      if (isFinal || hasArrived(subject) || comesBack(subject)) return null;
      const cause = causeOfDelay(subject);
      const because = cause ? whyOf(cause) : null;
      if (!cause && promisedDate === null) return null;
      const brokenAt = promisedDate === null ? null : endOfDay(promisedDate);
      if (!cause && brokenAt && brokenAt > now) return { lookAt: brokenAt };
      if (!cause && !isOpen && brokenAt && isHistory(brokenAt, { now, policy })) return null;
      const carrier = carrierName(carrierCode);
      return {
        cause: `journey ${subject.journeys}`,
        mark: cause?.key ?? promisedDate ?? '',
        reason: cause
          ? `The carrier says that it is delayed${because?.reason ? ` (${because.reason})` : ''}${cause.place ? ` at ${cause.place}` : ''}.`
          : `It was promised for ${promisedDate} and has not arrived.`,
        evidence: cause ? keys(cause.key) : keys(evidence.promise),
        ...(because && { words: because.words }),
        ...(cause &&
          because?.reason && {
            incident: {
              cause: `delayed|${carrierCode ?? ''}|${because.reason}|${cause.place ?? cause.countryCode ?? ''}`,
              title: `Parcels with ${carrier} are delayed (${because.reason})${cause.place ? ` at ${cause.place}` : ''}`,
              carrierCode,
              place: cause.place,
            },
          }),
      };
    },
  },
  CUSTOMS_HELD: {
    about: 'SHIPMENT',
    opens: 'Customs hold it, or want documents, money or a look inside.',
    closes: 'It goes on.',
    action: 'Find out what customs want, and from whom; send documents or ask the customer to pay.',
    severity: 'HIGH',
    dueHours: 8,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject) {
      const { milestone, isFinal, evidence, carrierCode } = subject;
      const why = whyItStands(subject);
      const { reason, words } = why;
      if (isFinal || !(milestone === 'CUSTOMS_HELD' || reason?.startsWith('CUSTOMS_'))) return null;
      const country = decidedBy(subject)?.countryCode ?? null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: reason ?? milestone,
        reason:
          inTheirWords(why) ?? `Customs hold it${country ? ` in ${country}` : ''}${reason ? ` (${reason})` : ''}.`,
        evidence: keys(evidence.status),
        words,
        ...(reason === 'CUSTOMS_PROHIBITED' && { severity: 'CRITICAL' as const }),
        ...(country && {
          incident: {
            cause: `customs|${carrierCode ?? ''}|${country}`,
            title: `Customs in ${country} hold parcels`,
            carrierCode,
            place: country,
          },
        }),
      };
    },
  },
  ATTEMPT_FAILED: {
    about: 'SHIPMENT',
    opens: 'The carrier tried to deliver and could not.',
    closes: 'The next attempt, a collection point, or its end.',
    action: 'See that the customer knows of the next attempt or the way to change it.',
    severity: 'MEDIUM',
    dueHours: 6,
    coveredBy: ['CUSTOMS_HELD'],
    clock: 'AT_ONCE',
    find(subject) {
      const { status, evidence } = subject;
      const { reason, words } = whyItStands(subject);
      if (status !== 'FAILED_ATTEMPT' || isIn(reason, refusals) || isIn(reason, addressReasons)) return null;
      // Its damage is the case.
      if (reason === 'CARRIER_DAMAGE') return null;
      const attempts = subject.events.filter((event) => event.status === 'FAILED_ATTEMPT' && !event.isVoid).length;
      return {
        cause: `journey ${subject.journeys}`,
        mark: evidence.status ?? '',
        reason: `${attempts > 1 ? `${attempts} attempts` : 'An attempt'} to deliver failed${reason ? ` (${reason})` : ''}.`,
        evidence: keys(evidence.status),
        words,
        ...(attempts > 1 && { severity: 'HIGH' as const }),
      };
    },
  },
  PICKUP_EXPIRING: {
    about: 'SHIPMENT',
    opens: 'It waits to be collected, and its last day is near; where nobody names one, after some days.',
    closes: 'It is collected or goes back.',
    action: 'Remind the customer of place, code and last day.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [],
    clock: 'BEFORE_A_TIME',
    find(subject, { now, policy }) {
      if (subject.status !== 'AVAILABLE_FOR_PICKUP') return null;
      const { pickupLastDay: lastDay, evidence } = subject;
      const ready = decidedBy(subject)?.at ?? null;
      const opensAt = lastDay
        ? plusHours(new Date(`${lastDay}T00:00:00Z`), -24 * policy.pickupDaysBefore)
        : ready && plusHours(ready, 24 * policy.pickupDaysWaiting);
      if (!opensAt) return null;
      return after(opensAt, now, () => ({
        cause: `journey ${subject.journeys}`,
        mark: lastDay ?? evidence.status ?? '',
        reason: lastDay
          ? `It can be collected until ${lastDay}.`
          : `It has waited to be collected since ${inWords(ready as Date)}; nobody says until when it may.`,
        evidence: keys(evidence.status),
      }));
    },
  },
  REFUSED: {
    about: 'SHIPMENT',
    opens: 'The recipient did not take it.',
    closes: 'It is delivered after all, or back.',
    action: 'Ask the customer why, and expect the goods back.',
    severity: 'HIGH',
    dueHours: 8,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject) {
      const event = problemAt(subject, refusals);
      if (!event) return null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: event.key,
        reason: inTheirWords(whyOf(event)) ?? `The recipient refused it${event.place ? ` at ${event.place}` : ''}.`,
        evidence: [event.key],
        words: whyOf(event).words,
      };
    },
  },
  ADDRESS_PROBLEM: {
    about: 'SHIPMENT',
    opens: 'The carrier cannot find or reach the address.',
    closes: 'It goes on, arrives, or comes back.',
    action: 'Ask the customer for the right address and tell the carrier, before it goes back.',
    severity: 'HIGH',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject) {
      if (subject.status === 'RETURNING') return null;
      const event = problemAt(subject, addressReasons);
      if (!event) return null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: `${event.key} ${whyOf(event).reason}`,
        reason: inTheirWords(whyOf(event)) ?? `The carrier has a problem with the address (${event.reason}).`,
        evidence: [event.key],
        words: whyOf(event).words,
      };
    },
  },
} satisfies Partial<Record<CaseType, CaseRule>>;

const refusals: readonly ReasonCode[] = ['RECIPIENT_REFUSED'];
const addressReasons: readonly ReasonCode[] = [
  'INCORRECT_ADDRESS',
  'ADDRESS_NOT_FOUND',
  'RECIPIENT_MOVED',
  'OUTSIDE_DELIVERY_AREA',
  'ACCESS_RESTRICTED',
];
const isIn = (reason: ReasonCode | null, list: readonly ReasonCode[]) => reason !== null && list.includes(reason);

function tooSilent(
  subject: ShipmentSubject,
  { now, policy, isOpen }: At,
  found: (since: string, hours: number, last: ReturnType<typeof decidedBy>) => Finding,
): Finding {
  const silence = silenceOf(subject, policy);
  if (!silence) return null;
  const { since, tooLongAt, hours, last } = silence;
  // While the carrier's systems are known to be down, silence says nothing.
  if (subject.isOutage && !isOpen) return { lookAt: plusHours(now, 1) };
  if (!isOpen && isHistory(since, { now, policy })) return null;
  return after(tooLongAt, now, () => found(inWords(since), hours, last));
}

/** The carrier's word of a delay, while it is the newest that decides: once the parcel goes on, promise and estimate tell whether it is late. */
const causeOfDelay = (subject: ShipmentSubject) => {
  const event = decidedBy(subject);
  return event && subject.evidence.delayed.includes(event.key) && event.milestone !== 'ETA_CHANGED' ? event : undefined;
};

/** A promise was made for the way to the customer. */
const comesBack = ({ direction, status }: ShipmentSubject) => direction === 'RETURN' || status === 'RETURNING';

/** It waits for its recipient. */
const hasArrived = ({ status }: ShipmentSubject) => status === 'AVAILABLE_FOR_PICKUP';

function isDelayedNow(subject: ShipmentSubject, now: Date): boolean {
  const { promisedDate } = subject;
  return causeOfDelay(subject) !== undefined || (promisedDate !== null && endOfDay(promisedDate) <= now);
}

/** The entry that decided, where it speaks of one of these and the parcel still stands there. */
function problemAt(subject: ShipmentSubject, reasons: readonly ReasonCode[]) {
  const event = decidedBy(subject);
  const stands = ['FAILED_ATTEMPT', 'EXCEPTION', 'IN_TRANSIT', 'RETURNING'].includes(subject.status);
  return stands && event && isIn(whyOf(event).reason, reasons) ? event : undefined;
}
