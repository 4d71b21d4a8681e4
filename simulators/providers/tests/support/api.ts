import { type Play, type ProviderSimulator, startProviderSimulator } from '../../src/server.ts';
import { testClock } from './test-clock.ts';

export const keys = { aftership: 'aftership-key', trackingmore: 'trackingmore-key' };

/** The simulator with a clock of its own, and callers of both APIs with the right keys. */
export async function startApis() {
  const clock = testClock();
  const simulator: ProviderSimulator = await startProviderSimulator({
    clock,
    webhooks: {},
    apiKeys: { aftership: [keys.aftership], trackingmore: [keys.trackingmore] },
  });
  const call =
    (base: string, own: Record<string, string>) =>
    async (method: string, path: string, body?: unknown, headers = own) => {
      const response = await fetch(`${simulator.url}${base}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of any shape
      const json = (await response.json()) as { meta: { code: number; message?: string; type?: string }; data: any };
      return { status: response.status, headers: response.headers, code: json.meta.code, ...json };
    };
  return {
    clock,
    simulator,
    aftership: call('/tracking/2026-07', { 'as-api-key': keys.aftership }),
    trackingmore: call('/v4', { 'tracking-api-key': keys.trackingmore }),
    /** Plays a journey to its end in simulated time. */
    async playThrough(play: Partial<Play>) {
      const { parcels, told } = simulator.play({ journey: 'smooth', pace: { stepMs: 1_000 }, ...play });
      let isOver = false;
      void told.then(() => {
        isOver = true;
      });
      while (!isOver) await clock.advance(1_000);
      return parcels;
    },
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  };
}
export type Apis = Awaited<ReturnType<typeof startApis>>;
