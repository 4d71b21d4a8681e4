import '@milepost/service-kit/production';
import { createLogger, runProcess } from '@milepost/service-kit';
import { loadConfig } from './config.ts';
import { startGateway } from './server.ts';

const logger = createLogger({ service: 'gateway' });
await runProcess({
  logger,
  start: async () => {
    const config = loadConfig();
    logger.level = config.logLevel;
    return startGateway(config, { logger });
  },
});
