import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogues, wordsOf } from './all-words.ts';
import { type CustomerState, customerStates } from './customer-state.ts';
import type { MilestoneCode } from './events.ts';
import { eventFacts, type ShipmentFacts } from './facts.ts';
import { planHeadline } from './headline.ts';
import { directionOf, locales } from './locale.ts';

const now = new Date('2026-11-21T09:30:00Z');
const at = (local: string) => ({ instant: null, local, precision: 'LOCAL' as const });
const scan = (id: string, local: string, city: string | null = 'Leipzig') => ({
  id,
  occurredAt: at(local),
  location: city ? { city, countryCode: 'DE', text: city } : null,
});

const inTransit: ShipmentFacts = {
  carrierName: 'DHL',
  direction: 'FORWARD',
  status: 'IN_TRANSIT',
  milestone: 'ARRIVED_FACILITY',
  reason: null,
  isDelayed: false,
  estimate: { earliest: '2026-11-23', latest: '2026-11-23', source: 'CARRIER' },
  promisedDate: '2026-11-24',
  deciding: scan('e9', '2026-11-20T06:10:00'),
  newest: scan('e9', '2026-11-20T06:10:00'),
  stopsAhead: null,
  pickupPoint: null,
  signedBy: null,
  deliveryDoubts: [],
  quietSince: null,
  usualGapSeconds: null,
  sourceDownSince: null,
  replacedBy: null,
};
const range = (earliest: string, latest: string, source: 'CARRIER' | 'PROVIDER' | 'SHOP' = 'CARRIER') => ({
  estimate: { earliest, latest, source },
});
const pickupPoint = {
  name: 'Packstation 145',
  address: 'Karl-Liebknecht-Str. 8, Leipzig',
  hours: 'Mo-Sa 8-20',
  lastDay: '2026-11-24',
  code: '4711',
};

/** One shipment for each state, with its whole English text. */
const shown: Record<CustomerState, [Partial<ShipmentFacts>, string, string | null]> = {
  NUMBER_CHANGED: [
    { replacedBy: { trackingNumber: '1Z999', at: '2026-11-15T08:00:00Z' } },
    'The number changed on Sunday 15 November',
    'The parcel moves under 1Z999.',
  ],
  NUMBER_WRONG: [
    { status: 'PENDING', milestone: 'INVALID_TRACKING_NUMBER' },
    'The tracking number seems to be wrong',
    'We have to correct it; there is nothing for you to do.',
  ],
  NOT_FOUND: [
    { status: 'PENDING', milestone: 'TRACKING_NOT_FOUND' },
    'DHL does not know this number yet',
    'Numbers often appear only when the parcel is handed over.',
  ],
  AWAITING_SCAN: [
    { status: 'PENDING', milestone: 'AWAITING_CARRIER_DATA', carrierName: null },
    'Waiting for the carrier’s first scan',
    'The carrier has not scanned it yet.',
  ],
  LABEL_MADE: [
    { status: 'LABEL_CREATED', milestone: 'LABEL_CREATED' },
    'Packed, not yet with the carrier',
    'DHL knows of it and has not scanned it yet.',
  ],
  CARRIER_SILENT: [
    {
      status: 'LABEL_CREATED',
      milestone: 'LABEL_CREATED',
      quietSince: '2026-11-18T14:00:00Z',
      usualGapSeconds: 86_400,
    },
    'Packed, but not scanned by the carrier yet',
    'That takes longer than usual. Our customer service sees this too.',
  ],
  RETURN_ANNOUNCED: [
    { direction: 'RETURN', status: 'LABEL_CREATED', milestone: 'LABEL_CREATED' },
    'The return label is ready',
    'DHL knows of it and has not scanned it yet.',
  ],
  WITH_CARRIER: [
    { status: 'PICKED_UP', milestone: 'PICKED_UP', estimate: null },
    'With DHL',
    'Last seen in Leipzig, Friday 20 November, 06:10. The carrier has given no delivery date yet.',
  ],
  IN_TRANSIT: [
    {},
    'Arriving Monday 23 November',
    'On its way. Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
  ],
  NOT_SCANNED: [
    { reason: 'TRACKING_NOT_SUPPORTED', milestone: 'IN_TRANSIT', estimate: null },
    'This service is not scanned on the way',
    'The carrier has given no delivery date yet.',
  ],
  SILENT: [
    { quietSince: '2026-11-17T06:10:00Z', usualGapSeconds: 172_801 },
    'No news since Tuesday 17 November',
    'Last seen in Leipzig, Friday 20 November, 06:10. Normally there is news within 3 days. Still expected Monday 23 November. Our customer service sees this too.',
  ],
  LIKELY_LATE: [
    { isDelayed: true, ...range('2026-11-24', '2026-11-26') },
    'May be late: now expected 24 to 26 November',
    'Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
  ],
  DELAYED: [
    { isDelayed: true, reason: 'WEATHER', ...range('2026-11-25', '2026-11-26') },
    'Delayed: now expected 25 to 26 November',
    'Because of the weather. Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
  ],
  IN_CUSTOMS: [
    { status: 'EXCEPTION', milestone: 'CUSTOMS_HELD', reason: 'CUSTOMS_PAYMENT', estimate: null },
    'Held by customs because duties or taxes are to be paid',
    'There is no new delivery date yet. Duties are paid to DHL; its page says how.',
  ],
  OUT_FOR_DELIVERY: [
    {
      status: 'OUT_FOR_DELIVERY',
      milestone: 'OUT_FOR_DELIVERY',
      ...range('2026-11-21T14:00:00', '2026-11-21T18:00:00'),
    },
    'Out for delivery',
    'Expected Saturday 21 November, 14:00 to 18:00.',
  ],
  ATTEMPT_FAILED: [
    { status: 'FAILED_ATTEMPT', milestone: 'ATTEMPT_FAILED', reason: 'RECIPIENT_NOT_AVAILABLE' },
    'Delivery was tried without success because nobody was there',
    'Next try expected Monday 23 November.',
  ],
  READY_FOR_PICKUP: [
    { status: 'AVAILABLE_FOR_PICKUP', milestone: 'READY_FOR_PICKUP', estimate: null, pickupPoint },
    'Ready for you to collect until Tuesday 24 November',
    'At: Packstation 145, Karl-Liebknecht-Str. 8, Leipzig. Open: Mo-Sa 8-20. 3 days left. Your code: 4711.',
  ],
  DELIVERED: [
    { status: 'DELIVERED', milestone: 'DELIVERED_SIGNED', signedBy: 'A. Rivera' },
    'Delivered and signed for, Friday 20 November, 06:10',
    'Signed by A. Rivera.',
  ],
  DELIVERED_ELSEWHERE: [
    { status: 'DELIVERED', milestone: 'DELIVERED_NEIGHBOUR' },
    'Delivered to a neighbour, Friday 20 November, 06:10',
    'Not there? Please ask your neighbours first, then tell us.',
  ],
  DELIVERED_DOUBTFUL: [
    {
      status: 'DELIVERED',
      milestone: 'DELIVERED',
      deliveryDoubts: ['MOVED_AFTERWARDS'],
      deciding: scan('d', '2026-11-21T07:02:00'),
    },
    'Marked as delivered, Saturday 21 November, 07:02',
    'But DHL scanned it again, so it may still be on its way. If it has not arrived by this evening, please tell us.',
  ],
  DAMAGED: [
    { status: 'EXCEPTION', milestone: 'DAMAGED', reason: 'CARRIER_DAMAGE', estimate: null },
    'Damaged on the way',
    'There is no new delivery date yet. Our customer service has been told; there is nothing for you to do now.',
  ],
  LOST: [
    { status: 'EXCEPTION', milestone: 'LOST', reason: 'CARRIER_LOSS' },
    'Lost on the way',
    'Our customer service has been told; there is nothing for you to do now.',
  ],
  REFUSED: [
    { status: 'FAILED_ATTEMPT', milestone: 'ATTEMPT_FAILED', reason: 'RECIPIENT_REFUSED' },
    'It was refused on delivery',
    'It normally goes back to us. If that was a mistake, please tell us soon.',
  ],
  ADDRESS_PROBLEM: [
    { status: 'EXCEPTION', milestone: 'ON_HOLD', reason: 'INCORRECT_ADDRESS', estimate: null },
    'Held back because the address is wrong or incomplete',
    'Please tell us the right address.',
  ],
  HELD: [
    { status: 'EXCEPTION', milestone: 'ON_HOLD', reason: 'SECURITY' },
    'Held back because of a security check',
    'Now expected Monday 23 November. Our customer service has been told; there is nothing for you to do now.',
  ],
  RETURNING: [
    { status: 'RETURNING', milestone: 'RETURN_STARTED', reason: 'NOT_COLLECTED' },
    'On its way back to us because it was not collected in time',
    'Last seen in Leipzig, Friday 20 November, 06:10.',
  ],
  RETURNED: [
    { direction: 'RETURN', status: 'DELIVERED', milestone: 'DELIVERED' },
    'Your return has arrived, Friday 20 November, 06:10',
    null,
  ],
  CANCELLED: [
    { status: 'CANCELLED', milestone: 'CANCELLED' },
    'This parcel is cancelled',
    'It will not arrive under this number.',
  ],
  NO_LONGER_TRACKED: [
    { status: 'EXPIRED', milestone: 'TRACKING_EXPIRED' },
    'The carrier gives no more updates',
    'Last seen in Leipzig, Friday 20 November, 06:10. If it has not arrived, please tell us.',
  ],
  SOURCE_DOWN: [
    { sourceDownSince: '2026-11-21T08:10:00Z' },
    'Last known: Arrived at a sorting centre',
    'Last seen in Leipzig, Friday 20 November, 06:10. We hear nothing from DHL since Saturday 21 November, 08:10 UTC; what stands here may be old. It was expected Monday 23 November.',
  ],
};

const factsOf = (state: CustomerState): ShipmentFacts => ({ ...inTransit, ...shown[state][0] });

test.each([
  ['CARRIER_DAMAGE', 'DAMAGED', 'Damaged on the way'],
  ['CARRIER_LOSS', 'LOST', 'Lost on the way'],
] as const)('a problem whose reason is %s is said as what it is', (reason, state, text) => {
  const facts: ShipmentFacts = { ...factsOf('HELD'), milestone: 'EXCEPTION', reason };
  expect(planHeadline(facts, now, wordsOf('en'))).toMatchObject({ state, text });
});

test.each([
  [
    'at an instant, not long ago',
    { instant: '2026-11-21T08:00:00Z', local: '2026-11-21T09:00:00', precision: 'INSTANT' },
    3,
    '3 stops before you, said at 09:00. Expected Monday 23 November.',
  ],
  [
    'at an instant, too long ago',
    { instant: '2026-11-21T07:00:00Z', local: '2026-11-21T08:00:00', precision: 'INSTANT' },
    3,
    'Expected Monday 23 November.',
  ],
  [
    'by the clock of the place, today',
    { instant: null, local: '2026-11-21T07:00:00', precision: 'LOCAL' },
    1,
    '1 stop before you, said at 07:00. Expected Monday 23 November.',
  ],
  [
    'by the clock of the place, yesterday',
    { instant: null, local: '2026-11-20T23:00:00', precision: 'LOCAL' },
    1,
    'Expected Monday 23 November.',
  ],
  ['on a day', { instant: null, local: '2026-11-21', precision: 'DATE' }, 1, 'Expected Monday 23 November.'],
  [
    'as the next',
    { instant: '2026-11-21T09:20:00Z', local: '2026-11-21T10:20:00', precision: 'INSTANT' },
    0,
    'You are the next stop, said at 10:20. Expected Monday 23 November.',
  ],
] as const)('stops before this one, told %s', (_how, occurredAt, stopsAhead, detail) => {
  const newest = { ...scan('out', ''), occurredAt };
  const facts: ShipmentFacts = {
    ...inTransit,
    status: 'OUT_FOR_DELIVERY',
    milestone: 'OUT_FOR_DELIVERY',
    newest,
    stopsAhead,
  };
  const headline = planHeadline(facts, now, wordsOf('en'));
  expect(headline.detail).toBe(detail);
  const [clause] = headline.clauses.filter(({ basis }) => basis.includes('stopsAhead'));
  expect(clause?.eventIds).toEqual(detail.includes('said at') ? ['out'] : undefined);
});

test('stops are read from the newest scan alone, while it is out for delivery', () => {
  const listed = (status: ShipmentFacts['status'], description: string | null) => ({
    ...scan(status, '2026-11-21T10:20:00'),
    milestone: 'OUT_FOR_DELIVERY' as MilestoneCode,
    status,
    marks: [],
    description,
  });
  const stops = (...events: ReturnType<typeof listed>[]) =>
    eventFacts(events, { milestone: 'OUT_FOR_DELIVERY', status: 'OUT_FOR_DELIVERY' }).stopsAhead;
  const told = listed('OUT_FOR_DELIVERY', 'There are 3 stops ahead of yours');
  expect(stops(told)).toBe(3);
  expect(stops(listed('OUT_FOR_DELIVERY', 'Out for delivery'), told)).toBe(null);
  expect(stops(listed('IN_TRANSIT', 'There are 3 stops ahead of yours'))).toBe(null);
  expect(stops(listed('OUT_FOR_DELIVERY', null))).toBe(null);
  expect(stops()).toBe(null);
});

test('what was seen last is the newest scan, not a date that changed and nothing that does not count', () => {
  const listed = (
    id: string,
    milestone: MilestoneCode,
    status: ShipmentFacts['status'] | null,
    ...marks: string[]
  ) => ({
    ...scan(id, '2026-11-20T06:10:00'),
    milestone,
    status,
    marks,
  });
  const events = [
    listed('eta', 'ETA_CHANGED', null),
    listed('void', 'ARRIVED_FACILITY', 'IN_TRANSIT', 'VOIDED'),
    listed('scan', 'DEPARTED_FACILITY', 'IN_TRANSIT'),
    listed('label', 'LABEL_CREATED', 'LABEL_CREATED'),
  ];
  const found = (list: typeof events) => {
    const { newest, deciding } = eventFacts(list, { milestone: 'LABEL_CREATED', status: 'LABEL_CREATED' });
    return [newest?.id, deciding?.id];
  };
  expect(found(events)).toEqual(['scan', 'label']);
  expect(found(events.slice(0, 1))).toEqual(['eta', undefined]);
  expect(found([])).toEqual([undefined, undefined]);
});

test.each(customerStates)('%s says what, when, how sure and what to do', (state) => {
  const [, text, detail] = shown[state];
  expect(planHeadline(factsOf(state), now, wordsOf('en'))).toMatchObject({ state, text, detail });
});

test('every state has its own words in every language, of that language only', () => {
  for (const locale of locales) {
    const texts = customerStates.map((state) => planHeadline(factsOf(state), now, wordsOf(locale)));
    expect(new Set(texts.map(({ text }) => text)).size).toBe(customerStates.length);
    for (const { state, text, detail } of texts) {
      const whole = `${text}. ${detail ?? ''}`;
      expect(whole, `${locale} ${state}`).not.toMatch(/undefined|null|NaN|\{|\}|\s{2}|,,|\.\.|event\.|headline\./);
      if (locale !== 'en')
        expect(whole, `${locale} ${state}`).not.toMatch(
          /\b(the|parcel|expected|delivered|carrier|not|yet|because|your|Monday|Friday)\b/,
        );
    }
  }
});

test('Arabic is written in Arabic letters, from right to left, with the digits of tracking numbers', () => {
  expect(directionOf('ar')).toBe('rtl');
  for (const state of customerStates) {
    const { text } = planHeadline(factsOf(state), now, wordsOf('ar'));
    expect(text, state).toMatch(/[\u0600-\u06ff]/);
    expect(text, state).not.toMatch(/[\u0660-\u0669]/);
  }
});

test.each<[number, string, string]>([
  [0, 'Today is the last day.', 'اليوم هو آخر يوم.'],
  [1, '1 day left.', 'بقي يوم واحد.'],
  [2, '2 days left.', 'بقي يومان.'],
  [3, '3 days left.', 'بقيت 3 أيام.'],
  [11, '11 days left.', 'بقي 11 يومًا.'],
  [100, '100 days left.', 'بقي 100 يوم.'],
])('%d days: each language counts in its own forms', (count, english, arabic) => {
  expect(wordsOf('en').t('detail.daysLeft', { count })).toBe(english);
  expect(wordsOf('ar').t('detail.daysLeft', { count })).toBe(arabic);
});

test('no message of one language stands in another', () => {
  for (const locale of locales.filter((one) => one !== 'en'))
    for (const [id, message] of Object.entries(catalogues[locale])) {
      // Patterns without a word of their own.
      if (/^(dates\.(at|moment|dayAlone)|event\.withReason|headline\.EVENT_ON|promise\.toldOn)$/.test(id)) continue;
      expect(message, `${locale} ${id}`).not.toEqual(catalogues.en[id]);
    }
});

const anyFacts = fc.record<ShipmentFacts>({
  carrierName: fc.constantFrom('DHL', null),
  direction: fc.constantFrom('FORWARD', 'RETURN'),
  status: fc.constantFrom(...customerStates.map((state) => factsOf(state).status)),
  milestone: fc.constantFrom(...customerStates.map((state) => factsOf(state).milestone)),
  reason: fc.constantFrom(...customerStates.map((state) => factsOf(state).reason), 'OTHER', 'UNKNOWN'),
  isDelayed: fc.boolean(),
  estimate: fc.option(
    fc.record({
      earliest: fc.constantFrom(null, '2026-11-20', '2026-11-25T10:00:00'),
      latest: fc.constantFrom(null, '2026-11-20', '2026-11-25T12:00:00', '2026-12-01'),
      source: fc.constantFrom('CARRIER', 'PROVIDER', 'SHOP'),
    }),
  ),
  promisedDate: fc.constantFrom(null, '2026-11-24'),
  deciding: fc.option(fc.constantFrom(scan('a', '2026-11-20T06:10:00'), scan('b', '2026-11-21T07:00:00', null))),
  stopsAhead: fc.option(fc.nat(30)),
  newest: fc.option(fc.constantFrom(scan('a', '2026-11-20T06:10:00'), scan('b', '2026-11-21T07:00:00', null))),
  pickupPoint: fc.option(
    fc.constantFrom(pickupPoint, { name: null, address: null, hours: null, lastDay: '2026-11-01', code: null }),
  ),
  signedBy: fc.constantFrom(null, 'A. Rivera'),
  deliveryDoubts: fc.constantFrom([], ['MOVED_AFTERWARDS']),
  quietSince: fc.constantFrom(null, '2026-11-17T06:10:00Z'),
  usualGapSeconds: fc.constantFrom(null, 1, 90_000),
  sourceDownSince: fc.constantFrom(null, '2026-11-21T08:10:00Z'),
  replacedBy: fc.constantFrom(null, { trackingNumber: '1Z999', at: '2026-11-15T08:00:00Z' }),
});

test('whatever is known, there is one sentence, it is the same each time, and every clause names what it rests on', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...locales), (facts, locale) => {
      const words = wordsOf(locale);
      const headline = planHeadline(facts, now, words);
      expect(planHeadline(structuredClone(facts), now, words)).toEqual(headline);
      expect(headline.text).not.toMatch(/[.。]$|undefined|NaN|null/);
      const events = [facts.deciding?.id, facts.newest?.id];
      for (const { text, basis, says, eventIds } of headline.clauses) {
        expect(text).not.toBe('');
        expect(says.length).toBeGreaterThan(0);
        expect(basis.length).toBeGreaterThan(0);
        for (const id of eventIds) expect(events).toContain(id);
      }
      expect(headline.clauses[0]?.text).toBe(headline.text);
      expect(headline.clauses.filter(({ says }) => says.includes('WHAT_TO_DO')).length).toBeLessThanOrEqual(2);
    }),
  );
});

test('a label is never with the carrier or on its way, whatever else is known', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom('PENDING', 'LABEL_CREATED'), (facts, status) => {
      const { state, text } = planHeadline({ ...facts, status }, now, wordsOf('en'));
      expect(['WITH_CARRIER', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'RETURNING', 'SILENT']).not.toContain(state);
      expect(text).not.toMatch(/^(With|Arriving|On its way)/);
    }),
  );
});

test('a date that has passed is not named as one to come', () => {
  const later = new Date('2026-11-26T09:00:00Z');
  expect(planHeadline(inTransit, later, wordsOf('en'))).toMatchObject({
    text: 'On its way',
    detail: 'Last seen in Leipzig, Friday 20 November, 06:10. The carrier has given no delivery date yet.',
  });
});
