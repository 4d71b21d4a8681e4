import { createSecretKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connectDatabase, createLogger } from '@milepost/service-kit';
import { createTestDatabase, eventually } from '@milepost/testkit';
import { Counter, Registry } from 'prom-client';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createMailQueue } from '../src/mail/mail-queue.ts';
import { MailError, type MailSender, smtpOptions, smtpSender } from '../src/mail/mail-sender.ts';
import { migrate } from '../src/server.ts';

const key = createSecretKey(Buffer.alloc(32, 5));
const mail = { to: 'ann@shop.example', subject: 'Grüße', text: 'Your link: https://x.example/?a=1', purpose: 'test' };

/** A real SMTP server that answers `reply` to each recipient: null takes the mail. */
async function startSmtp() {
  const state = {
    received: [] as { from: string; to: string[]; text: string }[],
    refuse: null as number | null,
    user: '',
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      state.user = `${username}:${password}`;
      done(null, { user: username });
    },
    onRcptTo(_address, _session, done) {
      done(state.refuse ? Object.assign(new Error('refused ann@shop.example'), { responseCode: state.refuse }) : null);
    },
    onData(stream, { envelope }, done) {
      let text = '';
      stream.on('data', (chunk) => {
        text += chunk;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope;
        state.received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    url: `smtp://user:p%40ss@127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function startQueue(sender: MailSender | null, database?: { url: string }) {
  const stack = new AsyncDisposableStack();
  const own =
    database ??
    stack.use(await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'gateway', migrate }));
  const sql = connectDatabase(own.url, { application: 'test', searchPath: 'auth', max: 3 });
  stack.defer(() => sql.end({ timeout: 1 }));
  const lines: string[] = [];
  const logger = createLogger({ service: 'gateway', destination: { write: (line) => void lines.push(line) } });
  const sent = new Counter({
    name: 'mails',
    help: '-',
    labelNames: ['purpose', 'outcome'],
    registers: [new Registry()],
  });
  const queue = stack.use(createMailQueue({ sql, key, sender, sent, logger, idleMs: 20 }));
  return {
    database: own,
    sql,
    queue,
    lines,
    sent,
    rows: () => sql`select state, attempts, problem from auth.mail order by created_at, id`,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

let smtp: Awaited<ReturnType<typeof startSmtp>>;
beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp[Symbol.asyncDispose]());
const sender = () => smtpSender({ url: () => smtp.url, from: 'Milepost <no-reply@milepost.example>' });

test('a mail reaches the SMTP server once, and lies sealed until then', async () => {
  smtp.state.received = [];
  await using world = await startQueue(sender());
  await world.queue.sendMail({ ...mail, html: '<p>hello</p>' });
  await eventually(async () => expect(await world.rows()).toEqual([{ state: 'sent', attempts: 1, problem: null }]));
  const [{ from, to, text } = { from: '', to: [], text: '' }] = smtp.state.received;
  expect(smtp.state.received).toHaveLength(1);
  expect([from, to]).toEqual(['no-reply@milepost.example', ['ann@shop.example']]);
  expect(text).toMatch(/^From: Milepost <no-reply@milepost.example>$/im);
  expect(text).toMatch(/Auto-Submitted: auto-generated/);
  expect(text).toContain('https://x.example/?a=1');
  expect(text).toContain('<p>hello</p>');
  expect(smtp.state.user).toBe('user:p@ss');
  const [row] = await world.sql`select sealed, id from auth.mail`;
  expect(text).toContain(`Message-ID: <${row?.['id']}@`);
  expect(Buffer.from(row?.['sealed']).toString('latin1')).not.toMatch(/ann|link/);
});

test('a mail queued in a transaction that fails is never sent', async () => {
  smtp.state.received = [];
  await using world = await startQueue(sender());
  await expect(
    world.sql.begin(async (tx) => {
      await world.queue.sendMail(mail, tx);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await world.queue.sendMail({ ...mail, to: 'second@shop.example' });
  await eventually(() => expect(smtp.state.received.map(({ to }) => to[0])).toEqual(['second@shop.example']));
});

test('what a server refuses for now is tried again later, what it refuses for good is not; the log names no address', async () => {
  await using world = await startQueue(sender());
  smtp.state.refuse = 451;
  await world.queue.sendMail(mail);
  await eventually(async () =>
    expect(await world.rows()).toEqual([{ state: 'waiting', attempts: 1, problem: 'EENVELOPE 451' }]),
  );
  const [{ wait } = { wait: 0 }] = await world.sql<{ wait: number }[]>`
    select extract(epoch from next_try_at - now())::float as wait from auth.mail`;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(5);
  smtp.state.refuse = null;
  await world.sql`update auth.mail set next_try_at = now()`;
  await eventually(async () => expect(await world.rows()).toEqual([{ state: 'sent', attempts: 2, problem: null }]));

  smtp.state.refuse = 550;
  await world.queue.sendMail(mail);
  await eventually(async () =>
    expect((await world.rows())[1]).toEqual({ state: 'failed', attempts: 1, problem: 'EENVELOPE 550' }),
  );
  smtp.state.refuse = null;
  expect(world.lines.join('\n')).toContain('a mail could not be sent');
  expect(world.lines.join('\n')).not.toMatch(/ann@|shop\.example/);
  expect((await world.sent.get()).values.map(({ labels, value }) => [labels.outcome, value])).toEqual([
    ['sent', 1],
    ['failed', 1],
  ]);
});

test('an unreachable server is tried again', async () => {
  await using world = await startQueue(smtpSender({ url: () => 'smtp://127.0.0.1:1', from: 'x@y.example' }));
  await world.queue.sendMail(mail);
  await eventually(async () =>
    expect(await world.rows()).toEqual([{ state: 'waiting', attempts: 1, problem: expect.stringMatching(/^E/) }]),
  );
});

test('pauses between tries grow, and then it is given up', async () => {
  let tries = 0;
  const failing: MailSender = {
    outcome: 'sent',
    async send() {
      tries += 1;
      throw new MailError(`try ${tries}`, true);
    },
    close() {},
  };
  await using world = await startQueue(failing);
  await world.queue.sendMail(mail);
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    const [row] = await eventually(async () => {
      const rows = await world.sql<{ wait: number }[]>`
        select round(extract(epoch from next_try_at - now()))::int as wait from auth.mail where state = 'waiting' and problem = ${`try ${attempt}`}`;
      expect(rows).toHaveLength(1);
      return rows;
    });
    pauses.push(row?.wait ?? 0);
    await world.sql`update auth.mail set next_try_at = now()`;
  }
  expect(pauses).toEqual([5, 15, 45, 135, 405, 1200, 3600]);
  await eventually(async () =>
    expect(await world.rows()).toEqual([{ state: 'failed', attempts: 8, problem: 'try 8' }]),
  );
});

test('a mail that is no use any more is not sent', async () => {
  smtp.state.received = [];
  await using world = await startQueue(sender());
  await world.queue.sendMail({ ...mail, expiresAt: new Date(Date.now() - 1) });
  await eventually(async () =>
    expect(await world.rows()).toEqual([{ state: 'failed', attempts: 1, problem: 'expired' }]),
  );
  expect(smtp.state.received).toEqual([]);
});

test('two instances send each mail once', async () => {
  smtp.state.received = [];
  await using one = await startQueue(sender());
  await using two = await startQueue(sender(), one.database);
  for (let i = 0; i < 30; i += 1) await (i % 2 ? one : two).queue.sendMail({ ...mail, to: `a${i}@shop.example` });
  await eventually(async () =>
    expect(await one.sql`select count(*)::int as n from auth.mail where state = 'sent'`).toEqual([{ n: 30 }]),
  );
  expect(new Set(smtp.state.received.map(({ to }) => to[0])).size).toBe(30);
  expect(smtp.state.received).toHaveLength(30);
});

test('what an instance had in hand when it was killed is taken up by another when its lease is over', async () => {
  smtp.state.received = [];
  await using world = await startQueue(null);
  const other = await startQueue(sender(), world.database);
  // As a killed instance leaves it: counted, leased, not settled.
  await other[Symbol.asyncDispose]();
  await using writer = await startQueue(
    { outcome: 'sent', send: () => new Promise(() => {}), close() {} },
    world.database,
  ).then((queue) => ({ ...queue, [Symbol.asyncDispose]: async () => {} }));
  await writer.queue.sendMail(mail);
  await eventually(async () => expect((await world.rows())[0]).toMatchObject({ state: 'waiting', attempts: 1 }));
  await using third = await startQueue(sender(), world.database);
  expect(await third.rows()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  await world.sql`update auth.mail set next_try_at = now()`;
  await eventually(() => expect(smtp.state.received).toHaveLength(1));
});

test('sent mails are gone after a day', async () => {
  await using world = await startQueue(sender());
  await world.queue.sendMail(mail);
  await world.queue.sendMail(mail);
  await eventually(async () => expect((await world.rows()).map(({ state }) => state)).toEqual(['sent', 'sent']));
  await world.sql`update auth.mail set settled_at = now() - interval '25 hours' where id = (select id from auth.mail limit 1)`;
  await eventually(async () => expect(await world.rows()).toHaveLength(1));
});

test.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'Ann <a@b.example>', 'nobody', ''])(
  '%j is not one address',
  async (to) => {
    await using world = await startQueue(sender());
    await expect(world.queue.sendMail({ ...mail, to })).rejects.toThrow('one plain address');
    expect(await world.rows()).toEqual([]);
  },
);

test('without a sender mails are off and say so', async () => {
  await using world = await startQueue(null);
  expect(world.queue.isOn).toBe(false);
  await expect(world.queue.sendMail(mail)).rejects.toThrow('SMTP_URL is not set');
});

test.each([
  ['smtp://mail.example', { port: 587, secure: false, requireTLS: true }],
  ['smtps://mail.example', { port: 465, secure: true, requireTLS: false }],
  ['smtp://mail.example:25?tls=optional', { port: 25, secure: false, requireTLS: false }],
  ['smtp://localhost:1025', { port: 1025, secure: false, requireTLS: false }],
])('%s', (url, expected) => {
  expect(smtpOptions(url)).toMatchObject(expected);
});

test('a mail about an order comes by the name of its shop, from the same address', async () => {
  smtp.state.received = [];
  await using world = await startQueue(sender());
  await world.queue.sendMail({
    to: 'ann@shop.example',
    subject: 'a',
    text: 'b',
    purpose: 'test',
    senderName: 'Müller & Söhne',
  });
  await eventually(() => expect(smtp.state.received).toHaveLength(1));
  const [{ from, text } = { from: '', text: '' }] = smtp.state.received;
  expect(from).toBe('no-reply@milepost.example');
  expect(text).toMatch(/^From: =\?UTF-8\?Q\?M=C3=BCller_=26_S=C3=B6hne\?= <no-reply@milepost\.example>/m);
});
