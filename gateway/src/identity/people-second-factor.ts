import { createHash } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import { APIError } from 'better-auth/api';
import { type PeopleRoute, readJson, textOf } from './people-handler.ts';

/** Longer than a code is valid: its own half minute and one on each side. */
const rememberedSeconds = 120;

/**
 * Refuses a code that has let this person in already: the library takes the same one for as long as it is valid, and whoever looked over a shoulder has it. Called before
 * the session begins; of two at once, one inserts. Throws UNAUTHORIZED.
 */
export async function refuseUsedTotp(sql: Sql, { userId, code }: { userId: string; code: string }): Promise<void> {
  const hash = createHash('sha256').update(`${userId}\0${code}`).digest();
  const [first] = await sql`
    insert into auth.used_code as c (hash) values (${hash})
    on conflict (hash) do update set used_at = now() where c.used_at < now() - ${rememberedSeconds} * interval '1 second' returning 1`;
  await sql`delete from auth.used_code where used_at < now() - 10 * ${rememberedSeconds} * interval '1 second'`;
  if (!first)
    throw new APIError('UNAUTHORIZED', { code: 'CODE_USED', message: 'this code was used already; wait for the next' });
}

/**
 * The library's endpoints of the second factor, with bodies that hold nothing more than needed: no device is trusted in place of the code, and no other way
 * of proof is switched on.
 */
export const secondFactorRoutes: Record<string, PeopleRoute> = {
  'POST /two-factor/enable': async (request, _response, passOn) => {
    const { password } = await readJson(request, 'password');
    await passOn({ password: textOf(password, 'password'), method: 'totp' });
  },
  'POST /two-factor/verify-totp': async (request, _response, passOn) => {
    const { code } = await readJson(request, 'code');
    await passOn({ code: textOf(code, 'code').replaceAll(/\s/g, '') });
  },
  'POST /two-factor/verify-backup-code': async (request, _response, passOn) => {
    const { code } = await readJson(request, 'code');
    await passOn({ code: textOf(code, 'code').trim() });
  },
  'POST /two-factor/generate-backup-codes': async (request, _response, passOn) => {
    const { password } = await readJson(request, 'password');
    await passOn({ password: textOf(password, 'password') });
  },
};
