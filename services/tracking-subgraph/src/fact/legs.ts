import type { Fact, NumberFact } from './fact.ts';
import { byText, type Of, ofKind } from './order.ts';
import type { FoldedEvent } from './timeline.ts';
import type { Step } from './walk.ts';

/** One carrier's part of the way. */
export interface Leg {
  direction: 'FORWARD' | 'RETURN';
  /** From 1; each new pick-up after an end opens one. */
  journey: number;
  /** Null: the carrier that the shipment's number belongs to. */
  carrierCode: string | null;
  /** Null: the shipment's own number, or, for another carrier, not known. */
  trackingNumber: string | null;
  /** Its first and last entry; null for a leg that was announced and has no scan yet. */
  started: FoldedEvent['occurred'] | null;
  lastSeen: FoldedEvent['occurred'] | null;
}

/**
 * The way in legs: one for each carrier, direction and journey, in the order of their first scans, and one at the end for a last-mile carrier that is
 * known and has not scanned yet. Carriers' clocks disagree around a hand-over, so scans that alternate make two legs, not many. Writes the
 * number of its leg into each entry.
 */
export function foldLegs(steps: readonly Step[], facts: readonly Fact[], ownCarrier: string | null): Leg[] {
  const numbers = ofKind<NumberFact>(facts, 'number').sort((a, b) => byText(a.key, b.key));
  const legs: Leg[] = [];
  const found = new Map<string, number>();
  for (const { event, journey, direction } of steps) {
    // Words about the goods that no carrier scanned: a report, a person's correction.
    if (
      event.isReport ||
      event.status === 'PENDING' ||
      event.status === 'EXPIRED' ||
      event.marks.includes('CORRECTION')
    )
      continue;
    const carrierCode = event.carrierCode === ownCarrier ? null : event.carrierCode;
    const name = `${journey} ${direction} ${carrierCode ?? ''}`;
    let index = found.get(name);
    if (index === undefined) {
      index = legs.length;
      found.set(name, index);
      legs.push({
        direction,
        journey,
        carrierCode,
        trackingNumber: carrierCode === null ? null : numberOf(numbers, carrierCode),
        started: event.occurred,
        lastSeen: event.occurred,
      });
    }
    (legs[index] as Leg).lastSeen = event.occurred;
    event.leg = index + 1;
  }
  for (const { data } of numbers) {
    if (data.role !== 'LAST_MILE' || data.carrierCode === null || data.carrierCode === ownCarrier) continue;
    if (legs.some((leg) => leg.carrierCode === data.carrierCode)) continue;
    const { carrierCode, number } = data;
    legs.push({
      direction: 'FORWARD',
      journey: 1,
      carrierCode,
      trackingNumber: number,
      started: null,
      lastSeen: null,
    });
  }
  return legs;
}

function numberOf(numbers: readonly Of<NumberFact>[], carrierCode: string): string | null {
  return numbers.find(({ data }) => data.role !== 'PIECE' && data.carrierCode === carrierCode)?.data.number ?? null;
}
