import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channelBody } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostcodeReader } from '../src/channel/destination-postcodes.ts';
import { sendOutbox } from '../src/channel/sender.ts';
import { eraseCustomer } from '../src/customer/erase-customer.ts';
import { logger, type Mirror, startMirror } from './support/mirror.ts';

// Where parcels go, told to tracking by a switch (SEND_TO_PROVIDERS). Nobody else has this postcode.
const [postcode, other] = ['97531QX', '97532QX'];
const order = 46;

let mirror: Mirror;
let partner = 0;
let deliveries: number[] = [];
const tracking = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    posts.push(Buffer.concat(parts).toString('utf8'));
    response.end();
  });
});
const posts: string[] = [];
beforeAll(async () => {
  mirror = await startMirror();
  await new Promise<void>((resolve) => tracking.listen(0, '127.0.0.1', resolve));
  partner = (mirror.odoo.world.table('sale.order').get(order) as unknown as { partner_shipping_id: [number, string] })
    .partner_shipping_id[0];
  mirror.odoo.world.writeRecords('res.partner', [partner], { zip: postcode });
  await mirror.sync.runOnce();
  const rows = await mirror.sql<{ id: number }[]>`
    select id from odoo.picking where order_id = ${order} and type_code = 'outgoing' and state <> 'cancel' order by id`;
  deliveries = rows.map(({ id }) => id);
});
afterAll(async () => {
  await mirror[Symbol.asyncDispose]();
  await new Promise((resolve) => tracking.close(resolve));
});

const readPostcodes = () => createPostcodeReader(mirror);
/** Sends all that waits; what tracking was told of deliveries in it. */
async function send(isOn: boolean) {
  posts.length = 0;
  const url = `http://127.0.0.1:${(tracking.address() as AddressInfo).port}`;
  const secrets = () => [`whsec_${Buffer.alloc(32, 2).toString('base64')}`];
  while (await sendOutbox({ sql: mirror.sql, url, secrets, readPostcodes: isOn ? readPostcodes() : null, logger }));
  return posts.flatMap((post) =>
    channelBody.parse(JSON.parse(post)).events.flatMap((e) => (e.type === 'delivery.changed' ? e.delivery : [])),
  );
}
const change = (zip: string | false) => mirror.odoo.world.writeRecords('res.partner', [partner], { zip });

test('it stands sealed with the customer’s key, in no row in plain, and in what is told only with the switch', async () => {
  const dump = await mirror.sql<{ row: string }[]>`
    select t::text as row from odoo.outbox t union all select t::text from odoo.told t union all select t::text from odoo.partner t`;
  for (const text of [postcode, Buffer.from(postcode).toString('hex')])
    expect(dump.filter(({ row }) => row.includes(text))).toEqual([]);
  const [sealed] = await mirror.sql`select zip_sealed is not null as is_sealed from odoo.partner where id = ${partner}`;
  expect(sealed).toEqual({ is_sealed: true });
  expect(await readPostcodes()(deliveries)).toEqual(new Map(deliveries.map((id) => [id, postcode])));
  expect(deliveries.length).toBeGreaterThan(0);
  const waiting = await mirror.sql`select body from odoo.outbox`;
  const without = await send(false);
  expect(without.filter((one) => 'destinationPostalCode' in one)).toEqual([]);
  // The same once more, with the switch.
  for (const { body } of waiting) await mirror.sql`insert into odoo.outbox (body) values (${mirror.sql.json(body)})`;
  const told = await send(true);
  expect(told.filter(({ orderId }) => orderId === order)).toEqual(
    expect.arrayContaining(deliveries.map((id) => expect.objectContaining({ id, destinationPostalCode: postcode }))),
  );
  const nowhere = told.filter(({ kind, cancelled, deleted }) => kind === 'RETURN' || cancelled || deleted);
  expect(nowhere.length).toBeGreaterThan(0);
  expect(nowhere.filter((one) => 'destinationPostalCode' in one)).toEqual([]);
  expect(told.length).toBe(without.length);
});

test('another postcode is news with the switch, and none without; an erased customer’s is not told', async () => {
  change(other);
  await mirror.sync.runOnce();
  expect(await send(true)).toEqual([]);
  const telling = mirror.makeSync(undefined, { ...mirror.keys, tellsPostcodes: true } as typeof mirror.keys);
  change(postcode);
  await telling.runOnce();
  expect((await send(true)).filter(({ id }) => deliveries.includes(id))).toMatchObject(
    deliveries.map((id) => ({ id, destinationPostalCode: postcode })),
  );
  // Said once.
  await telling.runOnce();
  expect(await send(true)).toEqual([]);
  change(false);
  await telling.runOnce();
  const [first] = (await send(true)).filter(({ id }) => deliveries.includes(id));
  expect(first).toBeDefined();
  expect(first).not.toHaveProperty('destinationPostalCode');
  change(postcode);
  await telling.runOnce();
  const [customer] = await mirror.sql<{ id: number }[]>`
    select commercial_partner_id as id from odoo.partner where id = ${partner}`;
  await send(true);
  await eraseCustomer(
    { ...mirror, tellsPostcodes: true },
    {
      customerId: customer?.id as number,
      reason: 'asked for by letter',
      requestId: 'erase-0001',
      actor: 'operator',
      role: 'operator',
      sid: null,
    },
  );
  // Tracking hears it, and keeps it no longer.
  const after = (await send(true)).filter(({ id }) => deliveries.includes(id));
  expect(after.map(({ id }) => id)).toEqual(deliveries);
  expect(after.filter((one) => 'destinationPostalCode' in one)).toEqual([]);
  expect(await readPostcodes()(deliveries)).toEqual(new Map());
});
