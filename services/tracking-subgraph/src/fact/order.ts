import type { Fact } from './fact.ts';

/** What all parts of the fold share: facts by kind, and the one order that knows no arrival. */

export type Of<T> = Fact & { data: T };
export const ofKind = <T extends Fact['data']>(facts: readonly Fact[], kind: T['kind']) =>
  facts.filter((fact): fact is Of<T> => fact.data.kind === kind);
const precisionRank = { INSTANT: 0, LOCAL: 1, DATE: 2 } as const;
export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The total order of the timeline as text: assumed instant, precision, key. */
export function sortKey(instant: string, precision: keyof typeof precisionRank, key: string): string {
  // "instant before local date-time before date": the more precise one is the newer word when the instants are equal.
  return `${instant}|${2 - precisionRank[precision]}|${key}`;
}
