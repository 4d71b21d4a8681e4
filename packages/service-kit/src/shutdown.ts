import type { Logger } from './logger.ts';

/**
 * postgres.js 3.4.9 may write in a later tick to a socket that was closed meanwhile (connection.js, nextWrite: `socket` is null). The query
 * has already been rejected; only the stray write throws. Without this a cut database would end the process instead of answering 503.
 */
function isWriteToLostConnection(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    error.message === "Cannot read properties of null (reading 'write')" &&
    /at (Immediate\.)?nextWrite .*postgres[\\/]src[\\/]connection\.js/.test(error.stack ?? '')
  );
}

/**
 * Runs a process until SIGTERM or SIGINT, then disposes what `start` returned and exits: 0 when that was clean, 1 when not, and 1 after
 * `graceMs` in any case. A second signal exits at once.
 */
export async function runProcess({
  logger,
  start,
  graceMs = 10_000,
}: {
  logger: Logger;
  start: () => Promise<AsyncDisposable>;
  graceMs?: number;
}): Promise<void> {
  let running: AsyncDisposable | undefined;
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('stop took too long');
      process.exit(1);
    }, graceMs).unref();
    try {
      await running?.[Symbol.asyncDispose]();
      logger.info('stopped');
      process.exit(0);
    } catch (err) {
      logger.error({ err }, 'stop failed');
      process.exit(1);
    }
  };
  process.on('uncaughtException', (err) => {
    if (isWriteToLostConnection(err)) return void logger.warn('the database connection was lost while writing');
    logger.fatal({ err }, 'uncaught');
    process.exit(1);
  });
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  try {
    running = await start();
  } catch (err) {
    if (err instanceof Error && err.name === 'ConfigError') process.stderr.write(`${err.message}\n`);
    else logger.fatal({ err }, 'start failed');
    process.exit(1);
  }
}
