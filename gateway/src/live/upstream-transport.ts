import { GraphQLError, print } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** What the runtime gives to an executor; its own types are wider. */
interface UpstreamRequest {
  document: Parameters<typeof print>[0];
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
  context?: { upstreamLost?: (subgraph: string, why: string) => void };
}
interface Result {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
}

class UpstreamSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, { perMessageDeflate: false, handshakeTimeout: 5_000 });
  }
}

/** Errors must be instances (plain objects with a path are masked), and `data: null` makes the planner repeat the last event's data. */
function clean(result: Result) {
  if (!result.errors && result.data != null) return result;
  return {
    ...result,
    data: result.data ?? {},
    errors: result.errors?.map(
      (error) => new GraphQLError(error.message, { path: error.path, extensions: error.extensions }),
    ),
  };
}

/**
 * Our own way to a subgraph's subscriptions: one shared socket, no silent resubscribe. When the upstream ends without its own `complete`, nothing is
 * invented: the operation ends and `context.upstreamLost` closes the client, which comes back with its cursor. An operation whose
 * subscribe message never left waits for the upstream instead, because no gap is possible then.
 */
export function createLiveTransport({
  pingMs = 10_000,
  pongMs = 5_000,
  maxPending = 1_000,
  connectWaitMs = 10_000,
  onLost = () => {},
}: {
  pingMs?: number;
  pongMs?: number;
  maxPending?: number;
  connectWaitMs?: number;
  /** Told once for each socket that ended under subscriptions, with their number. */
  onLost?: (subgraph: string, why: string, subscriptions: number) => void;
} = {}) {
  return {
    getSubgraphExecutor({
      transportEntry,
      subgraphName,
    }: {
      transportEntry: { location?: string };
      subgraphName: string;
    }) {
      const operations = new Set<{ sent: boolean; lost: (why: string) => void }>();
      let pongTimer: NodeJS.Timeout | undefined;
      let isUp = false;
      const client = createClient({
        url: String(transportEntry.location).replace(/^http/, 'ws'),
        webSocketImpl: UpstreamSocket,
        lazy: true,
        lazyCloseTimeout: 3_000,
        connectionAckWaitTimeout: 5_000,
        keepAlive: pingMs,
        retryAttempts: 0,
        shouldRetry: () => false,
        on: {
          connected() {
            isUp = true;
            for (const operation of operations) operation.sent = true;
          },
          ping(received) {
            if (received) return;
            clearTimeout(pongTimer);
            pongTimer = setTimeout(() => client.terminate(), pongMs);
          },
          pong(received) {
            if (received) clearTimeout(pongTimer);
          },
          // Also code 1000, which graphql-ws would bridge in silence.
          closed(event) {
            isUp = false;
            clearTimeout(pongTimer);
            const why = `closed ${(event as { code?: number } | undefined)?.code}`;
            if (operations.size > 0) onLost(subgraphName, why, operations.size);
            for (const operation of [...operations]) operation.lost(why);
          },
        },
      });

      const execute = (request: UpstreamRequest) => {
        const queue: ReturnType<typeof clean>[] = [];
        const deadline = Date.now() + connectWaitMs;
        let wake: (() => void) | undefined;
        let timer: NodeJS.Timeout | undefined;
        let done = false;
        let unsubscribe = () => {};
        const settle = () => {
          done = true;
          clearTimeout(timer);
          operations.delete(operation);
          wake?.();
        };
        const stop = () => {
          queue.length = 0;
          if (done) return;
          settle();
          unsubscribe();
        };
        const operation = {
          sent: isUp,
          lost(why: string) {
            if (done || timer) return;
            if (!operation.sent && Date.now() < deadline) {
              timer = setTimeout(
                () => {
                  timer = undefined;
                  operation.sent = isUp;
                  open();
                },
                200 + Math.random() * 300,
              );
              return;
            }
            stop();
            request.context?.upstreamLost?.(subgraphName, why);
          },
        };
        const open = () => {
          unsubscribe = client.subscribe(
            {
              query: print(request.document),
              variables: request.variables,
              operationName: request.operationName,
              extensions: request.extensions,
            },
            {
              next(result) {
                if (done) return;
                queue.push(clean(result as Result));
                if (queue.length > maxPending) operation.lost('slow consumer');
                else wake?.();
              },
              error(error) {
                if (!Array.isArray(error))
                  operation.lost(String((error as { code?: number })?.code ?? (error as Error)?.message));
                else if (!done) {
                  queue.push(clean({ errors: error }));
                  settle();
                }
              },
              complete() {
                if (!done && !timer) settle();
              },
            },
          );
        };
        operations.add(operation);
        open();
        return {
          [Symbol.asyncIterator]() {
            return this;
          },
          async next() {
            while (queue.length === 0 && !done) {
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
            }
            return queue.length > 0 ? { value: queue.shift(), done: false } : { value: undefined, done: true };
          },
          async return() {
            stop();
            return { value: undefined, done: true };
          },
          async throw(error: unknown) {
            stop();
            throw error;
          },
        };
      };
      execute[Symbol.asyncDispose] = async () => {
        // It waits for a connection that is being made, and fails with it: then there is nothing to close.
        await Promise.resolve(client.dispose()).catch(() => {});
      };
      return execute;
    },
  };
}
