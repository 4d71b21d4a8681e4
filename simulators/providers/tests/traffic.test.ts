import { afterEach, expect, test } from 'vitest';
import { codeOf, findCourier } from '../src/couriers.ts';
import { journeys } from '../src/journey.ts';
import { startProviderSimulator } from '../src/server.ts';
import { planDay, playOf } from '../src/traffic.ts';
import { startReceiver } from './support/receiver.ts';
import { hastyClock } from './support/test-clock.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

const day = planDay({ seed: 'seed', date: '2026-11-20', parcels: 1_000 });

test('a day follows from its seed and date', () => {
  expect(planDay({ seed: 'seed', date: '2026-11-20', parcels: 1_000 })).toEqual(day);
  expect(planDay({ seed: 'other', date: '2026-11-20', parcels: 1_000 })).not.toEqual(day);
  expect(planDay({ seed: 'seed', date: '2026-11-21', parcels: 1_000 })).not.toEqual(day);
});

test('it is believable: many carriers, ways and zones, most parcels smooth, all journeys somewhere, labels by day', () => {
  const count = (of: (parcel: (typeof day.parcels)[number]) => string) => Map.groupBy(day.parcels, of).size;
  expect(count(({ lane }) => lane)).toBeGreaterThanOrEqual(12);
  expect(count(({ carrier }) => carrier)).toBeGreaterThanOrEqual(25);
  expect(new Set(day.parcels.map((parcel) => playOf(parcel).places?.recipient.timeZone)).size).toBeGreaterThanOrEqual(
    8,
  );
  expect(new Set(day.parcels.map(({ journey }) => journey)).size).toBe(journeys.size);
  const smooth = day.parcels.filter(({ journey }) => journey === 'smooth').length / day.parcels.length;
  expect(smooth).toBeGreaterThan(0.5);
  expect(new Set(day.parcels.flatMap(({ numbers }) => numbers)).size).toBe(
    day.parcels.flatMap(({ numbers }) => numbers).length,
  );
  for (const { carrier, lastMile, provider, journey } of day.parcels) {
    expect(codeOf(provider, findCourier(carrier) as never)).not.toBeNull();
    if (journeys.get(journey)?.lastMile) expect(lastMile).not.toBeNull();
  }
  const ats = day.parcels.map(({ at }) => at);
  expect(ats).toEqual(ats.toSorted());
});

test('a day that is played again says the very same, byte for byte, faults included', async () => {
  const run = async () => {
    const clock = hastyClock(Date.parse('2027-01-01T00:00:00Z') + Math.random() * 1e9);
    const receiver = await startReceiver();
    const simulator = await startProviderSimulator({
      clock,
      webhooks: {
        aftership: { url: `${receiver.url}/aftership`, secret: 'secret' },
        trackingmore: { url: `${receiver.url}/trackingmore`, secret: 'secret' },
      },
    });
    open.push(simulator, receiver);
    simulator.faults.break('drop', { value: '0.2' });
    simulator.faults.break('double', { value: '0.2' });
    await simulator.runs.replay({ ...day, parcels: day.parcels.slice(0, 40) }, 3_600);
    await simulator.webhooks.settled();
    // Each has an address of its own, which stands before its pictures.
    return receiver.received
      .map(({ path, body }) => `${path} ${body.replaceAll(simulator.url, 'http://simulator')}`)
      .toSorted();
  };
  const first = await run();
  expect(first.length).toBeGreaterThan(200);
  expect(await run()).toEqual(first);
});

test('live traffic begins so many parcels a minute and ends by itself', async () => {
  const clock = hastyClock();
  const simulator = await startProviderSimulator({ clock, webhooks: {} });
  open.push(simulator);
  const begun = clock.now();
  simulator.runs.start({ perMinute: 60, speed: 100_000, seed: 'seed', until: begun + 60_000 });
  while (simulator.runs.status().traffic) await clock.wait(500, new AbortController().signal);
  const { aftership, trackingmore } = simulator.stores;
  const parcels = new Set([...aftership.all(), ...trackingmore.all()].map(({ number }) => number));
  expect(parcels.size).toBeGreaterThanOrEqual(60);
  expect(parcels.size).toBeLessThanOrEqual(66);
});
