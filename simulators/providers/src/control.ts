import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { findCourier, providerNames } from './couriers.ts';
import { type Faults, faultKinds, UsageError } from './faults.ts';
import { journeys } from './journey.ts';
import { placesSchema } from './places.ts';
import type { Play, Playing } from './player.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Runs } from './runs.ts';
import type { TrackingStore } from './tracking.ts';
import { daySchema, planDay } from './traffic.ts';
import type { WebhookSender } from './webhook-sender.ts';
import type { World } from './world.ts';

/** The simulator's own interface, for people and tests: what it plays, what is broken, what it measured. See README.md. */

export interface ControlContext {
  play: (play: Play) => Playing;
  faults: Faults;
  sender: WebhookSender;
  world: World;
  runs: Runs;
  stores: Readonly<Record<'aftership' | 'trackingmore', TrackingStore>>;
  limits: Readonly<Record<'aftership' | 'trackingmore', RateLimits>>;
  seed: { current: string };
  now: () => number;
}

const provider = z.enum(providerNames as ['aftership', 'trackingmore']);
const speed = z.number().positive().max(1_000_000);
const number = z.string().transform((text) => text.trim().toUpperCase());
const playInput = z.strictObject({
  journey: z.string(),
  numbers: z.array(number).max(10).default([]),
  providers: z.array(provider).min(1).default(['aftership']),
  register: z.boolean().default(true),
  carrier: z.string().optional(),
  lastMile: z.string().optional(),
  /** Other stations than the journey's own. */
  places: placesSchema.optional(),
  speed: speed.optional(),
  stepMs: z.number().int().min(0).max(86_400_000).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  stamps: z.enum(['wall', 'journey']).optional(),
  name: z.string().max(100).optional(),
});
/** How fast a journey runs when nobody says: a day in 24 seconds. */
const usualSpeed = 3_600;
const breakInput = z.strictObject({
  value: z.union([z.string(), z.number()]).transform(String).optional(),
  provider: provider.optional(),
  forMs: z.number().int().min(1).optional(),
});
const trafficInput = z.strictObject({
  perMinute: z.number().positive().max(6_000),
  speed: speed.default(usualSpeed),
  seed: z.string().min(1).max(100).optional(),
  forMs: z.number().int().min(1).optional(),
});
const dayInput = z.strictObject({
  seed: z.string().min(1).max(100),
  date: z.iso.date(),
  parcels: z.coerce.number().int().min(1).max(20_000).default(500),
});
const replayInput = z.strictObject({ day: z.union([daySchema, dayInput]), speed: speed.default(usualSpeed) });

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new UsageError(z.prettifyError(result.error));
  return result.data;
}

/** `PlayInput` of the control API to what is played. Throws UsageError. */
export function playOfInput(input: unknown): Play {
  const { speed: wanted, stepMs, at, carrier, lastMile, places, stamps, name, ...rest } = parsed(playInput, input);
  if (wanted !== undefined && stepMs !== undefined) throw new UsageError('give speed or stepMs, not both');
  return {
    ...rest,
    pace: stepMs === undefined ? { speed: wanted ?? usualSpeed } : { stepMs },
    ...(carrier !== undefined && { carrier }),
    ...(lastMile !== undefined && { lastMile }),
    ...(places !== undefined && { places }),
    ...(at !== undefined && { startedAt: Date.parse(at) }),
    ...(stamps !== undefined && { stamps }),
    ...(name !== undefined && { name }),
  };
}

/**
 * Only programs of this machine, and no web page that somebody has open on it: a page can reach loopback, but not under a name that is ours, and not with a body of
 * JSON without asking first.
 */
export function mayControl({ socket, headers, method }: IncomingMessage): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  return (
    (address === '::1' || /^127\./.test(address)) &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host) &&
    headers.origin === undefined &&
    (method === 'GET' || /^application\/json\b/i.test(headers['content-type'] ?? ''))
  );
}

export interface ControlAnswer {
  status: number;
  body: unknown;
}

/** Throws UsageError. */
export function answerControl(
  { method, path, query, body }: { method: string; path: readonly string[]; query: URLSearchParams; body: unknown },
  context: ControlContext,
): ControlAnswer {
  const { faults, runs, limits, sender, world, stores } = context;
  const [noun = '', name, ...rest] = path;
  const ok = (answer: unknown, status = 200): ControlAnswer => ({ status, body: answer });
  const route = `${method} ${noun}`;
  if (rest.length > 0 || (name !== undefined && !['faults', 'journeys'].includes(noun)))
    return { status: 404, body: { message: `there is no ${path.join('/')}` } };
  switch (route) {
    case 'GET status':
      return ok({
        seed: context.seed.current,
        now: new Date(context.now()).toISOString(),
        registered: { aftership: stores.aftership.size, trackingmore: stores.trackingmore.size },
        webhooks: sender.counts(),
        faults: faultList(faults),
        ...runs.status(),
        parcels: world.list().slice(-100),
      });
    case 'GET journeys': {
      if (name === undefined)
        return ok(
          [...journeys.values()].map(({ name: known, title, why, carrier, parcels }) => ({
            name: known,
            title,
            why,
            carrier: findCourier(carrier)?.id,
            parcels: parcels.map((parcel) => ({
              name: parcel.name,
              steps: parcel.steps.length,
              ends: parcel.expected,
            })),
          })),
        );
      const journey = journeys.get(name);
      if (!journey) throw new UsageError(`there is no journey "${name}"; there is ${[...journeys.keys()].join(', ')}`);
      return ok(journey);
    }
    case 'GET plays':
      return ok(world.list());
    case 'POST plays': {
      const { parcels } = context.play(playOfInput(body));
      return ok(
        {
          parcels: parcels.map(({ number: own, courier, name: parcel, startedAt, second, expected }) => ({
            number: own,
            parcel,
            carrier: courier.id,
            startedAt: new Date(startedAt).toISOString(),
            secondNumber: second?.number ?? null,
            expected,
          })),
        },
        202,
      );
    }
    case 'GET faults':
      return ok({ broken: faultList(faults), kinds: faultKinds });
    case 'PUT faults': {
      const { value, provider: one, forMs } = parsed(breakInput, body ?? {});
      faults.break(name ?? '', { value, provider: one, forMs });
      return ok({ broken: faultList(faults) });
    }
    case 'DELETE faults': {
      const one = query.get('provider');
      faults.mend(name, one === null ? undefined : parsed(provider, one));
      return ok({ broken: faultList(faults) });
    }
    case 'GET webhooks': {
      const wanted = query.get('number');
      return ok(sender.outcomes().filter((outcome) => wanted === null || outcome.number === wanted));
    }
    case 'GET limits':
      return ok({ aftership: limits.aftership.report(), trackingmore: limits.trackingmore.report() });
    case 'DELETE limits':
      for (const one of Object.values(limits)) one.reset();
      return ok({});
    case 'PUT traffic': {
      const wanted = parsed(trafficInput, body);
      runs.start({
        perMinute: wanted.perMinute,
        speed: wanted.speed,
        seed: wanted.seed ?? context.seed.current,
        until: wanted.forMs === undefined ? null : context.now() + wanted.forMs,
      });
      return ok(runs.status(), 202);
    }
    case 'DELETE traffic':
      runs.stop();
      return ok(runs.status());
    case 'GET days':
      return ok(planDay(parsed(dayInput, Object.fromEntries(query))));
    case 'POST replays': {
      const { day, speed: wanted } = parsed(replayInput, body);
      const plan =
        typeof day.parcels === 'number' ? planDay({ ...day, parcels: day.parcels }) : { ...day, parcels: day.parcels };
      if (plan.parcels.length === 0) throw new UsageError('the day has no parcels');
      void runs.replay(plan, wanted);
      return ok({ date: plan.date, seed: plan.seed, parcels: plan.parcels.length, speed: wanted }, 202);
    }
    case 'PUT seed':
      context.seed.current = parsed(z.strictObject({ seed: z.string().min(1).max(100) }), body).seed;
      return ok({ seed: context.seed.current });
    default:
      return {
        status: 404,
        body: { message: `there is no ${route}; see simulators/providers/README.md` },
      };
  }
}

function faultList(faults: Faults) {
  return faults.list().map(({ name, provider: one, value, until }) => ({
    name,
    provider: one,
    value: name === 'rotated-secret' ? '(set)' : value,
    until: until === null ? null : new Date(until).toISOString(),
  }));
}
