import { hash, randomUUID } from 'node:crypto';
import type { Logger } from '@milepost/service-kit';
import type { TrackingTexts } from '../connectors/provider-reader.ts';
import type { InboxWriter } from '../inbox/inbox-writer.ts';
import { readLane } from '../inbox/lanes.ts';
import { inboxName } from '../inbox/route.ts';

/** As for webhooks. */
const maxBytes = 1024 * 1024;

/**
 * Trackings that we read, as messages: from here on they go the way of webhooks, behind live ones. Committed when this resolves. One that was read before, word
 * for word, has no effect.
 */
export async function takeIn(
  { inbox, logger }: { inbox: Pick<InboxWriter, 'add'>; logger: Logger },
  provider: string,
  texts: TrackingTexts,
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  const fitting = texts.filter(({ length }) => length <= maxBytes);
  if (fitting.length < texts.length)
    logger.error(
      { provider, request: { id: requestId }, trackings: texts.length - fitting.length },
      'a tracking that was read is too large and is left out',
    );
  await Promise.all(
    fitting.map((body) =>
      inbox.add({
        provider: inboxName(provider, 'read'),
        dedupe: hash('sha256', body, 'buffer'),
        headers: '{}',
        requestId,
        body,
        lane: readLane,
      }),
    ),
  );
  return { requestId };
}
