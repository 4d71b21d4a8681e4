import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

const ann = 'ann.rivera@alpine.example.com';

async function start() {
  // Read once: what happens in Odoo afterwards, the mirror does not know.
  const world = await startWorld({ env: { SYNC_INTERVAL_MS: '3600000' } });
  const token = (role: string) => world.sign({ ...viewer({ sub: 'gateway' }), role });
  const ask = async (body: unknown, authorization?: string) =>
    world.post<Record<string, unknown>>('/accounts', body, {
      authorization: authorization ?? `Bearer ${await token('system')}`,
    });
  const customersOf = async (email: string) => (await ask({ email })).body['customers'];
  return Object.assign(world, { token, ask, customersOf });
}

let world: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  world = await start();
});
afterAll(() => world[Symbol.asyncDispose]());

test('an address belongs to the accounts of all its contacts, however it is written', async () => {
  expect(await world.ask({ email: ann })).toEqual({ status: 200, body: { customers: [45, 53], name: 'Ann Rivera' } });
  expect(await world.customersOf('  Sam.ONeil@HUDSON.example.com ')).toEqual([55]);
  // The account's own address.
  expect(await world.customersOf('purchasing@alpine.example.com')).toEqual([45]);
});

test.each([
  'nobody@alpine.example.com',
  'ann.rivera+x@alpine.example.com',
  '---',
  '%@%',
  'former@hudson.example.com', // archived
])('%s belongs to nobody', async (email) => {
  expect(await world.ask({ email })).toEqual({ status: 200, body: { customers: [], name: null } });
});

test('only the gateway itself may ask', async () => {
  for (const role of ['operator', 'agent', 'customer', 'partner', 'anonymous'])
    expect((await world.ask({ email: ann }, `Bearer ${await world.token(role)}`)).status).toBe(403);
  for (const authorization of ['', 'Bearer ', 'Bearer x.y.z', await world.token('system')])
    expect((await world.ask({ email: ann }, authorization)).status).toBe(401);
});

test.each([{}, { email: 5 }, { email: 'x'.repeat(321) }, [], 'x'])('a body like %j is refused', async (body) => {
  const answer = await world.ask(body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toMatch(/email|JSON/i);
});

test('no address gets into the log', () => {
  expect(world.lines.join('\n').toLowerCase()).not.toContain('alpine.example.com');
});

test('what the mirror does not know yet is asked of Odoo; without Odoo the mirror’s word counts; unread contacts are no answer', async () => {
  await using fresh = await start();
  const { world: records } = fresh.odoo;
  expect(await fresh.customersOf(ann)).toEqual([45, 53]);
  // Merged away, which deletes it.
  records.transact((tx) => tx.unlink('res.partner', 65));
  expect(await fresh.customersOf(ann)).toEqual([45]);
  records.writeRecords('res.partner', [46], {
    email: 'ann@elsewhere.example',
    email_normalized: 'ann@elsewhere.example',
  });
  expect(await fresh.customersOf(ann)).toEqual([]);
  // The account is archived, its contact is not.
  records.writeRecords('res.partner', [57], { active: false });
  expect(await fresh.customersOf('uta@mueller-bergsport.example.com')).toEqual([]);
  // Moved to another account.
  records.writeRecords('res.partner', [58], { commercial_partner_id: [49, 'x'] });
  records.writeRecords('res.partner', [57], { active: true });
  expect(await fresh.customersOf('uta@mueller-bergsport.example.com')).toEqual([]);

  await fresh.odoo[Symbol.asyncDispose]();
  expect(await fresh.customersOf(ann)).toEqual([45, 53]);
  await fresh.sql`update odoo.partner set is_active = false where id = 65`;
  expect(await fresh.customersOf(ann)).toEqual([45]);
  await fresh.sql`update odoo.partner set is_active = false where id = 45`;
  expect(await fresh.customersOf(ann)).toEqual([]);
  await fresh.sql`delete from odoo.sync_cursor where model = 'res.partner'`;
  expect((await fresh.ask({ email: ann })).status).toBe(503);
});
