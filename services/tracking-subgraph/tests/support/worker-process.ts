import { createLogger } from '@milepost/service-kit';
import { loadConfig } from '../../src/config/config.ts';
import { startServer } from '../../src/server.ts';

// A process of the service, to be killed. Its variables come as JSON in the first argument; "ready" on its output says that it works.
const config = loadConfig(JSON.parse(process.argv[2] as string) as Record<string, string>);
await startServer(config, { logger: createLogger({ service: 'tracking', level: config.logLevel }) });
process.stdout.write('ready\n');
