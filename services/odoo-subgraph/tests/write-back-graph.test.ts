import { signWebhook, toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planWriteBack, readPolicy } from '../src/write-back/dry-run.ts';
import { startWorld, viewer } from './support/world.ts';
import { milestoneBody } from './support/write-back.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({
    env: { WRITE_BACK_POLICY: '{"mode":"live","gatherSeconds":0,"maxAgeDays":3650}', SYNC_INTERVAL_MS: '50' },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = viewer({ role: 'operator' });
const secret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
/** Messages are taken together, each two seconds. */
const patience = { timeoutMs: 20_000 };
let sent = 0;
async function tell(body: object) {
  sent += 1;
  const text = JSON.stringify(body);
  const headers = signWebhook([secret], { id: `milestone_${sent}`, body: text, now: new Date() });
  expect((await fetch(`${world.server.privateUrl}/events`, { method: 'POST', headers, body: text })).status).toBe(204);
}
interface WriteBack {
  id: string;
  effect: string;
  state: string;
  summary: string;
  reason: string | null;
}
const fields =
  '{ id effect state summary reason odooId isAtDelivery attempts requestId createdAt settledAt order { name } }';
const ofOrder = async (id: number, as = viewer()) =>
  (
    await world.query<{ order: { writeBacks: WriteBack[] | null } | null }>(
      as,
      `{ order(id: "${toGlobalId('Order', id)}") { writeBacks ${fields} } }`,
    )
  ).data?.order;
const failedOnes = async (as = operator) =>
  world.query<{ writeBacks: { nodes: WriteBack[] } }>(as, `{ writeBacks { nodes ${fields} } }`);
const retry = (ids: string[], as = operator) =>
  world.query<{ writeBackRetry: { writeBacks: WriteBack[]; userErrors: { code: string; field: string[] }[] } }>(
    as,
    `mutation { writeBackRetry(input: { ids: ${JSON.stringify(ids)} }) { writeBacks { id state } userErrors { code field } } }`,
  );

test('from the signed message to the line in Odoo and to what the agent sees of it', async () => {
  await tell(
    milestoneBody({
      parcel: '1Z999AA10300316769',
      deliveries: [{ id: 29, orderId: 38 }],
      milestone: 'OUT_FOR_DELIVERY',
    }),
  );
  await eventually(async () => (await ofOrder(38))?.writeBacks?.[0]?.state === 'DONE', patience);
  expect((await ofOrder(38))?.writeBacks).toMatchObject([
    {
      effect: 'CHATTER',
      state: 'DONE',
      summary: expect.stringContaining('out for delivery'),
      isAtDelivery: true,
      odooId: expect.any(Number),
      order: { name: 'S00038' },
      requestId: 'milestone_1',
    },
  ]);
  expect(
    [...world.odoo.world.table('mail.message').values()].filter(
      (row) => row['model'] === 'stock.picking' && row['res_id'] === 29,
    ),
  ).toHaveLength(1);
});

test('what failed is shown to operators with its reason, retried by them, and written', async () => {
  world.odoo.rules.forbid('stock.picking', [30]);
  await tell(
    milestoneBody({
      parcel: '1Z999AA1700039595',
      deliveries: [{ id: 30, orderId: 39 }],
      milestone: 'OUT_FOR_DELIVERY',
    }),
  );
  await eventually(async () => ((await failedOnes()).data?.writeBacks.nodes.length ?? 0) > 0, patience);
  const [failed] = (await failedOnes()).data?.writeBacks.nodes ?? [];
  expect(failed).toMatchObject({ state: 'FAILED', reason: 'access: odoo.exceptions.AccessError' });
  world.odoo.rules.allow();
  const { data } = await retry([(failed as WriteBack).id]);
  expect(data?.writeBackRetry).toMatchObject({ writeBacks: [{ state: 'WAITING' }], userErrors: [] });
  await eventually(async () => (await ofOrder(39))?.writeBacks?.[0]?.state === 'DONE', patience);
  const told = await world.sql<
    { since: string | null }[]
  >`select body->'problem'->>'since' as since from odoo.outbox where body->>'type' = 'problem.changed' order by id`;
  expect(told.map(({ since }) => since === null)).toEqual([false, true]);
  expect(await world.sql`select action, subjects from odoo.audit where action = 'write_back.retried'`).toMatchObject([
    { subjects: ['order 39'] },
  ]);
});

test('nobody but staff sees any of it, and only operators act', async () => {
  const account = viewer({
    role: 'customer',
    level: 'L3',
    customers: [45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60],
    companies: null,
  });
  const partner = viewer({ role: 'partner', level: 'PARTNER' });
  for (const as of [account, partner]) expect((await ofOrder(38, as))?.writeBacks ?? null).toBeNull();
  // An agent of another company does not see the order at all.
  expect(await ofOrder(38, viewer({ companies: [999] }))).toBeNull();
  for (const as of [viewer(), partner, account, viewer({ role: 'operator', companies: [1] })]) {
    expect((await failedOnes(as)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await retry([toGlobalId('WriteBack', 1)], as)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
  for (const ids of [
    [],
    ['x'],
    [toGlobalId('Order', 1)],
    Array.from({ length: 501 }, () => toGlobalId('WriteBack', 1)),
  ])
    expect((await retry(ids)).data?.writeBackRetry.userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['input', 'ids'] },
    ]);
});

test('a dry run prints what another policy would write, and leaves everything as it was', async () => {
  const before = await world.sql`select * from odoo.effect order by id`;
  const plan = await planWriteBack(world.sql, {
    policy: readPolicy('{"mode":"live","maxAgeDays":3650,"effects":{"chatter":"shadow"}}'),
    since: new Date(0),
    now: new Date(),
  });
  expect(plan).toMatchObject({
    messages: 2,
    records: 0,
    effects: [
      { orderName: 'S00038', effect: 'chatter', mode: 'shadow' },
      { orderName: 'S00039', mode: 'shadow' },
    ],
  });
  expect(await world.sql`select * from odoo.effect order by id`).toEqual(before);
});
