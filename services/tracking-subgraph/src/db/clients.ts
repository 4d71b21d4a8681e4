import { connectDatabase, type Sql } from '@milepost/service-kit';

/**
 * Of sessions that answer viewers: a role that owns nothing, so that row-level security applies, and plans made once (planning over months of partitions
 * costs more than the look-ups themselves).
 */
export const readerSettings = { role: 'tracking_read', plan_cache_mode: 'force_generic_plan' };

/**
 * The client of those who process messages. Their statements look up some hundred rows by key in partitioned tables of any size; the planner does not count
 * the pruning that happens while it runs, prices each look-up as one in every month, and up to some hundred thousand shipments rather reads the whole table
 * (measured at 50,000: 134 ms against 5 ms for the same update). So: nested loops only. Not for statements that sweep through tables.
 */
export function connectWorker(
  databaseUrl: string,
  options: { application: string; max: number; onStatement?: (text: string) => void },
): Sql {
  return connectDatabase(databaseUrl, {
    ...options,
    searchPath: 'tracking',
    settings: { enable_hashjoin: 'off', enable_mergejoin: 'off' },
  });
}
