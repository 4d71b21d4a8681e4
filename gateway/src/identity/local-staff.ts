import { createHash, randomBytes } from 'node:crypto';
import { BadUserInputError, recordAudit, type Sql, type TransactionSql } from '@milepost/service-kit';
import { linkAddress } from './people-links.ts';
import type { StaffGrant } from './staff-roles.ts';

/** Long enough to be read by its owner, short enough not to lie around. */
const linkHours = 24;
export const minPasswordLength = 12;

/** Staff without single sign-on: made by an operator's command, with a link by which they set a password that nobody else ever sees. */
export interface LocalStaff extends StaffGrant {
  email: string;
  name: string;
  hasPassword: boolean;
  hasSecondFactor: boolean;
}

/** Throws BAD_USER_INPUT when the address is none, or is somebody's already. Answers the link's token. */
export async function addLocalStaff(
  sql: Sql,
  { email, name, ...grant }: StaffGrant & { email: string; name: string },
): Promise<string> {
  const address = linkAddress(email);
  if (!address) throw new BadUserInputError('email', `"${email}" is no e-mail address`);
  return sql.begin(async (tx) => {
    await act(tx);
    const [person] = await tx<{ id: string }[]>`
      insert into auth."user" (name, email, email_verified) values (${name || address}, ${address}, false) on conflict (email) do nothing returning id`;
    if (!person) throw new BadUserInputError('email', `${address} is somebody's already; remove that account first`);
    await tx`
      insert into auth.staff_grant (user_id, role, companies, regions) values (${person.id}, ${grant.role}, ${grant.companies}, ${grant.regions})`;
    return makeLink(tx, person.id);
  });
}

/** A new link for somebody who has no password yet or lost it; the old password works until it is used. With `forgetSecondFactor` that ends at once, with all sessions. */
export async function renewPasswordLink(sql: Sql, email: string, { forgetSecondFactor = false } = {}): Promise<string> {
  return sql.begin(async (tx) => {
    await act(tx);
    const id = await localStaffId(tx, email);
    if (forgetSecondFactor) {
      await tx`delete from auth.two_factor where user_id = ${id}`;
      await tx`update auth."user" set two_factor_enabled = false where id = ${id}`;
      await tx`delete from auth.session where user_id = ${id}`;
      await recordAudit(tx, {
        schema: 'auth',
        actor,
        role: null,
        action: 'grant.changed',
        subject: `person ${id}`,
        requestId: 'none',
        detail: { forgotten: 'second factor' },
      });
    }
    return makeLink(tx, id);
  });
}

export function listLocalStaff(sql: Sql): Promise<LocalStaff[]> {
  return sql<LocalStaff[]>`
    select u.email, u.name, g.role, g.companies, g.regions, u.two_factor_enabled as "hasSecondFactor",
      exists (select 1 from auth.account a where a.user_id = u.id and a.provider_id = 'credential') as "hasPassword"
    from auth."user" u join auth.staff_grant g on g.user_id = u.id
    where not exists (select 1 from auth.account a where a.user_id = u.id and a.provider_id <> 'credential') order by u.email`;
}

/** Account, grant and sessions, at once; of staff by single sign-on too, who come back as long as their group lets them. Throws BAD_USER_INPUT for nobody's address. */
export async function removeStaff(sql: Sql, email: string): Promise<void> {
  await sql.begin(async (tx) => {
    await act(tx);
    const [person] = await tx<{ id: string }[]>`
      delete from auth."user" u using auth.staff_grant g where g.user_id = u.id and u.email = ${email.trim().toLowerCase()} returning u.id`;
    if (!person) throw new BadUserInputError('email', `no member of staff has the address ${email}`);
  });
}

/** Sets the password that a link is for and ends all sessions; false when the link is none, was used, or has ended. `hash`: the sign-in library's, of the new password. */
export async function setPassword(sql: Sql, { token, hash }: { token: string; hash: string }): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [link] = await tx<{ user_id: string; expires_at: Date }[]>`
      delete from auth.password_link where hash = ${hashOf(token)} returning user_id, expires_at`;
    if (!link || link.expires_at.getTime() < Date.now()) return false;
    const { user_id: id } = link;
    await tx`select set_config('audit.actor', ${id}, true)`;
    await tx`
      insert into auth.account (user_id, account_id, provider_id, password) values (${id}, ${id}, 'credential', ${hash})
      on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`;
    // Who has the link has the address as well.
    await tx`update auth."user" set email_verified = true where id = ${id}`;
    await tx`delete from auth.session where user_id = ${id}`;
    return true;
  });
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();

async function makeLink(tx: TransactionSql, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx`
    insert into auth.password_link (hash, user_id, expires_at) values (${hashOf(token)}, ${userId}, now() + ${linkHours} * interval '1 hour')
    on conflict (user_id) do update set hash = excluded.hash, expires_at = excluded.expires_at`;
  return token;
}

async function localStaffId(tx: TransactionSql, email: string): Promise<string> {
  const [person] = await tx<{ id: string; is_local: boolean }[]>`
    select u.id, not exists (select 1 from auth.account a where a.user_id = u.id and a.provider_id <> 'credential') as is_local
    from auth."user" u join auth.staff_grant g on g.user_id = u.id where u.email = ${email.trim().toLowerCase()}`;
  if (!person?.is_local) throw new BadUserInputError('email', `no local member of staff has the address ${email}`);
  return person.id;
}

/** As whom the audit's triggers name what happens in this transaction. */
const actor = 'people command';
const act = (tx: TransactionSql) => tx`select set_config('audit.actor', ${actor}, true)`;
