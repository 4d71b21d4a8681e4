import { toGlobalId } from '@milepost/service-kit';
import { eventually, signAftership } from '@milepost/testkit';
import postgres from 'postgres';
import { registerShipments } from '../../services/tracking-subgraph/src/shipment/register-shipments.ts';
import { journeyStart, trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { type Listener, listenBySocket, listenBySse, receiveWebhooks } from './cluster-listeners.ts';

export interface ClusterLoadOptions {
  /** The gateways' address, and that of AfterShip's webhooks. */
  gatewayUrl: string;
  webhookUrl: string;
  webhookSecret: string;
  partner: { clientId: string; clientSecret: string };
  databaseUrl: string;
  /** Parcels that webhooks tell of; each listener but the watchers follows one. */
  shipments: number;
  sockets: number;
  streams: number;
  /** Of the sockets, those that follow all shipments. */
  watchers: number;
  /** Endpoints that are sent all milestones, and which of the requests to them they refuse until `finish`: every so many-th; 0: none. */
  receivers: number;
  receiversRefuseEvery: number;
  webhooksPerSecond: number;
  /** GraphQL operations and pages asked for beside. */
  queriesPerSecond: number;
}

export interface ClusterReport {
  webhooks: { accepted: number; refused: Map<string, number> };
  queries: { answered: number; failed: Map<string, number> };
  milestones: number;
  deliveries: number;
  returns: Map<string, number>;
  /** From the moment a webhook was first sent to that at which a listener had it; what had to be repeated included. */
  latency: { p50Ms: number; p99Ms: number; maxMs: number };
  /** Each is a broken promise. */
  broken: string[];
}

const count = (map: Map<string, number>, key: string, more = 1) => void map.set(key, (map.get(key) ?? 0) + more);
const minutesApart = 10;
const scanAt = (round: number) => new Date(journeyStart + round * minutesApart * 60_000).getTime();

/**
 * Signed webhooks at a rate, listeners by both public clients and a few questions, all through the balancers. `finish` stops the webhooks, waits until
 * everything is worked off, and compares what each listener has with the numbered stream in the database.
 */
export async function startClusterLoad(options: ClusterLoadOptions) {
  const sql = postgres(options.databaseUrl, { max: 2, onnotice: () => {} });
  const numbers = Array.from({ length: options.shipments }, (_, i) => `1Z999AA1${4_000_000_000 + i}`);
  const ids = await sql.begin((tx) =>
    registerShipments(
      tx as never,
      numbers.map((number) => ({ number, carrierCode: 'ups', trackingUrlTemplate: null })),
      { actor: 'test', requestId: 'cluster-load' },
    ),
  );
  const shipments = numbers.map((number) => {
    const id = ids.get(`ups/${number}`) as string;
    return { id, number, globalId: toGlobalId('Shipment', id), rounds: 0 };
  });

  let held: { token: Promise<string>; until: number } | undefined;
  function token(): Promise<string> {
    if (!held || Date.now() > held.until) {
      const asked = askForToken().catch((error) => {
        held = undefined;
        throw error;
      });
      held = { token: asked, until: Date.now() + 300_000 };
    }
    return held.token;
  }
  async function askForToken(): Promise<string> {
    const { clientId, clientSecret } = options.partner;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    for (;;) {
      const answer = await fetch(`${options.gatewayUrl}/auth/token`, { method: 'POST', body }).catch(() => null);
      if (answer?.ok) return ((await answer.json()) as { access_token: string }).access_token;
      await new Promise((again) => setTimeout(again, 100));
    }
  }

  const [head] = await sql<{ value: string }[]>`select value from tracking.outbox_head`;
  const from = Number(head?.value ?? 0);
  const after = Buffer.from(`live1:${from}`).toString('base64url');
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const onMessage = (shipmentId: string | null, instant: string) => {
    const sent = shipmentId && sentAt.get(`${shipmentId} ${Date.parse(instant)}`);
    if (sent) latencies.push(performance.now() - sent);
  };
  const listeners: Listener[] = [];
  async function listen(): Promise<void> {
    const wanted = Array.from({ length: options.sockets + options.streams }, (_, i) => i);
    const next = async () => {
      for (let i = wanted.shift(); i !== undefined; i = wanted.shift()) {
        const shipment = i < options.watchers ? null : (shipments[i % shipments.length] ?? null);
        const way = i < options.sockets ? listenBySocket : listenBySse;
        listeners.push(await way({ url: options.gatewayUrl, token, shipment, after, onMessage }));
      }
    };
    await Promise.all(Array.from({ length: 20 }, next));
    for (let i = 0; i < options.receivers; i += 1)
      listeners.push(
        await receiveWebhooks({ url: options.gatewayUrl, token, failsEvery: options.receiversRefuseEvery }),
      );
  }
  await listen();

  let isOver = false;
  const inFlight = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    inFlight.add(work);
    void work.finally(() => inFlight.delete(work));
  };
  /** What is under way when something goes wrong, for the report. */
  let phase = 'quiet';

  const webhooks: ClusterReport['webhooks'] = { accepted: 0, refused: new Map() };
  async function tell(shipment: (typeof shipments)[number]): Promise<void> {
    shipment.rounds += 1;
    const last = shipment.rounds;
    // Overlapping histories, as carriers have them.
    const scans = Array.from({ length: Math.min(last, 4) }, (_, i) => last - i)
      .reverse()
      .map((round) => ({
        minute: round * minutesApart,
        tag: 'InTransit',
        subtag: round % 2 ? 'InTransit_003' : 'InTransit_007',
      }));
    const body = trackingUpdate({ number: shipment.number, scans });
    sentAt.set(`${shipment.id} ${scanAt(last)}`, performance.now());
    for (;;) {
      const answer = await fetch(options.webhookUrl, {
        method: 'POST',
        headers: signAftership(options.webhookSecret, body),
        body,
        signal: AbortSignal.timeout(15_000),
      }).catch((error: Error) => error);
      if (answer instanceof Response) {
        await answer.arrayBuffer().catch(() => {});
        if (answer.status === 200) break;
      }
      count(webhooks.refused, `${phase}: ${answer instanceof Response ? answer.status : reasonOf(answer)}`);
      // As a provider does: again until it is accepted.
      await new Promise((again) => setTimeout(again, 50 + Math.random() * 200));
    }
    webhooks.accepted += 1;
  }

  const queries: ClusterReport['queries'] = { answered: 0, failed: new Map() };
  const operation = `query ($id: ID!) {
    orders(first: 3) { nodes { name } }
    shipment(id: $id) { id status events(first: 5) { nodes { id } } }
    liveCursor
  }`;
  async function ask(i: number): Promise<void> {
    const failed = (why: string) => count(queries.failed, `${phase}: ${why}`);
    if (i % 10 === 9) {
      const page = await fetch(options.gatewayUrl).catch((error: Error) => error);
      if (!(page instanceof Response)) return failed(`page, ${reasonOf(page)}`);
      await page.arrayBuffer().catch(() => {});
      if (page.status !== 200) return failed(`page, ${page.status}`);
    } else {
      const { globalId } = shipments[i % shipments.length] as (typeof shipments)[number];
      const answer = await fetch(`${options.gatewayUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await token()}` },
        body: JSON.stringify({ query: operation, variables: { id: globalId } }),
      }).catch((error: Error) => error);
      if (!(answer instanceof Response)) return failed(reasonOf(answer));
      const { errors } = (await answer.json().catch(() => ({ errors: [{ message: 'no JSON' }] }))) as {
        errors?: { message: string; extensions?: { code?: string } }[];
      };
      if (errors) return failed(errors[0]?.extensions?.code ?? errors[0]?.message ?? 'an error');
    }
    queries.answered += 1;
  }

  /** Calls `work` so many times a second on the average, but never has more than 200 under way: a machine that cannot follow gets less, which shows. */
  async function atRate(perSecond: number, work: (i: number) => Promise<void>): Promise<void> {
    const begun = performance.now();
    let done = 0;
    while (!isOver) {
      const due = ((performance.now() - begun) / 1000) * perSecond;
      for (; done < due && inFlight.size < 200; done += 1) track(work(done));
      // What could not be done in its second is left out.
      done = Math.max(done, Math.floor(due - perSecond));
      await new Promise((next) => setTimeout(next, 5));
    }
  }
  const sending = atRate(options.webhooksPerSecond, (i) =>
    tell(shipments[i % shipments.length] as (typeof shipments)[number]),
  );
  const asking = atRate(options.queriesPerSecond, ask);

  /** What every listener has to have, from the database. */
  async function readStream() {
    const numbered = await sql<{ seq: string; shipment_id: string | null }[]>`
      select seq, shipment_id from tracking.outbox where seq > ${from} order by seq`;
    const hasGap = numbered.some(({ seq }, i) => Number(seq) !== from + i + 1);
    // Changes of cases are no milestones.
    const rows = numbered.flatMap(({ seq, shipment_id }) => (shipment_id === null ? [] : { seq, shipment_id }));
    const all = rows.map(({ seq }) => Number(seq));
    const byShipment = new Map<string, number[]>(shipments.map(({ id }) => [id, []]));
    for (const { seq, shipment_id: id } of rows) byShipment.get(id)?.push(Number(seq));
    const shipmentOf = new Map(rows.map((row) => [Number(row.seq), row.shipment_id]));
    /** Whether these come one after the other: those of one shipment, and for clients all. */
    const isOrdered = ({ kind, received }: Listener) => {
      const last = new Map<string | undefined, number>();
      return received.every((seq) => {
        const of = kind === 'webhooks' ? shipmentOf.get(seq) : '';
        const isLater = seq > (last.get(of) ?? 0);
        last.set(of, seq);
        return isLater;
      });
    };
    return {
      all,
      hasGap,
      isOrdered,
      of: (shipmentId: string | null) => (shipmentId === null ? all : (byShipment.get(shipmentId) ?? [])),
    };
  }

  async function findBroken(stream: Awaited<ReturnType<typeof readStream>>): Promise<string[]> {
    const broken: string[] = [];
    const stored = await sql<{ id: string; events: number; twice: number }[]>`
      select shipment_id as id, count(*)::int as events, (count(*) - count(distinct occurred_instant))::int as twice
      from tracking.event where shipment_id = any(${shipments.map(({ id }) => id)}::uuid[]) group by 1`;
    const events = new Map(stored.map((row) => [row.id, row]));
    for (const { id, number, rounds } of shipments) {
      const { events: held = 0, twice = 0 } = events.get(id) ?? {};
      if (held !== rounds || twice > 0)
        broken.push(`${number}: ${rounds} scans were accepted, ${held} are stored, ${twice} twice`);
      const told = stream.of(id).length;
      if (told !== rounds) broken.push(`${number}: ${rounds} scans were accepted, ${told} milestones told`);
    }
    if (stream.hasGap) broken.push('the stream is not numbered without a gap');
    for (const [i, listener] of listeners.entries()) {
      const name = `${listener.kind} listener ${i}`;
      for (const problem of listener.problems) broken.push(`${name}: ${problem}`);
      const wanted = stream.of(listener.shipmentId);
      const has = new Set(listener.received);
      const missing = wanted.filter((seq) => !has.has(seq)).length;
      const twice = listener.received.length - has.size;
      const isOrdered = stream.isOrdered(listener);
      if (missing > 0 || twice > 0 || !isOrdered || listener.received.length !== wanted.length)
        broken.push(
          `${name}: ${wanted.length} to have, ${listener.received.length} came, ${missing} missing, ${twice} twice${isOrdered ? '' : ', not in order'}`,
        );
    }
    return broken;
  }

  return {
    webhooks,
    /** Names what is done to the cluster now; what fails is counted under it. */
    set phase(name: string) {
      phase = name;
    },
    get deliveries() {
      return listeners.reduce((sum, { received }) => sum + received.length, 0);
    },
    async finish({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<ClusterReport> {
      isOver = true;
      await Promise.all([sending, asking]);
      await Promise.all(inFlight);
      await eventually(
        async () => {
          const [row] = await sql<{ waiting: number }[]>`
            select ((select count(*) from tracking.inbox_todo) + (select count(*) from tracking.outbox where seq is null))::int as waiting`;
          return row?.waiting === 0;
        },
        { timeoutMs, everyMs: 50 },
      );
      // Who refuses a third for ever has all of it after days (five refusals of one message in a row are one in 243); its owner need not wait when it is well again.
      await Promise.all(listeners.map(({ repair }) => repair?.()));
      let stream = await readStream();
      const hasAll = () => listeners.every((it) => it.received.length >= stream.of(it.shipmentId).length);
      // Whoever is not told everything is named below.
      await eventually(hasAll, { timeoutMs, everyMs: 50 }).catch(() => {});
      stream = await readStream();
      const broken = await findBroken(stream);
      latencies.sort((a, b) => a - b);
      const at = (share: number) =>
        latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
      const returns = new Map<string, number>();
      for (const { kind, returns: own } of listeners)
        for (const [reason, times] of own) count(returns, `${kind} ${reason}`, times);
      return {
        webhooks,
        queries,
        milestones: stream.all.length,
        deliveries: this.deliveries,
        returns,
        latency: { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) },
        broken,
      };
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      for (const { stop } of listeners) stop();
      await sql.end({ timeout: 2 });
    },
  };
}

function reasonOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.name;
}
