import { createHmac, hash } from 'node:crypto';
import { equalBytes, parseEnv } from '@milepost/service-kit';
import { z } from 'zod';
import type { Connector, WebhookCheck } from '../connector.ts';
import { mapTrackingmore } from './map.ts';
import { createTrackingmoreReader } from './reader.ts';
import { createTrackingmoreRegistrar } from './registrar.ts';

const settings = z.object({
  TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: z.coerce.number().int().min(1).max(2_592_000).default(300),
  TRACKINGMORE_WEBHOOK_SIGNATURE: z.enum(['timestamp', 'body-hex', 'body-base64']).default('timestamp'),
});
export type TrackingmoreSettings = z.infer<typeof settings>;

/** Longer than any time as text: what signs a time alone would sign a body that is this time. */
const longestTime = 20;

/**
 * TrackingMore v4. Its worked example signs the timestamp header alone, hex(HMAC-SHA256(secret, timestamp)), its prose says base64 over the body; so the scheme
 * is a setting. Where bodies are not signed, whoever has seen one pair of headers can say anything while its time lasts: that is why the address ends in
 * a secret, the time has a window, and ends are read back. A body signature that fits is taken under each setting, and from then on demanded
 * (by this process: it forgets when it stops). A body signature says nothing about the timestamp, which is then not looked at.
 *
 * The key is a digest of the body: messages have no id, and a repeat comes with another timestamp.
 */
export function createTrackingmoreCheck({
  TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: windowSeconds,
  TRACKINGMORE_WEBHOOK_SIGNATURE: scheme,
}: TrackingmoreSettings): WebhookCheck {
  let bodiesSignedSince = Number.POSITIVE_INFINITY;

  return ({ headers, body, secrets, at, explain }) => {
    const claimed = decode(headers['signature']);
    const { timestamp } = headers;
    if (!claimed || secrets.length === 0) return null;
    // Every secret is compared, so that the time does not tell which one fits.
    const signs = (content: Buffer | string) =>
      secrets
        .map((secret) => equalBytes(createHmac('sha256', secret).update(content).digest(), claimed.bytes))
        .includes(true);
    const isBodySigned =
      (scheme === 'timestamp' || scheme === claimed.scheme) && body.length > longestTime && signs(body);
    const isTimeSigned =
      scheme === 'timestamp' &&
      claimed.scheme === 'body-hex' &&
      typeof timestamp === 'string' &&
      /^\d{1,12}$/.test(timestamp) &&
      signs(timestamp);
    if (!isBodySigned && !isTimeSigned) return null;
    if (isSignedInside(body)) {
      explain?.('a body of webhook version 2 or 3, whose key is an e-mail address; choose version 4 at TrackingMore');
      return null;
    }
    if (isBodySigned) bodiesSignedSince = Math.min(bodiesSignedSince, at.getTime());
    else if (at.getTime() >= bodiesSignedSince) {
      explain?.('its signature covers the timestamp alone, although this provider has signed bodies before');
      return null;
    } else {
      const off = Math.abs(at.getTime() - Number(timestamp) * 1_000) / 1_000;
      if (off > windowSeconds) {
        explain?.(
          `its timestamp is ${Math.round(off)} s off, and TRACKINGMORE_WEBHOOK_WINDOW_SECONDS allows ${windowSeconds}`,
        );
        return null;
      }
    }
    return hash('sha256', body, 'buffer');
  };
}

/** 32 bytes in hexadecimal or base64; null for anything else. */
function decode(given: unknown): { scheme: 'body-hex' | 'body-base64'; bytes: Buffer } | null {
  if (typeof given !== 'string') return null;
  if (/^[0-9a-f]{64}$/i.test(given)) return { scheme: 'body-hex', bytes: Buffer.from(given, 'hex') };
  if (/^[A-Za-z0-9+/]{43}=$/.test(given)) return { scheme: 'body-base64', bytes: Buffer.from(given, 'base64') };
  return null;
}

/**
 * Versions 2 and 3 carry time and signature in the body, by a key that is no secret: `verifyInfo {timeStr, signature}`, or `timestamp` (`timeStr`) and `signature`
 * beside the data. Whoever sends them must not be taken for version 4 by way of the headers.
 */
function isSignedInside(body: Buffer): boolean {
  if (!body.includes('"verifyInfo"') && !body.includes('"signature"')) return false;
  let given: unknown;
  try {
    given = JSON.parse(body.toString());
  } catch {
    return false; // a dead letter
  }
  if (typeof given !== 'object' || given === null) return false;
  return 'verifyInfo' in given || ('signature' in given && ('timestamp' in given || 'timeStr' in given));
}

export const trackingmore: Connector = {
  provider: 'trackingmore',
  variables: 'TRACKINGMORE',
  needsPathToken: true,
  proofHeaders: ['signature', 'timestamp', 'user-agent'],
  verify: createTrackingmoreCheck(settings.parse({})),
  createCheck: (env) => createTrackingmoreCheck(parseEnv(settings, env)),
  map: mapTrackingmore,
  createReader: createTrackingmoreReader,
  createRegistrar: createTrackingmoreRegistrar,
};
