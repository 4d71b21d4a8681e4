import type { Logger } from './logger.ts';

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
