import type { KeyObject } from 'node:crypto';
import {
  equalBytes,
  inheritedKey,
  isDatabaseUnavailable,
  type KeyRing,
  type KeyStore,
  type Logger,
  type RefusalAudit,
  type SigningKeys,
  type Sql,
  signingPurposes,
} from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { AuthChanges } from './auth-changes.ts';
import { hashPartnerSecret, maxLiveSecrets } from './partner-secret.ts';
import { createRevocableCache } from './revocable-cache.ts';
import { boundedMap, createSession, type Session } from './session.ts';

const issuer = 'milepost-partner';
const audience = 'milepost';
const typ = 'at+jwt';
const { lifeSeconds } = signingPurposes.partner;
/** RFC 6749 appendix A.1 without blanks; others are nobody's (PostgreSQL would refuse some as text at all). */
const idPattern = /^[\x21-\x7e]{1,200}$/;

interface ClientRow {
  id: string;
  scopes: string[];
  companies: number[] | null;
  regions: string[] | null;
  customers: number[] | null;
  token_epoch: number;
  secrets: { id: string; hash: string; expires_at: string | null }[];
}

/** What of a request to /auth/token matters. */
export interface TokenRequest {
  contentType: string | undefined;
  authorization: string | undefined;
  body: string;
  /** The socket's, kept as the secret's last use. */
  address: string;
  requestId: string;
}

export interface TokenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Stored hashes of partners' secrets depend on it, so it stays. What an earlier version derived is taken over where it has hashed one. */
export async function loadPepper({ sql, keyStore, ring }: { sql: Sql; keyStore: KeyStore; ring: KeyRing }) {
  const [known] = await sql`select 1 from auth.api_client_secret limit 1`;
  const initial = known && inheritedKey(ring, 'partner-secret');
  return (await keyStore.get('partner-secret', '', { initial })).key;
}

/** OAuth 2.0 client credentials (RFC 6749 section 4.4), and what their tokens mean. The only grant: no browser, no redirect, no refresh token. */
export function createPartnerTokens({
  sql,
  pepper,
  keys,
  refusals,
  logger,
  cacheMs,
  changes,
}: {
  sql: Sql;
  /** Of the secrets' hashes; see `loadPepper`. */
  pepper: KeyObject;
  keys: SigningKeys;
  /** For the audit. */
  refusals: Pick<RefusalAudit, 'add'>;
  logger: Logger;
  /** How long a revocation may go unnoticed, when nobody could tell of it. */
  cacheMs: number;
  changes: AuthChanges;
}) {
  const sessions = boundedMap<string, { session: Session; epoch: number; clientId: string; generation: number }>(
    20_000,
  );
  const epochs = createRevocableCache<number | null>({ changes, maxAgeMs: cacheMs, limit: 10_000 });
  // One statement for all that are asked for in the same turn.
  const freshEpochs = new DataLoader<string, number | null>(readEpochs, { cache: false, maxBatchSize: 1_000 });

  const uses = new Map<string, { at: Date; address: string }>();
  const flushing = setInterval(() => void recordUses(), 1_000).unref();

  /** Of clients that may come; null for others. A token of another epoch has ended. */
  async function readEpochs(ids: readonly string[]): Promise<(number | null)[]> {
    const rows = await sql<
      { id: string; token_epoch: number }[]
    >`select id, token_epoch from auth.api_client where id = any(${ids as string[]}) and disabled_at is null`;
    const byId = new Map(rows.map((row) => [row.id, row.token_epoch]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  const currentEpoch = (clientId: string) =>
    epochs.get(clientId, async () => ({
      value: await freshEpochs.load(clientId),
      concerns: [`client ${clientId}`],
    }));

  function partnerSession(payload: JWTPayload): { session: Session; epoch: number; clientId: string } {
    const clientId = payload.sub as string;
    const epoch = payload['ep'] as number;
    const session: Session = createSession(
      {
        sid: `partner:${clientId}:${payload.jti}`.slice(-200),
        sub: clientId,
        role: 'partner',
        level: 'PARTNER',
        scopes: String(payload['scope'] ?? '')
          .split(' ')
          .filter(Boolean),
        companies: payload['companies'] as number[] | null,
        regions: (payload['regions'] ?? null) as string[] | null,
        customers: payload['customers'] as number[] | null,
        orders: [],
      },
      (payload.exp as number) * 1000,
      {
        concerns: [`client ${clientId}`],
        lookAgain: async () => ((await freshEpochs.load(clientId)) === epoch ? session : null),
      },
    );
    return { session, epoch, clientId };
  }

  return {
    /** Answers a request to /auth/token. Unknown client and wrong secret get equal answers. */
    async issue({ contentType, authorization, body, address, requestId }: TokenRequest): Promise<TokenAnswer> {
      const form =
        contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
          ? new URLSearchParams(body)
          : null;
      if (!form) return problem(400, 'invalid_request', 'send application/x-www-form-urlencoded');
      // In one pass: a body full of names must not cost their square.
      const names = new Set<string>();
      for (const name of form.keys()) {
        if (names.has(name)) return problem(400, 'invalid_request', 'a parameter is given twice');
        names.add(name);
      }
      const basic = readBasic(authorization);
      if (basic === 'malformed') return problem(401, 'invalid_client', 'the Authorization header cannot be read', true);
      // RFC 6749 section 2.3: one way of authentication only. A client_id that merely repeats the header's is no second way.
      if (basic && (form.has('client_secret') || (form.get('client_id') ?? basic.id) !== basic.id))
        return problem(400, 'invalid_request', 'give the client either in the header or in the body');
      const grant = form.get('grant_type');
      if (grant === null) return problem(400, 'invalid_request', 'grant_type is missing');
      if (grant !== 'client_credentials')
        return problem(400, 'unsupported_grant_type', 'only client_credentials is supported');
      const clientId = basic ? basic.id : (form.get('client_id') ?? '');
      const secret = basic ? basic.secret : (form.get('client_secret') ?? '');
      const client = await authenticate(clientId, secret, address).catch((error: unknown) => {
        if (isDatabaseUnavailable(error)) return 'unknown' as const;
        throw error;
      });
      if (client === 'unknown') return problem(503, 'temporarily_unavailable', 'try again in a moment');
      if (!client) {
        refusals.add({ name: clientId.slice(0, 200), reason: 'invalid_client', requestId });
        return problem(401, 'invalid_client', 'unknown client or wrong secret', basic !== null);
      }
      const named = [...new Set((form.get('scope') ?? '').split(' ').filter(Boolean))];
      const asked = named.length > 0 ? named : client.scopes;
      if (asked.some((scope) => !client.scopes.includes(scope))) {
        refusals.add({ name: client.id, reason: 'invalid_scope', requestId });
        return problem(400, 'invalid_scope', 'a scope goes beyond what was granted');
      }
      const now = Math.floor(Date.now() / 1000);
      const signing = keys.signer();
      // A token does not outlive the secret that fetched it.
      const expiresAt = Math.min(now + lifeSeconds, Math.floor(client.secretEndsAt / 1000));
      const token = await new SignJWT({
        scope: asked.join(' '),
        companies: client.companies,
        regions: client.regions,
        customers: client.customers,
        ep: client.token_epoch,
      })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid: signing.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(client.id)
        .setJti(crypto.randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(signing.privateKey);
      return {
        status: 200,
        headers: noStore,
        body: { access_token: token, token_type: 'Bearer', expires_in: expiresAt - now, scope: asked.join(' ') },
      };
    },

    /** The session of an access token; null when it is none of ours, has ended, or was revoked. */
    async sessionOf(token: string): Promise<Session | null> {
      const { generation } = keys.set;
      let known = sessions.get(token);
      if (!known || known.session.endsAt <= Date.now() || known.generation !== generation) {
        const verified = await jwtVerify(token, keys.set, {
          issuer,
          audience,
          typ,
          algorithms: ['EdDSA'],
          requiredClaims: ['exp', 'sub', 'jti', 'ep'],
        }).catch(() => null);
        if (!verified) return null;
        // Several sockets of one client come at once: what the first of them made is the session of all.
        const meanwhile = sessions.get(token);
        if (meanwhile && meanwhile !== known && meanwhile.generation === generation) known = meanwhile;
        else {
          known = { ...partnerSession(verified.payload), generation };
          sessions.set(token, known);
        }
      }
      return (await currentEpoch(known.clientId)) === known.epoch ? known.session : null;
    },

    /** The demo's client and its secret; the same again changes nothing. Never called outside demo mode. */
    async ensureDemoClient(client: {
      id: string;
      name: string;
      scopes: string[];
      companies: number[] | null;
      customers: number[] | null;
      secret: string;
    }): Promise<void> {
      await sql`insert into auth.api_client (id, name, scopes, companies, customers, is_demo) values (${client.id}, ${client.name}, ${client.scopes}, ${client.companies}, ${client.customers}, true) on conflict (id) do nothing`;
      await sql`insert into auth.api_client_secret (client_id, hash, hint) values (${client.id}, ${hashPartnerSecret(pepper, client.secret)}, ${client.secret.slice(-4)}) on conflict do nothing`;
    },

    /** A system that was a demo before keeps none of its clients. */
    async removeDemoClients(): Promise<void> {
      await sql`delete from auth.api_client where is_demo`;
    },

    async [Symbol.asyncDispose]() {
      clearInterval(flushing);
      await recordUses();
    },
  };

  /** Collected and written once a second: a token costs no write of its own. */
  async function recordUses(): Promise<void> {
    if (uses.size === 0) return;
    const rows = [...uses].map(([id, { at, address }]) => [id, at.toISOString(), address] as const);
    uses.clear();
    await sql`
      update auth.api_client_secret s set last_used_at = u.at, last_used_ip = u.ip
      from (select unnest(${rows.map(([id]) => id)}::uuid[]) as id, unnest(${rows.map(([, at]) => at)}::timestamptz[]) as at, unnest(${rows.map(([, , ip]) => ip)}::text[]) as ip) u
      where s.id = u.id`.catch((err) => logger.warn({ err }, 'last use of partner secrets not recorded'));
  }

  async function authenticate(
    clientId: string,
    secret: string,
    address: string,
  ): Promise<(ClientRow & { secretEndsAt: number }) | null> {
    const [client] = await sql<ClientRow[]>`
      select c.id, c.scopes, c.companies, c.regions, c.customers, c.token_epoch, (select coalesce(json_agg(json_build_object('id', s.id, 'hash', encode(s.hash, 'hex'), 'expires_at', s.expires_at)), '[]') from (
        select id, hash, expires_at from auth.api_client_secret s where s.client_id = c.id and s.revoked_at is null and (s.expires_at is null or s.expires_at > now())
        order by s.created_at desc limit ${maxLiveSecrets}) s) as secrets
      from auth.api_client c where c.id = ${idPattern.test(clientId) ? clientId : ''} and c.disabled_at is null`;
    const given = hashPartnerSecret(pepper, secret);
    // Always the same number of comparisons, also for a client that does not exist.
    let fitting: ClientRow['secrets'][number] | null = null;
    for (let i = 0; i < maxLiveSecrets; i += 1) {
      const candidate = client?.secrets[i];
      const fits = equalBytes(candidate ? Buffer.from(candidate.hash, 'hex') : Buffer.alloc(32), given);
      if (fits && candidate) fitting = candidate;
    }
    if (!client || fitting === null) return null;
    uses.set(fitting.id, { at: new Date(), address });
    return {
      ...client,
      secretEndsAt: fitting.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(fitting.expires_at),
    };
  }
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

function problem(status: number, error: string, description: string, withChallenge = false): TokenAnswer {
  return {
    status,
    headers: { ...noStore, ...(withChallenge && { 'www-authenticate': 'Basic realm="milepost"' }) },
    body: { error, error_description: description },
  };
}

export function readBasic(header: string | undefined): { id: string; secret: string } | 'malformed' | null {
  if (header === undefined) return null;
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,2048})$/i.exec(header)?.[1];
  const text = encoded ? Buffer.from(encoded, 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  if (colon < 0) return 'malformed';
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return 'malformed';
  }
}
