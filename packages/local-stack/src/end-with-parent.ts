import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Sends `signal` to the child when this process dies without a chance to do it itself (SIGKILL, a crash): a shell waits for its standard input
 * to close, which the kernel does for us. Nothing on Windows.
 */
export function endWithParent(child: ChildProcess, signal: 'INT' | 'TERM'): void {
  if (process.platform === 'win32' || child.pid === undefined) return;
  const guard = spawn('/bin/sh', ['-c', `read -r _; kill -${signal} "$0" 2>/dev/null`, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  // The number of an ended process may be given to another one: its guard ends first.
  child.once('exit', () => guard.kill('SIGKILL'));
}
