import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** /healthz: alive. /readyz: can serve now, else 503. /metrics: Prometheus text. */
export function registerOperations(
  app: FastifyInstance,
  { isReady, metrics }: { isReady: () => Promise<boolean>; metrics: Registry },
): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await isReady().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}
