import { setTimeout as wait } from 'node:timers/promises';

const lost = /ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET|socket hang up/;

/** Whether a request failed because its connection could not be made or broke off. A time that ran out is something else. */
export function isConnectionLost(error: unknown): boolean {
  const { message, code, cause } = (error ?? {}) as Partial<Error> & { code?: unknown };
  return lost.test(`${code ?? ''} ${message ?? ''}`) || (cause !== undefined && isConnectionLost(cause));
}

/**
 * Makes a request once more when its connection was lost, and a third time a moment later: whoever was asked may just have been restarted, and a balancer gives
 * the next connection to another instance. Only for what may be done twice, such as a query.
 */
export async function overLostConnections<T>(attempt: () => Promise<T> | T): Promise<T> {
  for (const pauseMs of [0, 100]) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      await wait(pauseMs);
    }
  }
  return attempt();
}
