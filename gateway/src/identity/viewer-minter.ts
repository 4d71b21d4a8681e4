import { type SigningKeys, signingPurposes, viewerToken } from '@milepost/service-kit';
import { type JWTPayload, SignJWT } from 'jose';
import type { Session } from './session.ts';

const { lifeSeconds } = signingPurposes.viewer;
const reuseMs = 30_000;

/**
 * Viewer tokens for subgraphs: 60 s of life, reused for 30 s per session, so that at least half of the life is always left. Never
 * lives longer than the session.
 */
export function createViewerMinter(keys: Pick<SigningKeys, 'signer'>): (session: Session) => string | Promise<string> {
  const minted = new WeakMap<Session, { slot: number; kid: string; token: string | Promise<string> }>();
  return (session) => {
    const slot = Math.floor(Date.now() / reuseMs);
    const known = minted.get(session);
    const key = keys.signer();
    // Also when the key was taken back: its tokens are refused.
    if (known?.slot === slot && known.kid === key.kid) return known.token;
    const now = Math.floor(Date.now() / 1000);
    const signing = new SignJWT({ ...session.claims } as JWTPayload)
      .setProtectedHeader({ alg: viewerToken.algorithm, typ: viewerToken.typ, kid: key.kid })
      .setIssuer(viewerToken.issuer)
      .setAudience(viewerToken.audience)
      .setIssuedAt(now)
      .setExpirationTime(Math.min(now + lifeSeconds, session.claims.sessionExp))
      .sign(key.privateKey);
    const entry: { slot: number; kid: string; token: string | Promise<string> } = {
      slot,
      kid: key.kid,
      token: signing,
    };
    minted.set(session, entry);
    signing.then(
      (token) => {
        entry.token = token;
      },
      () => minted.delete(session),
    );
    return signing;
  };
}
