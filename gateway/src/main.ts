import { createLogger, runProcess } from '@milepost/service-kit';
import { loadConfig } from './config.ts';
import { startGateway } from './server.ts';

const logger = createLogger({ service: 'gateway', level: process.env['LOG_LEVEL'] || 'info' });
await runProcess({ logger, start: async () => startGateway(loadConfig(), { logger }) });
