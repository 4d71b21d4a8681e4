import { eventually } from '@milepost/testkit';
import { expect } from 'vitest';
import { origin, type World } from './world.ts';

export interface CaughtMail {
  to: string;
  subject: string;
  text: string;
}

/** What lies in the demo's mailbox. */
export async function caughtMails({ gateway }: Pick<World, 'gateway'>): Promise<CaughtMail[]> {
  const response = await fetch(`${gateway.url}/auth/mailbox`, { headers: { accept: 'application/json' } });
  return ((await response.json()) as { mails: CaughtMail[] }).mails;
}

export function askForLink(
  { gateway }: Pick<World, 'gateway'>,
  email: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${gateway.url}/auth/sign-in/magic-link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify({ email }),
  });
}

const tokenOf = (mail: CaughtMail | undefined) => /token=(\w+)/.exec(mail?.text ?? '')?.[1] ?? '';

/** The token of the link that comes by mail; empties the mailbox first. */
export async function mailedToken(world: World, email: string): Promise<string> {
  await world.sql`delete from auth.mail`;
  await askForLink(world, email);
  const mail = await eventually(async () => {
    const found = (await caughtMails(world)).find(({ to }) => to === email);
    expect(found).toBeDefined();
    return found;
  });
  return tokenOf(mail);
}
