import { Webhook } from 'standardwebhooks';

/**
 * Headers of Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature) for one body. Each secret is `whsec_` + base64 of 24 to 64 bytes; while one replaces another both sign, so that a receiver that
 * knows either is content.
 */
export function signWebhook(
  secrets: readonly string[],
  { id, body, now }: { id: string; body: string; now: Date },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    'content-type': 'application/json',
  };
}

/** True when any of the secrets signed these bytes within the last five minutes. */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Record<string, string | string[] | undefined>,
  body: Buffer,
): boolean {
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]),
  );
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, flat);
      return true;
    } catch {
      return false;
    }
  });
}
