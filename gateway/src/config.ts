import type { BlockList } from 'node:net';
import {
  type Brand,
  json,
  keyRingVariable,
  parseEnv,
  parseNetworks,
  readBrands,
  readEnv,
  secretText,
  secretValues,
  stopNoticeVariable,
  withSecretFiles,
} from '@milepost/service-kit';
import { z } from 'zod';
import type { CompanySignIn } from './identity/people-company.ts';
import { staffRoles } from './identity/staff-roles.ts';
import type { ClientKind } from './limits/clients.ts';

const port = z.coerce.number().int().min(0).max(65535);
const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http:// or https:// address' });

/** Not below what one operation may cost. */
const costPerMinute = z.coerce.number().int().min(20_000).max(2_000_000_000);
const connections = z.coerce.number().int().min(1).max(1_000_000);

const demoAccount = z
  .object({
    kind: z.enum(['customer', 'agent', 'operator']),
    /** Shown to colleagues; the e-mail address when left out. */
    name: z.string().optional(),
    email: z.email(),
    password: z.string().min(8),
    /** Odoo commercial partner ids, for a customer. */
    customers: z.array(z.number().int().positive()).default([]),
  })
  .transform((account) => ({ ...account, name: account.name ?? account.email }));
export type DemoAccount = z.infer<typeof demoAccount>;

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_PORT: port.default(4000),
  PRIVATE_PORT: port.default(4100),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'must be a postgres:// address' }),
  ODOO_SUBGRAPH_URL: httpUrl.default('http://127.0.0.1:4102/graphql'),
  TRACKING_SUBGRAPH_URL: httpUrl.default('http://127.0.0.1:4101/graphql'),
  ORDER_ACCESS_JWKS_URL: httpUrl.default('http://127.0.0.1:4102/jwks'),
  PORTAL_URL: z.url({ protocol: /^http$/, message: 'must be an http:// address' }).optional(),
  PUBLIC_ORIGIN: httpUrl.default('http://localhost:4000'),
  KEY_ENCRYPTION_KEY: keyRingVariable,
  SIGNING_KEY_DAYS: z.coerce.number().min(1, 'must be at least 1 day').max(366).default(30),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, message: 'must be an smtp:// or smtps:// address' }).optional(),
  MAIL_FROM: z.string().max(320).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, message: 'must be an https:// address' }).optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  OIDC_GROUPS_CLAIM: z.string().max(200).default('groups'),
  OIDC_ROLES: json(staffRoles).optional(),
  BRAND_NAME: z.string().max(60).default('Milepost'),
  BRANDS_DIR: z.string().max(1_000).optional(),
  EXECUTOR: z.enum(['rust', 'js']).default('rust'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return {
          all: parseNetworks(text),
          // The portal asks for its readers, from this machine.
          forGraphql: parseNetworks(`127.0.0.0/8, ::1, ${text}`),
        };
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, message: 'must be a redis:// address' }).optional(),
  STOP_NOTICE_MS: stopNoticeVariable,
  /** Off only for tests that need thousands of answers. */
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  RATE_LIMIT_ADDRESS: costPerMinute.default(300_000),
  RATE_LIMIT_ORDER: costPerMinute.default(600_000),
  RATE_LIMIT_PERSON: costPerMinute.default(3_000_000),
  RATE_LIMIT_PARTNER: costPerMinute.default(30_000_000),
  CONNECTION_LIMIT_ADDRESS: connections.default(500),
  CONNECTION_LIMIT_ORDER: connections.default(50),
  CONNECTION_LIMIT_PERSON: connections.default(100),
  CONNECTION_LIMIT_PARTNER: connections.default(10_000),
  DEMO_MODE: z.enum(['0', '1', 'false', 'true']).default('0'),
  DEMO_ACCOUNTS: json(z.array(demoAccount)).default([]),
  DEMO_PARTNER_CLIENT_ID: z.string().optional(),
  DEMO_PARTNER_CLIENT_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** Demo accounts have known passwords: they exist only where nobody else can reach them. */
const checked = variables.superRefine((given, context) => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (given.SMTP_URL && !given.MAIL_FROM) refuse('MAIL_FROM', 'must be set with SMTP_URL: whom mails are from');
  if (given.OIDC_ISSUER) {
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'] as const)
      if (!given[name]) refuse(name, 'must be set with OIDC_ISSUER');
    const { protocol, hostname } = new URL(given.OIDC_ISSUER);
    if (protocol !== 'https:' && !isLoopback(hostname)) refuse('OIDC_ISSUER', 'must be an https:// address');
  }
  if (given.DEMO_MODE !== '1' && given.DEMO_MODE !== 'true') return;
  if (!isLoopback(given.HOST)) refuse('HOST', 'must be a loopback address while DEMO_MODE is on');
  if (given.OIDC_ISSUER) refuse('OIDC_ISSUER', 'cannot be combined with DEMO_MODE: demo and real never mix');
  for (const name of ['DATABASE_URL', 'PUBLIC_ORIGIN'] as const)
    if (!isLoopback(new URL(given[name]).hostname)) refuse(name, 'must be on loopback while DEMO_MODE is on');
});

export interface Config {
  host: string;
  publicPort: number;
  privatePort: number;
  databaseUrl: string;
  subgraphs: { odoo: string; tracking: string };
  orderAccessJwksUrl: string;
  portalUrl: string | null;
  publicOrigin: string;
  /** Single sign-on of staff; null: none. */
  company: CompanySignIn | null;
  /** As which mails sign. */
  brand: string;
  /** Brands of companies, whose names mails about their orders come by. */
  brands: readonly Brand[];
  /** Whether mails leave by SMTP, are caught and shown on the local mailbox page (demo), or are off. */
  mail: { kind: 'smtp'; from: string } | { kind: 'caught' } | { kind: 'off' };
  executor: 'rust' | 'js';
  /** Age at which a signing key gets its successor. */
  signingKeyDays: number;
  /** Whose X-Forwarded-For is believed; for operations also this machine's, because the portal asks on behalf of its readers. Null: nobody's. */
  trustedProxies: { all: BlockList | null; forGraphql: BlockList | null };
  /** For limits shared by all instances; null: each process counts for itself. */
  redisUrl: string | null;
  stopNoticeMs: number;
  /** What one client may ask for in a minute, and how many sockets, or streams, it may hold open; null: no limits. */
  rateLimits: { costPerMinute: Record<ClientKind, number>; connections: Record<ClientKind, number> } | null;
  demo:
    | { enabled: false }
    | { enabled: true; accounts: readonly DemoAccount[]; partner: { clientId: string; clientSecret: string } | null };
  logLevel: string;
  /** Never logged. */
  secrets: {
    masterKey: string;
    auth: string;
    smtpUrl: () => string;
    /** What our services sign with among themselves; none: nothing of theirs is believed. */
    internalEvents: () => readonly string[];
  };
}

/** Throws ConfigError naming every problem at once. */
export function loadConfig(from: Record<string, string> = readEnv()): Config {
  const env = withSecretFiles(from, ['KEY_ENCRYPTION_KEY', 'AUTH_SECRET', 'SMTP_URL', 'OIDC_CLIENT_SECRET']);
  const given = parseEnv(checked, env);
  const smtpUrl = secretText(from, 'SMTP_URL');
  const clientSecret = secretText(from, 'OIDC_CLIENT_SECRET');
  const isDemo = given.DEMO_MODE === '1' || given.DEMO_MODE === 'true';
  const partner =
    given.DEMO_PARTNER_CLIENT_ID && given.DEMO_PARTNER_CLIENT_SECRET
      ? { clientId: given.DEMO_PARTNER_CLIENT_ID, clientSecret: given.DEMO_PARTNER_CLIENT_SECRET }
      : null;
  const config: Config = {
    host: given.HOST,
    publicPort: given.PUBLIC_PORT,
    privatePort: given.PRIVATE_PORT,
    databaseUrl: given.DATABASE_URL,
    subgraphs: { odoo: given.ODOO_SUBGRAPH_URL, tracking: given.TRACKING_SUBGRAPH_URL },
    orderAccessJwksUrl: given.ORDER_ACCESS_JWKS_URL,
    portalUrl: given.PORTAL_URL ?? null,
    publicOrigin: new URL(given.PUBLIC_ORIGIN).origin,
    company: given.OIDC_ISSUER
      ? {
          issuer: given.OIDC_ISSUER,
          clientId: given.OIDC_CLIENT_ID ?? '',
          clientSecret: () => clientSecret() ?? '',
          groupsClaim: given.OIDC_GROUPS_CLAIM,
          roles: given.OIDC_ROLES ?? [],
        }
      : null,
    brand: given.BRAND_NAME,
    brands: given.BRANDS_DIR ? readBrands(given.BRANDS_DIR) : [],
    mail: given.SMTP_URL ? { kind: 'smtp', from: given.MAIL_FROM as string } : { kind: isDemo ? 'caught' : 'off' },
    executor: given.EXECUTOR,
    signingKeyDays: given.SIGNING_KEY_DAYS,
    trustedProxies: given.TRUSTED_PROXIES,
    redisUrl: given.REDIS_URL ?? null,
    stopNoticeMs: given.STOP_NOTICE_MS,
    rateLimits:
      given.RATE_LIMITS === 'off'
        ? null
        : {
            costPerMinute: {
              address: given.RATE_LIMIT_ADDRESS,
              order: given.RATE_LIMIT_ORDER,
              person: given.RATE_LIMIT_PERSON,
              partner: given.RATE_LIMIT_PARTNER,
            },
            connections: {
              address: given.CONNECTION_LIMIT_ADDRESS,
              order: given.CONNECTION_LIMIT_ORDER,
              person: given.CONNECTION_LIMIT_PERSON,
              partner: given.CONNECTION_LIMIT_PARTNER,
            },
          },
    demo: isDemo ? { enabled: true, accounts: given.DEMO_ACCOUNTS, partner } : { enabled: false },
    logLevel: given.LOG_LEVEL,
    secrets: {
      masterKey: given.KEY_ENCRYPTION_KEY,
      auth: given.AUTH_SECRET,
      smtpUrl: () => smtpUrl() ?? '',
      internalEvents: secretValues(from, 'INTERNAL_EVENTS_SECRET'),
    },
  };
  return Object.freeze(config);
}
