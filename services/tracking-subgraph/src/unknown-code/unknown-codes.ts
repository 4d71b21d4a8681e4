import { pageSize, type Sql, type Viewer } from '@milepost/service-kit';
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

export async function listUnknownCodes(
  { sql, viewer }: { sql: Sql; viewer: Viewer },
  first: number | null,
): Promise<UnknownCodeRow[]> {
  requireOperator(viewer);
  return sql<UnknownCodeRow[]>`
    select provider, code, sub_code as "subCode", facts::float8 as facts, example, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
    from tracking.unknown_code order by facts desc, provider, code, sub_code limit ${pageSize(first, 50)}`;
}
