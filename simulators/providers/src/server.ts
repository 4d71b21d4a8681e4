import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JourneyName, journeys, tellJourney } from './journeys.ts';

export interface Order {
  trackingNumber: string;
  slug: string;
  journey: JourneyName;
}

/**
 * Plays journeys as AfterShip would tell them: signed webhooks, each with the whole history, sent again with a growing wait until they are
 * accepted. POST /journeys {trackingNumber, slug, journey, stepMs} starts one; GET /journeys lists what is under way.
 */
export async function startProviderSimulator({
  host = '127.0.0.1',
  port = 0,
  webhookUrl,
  secret,
}: {
  host?: string;
  port?: number;
  webhookUrl: string;
  secret: string;
}) {
  const running = new Map<string, { journey: JourneyName; told: number; of: number }>();
  const stop = new AbortController();

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stop.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });

  async function deliver(message: { body: string; headers: Record<string, string> }): Promise<void> {
    for (let attempt = 0; !stop.signal.aborted; attempt += 1) {
      const response = await fetch(`${webhookUrl}/aftership`, {
        method: 'POST',
        ...message,
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null);
      if (response?.ok) return;
      await wait(Math.min(500 * 2 ** attempt, 30_000));
    }
  }

  /** Tells a journey step by step; resolves when it is through. */
  async function play(
    { trackingNumber, slug, journey }: Order,
    { stepMs, startedAt }: { stepMs: number; startedAt: Date },
  ): Promise<void> {
    const of = journeys[journey].length;
    for (let steps = 1; steps <= of && !stop.signal.aborted; steps += 1) {
      await deliver(tellJourney({ name: journey, steps, trackingNumber, slug, startedAt, secret }));
      running.set(trackingNumber, { journey, told: steps, of });
      if (steps < of) await wait(stepMs);
    }
  }

  const server = createServer((request, response) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/healthz' || path === '/readyz') return void json(200, { status: 'ok' });
    if (path !== '/journeys') return void json(404, { message: 'there is /journeys' });
    if (request.method === 'GET') return void json(200, Object.fromEntries(running));
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
      if (text.length > 10_000) request.destroy();
    });
    request.on('end', () => {
      try {
        const {
          trackingNumber,
          slug = 'ups',
          journey = 'delivered',
          stepMs = 1_000,
        } = JSON.parse(text) as Partial<Order> & { stepMs?: number };
        if (typeof trackingNumber !== 'string' || !Object.hasOwn(journeys, journey))
          return json(400, { message: `give trackingNumber, and a journey of ${Object.keys(journeys).join(', ')}` });
        void play({ trackingNumber, slug, journey }, { stepMs, startedAt: new Date(Date.now() - 60 * 3_600_000) });
        json(202, { trackingNumber, journey, steps: journeys[journey].length });
      } catch {
        json(400, { message: 'the body is not JSON' });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    play,
    async [Symbol.asyncDispose]() {
      stop.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
