import { EventEmitter } from 'node:events';
import { createServer } from 'node:net';
import { freePort, isPortTaken, type RunningService } from '@milepost/local-stack';
import { expect, it, vi } from 'vitest';
import { supervise } from './supervise.ts';

/** A process that can be told to end. */
function fakeProcess() {
  let end: (how: { code: number | null; signal: NodeJS.Signals | null }) => void = () => {};
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    end = resolve;
  });
  const child = Object.assign(new EventEmitter(), { exitCode: null, signalCode: null, kill: () => true });
  const service = {
    name: 'fake',
    child,
    exited,
    ready: async () => {},
    stop: async (signal?: NodeJS.Signals) =>
      end(signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null }),
  } as unknown as RunningService;
  return { service, crash: () => end({ code: 1, signal: null }) };
}

it('starts a process again when it ends by itself, and gives up at the fourth end within a minute', async () => {
  const started: ReturnType<typeof fakeProcess>[] = [];
  const said: string[] = [];
  const giveUp = vi.fn();
  supervise({
    name: 'tracking',
    firstPauseMs: 1,
    say: (line) => said.push(line),
    giveUp,
    start: () => {
      started.push(fakeProcess());
      return (started.at(-1) as ReturnType<typeof fakeProcess>).service;
    },
  });
  for (let i = 1; i <= 4; i += 1) {
    await vi.waitFor(() => expect(started).toHaveLength(i));
    started[i - 1]?.crash();
  }
  await vi.waitFor(() => expect(giveUp).toHaveBeenCalledTimes(1));
  expect(giveUp.mock.calls[0]?.[0]).toContain('tracking ended with code 1, 4 times within 60 s');
  expect(said.filter((line) => line.includes('starting it again'))).toHaveLength(3);
  expect(started).toHaveLength(4);
});

it('restarts a process when asked, as often as wished, and tells how it ended', async () => {
  const started: ReturnType<typeof fakeProcess>[] = [];
  const said: string[] = [];
  const { restart, stop } = supervise({
    name: 'gateway',
    firstPauseMs: 60_000,
    say: (line) => said.push(line),
    giveUp: () => expect.unreachable(),
    start: () => {
      started.push(fakeProcess());
      return (started.at(-1) as ReturnType<typeof fakeProcess>).service;
    },
  });
  for (let i = 1; i <= 5; i += 1) {
    expect(await restart(i % 2 ? 'SIGTERM' : 'SIGKILL')).toEqual(
      i % 2 ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' },
    );
    expect(started).toHaveLength(i + 1);
  }
  expect(said).toEqual([]);
  await stop();
  expect(started).toHaveLength(6);
});

it('does not start a process again that it stopped itself, also in the pause after a crash', async () => {
  for (const crashFirst of [false, true]) {
    const started: ReturnType<typeof fakeProcess>[] = [];
    const { stop } = supervise({
      name: 'gateway',
      firstPauseMs: 60_000,
      say: () => {},
      giveUp: () => expect.unreachable(),
      start: () => {
        started.push(fakeProcess());
        return (started.at(-1) as ReturnType<typeof fakeProcess>).service;
      },
    });
    if (crashFirst) {
      started[0]?.crash();
      await Promise.resolve();
    }
    await stop();
    expect(started).toHaveLength(1);
  }
});

it('knows a taken port from a free one', async () => {
  const port = await freePort();
  expect(await isPortTaken(port)).toBe(false);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortTaken(port)).toBe(true);
  await new Promise((done) => server.close(done));
});
