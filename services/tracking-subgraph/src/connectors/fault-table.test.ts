import { startProviderSimulator } from '@milepost/provider-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aftershipErrors } from './aftership/errors.ts';
import { createAftershipRegistrar } from './aftership/registrar.ts';
import { ProviderError, type ProviderErrorKind, reactions } from './provider-errors.ts';
import type { CreateOutcome, NewTracking, ProviderRegistrar } from './provider-registrar.ts';
import { waitingClock } from './provider-stub.test-support.ts';
import type { FactName, FieldName } from './tracking-fields.ts';
import { trackingmoreErrors } from './trackingmore/errors.ts';
import { createTrackingmoreRegistrar } from './trackingmore/registrar.ts';

// One line for each status and code of both providers' tables of errors, played by the simulator: to a registration, and to a question.

interface Line {
  code: number;
  kind: ProviderErrorKind;
  /** Of a registration that is answered so. */
  outcome: CreateOutcome;
  field?: FieldName;
  facts?: FactName[];
}
const air = [4160, 4161, 4162, 4163, 4164, 4165, 4166, 4167, 4168];
const lines: Record<'aftership' | 'trackingmore', Line[]> = {
  aftership: [
    { code: 400, kind: 'INVALID_REQUEST', outcome: 'refused' },
    { code: 4001, kind: 'BUG', outcome: 'refused' },
    { code: 4003, kind: 'ALREADY_EXISTS', outcome: 'exists' },
    { code: 4004, kind: 'NOT_FOUND', outcome: 'refused' },
    { code: 4005, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'trackingNumber' },
    { code: 4006, kind: 'BUG', outcome: 'refused' },
    { code: 4007, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'trackingNumber' },
    { code: 4008, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'destinationPostalCode' },
    { code: 4009, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'destinationPostalCode' },
    { code: 4010, kind: 'CARRIER_UNKNOWN', outcome: 'carrier-unknown', field: 'carrierCode' },
    { code: 4011, kind: 'NEEDS_FACTS', outcome: 'needs-facts', facts: ['destinationPostalCode', 'shipDate'] },
    { code: 4012, kind: 'CARRIER_UNKNOWN', outcome: 'carrier-unknown' },
    { code: 4013, kind: 'ALREADY_SO', outcome: 'refused' },
    { code: 4014, kind: 'BUG', outcome: 'refused' },
    { code: 4015, kind: 'NOT_FOUND', outcome: 'refused' },
    { code: 4016, kind: 'NOT_RETRACKABLE', outcome: 'refused' },
    { code: 4017, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'trackingNumber' },
    { code: 401, kind: 'AUTHENTICATION', outcome: 'later' },
    { code: 403, kind: 'AUTHENTICATION', outcome: 'later' },
    { code: 404, kind: 'BUG', outcome: 'refused' },
    { code: 429, kind: 'RATE_LIMITED', outcome: 'later' },
    { code: 500, kind: 'UNAVAILABLE', outcome: 'unclear' },
    { code: 502, kind: 'UNAVAILABLE', outcome: 'unclear' },
    { code: 503, kind: 'UNAVAILABLE', outcome: 'unclear' },
    { code: 504, kind: 'UNAVAILABLE', outcome: 'unclear' },
  ],
  trackingmore: [
    { code: 400, kind: 'BUG', outcome: 'refused' },
    { code: 4101, kind: 'ALREADY_EXISTS', outcome: 'exists' },
    { code: 4102, kind: 'NOT_FOUND', outcome: 'refused' },
    { code: 4103, kind: 'BUG', outcome: 'refused' },
    { code: 4110, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'trackingNumber' },
    { code: 4111, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'trackingNumber' },
    { code: 4112, kind: 'NOT_FOUND', outcome: 'refused' },
    { code: 4113, kind: 'ALREADY_SO', outcome: 'refused' },
    { code: 4120, kind: 'CARRIER_UNKNOWN', outcome: 'carrier-unknown', field: 'carrierCode' },
    { code: 4121, kind: 'CARRIER_UNKNOWN', outcome: 'carrier-unknown' },
    // It does not say which; what the carrier is known to need is told.
    { code: 4122, kind: 'NEEDS_FACTS', outcome: 'needs-facts', facts: ['destinationPostalCode'] },
    { code: 4130, kind: 'INVALID_REQUEST', outcome: 'refused', field: 'orderDate' },
    ...air.map((code): Line => ({ code, kind: 'INVALID_REQUEST', outcome: 'refused' })),
    { code: 4190, kind: 'QUOTA_USED_UP', outcome: 'later' },
    { code: 401, kind: 'AUTHENTICATION', outcome: 'later' },
    { code: 403, kind: 'AUTHENTICATION', outcome: 'later' },
    { code: 404, kind: 'BUG', outcome: 'refused' },
    { code: 429, kind: 'RATE_LIMITED', outcome: 'later' },
    { code: 511, kind: 'UNAVAILABLE', outcome: 'unclear' },
    { code: 512, kind: 'UNAVAILABLE', outcome: 'unclear' },
    { code: 513, kind: 'UNAVAILABLE', outcome: 'unclear' },
  ],
};
const endpoints = {
  aftership: { create: 'POST /trackings', list: 'GET /trackings' },
  trackingmore: { create: 'POST /trackings/batch', list: 'GET /trackings/get' },
};
const personal = 'Ann-Rivera-may-not-be-told';

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
beforeAll(async () => {
  simulator = await startProviderSimulator({
    webhooks: {},
    apiKeys: { aftership: ['as-key'], trackingmore: ['tm-key'] },
  });
});
afterAll(() => simulator[Symbol.asyncDispose]());
beforeEach(() => {
  simulator.faults.mend();
  for (const limits of Object.values(simulator.limits)) limits.reset();
});

const open: Record<keyof typeof lines, () => ProviderRegistrar> = {
  aftership: () =>
    createAftershipRegistrar({ baseUrl: simulator.url, apiKeys: () => ['as-key'], clock: waitingClock() }),
  trackingmore: () =>
    createTrackingmoreRegistrar({ baseUrl: simulator.url, apiKeys: () => ['tm-key'], clock: waitingClock() }),
};
const { signal } = new AbortController();
const item: NewTracking = {
  shipmentId: '0197f0a0-0000-7000-8000-000000000001',
  number: '3SABCD1234567',
  carrierCode: 'postnl',
  facts: { destinationPostalCode: personal },
};

test('the tables hold what the providers document, and no more', () => {
  for (const [provider, rows] of Object.entries({ aftership: aftershipErrors, trackingmore: trackingmoreErrors })) {
    const table = rows.map(({ code, kind }) => ({ code, kind })).toSorted((a, b) => a.code - b.code);
    const known = lines[provider as keyof typeof lines].map(({ code, kind }) => ({ code, kind }));
    expect(table).toEqual(known.toSorted((a, b) => a.code - b.code));
  }
});

describe.each(['aftership', 'trackingmore'] as const)('%s', (provider) => {
  const { create, list } = endpoints[provider];
  const callsOf = (endpoint: string) => simulator.limits[provider].report()[endpoint]?.calls;

  test.each(lines[provider])('$code to a registration: $outcome', async ({ code, kind, outcome, field, facts }) => {
    simulator.faults.break('error', { value: `${code} ${create}`, provider });
    const registrar = open[provider]();
    const [result] = await registrar.create([item], signal);
    // An outcome that may have been the opposite is never "failed".
    const told = kind === 'UNAVAILABLE' ? 'UNCLEAR' : kind;
    expect(result).toMatchObject({ outcome, remoteId: null, error: { kind: told } });
    if (field !== undefined) expect(result?.error?.field).toBe(field);
    if (facts !== undefined) expect(result?.error?.facts).toEqual(facts);
    // AfterShip's duplicate that is found nowhere may be an id that was used once: asked once more, without it.
    const sent = kind === 'ALREADY_EXISTS' && provider === 'aftership' ? 2 : kind === 'RATE_LIMITED' ? pauses : 1;
    expect(callsOf(create)).toBe(sent);
    expect(JSON.stringify([result, String(result?.error), result?.error?.stack])).not.toContain(personal);

    simulator.faults.mend();
    const after = await registrar.find([item], signal).then(
      () => 'asked',
      (error: ProviderError) => error.kind,
    );
    // A pause that is short is sat out instead.
    const isStopped = reactions[kind].stops === 'every call' && !(kind === 'RATE_LIMITED' && provider === 'aftership');
    expect(after).toBe(isStopped ? kind : 'asked');
  });
  /** How often what is refused for its pace is sent. */
  const pauses = provider === 'aftership' ? 3 : 1;

  test.each(lines[provider])('$code to a question: $kind', async ({ code, kind }) => {
    simulator.faults.break('error', { value: `${code} ${list}`, provider });
    const error = await open[provider]()
      .find([item], signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ kind });
    const isSatOut = kind !== 'RATE_LIMITED' || provider === 'aftership';
    expect(callsOf(list)).toBe(reactions[kind].triesAgain && isSatOut ? 3 : 1);
  });

  test('several failures stop their endpoint and no other; what can wait stops first', async () => {
    const registrar = open[provider]();
    simulator.faults.break('error', { value: `${provider === 'aftership' ? 503 : 511} ${create}`, provider });
    for (let n = 0; n < 3; n += 1) await registrar.create([item], signal);
    expect(await registrar.create([item], signal, 'back-fill')).toMatchObject([
      { outcome: 'later', error: { kind: 'UNAVAILABLE', code: 'SHED' } },
    ]);
    for (let n = 0; n < 3; n += 1) await registrar.create([item], signal);
    expect(callsOf(create)).toBe(6);
    simulator.faults.mend();
    const [result] = await registrar.create([item], signal);
    expect(result).toMatchObject({ outcome: 'later', error: { kind: 'UNAVAILABLE', code: 'OPEN' } });
    expect(result?.error?.waitMs).toBeGreaterThan(0);
    expect(callsOf(create)).toBe(6);
    expect(await registrar.find([item], signal)).toEqual([null]);
  });

  test('an answer that gets lost is unclear, is not sent again, and what it did is found', async () => {
    const lost = { ...item, number: '3SABCD7654321' };
    simulator.faults.break('lost-answers', { value: '1', provider });
    const registrar = open[provider]();
    const [result] = await registrar.create([lost], signal);
    expect(result).toMatchObject({ outcome: 'unclear', error: { kind: 'UNCLEAR' } });
    expect(callsOf(create)).toBe(1);
    expect(await registrar.find([lost, item], signal)).toMatchObject([{ carriers: ['postnl'] }, null]);
    // Whoever sends it again all the same pays nothing and adopts.
    const [again] = await registrar.create([lost], signal);
    expect(again).toMatchObject({ outcome: 'exists', carriers: ['postnl'], error: null });
    expect(again?.remoteId).toBe(simulator.stores[provider].find('3SABCD7654321', simulatorCode[provider])?.id);
  });

  test('an API that is away is nothing that happened', async () => {
    simulator.faults.break('outage', { value: 'refuse', provider });
    const registrar = open[provider]();
    // The socket is closed after the request was read: it may have been done.
    expect(await registrar.create([item], signal)).toMatchObject([{ outcome: 'unclear' }]);
    await expect(registrar.find([item], signal)).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    simulator.faults.break('outage', { value: '503', provider });
    expect(await registrar.create([item], signal)).toMatchObject([{ outcome: 'unclear', error: { code: '503' } }]);
  });
});
test('a quota that is used up, told beside a number of a batch, stops registrations and nothing else', async () => {
  simulator.faults.break('quota', { value: '1', provider: 'trackingmore' });
  const registrar = open.trackingmore();
  const [one, two] = ['3SQUOTA0000001', '3SQUOTA0000002'].map((number) => ({ ...item, number }));
  expect(await registrar.create([one, two] as NewTracking[], signal)).toMatchObject([
    { outcome: 'created' },
    { outcome: 'later', error: { kind: 'QUOTA_USED_UP' } },
  ]);
  const [result] = await registrar.create([two as NewTracking], signal);
  expect(result).toMatchObject({ outcome: 'later', error: { kind: 'QUOTA_USED_UP', code: 'OPEN', waitMs: 900_000 } });
  expect(await registrar.find([one as NewTracking], signal)).toMatchObject([{ carriers: ['postnl'] }]);
});

const simulatorCode = { aftership: 'postnl', trackingmore: 'postnl-parcels' };
