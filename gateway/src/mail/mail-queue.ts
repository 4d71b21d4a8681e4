import { type KeyObject, randomUUID } from 'node:crypto';
import { type Logger, open, runLoop, type Sql, seal, type TransactionSql } from '@milepost/service-kit';
import type { Counter } from 'prom-client';
import { type Mail, MailError, type MailSender } from './mail-sender.ts';

/** Pauses before the second, third … try, in seconds; afterwards it is given up. About an hour and a half in all. */
const pauses = [5, 15, 45, 135, 405, 1_200, 3_600];
/** Longer than a sender's own time limits: until then nobody else takes the mail up. */
const leaseSeconds = 120;
const batch = 10;
const keptMs = 24 * 3_600_000;

export interface MailRequest extends Mail {
  /** What kind of mail this is, for figures and the mailbox: 'sign-in link'. Never whose. */
  purpose: string;
  /** Not sent after this. */
  expiresAt?: Date;
}

export interface MailQueue extends AsyncDisposable {
  /** False: nobody would get a mail; whoever needs one says so instead of queueing it. */
  readonly isOn: boolean;
  /** Queues a mail; joins the given transaction, so that both happen or neither. It leaves at least once, with one Message-ID. Throws when mails are off or `to` is not one address. */
  sendMail(mail: MailRequest, tx?: Sql | TransactionSql): Promise<void>;
  /** The last mails that were caught, newest first. */
  caught(limit: number): Promise<(Mail & { purpose: string; at: Date })[]>;
}

/** Mails wait in auth.mail, sealed; each instance takes what is due. `sender` null: mails are off. */
export function createMailQueue({
  sql,
  key,
  sender,
  sent,
  logger,
  idleMs = 2_000,
}: {
  sql: Sql;
  key: KeyObject;
  sender: MailSender | null;
  sent: Counter<'purpose' | 'outcome'>;
  logger: Logger;
  idleMs?: number;
}): MailQueue {
  const contextOf = (id: string) => `auth.mail.sealed/${id}`;
  const unseal = (id: string, sealed: Buffer) => JSON.parse(open(key, sealed, contextOf(id)).toString('utf8')) as Mail;

  async function step(): Promise<boolean> {
    if (!sender) return false;
    const due = await sql<{ id: string; purpose: string; sealed: Buffer; attempts: number; is_late: boolean }[]>`
      update auth.mail set attempts = attempts + 1, next_try_at = now() + ${leaseSeconds} * interval '1 second'
      where id in (select id from auth.mail where state = 'waiting' and next_try_at <= now() order by next_try_at limit ${batch} for update skip locked)
      returning id, purpose, sealed, attempts, expires_at <= now() as is_late`;
    await Promise.all(
      due.map(async ({ id, purpose, sealed, attempts, is_late: isLate }) => {
        try {
          if (isLate) throw new MailError('expired', false);
          await sender.send(unseal(id, sealed), id);
          await sql`update auth.mail set state = ${sender.outcome}, settled_at = now(), problem = null where id = ${id}`;
          sent.inc({ purpose, outcome: sender.outcome });
        } catch (error) {
          await putBack({ id, purpose, attempts, error });
        }
      }),
    );
    await sql`delete from auth.mail where state <> 'waiting' and settled_at < ${new Date(Date.now() - keptMs)}`;
    return due.length === batch;
  }

  async function putBack(given: { id: string; purpose: string; attempts: number; error: unknown }): Promise<void> {
    const { id, purpose, attempts, error } = given;
    const problem = error instanceof MailError ? error.problem : (error as Error).name;
    const pause = pauses[attempts - 1];
    const isFinal = pause === undefined || (error instanceof MailError && !error.retryable);
    if (isFinal) {
      await sql`update auth.mail set state = 'failed', settled_at = now(), problem = ${problem} where id = ${id}`;
      sent.inc({ purpose, outcome: 'failed' });
      logger.error({ mail: { id, purpose, attempts }, problem }, 'a mail could not be sent');
      return;
    }
    await sql`update auth.mail set next_try_at = now() + ${pause} * interval '1 second', problem = ${problem} where id = ${id}`;
    logger.warn({ mail: { id, purpose, attempts }, problem, retryInSeconds: pause }, 'a mail was not taken');
  }

  const loop = runLoop({ name: 'mail', step, idleMs, logger });
  return {
    isOn: sender !== null,
    async sendMail({ purpose, expiresAt, ...mail }, tx = sql) {
      if (!sender) throw new Error('mails are off: SMTP_URL is not set');
      if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(mail.to)) throw new Error('a mail goes to one plain address');
      const id = randomUUID();
      const { to, subject, text, html, senderName } = mail;
      const sealed = seal(key, Buffer.from(JSON.stringify({ to, subject, text, html, senderName })), contextOf(id));
      await tx`insert into auth.mail (id, purpose, sealed, expires_at) values (${id}, ${purpose}, ${sealed}, ${expiresAt ?? null})`;
      loop.wake();
    },
    async caught(limit) {
      const rows = await sql<{ id: string; purpose: string; sealed: Buffer; settled_at: Date }[]>`
        select id, purpose, sealed, settled_at from auth.mail where state = 'caught' order by settled_at desc limit ${limit}`;
      return rows.map(({ id, purpose, sealed, settled_at: at }) => ({ ...unseal(id, sealed), purpose, at }));
    },
    async [Symbol.asyncDispose]() {
      await loop.stop();
      sender?.close();
    },
  };
}
