import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { inheritedKey, type KeyRing, type KeyStore, open, type Sql, seal } from '@milepost/service-kit';
import type { JWK } from 'jose';

type KeyPurpose = 'viewer' | 'partner';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** Seals the private parts of signing keys. What an earlier version derived is taken over where it has sealed one. */
export async function loadSealingKey({ sql, keyStore, ring }: { sql: Sql; keyStore: KeyStore; ring: KeyRing }) {
  const [known] = await sql`select 1 from auth.signing_key limit 1`;
  const initial = known && inheritedKey(ring, 'signing-key');
  return (await keyStore.get('signing-key', '', { initial })).key;
}

/** The signing keys of one purpose, newest first; made on the first start, shared by all instances, private parts sealed at rest. */
export async function loadSigningKeys({
  sql,
  sealing,
  purpose,
}: {
  sql: Sql;
  sealing: KeyObject;
  purpose: KeyPurpose;
}): Promise<SigningKey[]> {
  // A cell copied to another row or purpose does not open.
  const contextOf = (kid: string) => `auth.signing_key.private_sealed/${purpose}/${kid}`;
  const rows = await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${`milepost signing_key ${purpose}`}))`;
    const read = () => tx<{ kid: string; public_jwk: JWK; private_sealed: Buffer }[]>`
      select kid, public_jwk, private_sealed from auth.signing_key where purpose = ${purpose} and (retire_at is null or retire_at > now()) order by created_at desc`;
    const known = await read();
    if (known.length > 0) return known;
    const kid = randomUUID();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const sealed = seal(sealing, privateKey.export({ type: 'pkcs8', format: 'der' }), contextOf(kid));
    await tx`insert into auth.signing_key (kid, purpose, public_jwk, private_sealed) values (${kid}, ${purpose}, ${tx.json(publicKey.export({ format: 'jwk' }) as never)}, ${sealed})`;
    return read();
  });
  return rows.map((row) => ({
    kid: row.kid,
    privateKey: createPrivateKey({ key: unseal(row), type: 'pkcs8', format: 'der' }),
    publicJwk: { ...row.public_jwk, kid: row.kid, alg: 'EdDSA', use: 'sig' },
  }));

  function unseal({ kid, private_sealed }: { kid: string; private_sealed: Buffer }): Buffer {
    try {
      return open(sealing, private_sealed, contextOf(kid));
    } catch (cause) {
      throw new Error('a signing key does not open: its row or the data key signing-key was changed', { cause });
    }
  }
}
