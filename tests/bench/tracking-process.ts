import { fileURLToPath } from 'node:url';
import { freePort, type RunningService, startService } from '@milepost/local-stack';

export const webhookSecret = 'bench-aftership-secret';

/** tracking-subgraph as a process of its own, in the given roles. */
export async function startTracking(
  databaseUrl: string,
  roles: string,
): Promise<{ service: RunningService; port: number }> {
  const [publicPort, privatePort] = (await Promise.all([freePort(), freePort()])) as [number, number];
  const service = startService({
    name: 'tracking',
    entry: fileURLToPath(new URL('../../services/tracking-subgraph/src/main.ts', import.meta.url)),
    env: {
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PUBLIC_PORT: `${publicPort}`,
      PRIVATE_PORT: `${privatePort}`,
      ROLES: roles,
      AFTERSHIP_WEBHOOK_SECRET: webhookSecret,
      INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
      KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'error',
    },
    readyUrl: `http://127.0.0.1:${privatePort}/readyz`,
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  await service.ready();
  return { service, port: publicPort };
}
