import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { eventually } from '@milepost/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningBalancer, startBalancer } from '../src/balancer.ts';
import { freePort } from '../src/ports.ts';

/** A server that names itself, holds streams open, and answers an upgrade like a WebSocket server would: bytes both ways. */
async function startTarget(id: string, port = 0) {
  const target = { id, isReady: true, streams: new Set<ServerResponse>(), upgraded: new Set<Socket>() };
  const server: Server = createServer((request, response) => {
    if (request.url === '/readyz') return void response.writeHead(target.isReady ? 200 : 503).end();
    if (request.url === '/stream') {
      target.streams.add(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      return void response.write(`data: ${id}\n\n`);
    }
    if (request.url === '/large') return void response.end('x'.repeat(5_000_000));
    response.setHeader('connection', 'close').end(id);
  });
  server.on('upgrade', (_request, socket: Socket) => {
    target.upgraded.add(socket);
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.on('data', (chunk) => socket.write(`${id}:${chunk}`));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const { port: own } = server.address() as AddressInfo;
  return Object.assign(target, {
    port: own,
    readyUrl: `http://127.0.0.1:${own}/readyz`,
    /** As a killed process: every connection is cut. */
    async kill() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of target.upgraded) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  });
}

let a: Awaited<ReturnType<typeof startTarget>>;
let b: Awaited<ReturnType<typeof startTarget>>;
let port: number;
let balancer: RunningBalancer;
const ready = () => balancer.state().flatMap(({ id, isReady }) => (isReady ? id : []));
const openOn = (id: string) => balancer.state().find((target) => target.id === id)?.connections;
/** Who answers, on a connection of its own that is closed again. */
async function ask(): Promise<string> {
  const before = [openOn('a'), openOn('b')];
  const id = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  await eventually(() => openOn('a') === before[0] && openOn('b') === before[1]);
  return id;
}

beforeEach(async () => {
  [a, b, port] = await Promise.all([startTarget('a'), startTarget('b'), freePort()]);
  balancer = await startBalancer({ port, targets: [a, b], checkMs: 10 });
  await eventually(() => ready().length === 2);
});
afterEach(async () => {
  await balancer[Symbol.asyncDispose]();
  await Promise.all([a.kill(), b.kill()]);
});

test('connections go to ready targets in turn, those that are open stay where they are', async () => {
  const stream = await fetch(`http://127.0.0.1:${port}/stream`);
  const [holder, other] = a.streams.size === 1 ? [a, b] : [b, a];
  // The one that holds the stream has more to do.
  expect([await ask(), await ask()]).toEqual([other.id, other.id]);
  holder.isReady = false;
  await eventually(() => ready().length === 1);
  expect(await ask()).toBe(other.id);
  for (const response of holder.streams) response.end('data: last\n\n');
  expect(await stream.text()).toBe(`data: ${holder.id}\n\ndata: last\n\n`);
  holder.isReady = true;
  other.isReady = false;
  await eventually(() => ready().join() === holder.id);
  expect(await ask()).toBe(holder.id);
  other.isReady = true;
  await eventually(() => ready().length === 2);
  expect([await ask(), await ask()].sort()).toEqual(['a', 'b']);
});

test('a target that died gets nothing, even before its check has failed; with none left a client is cut at once', async () => {
  await balancer[Symbol.asyncDispose]();
  // Only the first check is made.
  balancer = await startBalancer({ port, targets: [a, b], checkMs: 60_000 });
  await eventually(() => ready().length === 2);
  await a.kill();
  expect([await ask(), await ask(), await ask()]).toEqual(['b', 'b', 'b']);
  await b.kill();
  await expect(ask()).rejects.toThrow();
});

test('upgraded sockets pass both ways; a cut upstream cuts the client, and the other way round', async () => {
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk;
    });
    const closed = new Promise<void>((done) => socket.once('close', () => done()));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await eventually(() => seen.includes('101'));
    return { socket, closed, saw: (text: string) => eventually(() => seen.includes(text)) };
  };
  const first = await open();
  first.socket.write('hello');
  await first.saw(':hello');
  const holder = a.upgraded.size === 1 ? a : b;
  await holder.kill();
  await first.closed;
  const second = await open();
  const [upstream] = holder === a ? b.upgraded : a.upgraded;
  const gone = new Promise((done) => upstream?.once('close', done));
  second.socket.destroy();
  await gone;
});

test('what is large arrives whole, also when its reader is slow', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/large`, { headers: { connection: 'close' } });
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    await new Promise((next) => setImmediate(next));
  }
  expect(size).toBe(5_000_000);
});
