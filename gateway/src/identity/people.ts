import type { IncomingMessage } from 'node:http';
import {
  BadUserInputError,
  clientDefaults,
  type Logger,
  type RefusalAudit,
  type Sql,
  UpstreamUnavailableError,
} from '@milepost/service-kit';
import { APIError } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth';
import postgres from 'postgres';
import type { DemoAccount } from '../config.ts';
import { answerJson } from '../http/answers.ts';
import type { MailQueue } from '../mail/mail-queue.ts';
import { answerMailbox } from '../mail/mailbox-page.ts';
import type { AuthChanges } from './auth-changes.ts';
import { credentialsOf } from './credentials.ts';
import type { AccountsOf } from './customer-accounts.ts';
import { minPasswordLength, setPassword } from './local-staff.ts';
import { cookieNameFor, createAuth } from './people-auth.ts';
import { type CompanySignIn, companyProvider, createStaffGrants, followIssuer } from './people-company.ts';
import { type CustomerTiming, createCustomerGrants } from './people-customers.ts';
import { ensureDemoAccounts, removeDemoAccounts } from './people-demo.ts';
import { createPeopleHandler, type PeopleRoute, readJson, textOf } from './people-handler.ts';
import { linkMail } from './people-link-mail.ts';
import { createLinkRequests, type LinkKeys, linkAddress } from './people-links.ts';
import { findMe } from './people-me.ts';
import { refuseUsedTotp, secondFactorRoutes } from './people-second-factor.ts';
import { createPersonSessions } from './people-session.ts';
import { countSignInRefusal } from './sign-in-refusals.ts';

const noStore = { 'cache-control': 'no-store' };

/** People: staff and business customers. The library says who signed in; what they may see stands in our grants. */
export function createPeople({
  sql,
  databaseUrl,
  secret,
  linkKeys,
  publicOrigin,
  brand,
  mail,
  withMailbox,
  needsSecondFactor,
  accountsOf,
  company,
  addressOf,
  refusals,
  logger,
  cacheMs,
  lastUseMs,
  customers: timing,
  changes,
  companyLookMs,
}: {
  sql: Sql;
  databaseUrl: string;
  secret: string;
  linkKeys: LinkKeys;
  publicOrigin: string;
  /** As which mails sign. */
  brand: string;
  mail: MailQueue;
  /** Shows caught mails; demo mode only. */
  withMailbox: boolean;
  /** Whether staff who sign in with a password must have a second factor. */
  needsSecondFactor: boolean;
  accountsOf: AccountsOf;
  /** Single sign-on of staff; null: none. */
  company: CompanySignIn | null;
  addressOf: (request: IncomingMessage) => string;
  /** Of sign-ins, for the audit. */
  refusals: Pick<RefusalAudit, 'add'>;
  logger: Logger;
  /** A session is looked up again after this long at the latest, so that a sign-out takes effect. */
  cacheMs: number;
  /** How often last uses of sessions are written down. */
  lastUseMs: number;
  customers: CustomerTiming;
  changes: AuthChanges;
  companyLookMs: number;
}) {
  const client = postgres(databaseUrl, {
    max: 4,
    ...clientDefaults,
    connection: { application_name: 'milepost-gateway-people' },
  });
  const cookieName = cookieNameFor(publicOrigin);
  const grants = createCustomerGrants({ sql, accountsOf, logger, timing });
  const staffGrants = createStaffGrants({ sql, company, logger });
  const build = (provider: GenericOAuthConfig | null) =>
    createAuth({
      client,
      secret,
      publicOrigin,
      brand,
      logger,
      mailLink: ({ email, token }) => mail.sendMail(linkMail({ to: email, token, publicOrigin, brand })),
      judge: staffGrants.judge,
      provider,
      async mayStartSession({ userId, path, body }) {
        if (path === '/magic-link/verify') return refuseStaffByLink(userId);
        if (path === '/callback/:id') return staffGrants.write(userId);
        if (path === '/two-factor/verify-totp')
          return refuseUsedTotp(sql, { userId, code: String((body as { code?: unknown } | undefined)?.code) });
        // Another door of the library, opened by mistake or by its next version, is none of ours.
        if (path !== '/sign-in/email' && path !== '/two-factor/verify-backup-code')
          throw new APIError('FORBIDDEN', { message: 'nobody signs in this way' });
      },
    });
  let auth = build(null);
  const issuer =
    company &&
    followIssuer({
      company,
      lookMs: companyLookMs,
      logger,
      async rebuild(provider) {
        const next = build(provider);
        const { socialProviders } = await next.$context;
        if (!socialProviders.some(({ id }) => id === companyProvider))
          throw new Error('the sign-in library did not take the issuer');
        auth = next;
      },
    });

  /** The library's links know neither second factors nor our staff: who has another way of signing in does not get in by one. */
  async function refuseStaffByLink(userId: string): Promise<void> {
    const [person] = await sql<{ email: string; has_other_way: boolean }[]>`
      select email, auth.has_other_way(id) from auth."user" where id = ${userId}`;
    if (!person || person.has_other_way)
      throw new APIError('FORBIDDEN', { code: 'OTHER_WAY', message: 'this account signs in another way' });
    const standing = await grants.refresh(person.email);
    if (standing === 'none')
      throw new APIError('FORBIDDEN', { code: 'NO_ACCOUNT', message: 'this address belongs to no customer account' });
    if (standing === 'unknown')
      throw new APIError('SERVICE_UNAVAILABLE', {
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'customer accounts cannot be looked up now; ask for a new link in a few minutes',
      });
  }

  const links = mail.isOn
    ? createLinkRequests({
        sql,
        keys: linkKeys,
        grants,
        sendLink: async (email) => void (await auth.api.signInMagicLink({ body: { email }, headers: new Headers() })),
        logger,
      })
    : null;

  const routes: Record<string, PeopleRoute> = {
    ...secondFactorRoutes,
    /** Who is signed in: for our own pages, so by the rule for cookies. */
    'GET /me': async (request, response) => {
      const credentials = credentialsOf(request.headers, {
        origins: new Set([publicOrigin]),
        cookieName,
        isUpgrade: false,
      });
      const me =
        credentials.kind === 'cookie'
          ? await findMe({ auth, sql, cookie: `${cookieName}=${credentials.value}`, needsSecondFactor })
          : null;
      answerJson(response, 200, { me }, noStore);
    },
    /** Nothing else the library takes here: `rememberMe: false` makes a session of 24 hours. */
    'POST /sign-in/email': async (request, _response, passOn) => {
      const { email, password } = await readJson(request, 'email');
      await passOn({ email: textOf(email, 'email'), password: textOf(password, 'password') });
    },
    /** By the one-time link of `npm run people`. */
    'POST /set-password': async (request, response) => {
      const given = await readJson(request, 'token');
      const [token, password] = [textOf(given['token'], 'token'), textOf(given['password'], 'password')];
      if (password.length < minPasswordLength || password.length > 128)
        throw new BadUserInputError('password', `the password must have ${minPasswordLength} to 128 characters`);
      const hash = await (await auth.$context).password.hash(password);
      const isSet = await setPassword(sql, { token, hash });
      answerJson(
        response,
        isSet ? 200 : 410,
        isSet ? { status: true } : { status: false, message: 'this link has ended' },
        noStore,
      );
    },
    /** Which ways of signing in there are. */
    'GET /ways': async (_request, response) =>
      answerJson(
        response,
        200,
        {
          password: true,
          link: links !== null,
          company: issuer && (issuer.isReady ? 'ready' : 'starting'),
          mailbox: withMailbox,
        },
        noStore,
      ),
    ...(links && {
      'POST /sign-in/magic-link': async (request, response) => {
        const { email } = await readJson(request, 'email');
        if (typeof email !== 'string' || email.length > 320)
          throw new BadUserInputError('email', 'email must be a text of at most 320 characters');
        const address = linkAddress(email);
        if (address) await links.add(address);
        answerJson(response, 200, { status: true }, noStore);
      },
    }),
    ...(issuer && {
      'POST /sign-in/social': async (request, _response, passOn) => {
        const { provider } = await readJson(request, 'provider');
        if (provider !== companyProvider)
          throw new BadUserInputError('provider', `provider must be "${companyProvider}"`);
        if (!issuer.isReady)
          throw new UpstreamUnavailableError('the single sign-on cannot be reached yet; try again in a minute');
        // Nothing else the library takes here: an ID token in place of the round trip, other scopes, other pages to come back to.
        await passOn({ provider, callbackURL: '/account', errorCallbackURL: '/sign-in' });
      },
    }),
    ...(withMailbox && { 'GET /mailbox': (request, response) => answerMailbox(request, response, mail) }),
  };
  const sessions = createPersonSessions({
    auth: () => auth,
    sql,
    cookieName,
    grants,
    needsSecondFactor,
    cacheMs,
    lastUseMs,
    logger,
    changes,
  });

  return {
    handle: createPeopleHandler({
      auth: () => auth,
      within: staffGrants.run,
      publicOrigin,
      addressOf,
      onAnswer: (answer) => countSignInRefusal(refusals, answer),
      routes,
    }),
    cookieName,
    hasLinks: links !== null,
    sessionOf: sessions.sessionOf,
    ensureDemoAccounts: (accounts: readonly DemoAccount[]) => ensureDemoAccounts({ sql, auth, accounts }),
    removeDemoAccounts: () => removeDemoAccounts(sql),
    async [Symbol.asyncDispose]() {
      await issuer?.[Symbol.asyncDispose]();
      await links?.[Symbol.asyncDispose]();
      await sessions[Symbol.asyncDispose]();
      await client.end({ timeout: 2 });
    },
  };
}
