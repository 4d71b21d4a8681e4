import type * as Pages from '../src/pages.tsx';
import type { AuthAnswer, AuthClient } from './auth-client.ts';
import type { Call } from './call.ts';
import { GatewayUnavailableError } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { readForm, redirect, sendPage } from './respond.ts';
import type { ReturnAddress } from './return-address.ts';

const formBytes = 8 * 1024;
/** Of pages whose address holds a token: it does not travel on in a Referer, not even to us. (With no-referrer, forms would lose their Origin.) */
const tokenHeaders = { 'referrer-policy': 'strict-origin', 'x-robots-tag': 'noindex' };

type Route = (call: Call) => Promise<unknown>;

/** The pages by which people sign in, by method and path. Forms come here; the gateway decides, with the browser's own Origin and cookies. */
export function createSignInRoutes({
  pages,
  auth,
  publicOrigin,
  returnAddress,
  accountOrders,
  outOfOrder,
}: {
  pages: typeof Pages;
  auth: AuthClient;
  publicOrigin: string;
  returnAddress: ReturnAddress;
  /** The orders of a business customer; false: whoever asks is none. */
  accountOrders: (call: Call) => Promise<boolean>;
  /** What somebody gets while the gateway cannot answer. */
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
}): (call: Call) => Promise<boolean> {
  const ask = (
    { request, requestId }: Call,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<AuthAnswer> => auth(method, path, { request, requestId, address: addressOf(request) }, body);
  const show = ({ request, response }: Call, html: string, status = 200, headers: Record<string, string> = {}) =>
    sendPage(request, response, html, { status, headers });
  const ways = async (call: Call): Promise<Pages.Ways> => {
    const { body } = await ask(call, 'GET', '/ways');
    return {
      password: body['password'] === true,
      link: body['link'] === true,
      company: body['company'] === 'ready' || body['company'] === 'starting' ? body['company'] : null,
      mailbox: body['mailbox'] === true,
    };
  };
  const signInAgain = async (
    call: Call,
    problem: string | null,
    given: { email?: string; form?: 'password' | 'link' } = {},
  ) =>
    show(call, pages.signInPage({ shell: call.shell, ways: await ways(call), problem, ...given }), problem ? 422 : 200);
  const me = async (call: Call): Promise<Pages.Me | null> =>
    ((await ask(call, 'GET', '/me')).body['me'] as Pages.Me | null | undefined) ?? null;
  const codeOf = ({ body }: AuthAnswer) => (typeof body['code'] === 'string' ? body['code'] : '');
  const tokenOf = (text: string | null | undefined) => (text && /^[\w-]{1,200}$/.test(text) ? text : '');

  /** A code's answer that asks to begin again, or to try once more. */
  const codeProblem = (answer: AuthAnswer): { problem: string; isOver: boolean } => {
    const code = codeOf(answer);
    if (code === 'CODE_USED') return { problem: code, isOver: true };
    if (answer.status === 429) return { problem: 'code_locked', isOver: true };
    if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE') return { problem: 'wrong_code', isOver: false };
    return { problem: 'code_again', isOver: true };
  };

  const routes: Record<string, Route> = {
    'GET /sign-in': (call) => signInAgain(call, call.url.searchParams.get('error')?.slice(0, 100) ?? null),

    'POST /sign-in': async (call) => {
      const form = await readForm(call.request, formBytes);
      const email = form?.get('email')?.trim() ?? '';
      const answer = await ask(call, 'POST', '/sign-in/email', { email, password: form?.get('password') ?? '' });
      if (answer.status !== 200) return signInAgain(call, 'wrong_password', { email });
      return redirect(call.response, answer.body['twoFactorRedirect'] ? '/sign-in/code' : '/account', answer.cookies);
    },

    'GET /sign-in/code': (call) => show(call, pages.codePage({ shell: call.shell })),
    'POST /sign-in/code': async (call) => {
      const code = (await readForm(call.request, formBytes))?.get('code')?.trim() ?? '';
      const isTotp = /^[\d\s]{6,10}$/.test(code);
      const answer = await ask(call, 'POST', `/two-factor/${isTotp ? 'verify-totp' : 'verify-backup-code'}`, { code });
      if (answer.status === 200) return redirect(call.response, '/account', answer.cookies);
      const { problem, isOver } = codeProblem(answer);
      return isOver ? signInAgain(call, problem) : show(call, pages.codePage({ shell: call.shell, problem }), 422);
    },

    'GET /sign-in/company': async (call) => {
      const answer = await ask(call, 'POST', '/sign-in/social', { provider: 'company' });
      const { url } = answer.body;
      if (answer.status !== 200 || typeof url !== 'string') return signInAgain(call, 'company_starting');
      return redirect(call.response, url, answer.cookies);
    },

    'POST /sign-in/mail': async (call) => {
      const email = (await readForm(call.request, formBytes))?.get('email')?.trim() ?? '';
      if (!email) return signInAgain(call, 'email_missing', { form: 'link' });
      await ask(call, 'POST', '/sign-in/magic-link', { email: email.slice(0, 320) });
      const { mailbox } = await ways(call);
      return show(call, pages.linkSentPage({ shell: call.shell, email, mailbox }));
    },

    'GET /sign-in/link': (call) =>
      show(
        call,
        pages.followLinkPage({ shell: call.shell, token: tokenOf(call.url.searchParams.get('token')) }),
        200,
        tokenHeaders,
      ),
    'POST /sign-in/link': async (call) => {
      const token = tokenOf((await readForm(call.request, formBytes))?.get('token'));
      const answer = await ask(call, 'GET', `/magic-link/verify?token=${token}`);
      if (answer.status === 200) return redirect(call.response, '/account', answer.cookies);
      const problem =
        answer.status === 403 ? codeOf(answer) || 'link_ended' : answer.status >= 500 ? 'look_up' : 'link_ended';
      return signInAgain(call, problem, { form: 'link' });
    },

    'GET /sign-in/password': (call) =>
      show(
        call,
        pages.passwordPage({ shell: call.shell, token: tokenOf(call.url.searchParams.get('token')) }),
        200,
        tokenHeaders,
      ),
    'POST /sign-in/password': async (call) => {
      const form = await readForm(call.request, formBytes);
      const token = tokenOf(form?.get('token'));
      const answer = await ask(call, 'POST', '/set-password', { token, password: form?.get('password') ?? '' });
      if (answer.status === 200) return redirect(call.response, '/sign-in');
      const problem = answer.status === 410 ? 'password_link_ended' : 'password_short';
      return show(call, pages.passwordPage({ shell: call.shell, token, problem }), 422, tokenHeaders);
    },

    'GET /account': async (call) => {
      // Every way of signing in ends here: whoever was on the way to the desk goes on.
      const wanted = returnAddress.find(call.request.headers);
      if (!wanted && (await accountOrders(call))) return;
      const who = await me(call);
      if (!who) return redirect(call.response, '/sign-in');
      if (wanted && (who.role === 'agent' || who.role === 'operator'))
        return redirect(call.response, wanted, [returnAddress.forget()]);
      return show(call, pages.accountPage({ shell: call.shell, me: who }));
    },
    'GET /account/profile': async (call) => {
      const who = await me(call);
      return who ? show(call, pages.accountPage({ shell: call.shell, me: who })) : redirect(call.response, '/sign-in');
    },
    'POST /account/sign-out': async (call) => {
      const { cookies } = await ask(call, 'POST', '/sign-out', {});
      redirect(call.response, '/sign-in', cookies);
    },

    'GET /account/second-factor': async (call) => {
      const who = await me(call);
      const isOpen = who?.secondFactor === 'needed' || who?.secondFactor === 'possible';
      return isOpen
        ? show(call, pages.secondFactorPasswordPage({ shell: call.shell }))
        : redirect(call.response, who ? '/account' : '/sign-in');
    },
    'POST /account/second-factor': async (call) => {
      const password = (await readForm(call.request, formBytes))?.get('password') ?? '';
      const answer = await ask(call, 'POST', '/two-factor/enable', { password });
      if (answer.status === 401) return redirect(call.response, '/sign-in');
      const { totpURI: uri, backupCodes } = answer.body as { totpURI?: string; backupCodes?: string[] };
      if (answer.status !== 200 || !uri || !backupCodes)
        return show(call, pages.secondFactorPasswordPage({ shell: call.shell, problem: 'password_wrong' }), 422);
      return show(call, pages.secondFactorCodePage({ shell: call.shell, setUp: { uri, backupCodes } }));
    },
    'POST /account/confirm': async (call) => {
      const code = (await readForm(call.request, formBytes))?.get('code') ?? '';
      const answer = await ask(call, 'POST', '/two-factor/verify-totp', { code });
      if (answer.status === 200) return redirect(call.response, '/account', answer.cookies);
      return show(call, pages.secondFactorCodePage({ shell: call.shell, setUp: null, problem: 'wrong_code' }), 422);
    },
  };

  return async (call) => {
    const { request, response, url } = call;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const key = `${isRead ? 'GET' : request.method} ${url.pathname}`;
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (!route) return false;
    // Forms: exactly ours, always said by browsers. Pages: not out of another site's page, where they would do something.
    const isOurs = isRead
      ? url.pathname !== '/sign-in/company' || !/^(cross|same)-site$/.test(String(request.headers['sec-fetch-site']))
      : request.headers.origin === publicOrigin;
    if (!isOurs) {
      response.writeHead(403).end();
      return true;
    }
    try {
      await route(call);
    } catch (error) {
      if (!(error instanceof GatewayUnavailableError)) throw error;
      await outOfOrder(call, error);
    }
    return true;
  };
}
