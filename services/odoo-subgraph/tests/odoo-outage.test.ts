import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphOrders } from './support/graph-orders.ts';
import { rawOrders, rawSubjects } from './support/raw-orders.ts';
import { everythingTold, lastTold } from './support/told.ts';
import { startWorld, viewer } from './support/world.ts';

let now = Date.parse('2026-12-01T10:00:00Z');
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({
    env: { SYNC_INTERVAL_MS: '50', SYNC_SWEEP_INTERVAL_MS: '50' },
    simulator: { clock: () => new Date(now) },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Page {
  order: { name: string; asOf: string };
  orders: { nodes: { name: string; asOf: string }[] };
  search: { hits: { nodes: { order: { name: string; asOf: string } | null }[] } };
}
const page = async (as: Viewer = viewer()) => {
  const { data, errors } = await world.query<Page>(
    as,
    `{ order(id: "${toGlobalId('Order', 46)}") { name asOf } orders(first: 100) { nodes { name asOf } } search(text: "S00046") { hits { nodes { order { name asOf } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data as Page;
};
const ages = ({ order, orders, search }: Page) => [
  ...new Set([order, ...orders.nodes, ...search.hits.nodes.flatMap((hit) => hit.order ?? [])].map(({ asOf }) => asOf)),
];
const failedRounds = () => world.lines.filter((line) => line.includes('"name":"sync"')).length;

test('an hour without Odoo: pages, lists and search answer with their age; catching up tells what changed, once', {
  timeout: 120_000,
}, async () => {
  const { odoo, sql } = world;
  await odoo.stop();
  await eventually(() => failedRounds() > 0);
  // What a round that was under way had still brought in.
  const [before] = ages(await page());
  const shown = await graphOrders(world.query);
  const told = await everythingTold(sql);
  expect(Date.parse(before as string)).toBeGreaterThan(Date.parse('2026-01-01'));

  // People go on: only we do not reach them.
  const changes = [
    () => odoo.world.setTrackingRef(20, '1Z999AA10123456784'),
    () => odoo.world.setTrackingRef(20, '1Z999AA10300000001'),
    () => odoo.world.setTrackingRef(21, '1Z999AA10300000002'),
    // Away and back: nothing to tell.
    () => odoo.world.setTrackingRef(21, false),
    () => odoo.world.setCommitmentDate(46, '2026-12-24 09:00:00'),
    () => odoo.world.writeRecords('sale.order.line', [59], { name: 'Another text' }),
    () => void odoo.world.quoteOrder({ partner_id: [46, 'Ann'] }),
    () => odoo.world.deleteOrder(25),
  ];
  for (let minute = 0; minute < 60; minute += 5) {
    now += 300_000;
    changes[minute / 5]?.();
    const attempts = failedRounds();
    const seen = await page(viewer({ sub: `reader ${minute}` }));
    expect(seen.order.name).toBe('S00046');
    expect(seen.orders.nodes).toHaveLength(shown.length);
    expect(seen.search.hits.nodes[0]?.order?.name).toBe('S00046');
    expect(ages(seen)).toEqual([before]);
    // It has tried again meanwhile.
    if (minute === 0 || minute === 30) await eventually(() => failedRounds() > attempts);
  }
  expect(await graphOrders(world.query)).toEqual(shown);
  expect(await everythingTold(sql)).toEqual(told);
  expect(await world.isReady()).toBe(true);

  await odoo.start();
  const expected = rawOrders(odoo.world);
  await eventually(async () => expect(await graphOrders(world.query)).toEqual(expected), {
    timeoutMs: 20_000,
    everyMs: 100,
  });
  await eventually(async () => (ages(await page())[0] as string) > (before as string), { timeoutMs: 20_000 });
  expect(await lastTold(sql)).toEqual(rawSubjects(odoo.world));
  // Two rounds and looks at every model later.
  const [{ at } = { at: '' }] = await sql<{ at: string }[]>`select clock_timestamp()::text as at`;
  await eventually(
    async () =>
      (
        await sql`select 1 from odoo.sync_cursor where generation_cursor is not null and (swept_at is null or swept_at < ${at}::text::timestamptz)`
      ).length === 0,
    { timeoutMs: 20_000, everyMs: 50 },
  );
  const news = (await everythingTold(sql)).slice(told.length);
  const deliveriesOf46 = expected.find(({ name }) => name === 'S00046')?.deliveries.length ?? 0;
  expect(deliveriesOf46).toBeGreaterThan(1);
  const quoted = Math.max(...odoo.world.table('sale.order').keys());
  expect(news.map(({ key }) => key).sort()).toEqual(
    [
      'delivery/20',
      'order/25',
      'order/46',
      `order/${quoted}`,
      ...Object.keys(rawSubjects(odoo.world)).filter((key) =>
        [...odoo.world.table('stock.picking').values()].some(
          (row) => key === `delivery/${row.id}` && (row['sale_id'] as [number])[0] === 46,
        ),
      ),
    ].sort(),
  );
});
