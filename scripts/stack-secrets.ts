import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StackSecrets } from './stack-config.ts';

const words =
  'amber anchor apple arrow autumn basket beacon birch bridge candle canyon cedar cloud clover copper coral cotton crane delta ember falcon feather fern forest garden glacier granite harbor hazel heron hollow island ivory jasmine juniper kettle lagoon lantern laurel lemon maple marble meadow mellow north ocean olive orchard otter pebble pepper pine planet prairie quartz raven river saddle sage sierra silver spruce summit thistle timber tulip valley velvet violet walnut willow winter'.split(
    ' ',
  );
const readable = () =>
  `${Array.from({ length: 4 }, () => words[randomInt(words.length)]).join('-')}-${randomInt(100, 1000)}`;

const makers: { readonly [Name in keyof StackSecrets]: () => string } = {
  KEY_ENCRYPTION_KEY: () => randomBytes(32).toString('base64'),
  INTERNAL_EVENTS_SECRET: () => `whsec_${randomBytes(32).toString('base64')}`,
  AFTERSHIP_WEBHOOK_SECRET: () => randomBytes(32).toString('hex'),
  TRACKINGMORE_WEBHOOK_SECRET: () => randomBytes(32).toString('hex'),
  TRACKINGMORE_WEBHOOK_PATH_TOKEN: () => randomBytes(32).toString('base64url'),
  AUTH_SECRET: () => randomBytes(32).toString('base64url'),
  ODOO_API_KEY: () => randomBytes(20).toString('hex'),
  ODOO_ADMIN_API_KEY: () => randomBytes(20).toString('hex'),
  ODOO_WEBHOOK_SECRET: () => randomBytes(32).toString('base64url'),
  PROVIDER_SIM_API_KEY: () => randomBytes(20).toString('hex'),
  DEMO_BEGAN_AT: () => new Date().toISOString(),
  DEMO_PARTNER_CLIENT_ID: () => `demo-partner-${randomBytes(6).toString('hex')}`,
  DEMO_PARTNER_CLIENT_SECRET: () => `mps_${randomBytes(32).toString('base64url')}`,
  DEMO_PASSWORD_CUSTOMER: readable,
  DEMO_PASSWORD_AGENT: readable,
  DEMO_PASSWORD_OPERATOR: readable,
};

/**
 * The secrets of this machine's stack, made on the first start and kept: stored data are encrypted with one of them. The file is readable by its
 * owner only. Throws when the file cannot be understood, rather than making new secrets over old data.
 */
export function loadSecrets(path: string): StackSecrets {
  let known: Partial<StackSecrets> = {};
  if (existsSync(path)) {
    try {
      known = JSON.parse(readFileSync(path, 'utf8')) as Partial<StackSecrets>;
    } catch (error) {
      throw new Error(`${path} is damaged; restore it, or remove its folder to start with empty data.`, {
        cause: error,
      });
    }
    chmodSync(path, 0o600);
  }
  const names = Object.keys(makers) as (keyof StackSecrets)[];
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] || makers[name]()]),
  ) as unknown as StackSecrets;
  if (names.some((name) => !known[name])) writePrivate(path, { ...known, ...secrets });
  return secrets;
}

/** A given variable, or the first value of the file it names, wins over what was generated. */
export function withGiven(secrets: StackSecrets, env: Readonly<Record<string, string | undefined>>): StackSecrets {
  const given = (Object.keys(secrets) as (keyof StackSecrets)[]).flatMap((name) => {
    const file = env[`${name}_FILE`];
    const value = file ? readFileSync(file, 'utf8').trim() : env[name];
    return value ? [[name, value]] : [];
  });
  return { ...secrets, ...Object.fromEntries(given) };
}

/** JSON that only its owner can read, replaced as a whole. */
export function writePrivate(path: string, content: object): void {
  mkdirSync(dirname(path), { recursive: true });
  const making = `${path}.${process.pid}`;
  writeFileSync(making, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(making, path);
}
