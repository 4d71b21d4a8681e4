import type { Sql } from '@milepost/service-kit';
import { fold, foldVersion } from './fold.ts';
import { eventRows, legNumbers, type StoredFact, shipmentOutput, toFact, writeFolded } from './store-facts.ts';

interface Row {
  id: string;
  status: string;
  milestone: string;
  fold_version: number;
  facts: StoredFact[] | null;
  /** Keys of the stored timeline. */
  events: string[] | null;
}

/**
 * Derives states again that an earlier fold made: a page of shipments in id order, and the position, in one transaction, so that it resumes exactly where it
 * was killed. One instance at a time. Nothing is told to subscribers, because nothing happened to the goods; each state that changes stands in the
 * audit, with the word before and after.
 */
export async function refoldSome(sql: Sql, limit = 100): Promise<'more' | 'done' | 'busy'> {
  return sql.begin(async (tx) => {
    await tx`insert into tracking.refold (fold_version) values (${foldVersion}) on conflict do nothing`;
    const [progress] = await tx<
      { after_id: string; is_done: boolean }[]
    >`select after_id, is_done from tracking.refold where fold_version = ${foldVersion} for update skip locked`;
    if (!progress) return 'busy';
    if (progress.is_done) return 'done';
    // Locked first, read by the next statement: one statement would wait for a writer and then see the facts from before it.
    const locked = await tx.unsafe<Pick<Row, 'id' | 'status' | 'milestone' | 'fold_version'>[]>(
      'select id, status, milestone, fold_version from tracking.shipment where id > $1 order by id limit $2 for update',
      [progress.after_id, limit],
      { prepare: true },
    );
    const known = await tx.unsafe<Pick<Row, 'id' | 'facts' | 'events'>[]>(
      `select i.id, (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.fact f where f.shipment_id = i.id) as facts,
         (select json_agg(encode(e.key, 'hex')) from tracking.event e where e.shipment_id = i.id) as events
       from unnest($1::uuid[]) i(id)`,
      [locked.map(({ id }) => id)],
      { prepare: true },
    );
    const factsOf = new Map(known.map((row) => [row.id, row]));
    const rows = locked.map((row): Row => ({ facts: null, events: null, ...factsOf.get(row.id), ...row }));
    const shipments: object[] = [];
    const changed: object[] = [];
    const gone: object[] = [];
    const notes: object[] = [];
    const numbers: object[] = [];
    for (const { id, status, milestone, fold_version, facts, events } of rows) {
      if (fold_version >= foldVersion || !facts) continue;
      const after = fold(facts.map(toFact));
      shipments.push(shipmentOutput(id, after.state, null));
      changed.push(...after.events.flatMap((event) => eventRows(id, event)));
      numbers.push(...legNumbers(id, after.state, null));
      const kept = new Set(after.events.flatMap(({ key, sightings }) => [key, ...sightings.map((one) => one.key)]));
      for (const key of events ?? []) if (!kept.has(key)) gone.push({ shipment_id: id, key });
      if (after.state.status !== status || after.state.milestone !== milestone)
        notes.push({
          id,
          detail: {
            from: { status, milestone, fold: fold_version },
            to: { status: after.state.status, milestone: after.state.milestone, fold: foldVersion },
          },
        });
    }
    if (shipments.length > 0) await writeFolded(tx, { shipments, changed, gone, told: [], numbers });
    if (notes.length > 0)
      await tx.unsafe(
        `insert into tracking.audit (actor, action, subject, request_id, detail)
         select 'fold', 'shipment.refolded', id, 'refold', detail from json_to_recordset($1::text::json) as g(id text, detail jsonb)`,
        [JSON.stringify(notes)],
      );
    const isDone = rows.length < limit;
    await tx`update tracking.refold set after_id = ${rows.at(-1)?.id ?? progress.after_id}, shipments = shipments + ${shipments.length}, changed = changed + ${notes.length},
      is_done = ${isDone}, finished_at = case when ${isDone} then now() end where fold_version = ${foldVersion}`;
    return isDone ? 'done' : 'more';
  });
}
