import { decodeCursor, encodeCursor, pageSize, type Sql, toPage, type Viewer } from '@milepost/service-kit';
import type { RegistrationState } from './decide.ts';
import type { GivenError } from './given-row.ts';
import { keptHours, keyOwner } from './idempotency.ts';

/** A batch, by whom it belongs to and its name. */
export interface RegistrationBatchView {
  owner: string;
  name: string;
  rowCount: number;
  refusedCount: number;
  states: { state: RegistrationState; count: number }[];
}

export interface RegistrationRowView {
  row: number;
  shipmentId: string | null;
  state: RegistrationState | null;
  errors: GivenError[];
}

const ofBatch = `from tracking.idempotency i left join tracking.registration r on r.shipment_id = i.shipment_id
  where i.viewer = $1 and i.key = $2 and i.row_number > $3 and i.created_at > now() - ${keptHours} * interval '1 hour'`;

/** The viewer's own batch of that name; null when there is none. */
export async function findBatch(
  { sql, viewer }: { sql: Sql; viewer: Viewer },
  name: string,
): Promise<RegistrationBatchView | null> {
  const owner = keyOwner(viewer);
  const rows = await sql.unsafe<{ state: RegistrationState | null; is_refused: boolean; count: number }[]>(
    `select r.state, i.shipment_id is null as is_refused, count(*)::int as count ${ofBatch} group by 1, 2`,
    [owner, name, 0],
  );
  if (rows.length === 0) return null;
  const sum = (some: readonly { count: number }[]) => some.reduce((total, { count }) => total + count, 0);
  return {
    owner,
    name,
    rowCount: sum(rows),
    refusedCount: sum(rows.filter((row) => row.is_refused)),
    states: rows.flatMap(({ state, count }) => (state === null ? [] : [{ state, count }])),
  };
}

export async function batchRows(
  sql: Sql,
  { owner, name }: RegistrationBatchView,
  { first, after }: { first: number; after: string | null },
) {
  const size = pageSize(first, 100);
  const from = after === null ? 0 : (decodeCursor(after, ['number'])[0] as number);
  const rows = await sql.unsafe<RegistrationRowView[]>(
    `select i.row_number as row, i.shipment_id as "shipmentId", r.state, i.errors ${ofBatch} order by i.row_number limit $4`,
    [owner, name, from, size + 1],
  );
  return toPage([...rows], size, ({ row }) => encodeCursor([row]));
}

/** How far the registrations of these shipments are. */
export async function statesOf(
  sql: Sql,
  shipmentIds: readonly string[],
): Promise<ReadonlyMap<string, RegistrationState>> {
  if (shipmentIds.length === 0) return new Map();
  const rows = await sql<{ shipment_id: string; state: RegistrationState }[]>`
    select shipment_id, state from tracking.registration where shipment_id = any(${shipmentIds as string[]})`;
  return new Map(rows.map((row) => [row.shipment_id, row.state]));
}
