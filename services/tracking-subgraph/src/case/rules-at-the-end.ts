import { after, type CaseRule, isHistory, keys } from './case-rule.ts';
import type { CaseType } from './case-type.ts';
import { inTheirWords, whyItStands, whyOf } from './said-by-words.ts';
import { isSamePost } from './same-post.ts';
import type { ShipmentSubject } from './subject.ts';
import { customersOf, decidedBy, plusHours, worthOf } from './subject-facts.ts';

/** What is wrong with goods that were lost, damaged, returned or delivered. */
export const endRules = {
  DAMAGED: {
    about: 'SHIPMENT',
    opens: 'The carrier or the customer says that the goods are damaged.',
    closes: 'The word is taken back, or the goods are back. Reported: only a colleague closes it.',
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
    opens: 'It is said to be delivered and was seen under way later; or the customer reports that it is not here.',
    closes: 'A later delivery or a correction answers the doubt. Reported or by hand: only a colleague closes it.',
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
  CUSTOMER_REPORT: {
    about: 'SHIPMENT',
    opens: 'Who receives it says that items are missing, or that something else is wrong.',
    closes: 'Only a colleague closes it.',
    action: 'Look at what was reported, and answer the customer.',
    severity: 'HIGH',
    dueHours: 8,
    coveredBy: [],
    clock: 'AT_ONCE',
    // No source tells of it.
    find: () => null,
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
} satisfies Partial<Record<CaseType, CaseRule>>;

/** A return of its orders came in after the last that was heard of it on its way there: one before was of other goods. */
function isReturnBooked({ returnBookedAt, events }: ShipmentSubject): boolean {
  if (returnBookedAt === null) return false;
  const there = events.find(
    ({ status, isVoid }) => !isVoid && status !== null && status !== 'RETURNING' && status !== 'RETURNED',
  );
  return there === undefined || returnBookedAt >= there.at;
}
