import {
  type ApiAnswer,
  type ApiContext,
  type ApiRequest,
  isRecord,
  listOf,
  parseJson,
  parseTime,
  shown,
} from '../api.ts';
import { type Courier, couriers, couriersOf, detectCouriers } from '../couriers.ts';
import { isoSeconds, latest, learn, type Tracking } from '../tracking.ts';
import { createInput, givenFields, missingFields } from './create-input.ts';
import { errorAnswer, type TrackingmoreCode, TrackingmoreError } from './errors.ts';
import { substatusOf, trackingmoreTracking } from './tracking-body.ts';

/** TrackingMore's API v4: what of it a client of trackings needs. */

/** Calls per second, as published; each endpoint counts for itself. */
export const trackingmoreLimits = {
  'POST /trackings/create': 3,
  'POST /trackings/batch': 10,
  'GET /trackings/get': 10,
  'PUT /trackings/update/{id}': 10,
  'DELETE /trackings/delete/{id}': 10,
  'POST /trackings/retrack/{id}': 10,
  'GET /couriers/all': 10,
  'POST /couriers/detect': 10,
} as const;
type Endpoint = keyof typeof trackingmoreLimits;
/** Who was refused must not call at all for so long. */
export const trackingmorePauseMs = 120_000;
const mostPerBatch = 40;

export function answerTrackingmore(request: ApiRequest, context: ApiContext): ApiAnswer {
  const key = request.headers['tracking-api-key'];
  if (typeof key !== 'string' || !context.apiKeys.includes(key) || context.faults.get('trackingmore', 'key-refused'))
    return errorAnswer(new TrackingmoreError(401));
  const [noun, verb, id, ...rest] = request.path;
  const name = `${request.method} /${noun}/${verb}${id === undefined ? '' : '/{id}'}`;
  if (rest.length > 0 || !Object.hasOwn(trackingmoreLimits, name)) return errorAnswer(new TrackingmoreError(404));
  // No header tells how many calls are left: a client has to count itself.
  if (!context.limits.take(name, key).isAllowed) return errorAnswer(new TrackingmoreError(429));
  const broken = context.faults.error('trackingmore', name);
  if (broken !== null) return errorAnswer(new TrackingmoreError(broken as TrackingmoreCode, { field: 'order_date' }));
  try {
    return handlers[name as Endpoint]({ request, context, id: id ?? '' });
  } catch (error) {
    if (error instanceof TrackingmoreError) return errorAnswer(error);
    throw error;
  }
}

interface Call {
  request: ApiRequest;
  context: ApiContext;
  id: string;
}
const ok = (data: unknown): ApiAnswer => ({
  status: 200,
  body: { meta: { code: 200, message: 'Request response is successful' }, data },
});

/** Throws TrackingmoreError. */
function bodyOf({ body }: ApiRequest): Record<string, unknown> {
  const given = parseJson(body);
  if (!isRecord(given)) throw new TrackingmoreError(400);
  return given;
}
function trackingOf({ context, id }: Call): Tracking {
  if (!/^[0-9a-f]{32}$/.test(id)) throw new TrackingmoreError(4112);
  const tracking = context.store.byId(id);
  if (!tracking) throw new TrackingmoreError(4102);
  return tracking;
}

/** Throws TrackingmoreError. */
function create(body: Record<string, unknown>, context: ApiContext): Tracking {
  const { number, code, given } = createInput(body);
  const [listed] = couriersOf('trackingmore', code);
  const courier = listed ? context.faults.courier('trackingmore', listed) : null;
  if (!courier) throw new TrackingmoreError(4120);
  missingFields(courier, given);
  const known = context.store.find(number, code);
  if (known) {
    context.store.duplicates += 1;
    throw new TrackingmoreError(4101, { id: known.id });
  }
  if (!context.faults.takeFromQuota('trackingmore')) throw new TrackingmoreError(4190);
  const tracking = context.store.create({ number, code, at: context.world.now('trackingmore'), given });
  context.world.registered('trackingmore', tracking);
  return tracking;
}

const handlers: Readonly<Record<Endpoint, (call: Call) => ApiAnswer>> = {
  'POST /trackings/create'({ request, context }) {
    const tracking = create(bodyOf(request), context);
    const { number, code, createdAt, id, given } = tracking;
    return ok({
      id,
      tracking_number: number,
      courier_code: code,
      order_number: given['order_number'] ?? null,
      created_at: isoSeconds(createdAt),
      delivery_status: 'pending',
      archived: 'tracking',
      updating: true,
      substatus: 'pending001',
      transit_time: 0,
      origin_info: { courier_code: code, trackinfo: [] },
      destination_info: { courier_code: null, trackinfo: [] },
    });
  },

  'POST /trackings/batch'({ request, context }) {
    const given = parseJson(request.body);
    if (!Array.isArray(given)) throw new TrackingmoreError(400);
    if (given.length > mostPerBatch) throw new TrackingmoreError(4103);
    const success: object[] = [];
    const error: object[] = [];
    for (const item of given) {
      const { tracking_number, courier_code } = isRecord(item) ? item : {};
      try {
        const { id, number, code } = create(isRecord(item) ? item : {}, context);
        success.push({ id, tracking_number: number, courier_code: code });
      } catch (problem) {
        if (!(problem instanceof TrackingmoreError)) throw problem;
        const { code, message, id } = problem;
        error.push({
          ...(id !== null && { id }),
          tracking_number,
          courier_code,
          errorCode: code,
          errorMessage: message,
        });
      }
    }
    // Nobody promises the order in which a batch was sent.
    return ok({ success: success.reverse(), error: error.reverse() });
  },

  'GET /trackings/get'({ request: { query }, context }) {
    const numbers = listOf(query.get('tracking_numbers')).map((number) => number.toUpperCase());
    if (numbers.length > mostPerBatch) throw new TrackingmoreError(4103);
    const codes = listOf(query.get('courier_code'));
    for (const code of codes) if (couriersOf('trackingmore', code).length === 0) throw new TrackingmoreError(4120);
    const whole = (name: string, otherwise: number, most: number) => {
      const text = query.get(name);
      if (text === null) return otherwise;
      if (!/^\d{1,6}$/.test(text) || Number(text) < 1 || Number(text) > most)
        throw new TrackingmoreError(4130, { field: name });
      return Number(text);
    };
    const time = (name: string, otherwise: number) => {
      const text = query.get(name);
      if (text === null) return otherwise;
      const at = parseTime(text);
      if (at === null) throw new TrackingmoreError(4130, { field: name });
      return at;
    };
    const [page, size] = [whole('pages_amount', 1, 999_999), whole('items_amount', 100, 2_000)];
    const created = { from: time('created_date_min', 0), to: time('created_date_max', Number.MAX_SAFE_INTEGER) };
    const updated = { from: time('updated_date_min', 0), to: time('updated_date_max', Number.MAX_SAFE_INTEGER) };
    const statuses = listOf(query.get('delivery_status'));
    const archived = query.get('archived_status');
    const seconds = (at: number) => Math.floor(at / 1000) * 1000;
    const found = context.store
      .all()
      .map((tracking) => ({ tracking, known: shown('trackingmore', context, tracking) }))
      .filter(({ tracking, known }) => {
        const changed = seconds(known.updatedAt);
        return (
          (numbers.length === 0 || numbers.includes(tracking.number)) &&
          (codes.length === 0 || codes.includes(tracking.code)) &&
          (statuses.length === 0 || statuses.includes(substatusOf(known).replace(/\d+$/, ''))) &&
          (archived === null || (archived === 'archived') === tracking.isArchived) &&
          seconds(tracking.createdAt) >= created.from &&
          tracking.createdAt <= created.to &&
          changed >= updated.from &&
          changed <= updated.to
        );
      })
      // The order is not documented. By the last change it moves under a client that reads pages, which a client has to bear.
      .sort((a, b) => b.known.updatedAt - a.known.updatedAt || (a.tracking.id < b.tracking.id ? -1 : 1));
    return ok(
      found.slice((page - 1) * size, page * size).map(({ tracking, known }) => trackingmoreTracking(tracking, known)),
    );
  },

  'PUT /trackings/update/{id}'(call) {
    const tracking = trackingOf(call);
    const body = bodyOf(call.request);
    const given = givenFields(body);
    const { courier_code_new: code, archived_status: archived } = body;
    if (code !== undefined) {
      const [courier] = typeof code === 'string' ? couriersOf('trackingmore', code) : [];
      if (!courier) throw new TrackingmoreError(4120);
      missingFields(courier, { ...tracking.given, ...given });
      if (!call.context.store.move(tracking, code as string)) throw new TrackingmoreError(4101);
      call.context.world.registered('trackingmore', tracking);
    }
    if (archived !== undefined) {
      if (archived !== 'archived' && archived !== 'tracking')
        throw new TrackingmoreError(4130, { field: 'archived_status' });
      tracking.isArchived = archived === 'archived';
    }
    tracking.given = { ...tracking.given, ...given };
    touch(call.context, tracking, {});
    return ok(trackingmoreTracking(tracking, latest(tracking)));
  },

  'DELETE /trackings/delete/{id}'(call) {
    const tracking = trackingOf(call);
    call.context.store.delete(tracking);
    return ok({ id: tracking.id, tracking_number: tracking.number, courier_code: tracking.code });
  },

  'POST /trackings/retrack/{id}'(call) {
    const tracking = trackingOf(call);
    if (!substatusOf(latest(tracking)).startsWith('expired')) throw new TrackingmoreError(4113);
    touch(call.context, tracking, { mark: 'pending001' });
    return ok({ id: tracking.id, tracking_number: tracking.number, courier_code: tracking.code });
  },

  'GET /couriers/all': ({ context: { faults } }) =>
    ok(
      couriers
        .filter(({ trackingmore }) => trackingmore)
        .flatMap((courier) => faults.courier('trackingmore', courier) ?? [])
        .map(courierBody),
    ),

  'POST /couriers/detect'({ request }) {
    const { tracking_number: number } = bodyOf(request);
    if (number === undefined || number === '') throw new TrackingmoreError(4111);
    if (typeof number !== 'string' || !/^[A-Za-z0-9._/-]{4,100}$/.test(number)) throw new TrackingmoreError(4110);
    const found = detectCouriers(number.toUpperCase()).filter(({ trackingmore }) => trackingmore);
    if (found.length === 0) throw new TrackingmoreError(4121);
    return ok(found.map(courierBody));
  },
};

function courierBody({ trackingmore, website, country }: Courier) {
  const needed = trackingmore?.requiredFields ?? [];
  return {
    courier_name: trackingmore?.name,
    courier_code: trackingmore?.code,
    courier_country_iso2: country,
    courier_url: website,
    courier_phone: null,
    courier_type: 'globalpost',
    tracking_required_fields: needed.length > 0 ? needed : null,
    optional_fields: null,
    default_language: 'en',
    support_language: ['en'],
    courier_logo: `https://static.example.com/${trackingmore?.code}.png`,
  };
}

function touch(context: ApiContext, tracking: Tracking, change: { mark?: string }): void {
  const since = context.now();
  learn(tracking, { ...latest(tracking), since, updatedAt: context.world.now('trackingmore'), ...change });
}
