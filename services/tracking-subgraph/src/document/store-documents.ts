import { createHash, randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from '@milepost/service-kit';
import type { DocumentSeal } from './document-seal.ts';
import { type Fetched, mayPass } from './fetch-document.ts';
import { addressKey, maxDocuments, readDocumentUrl, type ToldDocument } from './told-document.ts';

/** A document that a message named. */
export interface OfferedDocument extends ToldDocument {
  shipmentId: string;
  source: string;
  requestId: string;
}

/**
 * Keeps the addresses of documents to be fetched, in the transaction of what told of them. What is known stays as it is; one that could not be fetched is tried again when its address is signed anew. Answers how many
 * are to be fetched now; at most three statements, and none where there is nothing.
 */
export async function offerDocuments(
  tx: TransactionSql,
  offers: readonly OfferedDocument[],
  { seal, now }: { seal: Pick<DocumentSeal, 'keyOf' | 'seal'>; now: Date },
): Promise<number> {
  const named = new Map(
    offers.flatMap((offer) => {
      const url = readDocumentUrl(offer.url);
      if (url === null) return [];
      const key = addressKey(url).toString('hex');
      return [[`${offer.shipmentId} ${key}`, { ...offer, url, key }] as const];
    }),
  );
  if (named.size === 0) return 0;
  const sealing = await seal.keyOf(tx, now);
  const rows = [...named.values()].map(({ shipmentId, source, kind, url, key, requestId }) => {
    return {
      shipment_id: shipmentId,
      kind,
      source,
      address_key: key,
      address_sealed: seal.seal(sealing, 'address_sealed', `${shipmentId}/${key}`, Buffer.from(url)).toString('hex'),
      address_mark: createHash('sha256').update(url).digest('hex'),
      key_id: sealing.id,
      request_id: requestId,
    };
  });
  const wanted = await tx.unsafe(
    `with g as (select * from json_to_recordset($1::text::json) as g(shipment_id uuid, kind text, source text, address_key text, address_sealed text, address_mark text, key_id int, request_id text)),
     known as (select shipment_id, count(*) as n from tracking.document where shipment_id in (select shipment_id from g) group by shipment_id),
     room as (select g.*, coalesce(k.n, 0) + row_number() over (partition by g.shipment_id order by g.address_key) as place from g left join known k using (shipment_id))
     insert into tracking.document as d (shipment_id, kind, source, address_key, address_sealed, address_mark, key_id, request_id, next_attempt_at)
     select shipment_id, kind, source, decode(address_key, 'hex'), decode(address_sealed, 'hex'), decode(address_mark, 'hex'), key_id, request_id, $2::timestamptz from room r
     where place <= ${maxDocuments} or exists (select 1 from tracking.document d where d.shipment_id = r.shipment_id and d.address_key = decode(r.address_key, 'hex'))
     order by shipment_id, address_key
     on conflict (shipment_id, address_key) do update set address_sealed = excluded.address_sealed, address_mark = excluded.address_mark, key_id = excluded.key_id, state = 'WAITING',
       attempts = case when d.state = 'FAILED' then 0 else d.attempts end, problem = null, next_attempt_at = excluded.next_attempt_at, settled_at = null
     where d.state in ('WAITING', 'FAILED') and d.address_mark <> excluded.address_mark returning 1`,
    [JSON.stringify(rows), now],
    { prepare: true },
  );
  return wanted.length;
}

/** One that this process fetches. */
export interface ClaimedDocument {
  id: string;
  lease: string;
  shipmentId: string;
  /** 64 hex digits. */
  addressKey: string;
  addressSealed: Buffer;
  keyId: number;
  attempts: number;
}

/** Takes documents that are due; whoever takes them holds them until the lease ends. */
export async function claimDocuments(
  sql: Sql,
  { limit, now, leaseMs }: { limit: number; now: Date; leaseMs: number },
): Promise<ClaimedDocument[]> {
  const lease = randomUUID();
  return sql<ClaimedDocument[]>`
    update tracking.document set lease = ${lease}, leased_until = ${new Date(now.getTime() + leaseMs)} where id = any(array(
      select id from tracking.document where state = 'WAITING' and next_attempt_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by next_attempt_at limit ${limit} for update skip locked))
    returning id, lease, shipment_id as "shipmentId", encode(address_key, 'hex') as "addressKey", address_sealed as "addressSealed", key_id as "keyId", attempts`;
}

/** Waits after the first try that failed and might not next time, in seconds; then it is given up. */
const waits = [60, 300, 1_800, 7_200, 43_200];

/** Writes down what came of one, where it is still this process's. What another document of the shipment has already is kept once. Answers its state; null: somebody else has it by now. */
export async function settleDocument(
  sql: Sql,
  claimed: ClaimedDocument,
  fetched: Fetched,
  { seal, now }: { seal: Pick<DocumentSeal, 'keyOf' | 'seal'>; now: Date },
): Promise<'WAITING' | 'READY' | 'SAME' | 'FAILED' | null> {
  const { id, lease, attempts } = claimed;
  return sql.begin(async (tx) => {
    if (fetched.problem !== null) {
      const wait = mayPass(fetched.problem) ? waits[attempts] : undefined;
      const state = wait === undefined ? 'FAILED' : 'WAITING';
      const rows = await tx`
        update tracking.document set state = ${state}, problem = ${fetched.problem}, attempts = attempts + 1, lease = null, leased_until = null,
          next_attempt_at = ${new Date(now.getTime() + (wait ?? 0) * 1_000)}, settled_at = ${state === 'FAILED' ? now : null},
          address_sealed = ${state === 'FAILED' ? null : tx`address_sealed`} where id = ${id} and lease = ${lease} and state = 'WAITING'`;
      return rows.count > 0 ? state : null;
    }
    const { type, bytes, hash } = fetched;
    // One after another, so that of two with the same content one is kept.
    const [shipment] = await tx`select 1 from tracking.shipment where id = ${claimed.shipmentId} for no key update`;
    if (!shipment) return null;
    const [twin] = await tx`
      select 1 from tracking.document where shipment_id = ${claimed.shipmentId} and state = 'READY' and content_hash = ${hash} limit 1`;
    const key = await seal.keyOf(tx, now);
    const state = twin ? 'SAME' : 'READY';
    const rows = await tx`
      update tracking.document set state = ${state}, problem = null, attempts = attempts + 1, lease = null, leased_until = null, settled_at = ${now}, address_sealed = null,
        content_type = ${type}, byte_count = ${bytes.length}, content_hash = ${hash}, key_id = ${key.id},
        body_sealed = ${twin ? null : seal.seal(key, 'body_sealed', id, bytes)}
      where id = ${id} and lease = ${lease} and state = 'WAITING'`;
    return rows.count > 0 ? state : null;
  });
}
