import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, startSystem } from './support/system.ts';

let system: Awaited<ReturnType<typeof startSystem>>;
beforeAll(async () => {
  system = await startSystem({
    env: { WRITE_BACK_POLICY: '{"mode":"live","gatherSeconds":0,"maxAgeDays":3650}', WRITE_BACK_LOOK_SECONDS: '0.2' },
  });
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

const number = '1Z999AA1BACK000001';
const rowsOf = (table: string, model: string, field: string, id: number) =>
  [...system.odooSimulator.world.table(table).values()].filter((row) => row[field] === model && row['res_id'] === id);

test('a carrier’s word becomes a line and a to-do in Odoo, one request id from its message to the write; done in Odoo, the case is over', {
  timeout: 60_000,
}, async () => {
  const { orderId, pickingIds } = system.odooSimulator.world.cloneOrder(38, { name: 'BACK1', references: [number] });
  await eventually(
    async () => (await system.sql`select 1 from tracking.shipment where tracking_number = ${number}`).length === 1,
    { timeoutMs: 30_000 },
  );
  const posted = await system.postScan(
    trackingUpdate({ number, scans: [{ minute: 1, tag: 'Exception', subtag: 'Exception_011', text: 'Lost' }] }),
  );
  expect(posted.status).toBe(200);
  const todos = () => rowsOf('mail.activity', 'sale.order', 'res_model', orderId);
  await eventually(async () => expect(todos()).toHaveLength(1), { timeoutMs: 20_000 });
  await eventually(async () =>
    expect(rowsOf('mail.message', 'stock.picking', 'model', pickingIds[0] as number)).toHaveLength(1),
  );
  const [todo] = todos();
  expect(String(todo?.['summary'])).toContain(number);

  const requests = await system.sql<{ of: string }[]>`
    select request_id as of from tracking.inbox where provider = 'aftership' and request_id in (select request_id from odoo.effect) union all select request_id from odoo.effect where kind = 'LINE' and order_id = ${orderId}`;
  expect(new Set(requests.map(({ of }) => of)).size).toBe(1);

  const agent = await system.signIn(accounts.agent);
  const seen = async () => {
    const { data, errors } = await system.query<{
      orderByName: {
        cases: { state: string; resolution: string | null }[];
        writeBacks: { effect: string; state: string }[];
      };
    }>('{ orderByName(name: "BACK1") { cases { state resolution } writeBacks { effect state } } }', {}, agent);
    expect(errors).toBeUndefined();
    return data?.orderByName;
  };
  // Others come and go while the goods are told of.
  const standing = async () => (await seen())?.cases.filter(({ resolution }) => resolution !== 'CAUSE_GONE');
  expect(await standing()).toMatchObject([{ state: 'OPEN' }]);
  // The to-do of one that went before it was written is on record as given up; none of them is in Odoo (one to-do above).
  const written = (await seen())?.writeBacks.filter(({ effect, state }) => `${effect} ${state}` !== 'ACTIVITY DROPPED');
  expect(written?.map(({ effect, state }) => `${effect} ${state}`).sort()).toEqual(['ACTIVITY DONE', 'CHATTER DONE']);

  await system.odooSimulator.asAdmin('mail.activity', 'action_feedback', [[todo?.id]], {
    feedback: 'Sent another one',
  });
  await eventually(
    async () => expect(await standing()).toMatchObject([{ state: 'CLOSED', resolution: 'CLOSED_IN_ODOO' }]),
    {
      timeoutMs: 20_000,
    },
  );
  // And nothing comes back to Odoo of it.
  expect(todos()).toEqual([]);
});
