import type { Logger, TransactionSql } from '@milepost/service-kit';
import { type Db, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { RegistrationJob } from './want-registrations.ts';

export type TakenJob = JobWithMetadata<{ shipmentId: string }>;

const schema = 'pgboss';
const queueOf = (provider: string) => `registration-${provider}`;
/** Of jobs that read a provider's list of carriers. */
const listQueueOf = (provider: string) => `carrier-list-${provider}`;
/** Each night, UTC. */
const listSchedule = '17 3 * * *';
/** Statements of pg-boss in the caller's own transaction. */
const within = (tx: TransactionSql): { db: Db } => ({
  db: { executeSql: async (text, values) => ({ rows: await tx.unsafe(text, values as never[]) }) },
});

/**
 * Jobs of pg-boss in its own schema of the same database: one queue for each provider's registrations, made and ended in the transaction of what they are about, and one for readings of its list of carriers, on a schedule. `supervises`: this process looks after the queues
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
    schedule: supervises,
    // Jobs of dead workers are looked for so often.
    superviseIntervalSeconds: Math.min(15, leaseSeconds),
    monitorIntervalSeconds: Math.min(15, leaseSeconds),
    persistWarnings: false,
  });
  boss.on('error', (err) => logger.error({ err }, 'job queue'));
  await boss.start();
  try {
    for (const provider of providers) {
      await boss.createQueue(queueOf(provider), {
        // One that waits for a shipment is enough.
        policy: 'short',
        // Only of workers that died: what a provider refuses or cannot do now is made a job anew.
        retryLimit: 1_000,
        retryDelay: 0,
        retentionSeconds: 60 * 86_400,
        deleteAfterSeconds: 3_600,
      });
      await boss.createQueue(listQueueOf(provider), {
        policy: 'short',
        // For most of a day; then the next night's comes.
        retryLimit: 24,
        retryDelay: 300,
        retryBackoff: true,
        retryDelayMax: 3_600,
        expireInSeconds: 120,
        deleteAfterSeconds: 86_400,
      });
      if (supervises) await boss.schedule(listQueueOf(provider), listSchedule, null, { tz: 'UTC', missed: 'once' });
    }
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
    /** Has the provider's list of carriers read as soon as may be; one that waits is enough. */
    async wantList(provider: string): Promise<void> {
      await boss.send(listQueueOf(provider), null);
    },
    /** Does a job that reads the provider's list, where one waits; where the work throws, the job comes back, later each time. Answers whether it was done. */
    async readList(provider: string, work: () => Promise<void>): Promise<boolean> {
      const [job] = await boss.fetch(listQueueOf(provider));
      if (!job) return false;
      try {
        await work();
      } catch (error) {
        await boss.fail(listQueueOf(provider), job.id, { kind: (error as Error).name });
        return false;
      }
      await boss.complete(listQueueOf(provider), job.id);
      return true;
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
export type JobQueue = Awaited<ReturnType<typeof startJobQueue>>;
