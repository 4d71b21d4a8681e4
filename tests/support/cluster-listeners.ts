import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { Webhook } from 'standardwebhooks';
import WebSocket from 'ws';

/** Somebody who is told milestones and must have each of them once: clients in the order of the stream, receivers of webhooks in that of each shipment. */
export interface Listener {
  kind: 'WebSocket' | 'SSE' | 'webhooks';
  /** The shipment it follows; null: all of them. */
  shipmentId: string | null;
  /** Positions in the stream, as they came. */
  received: number[];
  /** How often it had to come back, by the reason it was given. */
  returns: Map<string, number>;
  /** What must never happen: errors, a stream that says it is complete. */
  problems: string[];
  /** It is well from now on, and says so to who sends to it. */
  repair?(): Promise<void>;
  stop(): void;
}

export interface ListenerOptions {
  /** The gateway's address, http. */
  url: string;
  /** Asked at each connection: a token lives ten minutes. */
  token: () => Promise<string>;
  shipment: { id: string; globalId: string } | null;
  /** The cursor after which it listens. */
  after: string;
  /** Told of each message, with the instant of its event. */
  onMessage: (shipmentId: string | null, instant: string) => void;
}

interface Message {
  milestoneAdded: { cursor: string; event: { occurredAt: { instant: string | null } } | null };
}

const query = `subscription ($shipmentId: ID, $after: String) {
  milestoneAdded(shipmentId: $shipmentId, after: $after) { cursor event { occurredAt { instant } } }
}`;

const positionOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]);

/** Not all in one moment: what every client with a back-off does. */
const waitALittle = () => new Promise<void>((resolve) => setTimeout(resolve, 100 + Math.random() * 900));

function createListener(kind: Listener['kind'], { shipment, after, onMessage }: ListenerOptions) {
  const listener: Listener = {
    kind,
    shipmentId: shipment?.id ?? null,
    received: [],
    returns: new Map(),
    problems: [],
    stop: () => {},
  };
  // The one object that both clients send again when they come back (docs/live.md).
  const variables: { shipmentId: string | null; after: string } = { shipmentId: shipment?.globalId ?? null, after };
  const sink = {
    next({ data, errors }: { data?: Message | null; errors?: readonly unknown[] }) {
      if (errors || !data) return void listener.problems.push(`errors: ${JSON.stringify(errors)}`);
      const { cursor, event } = data.milestoneAdded;
      variables.after = cursor;
      listener.received.push(positionOf(cursor));
      onMessage(listener.shipmentId, event?.occurredAt.instant ?? '');
    },
    error: (error: unknown) =>
      void listener.problems.push(`error: ${error instanceof Error ? error.message : JSON.stringify(error)}`),
    complete: () => void listener.problems.push('complete'),
  };
  const cameBack = (reason: string) => void listener.returns.set(reason, (listener.returns.get(reason) ?? 0) + 1);
  return { listener, sink, variables, cameBack };
}

/** The public graphql-ws client as docs/live.md tells partners to set it up. Resolves when it is connected. */
export async function listenBySocket(options: ListenerOptions): Promise<Listener> {
  const { listener, sink, variables, cameBack } = createListener('WebSocket', options);
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  let isStopping = false;
  const client = createSocketClient({
    url: `${options.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ token: await options.token() }),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: waitALittle,
    on: {
      connected: () => resolve(),
      closed: (event) => isStopping || cameBack(String((event as { code?: number }).code)),
    },
  });
  const complete = sink.complete;
  const unsubscribe = client.subscribe<Message>({ query, variables }, {
    ...sink,
    complete: () => isStopping || complete(),
  } as never);
  listener.stop = () => {
    isStopping = true;
    unsubscribe();
    void client.dispose();
  };
  await connected;
  return listener;
}

/** The same with the public graphql-sse client. */
export async function listenBySse(options: ListenerOptions): Promise<Listener> {
  const { listener, sink, variables, cameBack } = createListener('SSE', options);
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  let isStopping = false;
  const client = createSseClient({
    url: `${options.url}/graphql`,
    headers: async () => ({ authorization: `Bearer ${await options.token()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    retry: waitALittle,
    on: {
      connecting: (isAgain) => isAgain && cameBack('cut'),
      connected: () => resolve(),
    },
  });
  client.subscribe<Message>({ query, variables }, {
    next: sink.next,
    error: (error: unknown) => isStopping || sink.error(error),
    complete: () => isStopping || sink.complete(),
  } as never);
  listener.stop = () => {
    isStopping = true;
    client.dispose();
  };
  await connected;
  return listener;
}

interface WebhookContent {
  type: string;
  data: { cursor: string; event: { occurredAt: { instant: string | null } } | null };
}

/**
 * A partner's system with an endpoint of its own for all milestones from now on. Takes each message once by its webhook-id; refuses every `failsEvery`-th request
 * (0: none), whatever is in it, until it is repaired.
 */
export async function receiveWebhooks({
  url,
  token,
  failsEvery,
}: Pick<ListenerOptions, 'url' | 'token'> & { failsEvery: number }): Promise<Listener> {
  const listener: Listener = {
    kind: 'webhooks',
    shipmentId: null,
    received: [],
    returns: new Map(),
    problems: [],
    stop: () => {},
  };
  const ids = new Set<string>();
  const count = (what: string) => void listener.returns.set(what, (listener.returns.get(what) ?? 0) + 1);
  let requests = 0;
  let isRepaired = false;
  let webhook: Webhook | undefined;
  const server = createServer(async (request, response) => {
    try {
      const body = await text(request);
      requests += 1;
      if (!isRepaired && failsEvery > 0 && requests % failsEvery === 0) {
        count('refused');
        return void response.writeHead(500).end();
      }
      if (!webhook) return void response.writeHead(503).end();
      const { data } = webhook.verify(body, request.headers as Record<string, string>) as WebhookContent;
      const id = String(request.headers['webhook-id']);
      if (ids.has(id)) count('repeated');
      else listener.received.push(positionOf(data.cursor));
      ids.add(id);
      response.writeHead(204).end();
    } catch (error) {
      listener.problems.push(`not taken: ${(error as Error).message}`);
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  listener.stop = () => {
    server.close();
    server.closeAllConnections();
  };
  const mutate = async (query: string, input: Record<string, unknown>) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await token()}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return (await answer.json()) as { data?: { done?: { secret?: string; endpoint?: { id: string } } } };
  };
  const made = await mutate(
    'mutation ($input: WebhookEndpointCreateInput!) { done: webhookEndpointCreate(input: $input) { secret endpoint { id } userErrors { message } } }',
    {
      name: 'cluster',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
      eventTypes: ['milestone.added'],
    },
  );
  const { secret, endpoint } = made.data?.done ?? {};
  if (!secret || !endpoint) throw new Error(`no endpoint was made: ${JSON.stringify(made)}`);
  webhook = new Webhook(secret);
  listener.repair = async () => {
    isRepaired = true;
    const resumed = await mutate(
      'mutation ($input: WebhookEndpointInput!) { done: webhookEndpointResume(input: $input) { endpoint { id } userErrors { message } } }',
      { endpointId: endpoint.id },
    );
    if (!resumed.data?.done?.endpoint) listener.problems.push(`not resumed: ${JSON.stringify(resumed)}`);
  };
  return listener;
}
