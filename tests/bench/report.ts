import { median } from './load.ts';

export interface Row {
  what: string;
  /** One ratio per round. */
  values: readonly number[];
  target: { atLeast: number } | { atMost: number };
  details: readonly string[];
}

/** Prints rows as text; true when every median reaches its target. */
export function report(rows: readonly Row[], print: (line: string) => void): boolean {
  let isReached = true;
  for (const { what, values, target, details } of rows) {
    const middle = median(values);
    const reached = 'atLeast' in target ? middle >= target.atLeast : middle <= target.atMost;
    isReached &&= reached;
    const aim = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
    print(what);
    print(
      `  ${middle.toFixed(2)} (${values.length} rounds: ${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}), aim ${aim}: ${reached ? 'reached' : 'MISSED'}`,
    );
    for (const detail of details) print(`  ${detail}`);
  }
  return isReached;
}
