import { Layout, type Shell } from '../components/Layout.tsx';
import { page } from '../components/page.ts';
import { ProblemText, TextField } from './fields.tsx';
import { QrCode } from './QrCode.tsx';
import { roleTexts, signInProblem } from './texts.ts';

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
  const sentence = signInProblem(problem);
  const isOf = (name: 'password' | 'link') => sentence !== null && form === name;
  return page(
    <Layout shell={shell} title="Sign in">
      <main id="page" tabIndex={-1}>
        <h1>Sign in</h1>
        <p className="lead">For business customers and staff. To track an order you need no account.</p>
        <div className="lookup">
          {ways.link && (
            <form className="card" method="post" action="/sign-in/mail">
              <h2>Business customers</h2>
              {form === 'link' && <ProblemText>{sentence}</ProblemText>}
              <TextField
                name="email"
                id="link-email"
                label="E-mail address"
                hint="We send a link that signs you in, if the address belongs to a customer account"
                type="email"
                autoComplete="email"
                maxLength={320}
                required
                defaultValue={form === 'link' ? email : ''}
                isWrong={isOf('link')}
              />
              <button type="submit">Send me a link</button>
            </form>
          )}
          <section className="card">
            <h2>Staff</h2>
            {form === 'password' && <ProblemText>{sentence}</ProblemText>}
            {ways.company === 'ready' && (
              <>
                <a className="button wide" href="/sign-in/company">
                  Use your company account
                </a>
                <p className="or">or with a password</p>
              </>
            )}
            {ways.company === 'starting' && (
              <p className="hint">The company’s sign-in cannot be reached right now. Please try again in a minute.</p>
            )}
            <form className="fields" method="post" action="/sign-in">
              <TextField
                name="email"
                label="E-mail address"
                type="email"
                autoComplete="username"
                maxLength={320}
                required
                defaultValue={form === 'password' ? email : ''}
                isWrong={problem === 'wrong_password'}
              />
              <TextField
                name="password"
                label="Password"
                type="password"
                autoComplete="current-password"
                maxLength={128}
                required
                isWrong={problem === 'wrong_password'}
              />
              <button type="submit">Sign in with password</button>
            </form>
          </section>
        </div>
      </main>
    </Layout>,
  );
}

/** The same for every address: whether it is known is nobody's business. */
export function linkSentPage({ shell, email, mailbox }: { shell: Shell; email: string; mailbox: boolean }): string {
  return page(
    <Layout shell={shell} title="Look into your mail">
      <main id="page" tabIndex={-1}>
        <h1>Look into your mail</h1>
        <p className="lead">
          If <strong>{email}</strong> belongs to a customer account, a link is on its way. It works once, within ten
          minutes.
        </p>
        {mailbox && (
          <p>
            This is a demo: mails stay here.{' '}
            <a className="button" href="/auth/mailbox">
              Open the mailbox
            </a>
          </p>
        )}
        <p>
          <a href="/sign-in">Back to the sign-in</a>
        </p>
      </main>
    </Layout>,
  );
}

/** What the mailed link leads to. The button uses it: whatever opens links by itself does not. */
export function followLinkPage({ shell, token }: { shell: Shell; token: string }): string {
  return page(
    <Layout shell={shell} title="Sign in">
      <main id="page" tabIndex={-1}>
        <h1>One more step</h1>
        <p className="lead">Press the button to sign in on this device.</p>
        <form method="post" action="/sign-in/link">
          <input type="hidden" name="token" value={token} />
          <button type="submit">Sign in</button>
        </form>
      </main>
    </Layout>,
  );
}

export function codePage({ shell, problem = null }: { shell: Shell; problem?: string | null }): string {
  const sentence = signInProblem(problem);
  return page(
    <Layout shell={shell} title="Second step">
      <main id="page" tabIndex={-1}>
        <h1>Second step</h1>
        <form className="card narrow" method="post" action="/sign-in/code">
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="code"
            label="Code"
            hint="Six digits from your authenticator app, or one of your backup codes"
            autoComplete="one-time-code"
            maxLength={20}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">Go on</button>
        </form>
        <p>
          <a href="/sign-in">Start again</a>
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
  const sentence = signInProblem(problem);
  return page(
    <Layout shell={shell} title="Choose a password">
      <main id="page" tabIndex={-1}>
        <h1>Choose a password</h1>
        <form className="card narrow" method="post" action="/sign-in/password">
          <ProblemText>{sentence}</ProblemText>
          <input type="hidden" name="token" value={token} />
          <TextField
            name="password"
            label="New password"
            hint="At least 12 characters; a few words are easier than signs"
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">Set the password</button>
        </form>
      </main>
    </Layout>,
  );
}

export interface Me {
  name: string;
  email: string;
  role: keyof typeof roleTexts | null;
  secondFactor: 'set up' | 'needed' | 'possible' | 'none';
}

export function accountPage({ shell, me }: { shell: Shell; me: Me }): string {
  return page(
    <Layout shell={shell} title="Your account">
      <main id="page" tabIndex={-1}>
        <p className="eyebrow">Signed in</p>
        <h1>{me.name}</h1>
        {me.secondFactor === 'needed' && (
          <section className="card narrow">
            <h2>Set up a second factor</h2>
            <p>
              With a password alone you cannot see anything here. You need an authenticator app on your phone; it takes
              a minute.
            </p>
            <p>
              <a className="button" href="/account/second-factor">
                Set up now
              </a>
            </p>
          </section>
        )}
        <dl className="facts">
          <div>
            <dt>Role</dt>
            <dd>{me.role ? roleTexts[me.role] : 'None yet'}</dd>
          </div>
          <div>
            <dt>E-mail address</dt>
            <dd>{me.email}</dd>
          </div>
          {(me.secondFactor === 'set up' || me.secondFactor === 'possible') && (
            <div>
              <dt>Second factor</dt>
              <dd>
                {me.secondFactor === 'set up' ? 'Set up' : <a href="/account/second-factor">Not set up; do it now</a>}
              </dd>
            </div>
          )}
        </dl>
        {(me.role === 'agent' || me.role === 'operator') && (
          <p>
            <a className="button" href="/desk">
              Go to the desk
            </a>
          </p>
        )}
        <form method="post" action="/account/sign-out">
          <button type="submit" className="secondary">
            Sign out
          </button>
        </form>
      </main>
    </Layout>,
  );
}

/** Step one of setting a second factor up: the password, so that a session left open is not enough. */
export function secondFactorPasswordPage({ shell, problem = null }: { shell: Shell; problem?: string | null }): string {
  const sentence = signInProblem(problem);
  return page(
    <Layout shell={shell} title="Set up a second factor">
      <main id="page" tabIndex={-1}>
        <h1>Set up a second factor</h1>
        <p className="lead">An app on your phone shows a new code every half minute. Have it ready, then go on.</p>
        <form className="card narrow" method="post" action="/account/second-factor">
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="password"
            label="Your password"
            type="password"
            autoComplete="current-password"
            maxLength={128}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">Go on</button>
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
  const sentence = signInProblem(problem);
  const secret = setUp && new URL(setUp.uri).searchParams.get('secret');
  return page(
    <Layout shell={shell} title="Set up a second factor">
      <main id="page" tabIndex={-1}>
        <h1>Set up a second factor</h1>
        {setUp && secret && (
          <>
            <section className="card">
              <h2>1. Scan this with your authenticator app</h2>
              <QrCode text={setUp.uri} label="QR code for the authenticator app; the key below says the same" />
              <p>
                Or type the key: <code className="number">{secret.match(/.{1,4}/g)?.join(' ')}</code>
              </p>
            </section>
            <section className="card">
              <h2>2. Keep these backup codes</h2>
              <p>Each lets you in once when the phone is lost. They are shown this one time: print or copy them.</p>
              <ul className="codes" aria-label="Backup codes">
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
          <h2>{setUp ? '3. Enter the code that the app shows' : 'Enter the code that the app shows'}</h2>
          <ProblemText>{sentence}</ProblemText>
          <TextField
            name="code"
            label="Code"
            hint="Six digits"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            required
            isWrong={sentence !== null}
          />
          <button type="submit">Finish</button>
        </form>
        {!setUp && (
          <p>
            <a href="/account/second-factor">Start again with a new key</a>
          </p>
        )}
      </main>
    </Layout>,
  );
}
