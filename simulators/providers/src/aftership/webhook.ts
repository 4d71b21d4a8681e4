import { createHmac } from 'node:crypto';
import { uuid } from '../random.ts';
import type { Known, Telling, Tracking } from '../tracking.ts';
import { newestSaying } from '../tracking.ts';
import { aftershipTracking } from './tracking-body.ts';

export type AftershipEvent = 'tracking_update' | 'edd_revise' | 'tracking_pending_time';

/** What AfterShip posts after it learned something, one message per event. It says nothing while a tracking is only Pending, except its alert. */
export function aftershipEvents({ told, news }: Telling): AftershipEvent[] {
  const alerts = news.some(({ event }) => event === 'tracking_pending_time');
  const tells = news.some(({ aftership, event }) => event === null && !aftership?.startsWith('Pending'));
  const before = told.filter((saying) => !news.includes(saying)).findLast(({ estimate }) => estimate !== null);
  const now = news.findLast(({ estimate }) => estimate !== null);
  const revises = before && now && before.estimate !== now.estimate;
  return [
    ...(tells ? (['tracking_update'] as const) : []),
    ...(revises ? (['edd_revise'] as const) : []),
    ...(alerts ? (['tracking_pending_time'] as const) : []),
  ];
}

/** The message's exact bytes, as text. `name` makes its id: the same name, the same id. */
export function aftershipBody(
  tracking: Tracking,
  known: Known,
  { event, name, news = [] }: { event: AftershipEvent; name: string; news?: Telling['news'] },
): string {
  const tag = newestSaying(known.sayings)?.aftership?.split('_', 1)[0];
  const earlier = known.sayings.filter((saying) => !news.includes(saying));
  return JSON.stringify({
    ts: Math.floor(known.updatedAt / 1000),
    event,
    event_id: uuid('aftership', name),
    is_tracking_first_tag:
      event === 'tracking_update' && !earlier.some(({ aftership }) => aftership?.split('_', 1)[0] === tag),
    msg: aftershipTracking(tracking, known),
  });
}

/** Base64 of HMAC-SHA256 over the bytes. Nothing signs the time. */
export function aftershipHeaders(body: string, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'aftership-webhook',
    'as-webhook-version': '2026-07',
    'aftership-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
  };
}
