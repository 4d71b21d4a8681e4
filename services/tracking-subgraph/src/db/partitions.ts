import type { Sql } from '@milepost/service-kit';

/** Months kept ahead of now; without one, a new shipment has no place to go. */
const monthsAhead = 3;

/** Makes this month's partitions and the next ones. Safe to repeat and to run on several instances. */
export async function ensurePartitions(sql: Sql, now: Date): Promise<void> {
  for (let ahead = -1; ahead <= monthsAhead; ahead += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10);
    await sql`select tracking.ensure_partitions(${month}::date)`;
  }
}
