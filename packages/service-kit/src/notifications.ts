import postgres from 'postgres';
import { clientDefaults } from './database.ts';

/**
 * Listens on a channel of PostgreSQL (NOTIFY) with a connection of its own, which comes back by itself. What was said while it was away is lost: `onListening`
 * is called at the start and after each gap, for the caller to look for himself. Needs a direct connection, not a transaction-mode pooler.
 */
export async function listenTo({
  databaseUrl,
  channel,
  application,
  onMessage,
  onListening,
}: {
  databaseUrl: string;
  channel: string;
  application: string;
  onMessage: (payload: string) => void;
  onListening: () => void;
}): Promise<AsyncDisposable> {
  const client = postgres(databaseUrl, {
    max: 1,
    ...clientDefaults,
    // A server that vanished without a word is noticed in seconds instead of hours.
    keep_alive: 5,
    backoff: (tries: number) => Math.min(0.05 * 2 ** tries, 2) * (0.5 + Math.random() / 2),
    connection: { application_name: application },
  });
  try {
    await client.listen(channel, onMessage, onListening);
  } catch (error) {
    await client.end({ timeout: 1 });
    throw error;
  }
  return { [Symbol.asyncDispose]: () => client.end({ timeout: 1 }) };
}
