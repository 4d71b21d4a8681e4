import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

/**
 * Public keys for `jwtVerify`. `generation` rises when a key has gone from the set: whoever remembers tokens that verified forgets them then.
 */
export type KeySet = JWTVerifyGetKey & { readonly generation: number };

export function keySet(getKey: JWTVerifyGetKey, generation: () => number): KeySet {
  return Object.defineProperty(getKey, 'generation', { get: generation }) as KeySet;
}

/** Also the pause after a failure, which the library does not keep: unknown keys must not become a flood of requests to an address that is down. */
const cooldownMs = 1_000;
const timeoutMs = 2_000;
const reloadMs = 60_000;

/**
 * The key set at an address of our own processes (JWKS). Once read it stays good while the address is down; it is read again each minute, and at an unknown key,
 * then at most once a second. A token whose key is younger than that is refused: keys are published minutes before they sign.
 */
export function createRemoteKeySet(
  url: string,
  { reloadEveryMs = reloadMs }: { reloadEveryMs?: number } = {},
): KeySet & Disposable {
  let failedAt = Number.NEGATIVE_INFINITY;
  const remote = createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldownMs,
    // With an end, a key set would be thrown away while its address is down.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    timeoutDuration: timeoutMs,
    async [customFetch](address, options) {
      if (Date.now() - failedAt < cooldownMs) throw new Error('the key set could not be read a moment ago');
      try {
        const response = await fetch(address, options);
        failedAt = response.ok ? Number.NEGATIVE_INFINITY : Date.now();
        return response;
      } catch (error) {
        failedAt = Date.now();
        throw error;
      }
    },
  });
  const kids = () => remote.jwks()?.keys.map(({ kid }) => kid) ?? [];
  let known = kids();
  let generation = 0;
  const notice = () => {
    const now = kids();
    if (known.some((kid) => !now.includes(kid))) generation += 1;
    known = now;
  };
  const timer = setInterval(() => void remote.reload().then(notice, () => {}), reloadEveryMs).unref();

  const set = keySet(
    async (header, token) => {
      const key = await remote(header, token);
      notice();
      return key;
    },
    () => generation,
  );
  return Object.assign(set, { [Symbol.dispose]: () => clearInterval(timer) });
}

/** Failures that lie in the token; any other means that the keys could not be read. */
const badToken = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  // Without `kid`, while more than one key is published.
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

/** True when `jwtVerify` refused the token; false when it could not be judged, because the keys cannot be read. */
export function isBadToken(error: unknown): boolean {
  return badToken.some((kind) => error instanceof kind);
}
