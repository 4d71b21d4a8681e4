import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

interface Target {
  id: string;
  port: number;
  /** Answers 200 while it wants new connections. */
  readyUrl: string;
}

export interface RunningBalancer extends AsyncDisposable {
  /** By the target's id. */
  state(): { id: string; isReady: boolean; connections: number }[];
}

/**
 * A balancer for one machine's test set-up, not for production: passes TCP connections on as they are (HTTP, SSE and WebSocket alike) to the ready
 * target with the fewest of them. Readiness is asked every `checkMs`; a target that refuses a connection counts as gone at once, and
 * the next one gets it. Who is connected stays with its target, also when that is no longer ready, until one of both ends it.
 */
export async function startBalancer({
  port,
  host = '127.0.0.1',
  targets,
  checkMs = 200,
}: {
  port: number;
  host?: string;
  targets: readonly Target[];
  checkMs?: number;
}): Promise<RunningBalancer> {
  const known = targets.map((target) => ({ ...target, isReady: false, connections: 0 }));
  type Known = (typeof known)[number];
  const open = new Set<Socket>();
  let turn = 0;

  /** The ready ones, the least used first; among equals they take turns. */
  function candidates(): Known[] {
    turn += 1;
    const rotated = known.map((_, i) => known[(i + turn) % known.length] as Known);
    return rotated.filter(({ isReady }) => isReady).sort((a, b) => a.connections - b.connections);
  }

  function pass(client: Socket, [target, ...others]: Known[]): void {
    if (client.destroyed) return;
    if (!target) return void client.destroy();
    const upstream = connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    // Nothing was sent yet: the next one may have it. Its state is asked anew with the next check.
    const refused = () => {
      target.isReady = false;
      target.connections -= 1;
      pass(client, others);
    };
    target.connections += 1;
    open.add(upstream);
    upstream.once('error', refused);
    upstream.once('close', () => open.delete(upstream));
    upstream.once('connect', () => {
      upstream.off('error', refused);
      upstream.once('close', () => {
        target.connections -= 1;
      });
      // An end is passed on as an end by the pipes; a cut as a cut.
      upstream.once('error', () => client.destroy());
      client.once('close', () => upstream.destroy());
      if (client.destroyed) return void upstream.destroy();
      client.pipe(upstream);
      upstream.pipe(client);
    });
  }

  const server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => open.delete(client));
    pass(client, candidates());
  });

  const closing = new AbortController();
  const check = async (target: Known) => {
    while (!closing.signal.aborted) {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(2_000)]);
      const answer = await fetch(target.readyUrl, { signal }).catch(() => null);
      await answer?.arrayBuffer().catch(() => {});
      target.isReady = answer?.ok === true;
      await wait(checkMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const checking = known.map(check);
  return {
    state: () => known.map(({ id, isReady, connections }) => ({ id, isReady, connections })),
    async [Symbol.asyncDispose]() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
      await Promise.all(checking);
    },
  };
}
