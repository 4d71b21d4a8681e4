import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver of Odoo's webhooks got. Used by tests only. */
export interface Received {
  method: string;
  url: string;
  /** Names and values in turn, as they came. */
  headers: string[];
  text: string;
  body: Record<string, unknown>;
}

/** A receiver that answers as `handle` says; without an answer the sender has to give up. */
export async function startReceiver() {
  const received: Received[] = [];
  let handle: (request: Received) => Promise<number | null> | number | null = () => 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const one = {
      method: request.method as string,
      url: request.url as string,
      headers: request.rawHeaders,
      text,
      body: JSON.parse(text) as Record<string, unknown>,
    };
    received.push(one);
    const status = await handle(one);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Taken out, oldest first. */
    take: () => received.splice(0),
    answer(how: typeof handle) {
      handle = how;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
