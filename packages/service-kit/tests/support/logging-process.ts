import { createLogger } from '../../src/index.ts';

/** A process that waits until its output is read by nobody any more, then says two more things and ends. */
const logger = createLogger({ service: 'test' });
logger.info('begun');
process.stdin.resume().once('end', () => {
  logger.info('nobody reads this');
  logger.info('nor this');
  process.exit(7);
});
