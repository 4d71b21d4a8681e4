import type { TransactionSql, Viewer } from '@milepost/service-kit';

/** For so long the same key gives the same answer. */
export const keptHours = 24;

export interface StoredAnswer {
  row: number;
  bodyHash: Buffer;
  /** Of the facts given with it; null: none. */
  factsMark: Buffer | null;
  shipmentId: string | null;
  errors: readonly unknown[];
}

/** What was done under a key before. */
export interface Claim {
  bodyHash: Buffer;
  factsMark: Buffer | null;
  shipmentId: string;
}

/** Whose keys these are: nobody meets another one's. */
export const keyOwner = ({ role, sub, sid }: Viewer): string => `${role} ${sub ?? sid}`;

/** What was done under a key before, by row; refused rows are left out: they are looked at again. The caller holds a lock that lets one registration run at a time. */
export async function claimKeys(
  tx: TransactionSql,
  viewer: Viewer,
  key: string,
  rows: readonly number[],
): Promise<ReadonlyMap<number, Claim>> {
  const found = await tx<{ row_number: number; body_hash: Buffer; facts_mark: Buffer | null; shipment_id: string }[]>`
    select row_number, body_hash, facts_mark, shipment_id from tracking.idempotency
    where viewer = ${keyOwner(viewer)} and key = ${key} and row_number = any(${rows as number[]}) and shipment_id is not null and created_at > now() - ${keptHours} * interval '1 hour'`;
  return new Map(
    found.map((row) => [
      row.row_number,
      { bodyHash: row.body_hash, factsMark: row.facts_mark, shipmentId: row.shipment_id },
    ]),
  );
}

/** Keeps answers, in the transaction of what they say. */
export async function storeAnswers(
  tx: TransactionSql,
  viewer: Viewer,
  key: string,
  answers: readonly StoredAnswer[],
): Promise<void> {
  if (answers.length === 0) return;
  await tx.unsafe(
    `insert into tracking.idempotency (viewer, key, row_number, body_hash, facts_mark, shipment_id, errors)
     select $1, $2, "row", decode(hash, 'hex'), decode(mark, 'hex'), "shipmentId", errors from json_to_recordset($3::text::json) as g("row" int, hash text, mark text, "shipmentId" uuid, errors jsonb)
     on conflict (viewer, key, row_number) do update set body_hash = excluded.body_hash, facts_mark = excluded.facts_mark, shipment_id = excluded.shipment_id, errors = excluded.errors, created_at = now()`,
    [
      keyOwner(viewer),
      key,
      JSON.stringify(
        answers.map(({ row, bodyHash, factsMark, shipmentId, errors }) => ({
          row,
          hash: bodyHash.toString('hex'),
          mark: factsMark?.toString('hex') ?? null,
          shipmentId,
          errors,
        })),
      ),
    ],
  );
}
