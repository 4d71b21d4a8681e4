import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A JPEG as far as anybody looks: its first bytes, and `size` in all. */
export function jpegOf(size = 400, fill = 1): Buffer {
  const bytes = Buffer.alloc(size, fill);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(bytes);
  return bytes;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
export const file =
  (bytes: Buffer | string, headers: Record<string, string> = { 'content-type': 'image/jpeg' }): Answer =>
  (_request, response) =>
    void response.writeHead(200, headers).end(bytes);

/** Where a carrier keeps its pictures: each path answers as it is told to, all others with 404; counts what was asked for. */
export async function startFileServer() {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://files').pathname;
    asked.push(request.url ?? '');
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    /** Paths with their queries, in order. */
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
