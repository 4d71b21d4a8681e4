import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

/** By hand: KILLS=20 NUMBERS=10000. */
const kills = Number(process.env['KILLS'] ?? 2);
const count = Number(process.env['NUMBERS'] ?? 160);

const entry = fileURLToPath(new URL('./support/worker-process.ts', import.meta.url));
const mutation = `mutation ($rows: [ShipmentRegisterRowInput!]!) { shipmentRegisterMany(input: { batch: "kills", rows: $rows }) { rows { isAccepted } } }`;

test('workers that are killed in the middle: every number is registered once, and none is sent twice', {
  timeout: 600_000,
}, async () => {
  await using simulator = await startProviderSimulator({ webhooks: {}, apiKeys: { trackingmore: ['key'] } });
  const store = simulator.stores.trackingmore;
  await using world = await startWorld({
    env: {
      ROLES: 'api',
      TRACKINGMORE_API_KEY: 'key',
      TRACKINGMORE_API_URL: simulator.url,
      REGISTER_AT: 'trackingmore',
      REGISTRATION_LEASE_SECONDS: '5',
      REGISTRATION_RETRY_SECONDS: '0.5',
    },
  });
  for (let from = 0; from < count; from += 500) {
    const rows = Array.from({ length: Math.min(500, count - from) }, (_, i) => ({
      row: from + i + 1,
      trackingNumber: `KILLED${String(from + i).padStart(8, '0')}`,
      carrierCode: 'dpd',
    }));
    const { data } = await world.query<{ shipmentRegisterMany: { rows: { isAccepted: boolean }[] } }>(
      viewer(),
      mutation,
      { rows },
    );
    expect(data.shipmentRegisterMany.rows.every(({ isAccepted }) => isAccepted)).toBe(true);
  }

  const start = async (): Promise<ChildProcess> => {
    const variables = { ...world.variables, ROLES: 'worker', REGISTRATION_WORKERS: '4' };
    const child = spawn(process.execPath, [entry, JSON.stringify(variables)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    return child;
  };
  let inFlight = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const child = await start();
    const before = store.size;
    await eventually(() => expect(store.size > before || store.size === count).toBe(true), {
      timeoutMs: 60_000,
      everyMs: 5,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [row] = await world.sql<
      { n: number }[]
    >`select count(*)::int as n from tracking.registration where asked_at is not null`;
    inFlight += row?.n ?? 0;
  }
  const last = await start();
  try {
    await eventually(
      async () => {
        const rows = await world.sql<
          { state: string; n: number }[]
        >`select state, count(*)::int as n from tracking.registration group by 1`;
        expect(rows).toEqual([{ state: 'REGISTERED', n: count }]);
      },
      { timeoutMs: 300_000, everyMs: 200 },
    );
  } finally {
    last.kill('SIGTERM');
    await once(last, 'exit');
  }
  // Numbers were under way when their worker died: without that nothing was shown.
  expect(inFlight).toBeGreaterThan(0);
  expect(store.size).toBe(count);
  expect(new Set(store.all().map(({ number }) => number)).size).toBe(count);
  expect(store.duplicates).toBe(0);
  const known = await world.sql<{ remote_id: string }[]>`select remote_id from tracking.registration`;
  expect(new Set(known.map((row) => row.remote_id))).toEqual(new Set(store.all().map(({ id }) => id)));
  process.stderr.write(
    `${count} numbers, ${kills} kills, ${inFlight} numbers under way at kills, ${store.duplicates} refused duplicates\n`,
  );
});
