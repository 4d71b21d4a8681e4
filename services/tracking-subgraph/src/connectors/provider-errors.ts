import type { FactName, FieldName } from './tracking-fields.ts';

/** Why a call brought nothing, in words that are the same for all providers. The kind decides what is done: `reactions`. */
export type ProviderErrorKind =
  /** Too many requests; it says for how long nothing may be sent. */
  | 'RATE_LIMITED'
  /** The account has no registrations left. */
  | 'QUOTA_USED_UP'
  /** The key is refused, or may not do this. */
  | 'AUTHENTICATION'
  /** What was asked cannot be accepted: a number, a field. */
  | 'INVALID_REQUEST'
  /** Not known there, or not under this id. */
  | 'NOT_FOUND'
  /** The number is registered already. */
  | 'ALREADY_EXISTS'
  /** The carrier of this number needs more than its number. */
  | 'NEEDS_FACTS'
  /** The provider does not know the carrier's name, or cannot tell the carrier from the number. */
  | 'CARRIER_UNKNOWN'
  /** It is as it was wanted. */
  | 'ALREADY_SO'
  /** The provider tracks it no more, and not again. */
  | 'NOT_RETRACKABLE'
  /** What we sent does not exist at the provider, or its form is broken: ours to mend. */
  | 'BUG'
  /** Sent, and no word about what became of it: it may have happened. */
  | 'UNCLEAR'
  /** Nobody answers, or not in the provider's form; nothing has happened, or it does no harm to do it again. */
  | 'UNAVAILABLE';

export interface Reaction {
  /** The door sends the same again by itself: a few times, with growing waits. */
  readonly triesAgain: boolean;
  /** What is not asked any more for a while, by any process (pacing/breaker.ts). */
  readonly stops: 'nothing' | 'its endpoint' | 'its endpoint after several' | 'every call';
  /** What whoever wanted it does. */
  readonly next:
    | 'try later'
    | 'look there, then decide'
    | 'adopt what is there'
    | 'look it up by its number'
    | 'ask for the facts'
    | 'ask for the carrier'
    | 'show it to an operator'
    | 'give up'
    | 'nothing: it is done';
  readonly why: string;
}

const alone = { triesAgain: false, stops: 'nothing' } as const;

/** The one place that says what we do about each kind; fault-table.test.ts plays every code of every provider, docs/providers.md is written from it. */
export const reactions: Readonly<Record<ProviderErrorKind, Reaction>> = {
  RATE_LIMITED: {
    triesAgain: true,
    stops: 'every call',
    next: 'try later',
    why: 'who goes on asking is refused for longer; a pause of up to ten seconds is sat out',
  },
  QUOTA_USED_UP: {
    triesAgain: false,
    stops: 'its endpoint',
    next: 'try later',
    why: 'the owner of the account has to buy more; reading goes on, and one registration tries every quarter of an hour',
  },
  AUTHENTICATION: {
    triesAgain: false,
    stops: 'every call',
    next: 'try later',
    why: 'only another key helps, or the owner of the account; the same key is tried again after ten minutes',
  },
  INVALID_REQUEST: { ...alone, next: 'show it to an operator', why: 'the same gets the same answer' },
  NOT_FOUND: {
    ...alone,
    next: 'look it up by its number',
    why: 'an id may be stale, or the tracking was removed at the provider',
  },
  ALREADY_EXISTS: { ...alone, next: 'adopt what is there', why: 'somebody registered it, or we did and do not know' },
  NEEDS_FACTS: { ...alone, next: 'ask for the facts', why: 'the carrier tells nothing without them' },
  CARRIER_UNKNOWN: { ...alone, next: 'ask for the carrier', why: 'the provider guesses no better the second time' },
  ALREADY_SO: { ...alone, next: 'nothing: it is done', why: 'retracking what is tracked changes nothing' },
  NOT_RETRACKABLE: { ...alone, next: 'give up', why: 'providers allow it a fixed number of times' },
  BUG: { ...alone, next: 'show it to an operator', why: 'only another version of us, or another address, helps' },
  UNCLEAR: {
    triesAgain: false,
    stops: 'its endpoint after several',
    next: 'look there, then decide',
    why: 'a registration that is sent twice costs twice, or is refused as a duplicate',
  },
  UNAVAILABLE: {
    triesAgain: true,
    stops: 'its endpoint after several',
    next: 'try later',
    why: 'a restart and a dropped connection pass',
  },
};

/** What a provider's own code means; in the words of its documentation's table of errors. */
export interface ErrorRow {
  /** HTTP. */
  status: number;
  /** `meta.code`. */
  code: number;
  means: string;
  kind: ProviderErrorKind;
}

/** Its message holds nothing of the request and nothing that the provider wrote: both may be personal. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly kind: ProviderErrorKind;
  /** The provider's own code, or ours for what was no answer, for logs. */
  readonly code: string | null;
  /** For how long not to ask again. */
  readonly waitMs: number | null;
  /** INVALID_REQUEST: the field that the provider names, as we call it; null where it names none that we know. */
  readonly field: FieldName | null;
  /** NEEDS_FACTS: which; empty where the provider does not say it. */
  readonly facts: readonly FactName[];
  constructor(
    kind: ProviderErrorKind,
    message: string,
    more: {
      code?: string | null;
      waitMs?: number | null;
      field?: FieldName | null;
      facts?: readonly FactName[];
    } = {},
  ) {
    super(message);
    this.kind = kind;
    this.code = more.code ?? null;
    this.waitMs = more.waitMs ?? null;
    this.field = more.field ?? null;
    this.facts = more.facts ?? [];
  }
}
