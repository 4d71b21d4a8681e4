import type { Priority } from './pacing/pacer.ts';
import type { ProviderError } from './provider-errors.ts';
import type { CarrierFacts, FactName, OptionalFields } from './tracking-fields.ts';

/** A shipment as it is told to a provider. Nothing beyond these fields is ever sent. */
export interface NewTracking {
  /** Ours. */
  shipmentId: string;
  /** Cleaned (tracking-number.ts). */
  number: string;
  /** Ours (carriers.json); null: the provider guesses it from the number. */
  carrierCode: string | null;
  facts: CarrierFacts;
  personal?: OptionalFields;
}
export type Sought = Pick<NewTracking, 'shipmentId' | 'number' | 'carrierCode'>;

export interface RemoteTracking {
  /** The provider's id. */
  remoteId: string;
  /** Our codes that its carrier may stand for; none where we do not know it, or where it has none yet. */
  carriers: readonly string[];
}

/**
 * What became of one registration. `remoteId` is null where nothing is there, and for `exists` where its id could not be read yet (`error` says why): `find`
 * brings it later.
 */
export type CreateResult =
  | ({ outcome: 'created'; error: null } & RemoteTracking)
  | { outcome: 'exists'; remoteId: string | null; carriers: readonly string[]; error: ProviderError | null }
  | {
      outcome: Exclude<CreateOutcome, 'created' | 'exists'>;
      remoteId: null;
      carriers: readonly [];
      error: ProviderError;
    };

export type CreateOutcome =
  /** Registered now. */
  | 'created'
  /** It was registered there already: adopted. */
  | 'exists'
  /** Facts that the carrier needs are missing or wrong: `error.facts`. */
  | 'needs-facts'
  /** The provider does not know the carrier, or cannot tell it from the number. */
  | 'carrier-unknown'
  /** Refused for good. */
  | 'refused'
  /** Sent, and nobody knows what became of it: `find` before it is sent again. */
  | 'unclear'
  /** Not sent, or not taken: the same again later; `error.waitMs` says when at the earliest. */
  | 'later';

/** What may change about a tracking. */
interface TrackingChange {
  /** Ours: the carrier was wrong. */
  carrierCode?: string;
  facts?: CarrierFacts;
  personal?: OptionalFields;
}

/** Why we are no longer interested in a number. */
export type StopReason = 'delivered' | 'lost' | 'returned' | 'cancelled';

interface DetectedCarrier {
  /** The provider's name for it. */
  providerCode: string;
  /** Ours; none where we do not know it. */
  carriers: readonly string[];
}

interface KnownCourier extends DetectedCarrier {
  name: string | null;
  needs: readonly FactName[];
}

/**
 * The half of a provider's API that changes something. Without a database and without a schedule: whoever calls decides when, and what to do about an outcome
 * (`reactions` in provider-errors.ts). Methods throw ProviderError and nothing else; `create` throws for no item. `priority` is `live` where it is not given, and `back-fill` for `detect` and
 * `couriers`, which come second when the provider is short of breath.
 */
export interface ProviderRegistrar {
  /** Most items of one `create`. */
  maxBatch: number;
  /** Facts that this carrier needs, as far as known; `couriers` refreshes it. */
  needs(carrierCode: string): readonly FactName[];
  /** What the provider's list says that its carriers need, by its codes, where somebody else has read it. */
  learn(list: ReadonlyMap<string, readonly FactName[]>): void;
  /** One result per item, in their order. More items than `maxBatch` are an error of the caller's: RangeError. */
  create(items: readonly NewTracking[], signal: AbortSignal, priority?: Priority): Promise<readonly CreateResult[]>;
  /** Which of them are there; null for those that are not. Any number of items. */
  find(items: readonly Sought[], signal: AbortSignal, priority?: Priority): Promise<readonly (RemoteTracking | null)[]>;
  /** May be repeated. NOT_FOUND when the id is not known there, ALREADY_EXISTS when number and new carrier are a tracking of their own. */
  update(remoteId: string, change: TrackingChange, signal: AbortSignal, priority?: Priority): Promise<void>;
  /** The provider follows it no longer. Gone already is good, too. May be repeated. */
  stop(remoteId: string, reason: StopReason, signal: AbortSignal, priority?: Priority): Promise<void>;
  /** Begins to follow again what the provider had given up. True, too, where it had not. NOT_RETRACKABLE when it will not. */
  retrack(remoteId: string, signal: AbortSignal, priority?: Priority): Promise<void>;
  /** Removed there with everything that was told. Gone already is good, too. May be repeated. */
  remove(remoteId: string, signal: AbortSignal, priority?: Priority): Promise<void>;
  /** Carriers that the number may belong to, likeliest first; none when the provider cannot tell. */
  detect(number: string, signal: AbortSignal, priority?: Priority): Promise<readonly DetectedCarrier[]>;
  /** Every carrier that the provider knows; `needs` answers by it from then on. */
  couriers(signal: AbortSignal, priority?: Priority): Promise<readonly KnownCourier[]>;
}
