import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { dumpDatabase, findPersonalData, type Seed } from './support/find-personal-data.ts';
import { accounts, type System, startSystem } from './support/system.ts';

/** Runs the system with the data set of the simulated Odoo, uses every way that personal data goes, and then looks for it where it must not be. */
const ann = 'ann.rivera@alpine.example.com';
const idOf = (type: string, local: number) => Buffer.from(`${type}:${local}`).toString('base64url');
const everything = `{ name customer { name email phone hasPhone } deliveryAddress { name street street2 city countryCode }
  deliveries { name } shipments { events(first: 20) { nodes { description location { text city } } } } }`;

let system: System;
/** Must be nowhere in plain: ways to reach somebody. */
let contacts: Seed[];
/** May stand in the database, never in a log. */
let names: Seed[];

beforeAll(async () => {
  system = await startSystem();
  const partners = [...system.odooSimulator.world.table('res.partner').values()];
  const seedsOf = (fields: readonly string[]) =>
    partners.flatMap((partner) =>
      fields.flatMap((field): Seed[] => {
        const text = partner[field];
        return typeof text === 'string' && text.length > 3 ? [{ what: `${field} of partner ${partner.id}`, text }] : [];
      }),
    );
  contacts = seedsOf(['email', 'email_normalized', 'phone', 'mobile', 'street', 'street2']);
  // Also as it is compared.
  for (const { what, text } of seedsOf(['phone', 'mobile']))
    contacts.push({ what: `${what} in digits`, text: text.replaceAll(/\D/g, '') });
  names = seedsOf(['name', 'display_name', 'city']);
  await useEverything();
}, 240_000);
afterAll(() => system[Symbol.asyncDispose]());

async function useEverything(): Promise<void> {
  const { world } = system.odooSimulator;
  const agent = await system.signIn(accounts.agent);
  const operator = await system.signIn(accounts.operator);
  const customer = await system.signIn(accounts.customer);
  const partner = { authorization: `Bearer ${await system.partnerToken()}` };
  // Looked up right and wrong, at the page and in the graph, with everybody's e-mail address.
  for (const { email, zip } of [...world.table('res.partner').values()] as unknown as {
    email: string;
    zip: string;
  }[]) {
    const form: Record<string, string> = email ? { email } : { postalCode: zip || 'x' };
    await fetch(`${system.origin}/track`, {
      method: 'POST',
      body: new URLSearchParams({ orderName: 'S00046', ...form }),
      redirect: 'manual',
    });
  }
  const { data } = await system.query<{ orderAccessCreate: { token: string } }>(
    'mutation ($input: OrderAccessCreateInput!) { orderAccessCreate(input: $input) { token } }',
    { input: { orderName: 'S00046', email: ann } },
  );
  expect(data.orderAccessCreate.token).toEqual(expect.any(String));
  // In the address of a page, where a form with the wrong method would put it.
  await fetch(`${system.origin}/?email=${encodeURIComponent(ann)}`);
  for (const headers of [
    agent,
    operator,
    customer,
    partner,
    { authorization: `Bearer ${data.orderAccessCreate.token}` },
  ]) {
    const list = await system.query<{ orders: { nodes: object[] } }>(
      `{ orders(first: 20) { nodes ${everything} } }`,
      {},
      headers,
    );
    const one = await system.query<{ orderByName: object }>(
      `{ orderByName(name: "S00046") ${everything} }`,
      {},
      headers,
    );
    expect([list.errors, one.errors]).toEqual([undefined, undefined]);
    expect(list.data.orders.nodes.length).toBeGreaterThan(0);
    expect(one.data.orderByName).toMatchObject({ name: 'S00046' });
  }
  const reveal = await system.query<{ customerPhoneReveal: { phone: string } }>(
    `mutation { customerPhoneReveal(input: { customerId: "${idOf('Customer', 45)}", reason: "the dock is closed" }) { phone } }`,
    {},
    agent,
  );
  expect(reveal.data.customerPhoneReveal.phone).toBe('+1 303-555-0111');
  // Searched for by everything that is known of them, by an agent and by somebody who may not find them so.
  for (const record of world.table('res.partner').values())
    for (const text of [record['name'], record['email'], record['phone'], record['mobile']])
      if (typeof text === 'string')
        for (const headers of [agent, partner])
          await system.query(
            'query ($text: String!) { search(text: $text) { hits { nodes { order { name } customer { name } } } } }',
            { text },
            headers,
          );
  // A carrier that was told too much says it back.
  const [shipment] = await system.sql<{ number: string; slug: string }[]>`
    select s.tracking_number as number, s.carrier_code as slug from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
  const body = JSON.parse(
    trackingUpdate({
      number: shipment?.number as string,
      slug: shipment?.slug as string,
      scans: [{ minute: 60, tag: 'InTransit', subtag: 'InTransit_003' }],
    }),
  ) as { msg: Record<string, unknown> };
  Object.assign(body.msg, {
    customers: [{ name: 'Ann Rivera', email: ann, phone_number: '+1 303-555-0112' }],
    emails: [ann],
    smses: ['+1 303-555-0112'],
    destination_raw_location: '77 Freight Rd, Aurora, 80011, USA',
  });
  expect((await system.postScan(JSON.stringify(body))).status).toBe(200);
  // Words that are no message, and one that nobody knows.
  await system.postScan(`{"msg": {"emails": ["${ann}"]}}`);
  // Wrong sign-ins with right addresses, and one by link.
  for (const email of [ann, 'uta@mueller-bergsport.example.com'])
    await fetch(`${system.origin}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: system.origin },
      body: JSON.stringify({ email, password: 'not the password' }),
    });
  const link = await fetch(`${system.origin}/auth/sign-in/magic-link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: system.origin },
    body: JSON.stringify({ email: 'dana.whitfield@example.com' }),
  });
  expect(link.status).toBe(200);
  await eventually(
    async () =>
      (await system.sql`select 1 from auth.mail where purpose like '%link%' or purpose like '%sign%'`).length > 0,
    { timeoutMs: 20_000 },
  );
  // What Odoo gives in another shape, what it refuses, and what changes.
  world.writeRecords('res.partner', [59], {
    email_normalized: 'not@a.date',
    write_date: 7,
    country_code: ['contact@eclair.example.com'],
  });
  world.writeRecords('res.partner', [57], { phone: '+49 89 5550151' });
  contacts.push({ what: 'a changed phone', text: '+49 89 5550151' });
  await eventually(async () => (await system.sql`select 1 from odoo.misfit where id = 59`).length === 1, {
    timeoutMs: 20_000,
  });
  // More than the tries of one call.
  Object.assign(system.odooSimulator.faults, { serializationFailures: 12 });
  await eventually(() => system.lines.some((line) => line.includes('job step failed')), { timeoutMs: 20_000 });
  const erased = await system.query<{ customerErase: { customer: { name: string } } }>(
    `mutation { customerErase(input: { customerId: "${idOf('Customer', 53)}", reason: "asked for by letter" }) { customer { name } } }`,
    {},
    operator,
  );
  expect(erased.data.customerErase.customer.name).toBe('(erased)');
  await system.settled();
}

describe('a full run leaves no way to reach anybody', () => {
  test('in the log, down to its finest level; nor names and towns', () => {
    const log = system.lines.join('\n');
    // It did go through everything.
    for (const said of ['initial load done', 'records do not fit', 'told tracking', 'job step failed'])
      expect(log, said).toContain(said);
    expect(findPersonalData(log, [...contacts, ...names])).toEqual([]);
  });

  test('in the database, in no table, in no form, but where somebody signs in', async () => {
    const dump = await dumpDatabase(system.sql);
    expect([...dump.keys()]).toEqual(
      expect.arrayContaining(['odoo.partner', 'tracking.inbox', 'auth.mail', 'odoo.audit']),
    );
    expect(contacts.length).toBeGreaterThan(100);
    const found = [...dump].flatMap(([table, text]) =>
      findPersonalData(text, contacts).map((what) => `${table}: ${what}`),
    );
    // The sign-in library keeps the address of an account, and that of a link until it was used or ends.
    const known = ['auth.user', 'auth.verification'].flatMap((table) =>
      ['email', 'email_normalized'].map((field) => `${table}: ${field} of partner 63 (plain)`),
    );
    expect(found).toEqual(known);
  });

  test.each<[string, (text: string) => string | Buffer]>([
    ['as it is', (text) => text],
    ['in capitals', (text) => text.toUpperCase()],
    ['in base64, in the middle of something', (text) => Buffer.from(`{"a":"${text}"}`).toString('base64')],
    ['as an address on the web', encodeURIComponent],
    ['as bytes', (text) => Buffer.from(`..${text}`)],
    ['as bytes of base64', (text) => Buffer.from(Buffer.from(`.${text}`).toString('base64url'))],
  ])('and one that was left there is found: %s', async (_name, form) => {
    const planted = form(ann);
    const isBytes = Buffer.isBuffer(planted);
    await system.sql.unsafe(`create table public.planted (cell ${isBytes ? 'bytea' : 'text'})`);
    try {
      await system.sql`insert into public.planted values (${planted})`;
      const text = (await dumpDatabase(system.sql)).get('public.planted') as string;
      expect(findPersonalData(text, contacts)).not.toEqual([]);
    } finally {
      await system.sql`drop table public.planted`;
    }
    if (!isBytes) expect(findPersonalData(`{"msg":"x","field":${JSON.stringify(planted)}}`, contacts)).not.toEqual([]);
  });
});

describe('npm run keys', () => {
  const run = (command: string, keys: string) =>
    promisify(execFile)(process.execPath, ['scripts/keys.ts', command], {
      cwd: new URL('../..', import.meta.url).pathname,
      env: { ...process.env, DATABASE_URL: system.databaseUrl, KEY_ENCRYPTION_KEY: keys },
    });

  test('rewrap: every data key goes under the new key, and what was stored is read as before', async () => {
    const [old, next] = [7, 8].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
    const before = await system.sql`select count(*)::int as n, count(distinct kek)::int as keks from odoo.customer_key`;
    expect(before).toEqual([{ n: expect.any(Number), keks: 1 }]);
    await expect(run('rewrap', next)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('KEY_ENCRYPTION_KEY lacks the key with the id'),
    });
    const { stdout } = await run('rewrap', `${next},${old}`);
    expect(stdout).toMatch(/odoo\.customer_key: \d+ data keys wrapped anew/);
    for (const table of ['auth.data_key', 'odoo.data_key', 'odoo.customer_key', 'tracking.data_key'])
      expect(await system.sql.unsafe(`select count(distinct kek)::int as n from ${table}`), table).toEqual([{ n: 1 }]);
    expect((await run('rewrap', next)).stdout).toMatch(/tracking\.data_key: nothing left to wrap/);
    // Who runs on with the old key knows its keys for a while.
    const agent = await system.signIn(accounts.agent);
    const { data } = await system.query<{ orderByName: { customer: { email: string } } }>(
      '{ orderByName(name: "S00046") { customer { email } } }',
      {},
      agent,
    );
    expect(data.orderByName.customer.email).toBe('purchasing@alpine.example.com');
  });
});
