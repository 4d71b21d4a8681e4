import type { Sql } from '@milepost/service-kit';
import type { Auth } from './people-auth.ts';

/** What a page tells somebody about himself. */
export interface Me {
  name: string;
  email: string;
  /** Null: signed in, but nothing may be seen. */
  role: 'agent' | 'operator' | 'customer' | null;
  /** `needed`: nothing may be seen until there is one. `none`: signs in without a password. */
  secondFactor: 'set up' | 'needed' | 'possible' | 'none';
}

/** The person behind a session cookie; null: nobody. */
export async function findMe({
  auth,
  sql,
  cookie,
  needsSecondFactor,
}: {
  auth: Auth;
  sql: Sql;
  /** As it came: `name=value`. */
  cookie: string;
  /** Whether staff with a password must have one here. */
  needsSecondFactor: boolean;
}): Promise<Me | null> {
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
  if (!found) return null;
  const [row] = await sql<
    { staff: 'agent' | 'operator' | null; is_customer: boolean; has_password: boolean; two_factor_enabled: boolean }[]
  >`
    select g.role as staff, c.user_id is not null as is_customer, u.two_factor_enabled,
      exists (select 1 from auth.account a where a.user_id = u.id and a.provider_id = 'credential') as has_password
    from auth."user" u left join auth.staff_grant g on g.user_id = u.id left join auth.customer_grant c on c.user_id = u.id where u.id = ${found.user.id}`;
  if (!row) return null;
  const { name, email } = found.user;
  const isNeeded = needsSecondFactor && row.staff !== null && row.has_password && !row.two_factor_enabled;
  const secondFactor = !row.has_password
    ? 'none'
    : row.two_factor_enabled
      ? 'set up'
      : isNeeded
        ? 'needed'
        : 'possible';
  return { name, email, role: isNeeded ? null : (row.staff ?? (row.is_customer ? 'customer' : null)), secondFactor };
}
