import type { Sql, TransactionSql } from '@milepost/service-kit';
import { wakeShipments } from '../archive/wake-shipments.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { promiseRows } from '../promise/promise-rows.ts';
import { readBackRows } from '../reading/read-back-rows.ts';
import { crosswalkOf } from '../taxonomy/taxonomy.ts';
import { type Fact, isCoded } from './fact.ts';
import { fold, foldVersion, type ShipmentState } from './fold.ts';
import {
  eventRows,
  legNumbers,
  rederivationNote,
  type StoredFact,
  shipmentOutput,
  toFact,
  writeFolded,
} from './store-facts.ts';
import { type FoldedEvent, keysOf } from './timeline.ts';

interface Locked {
  id: string;
  status: string;
  milestone: string;
  fold_version: number;
  is_archived: boolean;
}

/** What stands now is told when it happened lately; that an old parcel was derived anew is no news to anybody. Never longer than told rows are kept. */
const tellDays = 14;

/**
 * Derives stored shipments again that an earlier fold or another mapping made: a page in id order and the position in one transaction, so that it
 * resumes exactly where it was killed. One instance at a time. A state that changes stands in the audit (Shipment.rederivations) with the word before and
 * after, and the event that decides it now is told if it never was and is not old.
 */
export async function rederiveSome(
  sql: Sql,
  mapping: Mapping,
  { now, limit = 100, outboxDays = null }: { now: Date; limit?: number; outboxDays?: number | null },
): Promise<{ outcome: 'more' | 'done' | 'busy' | 'replaced'; milestones: number }> {
  return sql.begin(async (tx) => {
    await tx`insert into tracking.rederivation (fold_version, mapping_version) values (${foldVersion}, ${mapping.version}) on conflict do nothing`;
    const [progress] = await tx<{ after_id: string; is_done: boolean; is_settled: boolean }[]>`
      select after_id, is_done, passes > 1 or coalesce(finished_at, now()) > now() - interval '1 hour' as is_settled from tracking.rederivation where fold_version = ${foldVersion} and mapping_version = ${mapping.version} for update skip locked`;
    if (!progress) return { outcome: 'busy', milestones: 0 };
    if (progress.is_done && progress.is_settled) return { outcome: 'done', milestones: 0 };
    if (progress.is_done) {
      // Once more after an hour: instances of an earlier version, still there for a while, wrote behind the first pass.
      progress.after_id = '00000000-0000-0000-0000-000000000000';
      await tx`update tracking.rederivation set passes = 2, is_done = false where fold_version = ${foldVersion} and mapping_version = ${mapping.version}`;
    }
    // Locked first, read by the next statement: one statement would wait for a writer and then see the facts from before it.
    const locked = await tx.unsafe<Locked[]>(
      'select id, status, milestone, fold_version, archived_at is not null as is_archived from tracking.shipment where id > $1 order by id limit $2 for update',
      [progress.after_id, limit],
      { prepare: true },
    );
    const [published] = await tx<
      { number: number }[]
    >`select number from tracking.mapping_version where state = 'PUBLISHED'`;
    if ((published?.number ?? 0) !== mapping.number) return { outcome: 'replaced', milestones: 0 };
    const since = new Date(now.getTime() - Math.min(tellDays, outboxDays ?? tellDays) * 86_400_000);
    const { shipments, changed, milestones } = await derivePage(tx, locked, mapping, since);
    const isDone = locked.length < limit;
    await tx`update tracking.rederivation set after_id = ${locked.at(-1)?.id ?? progress.after_id}, shipments = shipments + ${shipments}, changed = changed + ${changed},
      is_done = ${isDone}, finished_at = case when ${isDone} then now() end where fold_version = ${foldVersion} and mapping_version = ${mapping.version}`;
    return { outcome: isDone ? 'done' : 'more', milestones };
  });
}

async function derivePage(tx: TransactionSql, locked: readonly Locked[], mapping: Mapping, since: Date) {
  const known = await tx.unsafe<{ id: string; facts: StoredFact[] | null; events: string[] | null }[]>(
    `select i.id, (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.known_fact f where f.shipment_id = i.id) as facts,
       (select json_agg(encode(e.key, 'hex')) from tracking.known_event e where e.shipment_id = i.id) as events
     from unnest($1::uuid[]) i(id)`,
    [locked.map(({ id }) => id)],
    { prepare: true },
  );
  const stored = new Map(known.map((row) => [row.id, row]));
  const shipments: object[] = [];
  const changed: object[] = [];
  const gone: object[] = [];
  const told: object[] = [];
  const notes: object[] = [];
  const numbers: object[] = [];
  const reread: object[] = [];
  const woken: string[] = [];
  const waiting: object[] = [];
  const settled: object[] = [];
  const promises: object[] = [];
  for (const row of locked) {
    const { id, status, milestone, fold_version, is_archived } = row;
    const { facts: rows, events } = stored.get(id) ?? { facts: null, events: null };
    if (!rows) continue;
    const facts = rows.map(toFact).map((fact) => remap(fact, mapping));
    const news = facts.filter(({ isReread }) => isReread).map(({ fact }) => fact);
    if (fold_version >= foldVersion && news.length === 0) continue;
    const after = fold(facts.map(({ fact }) => fact));
    // What lies in the archive stays closed unless it would say something else.
    if (is_archived) {
      if (news.length === 0 && after.state.status === status && after.state.milestone === milestone) continue;
      woken.push(id);
    }
    for (const { key, data } of news) reread.push({ shipment_id: id, key, data });
    shipments.push(shipmentOutput(id, after.state, null));
    changed.push(...after.events.flatMap((event) => eventRows(id, event)));
    numbers.push(...legNumbers(id, after, null));
    const readBacks = readBackRows(id, after, null, 'rederive');
    waiting.push(...readBacks.waiting);
    settled.push(...readBacks.settled);
    promises.push(...promiseRows(id, after, null, () => 'rederive'));
    const kept = new Set(after.events.flatMap(keysOf));
    for (const key of events ?? []) if (!kept.has(key)) gone.push({ shipment_id: id, key });
    if (after.state.status === status && after.state.milestone === milestone) continue;
    notes.push(rederivationNote(row, after.state, mapping.version));
    const decisive = recentDecision(after.events, after.state, since);
    if (decisive)
      told.push({
        n: told.length,
        shipment_id: id,
        key: decisive.key,
        keys: keysOf(decisive),
        request_id: 'rederive',
      });
  }
  await wakeShipments(tx, woken);
  if (reread.length > 0)
    await tx.unsafe(
      `update tracking.fact f set data = g.data, mapping_version = $2 from json_to_recordset($1::text::json) as g(shipment_id uuid, key text, data jsonb)
       where f.shipment_id = g.shipment_id and f.key = decode(g.key, 'hex')`,
      [JSON.stringify(reread), mapping.version],
    );
  const milestones =
    shipments.length > 0
      ? await writeFolded(tx, { shipments, changed, gone, told, numbers, notes, waiting, settled, promises })
      : 0;
  return { shipments: shipments.length, changed: notes.length, milestones };
}

/** The fact as this mapping reads it; facts of sources without tables are left alone. What the source said, and the fact's key, stay. */
export function remap(fact: Fact, mapping: Mapping): { fact: Fact; isReread: boolean } {
  const { data } = fact;
  if (!isCoded(data) || crosswalkOf(fact.source).length === 0) return { fact, isReread: false };
  const { known, ...meaning } = mapping.find(fact.source, data.rawCode, data.rawSubCode);
  const isReread =
    meaning.milestone !== data.milestone ||
    meaning.status !== data.status ||
    meaning.reason !== data.reason ||
    meaning.isDelay !== data.isDelay;
  if (!isReread) return { fact, isReread };
  const { isUnknownCode: _was, ...rest } = data;
  return { fact: { ...fact, data: { ...rest, ...meaning, ...(!known && { isUnknownCode: true }) } }, isReread };
}

function recentDecision(
  events: readonly FoldedEvent[],
  { evidence }: ShipmentState,
  since: Date,
): FoldedEvent | undefined {
  const decisive = events.find(({ key }) => key === evidence.status);
  const at = decisive ? Date.parse(decisive.sortKey.split('|', 1)[0] as string) : Number.NaN;
  return decisive?.isMilestone && at > since.getTime() ? decisive : undefined;
}
