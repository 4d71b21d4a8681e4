import { createHash } from 'node:crypto';
import {
  connectDatabase,
  openKeyStore,
  parseKeyRing,
  readAs,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createContactLoaders } from '../src/customer/contact.loaders.ts';
import { revealPhone } from '../src/customer/reveal-phone.ts';
import { readerSettings } from '../src/scope.ts';
import { masterKey } from './support/mirror.ts';
import { startWorld, viewer } from './support/world.ts';

/** Order S00038: bought by Ann Rivera for Alpine Supply Co., sent to its Warehouse B. */
const order = 38;
const alpine = 45;
const id = (type: string, local: number) => Buffer.from(`${type}:${local}`).toString('base64url');
const email = 'purchasing@alpine.example.com';
const phone = '+1 303-555-0111';
const address = { name: 'Warehouse B', street: '77 Freight Rd', street2: null, city: 'Aurora', countryCode: 'US' };

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const partner = viewer({ role: 'partner', level: 'PARTNER', sub: 'shop-system' });
const customer = (claims: Partial<Viewer>) =>
  viewer({ role: 'customer', sub: 'c', companies: [], regions: [], customers: [], orders: [], ...claims });
const account = customer({ level: 'L3', customers: [alpine] });
const stranger = viewer({ sub: 'bert', companies: [3] });

const contactFields =
  'customer { viewerAccess email phone hasPhone } deliveryAddress { name street street2 city countryCode }';
interface Shown {
  customer: { viewerAccess: string; email: string | null; phone: string | null; hasPhone: boolean | null } | null;
  deliveryAddress: object | null;
}
async function shown(as: Viewer): Promise<Shown | null> {
  const { data, errors } = await world.query<{ order: Shown | null }>(
    as,
    `{ order(id: "${id('Order', order)}") { ${contactFields} } }`,
  );
  expect(errors).toBeUndefined();
  return data?.order ?? null;
}
/** How many cells were opened so far, by column. */
async function opened(): Promise<Record<string, number>> {
  const text = await (await fetch(`${world.server.privateUrl}/metrics`)).text();
  const found = text.matchAll(/^odoo_opened_fields_total\{column="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, column, count]) => [column, Number(count)]));
}

describe('who sees how to reach a customer', () => {
  const nothing = { email: null, phone: null, hasPhone: null };
  test.each<[string, Viewer, object, object | null]>([
    ['an agent', viewer(), { email, phone: null, hasPhone: true }, address],
    ['an operator', viewer({ role: 'operator' }), { email, phone: null, hasPhone: true }, address],
    ['a partner', partner, nothing, address],
    [
      'a partner with customers:read',
      { ...partner, scopes: ['shipments:read', 'customers:read'] },
      { email, phone, hasPhone: true },
      address,
    ],
    ['a customer at L1', customer({ level: 'L1', orders: [order] }), nothing, null],
    ['a customer at L2', customer({ level: 'L2', orders: [order] }), nothing, null],
    ['a customer who proved the order at L3', customer({ level: 'L3', orders: [order] }), nothing, address],
    ['a customer with an account', account, { email, phone, hasPhone: true }, address],
    // The scope of partners means nothing for others.
    [
      'a customer at L1 with customers:read',
      customer({ level: 'L1', orders: [order], scopes: ['customers:read'] }),
      nothing,
      null,
    ],
  ])('%s', async (_name, as, contact, where) => {
    expect(await shown(as)).toEqual({ customer: { viewerAccess: as.level, ...contact }, deliveryAddress: where });
    // The same by entity reference.
    const { data } = await world.query<{ _entities: object[] }>(
      as,
      `{ _entities(representations: [{ __typename: "Customer", id: "${id('Customer', alpine)}" }]) { ... on Customer { viewerAccess email phone hasPhone } } }`,
    );
    expect(data?._entities).toEqual([{ viewerAccess: as.level, ...contact }]);
  });

  test.each<[string, Viewer]>([
    ['anonymous', viewer({ role: 'anonymous', level: 'L0', companies: [], customers: [] })],
    ['customer of another account', customer({ level: 'L3', customers: [54] })],
    ['customer who proved another order', customer({ level: 'L3', orders: [46] })],
    ['agent of another company', stranger],
    ['agent of another region', viewer({ regions: ['north'] })],
    ['partner of another customer', { ...partner, scopes: ['shipments:read', 'customers:read'], customers: [54] }],
  ])('%s: nothing, with and without the scope in the statement', async (_name, as) => {
    expect(await shown(as)).toBeNull();
    const readSql = connectDatabase(world.databaseUrl, {
      application: 'wall',
      searchPath: 'odoo',
      max: 1,
      settings: readerSettings,
    });
    try {
      const everybody = viewer({ role: 'operator' });
      const customerKeys = await openKeyStore({
        sql: world.sql,
        table: 'odoo.customer_key',
        ring: parseKeyRing(masterKey),
      });
      const loaders = (settings: Viewer) =>
        createContactLoaders({ reader: readAs(readSql, viewerSettings(settings)), viewer: everybody, customerKeys });
      expect(await loaders(as).deliveryAddress.load(order)).toBeNull();
      // Whoever proved another order of the account sees the account itself.
      if (!as.orders.includes(46)) expect(await loaders(as).contact.load(alpine)).toBeNull();
      expect(await loaders(everybody).deliveryAddress.load(order)).toMatchObject({ city: 'Aurora' });
      expect(await loaders(everybody).contact.load(alpine)).toMatchObject({ id: alpine });
    } finally {
      await readSql.end();
    }
  });

  test('whom it was shown to is on record, whom it was not is not', async () => {
    const fieldsOf = async (as: Viewer) => {
      const requestId = crypto.randomUUID();
      await world.query(as, `{ order(id: "${id('Order', order)}") { ${contactFields} } }`, { requestId });
      const rows = await world.sql`select subjects, detail from odoo.audit where request_id = ${requestId}`;
      return rows.map(({ subjects, detail }) => ({ subjects, fields: (detail as { fields: string[] }).fields }));
    };
    const subjects = ['customer 45', 'order 38'];
    expect(await fieldsOf(viewer())).toEqual([
      { subjects: expect.arrayContaining(subjects), fields: ['Customer.email', 'Order.deliveryAddress'] },
    ]);
    expect(await fieldsOf(partner)).toEqual([
      { subjects: expect.arrayContaining(subjects), fields: ['Order.deliveryAddress'] },
    ]);
    expect(await fieldsOf(account)).toEqual([]);
  });

  test('what nobody asked for is not opened, what is opened costs no statement per row', async () => {
    const measure = async (selection: string, first = 20) => {
      const before = await opened();
      world.statements.length = 0;
      const { errors } = await world.query(viewer(), `{ orders(first: ${first}) { nodes { ${selection} } } }`);
      expect(errors).toBeUndefined();
      const after = await opened();
      const counts = Object.entries(after).map(([column, count]) => [column, count - (before[column] ?? 0)] as const);
      return {
        opened: Object.fromEntries(counts.filter(([, count]) => count > 0)),
        statements: world.statements.filter(
          (text) => text.startsWith('select') && !text.startsWith('select set_config'),
        ).length,
      };
    };
    expect((await measure('name customer { name hasPhone } deliveryAddress { name city countryCode }')).opened).toEqual(
      {},
    );
    const streets = await measure('deliveryAddress { street }');
    expect(Object.keys(streets.opened)).toEqual(['street_sealed']);
    expect(streets.opened['street_sealed']).toBeLessThanOrEqual(20);
    const both = 'customer { email } deliveryAddress { street }';
    await measure(both);
    const few = await measure(both, 2);
    const many = await measure(both, 20);
    expect(many.opened['email_sealed']).toBeGreaterThan(few.opened['email_sealed'] as number);
    expect(many.statements).toBe(few.statements);
  });
});

describe('customerPhoneReveal', () => {
  const reason = 'Carrier cannot find the dock';
  const reveal = (as: Viewer, given: { customer?: string; reason?: string } = {}, requestId = crypto.randomUUID()) =>
    world.query<{
      customerPhoneReveal: {
        phone: string | null;
        customer: { name: string } | null;
        userErrors: { code: string; field: string[] }[];
      };
    }>(
      as,
      `mutation { customerPhoneReveal(input: { customerId: "${given.customer ?? id('Customer', alpine)}", reason: ${JSON.stringify(given.reason ?? reason)} }) { phone customer { name } userErrors { code field } } }`,
      { requestId },
    );
  const reveals = () =>
    world.sql`select actor, role, subject, request_id, detail from odoo.audit where action = 'customer.phone_revealed' order by id`;

  test.each([['agent'], ['operator']] as const)('an %s who says why sees it, and that is on record', async (role) => {
    const requestId = crypto.randomUUID();
    const { data } = await reveal(viewer({ role, sub: role }), {}, requestId);
    expect(data?.customerPhoneReveal).toEqual({ phone, customer: { name: 'Alpine Supply Co.' }, userErrors: [] });
    const row = (await reveals()).at(-1);
    expect(row).toMatchObject({ actor: role, role, subject: 'customer 45', request_id: requestId });
    const { reasonId, reasonHash } = (row as unknown as { detail: { reasonId: number; reasonHash: string } }).detail;
    const [kept] = await world.sql<
      { salt: Buffer; reason: string; actor: string }[]
    >`select salt, reason, actor from odoo.stated_reason where id = ${reasonId}`;
    expect(kept).toMatchObject({ reason, actor: role });
    expect(
      createHash('sha256')
        .update(kept?.salt as Buffer)
        .update(reason)
        .digest('hex'),
    ).toBe(reasonHash);
    // It counts as reading, too.
    const [read] =
      await world.sql`select subjects, detail from odoo.audit where request_id = ${requestId} and action = 'personal_data.read'`;
    expect(read).toMatchObject({ subjects: ['customer 45'], detail: { fields: ['Customer.name', 'Customer.phone'] } });
    // Asking once opens nothing for later.
    expect((await shown(viewer({ role, sub: role })))?.customer?.phone).toBeNull();
  });

  test.each<[string, Viewer]>([
    ['a customer', account],
    ['a partner', { ...partner, scopes: ['shipments:read', 'shipments:write', 'customers:read'] }],
    ['nobody in particular', viewer({ role: 'anonymous', level: 'L0' })],
    ['the system', viewer({ role: 'system' })],
  ])('%s may not', async (_name, as) => {
    const before = (await reveals()).length;
    const { errors } = await reveal(as);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await reveals()).toHaveLength(before);
  });

  test('outside the scope there is no such customer; what is asked wrongly is said to be wrong', async () => {
    const before = (await reveals()).length;
    const refusal = async (as: Viewer, given: { customer?: string; reason?: string }) => {
      const { data } = await reveal(as, given);
      expect(data?.customerPhoneReveal).toMatchObject({ phone: null, customer: null });
      return data?.customerPhoneReveal.userErrors[0];
    };
    const unknown = { code: 'NOT_FOUND', field: ['input', 'customerId'] };
    expect(await refusal(stranger, {})).toEqual(unknown);
    expect(await refusal(viewer({ regions: ['north'] }), {})).toEqual(unknown);
    expect(await refusal(viewer(), { customer: id('Customer', 4711) })).toEqual(unknown);
    expect(await refusal(viewer(), { customer: id('Order', 46) })).toEqual({
      code: 'BAD_USER_INPUT',
      field: ['input', 'customerId'],
    });
    for (const bad of ['', '    x    ', 'x'.repeat(501)])
      expect(await refusal(viewer(), { reason: bad })).toEqual({ code: 'BAD_USER_INPUT', field: ['input', 'reason'] });
    expect(await reveals()).toHaveLength(before);
  });

  test('without the record there is no number', async () => {
    await world.sql`alter table odoo.audit rename to audit_away`;
    try {
      const { data, errors } = await reveal(viewer());
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    } finally {
      await world.sql`alter table odoo.audit_away rename to audit`;
    }
  });

  test('many at once wait for a connection and not for each other', async () => {
    // Who remembers no key yet reads it within the connection it has.
    const customerKeys = await openKeyStore({
      sql: world.sql,
      table: 'odoo.customer_key',
      ring: parseKeyRing(masterKey),
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        revealPhone(
          { sql: world.sql, customerKeys, onOpened: () => {} },
          { viewer: viewer(), requestId: 'test-request' },
          { customerId: id('Customer', alpine), reason },
        ),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 12 }, () => ({ customerId: alpine, phone })));
  });

  test('neither number nor reason gets into the log', () => {
    const log = world.lines.join('\n');
    for (const text of [phone, reason, email, '77 Freight Rd', Buffer.from(phone).toString('base64')])
      expect(log).not.toContain(text);
  });
});

describe('customerErase', () => {
  let own: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    own = await startWorld({ env: { LOOKUP_LIMITS: 'off' } });
    return () => own[Symbol.asyncDispose]();
  });
  const operator = viewer({ role: 'operator', sub: 'olga' });
  const erase = (as: Viewer, customerId = id('Customer', alpine), reason = 'asked for by letter') =>
    own.query<{ customerErase: { customer: Shown['customer'] & { name: string }; userErrors: { code: string }[] } }>(
      as,
      `mutation { customerErase(input: { customerId: "${customerId}", reason: "${reason}" }) { customer { name email phone hasPhone } userErrors { code } } }`,
    );

  test('is for operators of the whole installation', async () => {
    for (const as of [
      viewer(),
      account,
      partner,
      viewer({ role: 'operator', companies: [1] }),
      viewer({ role: 'operator', regions: ['north'] }),
    ])
      expect((await erase(as)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await erase(operator, id('Customer', 4711))).data?.customerErase.userErrors[0]?.code).toBe('NOT_FOUND');
    expect((await erase(operator, id('Customer', alpine), 'x')).data?.customerErase.userErrors[0]?.code).toBe(
      'BAD_USER_INPUT',
    );
    expect(await own.sql`select 1 from odoo.erasure`).toHaveLength(0);
  });

  test('a cell that outlived its key, in a backup for example, reads as nothing', async () => {
    await own.sql`delete from odoo.customer_key where subject = ${String(alpine)}`;
    const customerKeys = await openKeyStore({
      sql: own.sql,
      table: 'odoo.customer_key',
      ring: parseKeyRing(masterKey),
    });
    const reader = readAs(own.sql, viewerSettings(operator));
    const loaders = createContactLoaders({ reader, viewer: operator, customerKeys });
    const row = await loaders.contact.load(alpine);
    expect(row?.email_sealed).toBeInstanceOf(Buffer);
    expect(await loaders.open('email_sealed', alpine, row?.email_sealed ?? null)).toBeNull();
  });

  test('leaves the orders, and nobody to reach or to recognise', async () => {
    const ask = (as: Viewer) =>
      own.query<{ order: { name: string; customer: object; deliveryAddress: object } }>(
        as,
        `{ order(id: "${id('Order', order)}") { name customer { name email hasPhone } deliveryAddress { name street city countryCode } } }`,
      );
    const access = (given: string) =>
      own.query<{ orderAccessCreate: { token: string | null } }>(
        viewer({ role: 'anonymous', level: 'L0' }),
        `mutation { orderAccessCreate(input: { orderName: "S00038", ${given} }) { token } }`,
      );
    const proofs = ['email: "ann.rivera@alpine.example.com"', 'postalCode: "80011"'];
    for (const proof of proofs) expect((await access(proof)).data?.orderAccessCreate.token).toEqual(expect.any(String));
    // Keys are remembered by now.
    await ask(viewer());
    const reveal = `mutation { customerPhoneReveal(input: { customerId: "${id('Customer', alpine)}", reason: "some reason" }) { phone } }`;
    expect((await own.query(viewer(), reveal)).data).toEqual({ customerPhoneReveal: { phone } });

    const gone = { name: '(erased)', email: null, phone: null, hasPhone: false };
    expect((await erase(operator)).data?.customerErase).toEqual({ customer: gone, userErrors: [] });
    const expected = {
      name: 'S00038',
      customer: { name: '(erased)', email: null, hasPhone: false },
      deliveryAddress: { name: '(erased)', street: null, city: null, countryCode: 'US' },
    };
    expect((await ask(viewer())).data?.order).toEqual(expected);
    expect((await own.query(viewer(), reveal)).data).toEqual({ customerPhoneReveal: { phone: null } });
    for (const proof of proofs) expect((await access(proof)).data?.orderAccessCreate.token).toBeNull();
    // Why somebody looked at the number before went with it; that somebody did, and that it was erased, stays.
    expect(await own.sql`select action, reason from odoo.stated_reason order by id`).toEqual([
      { action: 'customer.erased', reason: 'asked for by letter' },
      { action: 'customer.phone_revealed', reason: 'some reason' },
    ]);
    const actions =
      await own.sql`select action, actor from odoo.audit where subject = 'customer 45' and action like 'customer.%' order by id`;
    expect(actions.map(({ action }) => action)).toEqual([
      'customer.phone_revealed',
      'customer.erased',
      'customer.phone_revealed',
    ]);

    // Read again whole.
    await own.sql`delete from odoo.sync_cursor where model = 'res.partner'`;
    await eventually(
      async () =>
        (await own.sql`select 1 from odoo.sync_cursor where model = 'res.partner' and is_loaded`).length === 1,
      { timeoutMs: 20_000 },
    );
    expect((await ask(viewer())).data?.order).toEqual(expected);
  });
});
