import { createLogger } from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { inject } from 'vitest';
import { connectors } from '../../src/connectors/connectors.ts';
import { startJobQueue } from '../../src/registration/job-queue.ts';
import { migrate } from '../../src/server.ts';

/** Everything a first start of the service makes in its database: the tables, and the job queues, which take pg-boss half a second. */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl);
  await using _queues = await startJobQueue({
    databaseUrl,
    providers: connectors.map(({ provider }) => provider),
    leaseSeconds: 60,
    supervises: false,
    logger: createLogger({ service: 'tracking', level: 'silent' }),
  });
}

/** A database of tracking for one test file. */
export const createTrackingDatabase = () =>
  createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'tracking', migrate: prepareDatabase });
