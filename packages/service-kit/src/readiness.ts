import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** STOP_NOTICE_MS: how long a process that is to stop says so at /readyz and goes on serving; longer than balancers take to notice. */
export const stopNoticeVariable = z.coerce.number().int().min(0).max(60_000).default(0);

export interface Readiness {
  /** Whether the process wants to be asked: it listens wherever it is going to, `check` passes, and it is not about to stop. */
  isReady(): Promise<boolean>;
  /** Ready is only who listens on it. From the announcement on each answer of this server ends its connection, so that nobody sends on one that is about to be closed. */
  watch(server: Server): void;
  /** /readyz says no from here on; resolves after `noticeMs`, when nobody sends anything new here any more. */
  announceStop(): Promise<void>;
}

/** What a process says of itself at /readyz. Balancers must know that it stops before its listeners close: what they pass on in between would be refused. */
export function createReadiness({ check, noticeMs }: { check: () => Promise<boolean>; noticeMs: number }): Readiness {
  const servers: Server[] = [];
  let isStopping = false;
  return {
    // The private address, which is asked, listens before the public one: until that does, its clients would be refused.
    isReady: async () =>
      !isStopping && servers.length > 0 && servers.every(({ listening }) => listening) && (await check()),
    watch: (server) => void servers.push(server),
    async announceStop() {
      isStopping = true;
      for (const server of servers)
        server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) =>
          response.setHeader('connection', 'close'),
        );
      await wait(noticeMs);
    },
  };
}

/** Stops accepting at once; what is still under way after `graceMs` is cut. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // A kept-alive connection becomes idle again after its answer and would hold everything up.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((done) => server.close(() => done()));
  clearTimeout(cut);
  clearInterval(idle);
}
