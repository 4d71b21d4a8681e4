import { createHash, randomBytes } from 'node:crypto';
import type { TransactionSql } from '@milepost/service-kit';

/** Null when it is one; otherwise what is wrong, for the person who wrote it. */
export function problemOfReason(reason: string): string | null {
  const text = reason.trim();
  return text.length < 5 || text.length > 500 || !text.isWellFormed() || text.includes('\0')
    ? 'Say why, in 5 to 500 characters.'
    : null;
}

/**
 * Keeps a reason beside the audit: its row there names this one and holds a salted hash, which proves the words as long as they are kept and tells nothing once they are deleted.
 */
export async function keepReason(
  tx: TransactionSql,
  { actor, action, customerId, reason }: { actor: string; action: string; customerId: number; reason: string },
): Promise<{ reasonId: number; reasonHash: string }> {
  const salt = randomBytes(16);
  const text = reason.trim();
  const [row] = await tx<{ id: string }[]>`
    insert into odoo.stated_reason (actor, action, customer_id, salt, reason) values (${actor}, ${action}, ${customerId}, ${salt}, ${text}) returning id`;
  return { reasonId: Number(row?.id), reasonHash: createHash('sha256').update(salt).update(text).digest('hex') };
}
