import type { IncomingHttpHeaders } from 'node:http';
import type { Fact } from '../fact/fact.ts';
import type { Mapping } from '../mapping/mapping.ts';

/** What a message says: facts about one number, or authentic but nothing to learn. */
export type MappedMessage =
  | {
      outcome: 'facts';
      number: string;
      /** Ours that the message's carrier may stand for; none when it is not known. */
      carriers: readonly string[];
      /** What it says beyond the facts with these keys. Providers repeat whole histories with every message: what is known is not read again. */
      facts: (known?: ReadonlySet<string>) => Fact[];
    }
  | { outcome: 'ignored'; why: string };

/** A provider: how its messages prove where they come from, and what they mean. */
export interface Connector {
  provider: string;
  /** Header whose value is kept as proof. */
  proofHeaders: readonly string[];
  /**
   * Over the raw bytes, before anything is parsed, in constant time per secret. Answers 32 bytes that identify this very message
   * (for the unique key of the inbox), or null when no secret fits.
   */
  verify(input: { headers: IncomingHttpHeaders; body: Buffer; secrets: readonly string[] }): Buffer | null;
  /**
   * Pure. What a carrier event means (milestone, status, reason, isDelay) comes from `mapping.find(provider, rawCode, rawSubCode)` and nothing else, so that
   * it can be derived again from the fact when the mapping changes.
   */
  map(body: Buffer, mapping: Mapping): MappedMessage;
}
