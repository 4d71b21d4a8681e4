import { readFileSync } from 'node:fs';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { startSystem } from './support/system.ts';

const operation = readFileSync(new URL('../contract/OrderWithShipments.graphql', import.meta.url), 'utf8');

test('OrderWithShipments costs the same for 1 and 20 orders of 5 parcels: at most 8 SQL statements and 3 subgraph calls', async () => {
  await using system = await startSystem();
  const names = Array.from({ length: 20 }, (_, i) => `COUNT${String(i).padStart(2, '0')}`);
  for (const [i, name] of names.entries()) {
    const { orderId } = system.odooSimulator.world.cloneOrder(38, {
      name,
      references: Array.from({ length: 5 }, (_, n) => `1Z999AA1${String(9_000_000_000 + i * 10 + n)}`),
    });
    // Newest first is the order of the list.
    system.odooSimulator.world.writeRecords('sale.order', [orderId], { date_order: '2030-01-01 08:00:00' });
  }
  await eventually(
    async () =>
      (
        await system.sql<
          { n: number }[]
        >`select count(*)::int as n from tracking.link l join odoo.sale_order o on o.id = l.order_id where o.name like 'COUNT%' and o.placed_at > '2029-01-01'`
      )[0]?.n === 100,
    { timeoutMs: 30_000 },
  );
  await system.settled();
  const headers = { authorization: `Bearer ${await system.partnerToken()}` };
  // The same selection on a list, since the operation itself names one order; smaller pages of events, or it would cost too much.
  const many = operation
    .replace(/query OrderWithShipments\([^)]*\)/, 'query Many($first: Int!)')
    .replace(/orderByName\([^)]*\) \{/, 'orders(first: $first) { nodes {')
    .replace('events(first: 50)', 'events(first: 5)')
    .replace('\n  }\n}\n\nfragment ShipmentFields', '\n  } }\n}\n\nfragment ShipmentFields');

  async function measure(query: string, variables: object) {
    system.statements.length = 0;
    system.taps.tracking.calls.length = 0;
    system.taps.odoo.calls.length = 0;
    const { data, errors } = await system.query<Record<string, unknown>>(query, variables, headers);
    expect(errors).toBeUndefined();
    return {
      data,
      // Each reads in a transaction of its own, under the viewer's settings: three short words around it that the tables do not see.
      statements: system.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length,
      calls: system.taps.tracking.calls.length + system.taps.odoo.calls.length,
    };
  }
  await measure(many, { first: 1 });
  const single = await measure(operation, { name: 'COUNT07' });
  expect(JSON.stringify(single.data).match(/"trackingNumber"/g)).toHaveLength(5);
  const one = await measure(many, { first: 1 });
  const twenty = await measure(many, { first: 20 });
  expect(JSON.stringify(twenty.data).match(/"trackingNumber"/g)).toHaveLength(100);
  for (const { statements, calls } of [single, one, twenty]) {
    expect(statements).toBeLessThanOrEqual(8);
    expect(calls).toBe(3);
  }
  expect(twenty.statements).toBe(one.statements);
  expect(single.statements).toBe(one.statements);
  process.stdout.write(
    `OrderWithShipments: ${one.statements} SQL statements, ${one.calls} subgraph calls for 1 and 20 orders\n`,
  );
});
