import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { loadAssets } from '../../portal/server/assets.ts';
import { securityHeaders } from '../../portal/server/respond.ts';
import documents from '../../portal/src/generated/persisted-documents.json' with { type: 'json' };
import type * as Pages from '../../portal/src/pages.tsx';
import type { Answers } from '../../portal/tests/support/desk-states.ts';

const dist = join(import.meta.dirname, '../../portal/dist');
/** DeskOrder, for its hash. */
const names = new Map(
  Object.entries(documents).map(([id, text]) => [id, /\b(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? '']),
);

/**
 * The desk with its own files and headers, in front of a graph that answers what it is told: states that no system gets into by itself, and lists longer than any
 * demo. An operation without an answer fails. `asked` holds what was asked for.
 */
export async function serveDesk(
  answers: Answers,
): Promise<
  AsyncDisposable & { url: string; answers: Answers; asked: { name: string; variables: Record<string, unknown> }[] }
> {
  const assets = await loadAssets(dist);
  const pages = (await import(pathToFileURL(join(dist, 'server/pages.js')).href)) as typeof Pages;
  const shell = { brand: 'Milepost', ...assets.desk };
  const state = { answers };
  const asked: { name: string; variables: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (assets.serve(request, response, path)) return;
    if (path !== '/graphql') {
      const nonce = 'of-the-states';
      const policy = String(securityHeaders['content-security-policy']);
      response.writeHead(200, {
        ...securityHeaders,
        'content-security-policy': policy.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`),
        'content-type': 'text/html; charset=utf-8',
      });
      return void response.end(pages.deskPage({ shell, me: { name: 'Ana Costa', role: 'agent' }, nonce }));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { documentId, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      documentId: string;
      variables: Record<string, unknown>;
    };
    const name = names.get(documentId) ?? '';
    asked.push({ name, variables });
    const data = await state.answers[name]?.(variables);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        data
          ? { data }
          : { data: null, errors: [{ message: 'it is away', extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] },
      ),
    );
  });
  // Open, with one message for a subscription that has an answer and silent for all others: what the desk looks like while it is live.
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  sockets.on('connection', (socket: WebSocket) =>
    socket.on('message', (text) => {
      const { id, type, payload } = JSON.parse(String(text)) as {
        id?: string;
        type: string;
        payload?: { documentId: string; variables: Record<string, unknown> };
      };
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type === 'ping') socket.send('{"type":"pong"}');
      const data = payload && state.answers[names.get(payload.documentId) ?? '']?.(payload.variables);
      if (type === 'subscribe' && data) socket.send(JSON.stringify({ id, type: 'next', payload: { data } }));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get answers() {
      return state.answers;
    },
    set answers(next) {
      state.answers = next;
    },
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
