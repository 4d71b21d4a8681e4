import type { Logger, Sql } from '@milepost/service-kit';
import { isProviderPaused } from '../connectors/pacing/provider-health.ts';
import { ProviderError } from '../connectors/provider-errors.ts';
import type { ProviderReader } from '../connectors/provider-reader.ts';
import type { InboxWriter } from '../inbox/inbox-writer.ts';
import type { Metrics } from '../metrics.ts';
import { wasAsked } from './catch-up-poll.ts';
import { takeIn } from './take-in.ts';
import { waitAfter } from './wait-after.ts';

export interface ReadingDeps {
  sql: Sql;
  inbox: Pick<InboxWriter, 'add'>;
  metrics: Pick<Metrics, 'providerReads' | 'trackingsRead' | 'endsNotConfirmed'>;
  logger: Logger;
}

/** Minutes between the reads of one end, a day in all: providers are slow with what they have just pushed, and carriers with what they tell providers. */
const waits = [1, 5, 15, 60, 240, 240, 240, 240, 240, 240];
/** After an error of the provider: it says nothing about the end and does not count. */
const postponedMs = 60_000;
const longestMs = 50_000;

interface Claimed {
  shipment_id: string;
  attempts: number;
  number: string;
}

// Claiming sets the next time, so that a crash costs one wait and nobody else reads the same meanwhile. Locks are taken on rows of this table alone.
const claim = `
  with due as materialized (
    select shipment_id from tracking.read_back
    where provider = $1 and given_up_at is null and due_at <= now() and attempts < cardinality($3::int[])
    order by due_at limit $2 for update skip locked),
  c as (
    update tracking.read_back r set attempts = r.attempts + 1, due_at = now() + make_interval(mins => ($3::int[])[r.attempts + 1]) from due
    where r.shipment_id = due.shipment_id and r.provider = $1 returning r.shipment_id, r.attempts)
  select c.shipment_id, c.attempts, s.tracking_number as number from c
  cross join lateral (select tracking_number from tracking.shipment s where s.id = c.shipment_id offset 0) s`;

/**
 * Asks one provider about ends that it told and nobody confirmed, at most as many numbers as one request takes, and puts what it answers into the
 * inbox. Nothing is decided here: the fold takes a confirmed end and deletes its row (store-facts.ts). Several instances may run it: each row is read
 * by one. Answers how many numbers were asked about. Throws ProviderError after the rows were postponed.
 */
export async function readBackSome(
  deps: ReadingDeps,
  { provider, reader, signal }: { provider: string; reader: ProviderReader; signal: AbortSignal },
): Promise<number> {
  const { sql, metrics, logger } = deps;
  await giveUp(deps, provider);
  if (await isProviderPaused(sql, provider)) return 0;
  const rows = await sql.unsafe<Claimed[]>(claim, [provider, reader.maxNumbers, waits], { prepare: true });
  if (rows.length === 0) return 0;
  // Before the first wait is over, or another instance would read the same.
  const ending = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const read = async (part: readonly Claimed[]) => {
    const texts = await reader.readNumbers([...new Set(part.map(({ number }) => number))], ending);
    metrics.providerReads.inc({ provider, outcome: 'ok' });
    metrics.trackingsRead.inc({ provider, by: 'read_back' }, texts.length);
    const { requestId } = await takeIn(deps, provider, texts);
    await noteAsked(sql, provider, part, 'ANSWERED');
    logger.debug({ provider, request: { id: requestId }, numbers: part.length, trackings: texts.length }, 'read back');
  };
  for (const [n, part] of [rows, ...(rows.length > 1 ? rows.map((row) => [row]) : [])].entries()) {
    try {
      await read(part);
      if (n === 0) break;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      metrics.providerReads.inc({ provider, outcome: error.kind });
      // A number that the provider cannot even read spoils the request for its neighbours: one by one then. Alone, it is not confirmed.
      if (error.kind === 'INVALID_REQUEST' || error.kind === 'CARRIER_UNKNOWN') {
        logger.warn(
          { provider, code: error.code, numbers: part.length },
          'a provider refused to be asked about numbers',
        );
        if (part.length === 1) await noteAsked(sql, provider, part, error.kind);
        continue;
      }
      const left = n === 0 ? rows : rows.slice(n - 1);
      if (wasAsked(error)) await noteAsked(sql, provider, part, error.kind);
      await postpone(sql, provider, left, signal.aborted ? 0 : Math.max(waitAfter(error), postponedMs));
      throw error;
    }
  }
  return rows.length;
}

/** Those that were asked about for a day: the provider does not know the end that it is said to have told. */
async function giveUp({ sql, metrics, logger }: ReadingDeps, provider: string): Promise<void> {
  const given = await sql<{ shipment_id: string; scans: string[]; request_id: string }[]>`
    update tracking.read_back set given_up_at = now() where ctid = any(array(
      select ctid from tracking.read_back where provider = ${provider} and given_up_at is null and due_at <= now() and attempts >= ${waits.length}
      limit 100 for update skip locked)) returning shipment_id, scans, request_id`;
  for (const { shipment_id: id, scans, request_id } of given) {
    metrics.endsNotConfirmed.inc({ provider });
    logger.error(
      { provider, shipment: { id }, events: scans, request: { id: request_id } },
      'an end that the provider does not confirm: possible forgery',
    );
  }
}

/** For their life stories. */
const noteAsked = (sql: Sql, provider: string, asked: readonly Claimed[], outcome: string) =>
  sql`insert into tracking.provider_ask (provider, shipment_id, outcome)
    select ${provider}, unnest(${asked.map((row) => row.shipment_id)}::uuid[]), ${outcome}`;

/** As if they had not been tried; a row that was started anew meanwhile is due at once. */
async function postpone(sql: Sql, provider: string, rows: readonly Claimed[], ms: number): Promise<void> {
  await sql.unsafe(
    `update tracking.read_back set attempts = attempts - 1, due_at = now() + $3 * interval '1 millisecond' where ctid = any(array(
       select r.ctid from tracking.read_back r join json_to_recordset($2::text::json) as g(shipment_id uuid, attempts int) using (shipment_id, attempts)
       where r.provider = $1 for update of r skip locked))`,
    [provider, JSON.stringify(rows), ms],
  );
}
