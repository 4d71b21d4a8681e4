import { createServer, type Server } from 'node:http';
import type { JWK } from 'jose';
import type { Registry } from 'prom-client';
import { answerJson } from './answers.ts';
import { answerProbe } from './operations.ts';

/** What only our own processes may see: the public halves of the viewer keys, probes, metrics. */
export function createPrivateServer({
  viewerKeys,
  metrics,
  isReady,
}: {
  viewerKeys: readonly JWK[];
  metrics: Registry;
  isReady: () => Promise<boolean>;
}): Server {
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (answerProbe(path, response, isReady)) return;
    if (path === '/jwks') return answerJson(response, 200, { keys: viewerKeys });
    if (path === '/metrics') {
      metrics.metrics().then(
        (text) => response.setHeader('content-type', metrics.contentType).end(text),
        () => answerJson(response, 500, { status: 500, message: 'internal error' }),
      );
      return;
    }
    answerJson(response, 404, { status: 404, message: 'there is no such address' });
  });
}
