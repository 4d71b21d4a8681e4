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

/** A process that can be told to stop. */
export interface RunningProcess extends AsyncDisposable {
  /** Says so at /readyz and resolves when balancers know. */
  announceStop(): Promise<void>;
}

/**
 * Runs a process until SIGTERM or SIGINT, announces its end, then disposes what `start` returned and exits: 0 when that was clean, 1 when not, and 1
 * `graceMs` after the announcement in any case. A second signal exits at once.
 */
export async function runProcess({
  logger,
  start,
  graceMs = 10_000,
}: {
  logger: Logger;
  start: () => Promise<RunningProcess>;
  graceMs?: number;
}): Promise<void> {
  let running: RunningProcess | undefined;
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    await running?.announceStop();
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
