import type { Sql } from 'postgres';
import { type AuditSchema, auditActions } from './audit-actions.ts';

export const auditSchemas = Object.keys(auditActions) as AuditSchema[];

export interface AuditSelection {
  /** Kind and id; found in lists of subjects too. */
  subject?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  since?: Date | undefined;
  /** Rows before this one, for the page after it. */
  beforeId?: string | undefined;
}

export interface AuditRow {
  schema: AuditSchema;
  id: string;
  /** Null while it waits for its place in the chain. */
  seq: string | null;
  at: Date;
  actor: string;
  role: string | null;
  sid: string | null;
  action: string;
  subject: string;
  subjects: string[] | null;
  request_id: string;
  detail: Record<string, unknown>;
}

/** The newest rows of one schema's audit that fit, newest first, by indexes on subject, actor and time. */
export async function selectAudit(
  sql: Pick<Sql, 'unsafe'>,
  schema: AuditSchema,
  { subject, actor, action, since, beforeId }: AuditSelection,
  limit: number,
): Promise<AuditRow[]> {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const where = (text: string, value: unknown) => {
    values.push(value);
    conditions.push(text.replaceAll('?', `$${values.length}`));
  };
  if (subject !== undefined) where('(subject = ? or subjects @> array[?::text])', subject);
  if (actor !== undefined) where('actor = ?', actor);
  if (action !== undefined) where('action = ?', action);
  if (since !== undefined) where('at >= ?', since);
  if (beforeId !== undefined) where('id < ?::bigint', beforeId);
  values.push(limit);
  const rows = await sql.unsafe<Omit<AuditRow, 'schema'>[]>(
    `select id::text as id, seq::text as seq, at, actor, role, sid, action, subject, subjects, request_id, detail from ${schema}.audit
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by id desc limit $${values.length}`,
    values as never,
  );
  return rows.map((row) => ({ schema, ...row }));
}
