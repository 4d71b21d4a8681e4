import { Layout, type Shell } from '../components/Layout.tsx';
import { page } from '../components/page.ts';
import { QrCode } from '../components/QrCode.tsx';
import { ProblemText, TextField } from './fields.tsx';
import { signInProblem } from './sign-in-problem.ts';

/** Pages by which people sign in. Plain forms: they work without JavaScript, and nothing of them is kept by the browser but what it asks to. */

export interface Ways {
  password: boolean;
  /** By a link in a mail. */
  link: boolean;
  /** The company's single sign-on; null: there is none. */
  company: 'ready' | 'starting' | null;
  /** Where the demo shows its mails. */
  mailbox: boolean;
}

export function signInPage({
  shell,
  ways,
  email = '',
  problem = null,
  form = 'password',
}: {
  shell: Shell;
  ways: Ways;
  email?: string;
  /** A code of texts.ts. */
  problem?: string | null;
  /** Whose problem it is. */
  form?: 'password' | 'link';
}): string {
  const { t } = shell.words;
  const sentence = signInProblem(problem, shell.words);
  const isOf = (name: 'password' | 'link') => sentence !== null && form === name;
  return page(
    <Layout shell={shell} title={t('signIn.title')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('signIn.title')}</h1>
        <p className="lead">{t('signIn.lead')}</p>
        <div className="lookup">
          {ways.link && (
            <form className="card" method="post" action="/sign-in/mail">
              <h2>{t('signIn.customers')}</h2>
              {form === 'link' && <ProblemText>{sentence}</ProblemText>}
              <TextField
                name="email"
                id="link-email"
                label={t('signIn.email')}
                hint={t('signIn.emailHint')}
                type="email"
                autoComplete="email"
                maxLength={320}
                required
                defaultValue={form === 'link' ? email : ''}
                isWrong={isOf('link')}
              />
              <button type="submit">{t('signIn.sendLink')}</button>
            </form>
          )}
          <section className="card">
            <h2>{t('signIn.staff')}</h2>
            {form === 'password' && <ProblemText>{sentence}</ProblemText>}
            {ways.company === 'ready' && (
              <>
                <a className="button wide" href="/sign-in/company">
                  {t('signIn.company')}
                </a>
                <p className="or">{t('signIn.orPassword')}</p>
              </>
            )}
            {ways.company === 'starting' && <p className="hint">{t('signIn.companyAway')}</p>}
            <form className="fields" method="post" action="/sign-in">
              <TextField
                name="email"
                label={t('signIn.email')}
                type="email"
                autoComplete="username"
                maxLength={320}
                required
                defaultValue={form === 'password' ? email : ''}
                isWrong={problem === 'wrong_password'}
              />
              <TextField
                name="password"
                label={t('signIn.password')}
                type="password"
                autoComplete="current-password"
                maxLength={128}
                required
                isWrong={problem === 'wrong_password'}
              />
              <button type="submit">{t('signIn.withPassword')}</button>
            </form>
          </section>
        </div>
      </main>
    </Layout>,
  );
}

/** The same for every address: whether it is known is nobody's business. */
export function linkSentPage({ shell, email, mailbox }: { shell: Shell; email: string; mailbox: boolean }): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('signIn.lookInMail')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('signIn.lookInMail')}</h1>
        <p className="lead">{t('signIn.linkSent', { email })}</p>
        {mailbox && (
          <p>
            {t('signIn.demoMail')}{' '}
            <a className="button" href="/auth/mailbox">
              {t('signIn.openMailbox')}
            </a>
          </p>
        )}
        <p>
          <a href="/sign-in">{t('signIn.back')}</a>
        </p>
      </main>
    </Layout>,
  );
}

/** What the mailed link leads to. The button uses it: whatever opens links by itself does not. */
export function followLinkPage({ shell, token }: { shell: Shell; token: string }): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('signIn.title')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('signIn.oneMore')}</h1>
        <p className="lead">{t('signIn.press')}</p>
        <form method="post" action="/sign-in/link">
          <input type="hidden" name="token" value={token} />
          <button type="submit">{t('signIn.title')}</button>
        </form>
      </main>
    </Layout>,
  );
}

export function codePage({ shell, problem = null }: { shell: Shell; problem?: string | null }): string {
  const { t } = shell.words;
  const sentence = signInProblem(problem, shell.words);
  return page(
    <Layout shell={shell} title={t('signIn.secondStep')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('signIn.secondStep')}</h1>
        <form className="card narrow" method="post" action="/sign-in/code">
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="code"
            label={t('signIn.code')}
            hint={t('signIn.codeHint')}
            autoComplete="one-time-code"
            maxLength={20}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">{t('signIn.goOn')}</button>
        </form>
        <p>
          <a href="/sign-in">{t('signIn.startAgain')}</a>
        </p>
      </main>
    </Layout>,
  );
}

/** Where staff without single sign-on set their password, by a link that an operator's command printed. */
export function passwordPage({
  shell,
  token,
  problem = null,
}: {
  shell: Shell;
  token: string;
  problem?: string | null;
}): string {
  const { t } = shell.words;
  const sentence = signInProblem(problem, shell.words);
  return page(
    <Layout shell={shell} title={t('signIn.choosePassword')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('signIn.choosePassword')}</h1>
        <form className="card narrow" method="post" action="/sign-in/password">
          <ProblemText>{sentence}</ProblemText>
          <input type="hidden" name="token" value={token} />
          <TextField
            name="password"
            label={t('signIn.newPassword')}
            hint={t('signIn.passwordHint')}
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">{t('signIn.setPassword')}</button>
        </form>
      </main>
    </Layout>,
  );
}

export interface Me {
  name: string;
  email: string;
  role: 'agent' | 'operator' | 'customer' | null;
  secondFactor: 'set up' | 'needed' | 'possible' | 'none';
}

export function accountPage({ shell, me }: { shell: Shell; me: Me }): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('account.title')}>
      <main id="page" tabIndex={-1}>
        <p className="eyebrow">{t('account.signedIn')}</p>
        <h1>{me.name}</h1>
        {me.secondFactor === 'needed' && (
          <section className="card narrow">
            <h2>{t('account.setUpFactor')}</h2>
            <p>{t('account.factorNeeded')}</p>
            <p>
              <a className="button" href="/account/second-factor">
                {t('account.setUpNow')}
              </a>
            </p>
          </section>
        )}
        <dl className="facts">
          <div>
            <dt>{t('account.role')}</dt>
            <dd>{me.role ? t(`role.${me.role}`) : t('account.noRole')}</dd>
          </div>
          <div>
            <dt>{t('signIn.email')}</dt>
            <dd>{me.email}</dd>
          </div>
          {(me.secondFactor === 'set up' || me.secondFactor === 'possible') && (
            <div>
              <dt>{t('account.factor')}</dt>
              <dd>
                {me.secondFactor === 'set up' ? (
                  t('account.factorSetUp')
                ) : (
                  <a href="/account/second-factor">{t('account.factorNotSetUp')}</a>
                )}
              </dd>
            </div>
          )}
        </dl>
        {me.role === 'customer' && (
          <p>
            <a className="button" href="/account">
              {t('orders.toOrders')}
            </a>
          </p>
        )}
        {(me.role === 'agent' || me.role === 'operator') && (
          <p>
            <a className="button" href="/desk">
              {t('account.toDesk')}
            </a>
          </p>
        )}
        <form method="post" action="/account/sign-out">
          <button type="submit" className="secondary">
            {t('account.signOut')}
          </button>
        </form>
      </main>
    </Layout>,
  );
}

/** Step one of setting a second factor up: the password, so that a session left open is not enough. */
export function secondFactorPasswordPage({ shell, problem = null }: { shell: Shell; problem?: string | null }): string {
  const { t } = shell.words;
  const sentence = signInProblem(problem, shell.words);
  return page(
    <Layout shell={shell} title={t('account.setUpFactor')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('account.setUpFactor')}</h1>
        <p className="lead">{t('account.appLead')}</p>
        <form className="card narrow" method="post" action="/account/second-factor">
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="password"
            label={t('account.yourPassword')}
            type="password"
            autoComplete="current-password"
            maxLength={128}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">{t('signIn.goOn')}</button>
        </form>
      </main>
    </Layout>,
  );
}

/** Step two: the secret, shown once, and the proof that the app has it. `setUp` null: shown before, only the code was wrong. */
export function secondFactorCodePage({
  shell,
  setUp,
  problem = null,
}: {
  shell: Shell;
  setUp: { uri: string; backupCodes: readonly string[] } | null;
  problem?: string | null;
}): string {
  const { t } = shell.words;
  const sentence = signInProblem(problem, shell.words);
  const secret = setUp && new URL(setUp.uri).searchParams.get('secret');
  return page(
    <Layout shell={shell} title={t('account.setUpFactor')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('account.setUpFactor')}</h1>
        {setUp && secret && (
          <>
            <section className="card">
              <h2>{t('account.scan')}</h2>
              <QrCode text={setUp.uri} label={t('account.qr')} />
              <p>
                {t('account.typeKey')}{' '}
                <code className="number" dir="ltr">
                  {secret.match(/.{1,4}/g)?.join(' ')}
                </code>
              </p>
            </section>
            <section className="card">
              <h2>{t('account.keepCodes')}</h2>
              <p>{t('account.codesText')}</p>
              <ul className="codes" aria-label={t('account.backupCodes')}>
                {setUp.backupCodes.map((code) => (
                  <li key={code}>
                    <code className="number">{code}</code>
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
        <form className="card" method="post" action="/account/confirm">
          <h2>{t(setUp ? 'account.enterCode3' : 'account.enterCode')}</h2>
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="code"
            label={t('signIn.code')}
            hint={t('account.sixDigits')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">{t('account.finish')}</button>
        </form>
        {!setUp && (
          <p>
            <a href="/account/second-factor">{t('account.newKey')}</a>
          </p>
        )}
      </main>
    </Layout>,
  );
}
