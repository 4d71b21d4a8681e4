import type { Clock } from './clock.ts';
import type { ProviderName } from './couriers.ts';
import type { Faults } from './faults.ts';
import { fraction } from './random.ts';

export interface Message {
  provider: ProviderName;
  number: string;
  /** What it is, the same in every run with the same plays: faults are drawn from it. */
  name: string;
  body: string;
  /** The same content under a new id, where the provider has ids. */
  bodyAgain: string;
  headers: (body: string, secret: string, at: number) => Record<string, string>;
  /** How much faster than in reality repeats come. */
  speed: number;
  /** How long it may be held back so that the next one about the number overtakes it. */
  holdMs: number;
}

export interface Target {
  url: string;
  secret: string;
}

export interface Outcome {
  provider: ProviderName;
  number: string;
  name: string;
  outcome: 'accepted' | 'given-up' | 'dropped' | 'stopped';
  attempts: number;
  /** The last answer; null: none came. */
  status: number | null;
}

/** As both providers document it: fourteen attempts, waits that double from half a minute. */
const attempts = 14;
const firstWaitMs = 30_000;
/** Not documented. */
const timeoutMs = 10_000;
/** How often a provider that is away looks whether it is back. */
const outageLookMs = 100;
const kept = 2_000;

/** Posts webhooks as the providers do, and as badly as it is told to. Messages do not wait for each other. */
export class WebhookSender {
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #seed: () => string;
  readonly #targets: Readonly<Record<ProviderName, Target | null>>;
  readonly #signal: AbortSignal;
  readonly #outcomes: Outcome[] = [];
  readonly #held = new Map<string, (() => void)[]>();
  readonly #counts: Record<ProviderName, Record<Outcome['outcome'] | 'sent' | 'attempts' | 'doubled', number>>;
  #underWay = new Set<Promise<void>>();

  constructor(given: {
    clock: Clock;
    faults: Faults;
    seed: () => string;
    targets: Readonly<Record<ProviderName, Target | null>>;
    signal: AbortSignal;
  }) {
    this.#clock = given.clock;
    this.#faults = given.faults;
    this.#seed = given.seed;
    this.#targets = given.targets;
    this.#signal = given.signal;
    const zero = () => ({ sent: 0, attempts: 0, doubled: 0, accepted: 0, 'given-up': 0, dropped: 0, stopped: 0 });
    this.#counts = { aftership: zero(), trackingmore: zero() };
  }

  /** Starts sending; never throws. A provider without a target sends nothing, as without a webhook URL in its console. */
  send(message: Message): void {
    const target = this.#targets[message.provider];
    if (!target) return;
    const work = this.#deliver(message, target).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Newest last; older ones are forgotten. */
  outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }
  counts() {
    return { ...this.#counts, underWay: this.#underWay.size };
  }

  async #deliver(message: Message, target: Target): Promise<void> {
    const { provider, number, name } = message;
    const chance = (what: string) => fraction(this.#seed(), what, provider, name);
    const strikes = (fault: 'drop' | 'double' | 'reorder' | 'delay') =>
      chance(fault) < this.#faults.number(provider, fault);
    this.#counts[provider].sent += 1;
    if (strikes('drop')) return this.#note({ provider, number, name, outcome: 'dropped', attempts: 0, status: null });
    const isDouble = strikes('double');
    if (isDouble) this.#counts[provider].doubled += 1;
    const delayMs = strikes('delay')
      ? chance('delay by') * Number(this.#faults.get(provider, 'delay')?.split(':')[1] ?? 0)
      : 0;
    const isHeld = strikes('reorder');
    if (isHeld) await this.#hold(`${provider} ${number}`, message.holdMs);
    if (delayMs > 0) await this.#clock.wait(delayMs, this.#signal);
    const second = isDouble
      ? this.#attempt(
          { ...message, name: `${name} again`, body: chance('new id') < 0.5 ? message.bodyAgain : message.body },
          target,
        )
      : null;
    await Promise.all([this.#attempt(message, target), second]);
    if (!isHeld) this.#release(`${provider} ${number}`);
  }

  /** Until the next message about the number has arrived, or time is over. */
  async #hold(name: string, holdMs: number): Promise<void> {
    const over = new AbortController();
    const stop = () => over.abort();
    this.#signal.addEventListener('abort', stop, { once: true });
    this.#held.set(name, [...(this.#held.get(name) ?? []), stop]);
    await this.#clock.wait(holdMs, over.signal);
    this.#signal.removeEventListener('abort', stop);
    this.#held.set(
      name,
      (this.#held.get(name) ?? []).filter((one) => one !== stop),
    );
  }
  #release(name: string): void {
    for (const go of this.#held.get(name) ?? []) go();
  }

  async #attempt(message: Message, { url, secret }: Target): Promise<void> {
    const { provider, number, name, body, speed } = message;
    let status: number | null = null;
    for (let made = 1; made <= attempts && !this.#signal.aborted; made += 1) {
      if (made > 1) await this.#clock.wait((firstWaitMs * 2 ** (made - 2)) / speed, this.#signal);
      // While the provider itself is away it sends nothing.
      while (this.#faults.get(provider, 'outage') !== null && !this.#signal.aborted)
        await this.#clock.wait(outageLookMs, this.#signal);
      if (this.#signal.aborted) break;
      const isWrong =
        fraction(this.#seed(), 'wrong-signature', provider, name, made) <
        this.#faults.number(provider, 'wrong-signature');
      const rotated = this.#faults.get(provider, 'rotated-secret');
      const at = this.#clock.now() + this.#faults.number(provider, 'clock-skew') * 1_000;
      this.#counts[provider].attempts += 1;
      status = await post(
        url,
        body,
        message.headers(body, isWrong ? `not ${secret}` : (rotated ?? secret), at),
        this.#signal,
      );
      if (status !== null && status >= 200 && status < 300)
        return this.#note({ provider, number, name, outcome: 'accepted', attempts: made, status });
      if (made === attempts) return this.#note({ provider, number, name, outcome: 'given-up', attempts: made, status });
    }
    this.#note({ provider, number, name, outcome: 'stopped', attempts: 0, status });
  }

  #note(outcome: Outcome): void {
    this.#counts[outcome.provider][outcome.outcome] += 1;
    this.#outcomes.push(outcome);
    if (this.#outcomes.length > kept) this.#outcomes.shift();
  }
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
