import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from './provider-reader.ts';

// A provider at the wire, for tests; the product imports nothing from here.

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** As it is where it is text, else as JSON; a function may write what it likes. */
  body?: unknown;
}
interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** What was sent as JSON; undefined for nothing. */
  body: unknown;
  /** The test clock when it came. */
  at: number;
}

/** An answer of a provider's API as its sample has it, headers included. */
export function apiSample(provider: string, name: string): Answer & { body: { data: unknown } } {
  const path = new URL(`../../fixtures/${provider}/api/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).response;
}

export async function pagesOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** A clock that only waiting moves on. */
export function waitingClock(start = 1_790_000_000_000): Clock & { waits: number[]; at: number } {
  const clock = {
    at: start,
    waits: [] as number[],
    now: () => clock.at,
    async sleep(ms: number, signal: AbortSignal) {
      signal.throwIfAborted();
      clock.waits.push(ms);
      clock.at += ms;
    },
  };
  return clock;
}

/** Answers by `respond`; remembers what it was asked. */
export async function startProviderStub(
  respond: (asked: Asked, response: ServerResponse) => Answer | undefined,
  clock: Pick<Clock, 'now'> = { now: Date.now },
) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: undefined,
      at: clock.now(),
    };
    asked.push(one);
    const sent = await text(request).catch(() => '');
    if (sent !== '') one.body = JSON.parse(sent);
    const answer = respond(one, response);
    if (!answer) return;
    const { status = 200, headers = {}, body = {} } = answer;
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
