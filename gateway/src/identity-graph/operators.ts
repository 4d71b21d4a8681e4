import { auditActor, ForbiddenError, isOperator, type TransactionSql, type Viewer } from '@milepost/service-kit';
import type { RequestContext } from './context.ts';

/** Throws FORBIDDEN for everybody but operators of the whole installation: accounts, clients and keys reach beyond any company or region. */
export function requireOperator(viewer: Viewer): void {
  if (!isOperator(viewer)) throw new ForbiddenError('this is for operators of the whole installation');
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** A transaction in which the database records changes of sessions and rights (drizzle/0008) in the name of the viewer. */
export function actingAs<T>(
  { sql, viewer, requestId }: Pick<RequestContext, 'sql' | 'viewer' | 'requestId'>,
  work: (tx: TransactionSql) => Promise<T>,
): Promise<T> {
  return sql.begin(async (tx) => {
    await tx`select set_config('audit.actor', ${auditActor(viewer).actor}, true), set_config('audit.request_id', ${requestId}, true)`;
    return work(tx);
  }) as Promise<T>;
}
