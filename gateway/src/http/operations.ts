import type { ServerResponse } from 'node:http';
import { answerJson } from './answers.ts';

/** /healthz: alive. /readyz: can serve now, else 503. True when it was one of them. */
export function answerProbe(path: string, response: ServerResponse, isReady: () => Promise<boolean>): boolean {
  if (path === '/healthz') {
    answerJson(response, 200, { status: 'ok' });
    return true;
  }
  if (path !== '/readyz') return false;
  isReady()
    .catch(() => false)
    .then((ready) => answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' }));
  return true;
}
