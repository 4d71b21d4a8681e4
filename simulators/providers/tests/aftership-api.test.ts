import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Apis, keys, startApis } from './support/api.ts';

/** Answers as AfterShip's fact sheet and samples have them. */
const fixtures = new URL('../../../services/tracking-subgraph/fixtures/aftership/api/', import.meta.url);
const sample = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')).response;

let apis: Apis;
const ask: Apis['aftership'] = (...given) => apis.aftership(...given);
beforeEach(async () => {
  apis = await startApis();
});
afterEach(() => apis[Symbol.asyncDispose]());
const ups = '1ZE890390300000016';
const make = (more: object = {}) => ask('POST', '/trackings', { tracking_number: ups, slug: 'ups', ...more });
/** Lets the windows pass. */
const breathe = () => apis.clock.advance(1_000);

describe('create', () => {
  test('answers 201 with the whole tracking, Pending', async () => {
    const { status, headers, meta, data } = await make({ order_id: 'S1', destination_postal_code: '20457' });
    expect([status, meta]).toEqual([201, { code: 201 }]);
    expect(Object.keys(data)).toEqual(Object.keys(sample('create-201').body.data));
    expect(data).toMatchObject({
      tag: 'Pending',
      subtag: 'Pending_001',
      active: true,
      checkpoints: [],
      order_id: 'S1',
    });
    expect(data.id).toMatch(/^[0-9a-f]{32}$/);
    expect(data.legacy_id).toMatch(/^[0-9a-f]{24}$/);
    expect(headers.get('as-api-version')).toBe('2026-07');
    expect(headers.get('x-ratelimit-limit')).toBe('20');
    expect(headers.get('x-ratelimit-remaining')).toBe('19');
    expect(Number(headers.get('x-ratelimit-reset'))).toBe(apis.clock.now() / 1000 + 1);
  });

  test('a second time is 4003, also under an id of our own, and of one that was deleted', async () => {
    await make();
    // The sample's data is marked unverified: a client must do without.
    expect(await make()).toMatchObject({ status: 400, ...sample('create-400-4003-duplicate').body, data: {} });
    const own = await ask('POST', '/trackings', { tracking_number: 'RF423511785GB', slug: 'royal-mail', id: 'our-id' });
    expect(own).toMatchObject({ status: 201, data: { id: 'our-id' } });
    const again = { tracking_number: 'RF423511799GB', slug: 'royal-mail', id: 'our-id' };
    expect(await ask('POST', '/trackings', again)).toMatchObject({ code: 4003 });
    await ask('DELETE', '/trackings/our-id');
    expect(await ask('POST', '/trackings', again)).toMatchObject({ code: 4003 });
  });

  test.each<[string, unknown, number, RegExp]>([
    ['broken JSON', '{"tracking_number"', 4001, /JSON/],
    ['no object', [], 400, /invalid/],
    ['no number', { slug: 'ups' }, 4007, /required/],
    ['a number that is no text', { tracking_number: 123456 }, 400, /invalid/],
    ['a number that is too short', { tracking_number: '1Z' }, 4005, /invalid/],
    ['a number with a space', { tracking_number: '1Z 999' }, 4017, /format/],
    ['an unknown slug', { tracking_number: ups, slug: 'owl' }, 4010, /slug/],
    ['no carrier that fits the number', { tracking_number: 'NOBODYS-NUMBER' }, 4012, /don’t recognize/],
    ['a field of the wrong type', { tracking_number: ups, slug: 'ups', title: 5 }, 4008, /`title`/],
    [
      'a country of two letters',
      { tracking_number: ups, slug: 'ups', origin_country_region: 'US' },
      4008,
      /origin_country_region/,
    ],
    ['four customers', { tracking_number: ups, slug: 'ups', customers: [{}, {}, {}, {}] }, 4008, /customers/],
    ['slug and group', { tracking_number: ups, slug: 'ups', slug_group: 'x' }, 4008, /slug_group/],
    ['an id that is too long', { tracking_number: ups, slug: 'ups', id: 'x'.repeat(129) }, 4015, /id/],
  ])('%s is refused', async (_what, body, code, says) => {
    const answer = await ask('POST', '/trackings', body);
    expect(answer).toMatchObject({
      status: 400,
      meta: { code, type: 'BadRequest', message: expect.stringMatching(says) },
      data: {},
    });
    expect(apis.simulator.stores.aftership.size).toBe(0);
  });

  test('4011 names what the carrier needs besides, and 4012 reads as in the sample', async () => {
    const body = { tracking_number: 'CE204177335NL', slug: 'postnl' };
    expect(await ask('POST', '/trackings', body)).toMatchObject(sample('create-400-4011-fields').body);
    expect(await ask('POST', '/trackings', { ...body, destination_postal_code: '3511AA' })).toMatchObject({
      status: 201,
    });
    expect(await ask('POST', '/trackings', { tracking_number: 'NOBODYS-NUMBER' })).toMatchObject(
      sample('create-400-4012-undetected').body,
    );
  });

  test('without a slug the likeliest carrier is taken', async () => {
    expect((await ask('POST', '/trackings', { tracking_number: ups })).data.slug).toBe('ups');
  });
});

describe('keys and paths', () => {
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong one', { 'as-api-key': 'guess' }],
    ['the header of before 2025', { 'aftership-api-key': keys.aftership }],
    ['the other provider’s', { 'tracking-api-key': keys.aftership }],
  ])('%s: 401', async (_what, headers) => {
    expect(await ask('GET', '/trackings', undefined, headers)).toMatchObject({
      status: 401,
      ...sample('error-401').body,
    });
  });

  test('a path or version that is not there: 404', async () => {
    for (const path of ['/trackings/ups/1Z', '/nothing', '/trackings/batch/x/y'])
      expect(await ask('GET', path)).toMatchObject({ status: 404, meta: { code: 404, type: 'NotFound' } });
    expect((await fetch(`${apis.simulator.url}/tracking/2025-07/trackings`)).status).toBe(404);
    expect(await ask('GET', '/trackings/%E0%A4%A')).toMatchObject({ status: 404, meta: { code: 4004 } });
  });
});

describe('one tracking', () => {
  test('get by either id, with the fields asked for; an unknown one is 4004', async () => {
    const { data } = await make();
    expect((await ask('GET', `/trackings/${data.id}`)).data).toEqual(data);
    expect((await ask('GET', `/trackings/${data.legacy_id}?fields=tag,slug`)).data).toEqual({
      id: data.id,
      slug: 'ups',
      tag: 'Pending',
    });
    expect(await ask('GET', '/trackings/nothing')).toMatchObject({ status: 404, ...sample('get-404').body });
  });

  test('update changes fields, corrects the carrier, and refuses what create refuses', async () => {
    const { data } = await make();
    expect(await ask('PUT', `/trackings/${data.id}`, { title: 'Shoes' })).toMatchObject({
      status: 200,
      data: { title: 'Shoes' },
    });
    expect(await ask('PUT', `/trackings/${data.id}`, { slug: 'owl' })).toMatchObject({ code: 4010 });
    expect(await ask('PUT', `/trackings/${data.id}`, { slug: 'postnl' })).toMatchObject({ code: 4011 });
    expect(await ask('PUT', `/trackings/${data.id}`, { slug: 'ups-mi' })).toMatchObject({
      data: { slug: 'ups-mi', title: 'Shoes' },
    });
    expect(await make()).toMatchObject({ status: 201 });
    await breathe();
    expect(await ask('PUT', `/trackings/${data.id}`, { slug: 'ups' })).toMatchObject({ code: 4003 });
  });

  test('delete forgets it', async () => {
    const { data } = await make();
    expect(await ask('DELETE', `/trackings/${data.id}`)).toMatchObject({ status: 200, data: { id: data.id } });
    expect(await ask('GET', `/trackings/${data.id}`)).toMatchObject({ code: 4004 });
    const again = await make();
    expect([again.status, again.data.id === data.id]).toEqual([201, false]);
  });

  test('retrack: only what is inactive, and only once', async () => {
    await apis.playThrough({ numbers: [ups] });
    const [tracking] = apis.simulator.stores.aftership.all();
    const retrack = () => ask('POST', `/trackings/${tracking?.id}/retrack`);
    expect(await retrack()).toMatchObject({ status: 200, data: { active: true, tag: 'Delivered' } });
    expect(await retrack()).toMatchObject({ status: 400, ...sample('retrack-400-4013').body });
    expect(await ask('POST', `/trackings/${tracking?.id}/mark-as-completed`, { reason: 'LOST' })).toMatchObject({
      data: { tag: 'Exception', subtag: 'Exception_013', active: false },
    });
    expect(await retrack()).toMatchObject({ status: 400, meta: { code: 4016 } });
  });

  test('mark as completed takes three reasons', async () => {
    const { data } = await make();
    const mark = (body: object) => ask('POST', `/trackings/${data.id}/mark-as-completed`, body);
    expect(await mark({})).toMatchObject({ code: 4009 });
    expect(await mark({ reason: 'EATEN' })).toMatchObject({ code: 4008 });
    expect(await mark({ reason: 'RETURNED_TO_SENDER' })).toMatchObject({ data: { subtag: 'Exception_011' } });
  });
});

describe('list', () => {
  async function makeMany(count: number) {
    for (let i = 0; i < count; i += 1) {
      await ask('POST', '/trackings', {
        tracking_number: `1ZE8903903000${10_000 + i}`,
        slug: i % 2 ? 'ups' : 'ups-mi',
        order_id: `S${i % 3}`,
      });
      await apis.clock.advance(200);
    }
    await breathe();
  }
  const numbersOf = (answer: { data: { trackings: { tracking_number: string }[] } }) =>
    answer.data.trackings.map((one) => one.tracking_number);

  test('pages by a cursor until there is no more, each tracking once', async () => {
    await makeMany(5);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data } = await ask('GET', `/trackings?limit=2&cursor=${encodeURIComponent(cursor)}`);
      expect(data.pagination.total).toBe(5);
      expect(data.pagination.has_next_page).toBe(data.pagination.next_cursor !== '');
      seen.push(...data.trackings.map((one: { tracking_number: string }) => one.tracking_number));
      cursor = data.pagination.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toHaveLength(5);
  });

  test('filters', async () => {
    await makeMany(5);
    expect(numbersOf(await ask('GET', '/trackings?slug=ups'))).toHaveLength(2);
    expect(
      numbersOf(await ask('GET', '/trackings?tracking_numbers=1ZE890390300010001,1ze890390300010003')),
    ).toHaveLength(2);
    expect(numbersOf(await ask('GET', '/trackings?order_id=S0'))).toHaveLength(2);
    expect(numbersOf(await ask('GET', '/trackings?tag=Delivered'))).toEqual([]);
    expect(numbersOf(await ask('GET', '/trackings?keyword=10004'))).toEqual(['1ZE890390300010004']);
    await breathe();
    const { data } = await ask('GET', '/trackings?fields=tracking_number&limit=1');
    expect(Object.keys(data.trackings[0])).toEqual(['id', 'tracking_number']);
  });

  test('what changed since; records and filter speak of the same whole seconds', async () => {
    await makeMany(2);
    const since = new Date(apis.clock.now()).toISOString();
    await apis.playThrough({ journey: 'damaged', numbers: ['09980000000001'] });
    await breathe();
    expect(numbersOf(await ask('GET', `/trackings?updated_at_min=${since}`))).toEqual(['09980000000001']);
    expect(numbersOf(await ask('GET', `/trackings?updated_at_max=${since}`))).toHaveLength(2);
  });

  test('only the last 120 days', async () => {
    await makeMany(1);
    await apis.clock.advance(121 * 24 * 3_600_000);
    expect((await ask('GET', '/trackings?created_at_min=2020-01-01T00:00:00Z')).data.pagination.total).toBe(0);
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'updated_at_min=yesterday',
    'created_at_max=1759912345',
    'cursor=abc',
    `tracking_numbers=${Array(51).fill('1ZABCD').join(',')}`,
  ])('%s is refused', async (query) => {
    expect(await ask('GET', `/trackings?${query}`)).toMatchObject({ status: 400, meta: { code: 4008 } });
  });
});

describe('couriers', () => {
  test('all of them, some of them, and candidates for a number', async () => {
    const { data } = await ask('GET', '/couriers');
    expect(data.total).toBe(data.couriers.length);
    expect(data.total).toBeGreaterThan(80);
    expect((await ask('GET', '/couriers?slug=postnl')).data.couriers).toMatchObject([
      { required_fields: ['destination_postal_code'] },
    ]);
    const detected = await ask('POST', '/couriers/detect', { tracking_number: ups });
    expect(detected.headers.get('x-ratelimit-limit')).toBe('3');
    expect(detected.data.couriers.map((one: { slug: string }) => one.slug)).toEqual(['ups', 'ups-mi']);
    expect(Object.keys(detected.data.couriers[0])).toEqual(Object.keys(sample('detect-200').body.data.couriers[0]));
    expect((await ask('POST', '/couriers/detect', { tracking_number: '??' })).data).toEqual({ total: 0, couriers: [] });
    expect(await ask('POST', '/couriers/detect', {})).toMatchObject({ code: 4007 });
  });
});

describe('limits', () => {
  test.each<[string, number, (n: number) => ReturnType<typeof ask>]>([
    ['POST /trackings', 20, (n) => ask('POST', '/trackings', { tracking_number: `1ZE890390300020${n}`, slug: 'ups' })],
    ['GET /trackings', 6, () => ask('GET', '/trackings')],
    ['GET /trackings/{id}', 5, () => ask('GET', '/trackings/x')],
    ['PUT /trackings/{id}', 5, () => ask('PUT', '/trackings/x', {})],
    ['GET /couriers', 5, () => ask('GET', '/couriers')],
    ['POST /couriers/detect', 3, () => ask('POST', '/couriers/detect', { tracking_number: ups })],
  ])('%s: %i a second, then 429 until the window has slid', async (endpoint, limit, call) => {
    const codes: number[] = [];
    for (let n = 0; n < limit; n += 1) codes.push((await call(100 + n)).code);
    expect(codes).not.toContain(429);
    const refused = await call(900);
    expect(refused).toMatchObject({ status: 429, ...sample('error-429').body });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    await apis.clock.advance(999);
    expect((await call(901)).code).toBe(429);
    await apis.clock.advance(1);
    expect((await call(902)).code).not.toBe(429);
    expect(apis.simulator.limits.aftership.report()[endpoint]).toMatchObject({
      perSecond: limit,
      refused: 2,
      largest: limit + 2,
    });
  });
});

describe('faults', () => {
  test('an error by its code, a refused key, and a proxy that answers instead', async () => {
    apis.simulator.faults.break('error', { value: '503', provider: 'aftership' });
    expect(await ask('GET', '/trackings')).toMatchObject({ status: 503, meta: { code: 503, type: 'InternalError' } });
    apis.simulator.faults.mend();
    apis.simulator.faults.break('key-refused');
    expect(await ask('GET', '/trackings')).toMatchObject({ status: 401 });
    apis.simulator.faults.mend();
    apis.simulator.faults.break('outage', { value: '502' });
    const answer = await fetch(`${apis.simulator.url}/tracking/2026-07/trackings`);
    expect([answer.status, await answer.text()]).toEqual([502, '<h1>502</h1>\n']);
    apis.simulator.faults.break('outage');
    await expect(fetch(`${apis.simulator.url}/tracking/2026-07/trackings`)).rejects.toThrow();
  });

  test('stale reads show what was known a while ago, by id and in the list', async () => {
    apis.simulator.faults.break('stale-reads', { value: '5000' });
    const [parcel] = await apis.playThrough({ numbers: [ups] });
    const [tracking] = apis.simulator.stores.aftership.all();
    const tagOf = async () => (await ask('GET', `/trackings/${tracking?.id}`)).data.tag;
    expect(parcel?.sayings).toHaveLength(8);
    expect(await tagOf()).toBe('InTransit');
    await apis.clock.advance(5_000);
    expect(await tagOf()).toBe('Delivered');
  });

  test('latency: nothing comes before its time', async () => {
    apis.simulator.faults.break('latency', { value: '3000' });
    let answered = false;
    const answer = ask('GET', '/trackings').then(() => {
      answered = true;
    });
    await apis.clock.advance(2_999);
    expect(answered).toBe(false);
    // The request may come in only now: its wait begins with it.
    while (!answered) await apis.clock.advance(3_000);
    await answer;
  });
});

test('a number that is registered late is told its whole history after the provider’s first look, under the right carrier only', async () => {
  const now = apis.clock.now();
  const startedAt = now - 100 * 3_600_000;
  apis.simulator.play({
    journey: 'smooth',
    numbers: [ups],
    register: false,
    pace: { speed: 1 },
    startedAt,
    origin: { simulated: now, wall: now },
  });
  await ask('POST', '/trackings', { tracking_number: ups, slug: 'ups-mi' });
  await make();
  const shown = async () =>
    (await ask('GET', `/trackings?tracking_numbers=${ups}`)).data.trackings
      .map(({ slug, tag, checkpoints }: { slug: string; tag: string; checkpoints: object[] }) => [
        slug,
        tag,
        checkpoints.length,
      ])
      .toSorted();
  await apis.clock.advance(59_999);
  expect(await shown()).toEqual([
    ['ups', 'Pending', 0],
    ['ups-mi', 'Pending', 0],
  ]);
  await apis.clock.advance(1);
  expect(await shown()).toEqual([
    ['ups', 'Delivered', 8],
    ['ups-mi', 'Pending', 0],
  ]);
});
