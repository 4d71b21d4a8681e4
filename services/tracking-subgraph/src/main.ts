import '@milepost/service-kit/production';
import { runProcess } from '@milepost/service-kit';
import { loadConfig } from './config/config.ts';
import { createServiceLogger } from './logger.ts';
import { startServer } from './server.ts';

const logger = createServiceLogger(process.env['LOG_LEVEL'] || 'info');
await runProcess({ logger, start: async () => startServer(loadConfig(), { logger }) });
