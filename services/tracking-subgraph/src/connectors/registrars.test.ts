import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProviderSimulator } from '@milepost/provider-simulator';
import { secretValues } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAftershipRegistrar } from './aftership/registrar.ts';
import type { NewTracking, ProviderRegistrar } from './provider-registrar.ts';
import { waitingClock } from './provider-stub.test-support.ts';
import { createTrackingmoreRegistrar } from './trackingmore/registrar.ts';

// What both registrars promise alike, at the simulator.

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
beforeAll(async () => {
  simulator = await startProviderSimulator({
    webhooks: {},
    apiKeys: { aftership: ['the-key'], trackingmore: ['the-key'] },
  });
});
afterAll(() => simulator[Symbol.asyncDispose]());
beforeEach(() => {
  simulator.faults.mend();
  for (const limits of Object.values(simulator.limits)) limits.reset();
});

const make = { aftership: createAftershipRegistrar, trackingmore: createTrackingmoreRegistrar };
const { signal } = new AbortController();
let n = 0;
const parcel = (more: Partial<NewTracking> = {}): NewTracking => {
  n += 1;
  return {
    shipmentId: `0197f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`,
    number: `1ZW5E89039104${String(n).padStart(5, '0')}`,
    carrierCode: 'ups',
    facts: {},
    ...more,
  };
};

describe.each(['aftership', 'trackingmore'] as const)('%s', (provider) => {
  const store = () => simulator.stores[provider];
  const open = (apiKeys: () => readonly string[] = () => ['the-key']): ProviderRegistrar =>
    make[provider]({ baseUrl: simulator.url, apiKeys, clock: waitingClock() });
  const created = async (registrar: ProviderRegistrar, item: NewTracking) => {
    const [result] = await registrar.create([item], signal);
    if (result?.outcome !== 'created') throw new Error(`not created: ${JSON.stringify(result)}`);
    return result;
  };

  test('registers a number once: the second time it is adopted, by whatever way it came there', async () => {
    const registrar = open();
    const item = parcel();
    const { remoteId, carriers } = await created(registrar, item);
    expect(store().byId(remoteId)).toMatchObject({ number: item.number, code: 'ups' });
    expect(carriers).toEqual(['ups']);
    const again = { outcome: 'exists', remoteId, carriers: ['ups'], error: null };
    expect(await registrar.create([item], signal)).toEqual([again]);
    // Somebody else's, written in another way.
    const other = { ...parcel(), number: ` ${item.number.toLowerCase()} `.trim() };
    expect(await registrar.create([other], signal)).toEqual([again]);
  });

  test('finds what is there, and only under its carrier', async () => {
    const registrar = open();
    const [one, two] = [parcel(), parcel()];
    const { remoteId } = await created(registrar, one);
    expect(
      await registrar.find(
        [
          two,
          one,
          { ...parcel(), number: one.number, carrierCode: 'fedex' },
          { ...parcel(), number: one.number, carrierCode: null },
        ],
        signal,
      ),
    ).toEqual([null, { remoteId, carriers: ['ups'] }, null, { remoteId, carriers: ['ups'] }]);
    expect(await registrar.find([], signal)).toEqual([]);
  });

  test('a carrier that it has no name for is asked for without a request', async () => {
    const [result] = await open().create([parcel({ carrierCode: 'no-such-carrier' })], signal);
    expect(result).toMatchObject({ outcome: 'carrier-unknown', error: { code: 'NO_NAME' } });
    expect(Object.values(simulator.limits[provider].report()).every(({ calls }) => calls === 0)).toBe(true);
  });

  test('a carrier that is not given is taken from the number, where that is certain enough for the provider', async () => {
    const registrar = open();
    expect(
      await registrar.create([parcel({ number: '92748909991234567890AB', carrierCode: null })], signal),
    ).toMatchObject([{ outcome: 'carrier-unknown' }]);
    const certain = parcel({ number: '9274890999123456789012', carrierCode: null });
    expect(await created(registrar, certain)).toMatchObject({ carriers: ['usps'] });
    expect(await registrar.detect('9274890999123456789012', signal)).toEqual([
      { providerCode: 'usps', carriers: ['usps'] },
    ]);
    expect(await registrar.detect('NOBODYS-NUMBER', signal)).toEqual([]);
  });

  test('what a carrier needs is known before, told when it is missing, and learnt from its list', async () => {
    const registrar = open();
    expect(registrar.needs('postnl')).toEqual(['destinationPostalCode']);
    expect(registrar.needs('ups')).toEqual([]);
    const item = parcel({ carrierCode: 'postnl', number: '3SABCD0000001' });
    expect(await registrar.create([item], signal)).toMatchObject([
      { outcome: 'needs-facts', error: { facts: ['destinationPostalCode'] } },
    ]);
    await created(registrar, { ...item, facts: { destinationPostalCode: '1012 AB' } });
    const all = await registrar.couriers(signal);
    expect(all.length).toBeGreaterThan(80);
    expect(all.find(({ carriers }) => carriers.includes('postnl'))).toMatchObject({ needs: ['destinationPostalCode'] });
    expect(registrar.needs('postnl')).toEqual(['destinationPostalCode']);
  });

  test('what is no country or no day is refused before it is sent', async () => {
    for (const [facts, field] of [
      [{ originCountry: 'Germany' }, 'originCountry'],
      [{ shipDate: '05.10.2026' }, 'shipDate'],
    ] as const)
      expect(await open().create([parcel({ facts })], signal)).toMatchObject([
        { outcome: 'refused', error: { kind: 'INVALID_REQUEST', field, code: 'FORM' } },
      ]);
    expect(
      store()
        .all()
        .some(({ number }) => number === `1ZW5E89039104${String(n).padStart(5, '0')}`),
    ).toBe(false);
  });

  test('another carrier, more facts, the end and a new beginning: each may be asked for twice', async () => {
    const registrar = open();
    const item = parcel({ number: `9400${String(Date.now()).padStart(18, '0')}` });
    const { remoteId } = await created(registrar, item);
    for (let time = 1; time <= 2; time += 1)
      await registrar.update(remoteId, { carrierCode: 'usps', facts: { shipDate: '2026-10-05' } }, signal);
    expect(store().byId(remoteId)).toMatchObject({ code: 'usps' });
    expect(JSON.stringify(store().byId(remoteId)?.given)).toContain(
      provider === 'aftership' ? '"tracking_ship_date":"2026-10-05"' : '"tracking_ship_date":"20261005"',
    );
    await expect(registrar.update(remoteId, { carrierCode: 'no-such-carrier' }, signal)).rejects.toMatchObject({
      kind: 'CARRIER_UNKNOWN',
    });
    for (let time = 1; time <= 2; time += 1) await registrar.stop(remoteId, 'lost', signal);
    const isStopped = () => {
      const known = store().byId(remoteId);
      return known?.isArchived === true || known?.history.at(-1)?.isActive === false;
    };
    expect(isStopped()).toBe(true);
    for (let time = 1; time <= 2; time += 1) await registrar.retrack(remoteId, signal);
    expect(isStopped()).toBe(false);
    await registrar.stop(remoteId, 'cancelled', signal);
    expect(store().byId(remoteId)?.isArchived ?? true).toBe(true);
    for (let time = 1; time <= 2; time += 1) await registrar.remove(remoteId, signal);
    expect(store().byId(remoteId)).toBeNull();
    await registrar.stop(remoteId, 'delivered', signal);
    await expect(registrar.update(remoteId, { facts: {} }, signal)).rejects.toMatchObject({ kind: 'NOT_FOUND' });
    await expect(registrar.retrack(remoteId, signal)).rejects.toMatchObject({ kind: 'NOT_FOUND' });
    // What was removed can be registered again.
    expect(await created(registrar, item)).toMatchObject({ carriers: ['ups'] });
  });

  test('a carrier that would make two of one is refused as a duplicate', async () => {
    const registrar = open();
    const item = parcel();
    await created(registrar, { ...parcel(), number: item.number, carrierCode: 'fedex' });
    const { remoteId } = await created(registrar, item);
    await expect(registrar.update(remoteId, { carrierCode: 'fedex' }, signal)).rejects.toMatchObject({
      kind: 'ALREADY_EXISTS',
    });
  });

  test('another key from its file is used for the next registration, without a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milepost-key-'));
    const file = join(folder, 'key');
    try {
      writeFileSync(file, 'old-key\n');
      utimesSync(file, 1, 1);
      const registrar = open(secretValues({ SOME_KEY_FILE: file }, 'SOME_KEY'));
      const item = parcel();
      expect(await registrar.create([item], signal)).toMatchObject([
        { outcome: 'later', error: { kind: 'AUTHENTICATION' } },
      ]);
      expect(await registrar.create([item], signal)).toMatchObject([{ outcome: 'later', error: { code: 'REFUSED' } }]);
      writeFileSync(file, 'the-key\n');
      // The file is looked at once a second.
      await eventually(async () => (await registrar.create([item], signal))[0]?.outcome === 'created');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
