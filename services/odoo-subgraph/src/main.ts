import '@milepost/service-kit/production';
import { createLogger, runProcess } from '@milepost/service-kit';
import { loadConfig } from './config/config.ts';
import { startServer } from './server.ts';

const logger = createLogger({ service: 'odoo', level: process.env['LOG_LEVEL'] || 'info' });
await runProcess({ logger, start: async () => startServer(loadConfig(), { logger }) });
