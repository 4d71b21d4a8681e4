import type { RefusalAudit } from '@milepost/service-kit';

/** An answer of the sign-in library, and what was asked. */
export interface SignInAnswer {
  path: string;
  status: number;
  location: string | null;
  body: Buffer;
  requestId: string;
}

/** Counts an answer that refuses a sign-in: under the address that was tried, or under the way of signing in where none was given. */
export function countSignInRefusal(refusals: Pick<RefusalAudit, 'add'>, answer: SignInAnswer): void {
  const { path, status, location, body, requestId } = answer;
  // Pages are told by redirects.
  const isRefused = (status >= 400 && status < 500) || /[?&]error=/.test(location ?? '');
  if (!isRefused || path === '/sign-out') return;
  refusals.add({ name: emailOf(body) ?? path, reason: `${path} ${status}`, requestId });
}

function emailOf(body: Buffer): string | null {
  try {
    const { email } = JSON.parse(body.toString('utf8'));
    return typeof email === 'string' ? email.trim().slice(0, 320).toLowerCase() : null;
  } catch {
    return null;
  }
}
