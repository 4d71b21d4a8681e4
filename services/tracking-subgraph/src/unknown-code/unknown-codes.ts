import { pageSize, type Sql, type Viewer } from '@milepost/service-kit';
import { readPublished } from '../mapping/published-mapping.ts';
import { requireOperator } from '../scope.ts';

export interface UnknownCodeRow {
  provider: string;
  code: string;
  subCode: string;
  facts: number;
  example: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Codes that what is published now does not know either. */
export async function listUnknownCodes(
  { sql, viewer }: { sql: Sql; viewer: Viewer },
  first: number | null,
): Promise<UnknownCodeRow[]> {
  requireOperator(viewer);
  const size = pageSize(first, 50);
  const mapping = await readPublished(sql);
  const rows = await sql<UnknownCodeRow[]>`
    select provider, code, sub_code as "subCode", facts::float8 as facts, example, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
    from tracking.unknown_code order by facts desc, provider, code, sub_code limit 5000`;
  return rows
    .filter(({ provider, code, subCode }) => !mapping.find(provider, code || null, subCode || null).known)
    .slice(0, size);
}
