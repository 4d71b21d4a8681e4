import type * as Pages from '../../src/pages.tsx';

/** Every page by which people sign in, in its states, for checks and screenshots. */
export function signInStates(pages: typeof Pages, shell: Pages.Shell): Record<string, () => string> {
  const all: Pages.Ways = { password: true, link: true, company: 'ready', mailbox: false };
  const me: Pages.Me = { name: 'Lena Vogt', email: 'lena.vogt@company.example', role: 'agent', secondFactor: 'set up' };
  const setUp = {
    uri: 'otpauth://totp/Milepost:lena.vogt%40company.example?secret=KNUWYZJAMEQHI3DPNZTSA43FMNZGK5BANBSXEZI&issuer=Milepost&digits=6&period=30',
    backupCodes: Array.from({ length: 10 }, (_, i) => `aB3d${i}-Xy7z${i}`),
  };
  return {
    'sign-in': () => pages.signInPage({ shell, ways: all }),
    'sign-in-password-only': () =>
      pages.signInPage({ shell, ways: { password: true, link: false, company: null, mailbox: false } }),
    'sign-in-wrong-password': () =>
      pages.signInPage({ shell, ways: all, problem: 'wrong_password', email: 'lena.vogt@company.example' }),
    'sign-in-link-ended': () => pages.signInPage({ shell, ways: all, problem: 'link_ended', form: 'link' }),
    'sign-in-company-starting': () =>
      pages.signInPage({ shell, ways: { ...all, company: 'starting' }, problem: 'no_role' }),
    'sign-in-link-sent': () => pages.linkSentPage({ shell, email: 'ann.rivera@alpine.example.com', mailbox: true }),
    'sign-in-follow-link': () => pages.followLinkPage({ shell, token: 'x' }),
    'sign-in-code': () => pages.codePage({ shell }),
    'sign-in-code-wrong': () => pages.codePage({ shell, problem: 'wrong_code' }),
    'choose-password': () => pages.passwordPage({ shell, token: 'x' }),
    account: () => pages.accountPage({ shell, me }),
    'account-without-rights': () => pages.accountPage({ shell, me: { ...me, role: null, secondFactor: 'needed' } }),
    'account-of-customer': () =>
      pages.accountPage({
        shell,
        me: { name: 'Ann Rivera', email: 'ann.rivera@alpine.example.com', role: 'customer', secondFactor: 'none' },
      }),
    'second-factor-password': () => pages.secondFactorPasswordPage({ shell }),
    'second-factor-code': () => pages.secondFactorCodePage({ shell, setUp }),
    'second-factor-code-wrong': () => pages.secondFactorCodePage({ shell, setUp: null, problem: 'wrong_code' }),
  };
}
