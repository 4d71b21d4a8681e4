import { BadUserInputError, fromGlobalId } from '@milepost/service-kit';
import { hashPartnerSecret, maxLiveSecrets, newPartnerSecret } from '../../identity/partner-secret.ts';
import type { RequestContext } from '../context.ts';
import { actingAs, isUuid, requireOperator } from '../operators.ts';
import type { UserError } from '../order-access/order-access.ts';
import { clientIdFrom, clientNotFound, readClients, type SecretRow } from './api-clients.ts';

const dayMs = 86_400_000;
const defaultDays = 365;
const longestDays = 2 * 366;

interface CreatedSecret {
  secret: SecretRow | null;
  value: string | null;
  userErrors: UserError[];
}

/** Two who make the fifth at once make one: the client's row is locked. Throws FORBIDDEN, and BAD_USER_INPUT naming the field. */
export function createSecret(
  context: RequestContext,
  input: { clientId: string; expiresAt?: string | null },
): Promise<CreatedSecret> {
  requireOperator(context.viewer);
  const expiresAt = new Date(input.expiresAt ?? Date.now() + defaultDays * dayMs);
  const days = (expiresAt.getTime() - Date.now()) / dayMs;
  // NaN, the past and what is further away alike.
  if (!(days > 0 && days <= longestDays))
    throw new BadUserInputError('input.expiresAt', 'expiresAt must be an instant within the next two years');
  const clientId = clientIdFrom(input.clientId) ?? '';
  const refused = (error: UserError): CreatedSecret => ({ secret: null, value: null, userErrors: [error] });
  return actingAs(context, async (tx) => {
    const [client] = await tx`select 1 from auth.api_client where id = ${clientId} for update`;
    if (!client) return refused(clientNotFound);
    const [live] = await tx<{ n: number }[]>`
      select count(*)::int as n from auth.api_client_secret where client_id = ${clientId} and revoked_at is null and coalesce(expires_at > now(), true)`;
    if ((live?.n ?? 0) >= maxLiveSecrets)
      return refused({
        code: 'TOO_MANY_SECRETS',
        message: `This client has ${maxLiveSecrets} live secrets; revoke one that is no longer used.`,
        field: ['input', 'clientId'],
      });
    const value = newPartnerSecret();
    const [made] = await tx<{ id: string }[]>`
      insert into auth.api_client_secret (client_id, hash, hint, expires_at)
      values (${clientId}, ${hashPartnerSecret(context.partnerPepper, value)}, ${value.slice(-4)}, ${expiresAt}) returning id`;
    const id = made?.id ?? '';
    const [now] = await readClients(tx, { ids: [clientId], after: null, limit: 1 });
    return { secret: now?.secrets.find((secret) => secret.id === id) ?? null, value, userErrors: [] };
  });
}

/** Ended twice is ended. The database ends the running tokens of its client (drizzle/0007, end_tokens). */
export async function revokeSecret(
  context: RequestContext,
  globalId: string,
): Promise<{ secret: SecretRow | null; userErrors: UserError[] }> {
  requireOperator(context.viewer);
  const id = fromGlobalId('ApiClientSecret', globalId);
  const unknown = {
    secret: null,
    userErrors: [{ code: 'SECRET_NOT_FOUND', message: 'There is no such secret.', field: ['input', 'secretId'] }],
  };
  if (id === null || !isUuid(id)) return unknown;
  return actingAs(context, async (tx) => {
    const [row] = await tx<SecretRow[]>`
      update auth.api_client_secret s set revoked_at = coalesce(s.revoked_at, now()) where s.id = ${id}
      returning s.id, s.hint, to_json(s.created_at)#>>'{}' as created_at, to_json(s.expires_at)#>>'{}' as expires_at, to_json(s.revoked_at)#>>'{}' as revoked_at,
        to_json(s.last_used_at)#>>'{}' as last_used_at, s.last_used_ip`;
    if (!row) return unknown;
    return { secret: row, userErrors: [] };
  });
}
