import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aftershipBase, aftershipLimits, answerAftership } from './aftership/api.ts';
import { aftershipErrors } from './aftership/errors.ts';
import { type ApiAnswer, type ApiContext, parseJson } from './api.ts';
import { type Clock, systemClock } from './clock.ts';
import { answerControl, type ControlContext, mayControl } from './control.ts';
import type { ProviderName } from './couriers.ts';
import { Faults, UsageError } from './faults.ts';
import { createPlayer } from './player.ts';
import { answerProofFile } from './proof-file.ts';
import { RateLimits } from './rate-limits.ts';
import { createRuns } from './runs.ts';
import { TrackingStore } from './tracking.ts';
import { answerTrackingmore, trackingmoreLimits, trackingmorePauseMs } from './trackingmore/api.ts';
import { trackingmoreErrors } from './trackingmore/errors.ts';
import { type Target, WebhookSender } from './webhook-sender.ts';
import { World } from './world.ts';

export type { FaultName } from './faults.ts';
export type { Play, Playing } from './player.ts';
export type { Outcome } from './webhook-sender.ts';

const largestBody = 5_000_000;
const self = 'http://simulator';

/**
 * AfterShip and TrackingMore at the wire: their APIs under /tracking/2026-07 and /v4 with their limits and errors, and their signed webhooks about parcels that are
 * played; under /control its own interface. A simulator that is kinder than reality is a bug. See README.md.
 */
export async function startProviderSimulator({
  host = '127.0.0.1',
  port = 0,
  webhooks,
  apiKeys = {},
  seed: firstSeed = 'milepost',
  clock = systemClock,
}: {
  host?: string;
  port?: number;
  /** Where each provider's console sends webhooks, and with which secret; a provider left out sends none. */
  webhooks: { [Provider in ProviderName]?: Target };
  /** Accepted keys; without one every call is refused. */
  apiKeys?: { [Provider in ProviderName]?: readonly string[] };
  /** What numbers and chances are drawn from. */
  seed?: string;
  clock?: Clock;
}) {
  const stop = new AbortController();
  const { signal } = stop;
  const seed = { current: firstSeed };
  const faults = new Faults({ clock, codes: { aftership: aftershipErrors, trackingmore: trackingmoreErrors } });
  const stores = { aftership: new TrackingStore('aftership'), trackingmore: new TrackingStore('trackingmore') };
  const limits = {
    aftership: new RateLimits({ clock, limits: aftershipLimits }),
    trackingmore: new RateLimits({ clock, limits: trackingmoreLimits, pauseMs: trackingmorePauseMs }),
  };
  const targets = { aftership: webhooks.aftership ?? null, trackingmore: webhooks.trackingmore ?? null };
  const sender = new WebhookSender({ clock, faults, seed: () => seed.current, targets, signal });
  const world = new World({ clock, faults, stores, sender, signal });
  const play = createPlayer({ clock, world, stores, seed: () => seed.current });
  const runs = createRuns({ clock, play, signal });
  const contextOf = (provider: ProviderName): ApiContext => ({
    store: stores[provider],
    world,
    faults,
    limits: limits[provider],
    apiKeys: apiKeys[provider] ?? [],
    now: () => clock.now(),
  });
  const contexts = { aftership: contextOf('aftership'), trackingmore: contextOf('trackingmore') };
  const control: ControlContext = { play, faults, sender, world, runs, stores, limits, seed, now: () => clock.now() };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = ({ status, body, headers = {} }: ApiAnswer) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(body === undefined ? undefined : JSON.stringify(body));
    const target = request.url ?? '/';
    if (!URL.canParse(target, self)) return void send({ status: 404, body: { message: 'there is no such address' } });
    const url = new URL(target, self);
    const path = url.pathname.split('/').filter((part) => part !== '');
    const method = request.method ?? 'GET';
    if (url.pathname === '/healthz' || url.pathname === '/readyz')
      return void send({ status: 200, body: { status: 'ok' } });
    const body = await readBody(request);
    if (body === null) return void send({ status: 413, body: { message: 'the body is too large' } });
    if (path[0] === 'pod')
      return answerProofFile(request, response, path[1] ?? '', { store: stores.aftership, faults, clock, signal });
    if (path[0] === 'control') {
      if (!mayControl(request))
        return void send({
          status: 403,
          body: {
            message: 'only programs of this machine may control the simulator, with content-type application/json',
          },
        });
      const given = body === '' ? undefined : parseJson(body);
      if (body !== '' && given === undefined)
        return void send({ status: 400, body: { message: 'the body is no JSON' } });
      try {
        return void send(answerControl({ method, path: path.slice(1), query: url.searchParams, body: given }, control));
      } catch (error) {
        if (error instanceof UsageError) return void send({ status: 400, body: { message: error.message } });
        throw error;
      }
    }
    const isAftership = aftershipBase.every((part, i) => path[i] === part);
    const provider = isAftership ? 'aftership' : path[0] === 'v4' ? 'trackingmore' : null;
    if (provider === null)
      return void send({ status: 404, body: { message: 'there is /tracking/2026-07, /v4, /pod and /control' } });
    await clock.wait(faults.number(provider, 'latency'), signal);
    const outage = faults.get(provider, 'outage');
    if (outage === 'refuse') return void request.socket.destroy();
    // What stands between says it, not the provider: no envelope.
    if (outage !== null)
      return void response.writeHead(Number(outage), { 'content-type': 'text/html' }).end(`<h1>${outage}</h1>\n`);
    const call = {
      method,
      path: path.slice(isAftership ? aftershipBase.length : 1).map(decoded),
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    const given = isAftership
      ? answerAftership(call, contexts.aftership)
      : answerTrackingmore(call, contexts.trackingmore);
    if (method !== 'GET' && faults.losesAnswer(provider)) return void request.socket.destroy();
    send(given);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      process.stderr.write(`provider simulator: ${error instanceof Error ? error.stack : error}\n`);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  for (const store of Object.values(stores)) store.filesUrl = url;
  return {
    url,
    play,
    faults,
    limits,
    stores,
    world,
    runs,
    webhooks: sender,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await sender.settled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type ProviderSimulator = Awaited<ReturnType<typeof startProviderSimulator>>;

/** As it stands where it is no valid encoding: then it names nothing that is there. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
