import { z } from 'zod';

const document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  scopes_supported: z.array(z.string()).optional(),
  // RFC 8414 section 2: client_secret_basic when it says nothing.
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});
export type OidcDiscovery = z.infer<typeof document>;

const timeoutMs = 5_000;

export const discoveryUrlOf = (issuer: string) => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** The issuer's own description (OpenID Connect Discovery 1.0). Throws when it cannot be had, or when it describes another issuer. */
export async function discover(issuer: string): Promise<OidcDiscovery> {
  const response = await fetch(discoveryUrlOf(issuer), { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`discovery answered ${response.status}`);
  }
  const found = document.parse(await response.json());
  // Section 4.3: exactly the same, or tokens of somebody else would be taken.
  if (found.issuer !== issuer) throw new Error(`discovery names the issuer ${found.issuer}, OIDC_ISSUER is ${issuer}`);
  return found;
}

/**
 * Claims of the person: those of the verified ID token, completed from the userinfo endpoint when something wanted is missing there. Null without an ID token, and when
 * userinfo speaks of somebody else (OpenID Connect Core 1.0 section 5.3.2).
 */
export async function claimsOf({
  idTokenClaims,
  accessToken,
  wanted,
  discovery,
}: {
  idTokenClaims: Record<string, unknown>;
  accessToken: string | undefined;
  wanted: readonly string[];
  discovery: OidcDiscovery;
}): Promise<Record<string, unknown> | null> {
  const { sub } = idTokenClaims;
  if (typeof sub !== 'string' || sub === '') return null;
  const url = discovery.userinfo_endpoint;
  if (!url || !accessToken || wanted.every((name) => idTokenClaims[name] !== undefined)) return idTokenClaims;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${accessToken}` },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    return null;
  }
  const more = (await response.json()) as Record<string, unknown>;
  return more['sub'] === sub ? { ...more, ...idTokenClaims } : null;
}
