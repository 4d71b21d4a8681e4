import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, startSystem } from './support/system.ts';

let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
let system: Awaited<ReturnType<typeof startSystem>>;
beforeAll(async () => {
  simulator = await startProviderSimulator({ webhooks: {}, apiKeys: { aftership: ['key'] } });
  system = await startSystem({
    env: {
      AFTERSHIP_API_KEY: 'key',
      AFTERSHIP_API_URL: simulator.url,
      REGISTER_AT: 'aftership',
      REGISTRATION_RETRY_SECONDS: '0.2',
      POLL_INTERVAL_SECONDS: '86400',
    },
  });
}, 120_000);
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});

test('a delivery that is validated in Odoo while the provider is down: on the customer’s page at once, registered once the provider is back', {
  timeout: 60_000,
}, async () => {
  simulator.faults.break('outage', { provider: 'aftership', value: 'refuse' });
  const { world, asAdmin } = system.odooSimulator;
  const product = [...world.table('product.product').values()].find((row) => row['type'] === 'consu')?.id as number;
  const carrier = [...world.table('delivery.carrier').values()].find((row) => row['name'] === 'UPS Ground')
    ?.id as number;
  const order = world.placeOrder({
    partner_id: 46,
    order_line: [[0, 0, { product_id: product, product_uom_qty: 1 }]],
  });
  const name = String(world.table('sale.order').get(order)?.['name']);
  const picking = [...world.table('stock.picking').values()].find(
    (row) => (row['sale_id'] as [number, string] | false) && (row['sale_id'] as [number, string])[0] === order,
  )?.id as number;
  const number = '1Z999AA10123456784';
  await asAdmin('stock.picking', 'write', [[picking], { carrier_id: carrier, carrier_tracking_ref: number }]);
  await asAdmin('stock.picking', 'button_validate', [[picking]], { context: { skip_sms: true } });

  const headers = await system.signIn(accounts.agent);
  interface Answer {
    orderByName: {
      shipments: { trackingNumber: string; registration: { state: string; problem: { kind: string } | null } | null }[];
    } | null;
  }
  const ask = async () =>
    (
      await system.query<Answer>(
        'query ($name: String!) { orderByName(name: $name) { shipments { trackingNumber registration { state problem { kind } } } } }',
        { name },
        headers,
      )
    ).data?.orderByName?.shipments[0];
  await eventually(
    async () =>
      expect(await ask()).toMatchObject({
        trackingNumber: number,
        registration: { state: 'QUEUED', problem: { kind: expect.stringMatching(/UNAVAILABLE|UNCLEAR/) } },
      }),
    { timeoutMs: 30_000 },
  );
  const page = await (await fetch(`${system.gatewayUrl}/track/${number}`)).text();
  expect(page).toContain(number);
  expect(simulator.stores.aftership.all().filter((tracking) => tracking.number === number)).toEqual([]);

  simulator.faults.mend();
  await eventually(
    async () => expect(await ask()).toMatchObject({ registration: { state: 'REGISTERED', problem: null } }),
    { timeoutMs: 40_000 },
  );
  expect(simulator.stores.aftership.all().filter((tracking) => tracking.number === number)).toHaveLength(1);
});
