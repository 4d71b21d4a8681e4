import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrierLists } from '../src/carrier-lists/start-carrier-lists.ts';
import { createCarrierLists } from '../src/carrier-lists/stored-lists.ts';
import { createTrackingmoreRegistrar } from '../src/connectors/trackingmore/registrar.ts';
import { startJobQueue } from '../src/registration/job-queue.ts';
import { deliveryChanged } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
let world: World;
beforeAll(async () => {
  simulator = await startProviderSimulator({ webhooks: {}, apiKeys: { aftership: ['key'], trackingmore: ['key'] } });
  simulator.faults.break('carriers-gone', { provider: 'trackingmore', value: 'gls' });
  simulator.faults.break('carriers-demanding', { provider: 'trackingmore', value: 'dhl' });
  world = await startWorld({
    env: {
      AFTERSHIP_API_KEY: 'key',
      TRACKINGMORE_API_KEY: 'key',
      AFTERSHIP_API_URL: simulator.url,
      TRACKINGMORE_API_URL: simulator.url,
      REGISTER_AT: 'trackingmore,aftership',
      CARRIER_MAPPING: JSON.stringify({ GLS: 'gls', Express: 'dhl-express' }),
      POLL_INTERVAL_SECONDS: '86400',
    },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});

interface List {
  provider: string;
  readAt: string | null;
  problem: string | null;
  carrierCount: number;
  differences: object[];
}
async function listOf(provider: string): Promise<List | undefined> {
  const { data } = await world.query<{ registrationReport: { carrierLists: List[] } }>(
    viewer(),
    '{ registrationReport { carrierLists { provider readAt problem carrierCount differences { carrierCode providerCode isGone needs expectedNeeds } } } }',
  );
  return data.registrationReport.carrierLists.find((one) => one.provider === provider);
}

test('each provider’s list is read at once and every night; what it says otherwise is shown, and known before anything is sent', async () => {
  await eventually(
    async () => {
      expect(await listOf('trackingmore')).toMatchObject({
        readAt: expect.any(String),
        problem: null,
        differences: [
          {
            carrierCode: 'dhl-express',
            providerCode: 'dhl',
            isGone: false,
            needs: ['destinationPostalCode'],
            expectedNeeds: [],
          },
          { carrierCode: 'gls', providerCode: 'gls', isGone: true, needs: [], expectedNeeds: [] },
        ],
      });
      expect(await listOf('aftership')).toMatchObject({ readAt: expect.any(String), differences: [] });
    },
    { timeoutMs: 10_000 },
  );
  expect(await world.sql`select name, cron from pgboss.schedule order by name`).toEqual([
    { name: 'carrier-list-aftership', cron: '17 3 * * *' },
    { name: 'carrier-list-trackingmore', cron: '17 3 * * *' },
  ]);
  await world.tell([
    deliveryChanged(1, { deliveryMethod: 'GLS', references: ['LISTED00001'] }),
    deliveryChanged(2, { deliveryMethod: 'Express', references: ['LISTED00002'] }),
  ]);
  const stateOf = (number: string) =>
    world.sql`select state, provider, needs from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`;
  await eventually(
    async () => {
      expect(await stateOf('LISTED00001')).toEqual([{ state: 'REGISTERED', provider: 'aftership', needs: [] }]);
      expect(await stateOf('LISTED00002')).toEqual([
        { state: 'NEEDS_FACTS', provider: 'trackingmore', needs: ['destinationPostalCode'] },
      ]);
    },
    { timeoutMs: 10_000 },
  );
  expect(simulator.limits.trackingmore.report()['POST /trackings/batch']?.calls ?? 0).toBe(0);
});

test('a list that cannot be read, or lacks most carriers, leaves what is known; the job comes back', async () => {
  await using queue = await startJobQueue({
    databaseUrl: world.databaseUrl,
    providers: ['trackingmore'],
    leaseSeconds: 60,
    supervises: false,
    logger: world.logger,
  });
  const registrars = new Map([
    ['trackingmore', createTrackingmoreRegistrar({ baseUrl: simulator.url, apiKeys: () => ['key'] })],
  ]);
  const lists = createCarrierLists(world.sql, registrars);
  await lists.refresh();
  expect(lists.isGone('trackingmore', 'gls')).toBe(true);
  // As another process reads it, this one hears of it.
  expect(registrars.get('trackingmore')?.needs('dhl-express')).toEqual(['destinationPostalCode']);
  const before = await listOf('trackingmore');
  for (const [fault, value, problem] of [
    ['error', '4130 GET /couriers/all', 'INVALID_REQUEST'],
    ['carriers-gone', '*', 'STRANGE'],
  ] as const) {
    simulator.faults.mend();
    simulator.faults.break(fault, { provider: 'trackingmore', value });
    await queue.wantList('trackingmore');
    await using _reading = startCarrierLists({ registrars, lists, queue, sql: world.sql, logger: world.logger });
    await eventually(async () => expect(await listOf('trackingmore')).toEqual({ ...before, problem }));
  }
  const waiting =
    await world.sql`select state::text from pgboss.job where name = 'carrier-list-trackingmore' and state = 'retry'`;
  expect(waiting.length).toBeGreaterThanOrEqual(1);
  simulator.faults.mend();
  await queue.wantList('trackingmore');
  await using _reading = startCarrierLists({ registrars, lists, queue, sql: world.sql, logger: world.logger });
  await eventually(async () => expect(await listOf('trackingmore')).toMatchObject({ problem: null, differences: [] }));
  // The world's own process may have been the one that read it: this one looks again, as it does from time to time.
  await lists.refresh();
  expect(lists.isGone('trackingmore', 'gls')).toBe(false);
});
