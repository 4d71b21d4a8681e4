import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, Fact } from './fact.ts';
import { delivery, factOf, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

const inTransit = scan('IN_TRANSIT', '2026-10-08T10:00:00Z');
/** An account of one and the same scan; `key` tells accounts apart. */
const account = (key: string, milestone: CarrierEvent['milestone'], more: Partial<CarrierEvent>): Fact => ({
  ...scan(milestone, '2026-10-09T10:00:00', { scan: 'b'.repeat(32), ...more }),
  key: key.repeat(32),
});
const from = (source: string, fact: Fact): Fact => ({ ...fact, source });

describe.each(['DELIVERED', 'RETURNED_TO_SENDER', 'CANCELLED'] as const)('%s that could be forged', (milestone) => {
  const forged = account('1', milestone, { isUnconfirmed: true, description: 'A long word of somebody unknown' });

  test('stands in the timeline with its mark and decides nothing', () => {
    const { state, events, unconfirmed } = fold([inTransit, forged]);
    const { status } = forged.data as CarrierEvent;
    expect({ ...state, unconfirmedEnds: [] }).toEqual(fold([inTransit]).state);
    expect(state.unconfirmedEnds).toEqual([{ status, key: 'b'.repeat(32) }]);
    expect(unconfirmed).toEqual([{ source: 'test', scan: 'b'.repeat(32) }]);
    expect(events.at(-1)).toMatchObject({ milestone, marks: ['UNCONFIRMED'], isMilestone: false, leg: null });
  });

  test('is an end once another account of the scan proves it, which then tells it alone', () => {
    const proved = account('2', milestone, { description: 'True' });
    fc.assert(
      fc.property(fc.shuffledSubarray([inTransit, forged, proved], { minLength: 3 }), (facts) => {
        const { state, events, unconfirmed } = fold(facts);
        expect(state).toEqual(fold([inTransit, proved]).state);
        expect(state.isFinal).toBe(true);
        expect(events.at(-1)).toMatchObject({ description: 'True', marks: [], isMilestone: true });
        expect(unconfirmed).toEqual([]);
      }),
    );
  });

  test("another source's sighting confirms it, in that source's words; one that could be forged as well does not", () => {
    const sighting = (isUnconfirmed: boolean) =>
      from(
        'zeta',
        scan(milestone, '2026-10-09T10:00:30', { scan: 'c'.repeat(32), description: 'Sure', isUnconfirmed }),
      );
    const { events, state } = fold([forged, sighting(false)]);
    expect(state.isFinal).toBe(true);
    expect(events).toMatchObject([
      {
        // The key is that of the source first by name, whoever confirms: what was shown keeps its id.
        key: 'b'.repeat(32),
        source: 'test',
        description: 'Sure',
        marks: [],
        sightings: [{ key: 'c'.repeat(32), source: 'zeta' }],
      },
    ]);
    const both = fold([forged, sighting(true)]);
    expect(both.state.isFinal).toBe(false);
    expect(both.events).toMatchObject([{ marks: ['UNCONFIRMED'] }]);
    expect(both.unconfirmed).toEqual([
      { source: 'test', scan: 'b'.repeat(32) },
      { source: 'zeta', scan: 'c'.repeat(32) },
    ]);
  });

  test('asks nobody any more once its own source proves it in other words', () => {
    const reworded = scan(milestone, '2026-10-09T10:00:20', { scan: 'd'.repeat(32), description: 'Signed by X' });
    const { state, events, unconfirmed } = fold([inTransit, forged, reworded]);
    expect(state).toMatchObject({ isFinal: true, unconfirmedEnds: [] });
    expect(unconfirmed).toEqual([]);
    expect(events.map(({ marks }) => marks)).toContainEqual(['UNCONFIRMED']);
    // Also where the walk makes another word of it: delivered on the way back is returned.
    expect(fold([inTransit, scan('RETURN_STARTED', '2026-10-08T11:00:00'), forged, reworded]).unconfirmed).toEqual([]);
    const otherwise = scan(milestone, '2026-10-09T10:01:00', { scan: 'd'.repeat(32) });
    expect(fold([inTransit, forged, otherwise]).unconfirmed).toHaveLength(1);
  });

  test('a person who takes it back leaves nothing to be confirmed', () => {
    const { unconfirmed, state, events } = fold([
      inTransit,
      forged,
      factOf({
        kind: 'correction',
        occurredAt: '2026-10-09T11:00:00.000Z',
        milestone: null,
        voids: 'b'.repeat(32),
        reason: 'forged',
        actor: 'anna',
      }),
    ]);
    expect(unconfirmed).toEqual([]);
    expect(state.unconfirmedEnds).toEqual([]);
    expect(events.find(({ key }) => key === 'b'.repeat(32))?.marks).toEqual(['UNCONFIRMED', 'VOIDED']);
  });
});

test.each([
  ['PICKED_UP', 'RETURNING'],
  ['RETURN_STARTED', 'RETURNING'],
  ['LOST', 'EXCEPTION'],
] as const)('%s takes an end back only once it is confirmed', (milestone, status) => {
  const delivered = scan('DELIVERED', '2026-10-08T12:00:00Z');
  const told = account('1', milestone, { isUnconfirmed: true });
  const { state, events, unconfirmed } = fold([inTransit, delivered, told]);
  expect({ ...state, unconfirmedEnds: [] }).toEqual(fold([inTransit, delivered]).state);
  expect(events.at(-1)).toMatchObject({ milestone, marks: ['UNCONFIRMED'], isMilestone: false });
  expect(unconfirmed).toEqual([{ source: 'test', scan: 'b'.repeat(32) }]);
  const confirmed = fold([inTransit, delivered, told, account('2', milestone, {})]);
  expect(confirmed.state).toMatchObject({ status, isFinal: false, unconfirmedEnds: [] });
  expect(confirmed.unconfirmed).toEqual([]);
  const seenByAnother = from('zeta', scan(milestone, '2026-10-09T10:00:30', { scan: 'c'.repeat(32) }));
  expect(fold([inTransit, delivered, told, seenByAnother]).state.status).toBe(status);
});

test('a return that could be forged makes no return of the delivery that follows; a pick-up or a problem counts at once', () => {
  const told = (milestone: CarrierEvent['milestone']) => account('1', milestone, { isUnconfirmed: true });
  const delivered = scan('DELIVERED', '2026-10-10T12:00:00Z');
  expect(fold([inTransit, told('RETURN_STARTED')]).state).toMatchObject({
    status: 'IN_TRANSIT',
    unconfirmedEnds: [{ status: 'RETURNING' }],
  });
  expect(fold([inTransit, told('RETURN_STARTED'), delivered]).state).toMatchObject({
    status: 'DELIVERED',
    isFinal: true,
  });
  const confirmed = [inTransit, told('RETURN_STARTED'), account('2', 'RETURN_STARTED', {})];
  expect(fold(confirmed).state.status).toBe('RETURNING');
  expect(fold([...confirmed, delivered]).state.status).toBe('RETURNED');
  for (const milestone of ['PICKED_UP', 'LOST'] as const) {
    expect(fold([inTransit, told(milestone)]).state.milestone).toBe(milestone);
    expect(fold([inTransit, told(milestone)]).events.at(-1)?.marks).toEqual([]);
  }
});

test('other scans bear no mark and count at once', () => {
  const { state, events } = fold([scan('OUT_FOR_DELIVERY', '2026-10-09T08:00:00Z', { isUnconfirmed: true })]);
  expect(state.status).toBe('OUT_FOR_DELIVERY');
  expect(events[0]?.marks).toEqual([]);
});

test('a forged signature is no proof, before and after the true delivery', () => {
  const forged = factOf({ kind: 'proof', signedBy: 'MALLORY', documentCount: 9, isUnconfirmed: true });
  const told = account('1', 'DELIVERED', { isUnconfirmed: true });
  expect(fold([told, forged]).state.proof).toBeNull();
  const genuine = factOf({ kind: 'proof', signedBy: 'M. DE VRIES', documentCount: 0 });
  const proved = account('2', 'DELIVERED', {});
  expect(fold([told, forged, proved]).state.proof).toMatchObject({ signedBy: null, documentCount: 0 });
  expect(fold([told, forged, proved, genuine]).state.proof).toMatchObject({
    signedBy: 'M. DE VRIES',
    documentCount: 0,
  });
});

test('a forged delivery is no hand-over: what the shop cancelled stays cancelled', () => {
  const cancelled = delivery({ isCancelled: true });
  expect(fold([cancelled, account('1', 'DELIVERED', { isUnconfirmed: true })]).state.status).toBe('CANCELLED');
  expect(fold([cancelled, account('2', 'DELIVERED', {})]).state.status).toBe('DELIVERED');
});
