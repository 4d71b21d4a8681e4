import { createHmac, type KeyObject, randomUUID } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { type Logger, open, runLoop, type Sql, seal } from '@milepost/service-kit';
import type { CustomerGrants } from './people-customers.ts';

/** Links one address gets within a quarter of an hour, whoever asks. */
const linksPerAddress = 3;
const countedMs = 15 * 60_000;
/** A request that could not be looked at for so long is of no use any more. */
const worthMs = 10 * 60_000;
/** More than this waiting at once is an attack; the rest is dropped. */
const maxWaiting = 1_000;
const pauseSeconds = 10;
const leaseSeconds = 60;

/** One seals addresses, the other hashes them to count how often each is asked for. */
export interface LinkKeys {
  sealing: KeyObject;
  address: KeyObject;
}

export interface LinkRequests extends AsyncDisposable {
  /** Notes that somebody wants a link; the same work whoever it is. */
  add(email: string): Promise<void>;
}

/**
 * Requests for a sign-in link. The answer to the browser waits for nothing that depends on the address: it is written down sealed, and looked up afterwards. Only
 * an address that Odoo knows as a customer's, of somebody without any other way of signing in, gets a mail.
 */
export function createLinkRequests({
  sql,
  keys: { sealing: key, address: hashKey },
  grants,
  sendLink,
  logger,
  idleMs = 2_000,
}: {
  sql: Sql;
  keys: LinkKeys;
  grants: CustomerGrants;
  /** Makes the link and queues its mail. */
  sendLink: (email: string) => Promise<void>;
  logger: Logger;
  idleMs?: number;
}): LinkRequests {
  const contextOf = (id: string) => `auth.link_request.sealed/${id}`;
  let alarmedAt = 0;

  async function step(): Promise<boolean> {
    const [request] = await sql<{ id: string; sealed: Buffer; created_at: Date; earlier: number }[]>`
      update auth.link_request r set attempts = attempts + 1, next_try_at = now() + ${leaseSeconds} * interval '1 second'
      where id = (select id from auth.link_request where state = 'waiting' and next_try_at <= now() order by next_try_at limit 1 for update skip locked)
      returning id, sealed, created_at, (select count(*) from auth.link_request e where e.address_hash = r.address_hash and (e.created_at, e.id) < (r.created_at, r.id)
        and e.created_at > r.created_at - ${countedMs} * interval '1 millisecond')::int as earlier`;
    if (!request) {
      await sql`delete from auth.link_request where created_at < now() - 2 * ${countedMs} * interval '1 millisecond'`;
      return false;
    }
    const { id, sealed, created_at: createdAt, earlier } = request;
    const isWorth = earlier < linksPerAddress && Date.now() - createdAt.getTime() < worthMs;
    if (isWorth) {
      const email = open(key, sealed, contextOf(id)).toString('utf8');
      const standing = await grants.refresh(email);
      if (standing === 'unknown') {
        await sql`update auth.link_request set next_try_at = now() + ${pauseSeconds} * interval '1 second' where id = ${id}`;
        return true;
      }
      if (standing === 'granted') await sendLink(email);
    }
    await sql`update auth.link_request set state = 'done' where id = ${id}`;
    return true;
  }

  const loop = runLoop({ name: 'sign-in links', step, idleMs, logger });
  return {
    async add(email) {
      const id = randomUUID();
      const hash = createHmac('sha256', hashKey).update(email).digest();
      const added = await sql`
        insert into auth.link_request (id, sealed, address_hash) select ${id}::uuid, ${seal(key, Buffer.from(email), contextOf(id))}::bytea, ${hash}::bytea
        where (select count(*) from (select 1 from auth.link_request where state = 'waiting' limit ${maxWaiting}) w) < ${maxWaiting} returning id`;
      if (added.length === 0 && Date.now() - alarmedAt > 60_000) {
        alarmedAt = Date.now();
        logger.error({ waiting: maxWaiting }, 'too many requests for sign-in links; some are dropped');
      }
      loop.wake();
    },
    [Symbol.asyncDispose]: () => loop.stop(),
  };
}

/**
 * The address as it is looked up, stored and written to: one and the same, so that a spelling that only looks like somebody's cannot have his link sent elsewhere. Null:
 * none that Odoo's customers could have (the part before the @ is ASCII).
 */
export function linkAddress(text: string): string | null {
  const trimmed = text.trim().toLowerCase();
  const at = trimmed.lastIndexOf('@');
  const domain = domainToASCII(trimmed.slice(at + 1));
  const address = `${trimmed.slice(0, at)}@${domain}`;
  return at > 0 &&
    domain &&
    address.length <= 320 &&
    /^[\x21-\x7e]+$/.test(address) &&
    /^[^@<>,;:"()[\]\\]+@[^@<>,;:"()[\]\\]+$/.test(address)
    ? address
    : null;
}
