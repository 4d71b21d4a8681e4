import type { Sql } from 'postgres';
import type { Viewer } from '../viewer.ts';
import type { AuditAction, AuditSchema } from './audit-actions.ts';

/** Who acts, as a row of the audit names them. */
export interface AuditActor {
  /** A person's or client's id, `odoo`, or the name of one of our services. */
  actor: string;
  /** Null where no viewer was involved. */
  role: Viewer['role'] | null;
  /** Session id; not a secret. */
  sid: string | null;
}

/** A colleague who looks as a customer does stays a colleague. */
export function auditActor({ sub, role, viewedBy, sid }: Viewer): AuditActor {
  return { actor: sub ?? 'anonymous', role: viewedBy ?? role, sid };
}

export interface AuditEntry<S extends AuditSchema> {
  schema: S;
  actor: string;
  role: Viewer['role'] | null;
  sid?: string | null;
  action: AuditAction<S>;
  /** Kind and id, for example `order 123`, `shipment <uuid>`, `customer 45`, `mapping 7`. */
  subject: string;
  /** All of them, where one row is about several. */
  subjects?: readonly string[];
  requestId: string;
  /** Ids, codes, counts and names of fields. Rows are never deleted: no personal data, no text that somebody typed. */
  detail?: Readonly<Record<string, unknown>>;
}

type Statements = Pick<Sql, 'unsafe'>;

/**
 * Adds a row to the audit of a schema. Within the caller's transaction, so that an act and its record commit together or not at all. Takes no lock: rows get their
 * place in the chain after the commit (audit-chain.ts).
 */
export function recordAudit<S extends AuditSchema>(tx: Statements, entry: AuditEntry<S>): Promise<void> {
  return recordAudits(tx, [entry]);
}

/** The same for several rows of one schema, in one statement. */
export async function recordAudits<S extends AuditSchema>(
  tx: Statements,
  entries: readonly AuditEntry<S>[],
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  await tx.unsafe(
    `insert into ${first.schema}.audit (actor, role, sid, action, subject, subjects, request_id, detail)
     select actor, role, sid, action, subject, subjects, request_id, coalesce(detail, '{}')
     from rows from (json_to_recordset($1::text::json) as (actor text, role text, sid text, action text, subject text, subjects text[], request_id text, detail jsonb))
       with ordinality as g(actor, role, sid, action, subject, subjects, request_id, detail, n) order by n`,
    [
      JSON.stringify(
        entries.map(({ actor, role, sid, action, subject, subjects, requestId, detail }) => ({
          actor,
          role,
          sid,
          action,
          subject,
          subjects,
          request_id: requestId,
          detail,
        })),
      ),
    ],
    { prepare: true },
  );
}
