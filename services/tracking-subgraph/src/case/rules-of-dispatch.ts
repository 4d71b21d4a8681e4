import { after, type CaseRule, isHistory, keys } from './case-rule.ts';
import type { CaseType } from './case-type.ts';
import { carrierName, inWords, plusHours } from './subject-facts.ts';

/** What the warehouse, the mapping, a provider or Odoo does not do before a parcel is tracked. */
export const dispatchRules = {
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
          reason: `${carrierName(carrierCode, 'The carrier')} wants to know more before it can be tracked: ${needs.join(', ')}.`,
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
        reason: `${first.deliveryName === null ? '' : `${first.deliveryName}: `}${first.message}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`,
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
} satisfies Partial<Record<CaseType, CaseRule>>;
