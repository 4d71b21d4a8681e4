import { type ApiAnswer, type ApiContext, type ApiRequest, isRecord, parseJson, shown } from '../api.ts';
import { couriers, couriersOf, detectCouriers } from '../couriers.ts';
import { latest, learn, type Tracking } from '../tracking.ts';
import { courierBody, createInput, givenFields, missingFields } from './create-input.ts';
import { type AftershipCode, AftershipError, errorBody } from './errors.ts';
import { chosen, listTrackings } from './list.ts';
import { aftershipTracking } from './tracking-body.ts';

/** AfterShip's tracking API, version 2026-07: what of it a client of trackings needs. */

export const aftershipBase = ['tracking', '2026-07'];

/** Calls per second, as published (2024-04 to 2025-07); each endpoint counts for itself. */
export const aftershipLimits = {
  'POST /trackings': 20,
  'GET /trackings': 6,
  'GET /trackings/{id}': 5,
  'PUT /trackings/{id}': 5,
  'DELETE /trackings/{id}': 5,
  'POST /trackings/{id}/retrack': 5,
  'POST /trackings/{id}/mark-as-completed': 5,
  'GET /couriers': 5,
  'POST /couriers/detect': 3,
} as const;
type Endpoint = keyof typeof aftershipLimits;

/** The endpoint and the id in the path; null where there is none. */
function routeOf({ method, path }: ApiRequest): { endpoint: Endpoint; id: string } | null {
  const [noun, second, third, ...rest] = path;
  if (rest.length > 0) return null;
  const isDetect = noun === 'couriers' && second === 'detect';
  const id = noun === 'trackings' ? (second ?? '') : '';
  const name = `${method} /${noun}${isDetect ? '/detect' : second === undefined ? '' : '/{id}'}${third === undefined ? '' : `/${third}`}`;
  return Object.hasOwn(aftershipLimits, name) ? { endpoint: name as Endpoint, id } : null;
}

export function answerAftership(request: ApiRequest, context: ApiContext): ApiAnswer {
  const headers: Record<string, string> = { 'as-api-version': '2026-07' };
  const fail = (error: AftershipError): ApiAnswer => ({ ...errorBody(error), headers });
  const key = request.headers['as-api-key'];
  if (typeof key !== 'string' || !context.apiKeys.includes(key) || context.faults.get('aftership', 'key-refused'))
    return fail(new AftershipError(401));
  const route = routeOf(request);
  if (!route) return fail(new AftershipError(404));
  const taken = context.limits.take(route.endpoint, key);
  const skewMs = context.faults.number('aftership', 'clock-skew') * 1_000;
  Object.assign(headers, {
    'x-ratelimit-limit': String(taken.limit),
    'x-ratelimit-remaining': String(taken.remaining),
    'x-ratelimit-reset': String(Math.ceil((taken.resetAt + skewMs) / 1000)),
  });
  if (!taken.isAllowed) return fail(new AftershipError(429));
  const broken = context.faults.error('aftership', route.endpoint);
  // Of a message that names fields, two.
  if (broken !== null)
    return fail(
      new AftershipError(broken as AftershipCode, { field: 'destination_postal_code`, `tracking_ship_date' }),
    );
  try {
    return { ...handlers[route.endpoint]({ request, context, id: route.id }), headers };
  } catch (error) {
    if (error instanceof AftershipError) return fail(error);
    throw error;
  }
}

interface Call {
  request: ApiRequest;
  context: ApiContext;
  id: string;
}
const ok = (data: unknown, status = 200): ApiAnswer => ({ status, body: { meta: { code: status }, data } });

/** Throws AftershipError. */
function bodyOf({ body }: ApiRequest): Record<string, unknown> {
  const given = parseJson(body);
  if (given === undefined) throw new AftershipError(4001);
  if (!isRecord(given)) throw new AftershipError(400);
  return given;
}
function trackingOf({ context, id }: Call): Tracking {
  if (id.length > 128) throw new AftershipError(4015);
  const tracking = context.store.byId(id);
  if (!tracking) throw new AftershipError(4004);
  return tracking;
}
const bodyFor = (context: ApiContext, tracking: Tracking) =>
  aftershipTracking(tracking, shown('aftership', context, tracking)) as Record<string, unknown>;

const completions: Readonly<Record<string, string>> = {
  DELIVERED: 'Delivered_001',
  LOST: 'Exception_013',
  RETURNED_TO_SENDER: 'Exception_011',
};

const handlers: Readonly<Record<Endpoint, (call: Call) => ApiAnswer>> = {
  'POST /trackings'({ request, context }) {
    const { number, slug, id, given } = createInput(bodyOf(request));
    const [listed] = couriersOf('aftership', slug);
    const courier = listed ? context.faults.courier('aftership', listed) : null;
    if (!courier) throw new AftershipError(4012);
    missingFields(courier, given);
    const known = context.store.find(number, slug) ?? (id === undefined ? null : context.store.byId(id));
    // Nobody promises that an answer names what is there, or that an id may be used again.
    if (known || (id !== undefined && context.store.wasUsed(id))) {
      context.store.duplicates += 1;
      throw new AftershipError(4003);
    }
    const at = context.world.now('aftership');
    const tracking = context.store.create({ number, code: slug, at, given, ...(id !== undefined && { id }) });
    const answer = ok(aftershipTracking(tracking, latest(tracking)), 201);
    context.world.registered('aftership', tracking);
    return answer;
  },

  'GET /trackings'({ request, context }) {
    const everything = context.store
      .all()
      .map((tracking) => ({ tracking, known: shown('aftership', context, tracking) }));
    return ok(listTrackings(everything, request.query, context.world.now('aftership')));
  },

  'GET /trackings/{id}': (call) =>
    ok(chosen(bodyFor(call.context, trackingOf(call)), call.request.query.get('fields'))),

  'PUT /trackings/{id}'(call) {
    const tracking = trackingOf(call);
    const body = bodyOf(call.request);
    const given = givenFields(body);
    const { slug } = body;
    if (slug !== undefined && slug !== tracking.code) {
      const [courier] = typeof slug === 'string' ? couriersOf('aftership', slug) : [];
      if (!courier) throw new AftershipError(4010);
      missingFields(courier, { ...tracking.given, ...given });
      if (!call.context.store.move(tracking, slug as string)) throw new AftershipError(4003);
      call.context.world.registered('aftership', tracking);
    }
    tracking.given = { ...tracking.given, ...given };
    touch(call.context, tracking, {});
    return ok(aftershipTracking(tracking, latest(tracking)));
  },

  'DELETE /trackings/{id}'(call) {
    const tracking = trackingOf(call);
    call.context.store.delete(tracking);
    return ok(aftershipTracking(tracking, latest(tracking)));
  },

  'POST /trackings/{id}/retrack'(call) {
    const tracking = trackingOf(call);
    if (latest(tracking).isActive) throw new AftershipError(4013);
    // The documentation says three times, the error says once; the stricter holds.
    if (tracking.retracks > 0) throw new AftershipError(4016);
    tracking.retracks += 1;
    touch(call.context, tracking, { isActive: true });
    return ok(aftershipTracking(tracking, latest(tracking)));
  },

  'POST /trackings/{id}/mark-as-completed'(call) {
    const tracking = trackingOf(call);
    const { reason } = bodyOf(call.request);
    if (reason === undefined) throw new AftershipError(4009, { field: 'reason' });
    const mark = typeof reason === 'string' && Object.hasOwn(completions, reason) ? completions[reason] : undefined;
    if (mark === undefined) throw new AftershipError(4008, { field: 'reason' });
    touch(call.context, tracking, { isActive: false, mark });
    return ok(aftershipTracking(tracking, latest(tracking)));
  },

  'GET /couriers'({ request, context }) {
    const slugs = request.query.get('slug')?.split(',');
    const found = couriers
      .filter(({ aftership }) => aftership && (!slugs || slugs.includes(aftership.slug)))
      .flatMap((courier) => context.faults.courier('aftership', courier) ?? []);
    return ok({ total: found.length, couriers: found.map(courierBody) });
  },

  'POST /couriers/detect'({ request }) {
    const { tracking_number: number, slug } = bodyOf(request);
    if (number === undefined) throw new AftershipError(4007);
    if (typeof number !== 'string') throw new AftershipError(400);
    const slugs = Array.isArray(slug) ? slug : null;
    const found = detectCouriers(number.toUpperCase()).filter(
      ({ aftership }) => aftership && (!slugs || slugs.includes(aftership.slug)),
    );
    return ok({ total: found.length, couriers: found.map(courierBody) });
  },
};

function touch(context: ApiContext, tracking: Tracking, change: { isActive?: boolean; mark?: string }): void {
  const since = context.now();
  learn(tracking, { ...latest(tracking), since, updatedAt: context.world.now('aftership'), ...change });
}
