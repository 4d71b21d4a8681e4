import { createTestDatabase, eventually } from '@milepost/testkit';
import { createClient } from 'graphql-ws';
import { expect, inject, test } from 'vitest';
import WebSocket from 'ws';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { startProcesses } from '../support/processes.ts';

test('restarts and kills of tracking and gateway under load: a plain client that comes back with its cursor misses nothing and sees nothing twice', async () => {
  await using database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'empty',
    migrate: async () => {},
  });
  await using system = await startProcesses({ databaseUrl: database.url, syncIntervalMs: 200 });
  const numbers = Array.from({ length: 20 }, (_, i) => `1Z999AA1${1_000_000_000 + i}`);
  system.odooSimulator.world.cloneOrder(38, { name: 'RESUME', references: numbers });
  await eventually(
    async () =>
      (
        await system.sql<
          { n: number }[]
        >`select count(*)::int as n from tracking.shipment where tracking_number = any(${numbers})`
      )[0]?.n === numbers.length,
    { timeoutMs: 30_000 },
  );

  // As docs/live.md tells partners: the client sends the same variables again when it comes back.
  const token = await system.partnerToken();
  const received: { cursor: string; id: string }[] = [];
  const closes: number[] = [];
  const errors: unknown[] = [];
  const client = createClient({
    url: system.socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { token },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200)),
    on: { closed: (event) => void closes.push((event as { code: number }).code) },
  });
  const variables: { after: string | null } = { after: Buffer.from('live1:0').toString('base64url') };
  client.subscribe<{ milestoneAdded: { cursor: string; event: { id: string } } }>(
    { query: 'subscription ($after: String) { milestoneAdded(after: $after) { cursor event { id } } }', variables },
    {
      next({ data, errors: problems }) {
        if (problems || !data) return void errors.push(problems);
        variables.after = data.milestoneAdded.cursor;
        received.push({ cursor: data.milestoneAdded.cursor, id: data.milestoneAdded.event?.id });
      },
      error: (error) => void errors.push(error),
      complete: () => void errors.push('complete'),
    },
  );

  let rounds = 0;
  let restarts = 0;
  let isChaosOver = false;
  /** Each round adds one scan to every parcel; the messages of a parcel overlap, as carriers' histories do. */
  const load = (async () => {
    while (!isChaosOver || rounds < 20) {
      rounds += 1;
      const first = Math.max(0, rounds - 4);
      const scans = Array.from({ length: rounds - first }, (_, i) => ({
        minute: (first + i) * 10,
        tag: 'InTransit',
        subtag: (first + i) % 2 ? 'InTransit_003' : 'InTransit_007',
      }));
      await Promise.all(numbers.map((number) => system.deliver(trackingUpdate({ number, scans }))));
    }
  })();
  const chaos = (async () => {
    for (const [name, signal] of [
      ['services/tracking-subgraph', 'SIGKILL'],
      ['gateway', 'SIGTERM'],
      ['services/tracking-subgraph', 'SIGTERM'],
      ['gateway', 'SIGKILL'],
      ['services/tracking-subgraph', 'SIGKILL'],
    ] as const) {
      const before = received.length;
      await eventually(() => received.length > before + 40, { timeoutMs: 30_000 });
      await system.restart(name, signal);
      restarts += 1;
    }
  })().finally(() => {
    isChaosOver = true;
  });
  await Promise.all([load, chaos]);
  const expected = rounds * numbers.length;
  await eventually(() => received.length >= expected, { timeoutMs: 30_000 });

  expect({ restarts, errors }).toEqual({ restarts: 5, errors: [] });
  expect(closes.length).toBeGreaterThanOrEqual(5);
  const positions = received.map(({ cursor }) => Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]));
  expect(positions).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
  expect(new Set(received.map(({ id }) => id)).size).toBe(expected);
  await client.dispose();
});
