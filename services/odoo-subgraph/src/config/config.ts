import {
  ConfigError,
  json,
  keyRingVariable,
  parseEnv,
  readEnv,
  secretText,
  secretValues,
  stopNoticeVariable,
  withSecretFiles,
} from '@milepost/service-kit';
import { z } from 'zod';
import { type OdooApi, odooApis } from '../odoo/transport.ts';
import { type RegionRules, regionRules } from '../region/region-rules.ts';
import { type WriteBackPolicy, writeBackVariable } from '../write-back/policy.ts';

const port = z.coerce.number().int().min(0).max(65535);

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_PORT: port.default(4002),
  PRIVATE_PORT: port.default(4102),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'must be a postgres:// address' }),
  VIEWER_JWKS_URL: z.url().default('http://127.0.0.1:4100/jwks'),
  TRACKING_EVENTS_URL: z.url().default('http://127.0.0.1:4101/events'),
  ODOO_URL: z.url(),
  ODOO_DB: z.string(),
  ODOO_LOGIN: z.string(),
  /** Without it: as Odoo has it. */
  ODOO_API: z.enum(odooApis).optional(),
  KEY_ENCRYPTION_KEY: keyRingVariable,
  SIGNING_KEY_DAYS: z.coerce.number().min(1, 'must be at least 1 day').max(366).default(30),
  SYNC_INTERVAL_MS: z.coerce.number().int().min(50).default(2_000),
  /** Re-read this far behind the cursor: write_date is a transaction's start, and a long one commits late. */
  SYNC_OVERLAP_SECONDS: z.coerce.number().int().min(0).default(150),
  SYNC_PAGE_SIZE: z.coerce.number().int().min(1).max(1_000).default(200),
  /** Between looks at a page of ids, which find what was deleted. */
  SYNC_SWEEP_INTERVAL_MS: z.coerce.number().int().min(50).default(5_000),
  SYNC_GONE_LIMIT_PERCENT: z.coerce.number().int().min(1).max(100).default(50),
  /** What providers are told beside what finds a parcel; of those names only this one is about what tracking is told. */
  SEND_TO_PROVIDERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((name) => name.trim())),
  REGION_RULES: json(regionRules).default([]),
  WRITE_BACK_POLICY: writeBackVariable,
  /** Between two looks at which of our to-dos people have closed. */
  WRITE_BACK_LOOK_SECONDS: z.coerce.number().min(0.05).max(3_600).default(60),
  /** Off only for tests that need thousands of answers. */
  LOOKUP_LIMITS: z.enum(['on', 'off']).default('on'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, message: 'must be a redis:// address' }).optional(),
  /** Different orders that one reader may be shown within an hour without an alarm. */
  AUDIT_READ_ALARM: z.coerce.number().int().min(1).default(500),
  CANARY_ORDERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((name) => name.trim() || [])),
  ROLES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['api', 'worker'])).min(1)),
  STOP_NOTICE_MS: stopNoticeVariable,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  host: string;
  publicPort: number;
  privatePort: number;
  databaseUrl: string;
  viewerJwksUrl: string;
  trackingEventsUrl: string;
  odoo: { url: string; db: string; login: string; api: OdooApi | null };
  /** Age at which a signing key gets its successor. */
  signingKeyDays: number;
  sync: {
    intervalMs: number;
    overlapSeconds: number;
    pageSize: number;
    sweepIntervalMs: number;
    goneLimitPercent: number;
  };
  auditReadAlarm: number;
  lookUps: { isLimited: boolean; canaries: readonly string[] };
  /** For limits shared by all instances; null: each process counts for itself. */
  redisUrl: string | null;
  regionRules: RegionRules;
  /** What is written to Odoo of what tracking tells. */
  writeBack: WriteBackPolicy;
  writeBackLookMs: number;
  /** Tracking is told the postcodes that parcels go to. */
  tellsPostcodes: boolean;
  roles: readonly ('api' | 'worker')[];
  stopNoticeMs: number;
  logLevel: string;
  /** Never logged. */
  secrets: {
    masterKey: string;
    odooApiKey: () => string | null;
    internalEvents: () => readonly string[];
    odooWebhook: () => readonly string[];
  };
}

/** Throws ConfigError naming every problem at once. */
export function loadConfig(from: Record<string, string> = readEnv()): Config {
  const env = withSecretFiles(from, ['KEY_ENCRYPTION_KEY']);
  const given = parseEnv(variables, env);
  return Object.freeze({
    host: given.HOST,
    publicPort: given.PUBLIC_PORT,
    privatePort: given.PRIVATE_PORT,
    databaseUrl: given.DATABASE_URL,
    viewerJwksUrl: given.VIEWER_JWKS_URL,
    trackingEventsUrl: given.TRACKING_EVENTS_URL,
    odoo: {
      url: given.ODOO_URL.replace(/\/$/, ''),
      db: given.ODOO_DB,
      login: given.ODOO_LOGIN,
      api: given.ODOO_API ?? null,
    },
    signingKeyDays: given.SIGNING_KEY_DAYS,
    sync: {
      intervalMs: given.SYNC_INTERVAL_MS,
      overlapSeconds: given.SYNC_OVERLAP_SECONDS,
      pageSize: given.SYNC_PAGE_SIZE,
      sweepIntervalMs: given.SYNC_SWEEP_INTERVAL_MS,
      goneLimitPercent: given.SYNC_GONE_LIMIT_PERCENT,
    },
    auditReadAlarm: given.AUDIT_READ_ALARM,
    lookUps: { isLimited: given.LOOKUP_LIMITS === 'on', canaries: given.CANARY_ORDERS },
    redisUrl: given.REDIS_URL ?? null,
    regionRules: given.REGION_RULES,
    writeBack: given.WRITE_BACK_POLICY,
    writeBackLookMs: given.WRITE_BACK_LOOK_SECONDS * 1_000,
    tellsPostcodes: given.SEND_TO_PROVIDERS.includes('destinationPostalCode'),
    roles: given.ROLES,
    stopNoticeMs: given.STOP_NOTICE_MS,
    logLevel: given.LOG_LEVEL,
    secrets: {
      masterKey: given.KEY_ENCRYPTION_KEY,
      // It may be a password, commas and all.
      odooApiKey: secretText(env, 'ODOO_API_KEY'),
      internalEvents: secretValues(env, 'INTERNAL_EVENTS_SECRET'),
      odooWebhook: webhookSecrets(env),
    },
  });
}

/** They stand in an address, so they are letters that need no encoding there. */
function webhookSecrets(env: Record<string, string>): () => readonly string[] {
  const secrets = secretValues(env, 'ODOO_WEBHOOK_SECRET');
  for (const secret of secrets())
    if (!/^[A-Za-z0-9_-]{24,200}$/.test(secret))
      throw new ConfigError(
        'The configuration cannot be used:\n  ODOO_WEBHOOK_SECRET: must be 24 to 200 letters, digits, "-" and "_"',
      );
  return secrets;
}
