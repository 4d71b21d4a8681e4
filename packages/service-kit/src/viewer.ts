import { jwtVerify } from 'jose';
import { z } from 'zod';
import { UnauthenticatedError, UpstreamUnavailableError } from './errors.ts';
import { createRemoteKeySet, isBadToken, type KeySet } from './key-set.ts';

/** Names of regions go into settings and array literals of the database: nothing there needs escaping. */
export const regionName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** Who asks. Made by the gateway from a session, carried to subgraphs as `extensions.viewer` (a JWS of 60 s life). */
export const viewerClaims = z.object({
  /** Session id, for the audit; not a secret. */
  sid: z.string().min(1).max(200),
  /** User, partner client or order-access subject; null for an anonymous viewer. */
  sub: z.string().max(200).nullable(),
  /** What colleagues call them; staff only. */
  name: z.string().max(200).optional(),
  role: z.enum(['anonymous', 'customer', 'partner', 'agent', 'operator', 'system']),
  /**
   * The role of a colleague who looks at one order as its customer sees it: `role` is customer then, `orders` that order, and `companies` and `regions` are the colleague's own, who never sees more
   * by it than before. The gateway lets such a viewer read and nothing else.
   */
  viewedBy: z.enum(['agent', 'operator']).optional(),
  level: z.enum(['L0', 'L1', 'L2', 'L3', 'STAFF', 'PARTNER']),
  scopes: z.array(z.string().max(100)).max(50),
  /** Odoo company ids the viewer may see; null: every company. Applies to agents, operators and partners. */
  companies: z.array(z.number().int().positive()).max(1000).nullable(),
  /** Regions the viewer may see, as odoo-subgraph's REGION_RULES name them; null: every region. Applies to agents, operators and partners. */
  regions: z.array(z.string().regex(regionName)).max(200).nullable(),
  /** Odoo commercial partner ids whose orders the viewer may see; null: not limited by customer. Applies to customers and partners. */
  customers: z.array(z.number().int().positive()).max(5000).nullable(),
  /** Odoo order ids proved one by one (levels L1 and L2). */
  orders: z.array(z.number().int().positive()).max(1000),
  /** Unix seconds at which the session ends; streams end with it. */
  sessionExp: z.number().int().positive(),
});
export type ViewerClaims = z.infer<typeof viewerClaims>;
export type Viewer = ViewerClaims;

export const viewerToken = {
  issuer: 'milepost-gateway',
  audience: 'milepost-subgraph',
  typ: 'viewer+jwt',
  algorithm: 'EdDSA',
} as const;

export type ViewerVerifier = (token: unknown) => Promise<Viewer>;

const cacheLimit = 20_000;

/**
 * Verifies viewer tokens; a token that verified is remembered until it ends, so that a burst costs one signature check.
 * Whatever is wrong with a token is the same UNAUTHENTICATED; UPSTREAM_UNAVAILABLE while the gateway's keys have never been readable.
 */
export function createViewerVerifier(source: { jwksUrl: string } | { keys: KeySet }): ViewerVerifier {
  const keys = 'keys' in source ? source.keys : createRemoteKeySet(source.jwksUrl);
  const verified = new Map<string, { viewer: Viewer; endsAt: number; generation: number }>();
  return async (token) => {
    if (typeof token !== 'string' || token.length > 16_384) throw new UnauthenticatedError();
    const hit = verified.get(token);
    if (hit && hit.endsAt > Date.now() && hit.generation === keys.generation) return hit.viewer;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: viewerToken.issuer,
        audience: viewerToken.audience,
        typ: viewerToken.typ,
        algorithms: [viewerToken.algorithm],
        requiredClaims: ['exp'],
        clockTolerance: 5,
      });
      const viewer = Object.freeze(viewerClaims.parse(payload));
      if (verified.size >= cacheLimit) verified.delete(verified.keys().next().value as string);
      verified.set(token, { viewer, endsAt: (payload.exp as number) * 1000, generation: keys.generation });
      return viewer;
    } catch (error) {
      if (error instanceof z.ZodError || isBadToken(error)) throw new UnauthenticatedError();
      throw new UpstreamUnavailableError('who asks cannot be checked now; try again', error);
    }
  };
}

const levelRank = { L0: 0, L1: 1, L2: 2, L3: 3, PARTNER: 4, STAFF: 4 } as const;

/** True when the viewer sees what needs `level` (staff and partners see all levels of what is in their scope). */
export function seesLevel(viewer: Viewer, level: 'L1' | 'L2' | 'L3'): boolean {
  return levelRank[viewer.level] >= levelRank[level];
}
