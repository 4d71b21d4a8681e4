import { join } from 'node:path';
import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { origin, startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  // The company of the stand-in's orders is the demo's first.
  world = await startWorld({ env: { BRANDS_DIR: join(import.meta.dirname, '../../portal/demo-brands') } });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Requested {
  codeId: string | null;
  expiresAt: string | null;
  userErrors: { code: string; field: string[] | null }[];
}
interface Opened {
  token: string | null;
  orderId: string | null;
  expiresAt: string | null;
  userErrors: { code: string; message: string }[];
}
let lastOrder = 100;
function nextOrder(): number {
  lastOrder += 1;
  return lastOrder;
}
/** Somebody who proved an order of the own, at level L1. */
async function holder(order = nextOrder()) {
  const token = await world.orderAccess.sign({ sub: String(order), jti: crypto.randomUUID() });
  return { order, headers: { authorization: `Bearer ${token}` } };
}
const request = async (order: number, headers: Record<string, string>) => {
  const { body } = await world.query(
    'mutation ($input: OrderCodeRequestInput!) { orderCodeRequest(input: $input) { codeId expiresAt userErrors { code field } } }',
    { input: { orderId: toGlobalId('Order', order) } },
    headers,
  );
  return { requested: body.data?.['orderCodeRequest'] as Requested, error: body.errors?.[0]?.extensions };
};
const confirm = async (codeId: string | null, code: string, headers: Record<string, string>) =>
  (
    await world.query(
      'mutation ($input: OrderCodeConfirmInput!) { orderCodeConfirm(input: $input) { token orderId expiresAt userErrors { code message } } }',
      { input: { codeId, code } },
      headers,
    )
  ).body.data?.['orderCodeConfirm'] as Opened;

interface Mail {
  to: string;
  subject: string;
  text: string;
  purpose: string;
  senderName?: string;
}
const mails = async (): Promise<Mail[]> => {
  const response = await fetch(`${world.gateway.url}/auth/mailbox`, { headers: { accept: 'application/json' } });
  return ((await response.json()) as { mails: Mail[] }).mails.filter(({ purpose }) => purpose === 'order code');
};
/** Asks for a code and reads it from the mail. */
async function requestAndRead(
  order: number,
  headers: Record<string, string>,
): Promise<{ codeId: string; code: string }> {
  const before = (await mails()).length;
  const { requested } = await request(order, headers);
  expect(requested.userErrors).toEqual([]);
  await eventually(async () => expect((await mails()).length).toBe(before + 1));
  const [mail] = await mails();
  expect(mail?.senderName).toBe('Northpeak Outfitters');
  return { codeId: requested.codeId as string, code: /(\d{3} \d{3})/.exec(mail?.text ?? '')?.[1] as string };
}
const other = (code: string) => String((Number(code.replace(' ', '')) + 1) % 1_000_000).padStart(6, '0');

describe('a one-time code', () => {
  test('goes to the address on file and opens the order at level L3', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    const [mail] = await mails();
    expect(mail?.senderName).toBe('Northpeak Outfitters');
    expect(mail).toMatchObject({ to: 'ann@alpine.example.com' });
    expect(mail?.subject).not.toContain(code);
    const opened = await confirm(codeId, code, headers);
    expect(opened).toMatchObject({ orderId: toGlobalId('Order', order), userErrors: [] });
    const before = world.odoo.seen.length;
    await world.query('{ orderByName(name: "S1") { viewerAccess } }', {}, { authorization: `Bearer ${opened.token}` });
    expect(world.odoo.seen[before]?.viewer).toMatchObject({
      role: 'customer',
      level: 'L3',
      orders: [order],
      customers: [],
    });
    // Used once.
    expect((await confirm(codeId, code, headers)).userErrors).toMatchObject([{ code: 'CODE_ENDED' }]);
    expect(
      await world.sql`select action, subject, actor from auth.audit where detail->>'code' is not null and subject = ${`order ${order}`} order by id`,
    ).toMatchObject([{ action: 'order_code.sent' }, { action: 'order_code.confirmed' }]);
  });

  test('is in no table, no audit and no log in a form that can be read', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    await confirm(codeId, other(code), headers);
    const digits = code.replace(' ', '');
    const rows = JSON.stringify([
      await world.sql`select id, order_id, sid, encode(hash, 'hex') as hash, tries from auth.order_code where order_id = ${order}`,
      await world.sql`select actor, action, detail from auth.audit where subject = ${`order ${order}`}`,
    ]).replaceAll(/[0-9a-f]{32,}/g, '');
    for (const text of [rows, world.lines.join('\n')]) {
      expect(text).not.toContain(digits);
      expect(text).not.toContain(code);
      expect(text).not.toContain('ann@alpine.example.com');
    }
    // Bound to its row: the same digits of another row have another hash.
    expect(new Set((await world.sql`select hash from auth.order_code`).map(({ hash }) => String(hash))).size).toBe(
      (await world.sql`select 1 from auth.order_code`).length,
    );
  });

  test('has five tries, also when fifty come at once; then the right one is refused too', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(codeId, other(code), headers)));
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code);
    expect(codes.filter((name) => name === 'CODE_WRONG')).toHaveLength(5);
    expect(codes.filter((name) => name === 'CODE_ENDED')).toHaveLength(45);
    expect((await confirm(codeId, code, headers)).userErrors).toMatchObject([{ code: 'CODE_ENDED' }]);
  });

  test('is good once, also when twenty come at once', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(codeId, code, headers)));
    expect(answers.filter(({ token }) => token !== null)).toHaveLength(1);
  });

  test('ends after ten minutes', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    await world.sql`update auth.order_code set expires_at = now() where order_id = ${order}`;
    expect((await confirm(codeId, code, headers)).userErrors).toMatchObject([{ code: 'CODE_ENDED' }]);
  });

  test('works for the session that asked for it, not for another one of the same order', async () => {
    const { order, headers } = await holder();
    const { codeId, code } = await requestAndRead(order, headers);
    for (const stranger of [(await holder(order)).headers, (await holder()).headers, {}])
      expect((await confirm(codeId, code, stranger as typeof headers)).userErrors).toMatchObject([
        { code: 'CODE_ENDED' },
      ]);
    expect((await confirm(codeId, code, headers)).token).not.toBeNull();
  });

  test('an id that names no code, and one of something else, end alike', async () => {
    const { headers } = await holder();
    const answers = await Promise.all(
      [
        toGlobalId('OrderCode', crypto.randomUUID()),
        toGlobalId('OrderCode', 'x'.repeat(36)),
        toGlobalId('Order', 7),
        '',
        'x',
      ].map((id) => confirm(id, '123456', headers)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('asking for codes', () => {
  test('three in an hour for one order, whoever asks and however many at once', async () => {
    const { order, headers } = await holder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(order, headers)));
    const sent = answers.filter(({ requested }) => requested.codeId !== null);
    expect(sent).toHaveLength(3);
    const again = await holder(order);
    expect((await request(order, again.headers)).requested.userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
    await world.sql`update auth.order_code set created_at = created_at - interval '61 minutes' where order_id = ${order}`;
    expect((await request(order, headers)).requested.codeId).not.toBeNull();
  });

  test('ten in a day', async () => {
    const { order, headers } = await holder();
    await world.sql`insert into auth.order_code (order_id, sid, hash, created_at, expires_at)
      select ${order}, 'x', 'x', now() - interval '2 hours', now() from generate_series(1, 10)`;
    expect((await request(order, headers)).requested.userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  test('only who holds the order: not with another one, not staff, not a partner, not nobody', async () => {
    const { order } = await holder();
    const others = [
      (await holder()).headers,
      { cookie: await world.signIn('agent'), origin },
      { cookie: await world.signIn('customer'), origin },
      { authorization: `Bearer ${await world.token()}` },
      {},
    ];
    const before = (await mails()).length;
    for (const headers of others)
      expect((await request(order, headers as Record<string, string>)).requested.userErrors).toMatchObject([
        { code: 'ORDER_ACCESS_DENIED' },
      ]);
    expect((await mails()).length).toBe(before);
  });

  test('says so when no address is on file, and sends nothing', async () => {
    const { order, headers } = await holder();
    world.odoo.state.email = null;
    try {
      expect((await request(order, headers)).requested.userErrors).toMatchObject([{ code: 'NO_ADDRESS' }]);
    } finally {
      world.odoo.state.email = 'ann@alpine.example.com';
    }
    expect(await world.sql`select 1 from auth.order_code where order_id = ${order}`).toEqual([]);
  });

  test('where no mails leave it says so', async () => {
    await using silent = await startWorld({ env: { DEMO_MODE: '0' } });
    const token = await silent.orderAccess.sign({ sub: '7' });
    const { body } = await silent.query(
      'mutation ($input: OrderCodeRequestInput!) { orderCodeRequest(input: $input) { codeId userErrors { code } } }',
      { input: { orderId: toGlobalId('Order', 7) } },
      { authorization: `Bearer ${token}` },
    );
    expect(body.data?.['orderCodeRequest']).toEqual({ codeId: null, userErrors: [{ code: 'MAIL_OFF' }] });
  });
});
