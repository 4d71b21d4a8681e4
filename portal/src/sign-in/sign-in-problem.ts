import type { PageWords } from '../words.ts';

/** Why a sign-in did not work, as our own pages and the sign-in library name it. */
const problems = [
  'wrong_password',
  'wrong_code',
  'CODE_USED',
  'code_again',
  'code_locked',
  'too_many',
  'link_ended',
  'NO_ACCOUNT',
  'OTHER_WAY',
  'look_up',
  'no_role',
  'account_not_linked',
  'company_starting',
  'access_denied',
  'password_short',
  'password_wrong',
  'password_link_ended',
  'email_missing',
] as const;

/** A sentence for a code; codes that nobody foresaw get a general one. */
export function signInProblem(code: string | null, { t }: PageWords): string | null {
  return code ? t(`signInProblem.${problems.find((known) => known === code) ?? 'other'}`) : null;
}
