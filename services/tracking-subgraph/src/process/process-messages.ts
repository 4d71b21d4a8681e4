import { type Logger, open, type Sql } from '@milepost/service-kit';
import { ZodError } from 'zod';
import { wakeShipments } from '../archive/wake-shipments.ts';
import { type Connector, type MappedMessage, type ToldTracking, trackingsOf } from '../connectors/connector.ts';
import type { DocumentSeal } from '../document/document-seal.ts';
import { type OfferedDocument, offerDocuments } from '../document/store-documents.ts';
import { type Fact, isCoded } from '../fact/fact.ts';
import { type OfferedFact, storeFacts } from '../fact/store-facts.ts';
import { BatchFailedError } from '../inbox/batch-failed.ts';
import type { BodyKeys } from '../inbox/body-keys.ts';
import { bodyContext } from '../inbox/inbox-writer.ts';
import { lastLane, liveLane, replayLane } from '../inbox/lanes.ts';
import { fromInboxName } from '../inbox/route.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { MappingReplacedError, type PublishedMapping } from '../mapping/published-mapping.ts';
import type { Metrics } from '../metrics.ts';
import { numbersInBarcode } from '../tracking-number/number-in-barcode.ts';

/**
 * Most facts of a shipment beyond which no message adds any that could be forged: whoever forges could otherwise make each fold of it, and with it the worker, as slow as
 * they like. Journeys have some dozens. What is read from the provider is always taken.
 */
const maxForgeableFacts = 2_000;

export interface ProcessDeps {
  sql: Sql;
  keys: BodyKeys;
  connectors: ReadonlyMap<string, { connector: Connector }>;
  mapping: Pick<PublishedMapping, 'current' | 'refresh'>;
  metrics: Metrics;
  logger: Logger;
  documentSeal: Pick<DocumentSeal, 'keyOf' | 'seal'>;
}

interface InboxRow {
  id: string;
  lane: number;
  provider: string;
  dedupe: Buffer;
  request_id: string;
  key_id: number;
  body: Buffer;
  received_at: Date;
}

interface DeadLetter {
  inbox_id: string;
  source: string;
  cause: string;
  message: string;
  request_id: string;
}

export interface Processed {
  claimed: readonly string[];
  milestones: number;
  /** Shipments that a provider has to be asked about. */
  readBacks: number;
  /** Proofs of delivery that have to be fetched. */
  documents: number;
}

// Deleting is claiming: a crash rolls the delete back, nothing is ever "in progress". The ctid form has one plan whatever the statistics say.
const claim = `
  with d as (delete from tracking.inbox_todo where ctid = any(array(
    select ctid from tracking.inbox_todo where lane <= $3 and ($2::bigint is null or id = $2) order by lane, id limit $1 for update skip locked)) returning id, lane)
  select i.id, d.lane, i.provider, i.dedupe, i.request_id, i.key_id, i.body, i.received_at from d join tracking.inbox i using (id) order by i.id`;

// Locks in id order, so two workers never wait for each other in a circle. Known keys let us not offer what a provider repeats with every message. They are read
// outside the CTE that locks: a row that changed while we waited is evaluated anew with everything below the lock, and PostgreSQL 18.4 crashes when that runs a
// sub-select over partitions for the first time (tests/archive.test.ts). Read with the older snapshot they may be missing; then all is offered, and kept once.
const lock = `
  with l as materialized (
    select q.n, q.is_inside, s.id, r.carrier_code, s.archived_at is not null as is_archived
    from json_to_recordset($1::text::json) as q(n int, number text, carriers text[], is_inside boolean)
    join tracking.ref r on r.number = q.number and (r.carrier_code = '' or cardinality(q.carriers) = 0 or r.carrier_code = any(q.carriers))
    join tracking.shipment s on s.id = r.shipment_id
    order by s.id for update of s)
  select l.*, case when l.is_archived
      then (select string_agg(f->>'key', '') from tracking.archive a, jsonb_array_elements(a.facts) f where a.shipment_id = l.id)
      else (select string_agg(encode(f.key, 'hex'), '') from tracking.fact f where f.shipment_id = l.id) end as known
  from l`;

/**
 * Claims up to `limit` messages and turns them into facts, state, timeline and outbox in one transaction of at most 6 statements, and 3 more where a message names documents.
 * Bodies that cannot be used become dead letters, numbers nobody registered wait in `unmatched`; both keep the raw bytes in the inbox. With `patient`, what is not
 * live is taken only while nothing live waits, and at most so many: what comes in live meanwhile waits for one such batch. `onPatient` is told before.
 */
export async function processMessages(
  deps: ProcessDeps,
  {
    limit = 500,
    onlyId = null,
    patient = null,
    onPatient,
  }: { limit?: number; onlyId?: string | null; patient?: number | null; onPatient?: () => void } = {},
): Promise<Processed> {
  const { sql, metrics } = deps;
  const mapping = deps.mapping.current();
  let claimed: string[] = [];
  const endTimer = metrics.processingSeconds.startTimer();
  try {
    const result = await sql.begin(async (tx) => {
      const take = (count: number, lane: number) =>
        tx.unsafe<InboxRow[]>(claim, [count, onlyId, lane], { prepare: true });
      let rows = await take(limit, patient === null ? lastLane : liveLane);
      if (rows.length === 0 && patient !== null && patient > 0) {
        rows = await take(patient, lastLane);
        if (rows.length > 0) onPatient?.();
      }
      claimed = rows.map((row) => row.id);
      if (rows.length === 0) return { milestones: 0, readBacks: 0, documents: 0, outcomes: [] as string[] };
      const outcomes: string[] = [];
      const dead: DeadLetter[] = [];
      /** One for each tracking that a message tells of. */
      const mapped: { row: InboxRow; message: ToldTracking }[] = [];
      for (const row of rows) {
        const message = await read(deps, mapping, row);
        if ('cause' in message) {
          dead.push({ inbox_id: row.id, source: row.provider, request_id: row.request_id, ...message });
          outcomes.push('dead');
          continue;
        }
        if (message.outcome === 'several' && message.unusable !== null) {
          dead.push({
            inbox_id: row.id,
            source: row.provider,
            request_id: row.request_id,
            ...whyUnusable(message.unusable),
          });
          outcomes.push('dead');
        }
        const trackings = trackingsOf(message);
        if (trackings.length === 0) outcomes.push('ignored');
        mapped.push(...trackings.map((tracking) => ({ row, message: tracking })));
      }

      const aside: Aside = { unmatched: [], dead, unknownCodes: new Map(), solved: [] };
      let [milestones, readBacks, documents] = [0, 0, 0];
      if (mapped.length > 0) {
        const inside = mapped.map(({ message }) => numbersInBarcode(message.number, message.carriers));
        const asked = mapped.flatMap(({ message: { number, carriers } }, n) => [
          { n, number, carriers, is_inside: false },
          // A barcode may be of a number that was registered without its routing code.
          ...(inside[n] ?? []).map((one) => ({ n, ...one, is_inside: true })),
        ]);
        const found = await tx.unsafe<Match[]>(lock, [JSON.stringify(asked)], { prepare: true });
        const byMessage = Map.groupBy(found, (match) => match.n);
        const offers: OfferedFact[] = [];
        const named: OfferedDocument[] = [];
        const checkedAt = new Map<string, string>();
        const archived = new Set<string>();
        /** Stored, or offered by an earlier message of this batch. */
        const knownOf = new Map<string, Set<string>>();
        for (const [n, { row, message }] of mapped.entries()) {
          const shipment = choose(byMessage.get(n) ?? []);
          if (!shipment) {
            // A barcode may be registered as it stands, or by the number in it.
            for (const { number } of [message, ...(inside[n] ?? [])])
              aside.unmatched.push({ number, carriers: message.carriers, inbox_id: row.id });
            outcomes.push('unmatched');
            continue;
          }
          const known = knownOf.get(shipment.id) ?? knownKeys(shipment.known);
          knownOf.set(shipment.id, known);
          const facts = attempt(() => {
            const told = message.facts(known);
            if (told.length > 0 && known.size + told.length > maxForgeableFacts && canBeForged(deps, row))
              throw new TooManyFactsError();
            return told;
          });
          if ('cause' in facts) {
            // One letter for the message, however many of its trackings fail.
            if (!dead.some((letter) => letter.inbox_id === row.id))
              dead.push({ inbox_id: row.id, source: row.provider, request_id: row.request_id, ...facts });
            outcomes.push('dead');
            continue;
          }
          outcomes.push('facts');
          checkedAt.set(shipment.id, row.received_at.toISOString());
          // What could be forged never makes us ask for an address.
          if (message.documents?.length && !canBeForged(deps, row))
            for (const document of message.documents)
              named.push({
                ...document,
                shipmentId: shipment.id,
                source: fromInboxName(row.provider).provider,
                requestId: row.request_id,
              });
          for (const fact of facts) {
            known.add(fact.key);
            if (shipment.is_archived) archived.add(shipment.id);
            offers.push({ shipmentId: shipment.id, fact, inboxId: row.id, requestId: row.request_id });
            if (isUnknown(fact)) {
              metrics.unknownCodes.inc({ provider: fact.source });
              countUnknown(aside.unknownCodes, fact);
            }
          }
        }
        await wakeShipments(tx, [...archived]);
        ({ milestones, readBacks } = await storeFacts(tx, offers, checkedAt, mapping));
        documents = await offerDocuments(tx, named, { seal: deps.documentSeal, now: new Date() });
      }
      const failed = new Set(dead.map((letter) => letter.inbox_id));
      aside.solved = rows.filter(({ id, lane }) => lane === replayLane && !failed.has(id)).map(({ id }) => id);
      await putAside(tx, aside);
      return { milestones, readBacks, documents, outcomes };
    });
    for (const outcome of result.outcomes) metrics.processed.inc({ outcome });
    const { milestones, readBacks, documents } = result;
    return { claimed, milestones, readBacks, documents };
  } catch (error) {
    if (error instanceof MappingReplacedError) await deps.mapping.refresh();
    throw new BatchFailedError(claimed, error);
  } finally {
    if (claimed.length > 0) endTimer();
  }
}

interface Match {
  n: number;
  /** Under the number in the message's barcode. */
  is_inside: boolean;
  id: string;
  carrier_code: string;
  is_archived: boolean;
  known: string | null;
}

/** Puts one message aside that no transaction can take in; its bytes stay in the inbox. */
export async function buryMessage(sql: Sql, id: string, reason: { cause: string; message: string }): Promise<void> {
  await sql.begin(async (tx) => {
    const [row] = await tx<{ provider: string; request_id: string }[]>`
      with d as (delete from tracking.inbox_todo where id = ${id} returning id) select i.provider, i.request_id from d join tracking.inbox i using (id)`;
    const dead = row && [{ inbox_id: id, source: row.provider, request_id: row.request_id, ...reason }];
    await putAside(tx, { unmatched: [], dead: dead ?? [], unknownCodes: new Map(), solved: [] });
  });
}

/** What a batch leaves beside the facts. */
interface Aside {
  unmatched: object[];
  dead: DeadLetter[];
  /** New facts whose code no mapping knows. */
  unknownCodes: Map<string, UnknownCode>;
  /** Replayed messages that went through: they are no dead letters any more. */
  solved: string[];
}

interface UnknownCode {
  provider: string;
  code: string;
  sub_code: string;
  facts: number;
  example: string | null;
}

const isUnknown = ({ data }: Fact) => isCoded(data) && data.isUnknownCode === true;

function countUnknown(codes: Aside['unknownCodes'], { source: provider, data }: Fact): void {
  if (!isCoded(data)) return;
  const [code, subCode] = [(data.rawCode ?? '').slice(0, 100), (data.rawSubCode ?? '').slice(0, 100)];
  const key = `${code}|${subCode}`;
  const known = codes.get(`${provider}|${key}`);
  if (known) known.facts += 1;
  else
    codes.set(`${provider}|${key}`, {
      provider,
      code,
      sub_code: subCode,
      facts: 1,
      example: data.kind === 'report' ? null : (data.description?.slice(0, 200) ?? null),
    });
}

/** All of it in one statement, and none where there is nothing, so that a batch stays within its bound. */
async function putAside(tx: Pick<Sql, 'unsafe'>, { unmatched, dead, unknownCodes, solved }: Aside): Promise<void> {
  if (unmatched.length + dead.length + unknownCodes.size + solved.length === 0) return;
  await tx.unsafe(
    `with u as (
       insert into tracking.unmatched (number, carriers, inbox_id) select number, carriers, inbox_id
       from json_to_recordset($1::text::json) as g(number text, carriers text[], inbox_id bigint) on conflict do nothing),
     s as (delete from tracking.dead_letter where inbox_id = any($4::bigint[])),
     c as (
       insert into tracking.unknown_code as c (provider, code, sub_code, facts, example) select provider, code, sub_code, facts, example
       from json_to_recordset($3::text::json) as g(provider text, code text, sub_code text, facts bigint, example text) order by provider, code, sub_code
       on conflict (provider, code, sub_code) do update set facts = c.facts + excluded.facts, last_seen_at = now(), example = coalesce(c.example, excluded.example))
     insert into tracking.dead_letter as d (kind, source, inbox_id, cause, message, request_id)
     select 'INBOX_MESSAGE', source, inbox_id, cause, message, request_id
     from json_to_recordset($2::text::json) as g(source text, inbox_id bigint, cause text, message text, request_id text)
     on conflict (inbox_id) do update set attempts = d.attempts + 1, last_failed_at = now(), cause = excluded.cause, message = excluded.message`,
    [JSON.stringify(unmatched), JSON.stringify(dead), JSON.stringify([...unknownCodes.values()]), solved] as never,
    { prepare: true },
  );
}

async function read(
  { keys, connectors }: ProcessDeps,
  mapping: Mapping,
  row: InboxRow,
): Promise<MappedMessage | { cause: string; message: string }> {
  const { provider, route } = fromInboxName(row.provider);
  const connector = connectors.get(provider)?.connector;
  if (!connector) return { cause: 'UNKNOWN_PROVIDER', message: `no connector reads ${row.provider}` };
  let body: Buffer;
  try {
    body = open(await keys.find(row.key_id), row.body, bodyContext(row.provider, row.dedupe));
  } catch {
    return { cause: 'BODY_UNREADABLE', message: 'the stored body cannot be opened' };
  }
  return attempt(() => connector.map(body, mapping, route));
}

class TooManyFactsError extends Error {}

function canBeForged({ connectors }: ProcessDeps, row: InboxRow): boolean {
  const { provider, route } = fromInboxName(row.provider);
  return route === 'webhook' && connectors.get(provider)?.connector.needsPathToken === true;
}

/** What a connector makes of a message, or why it cannot: names of fields and kinds of errors, nothing from the content. */
function attempt<T>(read: () => T): T | { cause: string; message: string } {
  try {
    return read();
  } catch (error) {
    return whyUnusable(error);
  }
}

function whyUnusable(error: unknown): { cause: string; message: string } {
  if (error instanceof SyntaxError) return { cause: 'NOT_JSON', message: 'the body is not JSON' };
  if (error instanceof ZodError)
    return {
      cause: 'WRONG_SHAPE',
      message: error.issues
        .slice(0, 5)
        .map((issue) => `${issue.path.join('.')}: ${issue.code}`)
        .join('; '),
    };
  if (error instanceof TooManyFactsError)
    return { cause: 'TOO_MANY_FACTS', message: `the shipment would have more than ${maxForgeableFacts} facts` };
  return { cause: 'MAPPING_FAILED', message: error instanceof Error ? error.name : 'unknown' };
}

/** One rule with requeueUnmatched. The carrier the message names, else a shipment whose carrier is not known yet, else the only one with that number. */
function choose(found: readonly Match[]) {
  const exact = found.filter((match) => !match.is_inside);
  const matches = exact.length > 0 ? exact : found;
  const named = matches.filter((match) => match.carrier_code !== '');
  if (named.length > 1) return undefined;
  return named[0] ?? matches[0];
}

function knownKeys(text: string | null): Set<string> {
  return new Set(text?.match(/.{32}/g) ?? []);
}
