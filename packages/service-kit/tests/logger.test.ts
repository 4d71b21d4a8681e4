import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('support/logging-process.ts', import.meta.url));

test('a process whose log nobody reads any more can still end', async () => {
  const child = spawn(process.execPath, [entry], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const closed = once(child.stdout, 'close');
    child.stdout.destroy();
    await closed;
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([7, null]);
  } finally {
    child.kill('SIGKILL');
  }
}, 10_000);
