import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  blindIndex,
  equalBytes,
  inheritedKey,
  type KeyRing,
  type KeyStore,
  type Logger,
  open,
  type Sql,
  seal,
  toGlobalId,
} from '@milepost/service-kit';
import { type JWK, SignJWT } from 'jose';
import type { MirrorKeys } from '../mirror/models.ts';
import { normaliseEmail, normalisePostcode, provesSomething } from '../mirror/personal-data.ts';
import type { LookUpLimits } from './look-up-limits.ts';

/** Every answer takes this long, and then whole steps more: well above what the work takes, so that the time tells nothing. */
const floorMs = 40;
const stepMs = 10;
const lifeSeconds = 1_800;
/** Orders of one name that are looked at: one per company. */
const maxCandidates = 5;

interface OrderAccessInput {
  orderName: string;
  email: string | null;
  postalCode: string | null;
  /** Of the client, for limits. */
  address: string;
}
interface OrderAccessAnswer {
  token: string | null;
  expiresAt: string | null;
  /** Global id. */
  orderId: string | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}
export interface OrderAccess {
  create(input: OrderAccessInput): Promise<OrderAccessAnswer>;
  publicKeys: readonly JWK[];
}

interface Candidate {
  /** Null: a stand-in. */
  id: number | null;
  emails: (Buffer | null)[];
  shipping_id: number | null;
  country_code: string | null;
  postcode_index: Buffer | null;
}

const denied: OrderAccessAnswer = Object.freeze({
  token: null,
  expiresAt: null,
  orderId: null,
  userErrors: [
    {
      code: 'ORDER_ACCESS_DENIED',
      message:
        'These details do not belong to an order we know. Check the order number and the e-mail address or postcode.',
      field: null,
    },
  ],
});

/** The same for every order, whether it exists or not. */
const tooMany = (seconds: number): OrderAccessAnswer => ({
  token: null,
  expiresAt: null,
  orderId: null,
  userErrors: [
    {
      code: 'RATE_LIMITED',
      message: `Too many tries. Please try again in ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`,
      field: null,
    },
  ],
});

/** Level L1: one order for somebody who knows its number and the e-mail or postcode. Signs with keys of its own, which the gateway trusts for this and no more. */
export async function createOrderAccess({
  sql,
  indexKeys,
  sealing,
  limits,
  logger,
}: {
  sql: Sql;
  indexKeys: MirrorKeys;
  /** Seals the signing keys at rest; see `loadSealingKey`. */
  sealing: KeyObject;
  /** Null: none, for tests that need thousands of answers. */
  limits: LookUpLimits | null;
  logger: Logger;
}): Promise<OrderAccess> {
  const keys = await loadSigningKeys(sql, sealing);
  const [signing] = keys as [SigningKey];
  // What a missing value is compared with: nobody can send its preimage.
  const nothing = randomBytes(32);

  async function matchingOrder({ orderName, email, postalCode }: OrderAccessInput): Promise<number | null> {
    const rows = await sql.unsafe<Candidate[]>(
      // Always so many rows, each with its four contacts: where the name has none, other orders stand in. Their id is null and they never fit.
      `select case when o.is_candidate then o.id end as id, array[a.email_index, b.email_index, c.email_index, d.email_index] as emails, c.id as shipping_id, c.country_code, c.postcode_index
       from (select * from (
           (select *, true as is_candidate from odoo.sale_order where lower(name) = $1 order by id limit ${maxCandidates})
           union all (select *, false from odoo.sale_order order by id limit ${maxCandidates})) u
         order by is_candidate desc, id limit ${maxCandidates}) o
       left join odoo.partner a on a.id = o.partner_id left join odoo.partner b on b.id = o.commercial_partner_id
       left join odoo.partner c on c.id = o.shipping_partner_id left join odoo.partner d on d.id = o.invoice_partner_id`,
      [orderName.trim().slice(0, 100).toLowerCase()],
      { prepare: true },
    );
    const address = normaliseEmail((email ?? '').slice(0, 320));
    const wantedEmail = blindIndex(indexKeys.email, address);
    const zip = normalisePostcode((postalCode ?? '').slice(0, 40));
    // An empty value proves nothing, whatever stands in Odoo; it is compared all the same, for the time it takes.
    const mayFit = provesSomething(email === null ? zip : address);
    let match: number | null = null;
    // Always the same comparisons, of both kinds, whether there is an order or not.
    for (let i = 0; i < maxCandidates; i += 1) {
      const row = rows[i];
      let fitsEmail = false;
      for (let j = 0; j < 4; j += 1) fitsEmail = equalBytes(row?.emails[j] ?? nothing, wantedEmail) || fitsEmail;
      const fitsPostcode = equalBytes(
        row?.postcode_index ?? nothing,
        blindIndex(indexKeys.postcode, `${row?.shipping_id ?? 0}|${row?.country_code ?? ''}|${zip}`),
      );
      const fits = (email !== null && fitsEmail) || (postalCode !== null && fitsPostcode);
      if (fits && mayFit && row?.id) match ??= row.id;
    }
    return match;
  }

  async function sign(orderId: number): Promise<OrderAccessAnswer> {
    const expiresAt = Math.floor(Date.now() / 1000) + lifeSeconds;
    const token = await new SignJWT({ lvl: 1 })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'order-access+jwt', kid: signing.kid })
      .setIssuer('milepost-odoo')
      .setAudience('milepost-gateway')
      .setSubject(String(orderId))
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(signing.privateKey);
    return {
      token,
      expiresAt: new Date(expiresAt * 1000).toISOString(),
      orderId: toGlobalId('Order', orderId),
      userErrors: [],
    };
  }

  return {
    publicKeys: keys.map((key) => key.publicJwk),
    async create(input) {
      if ((input.email === null) === (input.postalCode === null)) {
        return {
          token: null,
          expiresAt: null,
          orderId: null,
          userErrors: [
            {
              code: 'BAD_USER_INPUT',
              message: 'Give exactly one of email and postalCode.',
              field: ['input', input.email === null ? 'email' : 'postalCode'],
            },
          ],
        };
      }
      const begun = performance.now();
      let answer: OrderAccessAnswer | Error;
      try {
        const tried = {
          address: input.address,
          orderName: input.orderName,
          proof: input.email ?? input.postalCode ?? '',
        };
        // Counted before anything is looked up, and looked up all the same: who has to wait learns nothing from the time either.
        const waitSeconds = (await limits?.take(tried)) ?? 0;
        const orderId = await matchingOrder(input);
        // The dummy signature keeps the work of both outcomes alike.
        const signed = await sign(orderId ?? 0);
        if (waitSeconds > 0) answer = tooMany(waitSeconds);
        else if (orderId === null) answer = denied;
        else {
          answer = signed;
          await limits?.giveBack(tried);
        }
      } catch (error) {
        logger.error({ err: error }, 'order access failed');
        answer = error as Error;
      }
      const taken = performance.now() - begun;
      const until = taken <= floorMs ? floorMs : floorMs + Math.ceil((taken - floorMs) / stepMs) * stepMs;
      await delay(until - taken);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/** What an earlier version derived is taken over where it has sealed a signing key. */
export async function loadSealingKey({ sql, keyStore, ring }: { sql: Sql; keyStore: KeyStore; ring: KeyRing }) {
  const [known] = await sql`select 1 from odoo.signing_key limit 1`;
  const initial = known && inheritedKey(ring, 'signing-key');
  return (await keyStore.get('signing-key', '', { initial })).key;
}

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** Newest first; made on the first start, shared by all instances, sealed at rest. */
async function loadSigningKeys(sql: Sql, sealing: KeyObject): Promise<SigningKey[]> {
  const context = 'signing_key/order-access';
  const rows = await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${context}))`;
    const read = () => tx<{ kid: string; public_jwk: JWK; private_sealed: Buffer }[]>`
      select kid, public_jwk, private_sealed from odoo.signing_key where retire_at is null or retire_at > now() order by created_at desc`;
    const known = await read();
    if (known.length > 0) return known;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    await tx`insert into odoo.signing_key (public_jwk, private_sealed)
      values (${tx.json(publicKey.export({ format: 'jwk' }) as never)}, ${seal(sealing, privateKey.export({ type: 'pkcs8', format: 'der' }), context)})`;
    return read();
  });
  return rows.map((row) => ({
    kid: row.kid,
    privateKey: createPrivateKey({ key: open(sealing, row.private_sealed, context), type: 'pkcs8', format: 'der' }),
    publicJwk: { ...row.public_jwk, kid: row.kid, alg: 'EdDSA', use: 'sig' },
  }));
}
