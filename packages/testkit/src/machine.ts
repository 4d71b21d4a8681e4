import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { endWithParent, freePort } from '@milepost/local-stack';

const candidates = {
  redis: ['redis-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
} as const;

/**
 * Path of a program that a test needs and npm does not bring. Null, said loudly, where it is missing; an error where REQUIRE_REDIS=1 or
 * REQUIRE_CHROMIUM=1 demands it, so that CI cannot pass by skipping.
 */
export function requireOrSkip(program: keyof typeof candidates): string | null {
  const given = program === 'chromium' ? process.env['CHROMIUM_PATH'] : undefined;
  if (given) return given;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of candidates[program]) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here
      }
    }
  }
  const variable = `REQUIRE_${program.toUpperCase()}`;
  if (process.env[variable] === '1') throw new Error(`${program} is not installed and ${variable}=1 forbids skipping`);
  process.stderr.write(`\n*** SKIPPED: tests that need ${program}, which is not installed ***\n\n`);
  return null;
}

export const chromiumPath = () => requireOrSkip('chromium');

interface RunningRedis extends AsyncDisposable {
  url: string;
  kill: () => void;
  /** Stands still, connections open: nothing is answered until `thaw`. */
  freeze: () => void;
  thaw: () => void;
}

/** A Redis of its own on a free port, without persistence. */
export async function startRedis(path: string): Promise<RunningRedis> {
  const port = await freePort();
  const child = spawn(path, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
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
