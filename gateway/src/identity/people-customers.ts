import { AppError, type Logger, type Sql } from '@milepost/service-kit';
import type { AccountsOf } from './customer-accounts.ts';

/** What a check at Odoo found: still a customer, not (any more), or nobody can say and the last word is too old or missing. */
type Standing = 'granted' | 'none' | 'unknown';

export const customerTiming = {
  /** A living session's grant is checked again in the background when it is older. */
  recheckAfterMs: 15 * 60_000,
  /** How long the last known grant holds while Odoo's word cannot be had. */
  holdsForMs: 24 * 3_600_000,
  /** Between tries that failed. */
  retryAfterMs: 60_000,
};

export type CustomerTiming = typeof customerTiming;

export interface CustomerGrants {
  /** Asks Odoo and brings the grant up to date; makes the person when `email` is a customer's. Takes grant and sessions away from who is none any more. */
  refresh(email: string): Promise<Standing>;
  /** Whether a grant read from the database still counts; has it checked in the background when it is getting old. `checkedAt` null: given by hand, not Odoo's to say. */
  holds(grant: { email: string; checkedAt: Date | null }): boolean;
}

/**
 * Business customers: which accounts in Odoo their address belongs to. Only people without any other way of signing in: whoever has a password, single sign-on or a staff
 * role is never touched by what stands in Odoo.
 */
export function createCustomerGrants({
  sql,
  accountsOf,
  logger,
  timing,
}: {
  sql: Sql;
  accountsOf: AccountsOf;
  logger: Logger;
  timing: CustomerTiming;
}): CustomerGrants {
  const underWay = new Map<string, number>();

  async function refresh(email: string): Promise<Standing> {
    let found: Awaited<ReturnType<AccountsOf>>;
    try {
      found = await accountsOf(email);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logger.info({ err: error }, 'a customer grant was not checked');
      const [known] = await sql<{ checked_at: Date }[]>`
        select g.checked_at from auth.customer_grant g join auth."user" u on u.id = g.user_id where u.email = ${email} and g.checked_at is not null`;
      return known && isRecent(known.checked_at) ? 'granted' : 'unknown';
    }
    return found.customers.length > 0 ? grant(email, found) : withdraw(email);
  }

  async function grant(email: string, found: { customers: number[]; name: string | null }): Promise<Standing> {
    return sql.begin(async (tx) => {
      await tx`insert into auth."user" (name, email, email_verified) values (${found.name ?? email}, ${email}, true) on conflict (email) do nothing`;
      const [person] = await tx<{ id: string; has_other_way: boolean }[]>`
        select u.id, auth.has_other_way(u.id) from auth."user" u where u.email = ${email} for update of u`;
      if (!person || person.has_other_way) return 'none';
      await tx`
        insert into auth.customer_grant as g (user_id, customers, checked_at) values (${person.id}, ${found.customers}, now())
        on conflict (user_id) do update set customers = excluded.customers, checked_at = now() where g.checked_at is not null`;
      return 'granted';
    });
  }

  /** The person goes too: nothing else is known of somebody who came by link only. */
  async function withdraw(email: string): Promise<Standing> {
    const gone = await sql`
      delete from auth."user" u where u.email = ${email} and not auth.has_other_way(u.id)
      and exists (select 1 from auth.customer_grant g where g.user_id = u.id and g.checked_at is not null) returning id`;
    if (gone.length > 0) logger.info({ user: gone[0]?.['id'] }, 'customer access ended: no account in Odoo any more');
    return 'none';
  }

  const isRecent = (checkedAt: Date) => Date.now() - checkedAt.getTime() < timing.holdsForMs;

  return {
    refresh,
    holds({ email, checkedAt }) {
      if (checkedAt === null) return true;
      if (Date.now() - checkedAt.getTime() > timing.recheckAfterMs) recheck(email);
      return isRecent(checkedAt);
    },
  };

  function recheck(email: string): void {
    const triedAt = underWay.get(email) ?? Number.NEGATIVE_INFINITY;
    if (Date.now() - triedAt < timing.retryAfterMs) return;
    underWay.set(email, Date.now());
    refresh(email)
      .catch((err: unknown) => logger.warn({ err }, 'a customer grant was not checked'))
      .finally(() => {
        for (const [key, at] of underWay) if (Date.now() - at > timing.retryAfterMs) underWay.delete(key);
      });
  }
}
