import { type ChildProcess, spawn } from 'node:child_process';
import { endWithParent } from './end-with-parent.ts';

export interface RunningService {
  name: string;
  child: ChildProcess;
  /** Resolves when the process has ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Resolves when `readyUrl` answers 200; rejects when the process ends first or after `timeoutMs`. */
  ready(timeoutMs?: number): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * One of our processes as a child of this one, with the same Node. Lines of its output go to `onLine`. It has a process group of its own, so
 * that Ctrl-C in a terminal reaches only us and the order of stopping is ours; it ends when we die.
 */
export function startService({
  name,
  entry,
  env,
  cwd,
  readyUrl,
  onLine = () => {},
  nodeOptions = [],
}: {
  name: string;
  entry: string;
  env: Record<string, string>;
  cwd?: string;
  readyUrl: string;
  onLine?: (line: string, stream: 'out' | 'err') => void;
  nodeOptions?: string[];
}): RunningService {
  const child = spawn(process.execPath, [...nodeOptions, entry], {
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  endWithParent(child, 'TERM');
  for (const [stream, kind] of [
    [child.stdout, 'out'],
    [child.stderr, 'err'],
  ] as const) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line, kind);
    });
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 1, signal: null }));
  });
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    name,
    child,
    exited,
    async ready(timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      while (!hasExited()) {
        const answer = await fetch(readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
        if (answer?.ok) return;
        if (Date.now() > deadline) throw new Error(`${name} was not ready within ${timeoutMs / 1000} s`);
        await new Promise((again) => setTimeout(again, 50));
      }
      throw new Error(`${name} ended before it was ready`);
    },
    async stop(signal = 'SIGTERM') {
      if (hasExited()) return;
      child.kill(signal);
      const harder = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await exited;
      clearTimeout(harder);
    },
  };
}
