import { startOdooSimulator } from '@milepost/odoo-simulator';
import {
  connectDatabase,
  createLogger,
  openKeyStore,
  parseKeyRing,
  readAs,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadIndexKeys } from '../src/mirror/index-keys.ts';
import { createSync } from '../src/mirror/sync.ts';
import { createOdooClient } from '../src/odoo/client.ts';
import { createOrderLoaders } from '../src/order/order.loaders.ts';
import { applyRegionRules, type RegionRules } from '../src/region/region-rules.ts';
import { readerSettings } from '../src/scope.ts';
import { migrate } from '../src/server.ts';

const logger = createLogger({ service: 'odoo', level: 'silent' });
const agent = (limits: Partial<Viewer>): Viewer => ({
  sid: 't',
  sub: 't',
  role: 'agent',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: Math.floor(Date.now() / 1000) + 600,
  ...limits,
});

async function start() {
  const stack = new AsyncDisposableStack();
  const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate });
  stack.defer(() => database.drop());
  const odoo = stack.use(await startOdooSimulator());
  const connect = (settings: Record<string, string>): Sql => {
    const sql = connectDatabase(database.url, { application: 'test', searchPath: 'odoo', max: 2, settings });
    stack.defer(() => sql.end({ timeout: 2 }));
    return sql;
  };
  const sql = connect({});
  const readSql = connect(readerSettings);
  const ring = parseKeyRing(Buffer.alloc(32, 1).toString('base64'));
  const keyStore = await openKeyStore({ sql, table: 'odoo.data_key', ring });
  const customerKeys = await openKeyStore({ sql, table: 'odoo.customer_key', ring });
  const sync = createSync({
    sql,
    odoo: createOdooClient({ url: odoo.url, db: odoo.db, login: odoo.login, apiKey: () => [odoo.apiKey], logger }),
    keys: { customerKeys, indexKeys: await loadIndexKeys(keyStore) },
    overlapSeconds: 150,
    pageSize: 200,
    logger,
  });
  /** Until every order follows the rules; answers how many batches it took. */
  async function apply(rules: RegionRules): Promise<number> {
    for (let batches = 1; ; batches += 1) if (!(await applyRegionRules(sql, rules))) return batches;
  }
  return { odoo, sql, readSql, sync, apply, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

let world: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  world = await start();
  await world.sync.runOnce();
});
afterAll(() => world[Symbol.asyncDispose]());

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
  expect(await world.apply([])).toBe(1);
  const all = await scopes();
  expect(all.length).toBeGreaterThan(10);
  expect(all.every(({ region }) => region === null)).toBe(true);
  expect(await seen(agent({ regions: ['EU'] }))).toEqual([]);
  expect(await seen(agent({}))).toHaveLength(all.length);
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
  await world.apply(rules);
  const first = await scopes();
  for (const row of first) expect(row.region, `order ${row.id}`).toBe(fits(rules, row));
  expect(new Set(first.map(({ region }) => region)).size).toBeGreaterThan(1);
  const told = await toldRegions();
  for (const row of first.filter(({ region }) => region !== null)) expect(told.get(row.id)).toBe(row.region);

  const countTold = async () => (await world.sql`select count(*)::int as n from odoo.outbox`)[0]?.['n'];
  const before = await countTold();
  expect(await world.apply(rules)).toBe(1);
  expect(await countTold()).toBe(before);

  const changed: RegionRules = [{ region: 'ALL' }];
  await world.apply(changed);
  expect((await scopes()).every(({ region }) => region === 'ALL')).toBe(true);
  expect([...(await toldRegions()).values()].every((region) => region === 'ALL')).toBe(true);
});

test('both walls: an agent of a region sees its orders, and a statement without scope no others', async () => {
  const [country = ''] = (await scopes()).flatMap(({ country_code: code }) => code ?? []);
  await world.apply([{ region: 'HERE', countries: [country] }]);
  const inside = (await scopes()).filter(({ region }) => region === 'HERE').map(({ id }) => id);
  const everybody = (await scopes()).map(({ id }) => id);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.length).toBeLessThan(everybody.length);
  const here = agent({ regions: ['HERE'] });
  expect(await seen(here)).toEqual(inside);
  expect(await seen(agent({ regions: ['ELSEWHERE'] }))).toEqual([]);
  expect(await seen(agent({ regions: [] }))).toEqual([]);
  // The statements of somebody without limits, under this viewer's settings.
  const unscoped = createOrderLoaders({ reader: readAs(world.readSql, viewerSettings(here)), viewer: agent({}) });
  expect((await Promise.all(everybody.map((id) => unscoped.byId.load(id)))).flatMap((row) => row?.id ?? [])).toEqual(
    inside,
  );
});

test('an order that changes follows at once: another country, another region', async () => {
  const rows = await scopes();
  const countries = [...new Set(rows.flatMap(({ country_code: code }) => code ?? []))];
  await world.apply(countries.map((code) => ({ region: `R-${code}`, countries: [code] })));
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
  await world.apply(rules);
  expect((await scopes()).every(({ region }) => region === 'RESUMED')).toBe(true);
});

async function seen(viewer: Viewer): Promise<number[]> {
  const loaders = createOrderLoaders({ reader: readAs(world.readSql, viewerSettings(viewer)), viewer });
  const ids = (await scopes()).map(({ id }) => id);
  return (await Promise.all(ids.map((id) => loaders.byId.load(id)))).flatMap((row) => row?.id ?? []);
}
