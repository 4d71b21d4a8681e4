import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ProviderSimulator, startProviderSimulator } from '../src/server.ts';
import { startReceiver } from './support/receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let simulator: ProviderSimulator;
beforeAll(async () => {
  receiver = await startReceiver();
  simulator = await startProviderSimulator({
    webhooks: { aftership: { url: `${receiver.url}/aftership`, secret: 'secret' } },
    apiKeys: { aftership: ['key'] },
  });
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});
beforeEach(() => {
  simulator.faults.mend();
  receiver.received.length = 0;
});

async function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  return { status: response.status, body: (await response.json()) as any };
}

/** `npm run sim -- …` against the simulator of this test. */
function sim(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = new URL('../../../scripts/sim.ts', import.meta.url).pathname;
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...args, '--url', simulator.url], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

describe('who may control', () => {
  test('no web page: neither with an Origin, nor under another name, nor without JSON', async () => {
    expect((await control('GET', 'status', undefined, { origin: 'http://localhost:4000' })).status).toBe(403);
    expect((await control('PUT', 'faults/drop', '{}', { 'content-type': 'text/plain' })).status).toBe(403);
    const port = Number(new URL(simulator.url).port);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ port, host: '127.0.0.1', path: '/control/status', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end(),
    );
    expect(status).toBe(403);
    expect((await control('GET', 'status')).status).toBe(200);
  });
});

describe('what is wrong is named with what there is', () => {
  test.each<[string, string, unknown, RegExp]>([
    ['POST', 'plays', { journey: 'bumpy' }, /there is no journey "bumpy"; there is address-problem, customs-held/],
    ['POST', 'plays', { journey: 'smooth', carrier: 'owl' }, /there is no carrier "owl"/],
    [
      'POST',
      'plays',
      { journey: 'smooth', providers: ['trackingmore'], carrier: 'uniuni' },
      /trackingmore does not know the carrier uniuni/,
    ],
    ['POST', 'plays', { journey: 'smooth', numbers: ['A-1234', 'B-1234'] }, /has 1 parcel/],
    ['POST', 'plays', { journey: 'smooth', numbers: ['?'] }, /"\?" is no tracking number/],
    ['POST', 'plays', { journey: 'smooth', speed: 0 }, /speed/],
    ['POST', 'plays', { journey: 'smooth', speed: 5, stepMs: 5 }, /not both/],
    ['POST', 'plays', { journey: 'smooth', sped: 5 }, /sped/],
    ['POST', 'plays', '{', /no JSON/],
    ['PUT', 'faults/bang', {}, /there is no fault "bang"; there is drop/],
    ['PUT', 'faults/drop', { value: 2 }, /probability/],
    ['PUT', 'faults/drop', { provider: 'fedex' }, /provider/],
    ['DELETE', 'faults/bang', undefined, /there is no fault "bang"/],
    ['GET', 'journeys/bumpy', undefined, /there is no journey "bumpy"/],
    ['PUT', 'traffic', { perMinute: 0 }, /perMinute/],
    ['GET', 'days?seed=x&date=yesterday', undefined, /date/],
    ['POST', 'replays', { day: { seed: 'x', date: '2026-11-20', parcels: [] } }, /no parcels/],
  ])('%s %s %j', async (method, path, body, says) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(says);
  });

  test('a path that is not there, or is none: 404', async () => {
    expect((await fetch(`${simulator.url}//`)).status).toBe(404);
    expect((await control('GET', 'nothing')).status).toBe(404);
    expect((await control('GET', 'status/more')).status).toBe(404);
  });
});

test('a play says its numbers and what must come out, and is told', async () => {
  const { status, body } = await control('POST', 'plays', { journey: 'split-with-back-order', stepMs: 1 });
  expect(status).toBe(202);
  expect(body.parcels).toMatchObject([
    { parcel: 'first', carrier: 'ups', expected: { aftership: { status: 'DELIVERED' } } },
    { parcel: 'back-order', expected: { aftership: { status: 'IN_TRANSIT', milestone: 'DELAYED' } } },
  ]);
  const { number } = body.parcels[0];
  await eventually(async () => {
    const outcomes = (await control('GET', `webhooks?number=${number}`)).body;
    expect(outcomes).toHaveLength(6);
    expect(outcomes.every(({ outcome }: { outcome: string }) => outcome === 'accepted')).toBe(true);
  });
  const plays = (await control('GET', 'plays')).body;
  expect(plays.find((one: { number: string }) => one.number === number)).toMatchObject({
    told: { aftership: 6 },
    of: { aftership: 6 },
  });
});

test('the secret that webhooks are signed with now is not told', async () => {
  const { body } = await control('PUT', 'faults/rotated-secret', { value: 'very-secret' });
  expect(body.broken).toMatchObject([{ name: 'rotated-secret', value: '(set)' }, { value: '(set)' }]);
  expect(JSON.stringify((await control('GET', 'status')).body)).not.toContain('very-secret');
});

describe('the command', () => {
  test('help, and what there is', async () => {
    expect((await sim('help')).out).toContain('usage: npm run sim -- <command>');
    const { out } = await sim('list');
    for (const name of ['refused-and-returned', 'stale-reads']) expect(out).toContain(name);
  });

  test('play, break, mend, status, limits', async () => {
    const { out } = await sim('play', 'damaged', '09980000293003', '--step', '1ms');
    expect(out).toMatch(/^09980000293003 \(dpd-de\), begun .*, ends EXCEPTION, DAMAGED by aftership\n$/);
    await eventually(() => receiver.received.length === 5);
    expect((await sim('break', 'drop', '0.25', '--provider', 'aftership', '--for', '1h')).out).toMatch(
      /drop +aftership +0.25, until 20/,
    );
    expect(simulator.faults.number('aftership', 'drop')).toBe(0.25);
    const status = (await sim('status')).out;
    expect(status).toMatch(/aftership .*accepted/);
    expect(status).toMatch(/09980000293003 +damaged +aftership 5\/5/);
    expect((await sim('mend')).out).toContain('nothing is broken');
    await fetch(`${simulator.url}/tracking/2026-07/couriers`, { headers: { 'as-api-key': 'key' } });
    expect((await sim('limits')).out).toMatch(
      /aftership +GET \/couriers +5\/s {2}busiest second 1, calls 1, refused 0/,
    );
  });

  test('a day is printed, kept, and played again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'milepost-sim-'));
    const file = join(folder, 'day.json');
    const { out } = await sim('day', 'seed', '--date', '2026-11-20', '--parcels', '3');
    await writeFile(file, out);
    expect((await sim('replay', file, '--speed', '1000000')).out).toBe(
      '3 parcels of 2026-11-20 (seed seed) at 1000000 times their speed\n',
    );
    expect((await sim('replay', file, '--date', '2026-11-20')).err).toContain('is a file');
    expect((await sim('replay', join(folder, 'other.json'))).err).toContain('there is no file');
    expect((await sim('traffic', '--per-minute', '600', '--for', '1m')).out).toContain('600 parcels a minute');
    await eventually(async () => (await control('GET', 'status')).body.traffic?.begun > 1);
    expect((await sim('traffic', 'off')).code).toBe(0);
    await rm(folder, { recursive: true });
  });

  test.each<[string[], RegExp]>([
    [['dance'], /there is no command "dance"; there is help, list, play/],
    [['play'], /play what\?/],
    [['play', 'bumpy'], /there is no journey "bumpy"/],
    [['play', 'smooth', '--speed', 'fast'], /--speed is "fast"/],
    [['play', 'smooth', '--step', '5'], /--step is "5"; it must be like/],
    [['play', 'smooth', '--provider', 'fedex'], /--provider is "fedex"/],
    [['play', 'smooth', '--at', 'noon'], /--at is "noon"/],
    [['status', '--for', '1s'], /status takes no --for/],
    [['status', 'please'], /status takes no "please"/],
    [['traffic'], /needs --per-minute/],
    [['break'], /break what\?/],
    [['mend', 'drop', 'double'], /mend takes no "double"/],
    [['replay'], /needs a day file or a seed/],
    [['play', 'smooth', '--sped', '5'], /--sped/],
  ])('%j', async (args, says) => {
    const { code, err } = await sim(...args);
    expect(code).toBe(1);
    expect(err).toMatch(says);
  });

  test('is content when nobody reads to the end', async () => {
    const script = new URL('../../../scripts/sim.ts', import.meta.url).pathname;
    const err = await new Promise((resolve) => {
      const child = execFile(process.execPath, [script, 'list', '--url', simulator.url], (error, _out, text) =>
        resolve(`${error?.code ?? 0} ${text}`),
      );
      child.stdout?.destroy();
    });
    expect(err).toBe('0 ');
  });

  test('says when nobody answers', async () => {
    const script = new URL('../../../scripts/sim.ts', import.meta.url).pathname;
    const err = await new Promise((resolve) =>
      execFile(process.execPath, [script, 'status', '--url', 'http://127.0.0.1:1'], (_error, _out, text) =>
        resolve(text),
      ),
    );
    expect(err).toMatch(/http:\/\/127\.0\.0\.1:1 does not answer .*; is "npm start" running\?/);
  });
});
