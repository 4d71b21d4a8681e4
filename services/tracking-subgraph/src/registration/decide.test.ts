import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, decide, type Policy, type Standing } from './decide.ts';

const now = new Date('2026-11-21T12:00:00Z');
const day = 86_400_000;
const policy: Policy = {
  maxAgeMs: 30 * day,
  freshMs: 3 * day,
  isOff: false,
  knows: (provider, code) => code !== 'nobody-knows' && (code !== 'gls' || provider === 'aftership'),
  providerFor: (code) => (code === 'nobody-knows' ? null : code === 'dpd' ? 'aftership' : 'trackingmore'),
};
const fresh: Case = {
  standing: null,
  carrierCode: 'ups',
  isOver: false,
  isServing: true,
  isByHand: false,
  leftAt: null,
  isAtRisk: false,
  hasFacts: false,
};
const standing: Standing = {
  wanted: 'TRACKED',
  state: 'REGISTERED',
  provider: 'trackingmore',
  carrierCode: 'ups',
  isByHand: false,
  cause: 'DELIVERY',
  priority: 30,
  isAsked: false,
  pending: null,
};
const ago = (days: number) => new Date(now.getTime() - days * day);

describe('a number that is heard of for the first time', () => {
  test.each<[string, Partial<Case>, object | null]>([
    [
      'of a delivery',
      {},
      { standing: { state: 'QUEUED', provider: 'trackingmore', cause: 'DELIVERY', priority: 30 }, job: true },
    ],
    ['without a carrier', { carrierCode: null }, { standing: { state: 'NEEDS_CARRIER', provider: null }, job: false }],
    [
      'of a carrier that no provider knows',
      { carrierCode: 'nobody-knows' },
      { standing: { state: 'REFUSED', provider: null }, job: false },
    ],
    [
      'left four days ago',
      { leftAt: ago(4) },
      { standing: { state: 'QUEUED', cause: 'BACK_FILL', priority: 10 }, job: true },
    ],
    [
      'left four days ago, and is late or silent',
      { leftAt: ago(4), isAtRisk: true },
      { standing: { state: 'QUEUED', cause: 'BACK_FILL', priority: 20 }, job: true },
    ],
    ['left lately, and is late', { leftAt: ago(1), isAtRisk: true }, { standing: { priority: 30 } }],
    ['left long ago', { leftAt: ago(31) }, null],
    [
      'left long ago, asked for by name',
      { leftAt: ago(31), isByHand: true },
      { standing: { cause: 'GRAPH', isByHand: true }, job: true },
    ],
    ['of no delivery', { isServing: false }, null],
    [
      'of no delivery, asked for by name',
      { isServing: false, isByHand: true },
      { standing: { wanted: 'TRACKED' }, job: true },
    ],
    ['at its end', { isOver: true }, null],
  ])('%s', (_name, given, expected) => {
    const decision = decide({ ...fresh, ...given }, policy, now);
    if (expected === null) expect(decision).toBeNull();
    else expect(decision).toMatchObject(expected);
  });

  test('nobody is configured: it waits, without a provider', () => {
    const off = { ...policy, isOff: true, providerFor: () => null };
    const waiting = decide(fresh, off, now);
    expect(waiting).toMatchObject({ standing: { state: 'QUEUED', provider: null }, job: false });
    // And is taken up once somebody is.
    expect(decide({ ...fresh, standing: waiting?.standing ?? null }, policy, now)).toMatchObject({
      standing: { provider: 'trackingmore' },
      job: true,
    });
  });
});

describe('one that is known', () => {
  test.each<[string, Partial<Standing>, Partial<Case>, object | null]>([
    ['registered and served: nothing', {}, {}, null],
    [
      'registered, not served any more: is stopped',
      {},
      { isServing: false },
      { standing: { state: 'REGISTERED', wanted: 'STOPPED' }, job: true },
    ],
    [
      'registered, cancelled by the shop and so at its end: is stopped',
      {},
      { isServing: false, isOver: true },
      { job: true },
    ],
    ['registered, delivered: nothing', {}, { isOver: true }, null],
    [
      'registered, another carrier: is corrected',
      {},
      { carrierCode: 'fedex' },
      { standing: { state: 'REGISTERED' }, job: true },
    ],
    [
      'registered, another carrier that its provider does not know: is deleted there first',
      {},
      { carrierCode: 'gls' },
      { standing: { state: 'REGISTERED', wanted: 'TRACKED', pending: 'DELETE' }, job: true },
    ],
    [
      'deleted for another carrier: goes to whoever knows it',
      { state: 'QUEUED', provider: null },
      { carrierCode: 'dpd' },
      { standing: { state: 'QUEUED', provider: 'aftership', carrierCode: 'dpd' }, job: true },
    ],
    [
      'queued, another carrier: is sent with that one',
      { state: 'QUEUED' },
      { carrierCode: 'dpd' },
      { standing: { state: 'QUEUED', provider: 'aftership', carrierCode: 'dpd' }, job: true },
    ],
    [
      'queued and maybe sent, another carrier: found out first',
      { state: 'QUEUED', isAsked: true },
      { carrierCode: 'dpd' },
      null,
    ],
    [
      'queued behind everything, late or silent by now: goes before its like',
      { state: 'QUEUED', priority: 10 },
      { isAtRisk: true },
      { standing: { state: 'QUEUED', priority: 20 }, job: true },
    ],
    ['queued live, late: stays', { state: 'QUEUED' }, { isAtRisk: true }, null],
    ['registered by name, not served: stays', { isByHand: true }, { isServing: false }, null],
    [
      'queued, not served any more: never sent',
      { state: 'QUEUED' },
      { isServing: false },
      { standing: { state: 'STOPPED' }, job: false },
    ],
    [
      'queued and maybe sent, not served: found out',
      { state: 'QUEUED', isAsked: true },
      { isServing: false },
      { standing: { state: 'QUEUED', wanted: 'STOPPED', provider: 'trackingmore' }, job: true },
    ],
    [
      'stopped, served again: begins',
      { state: 'STOPPED', wanted: 'STOPPED' },
      {},
      { standing: { state: 'QUEUED' }, job: true },
    ],
    ['stopped at its end, served again: nothing', { state: 'STOPPED', wanted: 'STOPPED' }, { isOver: true }, null],
    ['refused: stays so', { state: 'REFUSED' }, {}, null],
    [
      'refused, another carrier: another try',
      { state: 'REFUSED' },
      { carrierCode: 'dpd' },
      { standing: { state: 'QUEUED', provider: 'aftership' }, job: true },
    ],
    [
      'refused, asked for by name: another try',
      { state: 'REFUSED' },
      { isByHand: true },
      { standing: { state: 'QUEUED' }, job: true },
    ],
    [
      'without a carrier, now with one: begins',
      { state: 'NEEDS_CARRIER', carrierCode: null, provider: null },
      {},
      { standing: { state: 'QUEUED', provider: 'trackingmore' }, job: true },
    ],
    [
      'waits for facts, not served any more: stopped',
      { state: 'NEEDS_FACTS' },
      { isServing: false },
      { standing: { state: 'STOPPED' }, job: false },
    ],
    ['deleted: stays so, whatever its deliveries say', { state: 'DELETED', wanted: 'STOPPED' }, {}, null],
    [
      'deleted, asked for by name: begins',
      { state: 'DELETED', wanted: 'STOPPED' },
      { isByHand: true },
      { standing: { state: 'QUEUED', wanted: 'TRACKED', cause: 'GRAPH' }, job: true },
    ],
    ['to be deleted: stays so', { wanted: 'STOPPED', pending: 'DELETE' }, {}, null],
    [
      'to be deleted, asked for by name: afterwards',
      { wanted: 'STOPPED', pending: 'DELETE' },
      { isByHand: true },
      { standing: { state: 'REGISTERED', wanted: 'TRACKED', pending: 'DELETE' }, job: true },
    ],
  ])('%s', (_name, known, given, expected) => {
    const decision = decide({ ...fresh, standing: { ...standing, ...known }, ...given }, policy, now);
    if (expected === null) expect(decision).toBeNull();
    else expect(decision).toMatchObject(expected);
  });
});

describe('facts that came', () => {
  test.each<[string, Partial<Standing>, Partial<Case>, object | null]>([
    ['what stood waiting for them goes on', { state: 'NEEDS_FACTS' }, {}, { standing: { state: 'QUEUED' }, job: true }],
    ['to what is registered they are told', {}, {}, { standing: { state: 'REGISTERED' }, job: true }],
    ['of what is at its end nothing is told', {}, { isOver: true }, null],
    ['and what is stopped stays so', { state: 'STOPPED' }, {}, null],
  ])('%s', (_name, known, given, expected) => {
    const decision = decide({ ...fresh, hasFacts: true, standing: { ...standing, ...known }, ...given }, policy, now);
    if (expected === null) expect(decision).toBeNull();
    else expect(decision).toMatchObject(expected);
  });
});

test('told again, it changes nothing; only a job that is still to be done is named again', () => {
  const anyCase = fc.record({
    carrierCode: fc.constantFrom(null, 'ups', 'dpd', 'nobody-knows'),
    isOver: fc.boolean(),
    isServing: fc.boolean(),
    isByHand: fc.boolean(),
    hasFacts: fc.boolean(),
    leftAt: fc.constantFrom(null, ago(1), ago(5), ago(40)),
    isAtRisk: fc.boolean(),
    standing: fc.option(
      fc
        .record<Standing>({
          wanted: fc.constantFrom('TRACKED', 'STOPPED'),
          state: fc.constantFrom(
            'NEEDS_CARRIER',
            'QUEUED',
            'NEEDS_FACTS',
            'REGISTERED',
            'REFUSED',
            'STOPPED',
            'DELETED',
          ),
          provider: fc.constantFrom('aftership', 'trackingmore', null),
          carrierCode: fc.constantFrom(null, 'ups', 'dpd'),
          isByHand: fc.boolean(),
          cause: fc.constantFrom('DELIVERY', 'GRAPH', 'BACK_FILL'),
          priority: fc.constantFrom(10, 30),
          isAsked: fc.boolean(),
          pending: fc.constantFrom(null, null, 'RETRACK', 'DELETE'),
        })
        // Whoever sends it is a provider's worker.
        .map((known) => ({
          ...known,
          isAsked: known.isAsked && known.state === 'QUEUED' && known.provider !== null,
          // Of what is registered, or anything to be deleted.
          pending: known.pending === 'RETRACK' && known.state !== 'REGISTERED' ? null : known.pending,
        })),
      { nil: null },
    ),
  });
  fc.assert(
    fc.property(anyCase, (given) => {
      const first = decide(given, policy, now);
      if (first === null) return;
      const again = decide({ ...given, isByHand: false, standing: first.standing }, policy, now);
      if (again !== null) expect(again).toEqual({ standing: first.standing, job: true });
      // What may be at a provider is never forgotten.
      if (given.standing?.isAsked)
        expect(first.standing).toMatchObject({ state: 'QUEUED', isAsked: true, provider: given.standing.provider });
      // And neither is what somebody wants deleted there.
      if (given.standing?.pending === 'DELETE') expect(first.standing.pending).toBe('DELETE');
    }),
    { numRuns: 2_000 },
  );
});
