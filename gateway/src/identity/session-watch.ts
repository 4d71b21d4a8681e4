import { AppError } from '@milepost/service-kit';
import type { Session } from './session.ts';

/** Before the subgraphs end their streams with an error, which clients take for final: they shall come back instead. */
const headStartMs = 500;

/**
 * Keeps an eye on the session behind a connection that stays open: `ended` is called once, when the session's time is up, or when a look
 * every `recheckMs` finds that it was revoked or that its rights changed. A look that fails (database down) changes nothing.
 */
export function watchSession({
  session,
  lookAgain,
  recheckMs,
  ended,
}: {
  session: Session;
  lookAgain: () => Promise<Session>;
  recheckMs: number;
  ended: () => void;
}): () => void {
  const stop = () => {
    clearTimeout(end);
    clearInterval(looks);
  };
  const finish = () => {
    stop();
    ended();
  };
  const left = session.claims.sessionExp * 1000 - headStartMs - Date.now();
  const end = setTimeout(finish, Math.min(Math.max(left, 0), 2 ** 31 - 1)).unref();
  const looks = setInterval(async () => {
    try {
      if (rightsOf(await lookAgain()) !== rightsOf(session)) finish();
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') finish();
    }
  }, recheckMs).unref();
  if (session.claims.role === 'anonymous') clearInterval(looks);
  return stop;
}

function rightsOf({ claims: { sessionExp: _, ...rights } }: Session): string {
  return JSON.stringify(rights);
}
