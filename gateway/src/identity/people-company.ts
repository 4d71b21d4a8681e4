import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger, Sql } from '@milepost/service-kit';
import { APIError } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth';
import { decodeJwt } from 'jose';
import { claimsOf, discover, discoveryUrlOf, type OidcDiscovery } from './oidc-discovery.ts';
import { grantOfGroups, type StaffGrant, type StaffRoles } from './staff-roles.ts';

/** The library's name of the one provider; part of the callback's address, which is registered with the issuer. */
export const companyProvider = 'company';

export interface CompanySignIn {
  issuer: string;
  clientId: string;
  /** Asked for each time: its file may have changed. */
  clientSecret: () => string;
  groupsClaim: string;
  roles: StaffRoles;
}

/** The library's settings for the company's single sign-on. */
function companyProviderConfig({
  company: { issuer, clientId, groupsClaim },
  clientSecret,
  discovery,
}: {
  company: CompanySignIn;
  clientSecret: string;
  discovery: OidcDiscovery;
}): GenericOAuthConfig {
  return {
    providerId: companyProvider,
    discoveryUrl: discoveryUrlOf(issuer),
    clientId,
    clientSecret,
    authentication: discovery.token_endpoint_auth_methods_supported.includes('client_secret_basic') ? 'basic' : 'post',
    scopes: ['openid', 'email', 'profile', ...(discovery.scopes_supported?.includes('groups') ? ['groups'] : [])],
    pkce: true,
    requireIdTokenVerification: true,
    // With the issuer: another one's subject of the same name is somebody else.
    accountSubject: ({ profile }) => `${issuer}#${String(profile['sub'])}`,
    async getUserInfo({ idToken, accessToken }) {
      // Verified by the library before; without one there is nobody.
      const claims =
        idToken &&
        (await claimsOf({
          idTokenClaims: decodeJwt(idToken),
          accessToken,
          wanted: ['email', groupsClaim],
          discovery,
        }).catch(() => null));
      if (!claims) return null;
      const { sub, email, email_verified: isVerified, name } = claims;
      const address = typeof email === 'string' ? email : null;
      return {
        ...claims,
        id: String(sub),
        email: address,
        emailVerified: isVerified === true,
        name: typeof name === 'string' && name ? name : (address ?? ''),
      } as never;
    },
  };
}

/**
 * Rights of staff who come by single sign-on: from their groups, at each sign-in, into our own table. The library would drop them silently (its fields are not for the
 * issuer to write).
 */
export function createStaffGrants({
  sql,
  company,
  logger,
}: {
  sql: Sql;
  company: CompanySignIn | null;
  logger: Logger;
}) {
  /** What one callback has found out so far; the library's hooks have no other place for it. */
  const signingIn = new AsyncLocalStorage<{ grant: StaffGrant | null }>();

  return {
    /** Runs one request of the library. */
    run: <T>(request: () => Promise<T>): Promise<T> => signingIn.run({ grant: null }, request),

    /** Whom the issuer sends: nobody without a group of ours, and nobody into an account that exists already. */
    async judge({
      userId,
      action,
      claims,
    }: {
      userId: string | undefined;
      action: string;
      claims: Record<string, unknown>;
    }): Promise<{ error: string } | undefined> {
      if (!company || action === 'link-account') return { error: 'account_not_linked' };
      const grant = grantOfGroups(claims[company.groupsClaim], company.roles);
      const store = signingIn.getStore();
      if (store && grant) {
        store.grant = grant;
        return;
      }
      if (userId && action === 'sign-in') await withdraw(userId);
      return { error: 'no_role' };
    },

    /** The grant of this sign-in, before its session begins. Throws when there is none. */
    async write(userId: string): Promise<void> {
      const grant = signingIn.getStore()?.grant;
      if (!grant) throw new APIError('FORBIDDEN', { code: 'no_role', message: 'no group of this account has a role' });
      await sql`
        insert into auth.staff_grant (user_id, role, companies, regions) values (${userId}, ${grant.role}, ${grant.companies}, ${grant.regions})
        on conflict (user_id) do update set role = excluded.role, companies = excluded.companies, regions = excluded.regions`;
    },
  };

  async function withdraw(userId: string): Promise<void> {
    await sql.begin(async (tx) => {
      await tx`delete from auth.staff_grant where user_id = ${userId}`;
      await tx`delete from auth.session where user_id = ${userId}`;
    });
    logger.info({ user: userId }, 'staff access ended: no group with a role any more');
  }
}

const retryMs = { first: 1_000, most: 30_000 };

/**
 * Keeps trying to reach the issuer and says when it is known: the library learns of a provider only when it is built. Builds again when the client secret's file changes.
 */
export function followIssuer({
  company,
  rebuild,
  logger,
  lookMs,
}: {
  company: CompanySignIn;
  /** Throws when the library did not take the provider. */
  rebuild: (provider: GenericOAuthConfig) => Promise<void>;
  logger: Logger;
  /** How often it is looked whether the client secret has changed. */
  lookMs: number;
}) {
  let builtWith: string | null = null;
  let failures = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const clientSecret = company.clientSecret();
    if (clientSecret === builtWith) return;
    try {
      const discovery = await discover(company.issuer);
      await rebuild(companyProviderConfig({ company, clientSecret, discovery }));
      builtWith = clientSecret;
      failures = 0;
      logger.info({ issuer: company.issuer }, 'single sign-on is ready');
    } catch (err) {
      failures += 1;
      if (failures === 1 || failures % 10 === 0)
        logger.warn({ err, issuer: company.issuer }, 'the issuer cannot be used; trying again');
    }
  }
  const next = () => {
    if (isStopped) return;
    const wait = failures > 0 ? Math.min(retryMs.first * 2 ** (failures - 1), retryMs.most) : lookMs;
    timer = setTimeout(() => {
      running = look().then(next);
    }, wait).unref();
  };
  let running = look().then(next);
  return {
    get isReady() {
      return builtWith !== null;
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
