import '@milepost/service-kit/production';
import { createLogger, runProcess } from '@milepost/service-kit';
import { loadConfig } from './config.ts';
import { startPortal } from './server.ts';

const logger = createLogger({ service: 'portal' });
await runProcess({
  logger,
  start: async () => {
    const config = loadConfig();
    logger.level = config.logLevel;
    return startPortal(config, { logger });
  },
});
