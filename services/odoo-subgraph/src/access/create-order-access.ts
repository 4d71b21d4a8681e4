import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  auditActor,
  equalBytes,
  type Logger,
  type RefusalAudit,
  recordAudit,
  type SigningKeys,
  type Sql,
  signingPurposes,
  toGlobalId,
  type Viewer,
} from '@milepost/service-kit';
import { SignJWT } from 'jose';
import type { IndexKeys } from '../mirror/index-keys.ts';
import { normaliseEmail, normalisePostcode, provesSomething } from '../mirror/personal-data.ts';
import { boundPostcode } from '../mirror/seal-contacts.ts';
import type { LookUpLimits } from './look-up-limits.ts';

/** Every answer takes this long, and then whole steps more: well above what the work takes, so that the time tells nothing. */
const floorMs = 40;
const stepMs = 10;
const { lifeSeconds } = signingPurposes['order-access'];
/** Orders of one name that are looked at: one per company. */
const maxCandidates = 5;

interface OrderAccessInput {
  orderName: string;
  email: string | null;
  postalCode: string | null;
  /** Of the client, for limits. */
  address: string;
  viewer: Viewer;
  requestId: string;
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
export function createOrderAccess({
  sql,
  indexKeys,
  keys,
  limits,
  refusals,
  logger,
}: {
  sql: Sql;
  indexKeys: IndexKeys;
  keys: Pick<SigningKeys, 'signer'>;
  /** Null: none, for tests that need thousands of answers. */
  limits: LookUpLimits | null;
  refusals: Pick<RefusalAudit, 'add'>;
  logger: Logger;
}): OrderAccess {
  // What a missing value is compared with: nobody can send its preimage.
  const nothing = randomBytes(32);

  async function matchingOrder({ orderName, email, postalCode }: OrderAccessInput): Promise<number | null> {
    const rows = await sql.unsafe<Candidate[]>(
      // Always so many rows, each with its four contacts: where the name has none, other orders stand in. Their id is null and they never fit.
      `select case when o.is_candidate then o.id end as id, array[a.email_index, b.email_index, c.email_index, d.email_index] as emails, c.id as shipping_id, c.country_code, c.postcode_index
       from (select * from (
           (select *, true as is_candidate from odoo.sale_order where lower_name = $1 order by id limit ${maxCandidates})
           union all (select *, false from odoo.sale_order order by id limit ${maxCandidates})) u
         order by is_candidate desc, id limit ${maxCandidates}) o
       left join odoo.partner a on a.id = o.partner_id left join odoo.partner b on b.id = o.commercial_partner_id
       left join odoo.partner c on c.id = o.shipping_partner_id left join odoo.partner d on d.id = o.invoice_partner_id`,
      [orderName.trim().slice(0, 100).toLowerCase()],
      { prepare: true },
    );
    const address = normaliseEmail((email ?? '').slice(0, 320));
    const wantedEmails = indexKeys.candidates('email', address);
    const zip = normalisePostcode((postalCode ?? '').slice(0, 40));
    // An empty value proves nothing, whatever stands in Odoo; it is compared all the same, for the time it takes.
    const mayFit = provesSomething(email === null ? zip : address);
    let match: number | null = null;
    // Always the same comparisons, of both kinds, whether there is an order or not.
    for (let i = 0; i < maxCandidates; i += 1) {
      const row = rows[i];
      let fitsEmail = false;
      for (let j = 0; j < 4; j += 1) fitsEmail = isOneOf(row?.emails[j] ?? nothing, wantedEmails) || fitsEmail;
      const bound = boundPostcode(row?.shipping_id ?? 0, row?.country_code ?? null, zip);
      const fitsPostcode = isOneOf(row?.postcode_index ?? nothing, indexKeys.candidates('postcode', bound));
      const fits = (email !== null && fitsEmail) || (postalCode !== null && fitsPostcode);
      if (fits && mayFit && row?.id) match ??= row.id;
    }
    return match;
  }

  async function sign(orderId: number): Promise<OrderAccessAnswer & { sid: string }> {
    const signing = keys.signer();
    const expiresAt = Math.floor(Date.now() / 1000) + lifeSeconds;
    const jti = crypto.randomUUID();
    const token = await new SignJWT({ lvl: 1 })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'order-access+jwt', kid: signing.kid })
      .setIssuer('milepost-odoo')
      .setAudience('milepost-gateway')
      .setSubject(String(orderId))
      .setJti(jti)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(signing.privateKey);
    return {
      // As the gateway names the session that begins with this token.
      sid: `order:${jti}`,
      token,
      expiresAt: new Date(expiresAt * 1000).toISOString(),
      orderId: toGlobalId('Order', orderId),
      userErrors: [],
    };
  }

  return {
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
        const { sid, ...signed } = await sign(orderId ?? 0);
        const refused = (reason: string) =>
          refusals.add({
            name: input.orderName.trim().slice(0, 100).toLowerCase(),
            reason,
            requestId: input.requestId,
          });
        if (waitSeconds > 0) {
          answer = tooMany(waitSeconds);
          refused('RATE_LIMITED');
        } else if (orderId === null) {
          answer = denied;
          refused('ORDER_ACCESS_DENIED');
        } else {
          await recordAudit(sql, {
            schema: 'odoo',
            ...auditActor(input.viewer),
            action: 'order_access.granted',
            subject: `order ${orderId}`,
            requestId: input.requestId,
            detail: { session: sid, by: input.email === null ? 'postalCode' : 'email' },
          });
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

/** Compares with each, whichever fits. */
function isOneOf(stored: Buffer, wanted: readonly Buffer[]): boolean {
  return wanted.reduce((fits, candidate) => equalBytes(stored, candidate) || fits, false);
}
