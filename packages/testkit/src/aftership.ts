import { createHmac } from 'node:crypto';

/** The header that AfterShip would send with these bytes. */
export function signAftership(secret: string, body: string | Uint8Array): Record<string, string> {
  return {
    'content-type': 'application/json',
    'aftership-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
  };
}
