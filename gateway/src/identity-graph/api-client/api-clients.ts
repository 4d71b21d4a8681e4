import { randomBytes } from 'node:crypto';
import {
  decodeCursor,
  encodeCursor,
  fromGlobalId,
  type Page,
  pageSize,
  type Sql,
  type TransactionSql,
  toPage,
} from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { actingAs, requireOperator } from '../operators.ts';
import type { UserError } from '../order-access/order-access.ts';
import { type LimitsInput, readLimits, readName, readScopes } from './client-input.ts';

export interface ClientRow {
  id: string;
  name: string;
  scopes: string[];
  companies: number[] | null;
  regions: string[] | null;
  customers: number[] | null;
  created_at: Date;
  disabled_at: Date | null;
  secrets: SecretRow[];
}
/** As JSON gives it: times are texts. */
export interface SecretRow {
  id: string;
  hint: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  last_used_ip: string | null;
}

interface ClientPayload {
  client: ClientRow | null;
  userErrors: UserError[];
}

/** Clients with their secrets in one statement. */
export function readClients(
  sql: Sql | TransactionSql,
  { ids, after, limit }: { ids: readonly string[] | null; after: readonly [string, string] | null; limit: number },
): Promise<ClientRow[]> {
  const [name, id] = after ?? [null, null];
  return sql<ClientRow[]>`
    select c.id, c.name, c.scopes, c.companies, c.regions, c.customers, c.created_at, c.disabled_at, (
      select coalesce(json_agg(s), '[]') from (
        select id, hint, created_at, expires_at, revoked_at, last_used_at, last_used_ip from auth.api_client_secret where client_id = c.id
        order by (revoked_at is null and coalesce(expires_at > now(), true)) desc, created_at desc limit 20) s) as secrets
    from auth.api_client c
    where (${ids as string[] | null}::text[] is null or c.id = any(${ids as string[] | null}::text[]))
      and (${name}::text is null or (c.name collate "C", c.id collate "C") > (${name}, ${id}))
    order by c.name collate "C", c.id collate "C" limit ${limit}`;
}

export async function listClients(
  { sql, viewer }: RequestContext,
  { first, after }: { first?: number | null; after?: string | null },
): Promise<Page<ClientRow>> {
  requireOperator(viewer);
  const size = pageSize(first, 20);
  const from = after == null ? null : (decodeCursor(after, ['string', 'string']) as [string, string]);
  const rows = await readClients(sql, { ids: null, after: from, limit: size + 1 });
  return toPage(rows, size, ({ name, id }) => encodeCursor([name, id]));
}

export async function findClient({ sql, viewer }: RequestContext, globalId: string): Promise<ClientRow | null> {
  requireOperator(viewer);
  const id = clientIdFrom(globalId);
  const [row] = id === null ? [] : await readClients(sql, { ids: [id], after: null, limit: 1 });
  return row ?? null;
}

/** Throws FORBIDDEN, and BAD_USER_INPUT naming the field. */
export function createClient(
  context: RequestContext,
  input: { name: string; scopes: readonly string[]; limits: LimitsInput },
): Promise<ClientPayload> {
  requireOperator(context.viewer);
  const name = readName(input.name);
  const scopes = readScopes(input.scopes);
  const limits = readLimits(input.limits);
  const id = `mpc_${randomBytes(12).toString('hex')}`;
  return actingAs(context, async (tx) => {
    await tx`
      insert into auth.api_client (id, name, scopes, companies, regions, customers)
      values (${id}, ${name}, ${scopes}, ${limits.companies}, ${limits.regions}, ${limits.customers})`;
    return answer(tx, id);
  });
}

/** The database ends the running tokens of a client whose rights change (drizzle/0007, end_tokens), whoever changes them. */
export function updateClient(
  context: RequestContext,
  input: {
    clientId: string;
    name?: string | null;
    scopes?: readonly string[] | null;
    limits?: LimitsInput | null;
  },
): Promise<ClientPayload> {
  const name = input.name == null ? null : readName(input.name);
  const scopes = input.scopes == null ? null : readScopes(input.scopes);
  const limits = input.limits == null ? null : readLimits(input.limits);
  return change(
    context,
    input.clientId,
    (tx, id) =>
      tx`
      update auth.api_client set name = coalesce(${name}, name), scopes = coalesce(${scopes}::text[], scopes),
        companies = case when ${limits !== null} then ${limits?.companies ?? null}::int[] else companies end,
        regions = case when ${limits !== null} then ${limits?.regions ?? null}::text[] else regions end,
        customers = case when ${limits !== null} then ${limits?.customers ?? null}::int[] else customers end
      where id = ${id}`,
  );
}

export function disableClient(context: RequestContext, clientId: string): Promise<ClientPayload> {
  return change(
    context,
    clientId,
    (tx, id) => tx`update auth.api_client set disabled_at = now() where id = ${id} and disabled_at is null`,
  );
}

export function enableClient(context: RequestContext, clientId: string): Promise<ClientPayload> {
  return change(
    context,
    clientId,
    (tx, id) => tx`update auth.api_client set disabled_at = null where id = ${id} and disabled_at is not null`,
  );
}

/** Change and record commit together: triggers of the database record it. */
function change(
  context: RequestContext,
  globalId: string,
  apply: (tx: TransactionSql, id: string) => PromiseLike<unknown>,
): Promise<ClientPayload> {
  requireOperator(context.viewer);
  const id = clientIdFrom(globalId) ?? '';
  return actingAs(context, async (tx) => {
    await apply(tx, id);
    return answer(tx, id);
  });
}

async function answer(tx: TransactionSql, id: string): Promise<ClientPayload> {
  const [client] = await readClients(tx, { ids: [id], after: null, limit: 1 });
  return client ? { client, userErrors: [] } : { client: null, userErrors: [clientNotFound] };
}

export const clientNotFound: UserError = {
  code: 'CLIENT_NOT_FOUND',
  message: 'There is no such client.',
  field: ['input', 'clientId'],
};

/** Our own ids, and those of clients that were made by hand: printable, without blanks. */
export function clientIdFrom(globalId: string): string | null {
  const id = fromGlobalId('ApiClient', globalId);
  return id !== null && /^[\x21-\x7e]{1,200}$/.test(id) ? id : null;
}
