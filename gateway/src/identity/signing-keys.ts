import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { deriveKey, open, parseMasterKey, type Sql, seal } from '@milepost/service-kit';
import type { JWK } from 'jose';

export type KeyPurpose = 'viewer' | 'partner';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** The signing keys of one purpose, newest first; made on the first start, shared by all instances, private parts sealed at rest. */
export async function loadSigningKeys({
  sql,
  masterKey,
  purpose,
}: {
  sql: Sql;
  masterKey: string;
  purpose: KeyPurpose;
}): Promise<SigningKey[]> {
  const sealing = deriveKey(parseMasterKey(masterKey), 'signing-key');
  const context = `signing_key/${purpose}`;
  const rows = await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${context}))`;
    const read = () => tx<{ kid: string; public_jwk: JWK; private_sealed: Buffer }[]>`
      select kid, public_jwk, private_sealed from auth.signing_key where purpose = ${purpose} and (retire_at is null or retire_at > now()) order by created_at desc`;
    const known = await read();
    if (known.length > 0) return known;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const sealed = seal(sealing, privateKey.export({ type: 'pkcs8', format: 'der' }), context);
    await tx`insert into auth.signing_key (purpose, public_jwk, private_sealed) values (${purpose}, ${tx.json(publicKey.export({ format: 'jwk' }) as never)}, ${sealed})`;
    return read();
  });
  return rows.map((row) => ({
    kid: row.kid,
    privateKey: createPrivateKey({ key: open(sealing, row.private_sealed, context), type: 'pkcs8', format: 'der' }),
    publicJwk: { ...row.public_jwk, kid: row.kid, alg: 'EdDSA', use: 'sig' },
  }));
}
