import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MilestoneCode } from '../taxonomy/codes.ts';
import { casePolicy } from './case-policy.ts';
import type { CaseRow } from './case-row.ts';
import type { CaseRule } from './case-rule.ts';
import { caseRules } from './case-rules.ts';
import {
  aDelivery,
  anEvent,
  deliverySubject,
  hoursAgo,
  now,
  orderSubject,
  shipmentSubject,
} from './case-subjects.test-support.ts';
import { type CaseType, caseTypes } from './case-type.ts';
import { findCauses } from './find-causes.ts';
import { settleSubject } from './settle-subject.ts';
import type { Subject } from './subject.ts';

const policy = casePolicy.parse({ calendar: { timeZone: 'UTC' } });
const scan = anEvent('IN_TRANSIT', 5);
const registered = shipmentSubject([]).registration as NonNullable<ReturnType<typeof shipmentSubject>['registration']>;
const delivered = anEvent('DELIVERED', 60);
const moved = anEvent('IN_TRANSIT', 50);
const late = anEvent('DELAYED', 5, { reason: 'WEATHER' });

/** Of each type: what opens it, and the same parcel, delivery or order when it is over. */
const fixtures: Record<Exclude<CaseType, 'CUSTOMER_REPORT'>, { opens: Subject; closes: Subject }> = {
  NO_NUMBER: {
    opens: deliverySubject({ references: [] }),
    closes: deliverySubject({ references: ['1Z999AA10123456784'] }, 1),
  },
  UNMAPPED_CARRIER: {
    opens: shipmentSubject([], { carrierCode: null, registration: { ...registered, state: 'NEEDS_CARRIER' } }),
    closes: shipmentSubject([scan]),
  },
  INVALID_NUMBER: {
    opens: shipmentSubject([anEvent('INVALID_TRACKING_NUMBER', 1)]),
    closes: shipmentSubject([scan]),
  },
  LATE_DISPATCH: {
    opens: deliverySubject({ shippedAt: null, scheduledAt: hoursAgo(5) }),
    closes: deliverySubject({ scheduledAt: hoursAgo(5), shippedAt: hoursAgo(0) }, 1),
  },
  CARRIER_SILENT: {
    opens: shipmentSubject([anEvent('LABEL_CREATED', 100)], { deliveries: [aDelivery({ shippedAt: hoursAgo(73) })] }),
    closes: shipmentSubject([anEvent('PICKED_UP', 1)], { deliveries: [aDelivery({ shippedAt: hoursAgo(73) })] }),
  },
  SILENT_TOO_LONG: {
    opens: shipmentSubject([anEvent('IN_TRANSIT', 97)]),
    closes: shipmentSubject([scan, anEvent('IN_TRANSIT', 97)]),
  },
  LIKELY_LATE: {
    opens: shipmentSubject([scan], { promisedDate: '2026-11-20', estimateLatest: '2026-11-22', isDelayed: true }),
    closes: shipmentSubject([scan], { promisedDate: '2026-11-20', estimateLatest: '2026-11-20' }),
  },
  DELAYED: {
    opens: shipmentSubject([late], {
      isDelayed: true,
      evidence: { status: late.key, estimate: null, promise: null, delayed: [late.key] },
    }),
    closes: shipmentSubject([anEvent('DELIVERED', 1), late]),
  },
  CUSTOMS_HELD: {
    opens: shipmentSubject([anEvent('CUSTOMS_HELD', 2, { reason: 'CUSTOMS_PAYMENT' })]),
    closes: shipmentSubject([anEvent('CUSTOMS_CLEARED', 1)]),
  },
  ATTEMPT_FAILED: {
    opens: shipmentSubject([anEvent('ATTEMPT_FAILED', 2, { reason: 'RECIPIENT_NOT_AVAILABLE' })]),
    closes: shipmentSubject([anEvent('OUT_FOR_DELIVERY', 1)]),
  },
  PICKUP_EXPIRING: {
    opens: shipmentSubject([anEvent('READY_FOR_PICKUP', 40)], { pickupLastDay: '2026-11-19' }),
    closes: shipmentSubject([anEvent('DELIVERED_COLLECTED', 1)]),
  },
  DAMAGED: {
    opens: shipmentSubject([anEvent('DAMAGED', 2)]),
    closes: shipmentSubject([anEvent('RETURNED_TO_SENDER', 1), anEvent('DAMAGED', 2)], { returnBookedAt: hoursAgo(0) }),
  },
  REFUSED: {
    opens: shipmentSubject([anEvent('ATTEMPT_FAILED', 2, { reason: 'RECIPIENT_REFUSED' })]),
    closes: shipmentSubject([anEvent('DELIVERED', 1)]),
  },
  ADDRESS_PROBLEM: {
    opens: shipmentSubject([anEvent('ATTEMPT_FAILED', 2, { reason: 'INCORRECT_ADDRESS' })]),
    closes: shipmentSubject([anEvent('OUT_FOR_DELIVERY', 1)]),
  },
  RETURNED: {
    opens: shipmentSubject([anEvent('RETURN_STARTED', 2)]),
    closes: shipmentSubject([anEvent('RETURN_STARTED', 2)], { returnBookedAt: hoursAgo(0) }),
  },
  LOST: { opens: shipmentSubject([anEvent('LOST', 2)]), closes: shipmentSubject([scan]) },
  DELIVERED_DISPUTED: {
    opens: shipmentSubject([moved, delivered], {
      status: 'DELIVERED',
      isFinal: true,
      hasProof: true,
      evidence: { status: delivered.key, estimate: null, promise: null, delayed: [] },
      deliveryDoubts: [{ doubt: 'MOVED_AFTERWARDS', key: moved.key }],
    }),
    closes: shipmentSubject([anEvent('DELIVERED', 1), moved, delivered], { hasProof: true }),
  },
  PROOF_MISSING: {
    opens: shipmentSubject([anEvent('DELIVERED', 49)], {
      deliveries: [aDelivery({ total: { amount: 400, currencyCode: 'EUR' } })],
    }),
    closes: shipmentSubject([anEvent('DELIVERED', 49)], {
      deliveries: [aDelivery({ total: { amount: 400, currencyCode: 'EUR' } })],
      hasProof: true,
    }),
  },
  NUMBER_MISMATCH: {
    opens: shipmentSubject([scan], {
      deliveries: [aDelivery(), aDelivery({ id: 21, orderId: 30, orderName: 'S00030', customerId: 8 })],
    }),
    closes: shipmentSubject([scan]),
  },
  REGISTRATION_FAILED: {
    opens: shipmentSubject([], {
      registration: { ...registered, state: 'NEEDS_FACTS', needs: ['destinationPostalCode'] },
    }),
    closes: shipmentSubject([]),
  },
  WRITE_BACK_FAILED: { opens: orderSubject('The promised date could not be written.'), closes: orderSubject() },
};

/** What customers report, no rule finds. */
const foundByRules = caseTypes.filter((type) => type !== 'CUSTOMER_REPORT');

const at = (time: Date) => ({ now: time, policy });
const rowsOf = (opened: readonly Omit<CaseRow, 'id'>[]): CaseRow[] =>
  opened.map((row, n) => ({ id: String(n), ...row }));

describe.each(foundByRules)('%s', (type) => {
  const { opens, closes } = fixtures[type];
  test('its fixture opens exactly this case, once however often it is looked at', () => {
    const { causes } = findCauses(opens, { ...at(now), openTypes: new Set() });
    expect(causes.map((cause) => cause.type)).toEqual([type]);
    const first = settleSubject(opens, [], at(now));
    expect(first.opened).toMatchObject([{ type, state: 'OPEN', version: 1 }]);
    const again = settleSubject(opens, rowsOf(first.opened), at(now));
    expect(again).toMatchObject({ opened: [], changed: [], notes: [] });
  });
  test('is closed when its cause is gone, and opened again when it comes back', () => {
    const open = rowsOf(settleSubject(opens, [], at(now)).opened);
    const after = settleSubject(closes, open, at(now));
    expect(after.opened).toEqual([]);
    expect(after.changed).toMatchObject([
      { type, state: 'CLOSED', resolution: 'CAUSE_GONE', due_at: null, version: 2 },
    ]);
    const back = settleSubject(opens, after.changed, at(now));
    expect(back.opened).toEqual([]);
    expect(back.changed).toMatchObject([{ type, state: 'OPEN', resolution: null, version: 3 }]);
    expect(back.notes.map(({ action }) => action)).toEqual(['REOPENED']);
  });
  test('resolved by a colleague, it does not come back for the same cause', () => {
    const open = rowsOf(settleSubject(opens, [], at(now)).opened);
    const resolved = open.map((row): CaseRow => ({ ...row, state: 'CLOSED', resolution: 'FIXED' }));
    expect(settleSubject(opens, resolved, at(now))).toMatchObject({ opened: [], changed: [], notes: [] });
  });
});

test('a customer’s word on a case that the rules had found keeps it open when its cause is gone, and it comes back for another word', () => {
  const { opens, closes } = fixtures.DELIVERED_DISPUTED;
  const reported = rowsOf(settleSubject(opens, [], at(now)).opened).map(
    (row): CaseRow => ({ ...row, is_by_hand: true }),
  );
  expect(settleSubject(opens, reported, at(now))).toMatchObject({ opened: [], notes: [] });
  const [still] = settleSubject(closes, reported, at(now)).changed;
  expect(still).toMatchObject({ state: 'OPEN', is_found: false });
  const resolved = reported.map((row): CaseRow => ({ ...row, state: 'CLOSED', resolution: 'FIXED' }));
  expect(settleSubject(opens, resolved, at(now))).toMatchObject({ opened: [], changed: [], notes: [] });
  const another = { ...opens, deliveryDoubts: [{ doubt: 'MOVED_AFTERWARDS', key: 'b'.repeat(32) }] } as Subject;
  const { opened, changed } = settleSubject(another, resolved, at(now));
  expect([opened, changed.map(({ state }) => state)]).toEqual([[], ['OPEN']]);
});

test('what no rule speaks of opens nothing: every milestone of a parcel that goes as it should', () => {
  for (const milestone of ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CUSTOMS_CLEARED'] as const)
    expect(findCauses(shipmentSubject([anEvent(milestone, 2)]), { ...at(now), openTypes: new Set() }).causes).toEqual(
      [],
    );
});

test.each<[CaseType, Subject, Date]>([
  ['NO_NUMBER', deliverySubject({ references: [], shippedAt: hoursAgo(1) }), hoursAgo(-1)],
  ['LATE_DISPATCH', deliverySubject({ shippedAt: null, scheduledAt: hoursAgo(1) }), hoursAgo(-3)],
  ['SILENT_TOO_LONG', shipmentSubject([anEvent('IN_TRANSIT', 95)]), hoursAgo(-1)],
  ['DELAYED', shipmentSubject([scan], { promisedDate: '2026-11-19' }), new Date('2026-11-20T12:00:00Z')],
  [
    'PROOF_MISSING',
    shipmentSubject([anEvent('DELIVERED', 47)], {
      deliveries: [aDelivery({ total: { amount: 400, currencyCode: 'EUR' } })],
    }),
    hoursAgo(-1),
  ],
])('%s is looked at again at the very moment when its time has come', (type, subject, lookAt) => {
  const before = settleSubject(subject, [], at(now));
  expect(before).toMatchObject({ opened: [], lookAt });
  expect(settleSubject(subject, [], at(new Date(lookAt.getTime() - 1))).opened).toEqual([]);
  expect(settleSubject(subject, [], at(lookAt)).opened.map((row) => row.type)).toEqual([type]);
});

test('what is only the effect of another case opens none, and is closed by it', () => {
  const promise = { promisedDate: '2026-11-10' };
  const open = rowsOf(settleSubject(shipmentSubject([scan], promise), [], at(now)).opened);
  expect(open.map(({ type }) => type)).toEqual(['DELAYED']);
  const lost = shipmentSubject([anEvent('LOST', 1), scan], promise);
  const after = settleSubject(lost, open, at(now));
  expect([after.opened.map(({ type }) => type), after.changed.map(({ state }) => state)]).toEqual([
    ['LOST'],
    ['CLOSED'],
  ]);
  expect(after.notes).toContainEqual(
    expect.objectContaining({ action: 'CLOSED', text: 'It is the effect of another case: LOST.' }),
  );
});

test('a number that is scanned although no rule names its carrier needs nobody for that', () => {
  const scanned = shipmentSubject([scan], { registration: { ...registered, state: 'NEEDS_CARRIER' } });
  expect(settleSubject(scanned, [], at(now)).opened).toEqual([]);
});

test('history that is taken in opens nothing; what is open stays open while it grows old', () => {
  const old = deliverySubject({ references: [], shippedAt: hoursAgo(31 * 24) });
  expect(settleSubject(old, [], at(now)).opened).toEqual([]);
  const open = rowsOf(settleSubject(deliverySubject({ references: [] }), [], at(now)).opened);
  const later = new Date(now.getTime() + 60 * 86_400_000);
  expect(settleSubject(deliverySubject({ references: [] }), open, at(later)).changed).toMatchObject([
    { state: 'OPEN' },
  ]);
});

const opensWith = (subject: Subject, time = now, given = policy) =>
  settleSubject(subject, [], { now: time, policy: given }).opened.map(({ type }) => type);

test('a parcel of which nothing was heard for longer than is looked back opens nothing, whatever its last word was', () => {
  const old = 31 * 24;
  const left = { deliveries: [aDelivery({ shippedAt: hoursAgo(old + 48) })] };
  for (const milestone of [
    'LOST',
    'CUSTOMS_HELD',
    'ATTEMPT_FAILED',
    'READY_FOR_PICKUP',
    'INVALID_TRACKING_NUMBER',
  ] as const)
    expect(opensWith(shipmentSubject([anEvent(milestone, old)], left))).toEqual([]);
  for (const state of ['NEEDS_CARRIER', 'NEEDS_FACTS', 'QUEUED', 'REFUSED'] as const)
    expect(
      opensWith(
        shipmentSubject([], {
          ...left,
          carrierCode: null,
          registration: { ...registered, state, createdAt: hoursAgo(30) },
        }),
      ),
    ).toEqual([]);
  const open = rowsOf(settleSubject(shipmentSubject([anEvent('LOST', 2)]), [], at(now)).opened);
  const later = new Date(now.getTime() + 60 * 86_400_000);
  expect(settleSubject(shipmentSubject([anEvent('LOST', 2)]), open, at(later)).notes).not.toContainEqual(
    expect.objectContaining({ action: 'CLOSED' }),
  );
});

test('a return is late for nobody, and when it came in is not when it left', () => {
  const back = { direction: 'RETURN' as const, promisedDate: '2026-11-10', estimateLatest: '2026-11-30' };
  expect(opensWith(shipmentSubject([scan], back))).toEqual([]);
  const booked = { promisedDate: '2026-11-10', returnBookedAt: hoursAgo(0) };
  expect(opensWith(shipmentSubject([anEvent('RETURN_STARTED', 2)], booked))).toEqual([]);
  const cameIn = { direction: 'RETURN' as const, deliveries: [aDelivery({ kind: 'RETURN', shippedAt: hoursAgo(80) })] };
  expect(opensWith(shipmentSubject([anEvent('LABEL_CREATED', 200)], cameIn))).toEqual([]);
});

test('a return that was booked while the parcel was still on its way there was of other goods', () => {
  const events = [anEvent('RETURN_STARTED', 2), anEvent('OUT_FOR_DELIVERY', 20)];
  expect(opensWith(shipmentSubject(events, { returnBookedAt: hoursAgo(30) }))).toEqual(['RETURNED']);
  expect(opensWith(shipmentSubject(events, { returnBookedAt: hoursAgo(10) }))).toEqual([]);
});

test('a provider that asks no more has not heard anything: what was silent is silent still', () => {
  const silent = anEvent('IN_TRANSIT', 200);
  const open = rowsOf(settleSubject(shipmentSubject([silent]), [], at(now)).opened);
  const expired = anEvent('TRACKING_EXPIRED', 1);
  expect(settleSubject(shipmentSubject([expired, silent]), open, at(now))).toMatchObject({ notes: [] });
});

test('holidays are days more until silence is too long', () => {
  const holidays = casePolicy.parse({ calendar: { timeZone: 'UTC', holidays: ['2026-12-25', '2026-12-26'] } });
  const parcel = shipmentSubject([anEvent('IN_TRANSIT', 0, { at: new Date('2026-12-23T12:00:00Z') })]);
  expect(opensWith(parcel, new Date('2026-12-29T11:59:00Z'), holidays)).toEqual([]);
  expect(opensWith(parcel, new Date('2026-12-29T12:00:00Z'), holidays)).toEqual(['SILENT_TOO_LONG']);
  expect(opensWith(parcel, new Date('2026-12-27T12:00:00Z'))).toEqual(['SILENT_TOO_LONG']);
});

test.each([
  ['JE', 'GB', []],
  ['GB', 'XI', []],
  ['FR', 'MC', []],
  ['DE', 'FR', ['NUMBER_MISMATCH']],
])('an order that goes to %s and was delivered in %s', (wanted, country, types) => {
  const parcel = shipmentSubject([anEvent('DELIVERED', 2, { countryCode: country })], {
    hasProof: true,
    deliveries: [aDelivery({ countryCode: wanted })],
  });
  expect(opensWith(parcel)).toEqual(types);
});

test('a number of several customers names none of their orders: who reads it may see one only', () => {
  const deliveries = [aDelivery(), aDelivery({ id: 21, orderId: 30, orderName: 'S00030', customerId: 8 })];
  const [row] = settleSubject(shipmentSubject([scan], { deliveries }), [], at(now)).opened;
  expect(JSON.stringify(row)).not.toMatch(/S000/);
});

test('another failed attempt opens a resolved case again, and is worse', () => {
  const first = anEvent('ATTEMPT_FAILED', 30, { reason: 'RECIPIENT_NOT_AVAILABLE' });
  const open = rowsOf(settleSubject(shipmentSubject([first]), [], at(now)).opened);
  const resolved = open.map((row): CaseRow => ({ ...row, state: 'CLOSED', resolution: 'CUSTOMER_INFORMED' }));
  const second = shipmentSubject([anEvent('ATTEMPT_FAILED', 2), first]);
  expect(settleSubject(second, resolved, at(now)).changed).toMatchObject([{ state: 'OPEN', severity: 3 }]);
});

test('a declared outage opens no silence, and stops the clock of what is open until it is over', () => {
  const silent = shipmentSubject([anEvent('IN_TRANSIT', 97)]);
  const outage = { ...silent, isOutage: true };
  expect(settleSubject(outage, [], at(now)).opened).toEqual([]);
  const open = rowsOf(settleSubject(silent, [], at(now)).opened);
  const waiting = settleSubject(outage, open, at(now)).changed;
  expect(waiting).toMatchObject([{ state: 'OPEN', waiting_for: 'CARRIER_OUTAGE', due_at: null, escalates_at: null }]);
  const later = new Date(now.getTime() + 2 * 86_400_000);
  const after = settleSubject(silent, waiting, at(later)).changed;
  expect(after).toMatchObject([{ waiting_for: null, escalation: 0 }]);
  // Eight business hours of the ten of Friday, from ten o'clock on.
  expect(after[0]?.due_at).toEqual(new Date('2026-11-20T18:00:00Z'));
});

test('put aside until anything new is heard: a scan brings it back, time does not', () => {
  const parcel = shipmentSubject([anEvent('CUSTOMS_HELD', 2)]);
  const [row] = rowsOf(settleSubject(parcel, [], at(now)).opened) as [CaseRow];
  const aside: CaseRow = {
    ...row,
    state: 'SNOOZED',
    is_snoozed_until_news: true,
    news_mark: row.news,
    escalates_at: null,
  };
  const later = new Date(now.getTime() + 5 * 86_400_000);
  expect(settleSubject(parcel, [aside], at(later)).notes).toEqual([]);
  const again = { ...parcel, events: [anEvent('CUSTOMS_HELD', 1), ...parcel.events] };
  expect(settleSubject(again, [aside], at(now)).changed).toMatchObject([
    { state: 'OPEN', is_snoozed_until_news: false },
  ]);
  const timed: CaseRow = { ...row, state: 'SNOOZED', snoozed_until: later, escalates_at: null };
  expect(settleSubject(again, [timed], at(now)).changed).toMatchObject([{ state: 'SNOOZED' }]);
  expect(settleSubject(parcel, [timed], at(later)).changed).toMatchObject([{ state: 'OPEN', snoozed_until: null }]);
});

test('what waits for the customer and was put aside until a time goes on waiting, and is started again by news', () => {
  const parcel = shipmentSubject([anEvent('CUSTOMS_HELD', 2)]);
  const [row] = rowsOf(settleSubject(parcel, [], at(now)).opened) as [CaseRow];
  const later = new Date(now.getTime() + 86_400_000);
  const aside: CaseRow = {
    ...row,
    state: 'SNOOZED',
    snoozed_until: later,
    waiting_for: 'CUSTOMER',
    news_mark: row.news,
    clock_from: null,
    escalates_at: null,
    due_at: null,
  };
  const { changed } = settleSubject(parcel, [aside], at(later));
  expect(changed).toMatchObject([{ state: 'OPEN', waiting_for: 'CUSTOMER', due_at: null }]);
  const again = { ...parcel, events: [anEvent('CUSTOMS_HELD', 1), ...parcel.events] };
  expect(settleSubject(again, changed, at(later)).changed).toMatchObject([{ state: 'OPEN', waiting_for: null }]);
});

test('resolved stays resolved, too, when it was the effect of another case for a while, or an outage was declared', () => {
  const promise = { promisedDate: '2026-11-10' };
  const resolve = (subject: Subject) =>
    rowsOf(settleSubject(subject, [], at(now)).opened).map(
      (row): CaseRow => ({ ...row, state: 'CLOSED', resolution: 'CUSTOMER_INFORMED' }),
    );
  const late = shipmentSubject([scan], promise);
  const covered = settleSubject(shipmentSubject([anEvent('CUSTOMS_HELD', 1), scan], promise), resolve(late), at(now));
  expect(covered.opened.map(({ type }) => type)).toEqual(['CUSTOMS_HELD']);
  expect(settleSubject(late, covered.changed.length > 0 ? covered.changed : resolve(late), at(now)).notes).toEqual([]);
  const silent = shipmentSubject([anEvent('IN_TRANSIT', 97)]);
  const resolved = resolve(silent);
  const during = settleSubject({ ...silent, isOutage: true }, resolved, at(now)).changed;
  expect(settleSubject(silent, during.length > 0 ? during : resolved, at(now)).notes).toEqual([]);
});

test('comes a level up once at three quarters, at the whole and at twice of its time, by the business calendar', () => {
  const parcel = shipmentSubject([anEvent('LOST', 2)]);
  let [row] = rowsOf(settleSubject(parcel, [], at(now)).opened) as [CaseRow];
  const seen: [string, number][] = [];
  // Every half an hour for three days: four hours of work are allowed.
  for (let half = 1; half <= 144; half += 1) {
    const time = new Date(now.getTime() + half * 1_800_000);
    const { changed, notes } = settleSubject(parcel, [row], at(time));
    for (const { action } of notes)
      seen.push([`${action} ${time.toISOString().slice(5, 16)}`, changed[0]?.escalation ?? -1]);
    row = changed[0] ?? row;
  }
  expect(seen).toEqual([
    ['ESCALATED 11-18T13:00', 1],
    ['ESCALATED 11-18T14:00', 2],
    ['ESCALATED 11-18T18:00', 3],
  ]);
});

test('a gold customer’s cases are due sooner and come first, and say why', () => {
  const gold = casePolicy.parse({
    calendar: { timeZone: 'UTC' },
    tiers: { GOLD: { customers: [7], dueFactor: 0.5, priorityFactor: 1.5 } },
  });
  const parcel = shipmentSubject([anEvent('LOST', 2)]);
  const [plain] = settleSubject(parcel, [], at(now)).opened;
  const [first] = settleSubject(parcel, [], { now, policy: gold }).opened;
  expect([plain?.due_at, first?.due_at]).toEqual([new Date('2026-11-18T14:00:00Z'), new Date('2026-11-18T12:00:00Z')]);
  expect([plain?.score, first?.score]).toEqual([400, 600]);
  expect(first?.parts).toContainEqual({ name: 'TIER', value: 'GOLD', factor: 1.5 });
});

test.each<[CaseType, MilestoneCode, string, string]>([
  [
    'REFUSED',
    'ATTEMPT_FAILED',
    'Frau Huber, Empfänger, verweigert die Annahme',
    'The carrier’s words say that the recipient refused it: “Empfänger verweigert”.',
  ],
  [
    'ADDRESS_PROBLEM',
    'EXCEPTION',
    'adresse incorrecte',
    'The carrier’s words say that the address is wrong or incomplete: “adresse incorrecte”.',
  ],
  ['DAMAGED', 'EXCEPTION', 'colis endommagé', 'The carrier’s words say that it is damaged: “endommagé”.'],
  [
    'CUSTOMS_HELD',
    'ON_HOLD',
    'retenido en aduana',
    'The carrier’s words say that customs hold it: “retenido en aduana”.',
  ],
  [
    'CUSTOMS_HELD',
    'DELAYED',
    'Clearance delay - Import',
    'The carrier’s words say that customs hold it: “Clearance delay”.',
  ],
  ['LOST', 'UNDELIVERABLE', 'Zending zoekgeraakt', 'The carrier’s words say that it is lost: “Zending zoekgeraakt”.'],
  [
    'ADDRESS_PROBLEM',
    'ATTEMPT_FAILED',
    'Błędny adres odbiorcy',
    'The carrier’s words say that the address is wrong or incomplete: “Błędny adres”.',
  ],
  [
    'ATTEMPT_FAILED',
    'ATTEMPT_FAILED',
    'consegna non riuscita: destinatario assente',
    'An attempt to deliver failed (RECIPIENT_NOT_AVAILABLE).',
  ],
  [
    'CUSTOMS_HELD',
    'ATTEMPT_FAILED',
    'Receiver refused to pay duties and taxes',
    'The carrier’s words say that customs want money: “refused to pay duties”.',
  ],
  [
    'DAMAGED',
    'ATTEMPT_FAILED',
    'Annahme verweigert, weil Paket beschädigt',
    'The carrier’s words say that it is damaged: “beschädigt”.',
  ],
])('%s is opened alone by what a carrier writes beside %s: %s', (type, milestone, description, reason) => {
  for (const code of [null, 'UNKNOWN', 'OTHER'] as const) {
    const event = anEvent(milestone, 2, { description, reason: code });
    const delayed = milestone === 'DELAYED' ? [event.key] : [];
    const parcel = shipmentSubject([event], {
      evidence: { status: event.key, estimate: null, promise: null, delayed },
    });
    const { opened } = settleSubject(parcel, [], at(now));
    expect(opened.map((row) => [row.type, row.reason])).toEqual([[type, reason]]);
    expect(opened[0]?.rule).toMatch(/^case rules 2: .* \(text [A-Z_]+\.[a-z]{2} 1\)$/);
    expect(opened[0]?.evidence).toEqual([event.key]);
  }
});

test('a code says what it is, and words beside it nothing', () => {
  const event = anEvent('ATTEMPT_FAILED', 2, { reason: 'BUSINESS_CLOSED', description: 'Annahme verweigert' });
  const { opened } = settleSubject(shipmentSubject([event]), [], at(now));
  expect(opened).toMatchObject([{ type: 'ATTEMPT_FAILED', reason: 'An attempt to deliver failed (BUSINESS_CLOSED).' }]);
  expect(opened[0]?.rule).not.toContain('text');
});

test('what a model reads is said to be that', () => {
  const event = anEvent('EXCEPTION', 2, { description: 'Saadetis on kadunud' });
  expect(settleSubject(shipmentSubject([event]), [], at(now)).opened).toEqual([]);
  const classified = { reason: 'CARRIER_LOSS', by: 'MODEL', rule: 'fake 7', matched: '' } as const;
  expect(settleSubject(shipmentSubject([{ ...event, classified }]), [], at(now)).opened).toMatchObject([
    { type: 'LOST', reason: 'A model (fake 7) reads in the carrier’s words that it is lost.' },
  ]);
});

test('docs/cases.md has the table as the rules have it, and the policy’s defaults', () => {
  const docs = readFileSync(new URL('../../../../docs/cases.md', import.meta.url), 'utf8');
  const listed = docs.split('\n').filter((line) => /^\| [A-Z_]+ \|/.test(line));
  expect(listed).toEqual(
    (Object.entries(caseRules) as [CaseType, CaseRule][]).map(
      ([type, { about, opens: open, closes: close, severity, dueHours }]) =>
        `| ${type} | ${about.toLowerCase()} | ${open} | ${close} | ${severity} | ${dueHours} |`,
    ),
  );
  const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(docs)?.[1] ?? '{}');
  const examples = { tiers: {}, dueHours: {}, quiet: { ...shown.quiet, carriers: {} } };
  expect({ ...shown, ...examples }).toEqual(casePolicy.parse({}));
});
