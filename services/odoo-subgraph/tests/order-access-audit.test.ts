import { createRefusalAudit } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = viewer({ role: 'anonymous', level: 'L0', sub: null, sid: 'anonymous', companies: [], customers: [] });
const lookUp = (orderName: string, postalCode: string, requestId: string) =>
  world.query<{ orderAccessCreate: { token: string | null } }>(
    anonymous,
    `mutation { orderAccessCreate(input: { orderName: "${orderName}", postalCode: "${postalCode}" }) { token userErrors { code } } }`,
    { requestId },
  );
const postcode = () => (world.odoo.world.table('res.partner').get(shippingId()) as { zip?: string } | undefined)?.zip;
const shippingId = () =>
  (world.odoo.world.table('sale.order').get(46) as unknown as { partner_shipping_id: [number, string] })
    .partner_shipping_id[0];

test('an order that was proved stands in the audit, with the session that began, before the token leaves', async () => {
  const { data } = await lookUp('S00046', postcode() as string, 'proved-request');
  const { jti } = JSON.parse(
    Buffer.from(data?.orderAccessCreate.token?.split('.')[1] ?? '', 'base64url').toString('utf8'),
  );
  expect(
    await world.sql`select actor, role, action, subject, detail from odoo.audit where request_id = 'proved-request'`,
  ).toEqual([
    {
      actor: 'anonymous',
      role: 'anonymous',
      action: 'order_access.granted',
      subject: 'order 46',
      detail: { session: `order:${jti}`, by: 'postalCode' },
    },
  ]);
  await world.sql`alter table odoo.audit rename to audit_away`;
  try {
    const withheld = await lookUp('S00046', postcode() as string, 'withheld-request');
    expect(withheld.data).toBeNull();
    expect(withheld.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  } finally {
    await world.sql`alter table odoo.audit_away rename to audit`;
  }
});

test('refusals are counted under a hash of the name, which nobody reads', async () => {
  for (const name of ['S00046', ' s00046', 'S00047']) await lookUp(name, '00000', 'refused-request');
  await world.server[Symbol.asyncDispose]();
  const rows =
    await world.sql`select subject, detail, request_id from odoo.audit where action = 'order_access.refused' order by id`;
  expect(rows.map(({ detail }) => detail)).toEqual([
    { reasons: { ORDER_ACCESS_DENIED: 2 } },
    { reasons: { ORDER_ACCESS_DENIED: 1 } },
  ]);
  for (const { subject } of rows) expect(subject).toMatch(/^order-name [\w-]{22}$/);
  expect(rows[0]?.['subject']).not.toBe(rows[1]?.['subject']);
  expect(JSON.stringify(rows)).not.toMatch(/S0004/i);
});

test('a flood of names fills a bounded number of rows; what could not be written is counted with what comes next', async () => {
  const written: string[] = [];
  let isDown = true;
  const { createSecretKey } = await import('node:crypto');
  await using refusals = createRefusalAudit({
    sql: {
      unsafe: (async (_text: string, [rows]: [string]) => {
        if (isDown) throw new Error('down');
        written.push(rows);
      }) as never,
    },
    schema: 'odoo',
    action: 'order_access.refused',
    kind: 'order-name',
    key: createSecretKey(Buffer.alloc(32, 3)),
    logger: (await import('@milepost/service-kit')).createLogger({ service: 'test', level: 'silent' }),
    everyMs: 3_600_000,
  });
  for (let n = 0; n < 5_000; n += 1) refusals.add({ name: `S${n}`, reason: 'DENIED', requestId: 'flood' });
  await refusals.flush();
  refusals.add({ name: 'S1', reason: 'DENIED', requestId: 'flood' });
  isDown = false;
  await refusals.flush();
  await refusals.flush();
  expect(written).toHaveLength(1);
  const rows = JSON.parse(written[0] as string) as { subject: string; detail: { reasons: { DENIED: number } } }[];
  expect(rows).toHaveLength(1_001);
  expect(rows.find(({ subject }) => subject === 'order-name (others)')?.detail.reasons.DENIED).toBe(4_000);
  expect(rows.reduce((sum, { detail }) => sum + detail.reasons.DENIED, 0)).toBe(5_001);
});
