import { auditActor, recordAudit, type Sql, type Viewer } from '@milepost/service-kit';
import { type WriteBackRow, writeBackColumns } from './find-write-backs.ts';

/** Lets what failed be written again. For operators: who else asks is for the caller to refuse. */
export async function retryWriteBacks(
  sql: Sql,
  { viewer, requestId }: { viewer: Viewer; requestId: string },
  ids: readonly string[],
): Promise<WriteBackRow[]> {
  return sql.begin(async (tx) => {
    const rows = await tx.unsafe<WriteBackRow[]>(
      `update odoo.effect e set state = 'WAITING', attempts = 0, reason = null, due_at = now(), settled_at = null where e.id = any($1::int8[]) and e.state = 'FAILED' returning ${writeBackColumns}`,
      [ids as string[]],
    );
    if (rows.length > 0)
      await recordAudit(tx, {
        schema: 'odoo',
        ...auditActor(viewer),
        action: 'write_back.retried',
        subject: `order ${rows[0]?.orderId}`,
        subjects: [...new Set(rows.map(({ orderId }) => `order ${orderId}`))],
        requestId,
        detail: { writeBacks: rows.length },
      });
    return rows;
  });
}
