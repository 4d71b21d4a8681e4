import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { AuditSchema } from './audit-actions.ts';

/** A row as it is hashed: each column as text, the same on every machine and in every session. */
export interface ChainRow {
  id: string;
  at: string;
  actor: string;
  role: string | null;
  sid: string | null;
  action: string;
  subject: string;
  subjects: string | null;
  request_id: string;
  detail: string;
}

const names = ['id', 'at', 'actor', 'role', 'sid', 'action', 'subject', 'subjects', 'request_id', 'detail'] as const;

/** What to select as ChainRow: microseconds since 1970 for the instant, JSON text as PostgreSQL writes it for lists and details. */
export const chainColumns = `a.id::text as id, (extract(epoch from a.at) * 1000000)::bigint::text as at, a.actor, a.role, a.sid, a.action, a.subject,
  to_json(a.subjects)::text as subjects, a.request_id, a.detail::text as detail`;

/** Purpose of the data key that signs the heads of a schema's chain. */
export const auditHeadKey = 'audit-head';

/** What the first row of a chain follows. */
export const chainStart: Buffer = Buffer.alloc(32);

/** One byte for null, or one and the length before the bytes: two different rows never give the same text. */
function encode(value: string | Uint8Array | null): Buffer {
  if (value === null) return Buffer.of(0);
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const head = Buffer.alloc(5, 1);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** SHA-256 over the schema, the row's place, the hash before it, and every column. The encoding is stored history: it never changes, another one would get another name. */
export function hashRow(schema: AuditSchema, seq: number, previous: Uint8Array, row: ChainRow): Buffer {
  const hash = createHash('sha256')
    .update(encode(`milepost.audit.1/${schema}`))
    .update(encode(String(seq)));
  hash.update(encode(previous));
  for (const name of names) hash.update(encode(row[name]));
  return hash.digest();
}

/** Proves that the end of a chain was written by somebody with the key, which is not in the database. */
export function signHead(key: KeyObject, schema: AuditSchema, seq: number, hash: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(encode(`milepost.audit-head.1/${schema}`))
    .update(encode(String(seq)))
    .update(encode(hash))
    .digest();
}
