import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseNetworks } from '@milepost/service-kit';
import { expect, test } from 'vitest';
import { guardedLookup, isAllowedAddress } from '../src/webhook/endpoint-address.ts';
import { createWebhookPoster } from '../src/webhook/post-webhook.ts';

const loopback = parseNetworks('127.0.0.0/8');

async function listening(answer: RequestListener) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
async function send(
  url: string,
  {
    allowed = loopback,
    timeoutMs = 2_000,
    lookup,
  }: { allowed?: typeof loopback; timeoutMs?: number; lookup?: ReturnType<typeof guardedLookup> } = {},
) {
  using poster = createWebhookPoster({ allowed, timeoutMs, ...(lookup && { lookup }) });
  return await poster.post(url, { 'content-type': 'application/json' }, '{"a":1}');
}
/** A name service that answers each question with the next address, as an attacker's does. */
function resolvesTo(...addresses: string[]) {
  let asked = 0;
  const lookup = (_name: string, _options: object, callback: (error: null, found: object[]) => void) => {
    const address = addresses[Math.min(asked, addresses.length - 1)] as string;
    asked += 1;
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  };
  return Object.assign(lookup, { times: () => asked });
}

test('2xx is accepted; everything else is a problem, with status and the beginning of the answer', async () => {
  await using server = await listening((request, response) => {
    const status = Number(request.url?.slice(1));
    response.writeHead(status, { 'retry-after': '7', location: '/200' }).end(`said ${status}\0`);
  });
  const at = (status: number) => send(`http://127.0.0.1:${server.port}/${status}`);
  expect(await at(200)).toMatchObject({ status: 200, problem: null, answer: 'said 200' });
  expect(await at(204)).toMatchObject({ problem: null, answer: null });
  for (const status of [400, 401, 410, 500, 503])
    expect(await at(status)).toMatchObject({ status, problem: 'STATUS', retryAfterSeconds: 7 });
  const before = server.requests;
  expect(await at(302)).toMatchObject({ status: 302, problem: 'REDIRECT' });
  // Not followed.
  expect(server.requests).toBe(before + 1);
});

test('no private address is spoken to: written as such, by a name, or by a name that means something else a moment later', async () => {
  await using server = await listening((_request, response) => response.end());
  const refused = { status: null, problem: 'PRIVATE_ADDRESS' };
  expect(await send(`http://127.0.0.1:${server.port}`, { allowed: null })).toMatchObject(refused);
  expect(await send(`http://[::ffff:127.0.0.1]:${server.port}`, { allowed: null })).toMatchObject(refused);
  expect(await send(`http://localhost:${server.port}`, { allowed: null })).toMatchObject(refused);
  for (const address of [
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
  ])
    expect(
      await send(`http://hooks.example.com:${server.port}`, {
        lookup: guardedLookup(null, resolvesTo(address) as never),
      }),
      address,
    ).toMatchObject(refused);
  // Rebinding: public when it is looked at, private when it is used. There is one look only, and the connection goes where it led.
  const rebinding = resolvesTo('127.0.0.1', '10.0.0.1');
  expect(
    await send(`http://rebind.example.com:${server.port}`, {
      lookup: guardedLookup(loopback, rebinding as never),
    }),
  ).toMatchObject({ status: 200 });
  expect(rebinding.times()).toBe(1);
  expect(server.requests).toBe(1);
  // One private address among several is enough to refuse.
  const mixed = (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]);
  expect(
    await send(`http://mixed.example.com:${server.port}`, { lookup: guardedLookup(loopback, mixed as never) }),
  ).toMatchObject(refused);
});

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1::1', true],
  ['192.168.1.1', false],
  ['172.16.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['192.0.2.1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['::7f00:1', false],
  ['64:ff9b:1::7f00:1', false],
  ['no address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isAllowedAddress(address, null)).toBe(isPublic);
});

test('who does not answer, breaks off, cannot be found or has no certificate is named; who talks without end is cut short', async () => {
  await using server = await listening((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/break') return void request.socket.destroy();
    if (request.url === '/other-protocol')
      return void request.socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n',
      );
    if (request.url === '/unfinished') return void response.writeHead(200, { 'content-length': 9 }).write('half');
    response.writeHead(200);
    const more = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  });
  const url = `http://127.0.0.1:${server.port}`;
  expect(await send(`${url}/hang`, { timeoutMs: 150 })).toMatchObject({ problem: 'TIMEOUT' });
  expect(await send(`${url}/break`)).toMatchObject({ problem: 'CONNECTION' });
  // Whoever waited for the end of this one would wait for ever, and keep a place that others need.
  expect(await send(`${url}/other-protocol`, { timeoutMs: 300 })).toMatchObject({ problem: 'CONNECTION' });
  // The status is its word: sent again it would have it twice.
  expect(await send(`${url}/unfinished`, { timeoutMs: 300 })).toMatchObject({
    status: 200,
    problem: null,
    answer: 'half',
  });
  const endless = await send(`${url}/endless`);
  expect(endless).toMatchObject({ status: 200, problem: null });
  expect(endless.answer).toHaveLength(1_024);
  expect(await send(`https://127.0.0.1:${server.port}`)).toMatchObject({
    problem: expect.stringMatching(/CERTIFICATE|CONNECTION/),
  });
  expect(await send('http://127.0.0.1:1')).toMatchObject({ problem: 'CONNECTION' });
  expect(await send('http://nowhere.invalid')).toMatchObject({ problem: 'NAME_NOT_FOUND' });
});
