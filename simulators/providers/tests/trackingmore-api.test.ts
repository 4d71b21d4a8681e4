import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Apis, keys, startApis } from './support/api.ts';

/** Answers as TrackingMore's fact sheet and samples have them. */
const fixtures = new URL('../../../services/tracking-subgraph/fixtures/trackingmore/api/', import.meta.url);
const sample = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')).response;

let apis: Apis;
const ask: Apis['trackingmore'] = (...given) => apis.trackingmore(...given);
beforeEach(async () => {
  apis = await startApis();
});
afterEach(() => apis[Symbol.asyncDispose]());
const number = 'RF423511785GB';
const royal = { tracking_number: number, courier_code: 'royal-mail' };
const make = (more: object = {}) => ask('POST', '/trackings/create', { ...royal, ...more });

describe('create', () => {
  test('answers 200 with the short tracking, pending', async () => {
    const { status, data, meta, headers } = await make({ order_number: 'S00931' });
    const known = sample('create-200');
    expect([status, meta]).toEqual([200, known.body.meta]);
    expect(Object.keys(data)).toEqual(Object.keys(known.body.data));
    expect(data).toMatchObject({
      ...royal,
      order_number: 'S00931',
      delivery_status: 'pending',
      substatus: 'pending001',
    });
    expect([...headers.keys()].filter((name) => /rate/i.test(name))).toEqual([]);
  });

  test('a second time is 4101', async () => {
    await make();
    expect(await make()).toMatchObject({ status: 400, ...sample('create-400-4101-duplicate').body });
  });

  test.each<[string, unknown, number]>([
    ['broken JSON', '{', 400],
    ['a list', [royal], 400],
    ['no number', { courier_code: 'royal-mail' }, 4111],
    ['a number that is none', { ...royal, tracking_number: '??' }, 4110],
    ['no courier', { tracking_number: number }, 4121],
    ['an unknown courier', { ...royal, courier_code: 'owl' }, 4120],
    ['a courier that needs more', { tracking_number: 'CE204177335NL', courier_code: 'postnl-parcels' }, 4122],
    ['a field that is no text', { ...royal, order_number: 5 }, 4130],
    ['a country of three letters', { ...royal, origin_country_iso2: 'GBR' }, 4130],
  ])('%s is refused', async (_what, body, code) => {
    expect(await ask('POST', '/trackings/create', body)).toMatchObject({ status: 400, meta: { code }, data: [] });
    expect(apis.simulator.stores.trackingmore.size).toBe(0);
  });

  test('messages are those of the samples', async () => {
    expect(await ask('POST', '/trackings/create', { tracking_number: number })).toMatchObject(
      sample('create-400-4121-undetected').body,
    );
    expect(
      await ask('POST', '/trackings/create', { tracking_number: 'CE204177335NL', courier_code: 'postnl-3s' }),
    ).toMatchObject(sample('create-400-4122-fields').body);
    apis.simulator.faults.break('quota');
    expect(await make()).toMatchObject({ status: 400, ...sample('create-400-4190-quota').body });
  });
});

describe('batch', () => {
  test('2xx although some failed: what was made, and what was not and why', async () => {
    const { data: known } = await make();
    const batch = [
      { tracking_number: '1ZE890390300000016', courier_code: 'ups' },
      royal,
      { tracking_number: '??', courier_code: 'gls' },
      'nothing',
    ];
    const answer = await ask('POST', '/trackings/batch', batch);
    expect(answer).toMatchObject({
      status: 200,
      data: {
        success: [{ tracking_number: '1ZE890390300000016', courier_code: 'ups' }],
        error: [
          { errorCode: 4111 },
          { tracking_number: '??', errorCode: 4110, errorMessage: 'The value of tracking_number is invalid.' },
          { id: known.id, ...royal, errorCode: 4101, errorMessage: 'Tracking No. already exists.' },
        ],
      },
    });
  });

  test('forty at most; the quota ends in the middle', async () => {
    const batch = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ tracking_number: `1ZE8903903000${10_000 + i}`, courier_code: 'ups' }));
    expect(await ask('POST', '/trackings/batch', batch(41))).toMatchObject({
      status: 400,
      meta: { code: 4103 },
      data: [],
    });
    expect(await ask('POST', '/trackings/batch', {})).toMatchObject({ code: 400 });
    apis.simulator.faults.break('quota', { value: '39' });
    const { data } = await ask('POST', '/trackings/batch', batch(40));
    expect([data.success.length, data.error]).toEqual([39, [expect.objectContaining({ errorCode: 4190 })]]);
  });
});

describe('get', () => {
  test('pages without a total: the page behind the last is empty', async () => {
    for (let i = 0; i < 3; i += 1)
      await ask('POST', '/trackings/batch', [{ tracking_number: `1ZE8903903000${10_000 + i}`, courier_code: 'ups' }]);
    const page = async (n: number) => (await ask('GET', `/trackings/get?items_amount=2&pages_amount=${n}`)).data.length;
    expect([await page(1), await page(2), await page(3)]).toEqual([2, 1, 0]);
    expect(await ask('GET', '/trackings/get?pages_amount=9')).toMatchObject(sample('get-200-empty-page').body);
  });

  test('by numbers, courier, status and the time of the last change', async () => {
    await make();
    await apis.clock.advance(10_000);
    const since = encodeURIComponent(new Date(apis.clock.now()).toISOString().replace('.000Z', '+00:00'));
    const [parcel] = await apis.playThrough({ journey: 'refused-and-returned', providers: ['trackingmore'] });
    await apis.clock.advance(1_000);
    const get = async (query: string) =>
      (await ask('GET', `/trackings/get?${query}`)).data.map((one: { tracking_number: string }) => one.tracking_number);
    expect(await get(`tracking_numbers=${number},UNKNOWN1`)).toEqual([number]);
    expect(await get('tracking_numbers=UNKNOWN1')).toEqual([]);
    expect(await get('courier_code=royal-mail')).toEqual([number]);
    expect(await get('delivery_status=delivered')).toEqual([parcel?.number]);
    expect(await get(`updated_date_min=${since}`)).toEqual([parcel?.number]);
    expect(await get(`updated_date_max=${since}`)).toEqual([number]);
  });

  test('has the fields of the sample, with its update time under the name update_at', async () => {
    await make();
    const [data] = (await ask('GET', '/trackings/get')).data;
    expect(Object.keys(data)).toEqual(Object.keys(sample('get-200-page-1').body.data[0]));
    expect(data.update_at).toMatch(/\+00:00$/);
  });

  test.each<[string, number]>([
    [`tracking_numbers=${Array(41).fill('ABCD').join(',')}`, 4103],
    ['courier_code=owl', 4120],
    ['items_amount=2001', 4130],
    ['pages_amount=0', 4130],
    ['updated_date_min=yesterday', 4130],
  ])('%s is refused with %i', async (query, code) => {
    expect(await ask('GET', `/trackings/get?${query}`)).toMatchObject({ status: 400, meta: { code } });
  });
});

describe('one tracking', () => {
  test('update: fields, another courier, the archive', async () => {
    const { data } = await make();
    const update = (body: object) => ask('PUT', `/trackings/update/${data.id}`, body);
    expect(await update({ title: 'Shoes' })).toMatchObject({ status: 200, data: { title: 'Shoes' } });
    expect(await update({ courier_code_new: 'owl' })).toMatchObject({ code: 4120 });
    expect(await update({ courier_code_new: 'parcel-force' })).toMatchObject({
      data: { courier_code: 'parcel-force' },
    });
    expect(await update({ archived_status: 'away' })).toMatchObject({ code: 4130 });
    expect(await update({ archived_status: 'archived' })).toMatchObject({ data: { archived: 'archived' } });
  });

  test('an id that is none is 4112, one that is not there 4102', async () => {
    for (const [method, verb] of [
      ['PUT', 'update'],
      ['DELETE', 'delete'],
      ['POST', 'retrack'],
    ] as const) {
      expect(await ask(method, `/trackings/${verb}/x`, method === 'DELETE' ? undefined : {})).toMatchObject({
        code: 4112,
      });
      expect(
        await ask(method, `/trackings/${verb}/${'0'.repeat(32)}`, method === 'DELETE' ? undefined : {}),
      ).toMatchObject({ code: 4102 });
    }
  });

  test('delete forgets it; retrack takes only what is expired', async () => {
    const { data } = await make();
    expect(await ask('POST', `/trackings/retrack/${data.id}`)).toMatchObject({ status: 400, meta: { code: 4113 } });
    expect(await ask('DELETE', `/trackings/delete/${data.id}`)).toMatchObject({ status: 200 });
    await apis.playThrough({
      journey: 'label-then-silence',
      numbers: ['9400111899000000158389'],
      providers: ['trackingmore'],
    });
    const [expired] = apis.simulator.stores.trackingmore.all();
    expect(await ask('POST', `/trackings/retrack/${expired?.id}`)).toMatchObject({ status: 200 });
    expect(await ask('POST', `/trackings/retrack/${expired?.id}`)).toMatchObject({ code: 4113 });
  });
});

test('couriers: all, and candidates for a number', async () => {
  const { data } = await ask('GET', '/couriers/all');
  expect(data.length).toBeGreaterThan(80);
  expect(data.find((one: { courier_code: string }) => one.courier_code === 'postnl-3s')).toMatchObject({
    tracking_required_fields: ['tracking_postal_code'],
  });
  const detected = await ask('POST', '/couriers/detect', { tracking_number: number });
  const [known] = sample('detect-200').body.data;
  expect(detected.data[0]).toEqual({ ...known, courier_name: 'United Kingdom Royal Mail' });
  expect(Object.keys(detected.data[0])).toEqual(Object.keys(known));
  expect(await ask('POST', '/couriers/detect', {})).toMatchObject({ code: 4111 });
  expect(await ask('POST', '/couriers/detect', { tracking_number: 'NOBODYS-NUMBER' })).toMatchObject({ code: 4121 });
});

test('without the right key: 401; a path that is not there: 404', async () => {
  for (const headers of [{}, { 'tracking-api-key': 'guess' }, { 'trackingmore-api-key': keys.trackingmore }])
    expect(await ask('GET', '/trackings/get', undefined, headers as never)).toMatchObject({
      status: 401,
      ...sample('error-401').body,
    });
  expect(await ask('GET', '/trackings/all')).toMatchObject({ status: 404 });
});

test('a server error by its code', async () => {
  apis.simulator.faults.break('error', { value: '511', provider: 'trackingmore' });
  expect(await ask('GET', '/trackings/get')).toMatchObject({ status: 500, ...sample('error-500-511').body });
});

test('an error of one endpoint alone', async () => {
  apis.simulator.faults.break('error', { value: '4190 POST /trackings/batch', provider: 'trackingmore' });
  expect(await ask('POST', '/trackings/batch', [])).toMatchObject({ code: 4190 });
  expect(await ask('GET', '/trackings/get')).toMatchObject({ code: 200 });
});

test('an answer that is lost was given: what was asked is done', async () => {
  apis.simulator.faults.break('lost-answers', { value: '1', provider: 'trackingmore' });
  expect(await ask('GET', '/trackings/get')).toMatchObject({ data: [] });
  await expect(make()).rejects.toThrow();
  expect(await ask('GET', '/trackings/get')).toMatchObject({ data: [royal] });
  expect(await make()).toMatchObject({ code: 4101 });
});

describe('limits', () => {
  test.each<[string, number, (n: number) => ReturnType<typeof ask>]>([
    [
      'POST /trackings/create',
      3,
      (n) => ask('POST', '/trackings/create', { tracking_number: `1ZE890390300020${n}`, courier_code: 'ups' }),
    ],
    ['POST /trackings/batch', 10, () => ask('POST', '/trackings/batch', [])],
    ['GET /trackings/get', 10, () => ask('GET', '/trackings/get')],
    ['GET /couriers/all', 10, () => ask('GET', '/couriers/all')],
  ])('%s: %i a second', async (endpoint, limit, call) => {
    for (let n = 0; n < limit; n += 1) expect((await call(100 + n)).code).toBe(200);
    expect(await call(900)).toMatchObject({ status: 429, ...sample('error-429').body });
    expect(apis.simulator.limits.trackingmore.report()[endpoint]).toMatchObject({
      perSecond: limit,
      refused: 1,
      largest: limit + 1,
    });
  });

  test('after a 429 every call within 120 s is refused too, and begins the 120 s anew', async () => {
    for (let n = 0; n < 11; n += 1) await ask('GET', '/trackings/get');
    await apis.clock.advance(60_000);
    expect((await ask('POST', '/trackings/batch', [])).code).toBe(429);
    await apis.clock.advance(119_000);
    expect((await ask('GET', '/couriers/all')).code).toBe(429);
    await apis.clock.advance(120_000);
    expect((await ask('GET', '/trackings/get')).code).toBe(200);
  });
});
