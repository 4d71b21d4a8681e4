import { aftershipBody, aftershipEvents, aftershipHeaders } from './aftership/webhook.ts';
import type { Clock } from './clock.ts';
import { codeOf, type ProviderName, providerNames } from './couriers.ts';
import type { Faults } from './faults.ts';
import type { Parcel } from './parcel.ts';
import {
  type Known,
  latest,
  learn,
  newestSaying,
  type Telling,
  type Tracking,
  type TrackingStore,
  tellingsOf,
} from './tracking.ts';
import { trackingmoreBody, trackingmoreHeaders } from './trackingmore/webhook.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** How fast a parcel's time runs: so many times as fast as the clock, or one telling after the other at a fixed distance. */
export type Pace = { speed: number } | { stepMs: number };

export interface Travel {
  parcel: Parcel;
  /** A name for what its messages are drawn and identified by; the same name, the same messages. */
  name: string;
  pace: Pace;
  /** A simulated time (ms) and the wall time at which it is that time. */
  origin: { simulated: number; wall: number };
  /**
   * What records say about their last change. `wall`: the clock, as real providers do, so that a poll by time finds it. `journey`: the parcel's own time, so that
   * playing it again, in another process too, says the very same.
   */
  stamps: 'wall' | 'journey';
}

interface UnderWay extends Travel {
  tellings: Record<ProviderName, readonly (Telling & { wall: number })[]>;
  stop: AbortController;
}

/** Between a scan and the moment in which the provider has it in its records. */
const lagMs = 7 * 60_000;
/** Between a registration and the provider's first look at the carrier. */
const firstLookMs = 60_000;
/** Parcels that a late registration still finds. Those under way go on to their end in any case. */
const mostKnown = 20_000;
/** For a message that is to be overtaken: past the next one, but not for ever; the last one has none to wait for. */
const [holdBeyondMs, longestHoldMs] = [1_000, 60_000];

/** The parcels that are under way, and what the providers get to know of them. */
export class World {
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #stores: Readonly<Record<ProviderName, TrackingStore>>;
  readonly #sender: WebhookSender;
  readonly #signal: AbortSignal;
  readonly #travels = new Map<string, UnderWay>();

  constructor(given: {
    clock: Clock;
    faults: Faults;
    stores: Readonly<Record<ProviderName, TrackingStore>>;
    sender: WebhookSender;
    signal: AbortSignal;
  }) {
    this.#clock = given.clock;
    this.#faults = given.faults;
    this.#stores = given.stores;
    this.#sender = given.sender;
    this.#signal = given.signal;
  }

  now(provider: ProviderName): number {
    return this.#clock.now() + this.#faults.number(provider, 'clock-skew') * 1_000;
  }

  /** Sends a parcel on its way; resolves when everything was told. A number that is used again begins anew. */
  async travel(given: Travel): Promise<void> {
    const { parcel, pace, origin } = given;
    this.#travels.get(parcel.number)?.stop.abort();
    const stop = new AbortController();
    const wallOf = (telling: Telling, index: number) =>
      'speed' in pace ? origin.wall + (telling.at - origin.simulated) / pace.speed : origin.wall + index * pace.stepMs;
    const timed = (provider: ProviderName) =>
      tellingsOf(provider, parcel).map((telling, index) => ({ ...telling, wall: wallOf(telling, index) }));
    const travel = { ...given, tellings: { aftership: timed('aftership'), trackingmore: timed('trackingmore') }, stop };
    this.#travels.delete(parcel.number);
    this.#travels.set(parcel.number, travel);
    const [oldest] = this.#travels.keys();
    if (this.#travels.size > mostKnown && oldest !== undefined) this.#travels.delete(oldest);
    for (const provider of providerNames) {
      const code = codeOf(provider, parcel.courier);
      const tracking = code === null ? null : this.#stores[provider].find(parcel.number, code);
      if (tracking) tracking.parcel = parcel;
    }
    await Promise.all(providerNames.map((provider) => this.#tellAll(provider, travel)));
  }

  async #tellAll(provider: ProviderName, travel: UnderWay): Promise<void> {
    const signal = AbortSignal.any([this.#signal, travel.stop.signal]);
    for (const telling of travel.tellings[provider]) {
      await this.#clock.wait(telling.wall - this.#clock.now(), signal);
      if (signal.aborted) return;
      this.#tell(provider, travel, telling);
    }
  }

  /** A number was registered: the provider looks at its carrier for the first time, a little later. */
  registered(provider: ProviderName, tracking: Tracking): void {
    const travel = this.#travels.get(tracking.number);
    if (!travel || codeOf(provider, travel.parcel.courier) !== tracking.code) return;
    tracking.parcel = travel.parcel;
    void (async () => {
      await this.#clock.wait(firstLookMs / speedOf(travel), this.#signal);
      if (this.#signal.aborted) return;
      const telling = travel.tellings[provider].findLast(({ wall }) => wall <= this.#clock.now());
      if (telling) this.#tell(provider, travel, telling);
    })();
  }

  #tell(provider: ProviderName, travel: UnderWay, { at, told }: Telling): void {
    const { parcel, name, stamps } = travel;
    const code = codeOf(provider, parcel.courier);
    const tracking = code === null ? null : this.#stores[provider].find(parcel.number, code);
    // What nobody registered, no provider follows.
    if (!tracking || tracking.parcel !== parcel || tracking.isArchived) return;
    const { sayings: before, updatedAt } = latest(tracking);
    const news = told.filter((saying) => !before.includes(saying));
    if (news.length === 0) return;
    const wall = this.#clock.now();
    const isOver = /^(Delivered|Expired|Exception_011)/.test(newestSaying(told)?.aftership ?? '');
    const known: Known = {
      since: wall,
      // Records show whole seconds, and no provider changes one twice within a second; a journey may be played that fast.
      updatedAt:
        stamps === 'wall' ? Math.max(this.now(provider), updatedAt + (before.length > 0 ? 1_000 : 0)) : at + lagMs,
      sayings: told,
      isActive: !isOver,
      mark: null,
    };
    // Not before its first change.
    if (stamps === 'journey') tracking.createdAt = Math.min(tracking.createdAt, parcel.startedAt);
    learn(tracking, known);
    const next = travel.tellings[provider].find((telling) => telling.wall > wall);
    const holdMs = Math.min(longestHoldMs, (next ? next.wall - wall : 0) + holdBeyondMs);
    const common = { provider, number: parcel.number, speed: speedOf(travel), holdMs };
    if (provider === 'trackingmore') {
      const body = trackingmoreBody(tracking, known);
      const headers = (_: string, secret: string, now: number) => trackingmoreHeaders(now, secret);
      this.#sender.send({ ...common, name: `${name} ${told.length}`, body, bodyAgain: body, headers });
      return;
    }
    for (const event of aftershipEvents({ at, told, news })) {
      const id = `${name} ${told.length} ${event}`;
      const bodyFor = (text: string) => aftershipBody(tracking, known, { event, name: text, news });
      const headers = (body: string, secret: string) => aftershipHeaders(body, secret);
      this.#sender.send({ ...common, name: id, body: bodyFor(id), bodyAgain: bodyFor(`${id} again`), headers });
    }
  }

  list() {
    const now = this.#clock.now();
    return [...this.#travels.values()].map(({ parcel, tellings, name }) => ({
      number: parcel.number,
      journey: parcel.journey,
      parcel: parcel.name,
      carrier: parcel.courier.id,
      name,
      told: Object.fromEntries(
        providerNames.map((provider) => [provider, tellings[provider].filter(({ wall }) => wall <= now).length]),
      ),
      of: Object.fromEntries(providerNames.map((provider) => [provider, tellings[provider].length])),
    }));
  }
}

/** For waits that are not the parcel's own: repeats of webhooks, the first look. */
function speedOf({ pace, parcel, origin: _ }: Travel): number {
  if ('speed' in pace) return pace.speed;
  const first = parcel.sayings[0]?.toldAt ?? 0;
  const length = (parcel.sayings.at(-1)?.toldAt ?? 0) - first;
  return Math.max(1, length / Math.max(1, pace.stepMs * (parcel.sayings.length - 1)));
}
