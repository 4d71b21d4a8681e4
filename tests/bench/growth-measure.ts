import { createHash } from 'node:crypto';
import { connectDatabase, createLogger, readAs, type Sql, type Viewer, viewerSettings } from '@milepost/service-kit';
import { aftership } from '../../services/tracking-subgraph/src/connectors/aftership/webhook.ts';
import { connectWorker, readerSettings } from '../../services/tracking-subgraph/src/db/clients.ts';
import { createEventLoaders } from '../../services/tracking-subgraph/src/event/event.loaders.ts';
import { type BodyKeys, loadBodyKeys } from '../../services/tracking-subgraph/src/inbox/body-keys.ts';
import { createInboxWriter, type InboxWriter } from '../../services/tracking-subgraph/src/inbox/inbox-writer.ts';
import { builtInMapping } from '../../services/tracking-subgraph/src/mapping/mapping.ts';
import { createMetrics } from '../../services/tracking-subgraph/src/metrics.ts';
import { processMessages } from '../../services/tracking-subgraph/src/process/process-messages.ts';
import { createShipmentLoaders } from '../../services/tracking-subgraph/src/shipment/shipment.loaders.ts';
import { type DataSet, ordersOf, shipmentAt } from './growth-load.ts';
import { messageOf } from './growth-templates.ts';
import { usageOf } from './process-usage.ts';

const batchSize = 500;
const pageOf = 50;
/** Rounds that are not counted: the first five executions of a statement are planned anew, and caches fill. */
const warmUpRounds = 50;
const warmUpBatches = 6;

/** One of the two data sets with the service's own clients; one connection each, so that its CPU time and its prepared statements are known. */
export interface Side {
  name: 'small' | 'large';
  data: DataSet;
  /** The smallest number of events a shipment has. */
  scans: number;
  reader: Sql;
  readerPid: number;
  worker: Sql;
  workerPid: number;
  keys: BodyKeys;
  inbox: InboxWriter;
  /** First words of the statements that the worker has sent. */
  sent: string[];
  random: () => number;
  close(): Promise<void>;
}

export async function openSide({
  name,
  databaseUrl,
  data,
  scans,
  random,
}: Pick<Side, 'name' | 'data' | 'scans' | 'random'> & { databaseUrl: string }): Promise<Side> {
  const sent: string[] = [];
  const reader = connectDatabase(databaseUrl, {
    application: 'growth-reader',
    searchPath: 'tracking',
    max: 1,
    settings: readerSettings,
  });
  const worker = connectWorker(databaseUrl, {
    application: 'growth-worker',
    max: 1,
    onStatement: (text) => void sent.push(text.trim().split(/\s/, 1)[0] as string),
  });
  const pidOf = async (sql: Sql) => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid as number;
  const keys = await loadBodyKeys({
    sql: worker,
    masterKey: Buffer.alloc(32, 7).toString('base64'),
    now: new Date(),
  });
  const inbox = createInboxWriter({ databaseUrl, keys, onCommitted: () => {} });
  return {
    name,
    data,
    scans,
    random,
    reader,
    readerPid: await pidOf(reader),
    worker,
    workerPid: await pidOf(worker),
    keys,
    inbox,
    sent,
    async close() {
      await inbox[Symbol.asyncDispose]();
      await Promise.all([reader.end({ timeout: 5 }), worker.end({ timeout: 5 })]);
    },
  };
}

const operator: Viewer = {
  sid: 'growth',
  sub: 'growth',
  role: 'operator',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: 4_000_000_000,
};
const customer = (id: number): Viewer => ({
  ...operator,
  role: 'customer',
  level: 'L3',
  companies: [],
  customers: [id],
});

/** What is asked: as whom, and about which orders of the whole set. */
export interface Question {
  what: string;
  draw(side: Side): { viewer: Viewer; orders: number[] };
}

const below = ({ random }: Side, limit: number) => Math.floor(random() * limit);
const differentOrders = (side: Side, count: number) => {
  const ids = new Set<number>();
  while (ids.size < Math.min(count, side.data.orders)) ids.add(below(side, side.data.orders) + 1);
  return [...ids];
};

export const questions = {
  operator20: {
    what: '20 orders -> their shipments -> the first 50 events of each, an operator asks',
    draw: (side) => ({ viewer: operator, orders: differentOrders(side, 20) }),
  },
  customer20: {
    what: 'the same by a customer, about the own orders',
    draw(side) {
      const id = below(side, side.data.customers) + 1;
      return { viewer: customer(id), orders: ordersOf(side.data, id).slice(0, 20) };
    },
  },
  operator1: {
    what: 'one order -> its shipments -> the first 50 events of each, an operator asks',
    draw: (side) => ({ viewer: operator, orders: differentOrders(side, 1) }),
  },
} as const satisfies Record<string, Question>;

/** Asks as a resolver does, through loaders made for this one request. Answers how many rows came. Throws when an order or its events are missing. */
export async function ask(side: Side, { draw }: Question): Promise<number> {
  const { viewer, orders } = draw(side);
  return read(side, viewer, orders);
}

async function read({ reader: readSql, scans }: Side, viewer: Viewer, orders: readonly number[]): Promise<number> {
  const reader = readAs(readSql, viewerSettings(viewer));
  const shipments = createShipmentLoaders({ reader, viewer });
  const events = createEventLoaders({ reader, readNumber: () => reader });
  const found = await Promise.all(orders.map((id) => shipments.byLink.load({ kind: 'order', id })));
  const pages = await Promise.all(
    found.flat().map((shipment) =>
      events.page.load({
        shipmentId: shipment.id,
        first: pageOf,
        after: null,
        isArchived: shipment.isArchived,
        hasEvents: shipment.state.evidence?.status != null,
        byNumber: null,
      }),
    ),
  );
  if (found.some((list) => list.length === 0) || pages.some(({ nodes }) => nodes.length < Math.min(pageOf, scans)))
    throw new Error(`orders ${orders.join()} are not answered whole`);
  return pages.reduce((sum, { nodes }) => sum + nodes.length, found.flat().length);
}

export interface ReadTimes {
  ms: number[];
  /** Means per question. */
  rows: number;
  nodeMs: number;
  postgresMs: number;
}

/** Rounds of one question, both sides in turns. */
export async function measureReads(
  sides: readonly [Side, Side],
  question: Question,
  rounds: number,
  signal: AbortSignal,
): Promise<Record<Side['name'], ReadTimes>> {
  const times = () => ({ ms: [] as number[], rows: 0, nodeMs: 0, postgresMs: 0 });
  const result: Record<Side['name'], ReadTimes> = { small: times(), large: times() };
  for (let round = 0; round < warmUpRounds; round += 1) for (const side of sides) await ask(side, question);
  for (const side of sides) result[side.name].postgresMs = -cpuMs(side.readerPid);
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    for (const side of round % 2 ? sides.toReversed() : sides) {
      const { viewer, orders } = question.draw(side);
      const [cpu, begun] = [process.cpuUsage(), performance.now()];
      result[side.name].rows += (await read(side, viewer, orders)) / rounds;
      result[side.name].ms.push(performance.now() - begun);
      result[side.name].nodeMs += usedMs(cpu) / rounds;
    }
  }
  for (const side of sides)
    result[side.name].postgresMs = (result[side.name].postgresMs + cpuMs(side.readerPid)) / rounds;
  return result;
}

export interface Ingested {
  perSecond: number[];
  /** Statements of each batch without begin and commit. */
  statements: number[];
  /** Means per message. */
  nodeMs: number;
  postgresMs: number;
}

/** Batches of messages about random shipments, each with one scan more than was known; stored as the inbox stores them, both sides in turns. */
export async function measureIngestion(
  sides: readonly [Side, Side],
  batches: number,
  signal: AbortSignal,
): Promise<Record<Side['name'], Ingested>> {
  const ingested = () => ({ perSecond: [] as number[], statements: [] as number[], nodeMs: 0, postgresMs: 0 });
  const result: Record<Side['name'], Ingested> = { small: ingested(), large: ingested() };
  const process500 = processor();
  for (let batch = -warmUpBatches; batch < batches; batch += 1) {
    for (const side of batch % 2 ? sides.toReversed() : sides) {
      signal.throwIfAborted();
      const size = await deliver(side, batch < -1 ? batchSize / 5 : batchSize);
      side.sent.length = 0;
      const [cpu, database, begun] = [process.cpuUsage(), cpuMs(side.workerPid), performance.now()];
      await process500(side, size);
      const seconds = (performance.now() - begun) / 1000;
      if (batch < 0) continue;
      const into = result[side.name];
      into.perSecond.push(size / seconds);
      into.statements.push(side.sent.filter((word) => word !== 'begin' && word !== 'commit').length);
      into.nodeMs += usedMs(cpu) / size / batches;
      into.postgresMs += (cpuMs(side.workerPid) - database) / size / batches;
    }
  }
  return result;
}

/** Puts a batch of messages into the inbox, each about another random shipment. */
export async function deliver(side: Side, wanted = batchSize): Promise<number> {
  const chosen = new Set<number>();
  const size = Math.min(wanted, Math.floor(side.data.size / 2));
  while (chosen.size < size) chosen.add(below(side, side.data.size));
  await Promise.all(
    [...chosen].map((n) => {
      const shipment = shipmentAt(side.data, n);
      const body = messageOf(shipment.template, shipment, 60 + below(side, 500_000));
      return side.inbox.add({
        provider: aftership.provider,
        dedupe: createHash('sha256').update(body).digest(),
        headers: '{}',
        requestId: `growth-${n}`,
        body,
        lane: 0,
      });
    }),
  );
  return size;
}

const unexpected = () => {
  throw new Error('no message of this load names a document');
};
const noDocuments = { keyOf: async () => unexpected(), seal: unexpected };

/** Processes what `deliver` left, by the worker's own function. Throws unless every message made one new fact of a known shipment. */
export function processor(): (side: Side, size: number) => Promise<void> {
  const logger = createLogger({ service: 'growth', level: 'silent' });
  const metrics = createMetrics({ defaults: false });
  return async ({ worker: sql, keys }, size) => {
    const { claimed } = await processMessages(
      {
        sql,
        keys,
        connectors: new Map([['aftership', { connector: aftership }]]),
        mapping: { current: () => builtInMapping, refresh: async () => builtInMapping },
        metrics,
        logger,
        documentSeal: noDocuments,
      },
      { limit: batchSize },
    );
    if (claimed.length !== size) throw new Error(`${claimed.length} messages claimed instead of ${size}`);
  };
}

/** Throws when messages of the run went anywhere else than into the facts of the shipments they are about. */
export async function checkIngested({ data: { sql }, name }: Side, messages: number): Promise<void> {
  const [row] = await sql<{ facts: number; aside: number }[]>`
    select (select count(*) from tracking.fact where inbox_id in (select id from tracking.inbox) and request_id like 'growth-%')::int as facts,
      ((select count(*) from tracking.unmatched) + (select count(*) from tracking.dead_letter) + (select count(*) from tracking.inbox_todo))::int as aside`;
  if (row?.facts !== messages || row.aside !== 0)
    throw new Error(`${name}: ${messages} messages gave ${row?.facts} facts, ${row?.aside} went aside`);
}

const usedMs = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const cpuMs = (pid: number) => (usageOf(pid)?.cpuSeconds ?? 0) * 1000;
