export type FindingState =
  | 'ok'
  /** It works, but not for long, or not as well or as safely as it should. */
  | 'warning'
  /** Something is not served, or not rightly, until it is put right. */
  | 'failure'
  /** Cannot be said; `what` says why not. */
  | 'skipped';

/** One thing that was looked at, in words for whoever runs Milepost. No secret and no customer's data stand in it. */
export interface Finding {
  /** Stable, for scripts. */
  readonly check: string;
  readonly state: FindingState;
  readonly what: string;
  /** Why it is so, where something is wrong. */
  readonly cause?: string;
  /** What to do about it, where something is wrong. */
  readonly remedy?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

type Told = Pick<Finding, 'details'>;
export const ok = (check: string, what: string, told: Told = {}): Finding => ({ check, state: 'ok', what, ...told });
export const skipped = (check: string, what: string): Finding => ({ check, state: 'skipped', what });
export const warning = (check: string, what: string, why: { cause: string; remedy: string } & Told): Finding => ({
  check,
  state: 'warning',
  what,
  ...why,
});
export const failure = (check: string, what: string, why: { cause: string; remedy: string } & Told): Finding => ({
  check,
  state: 'failure',
  what,
  ...why,
});

const shown = 20;
/** The first of many names, and how many more. */
export function listOf(names: readonly string[]): string {
  const more = names.length - shown;
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const dayMs = 86_400_000;
export const wholeDays = (milliseconds: number): number => Math.floor(milliseconds / dayMs);
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
