import { expect, test } from 'vitest';
import type { NewTracking } from '../provider-registrar.ts';
import { apiSample, startProviderStub, waitingClock } from '../provider-stub.test-support.ts';
import { aftershipId, createAftershipRegistrar } from './registrar.ts';

const { signal } = new AbortController();
const open = (baseUrl: string) =>
  createAftershipRegistrar({ baseUrl, apiKeys: () => ['asat_test'], clock: waitingClock() });
const item: NewTracking = {
  shipmentId: '0197f0a0-0000-7000-8000-000000000001',
  number: '1ZW5E8903910456781',
  carrierCode: 'ups',
  facts: {},
};
const id = aftershipId(item.shipmentId);

test('sends the number, its carrier and an id of ours, and nothing about anybody', async () => {
  await using stub = await startProviderStub(() => apiSample('aftership', 'create-201'));
  expect(await open(stub.url).create([item], signal)).toEqual([
    { outcome: 'created', remoteId: 'cc2f32d0ba52b8a2ab6e5bc65defcde3', carriers: ['ups'], error: null },
  ]);
  expect(stub.asked).toMatchObject([{ method: 'POST', path: '/tracking/2026-07/trackings' }]);
  expect(stub.asked[0]?.headers).toMatchObject({ 'as-api-key': 'asat_test' });
  expect(stub.asked[0]?.body).toEqual({ id, tracking_number: item.number, slug: 'ups' });
  expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test('what is given goes under its names: countries of three letters, one customer', async () => {
  await using stub = await startProviderStub(() => apiSample('aftership', 'create-201'));
  await open(stub.url).create(
    [
      {
        ...item,
        carrierCode: null,
        facts: {
          accountNumber: 'A1',
          destinationPostalCode: '20457',
          destinationState: 'HH',
          destinationCountry: 'DE',
          originCountry: 'NLD',
          shipDate: '2026-10-05',
          trackingKey: 'K1',
        },
        personal: {
          orderNumber: 'S1',
          orderDate: '2026-10-01',
          language: 'de',
          customerName: 'Ann',
          customerEmail: 'a@example.com',
          customerPhone: '+4940',
        },
      },
    ],
    signal,
  );
  expect(stub.asked[0]?.body).toEqual({
    id,
    tracking_number: item.number,
    tracking_account_number: 'A1',
    destination_postal_code: '20457',
    destination_state: 'HH',
    destination_country_region: 'DEU',
    origin_country_region: 'NLD',
    tracking_ship_date: '2026-10-05',
    tracking_key: 'K1',
    order_number: 'S1',
    order_date: '2026-10-01',
    language: 'de',
    customers: [{ name: 'Ann', email: 'a@example.com', phone_number: '+4940' }],
  });
});

/** What a duplicate leads to: the listing, then the tracking under our own id. */
const duplicate = (listed: object[], own: object | null) =>
  startProviderStub(({ method, path, body }) => {
    if (method === 'POST')
      return (body as { id?: string }).id === undefined && listed.length === 0 && own === null
        ? apiSample('aftership', 'create-201')
        : apiSample('aftership', 'create-400-4003-duplicate');
    if (path.endsWith('/trackings')) return { body: { meta: { code: 200 }, data: { trackings: listed } } };
    return own ? { body: { meta: { code: 200 }, data: own } } : apiSample('aftership', 'get-404');
  });

test('a duplicate is looked up by its number and carrier; what its refusal says of an id is not believed', async () => {
  await using stub = await duplicate(
    [
      { id: 'x1', tracking_number: item.number.toLowerCase(), slug: 'ups-mi' },
      { id: 'x2', tracking_number: item.number, slug: 'ups' },
      { id: 'x3', tracking_number: 'ANOTHER', slug: 'ups' },
      { tracking_number: item.number, slug: 'ups' },
    ],
    null,
  );
  expect(await open(stub.url).create([item], signal)).toMatchObject([{ outcome: 'exists', remoteId: 'x2' }]);
  expect(stub.asked[1]?.query).toEqual({
    tracking_numbers: item.number,
    fields: 'id,tracking_number,slug',
    limit: '200',
  });
});

test('a duplicate under another carrier is ours where its id is, and says which carrier it is', async () => {
  await using stub = await duplicate([{ id, tracking_number: item.number, slug: 'dhl' }], null);
  expect(await open(stub.url).create([item], signal)).toMatchObject([
    { outcome: 'exists', remoteId: id, carriers: ['dhl-express'] },
  ]);
});

test('a duplicate that is too old to be listed is found by our own id', async () => {
  await using stub = await duplicate([], { id, tracking_number: item.number, slug: 'ups' });
  expect(await open(stub.url).create([item], signal)).toMatchObject([{ outcome: 'exists', remoteId: id, error: null }]);
  // That id may be another number's: then it is not.
  await using other = await duplicate([], { id, tracking_number: 'ANOTHER', slug: 'ups' });
  expect(await open(other.url).create([item], signal)).toMatchObject([
    { outcome: 'exists', remoteId: null, error: { kind: 'ALREADY_EXISTS' } },
  ]);
});

test('an id that was used once and is gone is done without', async () => {
  await using stub = await duplicate([], null);
  expect(await open(stub.url).create([item], signal)).toMatchObject([{ outcome: 'created' }]);
  expect(stub.asked.at(-1)?.body).toEqual({ tracking_number: item.number, slug: 'ups' });
});

test('a duplicate that cannot be looked up now is one all the same', async () => {
  await using stub = await startProviderStub(({ method }) =>
    method === 'POST' ? apiSample('aftership', 'create-400-4003-duplicate') : { status: 503 },
  );
  expect(await open(stub.url).create([item], signal)).toMatchObject([
    { outcome: 'exists', remoteId: null, error: { kind: 'UNAVAILABLE' } },
  ]);
});

test('one number at a time', async () => {
  await expect(open('http://127.0.0.1:1').create([item, item], signal)).rejects.toThrow(RangeError);
});

test('a cancelled parcel is removed: there is no word for it that is true', async () => {
  await using stub = await startProviderStub(() => ({ body: { meta: { code: 200 }, data: {} } }));
  const registrar = open(stub.url);
  await registrar.stop('a/b', 'cancelled', signal);
  await registrar.stop('a/b', 'returned', signal);
  expect(stub.asked).toMatchObject([
    { method: 'DELETE', path: '/tracking/2026-07/trackings/a%2Fb', body: undefined },
    {
      method: 'POST',
      path: '/tracking/2026-07/trackings/a%2Fb/mark-as-completed',
      body: { reason: 'RETURNED_TO_SENDER' },
    },
  ]);
});

test('the samples of its errors are what they say', async () => {
  const seen: unknown[] = [];
  for (const name of ['create-400-4011-fields', 'create-400-4012-undetected', 'retrack-400-4013']) {
    await using stub = await startProviderStub(() => apiSample('aftership', name));
    const registrar = open(stub.url);
    const [result] = await registrar.create([item], signal);
    seen.push([result?.outcome, result?.error?.facts]);
    if (name.startsWith('retrack')) await registrar.retrack('x', signal);
  }
  expect(seen).toEqual([
    ['needs-facts', ['destinationPostalCode']],
    ['carrier-unknown', []],
    ['refused', []],
  ]);
  await using stub = await startProviderStub(() => apiSample('aftership', 'detect-200'));
  expect(await open(stub.url).detect(item.number, signal)).toEqual([
    { providerCode: 'ups', carriers: ['ups'] },
    { providerCode: 'ups-mi', carriers: ['ups-mi'] },
  ]);
});
