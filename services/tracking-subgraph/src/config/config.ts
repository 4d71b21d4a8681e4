import type { BlockList } from 'node:net';
import {
  ConfigError,
  keyRingVariable,
  parseEnv,
  parseNetworks,
  readEnv,
  secretValues,
  stopNoticeVariable,
  withSecretFiles,
} from '@milepost/service-kit';
import { z } from 'zod';
import type { Retention } from '../archive/retention.ts';
import { findCarrier } from '../carrier/carriers.ts';
import { type CasePolicy, casePolicy } from '../case/case-policy.ts';
import type { WebhookCheck } from '../connectors/connector.ts';
import { connectors } from '../connectors/connectors.ts';
import { type Switchable, switchable } from '../registration/told-fields.ts';

const port = z.coerce.number().int().min(0).max(65535);

const registering = connectors.flatMap(({ provider, createRegistrar }) => (createRegistrar ? provider : []));

/** Days, or `never`. */
const days = (otherwise: number | null) =>
  z
    .union([z.literal('never').transform(() => null), z.coerce.number().int().min(1).max(36_500)])
    .optional()
    .transform((value) => (value === undefined ? otherwise : value));

const networks = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return parseNetworks(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_PORT: port.default(4001),
  PRIVATE_PORT: port.default(4101),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'must be a postgres:// address' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  VIEWER_JWKS_URL: z.url().default('http://127.0.0.1:4100/jwks'),
  KEY_ENCRYPTION_KEY: keyRingVariable,
  /** Delivery method in Odoo -> carrier code, as JSON: rules of who carries what, beneath those that operators publish. */
  CARRIER_MAPPING: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        const mapping = z.record(z.string(), z.string()).parse(JSON.parse(text));
        const strange = Object.values(mapping).filter((code) => !findCarrier(code));
        if (strange.length > 0)
          context.addIssue({ code: 'custom', message: `names carriers that we do not know: ${strange.join(', ')}` });
        return mapping;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON object from delivery method to carrier code' });
        return z.NEVER;
      }
    }),
  TRUSTED_PROXIES: networks,
  /** Different shipments that one reader may be shown personal data of within an hour without an alarm. */
  AUDIT_READ_ALARM: z.coerce.number().int().min(1).default(500),
  ROLES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['api', 'worker'])).min(1)),
  /** Seconds from the start of one listing of what changed at a provider to the next. */
  POLL_INTERVAL_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
  /** Providers at which numbers are registered, the preferred one first; none: nothing is. */
  REGISTER_AT: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .pipe(z.array(z.enum(registering, { message: `must name providers with an API: ${registering.join(', ')}` }))),
  /** Carrier code -> provider, where another than the preferred one is to track it, as JSON. */
  REGISTER_CARRIERS_AT: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.enum(registering)).parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON object from carrier code to provider' });
        return z.NEVER;
      }
    }),
  /** Fields that providers are told beside what finds a parcel; none. */
  SEND_TO_PROVIDERS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .pipe(z.array(z.enum(switchable, { message: `must name fields of ${switchable.join(', ')}` }))),
  /** Rounds of registration side by side, for each provider. */
  REGISTRATION_WORKERS: z.coerce.number().int().min(1).max(32).default(2),
  /** The first wait before a provider is asked again; each is twice as long, up to a quarter of an hour. */
  REGISTRATION_RETRY_SECONDS: z.coerce.number().min(0.05).max(900).default(15),
  /** Minutes after which what waits for a provider that does not answer goes to another one of REGISTER_AT; a refused key and a used-up quota count at once. `never`: it waits. */
  REGISTRATION_FAIL_OVER_MINUTES: z
    .union([z.literal('never').transform(() => null), z.coerce.number().min(0).max(10_080)])
    .default(15),
  /** After so long without a word another process does a dead one's work. */
  REGISTRATION_LEASE_SECONDS: z.coerce.number().int().min(5).max(3_600).default(120),
  /** Goods that left longer ago are not registered when they are first heard of; those of another limit come behind everything live. */
  REGISTER_WITHIN_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  BACK_FILL_AFTER_DAYS: z.coerce.number().int().min(1).max(365).default(3),
  /** Thresholds, business calendar and tiers of cases, as JSON; what is left out is as docs/cases.md says. */
  CASE_POLICY: z
    .string()
    .default('{}')
    .transform((text, context) => {
      let given: unknown;
      try {
        given = JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON object' });
        return z.NEVER;
      }
      const read = casePolicy.safeParse(given);
      if (read.success) return read.data;
      for (const { path, message } of read.error.issues)
        context.addIssue({ code: 'custom', message: `${path.join('.')}: ${message}` });
      return z.NEVER;
    }),
  RETENTION_RAW_DAYS: days(180),
  RETENTION_UNMATCHED_DAYS: days(30),
  RETENTION_DEAD_LETTER_DAYS: days(90),
  RETENTION_OUTBOX_DAYS: days(14),
  ARCHIVE_AFTER_DAYS: days(90),
  RETENTION_SHIPMENT_DAYS: days(null),
  RETENTION_CASE_DAYS: days(730),
  STOP_NOTICE_MS: stopNoticeVariable,
  /** Where odoo-subgraph is told what happens; left out: it is not. */
  ODOO_SUBGRAPH_EVENTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Networks into which webhook endpoints may lead although they are not public, by http:// too; none. */
  WEBHOOK_PRIVATE_ADDRESSES: networks,
  /** Networks from which proofs of delivery may be fetched although they are not public, by http:// too; none. */
  DOCUMENT_PRIVATE_ADDRESSES: networks,
  /** A proof of delivery has so long to come, from the first byte to the last. */
  DOCUMENT_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(120).default(20),
  /** A receiver has so long for its answer. */
  WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(60).default(15),
  /** An endpoint that accepts nothing for so long is switched off. */
  WEBHOOK_DISABLE_AFTER_HOURS: z.coerce
    .number()
    .min(1)
    .max(24 * 365)
    .default(120),
  /** How long what an endpoint was sent stays in its log. */
  RETENTION_WEBHOOK_LOG_DAYS: days(14),
  /** How long milestones are kept for endpoints that have not got them, beyond RETENTION_OUTBOX_DAYS. */
  RETENTION_WEBHOOK_BACKLOG_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Each provider's, by the names its connector gives. */
const providerVariables = z.object(
  Object.fromEntries(connectors.map(({ variables }) => [`${variables}_WEBHOOK_ADDRESSES`, networks])),
);

/** How one provider reaches us, and we it. Functions, because secrets may change under way; never logged. */
export interface ProviderConfig {
  /** Where its webhooks may come from; null: from anywhere. */
  addresses: BlockList | null;
  webhookSecrets: () => readonly string[];
  /** The check of its webhooks, with its settings. */
  verify: WebhookCheck;
  /** What its address ends in, where that is demanded. */
  pathTokens: () => readonly string[];
  apiKeys: () => readonly string[];
  /** Null: the provider's own. */
  apiUrl: string | null;
}

export interface Config {
  host: string;
  publicPort: number;
  privatePort: number;
  databaseUrl: string;
  redisUrl: string | null;
  viewerJwksUrl: string;
  carrierMapping: Readonly<Record<string, string>>;
  /** By the connector's name. */
  providers: ReadonlyMap<string, ProviderConfig>;
  /** Whose X-Forwarded-For is believed; null: nobody's. */
  trustedProxies: BlockList | null;
  auditReadAlarm: number;
  pollIntervalMs: number;
  roles: readonly ('api' | 'worker')[];
  /** Of registrations at providers. */
  registration: {
    maxAgeMs: number;
    freshMs: number;
    /** The preferred one first. */
    providers: readonly string[];
    byCarrier: Readonly<Record<string, string>>;
    sends: readonly Switchable[];
    workers: number;
    retryMs: number;
    leaseSeconds: number;
    failOverMs: number | null;
  };
  /** Proofs of delivery that are fetched from providers. */
  documents: {
    /** Networks that count as public; null: none. */
    privateAddresses: BlockList | null;
    timeoutMs: number;
  };
  webhooks: {
    /** Null: none. */
    privateAddresses: BlockList | null;
    timeoutMs: number;
    disableAfterMs: number;
    /** Our own services by name; null: not told. */
    services: Readonly<Record<string, string | null>>;
  };
  /** The gateway's private address. */
  gatewayUrl: string;
  retention: Retention;
  /** When cases open, and by when somebody has to look. */
  cases: CasePolicy;
  stopNoticeMs: number;
  logLevel: string;
  /** Never logged. Functions, because secrets may change under way. */
  secrets: { masterKey: string; internalEvents: () => readonly string[] };
}

/** Throws ConfigError naming every problem at once. */
export function loadConfig(from: Record<string, string> = readEnv()): Config {
  const env = withSecretFiles(from, ['KEY_ENCRYPTION_KEY']);
  const given = parseEnv(
    variables.superRefine((value, context) => {
      const { ARCHIVE_AFTER_DAYS: archive, RETENTION_OUTBOX_DAYS: outbox, RETENTION_SHIPMENT_DAYS: shipment } = value;
      const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      for (const [carrier, provider] of Object.entries(value.REGISTER_CARRIERS_AT)) {
        if (!findCarrier(carrier)) problem('REGISTER_CARRIERS_AT', `there is no carrier "${carrier}"`);
        if (!value.REGISTER_AT.includes(provider))
          problem('REGISTER_CARRIERS_AT', `${provider} is not among REGISTER_AT`);
      }
      for (const provider of value.REGISTER_AT) {
        const variable = `${connectors.find((one) => one.provider === provider)?.variables}_API_KEY`;
        if (!(variable in env) && !(`${variable}_FILE` in env))
          problem('REGISTER_AT', `${variable} is needed to register at ${provider}`);
      }
      // What subscribers may still ask for has to be at hand.
      if (archive !== null && (outbox === null || archive < outbox))
        problem('ARCHIVE_AFTER_DAYS', 'must not be less than RETENTION_OUTBOX_DAYS');
      const backlog = value.RETENTION_WEBHOOK_BACKLOG_DAYS;
      if (backlog !== undefined && ((archive !== null && backlog > archive) || (outbox !== null && backlog < outbox)))
        problem(
          'RETENTION_WEBHOOK_BACKLOG_DAYS',
          'must not be less than RETENTION_OUTBOX_DAYS, nor more than ARCHIVE_AFTER_DAYS',
        );
      if (shipment !== null && (archive === null || shipment <= archive))
        problem('RETENTION_SHIPMENT_DAYS', 'must be more than ARCHIVE_AFTER_DAYS');
    }),
    env,
  );
  return Object.freeze({
    host: given.HOST,
    publicPort: given.PUBLIC_PORT,
    privatePort: given.PRIVATE_PORT,
    databaseUrl: given.DATABASE_URL,
    redisUrl: given.REDIS_URL ?? null,
    viewerJwksUrl: given.VIEWER_JWKS_URL,
    carrierMapping: given.CARRIER_MAPPING,
    providers: readProviders(env),
    trustedProxies: given.TRUSTED_PROXIES,
    auditReadAlarm: given.AUDIT_READ_ALARM,
    pollIntervalMs: given.POLL_INTERVAL_SECONDS * 1_000,
    roles: given.ROLES,
    registration: {
      maxAgeMs: given.REGISTER_WITHIN_DAYS * 86_400_000,
      freshMs: given.BACK_FILL_AFTER_DAYS * 86_400_000,
      providers: given.REGISTER_AT,
      byCarrier: given.REGISTER_CARRIERS_AT,
      sends: given.SEND_TO_PROVIDERS,
      workers: given.REGISTRATION_WORKERS,
      leaseSeconds: given.REGISTRATION_LEASE_SECONDS,
      failOverMs: given.REGISTRATION_FAIL_OVER_MINUTES === null ? null : given.REGISTRATION_FAIL_OVER_MINUTES * 60_000,
      retryMs: given.REGISTRATION_RETRY_SECONDS * 1_000,
    },
    documents: {
      privateAddresses: given.DOCUMENT_PRIVATE_ADDRESSES,
      timeoutMs: given.DOCUMENT_TIMEOUT_SECONDS * 1_000,
    },
    webhooks: {
      privateAddresses: given.WEBHOOK_PRIVATE_ADDRESSES,
      timeoutMs: given.WEBHOOK_TIMEOUT_SECONDS * 1_000,
      disableAfterMs: given.WEBHOOK_DISABLE_AFTER_HOURS * 3_600_000,
      services: { 'odoo-subgraph': given.ODOO_SUBGRAPH_EVENTS_URL ?? null },
    },
    gatewayUrl: new URL(given.VIEWER_JWKS_URL).origin,
    cases: given.CASE_POLICY,
    retention: {
      rawDays: given.RETENTION_RAW_DAYS,
      unmatchedDays: given.RETENTION_UNMATCHED_DAYS,
      deadLetterDays: given.RETENTION_DEAD_LETTER_DAYS,
      outboxDays: given.RETENTION_OUTBOX_DAYS,
      archiveAfterDays: given.ARCHIVE_AFTER_DAYS,
      shipmentDays: given.RETENTION_SHIPMENT_DAYS,
      caseDays: given.RETENTION_CASE_DAYS,
      webhookLogDays: given.RETENTION_WEBHOOK_LOG_DAYS,
      webhookBacklogDays:
        given.RETENTION_WEBHOOK_BACKLOG_DAYS ??
        Math.max(given.RETENTION_OUTBOX_DAYS ?? 0, Math.min(30, given.ARCHIVE_AFTER_DAYS ?? 30)),
    },
    stopNoticeMs: given.STOP_NOTICE_MS,
    logLevel: given.LOG_LEVEL,
    secrets: {
      masterKey: given.KEY_ENCRYPTION_KEY,
      internalEvents: secretValues(env, 'INTERNAL_EVENTS_SECRET'),
    },
  });
}

function readProviders(env: Record<string, string>): ReadonlyMap<string, ProviderConfig> {
  const none = () => [];
  const addresses = parseEnv(providerVariables, env);
  return new Map(
    connectors.map(({ provider, variables, needsPathToken, verify, createCheck, createReader }) => {
      const webhookSecrets = secretValues(env, `${variables}_WEBHOOK_SECRET`);
      const pathTokens = needsPathToken ? secretValues(env, `${variables}_WEBHOOK_PATH_TOKEN`) : none;
      if (needsPathToken && webhookSecrets().length > 0 && pathTokens().length === 0)
        throw new ConfigError(
          `The configuration cannot be used:\n  ${variables}_WEBHOOK_PATH_TOKEN: is needed beside ${variables}_WEBHOOK_SECRET, because ${provider} does not sign the body`,
        );
      const apiKeys = createReader ? secretValues(env, `${variables}_API_KEY`) : none;
      for (const token of pathTokens())
        if (!/^[A-Za-z0-9_-]{24,200}$/.test(token))
          throw new ConfigError(
            `The configuration cannot be used:\n  ${variables}_WEBHOOK_PATH_TOKEN: must be 24 to 200 letters, digits, "-" and "_"`,
          );
      if (needsPathToken && createReader && webhookSecrets().length > 0 && apiKeys().length === 0)
        throw new ConfigError(
          `The configuration cannot be used:\n  ${variables}_API_KEY: is needed beside ${variables}_WEBHOOK_SECRET, because ${provider} does not sign the body: what ends a journey counts once it was read from its API`,
        );
      return [
        provider,
        {
          addresses: addresses[`${variables}_WEBHOOK_ADDRESSES`] ?? null,
          webhookSecrets,
          verify: createCheck?.(env) ?? verify,
          pathTokens,
          apiKeys,
          apiUrl: createReader ? address(env, `${variables}_API_URL`) : null,
        },
      ];
    }),
  );
}

/** Without a slash at its end; null where none is given. */
function address(env: Record<string, string>, name: string): string | null {
  const given = env[name];
  if (!given) return null;
  if (!/^https?:/.test(given) || !URL.canParse(given))
    throw new ConfigError(`The configuration cannot be used:\n  ${name}: must be an http:// or https:// address`);
  return given.replace(/\/+$/, '');
}
