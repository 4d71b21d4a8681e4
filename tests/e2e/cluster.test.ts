import { migrate as migrateGateway } from '@milepost/gateway/server';
import { migrate as migrateOdoo } from '@milepost/odoo-subgraph/server';
import { createTestDatabase } from '@milepost/testkit';
import { migrate as migrateTracking } from '@milepost/tracking-subgraph/server';
import { expect, inject, test } from 'vitest';
import { startCluster } from '../support/cluster.ts';
import { startClusterLoad } from '../support/cluster-load.ts';

/** E2E_LOG=1 shows what the cluster says. */
const say = (line: string) =>
  void (process.env['E2E_LOG'] && process.stdout.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`));

/** Small; `npm run bench:cluster` does the same for minutes with a thousand listeners. */
test('a rolling restart of everything and a SIGKILL under load: webhooks are all accepted, both public clients and a receiver of webhooks have every milestone exactly once', async () => {
  await using database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'system',
    async migrate(url) {
      await migrateOdoo(url);
      await migrateTracking(url);
      await migrateGateway(url);
    },
  });
  await using cluster = await startCluster({
    // What a killed process had under way as a webhook is sent again when its lease ends, 15 s after this.
    env: { DATABASE_URL: database.url, PROVIDER_SIM_PLAYS: 'none', WEBHOOK_TIMEOUT_SECONDS: '1' },
    // The two whose ends clients could notice.
    instances: { gateway: 2, 'tracking-subgraph': 2 },
    say,
  });
  await using load = await startClusterLoad({
    ...cluster.target,
    shipments: 8,
    sockets: 12,
    streams: 6,
    watchers: 2,
    receivers: 1,
    receiversRefuseEvery: 0,
    webhooksPerSecond: 15,
    queriesPerSecond: 5,
  });

  const ended: { exitCode: number | null; sentence: string }[] = [];
  // Half of everything at a time: the other half serves. In between one is killed.
  say('the load runs');
  load.phase = 'restarted';
  const first = cluster.instances.filter((id) => id.endsWith('-1'));
  ended.push(...(await Promise.all(first.map((id) => cluster.restart(id, 'SIGTERM')))));
  for (const { sentence } of ended) say(sentence);
  load.phase = 'killed';
  const victims = ['tracking-subgraph-2', 'gateway-2'];
  const victim = victims[Math.floor(Math.random() * victims.length)] as string;
  await cluster.restart(victim, 'SIGKILL');
  load.phase = 'restarted';
  const second = cluster.instances.filter((id) => id.endsWith('-2'));
  ended.push(...(await Promise.all(second.map((id) => cluster.restart(id, 'SIGTERM')))));
  for (const { sentence } of ended) say(sentence);
  load.phase = 'after';

  const report = await load.finish({ timeoutMs: 100_000 });
  expect(report.broken, `killed was ${victim}`).toEqual([]);
  expect(report.milestones).toBeGreaterThan(50);
  expect(ended.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  // Whoever ends as it should costs nobody a request.
  const unexpected = [...report.webhooks.refused, ...report.queries.failed].filter(([what]) => !/^killed/.test(what));
  expect(unexpected).toEqual([]);
  process.stdout.write(
    `cluster: ${report.webhooks.accepted} webhooks, ${report.deliveries} messages to 18 listeners and a receiver of webhooks, who came back ${JSON.stringify([...report.returns])}; ${report.queries.answered} queries, failed ${JSON.stringify([...report.queries.failed])}\n`,
  );
}, 240_000);
