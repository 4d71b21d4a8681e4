import { hashPassword } from 'better-auth/crypto';
import type { World } from './world.ts';

/** An agent who is no demo account, as an installation would have him. */
export async function addAgent({ sql }: Pick<World, 'sql'>, email: string, password: string): Promise<void> {
  const [user] = await sql<
    { id: string }[]
  >`insert into auth."user" (name, email, email_verified) values (${email}, ${email}, true) returning id`;
  const { id } = user as { id: string };
  await sql`insert into auth.account (user_id, account_id, provider_id, password) values (${id}, ${id}, 'credential', ${await hashPassword(password)})`;
  await sql`insert into auth.staff_grant (user_id, role) values (${id}, 'agent')`;
}
