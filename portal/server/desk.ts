import { randomBytes } from 'node:crypto';
import type * as Pages from '../src/pages.tsx';
import type { AuthClient } from './auth-client.ts';
import type { Call } from './call.ts';
import { GatewayUnavailableError } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { redirect, securityHeaders, sendPage } from './respond.ts';
import type { ReturnAddress } from './return-address.ts';

/**
 * GET /desk and everything below it: one shell, whose script shows what the address names. Staff only: others would see an empty desk, because the graph refuses
 * them, but need not be given it. Whoever is not signed in comes back to the address they wanted.
 */
export function createDeskRoute({
  pages,
  deskShell,
  auth,
  returnAddress,
  outOfOrder,
}: {
  pages: typeof Pages;
  /** With the desk's own files. */
  deskShell: Parameters<typeof Pages.deskPage>[0]['shell'];
  auth: AuthClient;
  returnAddress: ReturnAddress;
  /** What somebody gets while the gateway cannot answer. */
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
}) {
  return async (call: Call): Promise<void> => {
    const { request, response, requestId, url, shell } = call;
    let me: Pages.Me | null;
    try {
      const { body } = await auth('GET', '/me', { request, requestId, address: addressOf(request) });
      me = (body['me'] as Pages.Me | null | undefined) ?? null;
    } catch (error) {
      if (!(error instanceof GatewayUnavailableError)) throw error;
      await outOfOrder(call, error);
      return;
    }
    if (!me) return redirect(response, '/sign-in', [returnAddress.remember(url)]);
    // A second factor is still to be set up: the account page says so, and leads back here.
    if (me.secondFactor === 'needed') return redirect(response, '/account', [returnAddress.remember(url)]);
    if (me.role !== 'agent' && me.role !== 'operator')
      return sendPage(
        request,
        response,
        pages.messagePage({
          shell,
          heading: shell.words.t('message.deskOnly'),
          text: shell.words.t('message.deskOnlyText'),
          back: '/account',
          backText: shell.words.t('message.toAccount'),
        }),
        { status: 403 },
      );
    const nonce = randomBytes(16).toString('base64');
    return sendPage(
      request,
      response,
      pages.deskPage({ shell: deskShell, me: { name: me.name, role: me.role }, nonce }),
      {
        headers: {
          // React Aria adds one style element of its own (for touch screens); everything else is in our files.
          'content-security-policy': String(securityHeaders['content-security-policy']).replace(
            "style-src 'self'",
            `style-src 'self' 'nonce-${nonce}'`,
          ),
        },
      },
    );
  };
}
