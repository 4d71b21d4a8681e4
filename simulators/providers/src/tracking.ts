import { type Courier, couriersOf, type ProviderName } from './couriers.ts';
import type { Parcel, Saying } from './parcel.ts';
import { hexId } from './random.ts';

/** What a provider knew of a tracking from some moment on. */
export interface Known {
  /** Wall time (ms) from which it knew; stale reads show what was known earlier. */
  since: number;
  /** What the record says about its last change (ms). */
  updatedAt: number;
  sayings: readonly Saying[];
  isActive: boolean;
  /** A code that the account's owner set by hand. */
  mark: string | null;
}

/** A number that is registered with a provider. */
export interface Tracking {
  id: string;
  number: string;
  /** The provider's name for the carrier. */
  code: string;
  courier: Courier;
  createdAt: number;
  /** What the client sent when it registered or changed it. */
  given: Record<string, unknown>;
  parcel: Parcel | null;
  /** Oldest first, never empty. */
  history: Known[];
  retracks: number;
  isArchived: boolean;
  /** Where its pictures lie. */
  filesUrl: string;
}

export const latest = ({ history }: Tracking) => history.at(-1) as Known;

/** What was known at a wall time; before the first moment: the first. */
export function knownAt({ history }: Tracking, at: number): Known {
  return history.findLast(({ since }) => since <= at) ?? (history[0] as Known);
}

/** What stands for the whole: the code set by hand, else that of the newest saying by its own time. */
export function newestSaying(sayings: readonly Saying[]): Saying | null {
  return sayings.reduce<Saying | null>((best, saying) => (best && best.at > saying.at ? best : saying), null);
}

/** A saying and everything told before it, at one provider. */
export interface Telling {
  /** Simulated time (ms) at which the provider learns it. */
  at: number;
  told: readonly Saying[];
  news: readonly Saying[];
}

const hourMs = 3_600_000;
/** AfterShip hears from most carriers at once; TrackingMore asks them about every four hours and then tells everything new in one message. */
const asksEvery: Readonly<Record<ProviderName, number>> = { aftership: 0, trackingmore: 4 * hourMs };

/** When a provider learns what, oldest first. */
export function tellingsOf(provider: ProviderName, { sayings, startedAt }: Parcel): Telling[] {
  const every = asksEvery[provider];
  const heard = sayings
    .filter((saying) => saying[provider] !== null)
    .map((saying) => ({
      saying,
      at: every === 0 ? saying.toldAt : startedAt + Math.ceil((saying.toldAt - startedAt) / every) * every,
    }));
  return [...Map.groupBy(heard, ({ at }) => at)]
    .sort(([a], [b]) => a - b)
    .map(([at, news]) => ({
      at,
      told: heard.filter((one) => one.at <= at).map(({ saying }) => saying),
      news: news.map(({ saying }) => saying),
    }));
}

/** The numbers registered with one provider, in memory. */
export class TrackingStore {
  readonly #provider: ProviderName;
  readonly #byId = new Map<string, Tracking>();
  readonly #byNumber = new Map<string, Tracking>();
  /** Ids that were given once; who registers a deleted number again gets another. */
  readonly #ids = new Set<string>();

  /** Where pictures of what is registered from now on lie. */
  filesUrl = 'https://files.example.com';

  /** Registrations that were refused because the pair, or the id, is there already. */
  duplicates = 0;

  constructor(provider: ProviderName) {
    this.#provider = provider;
  }

  get size(): number {
    return this.#byId.size;
  }
  all(): Tracking[] {
    return [...this.#byId.values()];
  }
  byId(id: string): Tracking | null {
    return this.#byId.get(id) ?? this.all().find((tracking) => legacyId(tracking) === id) ?? null;
  }
  /** Also of one that was deleted. */
  wasUsed(id: string): boolean {
    return this.#ids.has(id);
  }
  find(number: string, code: string): Tracking | null {
    return this.#byNumber.get(`${number}|${code}`) ?? null;
  }

  /** The caller has made sure that the pair is new. */
  create(input: { number: string; code: string; id?: string; at: number; given: Record<string, unknown> }): Tracking {
    const { number, code, at, given } = input;
    const [courier] = couriersOf(this.#provider, code);
    if (!courier) throw new Error(`${this.#provider} has no courier "${code}"`);
    let id = input.id ?? hexId(32, this.#provider, number, code);
    if (input.id === undefined && this.#ids.has(id)) id = hexId(32, this.#provider, number, code, this.#ids.size);
    this.#ids.add(id);
    const tracking: Tracking = {
      id,
      number,
      code,
      courier,
      createdAt: at,
      given,
      parcel: null,
      history: [{ since: at, updatedAt: at, sayings: [], isActive: true, mark: null }],
      retracks: 0,
      isArchived: false,
      filesUrl: this.filesUrl,
    };
    this.#byId.set(tracking.id, tracking);
    this.#byNumber.set(`${number}|${code}`, tracking);
    return tracking;
  }

  delete(tracking: Tracking): void {
    this.#byId.delete(tracking.id);
    this.#byNumber.delete(`${tracking.number}|${tracking.code}`);
  }

  /** The carrier was wrong: the same tracking under another. False when that pair is registered already. */
  move(tracking: Tracking, code: string): boolean {
    if (code === tracking.code) return true;
    const [courier] = couriersOf(this.#provider, code);
    if (!courier || this.find(tracking.number, code)) return false;
    this.#byNumber.delete(`${tracking.number}|${tracking.code}`);
    Object.assign(tracking, { code, courier, parcel: null });
    this.#byNumber.set(`${tracking.number}|${code}`, tracking);
    return true;
  }
}

/** Ids of before 2025, which still work. */
export const legacyId = ({ id }: Tracking) => hexId(24, 'legacy', id);

/** Only the last moments are kept: stale reads look back seconds or minutes. */
export function learn(tracking: Tracking, known: Known): void {
  tracking.history.push(known);
  if (tracking.history.length > 50) tracking.history.shift();
}

/** `2026-10-05T08:00:00+00:00` */
export const isoSeconds = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');
