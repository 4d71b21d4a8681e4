import type { Logger, TransactionSql } from '@milepost/service-kit';
import { type Db, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { RegistrationJob } from './want-registrations.ts';

export type TakenJob = JobWithMetadata<{ shipmentId: string }>;

const schema = 'pgboss';
const queueOf = (provider: string) => `registration-${provider}`;
/** Statements of pg-boss in the caller's own transaction. */
const within = (tx: TransactionSql): { db: Db } => ({
  db: { executeSql: async (text, values) => ({ rows: await tx.unsafe(text, values as never[]) }) },
});

/**
 * Jobs of pg-boss, one queue for each provider, in its own schema of the same database: made and ended in the transaction of what they are about. `supervises`: this process looks after the queues
 * (jobs of dead workers, old rows); one of several does at a time.
 */
export async function startJobQueue({
  databaseUrl,
  providers,
  leaseSeconds,
  supervises,
  logger,
}: {
  databaseUrl: string;
  providers: readonly string[];
  /** A job that was taken is somebody else's again after that: its worker died. */
  leaseSeconds: number;
  supervises: boolean;
  logger: Logger;
}) {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'milepost-tracking-jobs',
    schema,
    max: 2,
    supervise: supervises,
    schedule: false,
    // Jobs of dead workers are looked for so often.
    superviseIntervalSeconds: Math.min(15, leaseSeconds),
    monitorIntervalSeconds: Math.min(15, leaseSeconds),
    persistWarnings: false,
  });
  boss.on('error', (err) => logger.error({ err }, 'job queue'));
  await boss.start();
  try {
    for (const provider of providers)
      await boss.createQueue(queueOf(provider), {
        // One that waits for a shipment is enough.
        policy: 'short',
        // Only of workers that died: what a provider refuses or cannot do now is made a job anew.
        retryLimit: 1_000,
        retryDelay: 0,
        retentionSeconds: 60 * 86_400,
        deleteAfterSeconds: 3_600,
      });
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return {
    leaseSeconds,
    async add(tx: TransactionSql, jobs: readonly RegistrationJob[]): Promise<void> {
      for (const [provider, group] of Map.groupBy(jobs, (job) => job.provider)) {
        await boss.insert(
          queueOf(provider),
          group.map(({ shipmentId, priority, startAfter }) => ({
            data: { shipmentId },
            singletonKey: shipmentId,
            priority,
            expireInSeconds: leaseSeconds,
            ...(startAfter && { startAfter: startAfter.toISOString() }),
          })),
          within(tx),
        );
        // One that waits for later stands for this one now.
        for (const { shipmentId, priority } of group.filter(({ isUrgent }) => isUrgent))
          await boss.update(queueOf(provider), undefined, {
            singletonKey: shipmentId,
            startAfter: new Date(),
            priority,
            ...within(tx),
          });
      }
    },
    /** Those with the highest priority, held for `leaseSeconds`. */
    take: (provider: string, limit: number): Promise<TakenJob[]> =>
      boss.fetch<{ shipmentId: string }>(queueOf(provider), { batchSize: limit, includeMetadata: true }),
    async done(tx: TransactionSql, provider: string, jobs: readonly TakenJob[]): Promise<void> {
      if (jobs.length > 0)
        await boss.complete(
          queueOf(provider),
          // By the attempt, too: it may be another one's by now.
          jobs.map(({ id, retryCount }) => ({ id, retryCount })),
          null,
          within(tx),
        );
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
export type JobQueue = Awaited<ReturnType<typeof startJobQueue>>;
