import { type OdooSimulator, startOdooSimulator } from '@milepost/odoo-simulator';
import {
  connectDatabase,
  createLogger,
  deriveKey,
  parseMasterKey,
  readAs,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import { createTestDatabase, eventually, viewerKeys } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { createSync } from '../src/mirror/sync.ts';
import { createOdooClient } from '../src/odoo/client.ts';
import { findOrderByName } from '../src/order/find-orders.ts';
import { createOrderLoaders } from '../src/order/order.loaders.ts';
import { readerSettings } from '../src/scope.ts';
import { migrate, startServer } from '../src/server.ts';

const masterKey = Buffer.alloc(32, 1).toString('base64');
const logger = createLogger({ service: 'odoo', level: 'silent' });

async function startMirror({ pageSize = 200, overlapSeconds = 150 } = {}) {
  const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate });
  const odoo = await startOdooSimulator();
  const sql: Sql = connectDatabase(database.url, { application: 'test', searchPath: 'odoo', max: 3 });
  let secret = odoo.apiKey;
  const client = createOdooClient({ url: odoo.url, db: odoo.db, login: odoo.login, apiKey: () => [secret], logger });
  const master = parseMasterKey(masterKey);
  const makeSync = () =>
    createSync({
      sql,
      odoo: client,
      keys: { email: deriveKey(master, 'blind-index/email'), postcode: deriveKey(master, 'blind-index/postcode') },
      overlapSeconds,
      pageSize,
      logger,
    });
  return {
    database,
    odoo,
    sql,
    sync: makeSync(),
    makeSync,
    setSecret(value: string) {
      secret = value;
    },
    /** What tracking would be told, oldest first. */
    told: () =>
      sql<
        { body: { type: string; delivery?: { id: number; name: string; references: string[] } } }[]
      >`select body from odoo.outbox order by id`.then((rows) => rows.map((row) => row.body)),
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 2 });
      await odoo[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}
type Mirror = Awaited<ReturnType<typeof startMirror>>;
const calls = (odoo: OdooSimulator) => [...odoo.stats.calls.values()].reduce((sum, n) => sum + n, 0);

describe('the mirror', () => {
  let mirror: Mirror;
  beforeEach(async () => {
    mirror = await startMirror({ pageSize: 20 });
    return () => mirror[Symbol.asyncDispose]();
  });

  test('a record that does not fit is set aside and holds nothing back; it comes in when it fits', async () => {
    await mirror.sync.runOnce();
    const { world } = mirror.odoo;
    world.writeRecords('sale.order', [29], { state: 'to_approve' });
    world.setTrackingRef(20, '1Z999AA10123456784');
    await mirror.sync.runOnce();
    await mirror.sync.runOnce();
    expect(await mirror.sql`select model, id, problem from odoo.misfit`).toEqual([
      { model: 'sale.order', id: 29, problem: 'state: invalid_value' },
    ]);
    expect(await mirror.sql`select tracking_ref from odoo.picking where id = 20`).toEqual([
      { tracking_ref: '1Z999AA10123456784' },
    ]);
    expect(await mirror.sql`select state from odoo.sale_order where id = 29`).toEqual([{ state: 'sale' }]);
    world.writeRecords('sale.order', [29], { state: 'sale' });
    await mirror.sync.runOnce();
    expect(await mirror.sql`select count(*)::int as n from odoo.misfit`).toEqual([{ n: 0 }]);
  });

  test('an empty or dashed postcode is no proof, whoever asks with what', async () => {
    const { world } = mirror.odoo;
    const { id, partner_shipping_id: shipping } = world.table('sale.order').get(46) as unknown as {
      id: number;
      partner_shipping_id: [number, string];
    };
    world.writeRecords('res.partner', [shipping[0]], { zip: '-' });
    await mirror.sync.runOnce();
    expect(await mirror.sql`select postcode_index from odoo.partner where id = ${shipping[0]}`).toEqual([
      { postcode_index: null },
    ]);
    // Also where an index of an empty value was stored by an earlier version.
    const { blindIndex } = await import('@milepost/service-kit');
    const key = deriveKey(parseMasterKey(masterKey), 'blind-index/postcode');
    const [{ country_code: country } = { country_code: '' }] = await mirror.sql<
      { country_code: string }[]
    >`select country_code from odoo.partner where id = ${shipping[0]}`;
    await mirror.sql`update odoo.partner set postcode_index = ${blindIndex(key, `${shipping[0]}|${country ?? ''}|`)} where id = ${shipping[0]}`;
    const { createOrderAccess } = await import('../src/access/create-order-access.ts');
    const access = await createOrderAccess({ sql: mirror.sql, masterKey, limits: null, logger });
    for (const postalCode of ['', '-', '  ', ' - '])
      expect((await access.create({ orderName: 'S00046', email: null, postalCode, address: '' })).token).toBeNull();
    expect((await access.create({ orderName: 'S00046', email: '', postalCode: null, address: '' })).token).toBeNull();
    expect(id).toBe(46);
  });

  test('loads every record once and says nothing twice; a further round changes nothing', async () => {
    await mirror.sync.runOnce();
    const [counts] =
      await mirror.sql`select (select count(*) from odoo.sale_order)::int as orders, (select count(*) from odoo.order_line)::int as lines, (select count(*) from odoo.picking)::int as pickings,
      (select count(*) from odoo.partner)::int as partners`;
    expect(counts).toEqual({ orders: 51, lines: 126, pickings: 60, partners: 26 });
    const told = await mirror.told();
    expect(await mirror.sync.runOnce()).toBe(0);
    expect(await mirror.told()).toEqual(told);
    expect(mirror.odoo.stats.maxConcurrent).toBeLessThanOrEqual(4);
  });

  test('resumes a load that was killed, without reading again what was stored', async () => {
    // The connection is lost in the middle of the load of lines.
    let left = 8;
    const failing = {
      searchRead: async () => {
        throw new Error('killed');
      },
    };
    const client = createOdooClient({
      url: mirror.odoo.url,
      db: mirror.odoo.db,
      login: mirror.odoo.login,
      apiKey: () => [mirror.odoo.apiKey],
      logger,
    });
    const master = parseMasterKey(masterKey);
    const killed = createSync({
      sql: mirror.sql,
      odoo: { searchRead: (...args) => (left-- > 0 ? client.searchRead(...args) : failing.searchRead()) },
      keys: { email: deriveKey(master, 'blind-index/email'), postcode: deriveKey(master, 'blind-index/postcode') },
      overlapSeconds: 150,
      pageSize: 20,
      logger,
    });
    await expect(killed.runOnce()).rejects.toThrow('killed');
    const before = calls(mirror.odoo);
    await mirror.sync.runOnce();
    const [orders] = await mirror.sql`select count(*)::int as n from odoo.sale_order`;
    expect(orders?.['n']).toBe(51);
    const other = await startMirror({ pageSize: 20 });
    await other.sync.runOnce();
    expect(calls(mirror.odoo) - before).toBeLessThan(calls(other.odoo));
    expect((await mirror.told()).length).toBe((await other.told()).length);
    await other[Symbol.asyncDispose]();
  });

  test('finds a transaction that commits late with an earlier write_date', async () => {
    await mirror.sync.runOnce();
    const slow = mirror.odoo.world.begin();
    slow.write('stock.picking', 21, { carrier_tracking_ref: '1Z999AA10123456784' });
    mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000001');
    await mirror.sync.runOnce();
    slow.commit();
    await mirror.sync.runOnce();
    const rows = await mirror.sql<
      { id: number; tracking_ref: string }[]
    >`select id, tracking_ref from odoo.picking where id in (20, 21) order by id`;
    expect(rows.map((row) => row.tracking_ref)).toEqual(['1Z999AA10300000001', '1Z999AA10123456784']);
  });

  test('drains a second that holds more rows than a page', async () => {
    await mirror.sync.runOnce();
    const ids = [...mirror.odoo.world.table('stock.picking').keys()];
    mirror.odoo.world.writeRecords('stock.picking', ids, { carrier_tracking_ref: '1Z999AA10123456784' });
    await mirror.sync.runOnce();
    const [row] =
      await mirror.sql`select count(*)::int as n from odoo.picking where tracking_ref = '1Z999AA10123456784'`;
    expect(row?.['n']).toBe(ids.length);
  });

  test('tells a changed number once, with the split references', async () => {
    await mirror.sync.runOnce();
    await mirror.sql`delete from odoo.outbox`;
    mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000001; 1Z 999 AA1 03 0000 0002');
    await mirror.sync.runOnce();
    await mirror.sync.runOnce();
    expect((await mirror.told()).map((event) => event.delivery?.references)).toEqual([
      ['1Z999AA10300000001', '1Z999AA10300000002'],
    ]);
  });

  test('keeps no e-mail, phone or street', async () => {
    await mirror.sync.runOnce();
    const rows = await mirror.sql`select row_to_json(p)::text as text from odoo.partner p`;
    const all = rows.map((row) => row['text']).join('\n');
    expect(all).not.toMatch(/@/);
    expect(all).not.toContain('Executive Park');
  });
});

describe('when Odoo fails', () => {
  test('refused credentials stop every call until the secret changes', async () => {
    await using mirror = await startMirror();
    mirror.setSecret('wrong');
    for (let i = 0; i < 5; i += 1)
      await expect(mirror.sync.runOnce()).rejects.toMatchObject({ kind: 'authentication' });
    expect(calls(mirror.odoo)).toBe(0);
    mirror.setSecret(mirror.odoo.apiKey);
    await mirror.sync.runOnce();
  });

  test.each([
    ['a proxy’s HTML', (odoo: OdooSimulator) => Object.assign(odoo.faults.proxyError, { count: 1 }), 'unavailable'],
    ['a dropped connection', (odoo: OdooSimulator) => Object.assign(odoo.faults, { drop: 1 }), 'unavailable'],
    [
      'a serialization conflict',
      (odoo: OdooSimulator) => Object.assign(odoo.faults, { serializationFailures: 1 }),
      'serialization',
    ],
  ])('%s is a typed error and the next round heals', async (_name, breakIt, kind) => {
    await using mirror = await startMirror();
    breakIt(mirror.odoo);
    await expect(mirror.sync.runOnce()).rejects.toMatchObject({ kind, retryable: true });
    await mirror.sync.runOnce();
  });
});

const staff: Viewer = {
  sid: 't',
  sub: 't',
  role: 'operator',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: Math.floor(Date.now() / 1000) + 600,
};

describe('the graph of one subgraph', () => {
  let world: Awaited<ReturnType<typeof start>>;
  async function start() {
    const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate });
    const odoo = await startOdooSimulator();
    const keys = await viewerKeys();
    const statements: string[] = [];
    const server = await startServer(
      loadConfig({
        DATABASE_URL: database.url,
        PUBLIC_PORT: '0',
        PRIVATE_PORT: '0',
        VIEWER_JWKS_URL: keys.jwksUrl,
        TRACKING_EVENTS_URL: 'http://127.0.0.1:1/events',
        ODOO_URL: odoo.url,
        ODOO_DB: odoo.db,
        ODOO_LOGIN: odoo.login,
        ODOO_API_KEY: odoo.apiKey,
        KEY_ENCRYPTION_KEY: masterKey,
        INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
        LOG_LEVEL: 'silent',
      }),
      { logger, onStatement: (text) => void statements.push(text) },
    );
    const post = async (extensions: object, query: string) => {
      const response = await fetch(`${server.privateUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, extensions }),
      });
      return {
        status: response.status,
        body: (await response.json()) as { data: Record<string, unknown>; errors?: { extensions: { code: string } }[] },
      };
    };
    return {
      databaseUrl: database.url,
      odoo,
      statements,
      post,
      query: async (viewer: Partial<Viewer>, query: string, address = '') =>
        (
          await post(
            {
              address,
              viewer: await keys.sign({ ...staff, ...viewer }),
            },
            query,
          )
        ).body,
      isReady: async () => (await fetch(`${server.privateUrl}/readyz`)).status === 200,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await keys[Symbol.asyncDispose]();
        await odoo[Symbol.asyncDispose]();
        await database.drop();
      },
    };
  }
  beforeAll(async () => {
    world = await start();
    await eventually(() => world.isReady(), { timeoutMs: 20_000 });
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const id = (type: string, local: number) => Buffer.from(`${type}:${local}`).toString('base64url');
  const entities = (type: string, local: number, fields: string) =>
    `{ _entities(representations: [{ __typename: "${type}", id: "${id(type, local)}" }]) { ... on ${type} { ${fields} } } }`;

  test('nobody gets in without a viewer, nor with one of another issuer', async () => {
    for (const extensions of [{}, { viewer: 'x' }, { viewer: 'eyJhbGciOiJub25lIn0.e30.' }]) {
      const { status, body } = await world.post(extensions, '{ orders { nodes { id } } }');
      expect(status).toBe(401);
      expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  const strangers: [string, Partial<Viewer>][] = [
    ['anonymous', { role: 'anonymous', level: 'L0', companies: [], customers: [] }],
    ['customer of another order', { role: 'customer', level: 'L1', companies: [], customers: [], orders: [47] }],
    ['customer of another account', { role: 'customer', level: 'L3', companies: [], customers: [54], orders: [] }],
    ['partner of another company', { role: 'partner', level: 'PARTNER', companies: [3], customers: null }],
    ['partner of another customer', { role: 'partner', level: 'PARTNER', companies: null, customers: [54] }],
    ['agent of another company', { role: 'agent', level: 'STAFF', companies: [3] }],
  ];
  test.each(strangers)('%s sees nothing of S00046 by any path', async (_name, viewer) => {
    const direct = await world.query(
      viewer,
      `{ order(id: "${id('Order', 46)}") { name } orderByName(name: "S00046") { name } orders(first: 100) { nodes { name } } }`,
    );
    expect(direct.data).toMatchObject({ order: null, orderByName: null });
    expect(JSON.stringify(direct.data)).not.toContain('S00046');
    for (const [type, local, fields] of [
      ['Order', 46, 'name'],
      ['Delivery', 37, 'name'],
      ['Customer', 45, 'name'],
    ] as const) {
      expect((await world.query(viewer, entities(type, local, fields))).data, type).toEqual({ _entities: [null] });
    }
  });

  test('guesses at one order stop after five, from wherever they come and whether it exists or not', async () => {
    const nobody: Partial<Viewer> = { role: 'anonymous', level: 'L0', companies: [], customers: [] };
    const guess = async (orderName: string, i: number) => {
      const { data } = await world.query(
        nobody,
        `mutation { orderAccessCreate(input: { orderName: "${orderName}", email: "guess${i}@example.com" }) { token userErrors { code message } } }`,
        `198.51.${i}.7`,
      );
      return data['orderAccessCreate'] as { token: string | null; userErrors: { code: string; message: string }[] };
    };
    const answers = new Map<string, object[]>();
    for (const name of ['S00045', 'S77777']) {
      const own: object[] = [];
      for (let i = 0; i < 7; i += 1) own.push(await guess(name, i));
      answers.set(name, own);
    }
    expect(answers.get('S00045')).toEqual(answers.get('S77777'));
    expect(
      answers.get('S00045')?.map((answer) => (answer as { userErrors: { code: string }[] }).userErrors[0]?.code),
    ).toEqual([...Array.from({ length: 5 }, () => 'ORDER_ACCESS_DENIED'), 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  test.each(strangers)('%s gets nothing from a loader that has lost its scope', async (_name, viewer) => {
    const settings = { application: 'wall', searchPath: 'odoo', max: 1, settings: readerSettings };
    const readSql = connectDatabase(world.databaseUrl, settings);
    try {
      const everybody: Viewer = { ...staff, role: 'operator' };
      // The statements of an operator, which carry no limit, on the connection of this viewer.
      const reader = readAs(readSql, viewerSettings({ ...everybody, ...viewer }));
      const loaders = createOrderLoaders({ reader, viewer: everybody });
      const owner = createOrderLoaders({ reader: readAs(readSql, viewerSettings(everybody)), viewer: everybody });
      for (const read of [
        (from: typeof loaders) => from.byId.load(46),
        (from: typeof loaders) => from.lines.load(46),
        (from: typeof loaders) => from.deliveries.load(46),
        (from: typeof loaders) => from.delivery.load(37),
        (from: typeof loaders) => from.items.load(37),
        (from: typeof loaders) => from.customer.load(45),
      ]) {
        expect([(await read(loaders)) ?? []].flat()).toEqual([]);
        expect([(await read(owner)) ?? []].flat()).not.toEqual([]);
      }
      expect(await findOrderByName({ reader, viewer: everybody }, { name: 'S00046', companyId: null })).toBeNull();
    } finally {
      await readSql.end();
    }
  });

  test('the readers own nothing, change nothing, see nothing without settings, and of contacts only id and name', async () => {
    const sql = connectDatabase(world.databaseUrl, {
      application: 'wall',
      searchPath: 'odoo',
      max: 1,
      settings: readerSettings,
    });
    const owner = connectDatabase(world.databaseUrl, { application: 'wall', searchPath: 'odoo', max: 1 });
    try {
      for (const table of ['sale_order', 'order_line', 'picking', 'move', 'company'])
        expect(await sql.unsafe(`select 1 from odoo.${table}`), table).toHaveLength(0);
      expect(await sql`select id, name from odoo.partner`).toHaveLength(0);
      for (const statement of [
        'select email_index from odoo.partner',
        'select * from odoo.signing_key',
        'select * from odoo.outbox',
        'delete from odoo.sale_order',
      ])
        await expect(sql.unsafe(statement), statement).rejects.toThrow('permission denied');
      const open = await owner`
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'odoo' and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('odoo_read', c.oid, 'select') and not c.relrowsecurity order by 1`;
      // Names of currencies and of the shop's delivery methods, and how old the mirror is.
      expect(open.map(({ relname }) => relname)).toEqual(['currency', 'delivery_carrier', 'sync_round']);
    } finally {
      await sql.end();
      await owner.end();
    }
  });

  test('statements do not grow with the page', async () => {
    const query = (first: number) =>
      `{ orders(first: ${first}) { nodes { name customer { name } company { name } total { amount } lines { id } deliveries { name backorderOf { id } carrierName } } } }`;
    const count = async (first: number) => {
      world.statements.length = 0;
      await world.query({}, query(first));
      // Each reads in a transaction of its own, under the viewer's settings.
      return world.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
    };
    await count(1);
    // Orders, lines, deliveries, and the row that says whose names were shown.
    expect(await count(1)).toBe(4);
    expect(await count(20)).toBe(4);
  });

  test('goes on answering, with its age, when Odoo is gone', async () => {
    await world.odoo[Symbol.asyncDispose]();
    const { data, errors } = await world.query({}, '{ orderByName(name: "S00046") { name asOf } }');
    expect(errors).toBeUndefined();
    expect(data['orderByName']).toMatchObject({ name: 'S00046', asOf: expect.stringMatching(/^20/) });
    expect(await world.isReady()).toBe(true);
  });
});
