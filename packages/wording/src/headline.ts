import { type CustomerState, customerState } from './customer-state.ts';
import { dayOf, eventTime, isPast, lengthOf, rangeOf } from './dates.ts';
import { eventSentence, reasonSentence, withReason } from './events.ts';
import type { FactEvent, ShipmentFacts } from './facts.ts';
import type { Words } from './words.ts';

/** How a state looks: colour and icon, never the only sign. */
export type Tone = 'good' | 'moving' | 'attention' | 'waiting';

/** What a clause answers. */
export type Says = 'WHAT' | 'WHEN' | 'HOW_SURE' | 'WHAT_TO_DO';

/** Which facts a clause rests on: names of fields of a shipment. */
export type Basis = keyof ShipmentFacts;

/** One clause of the sentence, with what it rests on. */
export interface Clause {
  says: readonly Says[];
  text: string;
  basis: readonly Basis[];
  /** Events whose time or place it repeats. */
  eventIds: readonly string[];
}

/** The one thing to do; null in most states. */
export type NextStep =
  | 'COLLECT'
  | 'PAY_CHARGES'
  | 'GIVE_PAPERS'
  | 'CORRECT_ADDRESS'
  | 'TELL_US'
  | 'ASK_AROUND'
  | 'FOLLOW_NEW_NUMBER';

export interface Headline {
  state: CustomerState;
  tone: Tone;
  /** One sentence, without a full stop. */
  text: string;
  /** What else matters now, as whole sentences; null when the heading says it all. */
  detail: string | null;
  nextStep: NextStep | null;
  /** The heading first, then each sentence of the detail. */
  clauses: readonly Clause[];
}

interface Plan {
  tone: Tone;
  heading: Clause;
  more: readonly (Clause | null)[];
  nextStep?: NextStep | null;
}

/**
 * What a parcel's customer is told, in one language: what, when, how sure, what to do. Pure: the same facts at the same `now` give the same words, on the page, in the graph and in
 * replies. A label is never "with the carrier", and "on its way" is never said without a scan.
 */
export function planHeadline(facts: ShipmentFacts, now: Date, words: Words): Headline {
  const state = customerState(facts);
  const { tone, heading, more, nextStep = null } = planners[state](sayer(facts, now, words));
  const clauses = [heading, ...more.filter((clause) => clause !== null)];
  return {
    state,
    tone,
    text: heading.text,
    detail:
      clauses
        .slice(1)
        .map(({ text }) => text)
        .join(' ') || null,
    nextStep,
    clauses,
  };
}

/** For how long a number of stops is worth saying. */
const stopsStandMs = 2 * 3_600_000;

/** The clauses that several states share. Each answers null where nobody said what it would say. */
function sayer(facts: ShipmentFacts, now: Date, words: Words) {
  const { t } = words;
  const clause = (says: Says | readonly Says[], text: string, basis: readonly Basis[], event?: FactEvent | null) => ({
    says: typeof says === 'string' ? [says] : says,
    text,
    basis,
    eventIds: event ? [event.id] : [],
  });
  const dayAndClock = (event: FactEvent) => {
    const { date, clock } = eventTime(event.occurredAt, event.location, now, words);
    const day = dayOf(date, now, words);
    return clock ? t('dates.at', { day, clock }) : day;
  };
  const { earliest = null, latest = null } = facts.estimate ?? {};
  const last = latest ?? earliest;
  const range = rangeOf(earliest, latest, now, words);
  const expected = last && !isPast(last, now) ? range : null;
  const carrier = facts.carrierName ?? t('carrier.someone');

  return {
    facts,
    now,
    words,
    t,
    clause,
    carrier,
    /** When it should arrive, while that is still to come. */
    expected,
    /** When it was to arrive, past or not. */
    range,
    /** Day and clock of the event that decided. */
    on: facts.deciding && dayAndClock(facts.deciding),
    reason: () => withText(reasonSentence(facts.reason, words), (text) => clause('WHAT', text, ['reason'])),
    lastSeen() {
      const { newest } = facts;
      if (!newest) return null;
      const when = dayAndClock(newest);
      const { city } = newest.location ?? {};
      const text = city ? t('detail.lastSeen', { place: city, when }) : t('detail.lastScan', { when });
      return clause('WHAT', text, ['newest'], newest);
    },
    /** Only while it is news: a van moves on. */
    stopsAhead() {
      const { newest, stopsAhead } = facts;
      if (!newest || stopsAhead === null) return null;
      const { clock } = eventTime(newest.occurredAt, newest.location, now, words);
      const { instant, local } = newest.occurredAt;
      const isNews = instant
        ? now.getTime() - Date.parse(instant) < stopsStandMs
        : local.slice(0, 10) === now.toISOString().slice(0, 10);
      if (!clock || !isNews) return null;
      return clause(['WHAT', 'WHEN'], t('detail.stopsAhead', { count: stopsAhead, clock }), ['stopsAhead'], newest);
    },
    howSure() {
      if (!expected) return clause(['WHEN', 'HOW_SURE'], t('detail.noDate'), ['estimate']);
      if (facts.estimate?.source === 'PROVIDER') return clause('HOW_SURE', t('detail.sureForecast'), ['estimate']);
      if (facts.estimate?.source === 'SHOP') return clause('HOW_SURE', t('detail.sureShop'), ['estimate']);
      return clause(
        'HOW_SURE',
        facts.carrierName ? t('detail.sureCarrier', { carrier: facts.carrierName }) : t('detail.sureCarrierUnknown'),
        ['estimate', 'carrierName'],
      );
    },
    usualGap: () =>
      facts.usualGapSeconds === null
        ? null
        : clause('HOW_SURE', t('detail.usualGap', { gap: lengthOf(facts.usualGapSeconds, words) }), [
            'usualGapSeconds',
          ]),
    expectedAs: (id: 'detail.expected' | 'detail.nowExpected' | 'detail.stillExpected' | 'detail.nextTry') =>
      withText(expected, (when) => clause('WHEN', t(id, { when }), ['estimate'])),
    do: (text: string, basis: readonly Basis[] = ['status']) => clause('WHAT_TO_DO', text, basis),
  };
}
type Sayer = ReturnType<typeof sayer>;

const withText = (text: string | null, make: (text: string) => Clause): Clause | null => (text ? make(text) : null);

/** The event's own sentence, with its reason. */
const whatHappened = ({ facts, words, clause }: Sayer, milestone = facts.milestone) =>
  clause('WHAT', eventSentence(milestone, facts.reason, words), ['milestone', 'reason'], facts.deciding);

const arrivingOr = ({ expected, t, clause }: Sayer, otherwise: string, basis: Basis): Clause =>
  expected
    ? clause(['WHAT', 'WHEN'], t('headline.ARRIVING', { when: expected }), ['status', 'estimate'])
    : clause('WHAT', otherwise, ['status', basis]);

/** Where somebody here looks after it and nobody else has to. */
const lookedAfter = (say: Sayer, heading = whatHappened(say)): Plan => ({
  tone: 'attention',
  heading,
  more: [
    say.expectedAs('detail.nowExpected') ?? say.clause('WHEN', say.t('detail.noNewDate'), ['estimate']),
    say.do(say.t('detail.teamTold'), ['milestone']),
  ],
});

const planners: Record<CustomerState, (say: Sayer) => Plan> = {
  NUMBER_CHANGED(say) {
    const { facts, now, words, t, clause } = say;
    const { at = '', trackingNumber = '' } = facts.replacedBy ?? {};
    return {
      tone: 'attention',
      heading: clause(['WHAT', 'WHEN'], t('headline.NUMBER_CHANGED', { day: dayOf(at, now, words) }), ['replacedBy']),
      more: [say.do(t('detail.followNumber', { number: trackingNumber }), ['replacedBy'])],
      nextStep: 'FOLLOW_NEW_NUMBER',
    };
  },
  NUMBER_WRONG: (say) => ({
    tone: 'attention',
    heading: say.clause('WHAT', say.t('headline.NUMBER_WRONG'), ['milestone'], say.facts.deciding),
    more: [say.do(say.t('detail.sellerCorrects'), ['milestone'])],
  }),
  NOT_FOUND: (say) => ({
    tone: 'waiting',
    heading: say.clause('WHAT', say.t('headline.NOT_FOUND', { carrier: say.carrier }), ['milestone', 'carrierName']),
    more: [say.clause('HOW_SURE', say.t('detail.appearsAtHandOver'), ['milestone'])],
  }),
  AWAITING_SCAN: (say) => ({
    tone: 'waiting',
    heading: say.clause('WHAT', say.t('headline.AWAITING_SCAN'), ['status']),
    more: [say.clause('WHAT', say.t('detail.notScanned', { carrier: say.carrier }), ['status', 'carrierName'])],
  }),
  LABEL_MADE: (say) => ({
    tone: 'waiting',
    heading: say.clause('WHAT', say.t('headline.LABEL_MADE'), ['status'], say.facts.deciding),
    more: [say.clause('WHAT', say.t('detail.known', { carrier: say.carrier }), ['status', 'carrierName'])],
  }),
  CARRIER_SILENT: (say) => ({
    tone: 'attention',
    heading: say.clause('WHAT', say.t('headline.CARRIER_SILENT'), ['status', 'quietSince']),
    more: [
      say.clause('HOW_SURE', say.t('detail.longerThanUsual'), ['quietSince']),
      say.do(say.t('detail.teamSees'), ['quietSince']),
    ],
  }),
  RETURN_ANNOUNCED: (say) => ({
    tone: 'waiting',
    heading: say.clause(
      'WHAT',
      say.t(say.facts.status === 'LABEL_CREATED' ? 'headline.RETURN_LABEL' : 'headline.RETURN_ANNOUNCED'),
      ['status', 'direction'],
      say.facts.deciding,
    ),
    more: [
      say.clause(
        'WHAT',
        say.t(say.facts.status === 'LABEL_CREATED' ? 'detail.known' : 'detail.notScanned', { carrier: say.carrier }),
        ['status', 'carrierName'],
      ),
    ],
  }),
  WITH_CARRIER(say) {
    const { facts, t } = say;
    const held = facts.carrierName
      ? t('headline.WITH_CARRIER', { carrier: facts.carrierName })
      : t('headline.WITH_SOMEONE');
    return {
      tone: 'moving',
      heading: arrivingOr(say, held, 'carrierName'),
      more: [say.lastSeen(), say.howSure()],
    };
  },
  IN_TRANSIT: (say) => ({
    tone: 'moving',
    heading: arrivingOr(say, say.t('headline.IN_TRANSIT'), 'milestone'),
    more: [
      say.expected ? say.clause('WHAT', say.t('detail.onItsWay'), ['status']) : null,
      say.lastSeen(),
      say.howSure(),
    ],
  }),
  NOT_SCANNED: (say) => ({
    tone: 'waiting',
    heading: say.clause(['WHAT', 'HOW_SURE'], say.t('headline.NOT_SCANNED'), ['reason']),
    more: [say.expectedAs('detail.expected'), say.howSure()],
  }),
  SILENT: (say) => ({
    tone: 'attention',
    heading: say.clause(
      ['WHAT', 'WHEN'],
      say.t('headline.SILENT', { day: dayOf(say.facts.quietSince ?? '', say.now, say.words) }),
      ['quietSince'],
    ),
    more: [
      say.lastSeen(),
      say.usualGap(),
      say.expectedAs('detail.stillExpected'),
      say.do(say.t('detail.teamSees'), ['quietSince']),
    ],
  }),
  LIKELY_LATE: (say) => ({
    tone: 'attention',
    heading: say.clause(
      ['WHAT', 'WHEN'],
      say.expected ? say.t('headline.LIKELY_LATE', { when: say.expected }) : say.t('headline.LIKELY_LATE_OPEN'),
      ['isDelayed', 'estimate', 'promisedDate'],
    ),
    more: [say.lastSeen(), say.howSure()],
  }),
  DELAYED(say) {
    const { facts, words, t } = say;
    return {
      tone: 'attention',
      heading: say.expected
        ? say.clause(['WHAT', 'WHEN'], t('headline.DELAYED', { when: say.expected }), ['isDelayed', 'estimate'])
        : say.clause('WHAT', withReason(t('event.DELAYED'), facts.reason, words), ['isDelayed', 'reason']),
      more: [say.expected ? say.reason() : null, say.lastSeen(), say.howSure()],
    };
  },
  IN_CUSTOMS(say) {
    const { facts, words, t, carrier } = say;
    const { reason } = facts;
    const [todo, nextStep] =
      reason === 'CUSTOMS_PAYMENT'
        ? ([t('detail.payCustoms', { carrier }), 'PAY_CHARGES'] as const)
        : reason === 'CUSTOMS_DOCUMENTS'
          ? ([t('detail.customsPapers', { carrier }), 'GIVE_PAPERS'] as const)
          : ([t('detail.nothingNeeded'), null] as const);
    return {
      tone: 'attention',
      heading: say.clause(
        'WHAT',
        withReason(t('event.CUSTOMS_HELD'), reason, words),
        ['milestone', 'reason'],
        facts.deciding,
      ),
      more: [
        say.expectedAs('detail.nowExpected') ?? say.clause('WHEN', t('detail.noNewDate'), ['estimate']),
        say.do(todo, ['reason']),
      ],
      nextStep,
    };
  },
  OUT_FOR_DELIVERY: (say) => ({
    tone: 'moving',
    heading: say.clause('WHAT', say.t('headline.OUT_FOR_DELIVERY'), ['status'], say.facts.deciding),
    more: [say.stopsAhead(), say.expectedAs('detail.expected')],
  }),
  ATTEMPT_FAILED: (say) => ({
    tone: 'attention',
    heading: whatHappened(say),
    more: [
      say.expectedAs('detail.nextTry') ??
        say.clause('HOW_SURE', say.t('detail.triesAgain', { carrier: say.carrier }), ['carrierName']),
    ],
  }),
  READY_FOR_PICKUP(say) {
    const { facts, now, words, t, clause } = say;
    const { name, address, hours, lastDay, code } = facts.pickupPoint ?? {};
    const scanned = facts.deciding?.location;
    const place = [name, address].filter(Boolean).join(', ') || scanned?.text || scanned?.city;
    const isOpen = lastDay && !isPast(lastDay, now);
    const daysLeft = isOpen ? Math.max(0, Math.round((Date.parse(lastDay) - startOfDay(now)) / 86_400_000)) : null;
    const basis: Basis[] = ['pickupPoint'];
    return {
      tone: 'attention',
      heading: isOpen
        ? clause(['WHAT', 'WHEN'], t('headline.READY_FOR_PICKUP_UNTIL', { day: dayOf(lastDay, now, words) }), [
            'status',
            'pickupPoint',
          ])
        : clause('WHAT', t('headline.READY_FOR_PICKUP'), ['status'], facts.deciding),
      more: [
        place
          ? clause('WHAT_TO_DO', t('detail.collectAt', { place }), basis, name || address ? null : facts.deciding)
          : say.do(t('detail.carrierKnowsWhere', { carrier: say.carrier }), ['carrierName']),
        hours ? clause('WHEN', t('detail.hours', { hours }), basis) : null,
        daysLeft === null ? null : clause('WHEN', t('detail.daysLeft', { count: daysLeft }), basis),
        code ? say.do(t('detail.pickupCode', { code }), basis) : null,
      ],
      nextStep: 'COLLECT',
    };
  },
  DELIVERED: (say) => ({ tone: 'good', heading: deliveredHeading(say), more: [signature(say)] }),
  DELIVERED_ELSEWHERE: (say) => ({
    tone: 'good',
    heading: deliveredHeading(say),
    more: [
      signature(say),
      say.do(say.t(say.facts.milestone === 'DELIVERED_NEIGHBOUR' ? 'detail.askNeighbours' : 'detail.lookAround'), [
        'milestone',
      ]),
    ],
    nextStep: 'ASK_AROUND',
  }),
  DELIVERED_DOUBTFUL(say) {
    const { facts, on, t, clause, carrier, now } = say;
    const isToday = facts.deciding?.occurredAt.local.slice(0, 10) === now.toISOString().slice(0, 10);
    return {
      tone: 'attention',
      heading: clause(
        ['WHAT', 'WHEN', 'HOW_SURE'],
        on ? t('headline.DELIVERED_DOUBTFUL', { on }) : t('headline.DELIVERED_DOUBTFUL_OPEN'),
        ['milestone', 'deliveryDoubts'],
        facts.deciding,
      ),
      more: [
        clause('HOW_SURE', t('detail.doubtful', { carrier }), ['deliveryDoubts', 'carrierName']),
        say.do(t(isToday ? 'detail.doubtfulTonight' : 'detail.tellUs'), ['deliveryDoubts']),
      ],
      nextStep: 'TELL_US',
    };
  },
  DAMAGED: (say) => lookedAfter(say, whatHappened(say, 'DAMAGED')),
  LOST: (say) => ({
    tone: 'attention',
    heading: whatHappened(say, say.facts.milestone === 'DISPOSED' ? 'DISPOSED' : 'LOST'),
    more: [say.do(say.t('detail.teamTold'), ['milestone'])],
  }),
  REFUSED: (say) => ({
    tone: 'attention',
    heading: say.clause('WHAT', say.t('headline.REFUSED'), ['reason'], say.facts.deciding),
    more: [say.do(say.t('detail.refusedBack'), ['reason'])],
    nextStep: 'TELL_US',
  }),
  ADDRESS_PROBLEM: (say) => ({
    tone: 'attention',
    heading: whatHappened(say),
    more: [say.expectedAs('detail.nowExpected'), say.do(say.t('detail.giveAddress'), ['reason'])],
    nextStep: 'CORRECT_ADDRESS',
  }),
  HELD: (say) => lookedAfter(say),
  RETURNING: (say) => {
    const { facts, words, t, clause } = say;
    if (facts.direction === 'RETURN')
      return {
        tone: 'moving',
        heading: clause('WHAT', t('headline.RETURN_MOVING'), ['status', 'direction']),
        more: [say.lastSeen()],
      };
    return {
      tone: 'attention',
      heading: clause(
        'WHAT',
        withReason(t('headline.GOING_BACK'), facts.reason, words),
        ['status', 'reason'],
        facts.deciding,
      ),
      more: [say.lastSeen()],
    };
  },
  RETURNED(say) {
    const { facts, on, t, clause } = say;
    const isOwn = facts.direction === 'RETURN';
    const what = t(isOwn ? 'headline.RETURN_RECEIVED' : 'headline.BACK');
    return {
      tone: isOwn ? 'good' : 'attention',
      heading: clause(
        on ? ['WHAT', 'WHEN'] : 'WHAT',
        on ? t('headline.EVENT_ON', { what, on }) : what,
        ['status', 'direction'],
        facts.deciding,
      ),
      more: [isOwn ? null : say.clause('WHAT_TO_DO', t('detail.teamSees'), ['status', 'direction'])],
    };
  },
  CANCELLED: (say) => ({
    tone: 'attention',
    heading: say.clause('WHAT', say.t('headline.CANCELLED'), ['status'], say.facts.deciding),
    more: [say.clause('WHEN', say.t('detail.willNotArrive'), ['status'])],
  }),
  NO_LONGER_TRACKED: (say) => ({
    tone: 'attention',
    heading: say.clause('WHAT', say.t('headline.NO_LONGER_TRACKED'), ['status'], say.facts.deciding),
    more: [say.lastSeen(), say.do(say.t('detail.tellUs'))],
    nextStep: 'TELL_US',
  }),
  SOURCE_DOWN(say) {
    const { facts, now, words, t, clause } = say;
    const since = facts.sourceDownSince ?? '';
    return {
      tone: 'waiting',
      heading: clause(
        ['WHAT', 'HOW_SURE'],
        t('headline.SOURCE_DOWN', { what: eventSentence(facts.milestone, facts.reason, words) }),
        ['milestone', 'sourceDownSince'],
        facts.deciding,
      ),
      more: [
        say.lastSeen(),
        clause(
          'HOW_SURE',
          t('detail.sourceDown', {
            carrier: say.carrier,
            since: t('dates.moment', { day: dayOf(since, now, words), clock: since.slice(11, 16) }),
          }),
          ['sourceDownSince', 'carrierName'],
        ),
        withText(say.range, (when) => clause('WHEN', t('detail.wasExpected', { when }), ['estimate'])),
      ],
    };
  },
};

function deliveredHeading({ facts, on, words, t, clause }: Sayer): Clause {
  const what = t(`event.${facts.milestone}`);
  const text = !on
    ? what
    : facts.milestone === 'DELIVERED'
      ? t('headline.DELIVERED', { on })
      : words.t('headline.EVENT_ON', { what, on });
  return clause(on ? ['WHAT', 'WHEN'] : 'WHAT', text, ['milestone'], facts.deciding);
}

const signature = ({ facts, t, clause }: Sayer): Clause | null =>
  facts.signedBy ? clause('HOW_SURE', t('detail.signedBy', { name: facts.signedBy }), ['signedBy']) : null;

const startOfDay = (now: Date) => Date.parse(now.toISOString().slice(0, 10));
