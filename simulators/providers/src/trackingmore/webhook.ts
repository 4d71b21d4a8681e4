import { createHmac } from 'node:crypto';
import type { Known, Tracking } from '../tracking.ts';
import { trackingmoreTracking } from './tracking-body.ts';

/** The message's exact bytes, as text. It has no id, so a repeat differs in nothing but its timestamp header. */
export function trackingmoreBody(tracking: Tracking, known: Known): string {
  return JSON.stringify({ code: 200, message: 'Success', data: trackingmoreTracking(tracking, known) });
}

/** Hex of HMAC-SHA256 over the timestamp alone: the body is not protected. `at` is when this attempt is made. */
export function trackingmoreHeaders(at: number, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'content-type': 'application/json',
    timestamp,
    signature: createHmac('sha256', secret).update(timestamp).digest('hex'),
  };
}
