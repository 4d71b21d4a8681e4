import { spawn } from 'node:child_process';
import { endWithParent } from './end-with-parent.ts';
import { freePort } from './ports.ts';

export interface RunningRedis extends AsyncDisposable {
  url: string;
  kill: () => void;
  /** Stands still, connections open: nothing is answered until `thaw`. */
  freeze: () => void;
  thaw: () => void;
}

/** A Redis of its own on a free port, without persistence: what Milepost keeps there may be lost. `path` is that of redis-server. */
export async function startRedis(path: string): Promise<RunningRedis> {
  const port = await freePort();
  const child = spawn(path, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A terminal's Ctrl-C must not end it before those who use it.
    detached: process.platform !== 'win32',
  });
  endWithParent(child, 'TERM');
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    child.stdout.on('data', (chunk) => String(chunk).includes('Ready to accept connections') && resolve());
  });
  const kill = () => void child.kill('SIGKILL');
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      kill();
      await exited;
    },
  };
}
