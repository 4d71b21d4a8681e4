import { connectDatabase, readAs, type Viewer, viewerSettings } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRequestContext } from '../src/context.ts';
import { findOrderByName } from '../src/order/find-orders.ts';
import { createOrderLoaders } from '../src/order/order.loaders.ts';
import { plansByKey, readerSettings } from '../src/scope.ts';
import { type Answer, startWorld, viewer } from './support/world.ts';

describe('the graph of one subgraph', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const everybody = viewer({ role: 'operator' });
  const ask = (as: Partial<Viewer>, query: string, address?: string) =>
    world.query({ ...everybody, ...as }, query, { ...(address && { address }) });
  const id = (type: string, local: number) => Buffer.from(`${type}:${local}`).toString('base64url');
  const entities = (type: string, local: number, fields: string) =>
    `{ _entities(representations: [{ __typename: "${type}", id: "${id(type, local)}" }]) { ... on ${type} { ${fields} } } }`;

  test('nobody gets in without a viewer, nor with one of another issuer', async () => {
    for (const extensions of [{}, { viewer: 'x' }, { viewer: 'eyJhbGciOiJub25lIn0.e30.' }]) {
      const { status, body } = await world.post<Answer>('/graphql', {
        query: '{ orders { nodes { id } } }',
        extensions,
      });
      expect(status).toBe(401);
      expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  const partner = { role: 'partner', level: 'PARTNER', scopes: ['shipments:read'] } as const satisfies Partial<Viewer>;
  test('a partner’s token is good for what it was granted: reading, changing, neither', async () => {
    const read = '{ orderByName(name: "S00046") { name } }';
    const change =
      'mutation { orderAccessCreate(input: { orderName: "S00046", email: "x@example.com" }) { userErrors { code } } }';
    const entity = `{ _entities(representations: [{ __typename: "Order", id: "${id('Order', 46)}" }]) { ... on Order { name } } }`;
    const codes = async (scopes: string[]) =>
      Promise.all(
        [read, entity, change].map(async (query) => {
          const { errors } = await ask({ ...partner, scopes }, query);
          return errors?.[0] ? [errors[0].extensions.code, errors[0].message] : null;
        }),
      );
    const lacks = (scope: string) => ['FORBIDDEN', `the token lacks the scope ${scope}`];
    expect(await codes(['shipments:read'])).toEqual([null, null, lacks('shipments:write')]);
    expect(await codes(['shipments:write'])).toEqual([lacks('shipments:read'), lacks('shipments:read'), null]);
    expect(await codes(['shipments:readx', 'orders:bulk'])).toEqual([
      lacks('shipments:read'),
      lacks('shipments:read'),
      lacks('shipments:write'),
    ]);
  });

  const strangers: [string, Partial<Viewer>][] = [
    ['anonymous', { role: 'anonymous', level: 'L0', companies: [], customers: [] }],
    ['customer of another order', { role: 'customer', level: 'L1', companies: [], customers: [], orders: [47] }],
    ['customer of another account', { role: 'customer', level: 'L3', companies: [], customers: [54], orders: [] }],
    ['partner of another company', { ...partner, companies: [3], customers: null }],
    ['partner of another customer', { ...partner, companies: null, customers: [54] }],
    ['agent of another company', { role: 'agent', level: 'STAFF', companies: [3] }],
  ];
  test.each(strangers)('%s sees nothing of S00046 by any path', async (_name, viewer) => {
    const direct = await ask(
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
      expect((await ask(viewer, entities(type, local, fields))).data, type).toEqual({ _entities: [null] });
    }
  });

  test('guesses at one order stop after five, from wherever they come and whether it exists or not', async () => {
    const nobody: Partial<Viewer> = { role: 'anonymous', level: 'L0', companies: [], customers: [] };
    const guess = async (orderName: string, i: number) => {
      const { data } = await ask(
        nobody,
        `mutation { orderAccessCreate(input: { orderName: "${orderName}", email: "guess${i}@example.com" }) { token userErrors { code message } } }`,
        `198.51.${i}.7`,
      );
      return data?.['orderAccessCreate'] as { token: string | null; userErrors: { code: string; message: string }[] };
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
      // The statements of an operator, which carry no limit, on the connection of this viewer.
      // One session for both: a plan that was made for one must not show its rows to the other.
      const reader = readAs(readSql, { ...viewerSettings({ ...everybody, ...viewer }), ...plansByKey });
      const loaders = createOrderLoaders({ reader, viewer: everybody });
      const everything = readAs(readSql, { ...viewerSettings(everybody), ...plansByKey });
      const owner = createOrderLoaders({ reader: everything, viewer: everybody });
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

  test('the readers own nothing, change nothing, see nothing without settings, and of contacts no index and no key', async () => {
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
      expect(await sql`select id, name, email_sealed from odoo.partner`).toHaveLength(0);
      for (const statement of [
        'select email_index from odoo.partner',
        'select phone_index from odoo.partner',
        'select postcode_index from odoo.partner',
        'select contact_mark from odoo.partner',
        'select * from odoo.data_key',
        'select * from odoo.customer_key',
        'select * from odoo.erasure',
        'select * from odoo.stated_reason',
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
      await ask({}, query(first));
      // Each reads in a transaction of its own, under the viewer's settings.
      return world.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
    };
    await count(1);
    // Orders, lines, deliveries, and the row that says whose names were shown.
    expect(await count(1)).toBe(4);
    expect(await count(20)).toBe(4);
  });

  test('what is looked up by key is planned once, not each time', async () => {
    const settings = { application: 'plans', searchPath: 'odoo', max: 1, settings: readerSettings };
    const readSql = connectDatabase(world.databaseUrl, settings);
    try {
      for (let i = 0; i < 8; i += 1) {
        const deps = { readSql, auditSql: readSql, customers: {} } as unknown as Parameters<
          typeof createRequestContext
        >[0];
        const { loaders, reader } = createRequestContext(deps, { viewer: everybody, requestId: 'plans', address: '' });
        await Promise.all([loaders.lines.load(46), loaders.deliveries.load(46)]);
        await findOrderByName({ reader, viewer: everybody }, { name: 'S00046', companyId: null });
      }
      const [planned] = await readSql`
        select count(*)::int as statements, sum(custom_plans)::int as again from pg_prepared_statements where statement ~ 'from odoo[.]'`;
      expect(planned).toEqual({ statements: 3, again: 0 });
    } finally {
      await readSql.end();
    }
  });

  test('row-level security keeps no look-up from its index, and reads no whole table to hold rows against it', async () => {
    const readSql = connectDatabase(world.databaseUrl, {
      application: 'plans',
      searchPath: 'odoo',
      max: 1,
      // Otherwise so few orders are read whole, or in the order of their ids.
      settings: { ...readerSettings, enable_seqscan: 'off', enable_indexscan: 'off' },
    });
    try {
      const inner = readAs(readSql, viewerSettings(everybody));
      const plans: string[] = [];
      const reader = {
        async unsafe<T extends readonly object[]>(text: string, values: readonly unknown[] = []) {
          const rows = await inner.unsafe<{ 'QUERY PLAN': string }[]>(`explain ${text}`, values);
          plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
          return inner.unsafe<T>(text, values);
        },
      };
      await findOrderByName({ reader, viewer: everybody }, { name: 'S00046', companyId: null });
      expect(plans[0]).toContain('sale_order_lower_name');
      // An `exists` may be answered by reading all orders first.
      const exists =
        await readSql`select tablename from pg_policies where schemaname = 'odoo' and qual ~* 'exists' order by 1`;
      expect(exists.map(({ tablename }) => tablename)).toEqual([]);
    } finally {
      await readSql.end();
    }
  });

  test('goes on answering, with its age, when Odoo is gone', async () => {
    await world.odoo[Symbol.asyncDispose]();
    const { data, errors } = await ask({}, '{ orderByName(name: "S00046") { name asOf } }');
    expect(errors).toBeUndefined();
    expect(data?.['orderByName']).toMatchObject({ name: 'S00046', asOf: expect.stringMatching(/^20/) });
    expect(await world.isReady()).toBe(true);
  });
});
