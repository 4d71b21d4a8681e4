import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewTracking } from '../provider-registrar.ts';
import { apiSample, startProviderStub, waitingClock } from '../provider-stub.test-support.ts';
import { batchAnswer, matchBatch } from './batch.ts';
import { createTrackingmoreRegistrar } from './registrar.ts';

const { signal } = new AbortController();
const open = (baseUrl: string) =>
  createTrackingmoreRegistrar({ baseUrl, apiKeys: () => ['tm-test'], clock: waitingClock() });
const item = (number: string, carrierCode: string | null = 'royal-mail'): NewTracking => ({
  shipmentId: `shipment of ${number}`,
  number,
  carrierCode,
  facts: {},
});
const answer = (data: unknown) => ({ body: { meta: { code: 200 }, data } });
const made = (number: string | null, code: string | null, id = `id-${number}`) => ({
  id,
  tracking_number: number,
  courier_code: code,
});
const refused = (number: string | null, code: string | null, errorCode: unknown) => ({
  tracking_number: number,
  courier_code: code,
  errorCode,
  errorMessage: 'said Ann Rivera',
});

test('sends numbers and carriers together, and nothing about anybody', async () => {
  await using stub = await startProviderStub(() => answer({ success: [made('A1', 'royal-mail')], error: [] }));
  await open(stub.url).create([item('A1')], signal);
  expect(stub.asked).toMatchObject([
    {
      method: 'POST',
      path: '/v4/trackings/batch',
      headers: { 'tracking-api-key': 'tm-test' },
      body: [{ tracking_number: 'A1', courier_code: 'royal-mail' }],
    },
  ]);
});

test('what is given goes under its names: countries of two letters, all of it text', async () => {
  await using stub = await startProviderStub(() => answer({ success: [made('A1', 'royal-mail')], error: [] }));
  const facts = {
    accountNumber: 'A1',
    destinationPostalCode: '20457',
    destinationState: 'HH',
    destinationCountry: 'DEU',
    originCountry: 'gb',
    shipDate: '2026-10-05',
    trackingKey: 'K1',
  };
  const personal = { orderNumber: 'S1', customerName: 'Ann', customerEmail: 'a@example.com', customerPhone: '+4940' };
  await open(stub.url).create([{ ...item('A1'), facts, personal }], signal);
  expect(stub.asked[0]?.body).toEqual([
    {
      tracking_number: 'A1',
      courier_code: 'royal-mail',
      tracking_courier_account: 'A1',
      tracking_postal_code: '20457',
      tracking_destination_country: 'DE',
      tracking_origin_country: 'GB',
      tracking_ship_date: '20261005',
      tracking_key: 'K1',
      order_number: 'S1',
      customer_name: 'Ann',
      customer_email: 'a@example.com',
      customer_sms: '+4940',
    },
  ]);
});

describe('a batch', () => {
  test('its sample: some made, some not, and the duplicate is adopted by a look, not by what stands beside it', async () => {
    await using stub = await startProviderStub(({ path, query }) =>
      path.endsWith('/get')
        ? answer([made(query['tracking_numbers'] as string, 'gls', 'the-real-id')])
        : apiSample('trackingmore', 'batch-200-partial'),
    );
    expect(
      await open(stub.url).create([item('05212345678901', 'gls'), item('??', 'gls'), item('RF423511785GB')], signal),
    ).toMatchObject([
      { outcome: 'exists', remoteId: 'the-real-id', carriers: ['gls'], error: null },
      { outcome: 'refused', error: { kind: 'INVALID_REQUEST', code: '4110', field: 'trackingNumber' } },
      { outcome: 'created', remoteId: '7dc96f776c8423e57a2785489a3f9c43', carriers: ['royal-mail'] },
    ]);
  });

  test('numbers that the answer leaves out, or names so that another may be meant, are unclear', async () => {
    await using stub = await startProviderStub(() =>
      answer({
        success: [made(' a1 ', 'Royal-Mail'), made('B2', 'ups'), made(null, 'ups'), 'garbage', made('D4', null)],
        error: [refused('C3', null, '4122'), refused('D4', 'ups', 4110), refused('Z9', 'ups', 4110)],
      }),
    );
    const results = await open(stub.url).create(
      [item('E5'), item('D4', 'ups'), item('D4', 'fedex'), item('C3'), item('B2'), item('A1')],
      signal,
    );
    expect(results).toMatchObject([
      { outcome: 'unclear', error: { kind: 'UNCLEAR', code: 'MISSING' } },
      { outcome: 'refused' },
      // The one without a carrier can be meant for this one alone.
      { outcome: 'created', remoteId: 'id-D4' },
      { outcome: 'needs-facts' },
      // TrackingMore took another carrier for it, and says so.
      { outcome: 'created', remoteId: 'id-B2', carriers: ['ups'] },
      { outcome: 'created', carriers: ['royal-mail'] },
    ]);
    expect(JSON.stringify(results)).not.toContain('Ann Rivera');
  });

  test('one that is refused as a whole is sent again number by number: one bad record blocks nobody', async () => {
    await using stub = await startProviderStub(({ body }) => {
      const sent = body as { tracking_number: string }[];
      return sent.some(({ tracking_number: number }) => number === 'BAD')
        ? { status: 400, body: { meta: { code: 4130, message: 'The format of order_date is invalid.' }, data: [] } }
        : answer({ success: sent.map(({ tracking_number: number }) => made(number, 'royal-mail')), error: [] });
    });
    expect(await open(stub.url).create([item('A1'), item('BAD'), item('C3')], signal)).toMatchObject([
      { outcome: 'created' },
      { outcome: 'refused', error: { field: 'orderDate' } },
      { outcome: 'created' },
    ]);
    expect(stub.asked.map(({ body }) => (body as unknown[]).length)).toEqual([3, 1, 1, 1]);
  });

  test.each([
    ['two lists that are not there', answer({})],
    ['an empty answer', answer([])],
    ['a page of somebody else', { body: '<html>' }],
    ['a server error', apiSample('trackingmore', 'error-500-511')],
  ])('%s is unclear for each, and not sent again', async (_name, given) => {
    await using stub = await startProviderStub(() => given);
    expect(await open(stub.url).create([item('A1'), item('B2')], signal)).toMatchObject([
      { outcome: 'unclear' },
      { outcome: 'unclear' },
    ]);
    expect(stub.asked).toHaveLength(1);
  });

  test('a success without an id is looked up', async () => {
    let there: object[] = [made('A1', 'royal-mail', 'found')];
    await using stub = await startProviderStub(({ path }) =>
      path.endsWith('/get') ? answer(there) : answer({ success: [made('A1', 'royal-mail', '')], error: [] }),
    );
    expect(await open(stub.url).create([item('A1')], signal)).toMatchObject([
      { outcome: 'created', remoteId: 'found' },
    ]);
    there = [];
    expect(await open(stub.url).create([item('A1')], signal)).toMatchObject([{ outcome: 'unclear' }]);
  });

  test('the same number and carrier twice is sent once, and both hear of it', async () => {
    await using stub = await startProviderStub(() => answer({ success: [made('A1', 'royal-mail')], error: [] }));
    const results = await open(stub.url).create([item('A1'), item('A1')], signal);
    expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
    expect(stub.asked[0]?.body).toHaveLength(1);
  });

  test('has forty numbers at most', async () => {
    const many = Array.from({ length: 41 }, (_, n) => item(`A${n}`));
    await expect(open('http://127.0.0.1:1').create(many, signal)).rejects.toThrow(RangeError);
  });

  test('whatever order it is answered in, each number gets its own', () => {
    const sent = fc.uniqueArray(
      fc.record({ number: fc.stringMatching(/^[A-Z0-9]{1,4}$/), courierCode: fc.constantFrom('ups', 'gls', 'dpd') }),
      { minLength: 1, maxLength: 40, selector: ({ number, courierCode }) => `${number}|${courierCode}` },
    );
    fc.assert(
      fc.property(sent, fc.infiniteStream(fc.nat(9)), fc.infiniteStream(fc.boolean()), (items, order, isMade) => {
        const said = items
          .map(({ number, courierCode }) => ({
            at: order.next().value,
            isMade: isMade.next().value,
            entry: made(number.toLowerCase(), courierCode.toUpperCase(), `${number} ${courierCode}`),
          }))
          .toSorted((a, b) => a.at - b.at);
        const given = batchAnswer.parse({
          success: said.flatMap(({ isMade: good, entry }) => (good ? [entry] : [])),
          error: said.flatMap(({ isMade: good, entry }) => (good ? [] : [{ ...entry, errorCode: 4101 }])),
        });
        expect(matchBatch(items, given).map((entry) => entry?.id)).toEqual(
          items.map(({ number, courierCode }) => `${number} ${courierCode}`),
        );
      }),
    );
  });
});

test('a number without a carrier is asked about, and registered where one alone can be meant', async () => {
  let found = ['royal-mail'];
  await using stub = await startProviderStub(({ path, body }) => {
    if (path.endsWith('/detect')) return answer(found.map((courier_code) => ({ courier_code })));
    const [{ tracking_number: number, courier_code: code }] = body as [
      { tracking_number: string; courier_code: string },
    ];
    return answer({ success: [made(number, code)], error: [] });
  });
  const registrar = open(stub.url);
  expect(await registrar.create([item('A1', null)], signal)).toMatchObject([
    { outcome: 'created', carriers: ['royal-mail'] },
  ]);
  found = ['royal-mail', 'ups'];
  expect(await registrar.create([item('A1', null)], signal)).toMatchObject([
    { outcome: 'carrier-unknown', error: { code: 'DETECT' } },
  ]);
  expect(stub.asked.filter(({ path }) => path.endsWith('/batch'))).toHaveLength(1);
});

test('what carriers need may be a list, words or nothing', async () => {
  await using stub = await startProviderStub(() =>
    answer([
      {
        courier_code: 'ups',
        courier_name: 'UPS',
        tracking_required_fields: 'tracking_ship_date,tracking_courier_account',
      },
      { courier_code: 'gls', courier_name: null, tracking_required_fields: ['tracking_key', 'something_new'] },
      { courier_code: 'postnl-parcels', tracking_required_fields: null },
    ]),
  );
  const registrar = open(stub.url);
  await registrar.couriers(signal);
  expect(['ups', 'gls', 'postnl', 'mondial-relay'].map((code) => registrar.needs(code))).toEqual([
    ['shipDate', 'accountNumber'],
    ['trackingKey'],
    [],
    // Not in the list: what was known before.
    ['destinationPostalCode'],
  ]);
});
