import { type Logger, listenTo } from '@milepost/service-kit';
import { z } from 'zod';

const channel = 'auth_changed';

/** What a trigger of ours tells (drizzle/0007): kind and id, no more. */
const authChange = z.object({
  kind: z.enum(['session', 'person', 'client', 'order-session', 'order-link', 'signing-key']),
  id: z.string().min(1).max(300),
});
type AuthChange = z.infer<typeof authChange>;

/**
 * What a session or a remembered answer hangs on, for example `person 0190…`: whoever keeps such things drops them when it is named. Null stands for
 * everything: after a gap nobody knows what was missed.
 */
export type Concern = `${AuthChange['kind']} ${string}`;
type Listener = (concern: Concern | null) => void;

export interface AuthChanges {
  /** Listeners are called in the order in which they came, so caches come before those who look again. */
  onChange(listener: Listener): void;
}

/** Changes of sessions, grants, clients and keys, by whichever instance or hand they come, within milliseconds of their commit. */
export function createAuthChanges({ logger }: { logger: Logger }) {
  const listeners: Listener[] = [];
  const tell = (concern: Concern | null) => {
    for (const listener of listeners) {
      try {
        listener(concern);
      } catch (err) {
        logger.error({ err }, 'a change of rights was not taken up');
      }
    }
  };
  return {
    onChange: (listener: Listener) => void listeners.push(listener),
    /** Begins to listen; `tell(null)` at once and after each gap. */
    listen: (databaseUrl: string): Promise<AsyncDisposable> =>
      listenTo({
        databaseUrl,
        channel,
        application: 'milepost-gateway-listen',
        onMessage: (payload) => tell(concernOf(payload)),
        onListening: () => tell(null),
      }),
  };
}

/** A message that cannot be read is taken for the worst. */
function concernOf(payload: string): Concern | null {
  try {
    const { kind, id } = authChange.parse(JSON.parse(payload));
    return `${kind} ${id}`;
  } catch {
    return null;
  }
}
