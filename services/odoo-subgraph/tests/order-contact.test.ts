import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({ env: { SYNC_INTERVAL_MS: '200' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const system = viewer({ role: 'system', sub: 'gateway' });
const ask = async (body: unknown, as = system) => {
  const response = await fetch(`${world.server.privateUrl}/order-contact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await world.sign(as)}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const of = (order: number) => ({ orderId: toGlobalId('Order', order) });
/** Whom the order is from, and the account, as Odoo has them. */
async function partiesOf(order: number) {
  const [row] = await world.sql<{ name: string; company: number; contact: number; account: number }[]>`
    select name, company_id as company, partner_id as contact, commercial_partner_id as account from odoo.sale_order where id = ${order}`;
  const partners = world.odoo.world.table('res.partner');
  const emailOf = (id: number) => (partners.get(id)?.['email_normalized'] || null) as string | null;
  return {
    name: row?.name,
    companyId: row?.company,
    contact: emailOf(row?.contact as number),
    account: emailOf(row?.account as number),
  };
}

test('the address of whoever ordered, else the account’s, over the whole data set', async () => {
  const orders = await world.sql<{ id: number }[]>`select id from odoo.sale_order order by id`;
  let known = 0;
  for (const { id } of orders) {
    const { name, companyId, contact, account } = await partiesOf(id);
    const { status, body } = await ask(of(id));
    expect([status, body], `order ${id}`).toEqual([200, { orderName: name, companyId, email: contact ?? account }]);
    if (contact ?? account) known += 1;
  }
  expect(known).toBeGreaterThan(5);
});

test('a customer who was erased has none', async () => {
  const [row] = await world.sql<{ id: number; account: number }[]>`
    select o.id, o.commercial_partner_id as account from odoo.sale_order o join odoo.partner p on p.id = o.partner_id where p.email_sealed is not null and p.is_active limit 1`;
  expect((await ask(of(row?.id as number))).body['email']).toEqual(expect.any(String));
  const operator = viewer({ role: 'operator' });
  const { data } = await world.query<{ customerErase: { userErrors: object[] } }>(
    operator,
    `mutation { customerErase(input: { customerId: "${toGlobalId('Customer', row?.account as number)}", reason: "asked for it" }) { userErrors { code } } }`,
  );
  expect(data?.customerErase.userErrors).toEqual([]);
  expect((await ask(of(row?.id as number))).body['email']).toBeNull();
});

test.each(['anonymous', 'customer', 'partner', 'agent', 'operator'] as const)(
  'a viewer of role %s may not ask',
  async (role) => {
    expect((await ask(of(46), viewer({ role }))).status).toBe(403);
  },
);

test.each([
  ['an order that there is not', of(999_999), 404],
  ['an id of something else', { orderId: toGlobalId('Customer', 46) }, 400],
  ['nothing', {}, 400],
  ['a huge id', { orderId: 'x'.repeat(3_000) }, 400],
])('%s is refused', async (_name, body, status) => {
  expect((await ask(body)).status).toBe(status);
});

test('without a token it is 401', async () => {
  const response = await fetch(`${world.server.privateUrl}/order-contact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(of(46)),
  });
  expect(response.status).toBe(401);
});
