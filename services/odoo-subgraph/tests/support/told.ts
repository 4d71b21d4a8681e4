import type { Sql } from '@milepost/service-kit';

interface Told {
  id: string;
  body: { type: string; correlationId: string; order?: Subject; delivery?: Subject };
}
type Subject = { id: number; deleted: boolean } & Record<string, unknown>;

/** Everything that waits in the outbox, oldest first; `key` is kind and id. */
export async function everythingTold(sql: Sql): Promise<{ key: string; version: number; subject: Subject }[]> {
  const rows = await sql<Told[]>`select id, body from odoo.outbox order by id`;
  return rows.map(({ id, body }) => {
    const kind = body.type === 'order.changed' ? 'order' : 'delivery';
    const subject = body[kind] as Subject;
    return { key: `${kind}/${subject.id}`, version: Number(id), subject };
  });
}

/** What was told last of each, as long as nothing was sent away; those that were told to be deleted are left out. */
export async function lastTold(sql: Sql): Promise<Record<string, Subject>> {
  const last = new Map((await everythingTold(sql)).map(({ key, subject }) => [key, subject]));
  return Object.fromEntries([...last].filter(([, { deleted }]) => !deleted));
}
