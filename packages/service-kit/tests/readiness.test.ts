import { Agent, createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort, startService } from '@milepost/local-stack';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { createReadiness } from '../src/index.ts';

const entry = fileURLToPath(new URL('support/ready-process.ts', import.meta.url));

test('a process that is told to stop says so first, serves on, ends kept-alive connections with their next answer, and then goes', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = startService({
    name: 'ready',
    entry,
    env: { PORT: `${port}`, STOP_NOTICE_MS: '1000' },
    readyUrl: `${url}/readyz`,
  });
  await process.ready();
  using agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), {
    [Symbol.dispose]: () => agent.destroy(),
  });
  const ask = (path: string) =>
    new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      request(`${url}${path}`, { agent }, (response) => {
        response
          .resume()
          .once('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
      })
        .once('error', reject)
        .end();
    });
  expect(await ask('/')).toEqual({ status: 200, connection: 'keep-alive' });
  const stopped = process.stop();
  await eventually(async () => (await ask('/readyz')).status === 503);
  expect(await ask('/')).toEqual({ status: 200, connection: 'close' });
  expect(process.child.exitCode).toBeNull();
  await stopped;
  expect(await process.exited).toEqual({ code: 0, signal: null });
  await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/);
});

test('a process is ready once all of its addresses listen', async () => {
  const { isReady, watch } = createReadiness({ check: async () => true, noticeMs: 0 });
  expect(await isReady()).toBe(false);
  const [first, second] = [createServer(), createServer()];
  for (const server of [first, second]) watch(server);
  const listen = (server: typeof first) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await listen(first);
  expect(await isReady()).toBe(false);
  await listen(second);
  expect(await isReady()).toBe(true);
  second.close();
  expect(await isReady()).toBe(false);
  first.close();
});
