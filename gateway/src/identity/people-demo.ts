import type { Sql } from '@milepost/service-kit';
import type { DemoAccount } from '../config.ts';
import type { Auth } from './people-auth.ts';

/** Demo accounts: made or, when the password changed, brought up to date. Never called outside demo mode. */
export async function ensureDemoAccounts({
  sql,
  auth,
  accounts,
}: {
  sql: Sql;
  auth: Auth;
  accounts: readonly DemoAccount[];
}): Promise<void> {
  const context = await auth.$context;
  for (const { kind, name, email, password, customers } of accounts) {
    const address = email.toLowerCase();
    const [known] = await sql<{ password: string | null }[]>`
      select a.password from auth."user" u join auth.account a on a.user_id = u.id and a.provider_id = 'credential' where u.email = ${address}`;
    const isUpToDate = known?.password != null && (await context.password.verify({ hash: known.password, password }));
    const hash = isUpToDate ? (known.password as string) : await context.password.hash(password);
    await sql.begin(async (tx) => {
      const [row] = await tx<{ id: string }[]>`
        insert into auth."user" (name, email, email_verified) values (${name}, ${address}, true) on conflict (email) do update set name = excluded.name returning id`;
      const { id } = row as { id: string };
      await tx`insert into auth.demo_user (user_id) values (${id}) on conflict do nothing`;
      await tx`insert into auth.account (user_id, account_id, provider_id, password) values (${id}, ${id}, 'credential', ${hash}) on conflict (provider_id, account_id) do update set password = excluded.password`;
      await tx`delete from ${tx(kind === 'customer' ? 'auth.staff_grant' : 'auth.customer_grant')} where user_id = ${id}`;
      if (kind === 'customer')
        await tx`insert into auth.customer_grant (user_id, customers) values (${id}, ${customers}) on conflict (user_id) do update set customers = excluded.customers`;
      else
        await tx`insert into auth.staff_grant (user_id, role, companies) values (${id}, ${kind}, null) on conflict (user_id) do update set role = excluded.role`;
    });
  }
}

/** A system that was a demo before keeps none of its people. */
export async function removeDemoAccounts(sql: Sql): Promise<void> {
  await sql`delete from auth."user" where id in (select user_id from auth.demo_user)`;
}
