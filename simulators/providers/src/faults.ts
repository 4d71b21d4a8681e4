import type { Clock } from './clock.ts';
import { type Courier, codeOf, type ProviderName, providerNames } from './couriers.ts';

/** Something that does not suit; the message says what is wrong and what there is. */
export class UsageError extends Error {}

type Kind =
  /** From 0 to 1. */
  | 'probability'
  /** Probability and milliseconds: `0.3:2000`. */
  | 'probability-and-ms'
  | 'ms'
  | 'seconds'
  | 'count'
  /** `refuse` (the connection is cut) or a status from 500 to 599. */
  | 'outage'
  /** One of the provider's own codes. */
  | 'code'
  | 'text'
  /** How a picture is not what it should be. */
  | 'file'
  | 'switch';

/** What can be broken, live. `usual` is the value when none is given. */
export const faultKinds = {
  drop: { kind: 'probability', usual: '0.1', what: 'webhooks that are never sent' },
  double: {
    kind: 'probability',
    usual: '0.1',
    what: 'webhooks that come twice, in half of the cases under a new event id',
  },
  reorder: {
    kind: 'probability',
    usual: '0.1',
    what: 'webhooks that wait until the next one about the same number has gone',
  },
  delay: { kind: 'probability-and-ms', usual: '0.5:2000', what: 'webhooks that come late, by up to so many ms' },
  'wrong-signature': { kind: 'probability', usual: '1', what: 'attempts whose signature fits no secret' },
  'rotated-secret': {
    kind: 'text',
    usual: 'rotated-webhook-secret',
    what: 'webhooks are signed with this secret from now on',
  },
  'clock-skew': { kind: 'seconds', usual: '600', what: 'the provider’s clock is wrong by so many seconds, + is ahead' },
  latency: { kind: 'ms', usual: '1000', what: 'answers of the API take so long' },
  outage: {
    kind: 'outage',
    usual: 'refuse',
    what: 'the API is away (refuse, or a status 500 to 599); webhooks wait for its end',
  },
  error: {
    kind: 'code',
    usual: '500',
    what: 'calls of the API are answered with this code; behind it may stand which: "4190 POST /trackings/batch"',
  },
  'lost-answers': {
    kind: 'count',
    usual: '1',
    what: 'so many more calls of the API that change something are done, and their answers never come',
  },
  'stale-reads': { kind: 'ms', usual: '10000', what: 'the API shows what was known so many ms ago' },
  'key-refused': { kind: 'switch', usual: 'on', what: 'every API key is refused' },
  'carriers-gone': {
    kind: 'text',
    usual: 'gls',
    what: 'carriers that the provider has no more, by its own codes with commas between; * for all',
  },
  'carriers-demanding': {
    kind: 'text',
    usual: 'gls',
    what: 'carriers that want the postcode from now on, by its own codes with commas between; * for all',
  },
  'proof-file': {
    kind: 'file',
    usual: 'missing',
    what: 'pictures that prove a delivery: missing, redirect (into a private network), endless, html, or slow (they never end)',
  },
  quota: { kind: 'count', usual: '0', what: 'so many more numbers can be registered (TrackingMore: code 4190)' },
} as const satisfies Record<string, { kind: Kind; usual: string; what: string }>;
export type FaultName = keyof typeof faultKinds;
export const faultNames = Object.keys(faultKinds) as FaultName[];

const isFaultName = (name: string): name is FaultName => Object.hasOwn(faultKinds, name);

/** What each provider can be told to answer: HTTP status and message by its own code. */
export type ErrorCodes = Readonly<Record<number, { status: number; message: string }>>;

interface Broken {
  provider: ProviderName;
  name: FaultName;
  value: string;
  /** Wall time (ms); null: until it is mended. */
  until: number | null;
}

/** Throws UsageError for a value that the fault does not take. */
function checked(name: FaultName, value: string, codes: ErrorCodes): string {
  const { kind } = faultKinds[name];
  const refuse = (form: string): never => {
    throw new UsageError(`"${value}" does not suit ${name}: give ${form}, for example ${faultKinds[name].usual}`);
  };
  const isNumber = (text: string, from: number, to: number) =>
    /^[+-]?\d+(\.\d+)?$/.test(text) && Number(text) >= from && Number(text) <= to;
  switch (kind) {
    case 'probability':
      return isNumber(value, 0, 1) ? value : refuse('a probability from 0 to 1');
    case 'probability-and-ms': {
      const [probability = '', ms = '2000', ...rest] = value.split(':');
      return rest.length === 0 && isNumber(probability, 0, 1) && isNumber(ms, 0, 3_600_000)
        ? `${probability}:${ms}`
        : refuse('a probability from 0 to 1 and milliseconds');
    }
    case 'ms':
      return isNumber(value, 0, 3_600_000) ? value : refuse('milliseconds, up to an hour');
    case 'seconds':
      return isNumber(value, -86_400, 86_400) ? value : refuse('seconds, up to a day either way');
    case 'count':
      return /^\d+$/.test(value) ? value : refuse('how many');
    case 'outage':
      return value === 'refuse' || /^5\d\d$/.test(value) ? value : refuse('"refuse" or a status from 500 to 599');
    case 'code':
      return Object.hasOwn(codes, value.split(' ', 1)[0] ?? '')
        ? value
        : refuse(`one of ${Object.keys(codes).join(', ')}`);
    case 'text':
      return value.length > 0 && value.length <= 200 ? value : refuse('a text of at most 200 characters');
    case 'file':
      return /^(missing|redirect|endless|html|slow)$/.test(value)
        ? value
        : refuse('missing, redirect, endless, html or slow');
    case 'switch':
      return value === 'on' ? value : refuse('"on"; to end it, mend it');
  }
}

/** How each provider's list calls it. */
const postcodes = { aftership: 'destination_postal_code', trackingmore: 'tracking_postal_code' } as const;

/** What is broken now. */
export class Faults {
  readonly #clock: Clock;
  readonly #codes: Readonly<Record<ProviderName, ErrorCodes>>;
  #broken: Broken[] = [];

  constructor({ clock, codes }: { clock: Clock; codes: Readonly<Record<ProviderName, ErrorCodes>> }) {
    this.#clock = clock;
    this.#codes = codes;
  }

  /** Throws UsageError. */
  break(
    name: string,
    {
      value,
      provider,
      forMs,
    }: { value?: string | undefined; provider?: ProviderName | undefined; forMs?: number | undefined } = {},
  ): void {
    if (!isFaultName(name)) throw new UsageError(`there is no fault "${name}"; there is ${faultNames.join(', ')}`);
    if (name === 'quota' && provider === 'aftership')
      throw new UsageError('AfterShip has no answer for a quota that is used up; quota is a fault of trackingmore');
    const providers = name === 'quota' ? (['trackingmore'] as const) : provider ? [provider] : providerNames;
    // What one of them cannot answer must not be set half.
    const made = providers.map((one) => ({
      provider: one,
      name,
      value: checked(name, value ?? faultKinds[name].usual, this.#codes[one]),
      until: forMs === undefined ? null : this.#clock.now() + forMs,
    }));
    this.#broken = this.#broken.filter((one) => one.name !== name || !providers.some((p) => p === one.provider));
    this.#broken.push(...made);
  }

  /** Everything, or one fault; of one provider, or of both. Throws UsageError. */
  mend(name?: string, provider?: ProviderName): void {
    if (name !== undefined && !isFaultName(name))
      throw new UsageError(`there is no fault "${name}"; there is ${faultNames.join(', ')}`);
    this.#broken = this.#broken.filter(
      (one) => (name !== undefined && one.name !== name) || (provider !== undefined && one.provider !== provider),
    );
  }

  list(): readonly Readonly<Broken>[] {
    const now = this.#clock.now();
    this.#broken = this.#broken.filter(({ until }) => until === null || until > now);
    return this.#broken;
  }

  /** Its value; null when it is not broken. */
  get(provider: ProviderName, name: FaultName): string | null {
    return this.list().find((one) => one.provider === provider && one.name === name)?.value ?? null;
  }
  number(provider: ProviderName, name: FaultName): number {
    return Number(this.get(provider, name)?.split(':')[0] ?? 0);
  }

  /** What a call of this endpoint is answered with instead; null: what is true. */
  error(provider: ProviderName, endpoint: string): number | null {
    const [code = '', ...only] = this.get(provider, 'error')?.split(' ') ?? [];
    return code !== '' && (only.length === 0 || only.join(' ') === endpoint) ? Number(code) : null;
  }

  /** The carrier as the provider has it now; null: no more. */
  courier(provider: ProviderName, courier: Courier): Courier | null {
    const code = codeOf(provider, courier);
    const named = (name: FaultName) =>
      this.get(provider, name)
        ?.split(',')
        .some((one) => one === '*' || one.trim() === code) ?? false;
    if (named('carriers-gone')) return null;
    const own = courier[provider];
    if (own === null || !named('carriers-demanding')) return courier;
    return {
      ...courier,
      [provider]: { ...own, requiredFields: [...new Set([...own.requiredFields, postcodes[provider]])] },
    };
  }

  /** One registration more; false when the quota is used up. */
  takeFromQuota(provider: ProviderName): boolean {
    return this.get(provider, 'quota') === null || this.#countDown(provider, 'quota');
  }
  /** Whether an answer gets lost. */
  losesAnswer(provider: ProviderName): boolean {
    return this.#countDown(provider, 'lost-answers');
  }
  /** One less; false when none is left, or it is not broken. */
  #countDown(provider: ProviderName, name: FaultName): boolean {
    const fault = this.list().find((one) => one.provider === provider && one.name === name) as Broken | undefined;
    if (!fault || Number(fault.value) === 0) return false;
    fault.value = String(Number(fault.value) - 1);
    return true;
  }
}
