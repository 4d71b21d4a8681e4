import type { ReasonCode } from '../taxonomy/codes.ts';
import type { CasePolicy } from './case-policy.ts';
import type { CaseType } from './case-type.ts';
import { inTheirWords, whyItStands, whyOf } from './said-by-words.ts';
import { isSamePost } from './same-post.ts';
import { silenceOf } from './silence.ts';
import type {
  CaseDelivery,
  CaseSeverity,
  DeliverySubject,
  Finding,
  OrderSubject,
  ShipmentSubject,
  Subject,
} from './subject.ts';
import { customersOf, decidedBy, endOfDay, inWords, plusHours } from './subject-facts.ts';

/** Raised when the same state may give another case. Shown with each. */
export const caseRulesVersion = 2;

export interface At {
  now: Date;
  policy: CasePolicy;
  /** A case of this type and subject is open: thresholds that keep history out do not close it. */
  isOpen: boolean;
}

interface RuleOf<S extends Subject> {
  about: S['kind'];
  /** In words, for people. */
  opens: string;
  closes: string;
  action: string;
  severity: CaseSeverity;
  /** Business hours within which somebody should have looked. */
  dueHours: number;
  /** While one of these holds, too, this one is only its effect, and opens no case of its own. */
  coveredBy: readonly CaseType[];
  /** What the clock of opening waits for: nothing, a time after a fact, or a time before one. */
  clock: 'AT_ONCE' | 'AFTER_A_TIME' | 'BEFORE_A_TIME';
  find: (subject: S, at: At) => Finding;
}
export type CaseRule = RuleOf<ShipmentSubject> | RuleOf<DeliverySubject> | RuleOf<OrderSubject>;

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

/** Every type has every cell, or this does not compile. A rule is a pure function of the subject and the time; whatever closes a case is that its rule does not find it any more. */
export const caseRules = {
  NO_NUMBER: {
    about: 'DELIVERY',
    opens: 'A delivery with a delivery method has left, and after some hours no tracking number is known.',
    closes: 'A number is written or registered, or the delivery is cancelled.',
    action: 'Ask the warehouse for the number and write it into the delivery.',
    severity: 'HIGH',
    dueHours: 4,
    coveredBy: [],
    clock: 'AFTER_A_TIME',
    find({ delivery, shipmentCount }, { now, policy, isOpen }) {
      const { kind, shippedAt: left, deliveryMethod, references, isCancelled } = delivery;
      if (kind !== 'OUTGOING' || isCancelled || left === null || deliveryMethod === null) return null;
      if (references.length > 0 || shipmentCount > 0 || policy.methodsWithoutNumber.includes(deliveryMethod))
        return null;
      if (!isOpen && isHistory(left, { now, policy })) return null;
      return after(plusHours(left, policy.noNumberHours), now, () => ({
        cause: 'number',
        mark: 'none',
        reason: `${delivery.name} left on ${inWords(left)} with ${deliveryMethod}, and no tracking number is known.`,
        evidence: [],
        incident: {
          cause: `no-number|${deliveryMethod}|${delivery.warehouseId ?? ''}`,
          title: `Deliveries with ${deliveryMethod} leave without tracking numbers`,
          carrierCode: null,
          place: null,
        },
      }));
    },
  },
  UNMAPPED_CARRIER: {
    about: 'SHIPMENT',
    opens: 'No rule, no scan and nobody says who carries the number.',
    closes: 'A rule or a person names the carrier, or it is scanned.',
    action: 'Name the carrier, and make a rule of it when more will come.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [],
    clock: 'AT_ONCE',
    find({ registration, carrierCode, deliveries, trackingNumber }) {
      // One that is scanned all the same has a carrier: who scans it says so.
      if (registration?.state !== 'NEEDS_CARRIER' || carrierCode !== null) return null;
      const method = deliveries.find(({ deliveryMethod }) => deliveryMethod !== null)?.deliveryMethod ?? null;
      return {
        cause: 'carrier',
        mark: method ?? '',
        reason: `No rule says who carries ${trackingNumber}${method === null ? '' : ` (delivery method "${method}")`}.`,
        evidence: [],
        ...(method !== null && {
          incident: {
            cause: `unmapped|${method}`,
            title: `No carrier is mapped for the delivery method "${method}"`,
            carrierCode: null,
            place: null,
          },
        }),
      };
    },
  },
  INVALID_NUMBER: {
    about: 'SHIPMENT',
    opens: 'The carrier or the provider says that it is no number of theirs.',
    closes: 'It is scanned, registered, or another number takes its place.',
    action: 'Compare the number with the label and correct it in the delivery.',
    severity: 'HIGH',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject) {
      const { milestone, evidence, registration, trackingNumber } = subject;
      if (milestone === 'INVALID_TRACKING_NUMBER')
        return {
          cause: 'number',
          mark: evidence.status ?? '',
          reason: `${trackingNumber} is said to be no number of this carrier.`,
          evidence: keys(evidence.status),
        };
      if (registration?.state !== 'REFUSED' || registration.problem?.kind !== 'INVALID_REQUEST') return null;
      return {
        cause: 'number',
        mark: registration.problem.since,
        reason: `${registration.provider ?? 'The provider'} refuses ${trackingNumber}: ${registration.problem.message}`,
        evidence: [],
      };
    },
  },
  LATE_DISPATCH: {
    about: 'DELIVERY',
    opens: 'A delivery has not left some hours after the warehouse meant to send it.',
    closes: 'It leaves, is planned anew, or is cancelled.',
    action: 'Ask the warehouse when it leaves, and tell the customer where the promise is at risk.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [],
    clock: 'AFTER_A_TIME',
    find({ delivery }, { now, policy, isOpen }) {
      const { kind, shippedAt: left, scheduledAt, isCancelled } = delivery;
      if (kind !== 'OUTGOING' || isCancelled || left !== null || scheduledAt === null) return null;
      if (!isOpen && isHistory(scheduledAt, { now, policy })) return null;
      return after(plusHours(scheduledAt, policy.lateDispatchHours), now, () => ({
        cause: 'dispatch',
        mark: scheduledAt.toISOString(),
        reason: `${delivery.name} should have left on ${inWords(scheduledAt)}.`,
        evidence: [],
        incident: {
          cause: `late-dispatch|${delivery.warehouseId ?? ''}`,
          title: 'Deliveries of one warehouse do not leave',
          carrierCode: null,
          place: null,
        },
      }));
    },
  },
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
      const carrier = subject.carrierCode ?? 'the carrier';
      return tooSilent(subject, at, (since, hours) => ({
        cause: 'scan',
        mark: since,
        reason: `It left on ${since}, and ${carrier} has scanned nothing; up to ${hours} h are usual.`,
        evidence: keys(subject.evidence.status),
        incident: {
          cause: `unscanned|${carrier}|${subject.deliveries[0]?.warehouseId ?? ''}`,
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
      const carrier = subject.carrierCode ?? 'the carrier';
      return tooSilent(subject, at, (since, hours, last) => ({
        cause: 'silence',
        mark: last?.key ?? since,
        reason: `Nothing was heard since ${since}${last?.place ? ` (${last.place})` : ''}; with ${carrier} up to ${hours} h are usual.`,
        evidence: keys(last?.key),
        severity: subject.status === 'OUT_FOR_DELIVERY' ? 'HIGH' : 'MEDIUM',
        ...(last?.place && {
          incident: {
            cause: `silent|${carrier}|${last.place}`,
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
      const carrier = carrierCode ?? 'the carrier';
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
              cause: `delayed|${carrier}|${because.reason}|${cause.place ?? cause.countryCode ?? ''}`,
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
  DAMAGED: {
    about: 'SHIPMENT',
    opens: 'The carrier says that the goods are damaged.',
    closes: 'The word is taken back, or the goods are back.',
    action: 'Ask for pictures, offer a replacement, and make a claim at the carrier.',
    severity: 'CRITICAL',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject, at) {
      if (subject.status === 'RETURNED') return null;
      const event = subject.events.find(
        (one) => !one.isVoid && (one.milestone === 'DAMAGED' || whyOf(one).reason === 'CARRIER_DAMAGE'),
      );
      if (!event || (!at.isOpen && isHistory(event.at, at))) return null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: event.key,
        reason: inTheirWords(whyOf(event)) ?? `The carrier reports damage${event.place ? ` at ${event.place}` : ''}.`,
        evidence: [event.key],
        words: whyOf(event).words,
      };
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
  RETURNED: {
    about: 'SHIPMENT',
    opens: 'It comes back, or has come back, and nobody booked a return.',
    closes: 'The return is booked in the warehouse, or it is delivered after all.',
    action: 'Find out why, agree on resending or refunding, and book the return when it is here.',
    severity: 'HIGH',
    dueHours: 8,
    coveredBy: ['REFUSED', 'ADDRESS_PROBLEM', 'DAMAGED'],
    clock: 'AT_ONCE',
    find(subject, at) {
      const { status, direction, evidence } = subject;
      if (direction === 'RETURN' || isReturnBooked(subject) || !(status === 'RETURNING' || status === 'RETURNED'))
        return null;
      const event = decidedBy(subject);
      if (event && !at.isOpen && isHistory(event.at, at)) return null;
      const { reason, words } = whyItStands(subject);
      return {
        cause: `journey ${subject.journeys}`,
        mark: status,
        reason: `It ${status === 'RETURNED' ? 'is back at the sender' : 'is on its way back'}${reason ? ` (${reason})` : ''}.`,
        evidence: keys(evidence.status),
        words,
      };
    },
  },
  LOST: {
    about: 'SHIPMENT',
    opens: 'The carrier says that it is lost or destroyed.',
    closes: 'It is seen again.',
    action: 'Make a claim at the carrier, and offer the customer a replacement or a refund.',
    severity: 'CRITICAL',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject) {
      const { status, milestone, evidence } = subject;
      const why = whyItStands(subject);
      const { reason, words } = why;
      if (status !== 'EXCEPTION' || !(milestone === 'LOST' || milestone === 'DISPOSED' || reason === 'CARRIER_LOSS'))
        return null;
      return {
        cause: `journey ${subject.journeys}`,
        mark: evidence.status ?? '',
        reason:
          inTheirWords(why) ??
          (milestone === 'DISPOSED' ? 'The carrier says that it was destroyed.' : 'The carrier says that it is lost.'),
        evidence: keys(evidence.status),
        words,
      };
    },
  },
  DELIVERED_DISPUTED: {
    about: 'SHIPMENT',
    opens:
      'It is said to be delivered and was seen under way later; or a colleague opens it for a customer who does not have it.',
    closes: 'A later delivery or a correction answers the doubt. One by hand: only a colleague closes it.',
    action: 'Ask the customer, look at the proof, and ask the carrier where it was left.',
    severity: 'HIGH',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find({ status, deliveryDoubts, evidence, journeys }) {
      const doubts = deliveryDoubts.filter(({ doubt }) => doubt === 'MOVED_AFTERWARDS');
      if (status !== 'DELIVERED' || doubts.length === 0) return null;
      return {
        cause: `journey ${journeys}`,
        mark: doubts.map(({ key }) => key).join(' '),
        reason: 'It is said to be delivered, and was seen under way afterwards.',
        evidence: keys(evidence.status, ...doubts.map(({ key }) => key)),
      };
    },
  },
  PROOF_MISSING: {
    about: 'SHIPMENT',
    opens: 'It was delivered some days ago, its order is worth enough to need a proof, and none came.',
    closes: 'The proof comes.',
    action: 'Ask the carrier for the proof of delivery while it still has it.',
    severity: 'LOW',
    dueHours: 24,
    coveredBy: ['DELIVERED_DISPUTED'],
    clock: 'AFTER_A_TIME',
    find(subject, { now, policy, isOpen }) {
      if (subject.status !== 'DELIVERED' || subject.hasProof || subject.direction === 'RETURN') return null;
      const worth = worthOf(subject.deliveries);
      const delivered = decidedBy(subject);
      if (!worth || worth.amount < policy.proofAbove || !delivered) return null;
      if (!isOpen && isHistory(delivered.at, { now, policy })) return null;
      return after(plusHours(delivered.at, policy.proofHours), now, () => ({
        cause: `journey ${subject.journeys}`,
        mark: delivered.key,
        reason: `An order of ${worth.amount} ${worth.currencyCode} was delivered, and there is no proof after ${policy.proofHours} h.`,
        evidence: [delivered.key],
      }));
    },
  },
  NUMBER_MISMATCH: {
    about: 'SHIPMENT',
    opens:
      'Orders of several customers have the same number, or it was delivered in another country than its order goes to.',
    closes: 'The wrong delivery has another number, or the word is taken back.',
    action: 'Compare the labels, and correct the number in the delivery that has the wrong one.',
    severity: 'HIGH',
    dueHours: 4,
    coveredBy: [],
    clock: 'AT_ONCE',
    find(subject, at) {
      const customers = customersOf(subject);
      if (customers.length > 1) {
        return {
          cause: 'customers',
          mark: [...customers].sort((a, b) => a - b).join(' '),
          // Which, the links tell whoever may see them; who reads this may see one only.
          reason: `Orders of ${customers.length} customers have this number.`,
          evidence: [],
        };
      }
      const delivered = decidedBy(subject);
      const wanted = new Set(subject.deliveries.flatMap(({ countryCode }) => countryCode ?? []));
      const isElsewhere =
        delivered?.countryCode &&
        wanted.size > 0 &&
        ![...wanted].some((country) => isSamePost(country, delivered.countryCode as string));
      // Whoever collects it may have chosen a place beyond the border.
      if (subject.milestone === 'DELIVERED_COLLECTED') return null;
      if (subject.status !== 'DELIVERED' || subject.direction === 'RETURN' || !delivered || !isElsewhere) return null;
      if (!at.isOpen && isHistory(delivered.at, at)) return null;
      return {
        cause: 'country',
        mark: delivered.key,
        reason: `It was delivered in ${delivered.countryCode}; its order goes to ${[...wanted].join(', ')}.`,
        evidence: [delivered.key],
      };
    },
  },
  REGISTRATION_FAILED: {
    about: 'SHIPMENT',
    opens: 'The provider does not track it: refused, in want of facts, or not reached for a day.',
    closes: 'It is registered, or scanned all the same.',
    action: 'Give what is missing or correct the number or carrier, and register it again.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: ['INVALID_NUMBER', 'UNMAPPED_CARRIER'],
    clock: 'AFTER_A_TIME',
    find({ registration, isFinal, trackingNumber, carrierCode }, { now, policy }) {
      if (!registration || isFinal) return null;
      const { state, problem, provider, needs, createdAt } = registration;
      const common = {
        cause: `registration|${provider ?? ''}|${state}|${problem?.kind ?? ''}`,
        title: `${provider ?? 'No provider'} does not take registrations${problem ? ` (${problem.kind})` : ''}`,
        carrierCode: null,
        place: null,
      };
      if (state === 'REFUSED' && problem?.kind !== 'INVALID_REQUEST')
        return {
          cause: 'registration',
          mark: problem?.since ?? 'refused',
          reason: `${provider ?? 'No provider'} does not track ${trackingNumber}${problem ? `: ${problem.message}` : '.'}`,
          evidence: [],
          incident: common,
        };
      if (state === 'NEEDS_FACTS')
        return {
          cause: 'registration',
          mark: needs.join(' '),
          reason: `${carrierCode ?? 'The carrier'} wants to know more before it can be tracked: ${needs.join(', ')}.`,
          evidence: [],
        };
      if (state !== 'QUEUED') return null;
      return after(plusHours(createdAt, policy.registrationHours), now, () => ({
        cause: 'registration',
        mark: 'queued',
        reason: `It has waited since ${inWords(createdAt)} to be registered${provider ? ` at ${provider}` : ''}.`,
        evidence: [],
        incident: common,
      }));
    },
  },
  WRITE_BACK_FAILED: {
    about: 'ORDER',
    opens: 'Something could not be written to Odoo, and will not be by itself.',
    closes: 'It was written, or is not wanted any more.',
    action: 'Read what Odoo says, mend it there, and try again.',
    severity: 'MEDIUM',
    dueHours: 8,
    coveredBy: [],
    clock: 'AT_ONCE',
    find({ problems }) {
      const [first] = problems;
      if (!first) return null;
      return {
        cause: 'odoo',
        mark: problems.map(({ id }) => id).join(' '),
        reason: `${first.message}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`,
        evidence: [],
        incident: {
          cause: 'write-back',
          title: 'Odoo does not take what is written back',
          carrierCode: null,
          place: null,
        },
      };
    },
  },
} satisfies Record<CaseType, CaseRule>;

const refusals: readonly ReasonCode[] = ['RECIPIENT_REFUSED'];
const addressReasons: readonly ReasonCode[] = [
  'INCORRECT_ADDRESS',
  'ADDRESS_NOT_FOUND',
  'RECIPIENT_MOVED',
  'OUTSIDE_DELIVERY_AREA',
  'ACCESS_RESTRICTED',
];
const isIn = (reason: ReasonCode | null, list: readonly ReasonCode[]) => reason !== null && list.includes(reason);

const keys = (...some: (string | null | undefined)[]) => some.flatMap((key) => key ?? []);

function after(at: Date, now: Date, found: () => Finding): Finding {
  return at <= now ? found() : { lookAt: at };
}

/** So long ago that it is history that was taken in, not something to be done. */
const isHistory = (at: Date, { now, policy }: Pick<At, 'now' | 'policy'>) =>
  at < plusHours(now, -24 * policy.lookBackDays);

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

/** A return of its orders came in after the last that was heard of it on its way there: one before was of other goods. */
function isReturnBooked({ returnBookedAt, events }: ShipmentSubject): boolean {
  if (returnBookedAt === null) return false;
  const there = events.find(
    ({ status, isVoid }) => !isVoid && status !== null && status !== 'RETURNING' && status !== 'RETURNED',
  );
  return there === undefined || returnBookedAt >= there.at;
}

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

/** The most that an order in it is worth. */
export function worthOf(deliveries: readonly CaseDelivery[]): CaseDelivery['total'] {
  return deliveries.reduce<CaseDelivery['total']>(
    (most, { total, isCancelled }) => (total && !isCancelled && total.amount > (most?.amount ?? 0) ? total : most),
    null,
  );
}
