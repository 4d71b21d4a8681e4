import { randomBytes } from 'node:crypto';
import { fieldKeyId, type KeyStore, openField, sealField } from '@milepost/service-kit';

/** Key of everything that is sealed in an endpoint's row. */
const purpose = 'webhook-endpoint';
const contextOf = (column: string, id: string) => `tracking.webhook_endpoint.${column}/${id}`;

/** As Standard Webhooks has it: `whsec_` + base64, here of 32 bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export type SealedColumn = 'secret' | 'alert_email';

/** The former secret was sealed as the secret: it moves from one column to the other as it is. */
export async function sealColumn(keys: KeyStore, column: SealedColumn, id: string, text: string): Promise<Buffer> {
  return sealField(await keys.get(purpose), text, contextOf(column, id));
}

export async function openColumn(
  keys: KeyStore,
  column: SealedColumn,
  id: string,
  sealed: Uint8Array,
): Promise<string> {
  const keyId = fieldKeyId(sealed);
  const key = (await keys.find([keyId])).get(keyId);
  if (!key) throw new Error('the key of a webhook endpoint is gone');
  return openField(key.key, sealed, contextOf(column, id));
}

/** What a message is signed with now, the newest first. */
export async function openSecrets(
  keys: KeyStore,
  {
    id,
    secret,
    formerSecret,
    formerSecretEndsAt,
  }: { id: string; secret: Uint8Array; formerSecret: Uint8Array | null; formerSecretEndsAt: Date | null },
  now: Date,
): Promise<string[]> {
  const sealed = formerSecret && formerSecretEndsAt && formerSecretEndsAt > now ? [secret, formerSecret] : [secret];
  return Promise.all(sealed.map((one) => openColumn(keys, 'secret', id, one)));
}
