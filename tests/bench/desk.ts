import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { connectDatabase } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { startProcesses } from '../support/processes.ts';
import { fillCases } from './desk-cases.ts';
import { createDataSet, load, monthsBefore, prepare } from './growth-load.ts';
import { makeTemplates } from './growth-templates.ts';
import { post, quantile } from './load.ts';
import type { Row } from './report.ts';

const orders = 50;
const parcels = 5;
const scans = 8;
/** Orders of the load stay out of the way of those of the simulator. */
const apart = 1_000_000;
const agent = { name: 'Bench agent', email: 'agent@bench.example', password: 'bench-agent-password', kind: 'agent' };

const documents = Object.values(
  JSON.parse(readFileSync(new URL('../../gateway/persisted-documents.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >,
);
const operations = {
  'an order’s panel by its name': {
    query: documents.find((text) => text.includes('query DeskOrderByName')) as string,
    variables: (i: number) => ({ name: nameOf(i) }),
  },
  'first page of the queue': {
    query: readFileSync(new URL('../contract/CaseQueue.graphql', import.meta.url), 'utf8'),
    variables: () => ({}),
  },
  'counts of the desk’s own views': {
    query: documents.find((text) => text.includes('query DeskCaseCounts')) as string,
    variables: () => ({
      filters: [
        { state: 'OPEN' },
        { state: 'OPEN', isMine: true },
        { state: 'OPEN', isUnassigned: true },
        { state: 'OPEN', isOverdue: true },
        { state: 'SNOOZED' },
      ].map((filter) => ({ ...filter, mergeIncidents: true })),
    }),
  },
  'counts of ten views': {
    query: 'query ($filters: [CaseFilter!]!) { caseCounts(filters: $filters) }',
    variables: () => ({
      filters: ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']
        .flatMap((severity) => [
          { state: 'OPEN', severities: [severity] },
          { state: 'OPEN', severities: [severity], isMine: true },
        ])
        .concat([
          { state: 'OPEN', isOverdue: true },
          { state: 'OPEN', mergeIncidents: true },
        ] as never),
    }),
  },
};
const nameOf = (i: number) => `BENCH${String(i % orders).padStart(3, '0')}`;

/** What an agent waits for, beside a store of `shipments` with 20 facts each, all of which the rules of cases have looked at. */
export async function benchDesk({
  databaseUrl,
  rounds,
  shipments,
  cases: wanted,
  print,
}: {
  databaseUrl: string;
  rounds: number;
  shipments: number;
  /** Filled up to so many, beside what the rules find. */
  cases: number;
  print: (line: string) => void;
}): Promise<Row[]> {
  await using system = await startProcesses({
    databaseUrl,
    syncIntervalMs: 5_000,
    gateway: { env: { DEMO_ACCOUNTS: JSON.stringify([agent]) } },
  });
  const sql = connectDatabase(databaseUrl, { application: 'bench-desk', searchPath: 'tracking', max: 3 });
  const count = async (query: string) => Number((await sql.unsafe(query))[0]?.['n']);
  try {
    const data = createDataSet({
      sql,
      templates: makeTemplates(20),
      months: monthsBefore(new Date()),
      phases: [{ from: 0, to: shipments }],
    });
    await prepare(data);
    let begun = performance.now();
    await load(data, { loaders: 2, signal: new AbortController().signal, onProgress: () => {} });
    await sql`update tracking.link set order_id = order_id + ${apart}, delivery_id = delivery_id + ${apart}`;
    const facts = await count('select count(*) as n from tracking.fact');
    print(
      `${facts.toLocaleString('en')} facts of ${shipments.toLocaleString('en')} shipments in ${Math.round((performance.now() - begun) / 1_000)} s`,
    );

    const { world } = system.odooSimulator;
    const numberOf = (order: number, parcel: number) => `1Z999AA1${2_000_000_000 + order * 10 + parcel}`;
    for (let i = 0; i < orders; i += 1)
      world.cloneOrder(38, {
        name: nameOf(i),
        references: Array.from({ length: parcels }, (_, parcel) => numberOf(i, parcel)),
      });
    await eventually(
      async () =>
        (await count(
          `select count(*) as n from tracking.link l join odoo.sale_order o on o.id = l.order_id where o.name like 'BENCH%'`,
        )) ===
        orders * parcels,
      { timeoutMs: 120_000 },
    );
    for (let i = 0; i < orders * parcels; i += 1)
      await system.deliver(
        trackingUpdate({
          number: numberOf(Math.floor(i / parcels), i % parcels),
          scans: Array.from({ length: scans }, (_, n) => ({
            minute: n * 60,
            tag: 'InTransit',
            subtag: n % 2 ? 'InTransit_003' : 'InTransit_007',
          })),
        }),
      );
    begun = performance.now();
    const waiting = await count('select count(distinct subject) as n from tracking.case_todo');
    await eventually(
      async () => (await count('select count(*) as n from (select 1 from tracking.case_todo limit 1) t')) === 0,
      {
        timeoutMs: 600_000,
        everyMs: 250,
      },
    );
    const seconds = (performance.now() - begun) / 1_000;
    const found = await count('select count(*) as n from tracking.work_case');
    print(
      `${waiting.toLocaleString('en')} subjects that still waited were looked at in ${seconds.toFixed(1)} s (${Math.round(waiting / seconds)}/s); ${found.toLocaleString('en')} cases`,
    );
    const cases = await fillCases(sql, wanted);
    await sql.unsafe('vacuum analyze');

    const http = new Agent({ keepAlive: true });
    const headers = await system.signIn(agent);
    const rows: Row[] = [];
    for (const [what, { query, variables }] of Object.entries(operations)) {
      const ask = async (i: number) => {
        const answer = await post(`${system.gatewayUrl}/graphql`, {
          agent: http,
          headers,
          body: JSON.stringify({ query, variables: variables(i) }),
        });
        if (answer.includes('"errors"')) throw new Error(answer.slice(0, 1_000));
      };
      for (let i = 0; i < 100; i += 1) await ask(i);
      const p95: number[] = [];
      const p50: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const latencies: number[] = [];
        for (let i = 0; i < 200; i += 1) {
          const at = performance.now();
          await ask(i);
          latencies.push(performance.now() - at);
        }
        p50.push(quantile(latencies, 0.5));
        p95.push(quantile(latencies, 0.95));
      }
      rows.push({
        what: `${what}, by an agent, beside ${facts.toLocaleString('en')} facts and ${cases.toLocaleString('en')} cases: p95 in ms`,
        values: p95,
        // What an agent waits for without losing the thread: a panel 300 ms, a list 150.
        target: { atMost: what.includes('panel') ? 300 : 150 },
        details: [`p50 ${p50.map((value) => value.toFixed(1)).join(', ')} ms`],
      });
    }
    http.destroy();
    return rows;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
