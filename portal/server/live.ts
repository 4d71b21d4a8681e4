import type { ServerResponse } from 'node:http';
import type { Logger } from '@milepost/service-kit';
import { OrderMilestonesDocument } from '../src/generated/graphql.ts';
import { AccessEndedError, type GatewayClient, type Identity, TooManyRequestsError } from './gateway-client.ts';

const pingMs = 15_000;
/** What may wait for a reader that does not read. */
const maxBuffered = 64 * 1024;
const maxMessage = 256 * 1024;

interface Payload {
  data?: { milestoneAdded?: { cursor?: string } | null } | null;
  errors?: { extensions?: { code?: string } }[];
}

/**
 * GET /live/:order as Server-Sent Events: `milestone` with `id: <cursor>` per message, `ping` every 15 s, `restart` when the cursor is too old, `ended`
 * when the access is over. Cut, not ended, when the upstream is lost: the browser comes back by itself with Last-Event-ID.
 */
export function createLiveRoute({ gateway, logger }: { gateway: GatewayClient; logger: Logger }) {
  const open = new Set<ServerResponse>();

  async function serve(
    response: ServerResponse,
    {
      orderId,
      after,
      identity,
      requestId,
      address,
    }: { orderId: string; after: string | null; identity: Identity; requestId: string; address: string },
  ): Promise<void> {
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    let upstream: AsyncIterable<Uint8Array>;
    try {
      upstream = await gateway.stream(
        OrderMilestonesDocument,
        { orderId, after },
        { identity, requestId, address, signal: abort.signal },
      );
    } catch (error) {
      if (abort.signal.aborted) return;
      response.writeHead(statusOf(error), { 'cache-control': 'no-store' }).end();
      return;
    }
    open.add(response);
    response.once('close', () => open.delete(response));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    // Spread over a while, so that all pages of a stopped instance do not come back in one moment.
    response.write(`retry: ${500 + Math.floor(Math.random() * 1_500)}\n\nevent: ping\ndata:\n\n`);
    const ping = setInterval(() => response.write('event: ping\ndata:\n\n'), pingMs);
    try {
      for await (const { event, data } of messagesOf(upstream)) {
        if (event === 'complete') break;
        if (event !== 'next') continue;
        const payload = JSON.parse(data) as Payload;
        const cursor = payload.data?.milestoneAdded?.cursor;
        if (cursor) response.write(`event: milestone\nid: ${cursor.replace(/[^\w-]/g, '')}\ndata:\n\n`);
        else if (!finish(response, payload)) break;
        if (response.writableLength > maxBuffered) break;
      }
    } catch (error) {
      if (!abort.signal.aborted) logger.info({ err: error }, 'live upstream lost');
    } finally {
      clearInterval(ping);
      abort.abort();
      response.destroy();
    }
  }

  return {
    serve,
    get size() {
      return open.size;
    },
    /** Cuts every stream: their pages go to another instance. */
    [Symbol.dispose]() {
      for (const response of open) response.destroy();
    },
  };
}

function statusOf(error: unknown): number {
  if (error instanceof AccessEndedError) return 403;
  return error instanceof TooManyRequestsError ? 429 : 503;
}

/** Tells the page what an error means for it; false when the stream is over. */
function finish(response: ServerResponse, { errors }: Payload): boolean {
  const codes = new Set((errors ?? []).map(({ extensions }) => extensions?.code));
  if (codes.has('CURSOR_EXPIRED') || codes.has('BAD_USER_INPUT')) response.write('event: restart\ndata:\n\n');
  else if (codes.has('SESSION_EXPIRED') || codes.has('FORBIDDEN') || codes.has('UNAUTHENTICATED'))
    response.write('event: ended\ndata:\n\n');
  else return true;
  response.end();
  return false;
}

/** Server-Sent Events out of a byte stream. Throws when one message is beyond all measure. */
async function* messagesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<{ event: string; data: string }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const of = (name: string) =>
        fields
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
          .join('\n');
      const event = of('event');
      if (event) yield { event, data: of('data') };
    }
    if (text.length > maxMessage) throw new Error('a message of the stream is too long');
  }
}
