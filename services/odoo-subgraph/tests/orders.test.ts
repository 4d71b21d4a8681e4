import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

type Row = Record<string, unknown> & { id: number };
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const everybody = viewer({ role: 'operator' });
const raw = (model: string) => [...world.odoo.world.table(model).values()] as unknown as Row[];
const ref = (value: unknown) => (Array.isArray(value) ? (value[0] as number) : 0);
const nameOf = (value: unknown) => (Array.isArray(value) ? String(value[1]) : '');
const deliveriesOf = (order: Row) =>
  raw('stock.picking').filter(
    (picking) =>
      ref(picking['sale_id']) === order.id && (picking['picking_type_code'] === 'outgoing' || picking['return_id']),
  );
const isOpen = (delivery: Row) => !['done', 'cancel'].includes(String(delivery['state']));
const placedAt = (order: Row) =>
  String((order['state'] === 'sale' && order['date_order']) || order['create_date']).slice(0, 19);

interface Listed {
  orders: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
async function list(filter: string, args = '', as = everybody) {
  const { data, errors } = await world.query<Listed>(
    as,
    `{ orders(first: 100${args}, filter: ${filter}) { nodes { name } pageInfo { hasNextPage endCursor } } }`,
  );
  return { names: data?.orders.nodes.map(({ name }) => name), error: errors?.[0] };
}

/** Which of Odoo's own records a filter has to give: worked out from these alone. */
const filters: [filter: string, fits: (order: Row) => boolean][] = [
  ['{}', () => true],
  ['null', () => true],
  ['{ states: null, placed: {} }', () => true],
  ['{ states: [DRAFT, SENT] }', (o) => ['draft', 'sent'].includes(String(o['state']))],
  ['{ states: [CANCELLED] }', (o) => o['state'] === 'cancel'],
  ['{ states: [] }', () => false],
  ['{ placed: { from: "2026-11-01T00:00:00Z" } }', (o) => placedAt(o) >= '2026-11-01 00:00:00'],
  ['{ placed: { before: "2026-11-01T00:00:00Z" } }', (o) => placedAt(o) < '2026-11-01 00:00:00'],
  [
    '{ placed: { from: "2026-10-19T11:10:00+02:00", before: "2026-10-19T09:10:01Z" } }',
    (o) => placedAt(o) === '2026-10-19 09:10:00',
  ],
  [
    '{ promised: { from: "2026-01-01T00:00Z", before: "2026-12-01T00:00:00.000Z" } }',
    (o) => o['commitment_date'] !== false && String(o['commitment_date']) < '2026-12-01',
  ],
  [`{ companyId: "${toGlobalId('Company', 3)}" }`, (o) => ref(o['company_id']) === 3],
  [
    `{ customerId: "${toGlobalId('Customer', 45)}" }`,
    (o) => ref(world.odoo.world.table('res.partner').get(ref(o['partner_id']))?.['commercial_partner_id']) === 45,
  ],
  [`{ customerId: "${toGlobalId('Customer', 999)}" }`, () => false],
  ['{ hasOpenDeliveries: true }', (o) => deliveriesOf(o).some(isOpen)],
  ['{ hasOpenDeliveries: false }', (o) => !deliveriesOf(o).some(isOpen)],
  [
    '{ deliveryStates: [CANCELLED, READY] }',
    (o) => deliveriesOf(o).some((d) => ['cancel', 'assigned'].includes(String(d['state']))),
  ],
  ['{ carrierName: " ups GROUND" }', (o) => deliveriesOf(o).some((d) => nameOf(d['carrier_id']) === 'UPS Ground')],
  [
    '{ carrierName: "UPS Ground", deliveryStates: [DONE] }',
    (o) => deliveriesOf(o).some((d) => nameOf(d['carrier_id']) === 'UPS Ground' && d['state'] === 'done'),
  ],
  ['{ carrierName: "UPS%" }', () => false],
  [
    `{ states: [SALE], companyId: "${toGlobalId('Company', 1)}", hasOpenDeliveries: true, placed: { from: "2026-10-01T00:00:00Z" } }`,
    (o) =>
      o['state'] === 'sale' &&
      ref(o['company_id']) === 1 &&
      deliveriesOf(o).some(isOpen) &&
      placedAt(o) >= '2026-10-01',
  ],
];

describe('orders by filter', () => {
  test.each(filters)('%s gives what Odoo’s records say, newest first', async (filter, fits) => {
    const expected = raw('sale.order')
      .filter(fits)
      .sort((a, b) => (placedAt(a) === placedAt(b) ? b.id - a.id : placedAt(a) < placedAt(b) ? 1 : -1))
      .map((order) => order['name']);
    const { names, error } = await list(filter);
    expect(error).toBeUndefined();
    expect(names).toEqual(expected);
  });

  test('most of the filters above tell orders apart', () => {
    const telling = filters.filter(([, fits]) => {
      const n = raw('sale.order').filter(fits).length;
      return n > 0 && n < 51;
    });
    expect(telling.length).toBeGreaterThanOrEqual(13);
  });

  test('pages of a filter give each order once; its cursor is refused with another filter', async () => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const page: { data: Listed | null } = await world.query<Listed>(
        everybody,
        `{ orders(first: 7, ${after ? `after: "${after}", ` : ''}filter: { states: [SALE, SALE] }) { nodes { name } pageInfo { hasNextPage endCursor } } }`,
      );
      names.push(...(page.data?.orders.nodes.map(({ name }) => name) ?? []));
      after = page.data?.orders.pageInfo.hasNextPage ? page.data.orders.pageInfo.endCursor : null;
      if (names.length === 7) {
        const cursor = `, after: "${after}"`;
        expect((await list('{ states: [SALE] }', cursor)).names?.length).toBeGreaterThan(20);
        for (const other of ['{ states: [DRAFT] }', '{}', '{ states: [SALE], hasOpenDeliveries: true }'])
          expect((await list(other, cursor)).error).toMatchObject({
            extensions: { code: 'BAD_USER_INPUT', field: 'after' },
            message: expect.stringContaining('another filter'),
          });
      }
    } while (after);
    expect(names).toEqual((await list('{ states: [SALE] }')).names);
  });

  test.each([
    ['a cursor of before', Buffer.from('["2026-11-01 00:00:00",5]').toString('base64url')],
    ['a time that is none', Buffer.from('["today",5,""]').toString('base64url')],
    ['an id that is none', Buffer.from('["2026-11-01 00:00:00",1e40,""]').toString('base64url')],
  ])('%s is no cursor', async (_name, cursor) => {
    expect((await list('{}', `, after: "${cursor}"`)).error?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  });

  test.each([
    ['{ placed: { from: "yesterday" } }', 'filter.placed.from'],
    ['{ placed: { before: "2026-11-01" } }', 'filter.placed.before'],
    ['{ promised: { from: "2026-11-01T00:00:00" } }', 'filter.promised.from'],
    ['{ promised: { before: 7 } }', 'filter.promised.before'],
    ['{ updatedSince: "2026-13-01T00:00:00Z" }', 'filter.updatedSince'],
    [`{ companyId: "${toGlobalId('Order', 1)}" }`, 'filter.companyId'],
    ['{ customerId: "45" }', 'filter.customerId'],
    ['{ carrierName: "  " }', 'filter.carrierName'],
  ])('%s is refused, naming %s', async (filter, field) => {
    expect((await list(filter)).error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('a change of a delivery counts as a change of its order', async () => {
    const since = new Date(Date.now() + 3_600_000).toISOString();
    const filter = `{ updatedSince: "${since}" }`;
    expect((await list(filter)).names).toEqual([]);
    await world.sql`update odoo.picking set write_date = now() at time zone 'UTC' + interval '2 hours' where order_id = 38`;
    await world.sql`update odoo.sale_order set write_date = now() at time zone 'UTC' + interval '2 hours' where id = 40`;
    expect((await list(filter)).names).toEqual(['S00040', 'S00038']);
  });

  test.each([
    ['nobody', { role: 'anonymous', level: 'L0', companies: [], customers: [] }],
    [
      'an agent of another company who looks at it as its customer does',
      { role: 'customer', viewedBy: 'agent', level: 'L3', companies: [999], customers: [], orders: [46] },
    ],
    [
      'an agent who looks at another order as its customer does',
      { role: 'customer', viewedBy: 'agent', level: 'L3', companies: null, customers: [], orders: [43] },
    ],
    ['a customer of another account', { role: 'customer', level: 'L3', companies: [], customers: [54] }],
    [
      'a partner for another customer',
      { role: 'partner', level: 'PARTNER', scopes: ['shipments:read'], customers: [54] },
    ],
    ['an agent of another company', { companies: [3] }],
    ['an agent of a region that it is not in', { regions: ['ELSEWHERE'] }],
  ] as const)('%s finds nothing of a customer by asking for them', async (_name, overrides) => {
    const { names } = await list(`{ customerId: "${toGlobalId('Customer', 45)}" }`, '', viewer(overrides as never));
    expect(names).toEqual([]);
  });

  test('takes one statement, whatever is asked', async () => {
    const query =
      '{ orders(first: 50, filter: { states: [SALE], hasOpenDeliveries: false, carrierName: "UPS Ground", updatedSince: "2020-01-01T00:00:00Z" }) { nodes { name customerReference } } }';
    world.statements.length = 0;
    const { data } = await world.query<{ orders: { nodes: object[] } }>(everybody, query);
    expect(data?.orders.nodes.length).toBeGreaterThan(3);
    expect(world.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text))).toHaveLength(1);
  });

  test('shows the customer’s own reference from level L1 on', async () => {
    const ask = (as: object) =>
      world.query<{ order: object }>(
        viewer(as as never),
        `{ order(id: "${toGlobalId('Order', 46)}") { customerReference } }`,
      );
    const customer = { role: 'customer', companies: [], customers: [], orders: [46] };
    expect((await ask({ ...customer, level: 'L1' })).data).toEqual({ order: { customerReference: 'PO-88150' } });
    expect((await ask({ ...customer, level: 'L0' })).data).toEqual({ order: { customerReference: null } });
  });
});

describe('a list that somebody takes with them', () => {
  const take = async (as: ReturnType<typeof viewer>, filter: string) => {
    const before = await world.sql`select coalesce(max(id), 0) as id from odoo.audit`;
    const { data, errors } = await world.query<{ orderListExport: { rowCount: number; isCut: boolean } }>(
      as,
      `mutation { orderListExport(input: { filter: ${filter} }) { rowCount isCut } }`,
    );
    const rows = await world.sql`
      select actor, role, subject, detail from odoo.audit where action = 'order_list.exported' and id > ${before[0]?.['id'] as number}`;
    return { taken: data?.orderListExport, error: errors?.[0], rows };
  };

  test('is on record with its rows and its filter, in ids and codes, before any row is given', async () => {
    const customer = toGlobalId('Customer', 45);
    const filter = `{ states: [SALE], customerId: "${customer}", carrierName: "Ann Rivera", placed: { from: "2020-01-01T00:00:00Z" } }`;
    const { names } = await list(filter);
    const { taken, rows } = await take(viewer({ role: 'agent' }), filter);
    expect(taken).toEqual({ rowCount: names?.length, isCut: false });
    expect(rows).toEqual([
      {
        actor: 'anna',
        role: 'agent',
        subject: 'list of orders',
        detail: {
          rows: names?.length,
          isCut: false,
          filter: { states: ['SALE'], placed: { from: '2020-01-01T00:00:00Z' }, customer: 45, by: ['carrierName'] },
        },
      },
    ]);
  });

  test('counts what is in the colleague’s scope, and every order of it', async () => {
    const whole = await take(everybody, '{}');
    expect(whole.taken?.rowCount).toBe(raw('sale.order').length);
    const ofCompany = raw('sale.order').filter((order) => ref(order['company_id']) === 3).length;
    expect((await take(viewer({ companies: [3] }), '{}')).taken?.rowCount).toBe(ofCompany);
    expect(ofCompany).toBeLessThan(raw('sale.order').length);
  });

  test.each([
    ['nobody', { role: 'anonymous', level: 'L0', companies: [], customers: [] }],
    ['a customer', { role: 'customer', level: 'L3', companies: [], customers: [45] }],
    ['a partner', { role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'shipments:write'] }],
    [
      'a colleague who looks as a customer does',
      { role: 'customer', viewedBy: 'agent', level: 'L3', customers: [], orders: [46] },
    ],
  ] as const)('is not for %s', async (_name, overrides) => {
    const { error, rows } = await take(viewer(overrides as never), '{}');
    expect([error?.extensions.code, rows]).toEqual(['FORBIDDEN', []]);
  });

  test('with a filter that cannot be leaves nothing', async () => {
    const { error, rows } = await take(everybody, '{ placed: { from: "yesterday" } }');
    expect([(error?.extensions as { field?: string } | undefined)?.field, rows]).toEqual(['filter.placed.from', []]);
  });
});
