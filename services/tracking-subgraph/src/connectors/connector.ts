import type { IncomingHttpHeaders } from 'node:http';
import type { ZodError } from 'zod';
import type { ToldDocument } from '../document/told-document.ts';
import type { Fact } from '../fact/fact.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { ApiOptions, ProviderReader } from './provider-reader.ts';
import type { ProviderRegistrar } from './provider-registrar.ts';

/** What a message says about one number. */
export interface ToldTracking {
  outcome: 'facts';
  number: string;
  /** Ours that the message's carrier may stand for; none when it is not known. */
  carriers: readonly string[];
  /** What it says beyond the facts with these keys. Providers repeat whole histories with every message: what is known is not read again. */
  facts: (known?: ReadonlySet<string>) => Fact[];
  /** Pictures and papers that it names as proof, at addresses of the provider; absent: none. Fetched only where the message proves itself. */
  documents?: readonly ToldDocument[];
}

/**
 * What a message says: facts about one number or, from providers that put several into one message, about each; or authentic but nothing to learn. `unusable` says
 * what is wrong with others of several: those that can be used count, and the message is a dead letter besides.
 */
export type MappedMessage =
  | ToldTracking
  | { outcome: 'several'; trackings: readonly ToldTracking[]; unusable: ZodError | null }
  | { outcome: 'ignored'; why: string };

/** The trackings that a message tells of. */
export function trackingsOf(message: MappedMessage): readonly ToldTracking[] {
  if (message.outcome === 'several') return message.trackings;
  return message.outcome === 'facts' ? [message] : [];
}

/** How a message came: pushed to us, in the provider's envelope; or read by us from its API, one tracking as the API gives it. */
export type Route = 'webhook' | 'read';

/**
 * Over the raw bytes, before anything is parsed, in constant time per secret. Answers 32 bytes that identify this very message (for the unique key of the
 * inbox), or null when no secret fits or its time is too far from `at`, which is when it came. `explain` hears, for the log, why a message is
 * refused although a secret fits.
 */
export type WebhookCheck = (message: {
  headers: IncomingHttpHeaders;
  body: Buffer;
  secrets: readonly string[];
  at: Date;
  explain?: (why: string) => void;
}) => Buffer | null;

/** A provider: how its messages prove where they come from, and what they mean. What its folder holds: docs/connectors.md. */
export interface Connector {
  /** In the address, in the inbox, as the source of facts and as the name of its tables in the taxonomy. */
  provider: string;
  /** What its variables begin with: AFTERSHIP for AFTERSHIP_WEBHOOK_SECRET. */
  variables: string;
  /** Headers whose values are kept as proof. */
  proofHeaders: readonly string[];
  /** True where what the provider signs does not cover the body: then its address must end in a secret as well (…_WEBHOOK_PATH_TOKEN). */
  needsPathToken: boolean;
  /** The check of its webhooks, as it is without variables of its own. */
  verify: WebhookCheck;
  /** Where the check has settings: makes it from the variables that begin with `variables`. Throws ConfigError. */
  createCheck?: (env: Record<string, string>) => WebhookCheck;
  /**
   * Pure. What a carrier event means (milestone, status, reason, isDelay) comes from `mapping.find(provider, rawCode, rawSubCode)` and nothing else, so that
   * it can be derived again from the fact when the mapping changes. Throws a SyntaxError or ZodError when the body cannot be used, and nothing else.
   */
  map(body: Buffer, mapping: Mapping, route: Route): MappedMessage;
  /** Its API, as far as we read it; absent: it only pushes. */
  createReader?: (options: ApiOptions) => ProviderReader;
  /** The half of its API that changes something; absent: numbers cannot be registered there. */
  createRegistrar?: (options: ApiOptions) => ProviderRegistrar;
}
