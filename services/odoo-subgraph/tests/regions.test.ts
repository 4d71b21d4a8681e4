import { connectDatabase, readAs, type Sql, type Viewer, viewerSettings } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrderLoaders } from '../src/order/order.loaders.ts';
import { applyRegionRules, type RegionRules } from '../src/region/region-rules.ts';
import { readerSettings } from '../src/scope.ts';
import { type Mirror, startMirror } from './support/mirror.ts';
import { viewer } from './support/world.ts';

let world: Mirror;
let readSql: Sql;
beforeAll(async () => {
  world = await startMirror();
  const settings = { application: 'test', searchPath: 'odoo', max: 2, settings: readerSettings };
  readSql = connectDatabase(world.database.url, settings);
  await world.sync.runOnce();
});
afterAll(async () => {
  await readSql.end({ timeout: 2 });
  await world[Symbol.asyncDispose]();
});

/** Until every order follows the rules; answers how many batches it took. */
async function apply(rules: RegionRules): Promise<number> {
  for (let batches = 1; ; batches += 1) if (!(await applyRegionRules(world.sql, rules))) return batches;
}

interface Scope {
  id: number;
  region: string | null;
  warehouse_id: number | null;
  country_code: string | null;
}
const scopes = () => world.sql<Scope[]>`
  select o.id, o.region, o.warehouse_id, s.country_code from odoo.sale_order o left join odoo.partner s on s.id = o.shipping_partner_id order by o.id`;
const toldRegions = async () => {
  const rows = await world.sql<{ id: number; region: string | null }[]>`
    select distinct on (body->'order'->>'id') (body->'order'->>'id')::int as id, body->'order'->>'region' as region from odoo.outbox
    where body->>'type' = 'order.changed' order by body->'order'->>'id', outbox.id desc`;
  return new Map(rows.map(({ id, region }) => [id, region]));
};
/** The rule, said once more. */
const fits = (rules: RegionRules, { warehouse_id, country_code }: Scope) =>
  rules.find(
    ({ warehouses, countries }) =>
      (!warehouses || warehouses.includes(warehouse_id ?? 0)) && (!countries || countries.includes(country_code ?? '')),
  )?.region ?? null;

test('without rules no order has a region, and who is limited to regions sees none', async () => {
  expect(await apply([])).toBe(1);
  const all = await scopes();
  expect(all.length).toBeGreaterThan(10);
  expect(all.every(({ region }) => region === null)).toBe(true);
  expect(await seen(viewer({ regions: ['EU'] }))).toEqual([]);
  expect(await seen(viewer({}))).toHaveLength(all.length);
});

test('the first rule that fits counts; tracking is told; a changed rule moves orders', async () => {
  const countries = [...new Set((await scopes()).flatMap(({ country_code: code }) => code ?? []))];
  const warehouses = [...new Set((await scopes()).flatMap(({ warehouse_id: id }) => id ?? []))];
  expect(countries.length).toBeGreaterThan(1);
  const [country = '', other = ''] = countries;
  const rules: RegionRules = [
    { region: 'FIRST', warehouses: [warehouses[0] as number], countries: [country] },
    { region: 'SECOND', countries: [country, other] },
  ];
  await apply(rules);
  const first = await scopes();
  for (const row of first) expect(row.region, `order ${row.id}`).toBe(fits(rules, row));
  expect(new Set(first.map(({ region }) => region)).size).toBeGreaterThan(1);
  const told = await toldRegions();
  for (const row of first.filter(({ region }) => region !== null)) expect(told.get(row.id)).toBe(row.region);

  const countTold = async () => (await world.sql`select count(*)::int as n from odoo.outbox`)[0]?.['n'];
  const before = await countTold();
  expect(await apply(rules)).toBe(1);
  expect(await countTold()).toBe(before);

  const changed: RegionRules = [{ region: 'ALL' }];
  await apply(changed);
  expect((await scopes()).every(({ region }) => region === 'ALL')).toBe(true);
  expect([...(await toldRegions()).values()].every((region) => region === 'ALL')).toBe(true);
});

test('both walls: an agent of a region sees its orders, and a statement without scope no others', async () => {
  const [country = ''] = (await scopes()).flatMap(({ country_code: code }) => code ?? []);
  await apply([{ region: 'HERE', countries: [country] }]);
  const inside = (await scopes()).filter(({ region }) => region === 'HERE').map(({ id }) => id);
  const everybody = (await scopes()).map(({ id }) => id);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.length).toBeLessThan(everybody.length);
  const here = viewer({ regions: ['HERE'] });
  expect(await seen(here)).toEqual(inside);
  expect(await seen(viewer({ regions: ['ELSEWHERE'] }))).toEqual([]);
  expect(await seen(viewer({ regions: [] }))).toEqual([]);
  // The statements of somebody without limits, under this viewer's settings.
  const unscoped = createOrderLoaders({ reader: readAs(readSql, viewerSettings(here)), viewer: viewer({}) });
  expect((await Promise.all(everybody.map((id) => unscoped.byId.load(id)))).flatMap((row) => row?.id ?? [])).toEqual(
    inside,
  );
});

test('an order that changes follows at once: another country, another region', async () => {
  const rows = await scopes();
  const countries = [...new Set(rows.flatMap(({ country_code: code }) => code ?? []))];
  await apply(countries.map((code) => ({ region: `R-${code}`, countries: [code] })));
  const order = (await scopes()).find(({ region }) => region !== null) as Scope;
  const elsewhere = (await scopes()).find(({ region }) => region !== null && region !== order.region) as Scope;
  const [target] = await world.sql<{ shipping: number }[]>`
    select shipping_partner_id as shipping from odoo.sale_order where id = ${elsewhere.id}`;
  world.odoo.world.writeRecords('sale.order', [order.id], {
    partner_shipping_id: [target?.shipping as number, 'elsewhere'],
  });
  await world.sync.runOnce();
  expect((await scopes()).find(({ id }) => id === order.id)?.region).toBe(elsewhere.region);
  expect((await toldRegions()).get(order.id)).toBe(elsewhere.region);
});

test('interrupted, the walk over the orders goes on where it stood', async () => {
  const rules: RegionRules = [{ region: 'RESUMED' }];
  await world.sql`update odoo.region_state set rules = '[]', after_id = null`;
  await expect(
    world.sql.begin(async (tx) => {
      await applyRegionRules({ begin: (work: (t: typeof tx) => Promise<boolean>) => work(tx) } as never, rules);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect((await scopes()).some(({ region }) => region === 'RESUMED')).toBe(false);
  await apply(rules);
  expect((await scopes()).every(({ region }) => region === 'RESUMED')).toBe(true);
});

async function seen(who: Viewer): Promise<number[]> {
  const loaders = createOrderLoaders({ reader: readAs(readSql, viewerSettings(who)), viewer: who });
  const ids = (await scopes()).map(({ id }) => id);
  return (await Promise.all(ids.map((id) => loaders.byId.load(id)))).flatMap((row) => row?.id ?? []);
}
