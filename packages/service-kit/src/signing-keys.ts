import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createLocalJWKSet, type JWK } from 'jose';
import type { Sql, TransactionSql } from 'postgres';
import { open, seal } from './crypto.ts';
import { inheritedKey, type KeyRing } from './key-ring.ts';
import { type KeySet, keySet } from './key-set.ts';
import type { KeyStore } from './key-store.ts';
import type { Logger } from './logger.ts';

/** The three key sets, which never mix: where each is stored, and how long a token signed by it lives. */
export const signingPurposes = {
  viewer: { schema: 'auth', lifeSeconds: 60 },
  partner: { schema: 'auth', lifeSeconds: 600 },
  'order-access': { schema: 'odoo', lifeSeconds: 1_800 },
} as const satisfies Record<string, { schema: 'auth' | 'odoo'; lifeSeconds: number }>;
export type SigningPurpose = keyof typeof signingPurposes;

/**
 * From publishing a key to its first signature. Until then everybody must know it: our instances look each minute, readers of the JWKS reload
 * each minute, so two minutes can pass; a reader that meets an unknown key within a second of its last look refuses the token.
 */
const leadMs = 180_000;
/** For clocks that differ, and for instances that learn late that they no longer sign with it: how long a key outlives its last token. */
const toleranceMs = 60_000;
const lookMs = 60_000;

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

export interface SigningKeys extends AsyncDisposable {
  /** The newest key whose time has come. Asked for each signature: it changes while the process runs. */
  signer(): SigningKey;
  /** All that somebody may have to verify with now or soon, newest first. */
  publicKeys(): readonly JWK[];
  /** The same for `jwtVerify` in this process. */
  readonly set: KeySet;
  /** Takes up what changed and makes the next key when it is due. For wake-ups; happens each minute by itself. Throws when the database cannot be reached. */
  look(): Promise<void>;
}

interface KeyRow {
  kid: string;
  public_jwk: JWK;
  private_sealed: Buffer;
  not_before: Date;
  retire_at: Date | null;
}

/** Seals the private halves in one schema. What an earlier version derived is taken over where it has sealed one. */
export async function loadSigningSeal({
  sql,
  schema,
  keyStore,
  ring,
}: {
  sql: Sql;
  schema: 'auth' | 'odoo';
  keyStore: KeyStore;
  ring: KeyRing;
}): Promise<KeyObject> {
  const [known] = await sql`select 1 from ${sql(`${schema}.signing_key`)} limit 1`;
  const initial = known && inheritedKey(ring, 'signing-key');
  return (await keyStore.get('signing-key', '', { initial })).key;
}

/**
 * The signing keys of one purpose, shared by all instances through the database, private halves sealed with their row as context. The first is made on the
 * first start, the next whenever the newest is `rotationDays` old; several instances make one. Needs no restart. `now` in milliseconds since 1970.
 */
export async function openSigningKeys({
  sql,
  purpose,
  sealing,
  rotationDays,
  logger,
  now = Date.now,
}: {
  sql: Sql;
  purpose: SigningPurpose;
  /** See `loadSigningSeal`. */
  sealing: KeyObject;
  rotationDays: number;
  logger: Logger;
  now?: () => number;
}): Promise<SigningKeys> {
  const table = tableOf(purpose);
  const privateKeys = new Map<string, KeyObject>();
  let rows: readonly KeyRow[] = [];
  let published: readonly string[] = [];
  let local = createLocalJWKSet({ keys: [] });
  let generation = 0;

  const periodMs = rotationDays * 86_400_000;
  const isDue = (known: readonly KeyRow[]) => {
    const newest = known[0];
    // The wait of the next key is part of the period.
    return !newest || now() >= newest.not_before.getTime() + periodMs - leadMs;
  };
  const isPublished = ({ retire_at }: KeyRow) => retire_at === null || retire_at.getTime() > now();

  async function read(): Promise<void> {
    let fresh = await readRows(sql, purpose, now());
    if (isDue(fresh)) {
      const made = await turn({ sql, purpose, sealing, now: now(), mode: 'due', isDue });
      if (made) logger.info({ purpose, key: made.kid, notBefore: made.notBefore }, 'signing key made');
      fresh = await readRows(sql, purpose, now());
    }
    // Opened before anything is taken over: a changed row must not leave us without a key that signs.
    for (const row of fresh) {
      if (!privateKeys.has(row.kid)) privateKeys.set(row.kid, unseal(sealing, table, purpose, row));
    }
    for (const kid of privateKeys.keys()) if (!fresh.some((row) => row.kid === kid)) privateKeys.delete(kid);
    rows = fresh;
    publish();
  }

  /** A key's end comes with time alone. */
  function publish(): void {
    const current = rows.filter(isPublished);
    const kids = current.map(({ kid }) => kid);
    if (kids.join() === published.join()) return;
    if (published.some((kid) => !kids.includes(kid))) generation += 1;
    published = kids;
    local = createLocalJWKSet({
      keys: current.map(({ kid, public_jwk }) => ({ ...public_jwk, kid, alg: 'EdDSA', use: 'sig' })),
    });
  }

  let looking: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  /** One look at a time; what asks during one gets the next, because its change may have come after the rows were read. */
  function look(): Promise<void> {
    if (looking) {
      next ??= looking
        .catch(() => {})
        .then(() => {
          next = null;
          return look();
        });
      return next;
    }
    looking = read().finally(() => {
      looking = null;
    });
    return looking;
  }

  await look();
  const timer = setInterval(() => {
    look().catch((err) => logger.warn({ err, purpose }, 'signing keys could not be looked at; the known ones stay'));
  }, lookMs).unref();

  return {
    signer() {
      const candidates = rows.filter(isPublished);
      // By a clock that is behind, the time of the very first key has not come; there is no other.
      const row = candidates.find((key) => key.not_before.getTime() <= now()) ?? candidates.at(-1);
      const privateKey = row && privateKeys.get(row.kid);
      if (!privateKey) throw new Error(`there is no signing key for ${purpose}`);
      return { kid: row.kid, privateKey };
    },
    publicKeys() {
      publish();
      return local.jwks().keys;
    },
    set: keySet(
      (header, token) => {
        publish();
        return local(header, token);
      },
      () => {
        publish();
        return generation;
      },
    ),
    look,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await looking?.catch(() => {});
    },
  };
}

/**
 * Makes the next key of a purpose on demand; running instances take it up by themselves. One that already waits for its time is enough, and is returned.
 * `atOnce` is for a key that leaked: the new one signs now, the others end now, and tokens that they signed are refused.
 */
export async function rotateSigningKey({
  sql,
  purpose,
  sealing,
  atOnce = false,
  now = Date.now(),
}: {
  sql: Sql;
  purpose: SigningPurpose;
  /** See `loadSigningSeal`. */
  sealing: KeyObject;
  atOnce?: boolean;
  now?: number;
}): Promise<{ kid: string; notBefore: Date; isNew: boolean }> {
  const isDue = (known: readonly KeyRow[]) => !known[0] || known[0].not_before.getTime() <= now;
  const mode = atOnce ? 'atOnce' : 'due';
  const made = await turn({ sql, purpose, sealing, now, mode, isDue });
  if (made) return { ...made, isNew: true };
  const [waiting] = await readRows(sql, purpose, now);
  if (!waiting) throw new Error('the signing key that waited for its time has gone; try again');
  return { kid: waiting.kid, notBefore: waiting.not_before, isNew: false };
}

/** Adds a key and gives the older ones their end, all under one lock: several who try make one. Null when nothing was due any more. */
async function turn({
  sql,
  purpose,
  sealing,
  now,
  mode,
  isDue,
}: {
  sql: Sql;
  purpose: SigningPurpose;
  sealing: KeyObject;
  now: number;
  mode: 'due' | 'atOnce';
  isDue: (known: readonly KeyRow[]) => boolean;
}): Promise<{ kid: string; notBefore: Date } | null> {
  const table = tableOf(purpose);
  const { lifeSeconds } = signingPurposes[purpose];
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${`milepost signing_key ${purpose}`}))`;
    const known = await readRows(tx, purpose, now);
    if (mode === 'due' && !isDue(known)) return null;
    // Nobody can know a first key beforehand, and nobody can wait for it.
    const isUsable = known.some((key) => key.not_before.getTime() <= now);
    const notBefore = new Date(mode === 'due' && isUsable ? now + leadMs : now);
    const retireAt = new Date(mode === 'due' ? notBefore.getTime() + lifeSeconds * 1000 + toleranceMs : now);
    await tx`
      update ${tx(table)} set retire_at = least(retire_at, ${retireAt}) where purpose = ${purpose}`;
    // A private half without further use is only a risk.
    await tx`delete from ${tx(table)} where purpose = ${purpose} and retire_at <= ${new Date(now)}`;
    const kid = randomUUID();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const sealed = seal(sealing, privateKey.export({ type: 'pkcs8', format: 'der' }), contextOf(table, purpose, kid));
    await tx`
      insert into ${tx(table)} (kid, purpose, public_jwk, private_sealed, not_before)
      values (${kid}, ${purpose}, ${tx.json(publicKey.export({ format: 'jwk' }) as never)}, ${sealed}, ${notBefore})`;
    return { kid, notBefore };
  }) as Promise<{ kid: string; notBefore: Date } | null>;
}

/** Not retired, the newest first. */
function readRows(sql: Sql | TransactionSql, purpose: SigningPurpose, now: number): Promise<KeyRow[]> {
  return sql<KeyRow[]>`
    select kid, public_jwk, private_sealed, not_before, retire_at from ${sql(tableOf(purpose))}
    where purpose = ${purpose} and (retire_at is null or retire_at > ${new Date(now)}) order by not_before desc, created_at desc`;
}

const tableOf = (purpose: SigningPurpose) => `${signingPurposes[purpose].schema}.signing_key`;

/** A cell copied to another row, purpose or table does not open. */
const contextOf = (table: string, purpose: SigningPurpose, kid: string) => `${table}.private_sealed/${purpose}/${kid}`;

function unseal(sealing: KeyObject, table: string, purpose: SigningPurpose, row: KeyRow): KeyObject {
  try {
    const key = open(sealing, row.private_sealed, contextOf(table, purpose, row.kid));
    return createPrivateKey({ key, type: 'pkcs8', format: 'der' });
  } catch (cause) {
    throw new Error('a signing key does not open: its row or the data key signing-key was changed', { cause });
  }
}
