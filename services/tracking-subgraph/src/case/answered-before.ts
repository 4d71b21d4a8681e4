import { hash } from 'node:crypto';
import type { TransactionSql } from '@milepost/service-kit';
import type { UserErrorView } from './work-on-cases.ts';

/** For so long the same key gives the same answer. */
const keptHours = 24;
const keyForm = /^[\x21-\x7e]{1,200}$/;

/** What somebody wants to be done once. */
export interface Intent {
  key: string;
  hash: Buffer;
}

const refusal = (message: string): UserErrorView => ({
  code: 'BAD_USER_INPUT',
  message,
  field: ['input', 'idempotencyKey'],
});
export const otherInput = refusal(
  'This idempotencyKey stands for another change within the last 24 hours; take a new one.',
);

/** The key of an input with all that it asks for; null: none was given; a refusal: what was given is none. */
export function readIntent(mutation: string, input: { idempotencyKey?: string | null }): Intent | null | UserErrorView {
  const { idempotencyKey: key, ...wanted } = input;
  if (key == null) return null;
  if (!keyForm.test(key)) return refusal('idempotencyKey has 1 to 200 characters of printable ASCII, without blanks.');
  const asked = JSON.stringify(
    Object.entries(wanted)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { key, hash: hash('sha256', `${mutation} ${asked}`, 'buffer') };
}

/**
 * Takes a key until the end of the transaction; who comes with the same one waits for it. `new`: nothing was done under it; `same`: what was done then, `other`: something else was. To be called
 * before anything is locked.
 */
export async function takeKey<T>(
  tx: TransactionSql,
  staffId: string,
  intent: Intent | null,
): Promise<{ kind: 'new' | 'other' } | { kind: 'same'; answer: T }> {
  if (intent === null) return { kind: 'new' };
  const taken = await tx`
    insert into tracking.case_answer as a (staff_id, key, input_hash) values (${staffId}, ${intent.key}, ${intent.hash})
    on conflict (staff_id, key) do update set input_hash = excluded.input_hash, answer = null, at = now() where a.at < now() - ${keptHours} * interval '1 hour' returning 1`;
  if (taken.length > 0) return { kind: 'new' };
  const [before] = await tx<{ input_hash: Buffer; answer: T }[]>`
    select input_hash, answer from tracking.case_answer where staff_id = ${staffId} and key = ${intent.key}`;
  return before?.input_hash.equals(intent.hash) ? { kind: 'same', answer: before.answer } : { kind: 'other' };
}

/** Keeps what was done, in its transaction; null: nothing was, so that the key is free again. */
export async function keepAnswer(
  tx: TransactionSql,
  staffId: string,
  intent: Intent | null,
  answer: object | null,
): Promise<void> {
  if (intent === null) return;
  if (answer === null) await tx`delete from tracking.case_answer where staff_id = ${staffId} and key = ${intent.key}`;
  else
    await tx`update tracking.case_answer set answer = ${tx.json(answer as never)} where staff_id = ${staffId} and key = ${intent.key}`;
}
