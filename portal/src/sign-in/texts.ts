/** Why a sign-in did not work, as our own pages and the sign-in library name it. */
const problems: Record<string, string> = {
  wrong_password: 'The e-mail address or the password is not right.',
  wrong_code: 'This code is not right. Codes change every half minute; look at the app again.',
  CODE_USED: 'This code was used already. Sign in again with the next one.',
  code_again: 'That took too long or went wrong too often. Please sign in again.',
  code_locked: 'Too many wrong codes. Codes of this account are locked for a quarter of an hour.',
  too_many: 'Too many tries from here. Please wait a minute.',
  link_ended: 'This link was used already, or is older than ten minutes. Ask for a new one.',
  NO_ACCOUNT: 'This address does not belong to a customer account any more.',
  OTHER_WAY: 'This account signs in another way, not by a link.',
  look_up: 'We cannot look your account up right now. Ask for a new link in a few minutes.',
  no_role: 'Your company account has no role here. Ask whoever looks after this site in your company for one.',
  account_not_linked:
    'There is already an account with your address that signs in another way. Ask whoever looks after this site in your company.',
  company_starting: 'The company’s sign-in cannot be reached right now. Please try again in a minute.',
  access_denied: 'The company’s sign-in was cancelled.',
  password_short: 'The password must have at least 12 characters.',
  password_wrong: 'This is not your password.',
  password_link_ended: 'This link was used already, or is older than a day. Ask whoever gave it to you for a new one.',
  email_missing: 'Enter your e-mail address.',
};

/** A sentence for a code; codes that nobody foresaw get a general one. */
export function signInProblem(code: string | null): string | null {
  if (!code) return null;
  return Object.hasOwn(problems, code) ? (problems[code] as string) : 'Signing in did not work. Please try again.';
}

export const roleTexts = {
  agent: 'Customer service',
  operator: 'Operator',
  customer: 'Business customer',
} as const;
