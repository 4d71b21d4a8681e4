import { type ChildProcess, fork } from 'node:child_process';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProviderSimulator } from '@milepost/provider-simulator';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { createTrackingDatabase } from './support/database.ts';

/** A way to a server on which every request and every answer is late by some time. */
async function startJitter(to: string) {
  const late = () => sleep(Math.random() * 120);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await late();
    const { method, headers, url } = request;
    const onward = send(new URL(url ?? '/', to), { ...(method && { method }), headers }, async (answer) => {
      await late();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(Buffer.concat(chunks));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

test('two processes of eight workers never exceed a published rate in any second of the provider, whatever is late and whoever dies', async () => {
  await using database = await createTrackingDatabase();
  await using simulator = await startProviderSimulator({
    webhooks: {},
    apiKeys: { aftership: ['the-key'], trackingmore: ['the-key'] },
  });
  await using jitter = await startJitter(simulator.url);
  const problems: unknown[] = [];
  const start = (name: string): ChildProcess => {
    const path = fileURLToPath(new URL('./support/pacing-process.ts', import.meta.url));
    const child = fork(path, [database.url, jitter.url, name], { stdio: 'inherit' });
    child.on('message', (problem) => problems.push(problem));
    return child;
  };
  const children = [start('AA'), start('BB')];
  const created = () => simulator.limits.aftership.report()['POST /trackings']?.calls ?? 0;
  try {
    await eventually(() => created() >= 40, { timeoutMs: 20_000 });
    // In the middle of whatever it does; what it had taken comes back by itself, much later.
    children[0]?.kill('SIGKILL');
    const before = created();
    children.push(start('CC'));
    await eventually(() => created() >= before + 40, { timeoutMs: 20_000 });
  } finally {
    const ended = children.map(
      (child) =>
        new Promise((done) => ((child.exitCode ?? child.signalCode) === null ? child.once('exit', done) : done(null))),
    );
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
  }
  const reports = [
    ...Object.entries(simulator.limits.aftership.report()),
    ...Object.entries(simulator.limits.trackingmore.report()),
  ];
  for (const [endpoint, { largest, perSecond, refused }] of reports) {
    expect(largest, endpoint).toBeLessThanOrEqual(perSecond);
    expect(refused, endpoint).toBe(0);
  }
  expect(problems).toEqual([]);
  // All of it is used: whoever is slow proves nothing.
  const seen = Object.fromEntries(reports.map(([endpoint, { largest }]) => [endpoint, largest]));
  expect(seen['POST /trackings']).toBe(20);
  expect(seen['POST /trackings/batch']).toBe(10);
  expect(seen['GET /trackings']).toBeGreaterThan(3);
});
