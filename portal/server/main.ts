import { createLogger, runProcess } from '@milepost/service-kit';
import { startPortal } from './server.ts';

const logger = createLogger({ service: 'portal', level: process.env['LOG_LEVEL'] || 'info' });
await runProcess({
  logger,
  start: () =>
    startPortal({ host: process.env['HOST'] || '127.0.0.1', port: Number(process.env['PUBLIC_PORT'] || 4003) }),
});
