import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseCustomer } from '../src/customer/erase-customer.ts';
import { createSync } from '../src/mirror/sync.ts';
import { createOdooClient } from '../src/odoo/client.ts';
import { logger, type Mirror, startMirror, sweepAll } from './support/mirror.ts';

let mirror: Mirror;
beforeAll(async () => {
  mirror = await startMirror();
  await mirror.sync.runOnce();
});
afterAll(() => mirror[Symbol.asyncDispose]());

const terms = async (orderId: number) => {
  const rows = await mirror.sql<{ kind: string; term: string }[]>`
    select kind, term from odoo.search_term where order_id = ${orderId} order by kind, term`;
  return rows.map(({ kind, term }) => `${kind} ${term}`);
};
const words = async (partnerId: number) => {
  const rows = await mirror.sql<
    { word: string }[]
  >`select word from odoo.name_word where partner_id = ${partnerId} order by word`;
  return rows.map(({ word }) => word);
};

/** Everything that orders and contacts would be found by, worked out from the rows alone. */
const drift = (table: string, wanted: string) =>
  mirror.sql.unsafe(
    `(${wanted} except select * from odoo.${table}) union all (select * from odoo.${table} except ${wanted})`,
  );
async function expectKeysAsRows(): Promise<void> {
  expect(
    await drift(
      'search_term',
      `(select o.id, k.kind, k.term, o.company_id, o.commercial_partner_id, o.region from odoo.sale_order o join (
        select id, 'ORDER_NAME' as kind, name_key as term from odoo.sale_order
        union select id, 'CUSTOMER_REFERENCE', unnest(reference_keys) from odoo.sale_order
        union select order_id, 'TRACKING_NUMBER', unnest(number_keys) from odoo.picking where type_code = 'outgoing' or return_of is not null
        union select l.id, 'INVOICE_NUMBER', i.number_key from odoo.order_invoices l join odoo.invoice i on i.id = any(l.invoice_ids) where i.number_key is not null) k on k.id = o.id)`,
    ),
  ).toEqual([]);
  expect(await drift('name_word', '(select id, unnest(name_words), commercial_partner_id from odoo.partner)')).toEqual(
    [],
  );
}

describe('what orders are found by', () => {
  test('follows from the rows, after the first load', async () => {
    expect(await terms(70)).toEqual([
      'CUSTOMER_REFERENCE PO87990',
      'INVOICE_NUMBER INV202600005',
      'ORDER_NAME S00070',
      expect.stringMatching(/^TRACKING_NUMBER 1Z/),
    ]);
    await expectKeysAsRows();
  });

  test('follows from the rows, after any change in Odoo', async () => {
    const { world } = mirror.odoo;
    world.writeRecords('sale.order', [46], { client_order_ref: 'po 1 / po 2', name: 'S-00046/B' });
    world.writeRecords('account.move', [25], { name: false, state: 'draft' });
    const [picking] = await mirror.sql<
      { id: number }[]
    >`select id from odoo.picking where order_id = 46 and type_code = 'outgoing'`;
    world.setTrackingRef(picking?.id as number, 'cc-10046 / cc-10047');
    world.writeRecords('res.partner', [46], { name: "Ann-Marie O'Rivera" });
    await mirror.sync.runOnce();
    expect(await terms(46)).toEqual([
      'CUSTOMER_REFERENCE PO1',
      'CUSTOMER_REFERENCE PO1PO2',
      'CUSTOMER_REFERENCE PO2',
      'ORDER_NAME S00046B',
      'TRACKING_NUMBER CC10046',
      'TRACKING_NUMBER CC10047',
    ]);
    expect(await words(46)).toEqual(['ann', 'annmarie', 'marie', 'o', 'orivera', 'rivera']);
    expect(await terms(70)).not.toContain('INVOICE_NUMBER INV202600005');
    world.writeRecords('account.move', [25], { name: 'INV/2026/00005', state: 'posted' });
    world.writeRecords('sale.order', [29], { invoice_ids: [25] });
    await mirror.sync.runOnce();
    for (const id of [29, 70]) expect(await terms(id)).toContain('INVOICE_NUMBER INV202600005');
    await expectKeysAsRows();
  });

  test('goes with its order, its delivery or its contact, and carries the scope of today', async () => {
    const { sql } = mirror;
    await sql`update odoo.sale_order set region = 'EU', commercial_partner_id = 51 where id = 47`;
    await sql`update odoo.picking set order_id = 47 where order_id = 68`;
    await sql`delete from odoo.sale_order where id = 48`;
    await sql`delete from odoo.invoice`;
    await sql`update odoo.partner set commercial_partner_id = 63 where id = 64`;
    await sql`delete from odoo.partner where id = 62`;
    expect(await terms(48)).toEqual([]);
    await expectKeysAsRows();
  });

  test('nothing is left of the name of somebody who was erased', async () => {
    expect(await words(45)).not.toEqual([]);
    await eraseCustomer(mirror, {
      actor: 'test',
      role: 'operator',
      sid: null,
      customerId: 45,
      reason: 'because of the test',
      requestId: 'test-request',
    });
    expect(await mirror.sql`select word from odoo.name_word where customer_id = 45`).toEqual([]);
    await mirror.sync.runOnce();
    expect(await mirror.sql`select word from odoo.name_word where customer_id = 45`).toEqual([]);
  });

  test('who writes a delivery while its order changes hands waits, and then knows whose it is', async () => {
    const { sql } = mirror;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: isChanged, resolve: changed } = Promise.withResolvers<void>();
    const order = sql.begin(async (tx) => {
      await tx`update odoo.sale_order set region = 'R50', commercial_partner_id = 54 where id = 50`;
      changed();
      await released;
    });
    await isChanged;
    let isDone = false;
    const delivery = sql`update odoo.picking set number_keys = '{NUMBER50}' where order_id = 50`.then(() => {
      isDone = true;
    });
    await eventually(async () => {
      const [waiting] = await sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return isDone || waiting !== undefined;
    });
    release();
    await Promise.all([order, delivery]);
    expect(await terms(50)).toContain('TRACKING_NUMBER NUMBER50');
    await expectKeysAsRows();
  });
});

test('a user who may not read invoices serves everything else, and finds them when the right is given', async () => {
  await using own = await startMirror();
  let mayRead = false;
  // What Odoo 18 answers a user of the group "Inventory / User" alone (recording 08).
  const refusal = {
    code: 200,
    message: 'Odoo Server Error',
    data: {
      name: 'odoo.exceptions.AccessError',
      message: "You are not allowed to access 'Journal Entry' (account.move) records.",
      arguments: [],
      context: {},
    },
  };
  let asked = 0;
  const proxy = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const text = body.toString('utf8');
    if (text.includes('"account.move"') || text.includes('"invoice_ids"')) {
      asked += 1;
      if (!mayRead)
        return void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: refusal }));
    }
    const onward = httpRequest(
      own.odoo.url + incoming.url,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, { 'content-type': 'application/json' });
        answer.pipe(response);
      },
    );
    onward.end(body);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    const client = createOdooClient({
      url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      db: own.odoo.db,
      login: own.odoo.login,
      apiKey: () => own.odoo.apiKey,
      logger,
    });
    let time = Date.now();
    const sync = createSync({
      sql: own.sql,
      odoo: client,
      keys: own.keys,
      overlapSeconds: 150,
      pageSize: 200,
      sweep: sweepAll,
      logger,
      now: () => new Date(time),
    });
    await sync.runOnce();
    const [round] = await own.sql`select as_of is not null as "isWhole" from odoo.sync_round`;
    expect(round).toEqual({ isWhole: true });
    expect(await own.sql`select count(*)::int as n from odoo.sale_order`).toEqual([{ n: 51 }]);
    expect(await own.sql`select 1 from odoo.invoice`).toEqual([]);
    // Not asked for again at once.
    const before = asked;
    await sync.runOnce();
    expect(asked).toBe(before);
    mayRead = true;
    time += 700_000;
    await sync.runOnce();
    expect(await own.sql`select order_id as id from odoo.search_term where term = 'INV202600005'`).toEqual([
      { id: 70 },
    ]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
