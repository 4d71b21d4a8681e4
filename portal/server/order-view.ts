import { odooIdFrom } from '@milepost/service-kit';
import { OrderViewCreateDocument, OrderViewPageDocument } from '../src/generated/graphql.ts';
import type * as Pages from '../src/pages.tsx';
import type { Access } from './access.ts';
import type { AuthClient } from './auth-client.ts';
import type { Call } from './call.ts';
import { AccessEndedError, type GatewayClient, GatewayUnavailableError } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { redirect, sendPage } from './respond.ts';

/** The address names a look, so it goes nowhere; nor is the page kept by anybody. */
const headers = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' };

/**
 * A colleague looks at an order as its customer sees it. POST /orders/:id/view begins the look, which the gateway puts on record, and leads to its address;
 * GET /orders/:id/view/:view shows it. The gateway decides each time, by the colleague's own cookie: no access to the order is given to anybody, no cookie is set, and the address
 * shows nothing in another session.
 */
export function createOrderView({
  pages,
  gateway,
  access,
  auth,
  dress,
  publicOrigin,
  outOfOrder,
}: {
  pages: typeof Pages;
  gateway: GatewayClient;
  access: Access;
  auth: AuthClient;
  dress: (shell: Pages.Shell, companyId: string) => Pages.Shell;
  publicOrigin: string;
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
}) {
  const ended = ({ request, response, shell }: Call) =>
    sendPage(
      request,
      response,
      pages.messagePage({
        shell,
        heading: shell.words.t('staffView.ended'),
        text: shell.words.t('staffView.endedText'),
        back: '/desk',
        backText: shell.words.t('staffView.toDesk'),
      }),
      { status: 403, headers },
    );

  async function begin(call: Call, orderId: string): Promise<unknown> {
    const { request, response, requestId } = call;
    // Always sent with a form of ours; without one somebody else's page may have asked.
    if (request.headers.origin !== publicOrigin) return response.writeHead(403).end();
    const identity = access.visitor(request.headers);
    if (identity.kind !== 'person' || odooIdFrom('Order', orderId) === null) return ended(call);
    const { data } = await gateway.query(
      OrderViewCreateDocument,
      { input: { orderId } },
      { identity, requestId, address: addressOf(request) },
    );
    const viewId = data?.orderViewCreate.viewId;
    return viewId ? redirect(response, `/orders/${orderId}/view/${viewId}`, [], headers) : ended(call);
  }

  async function show(call: Call, orderId: string, viewId: string): Promise<unknown> {
    const { request, response, url, requestId, shell } = call;
    const person = access.visitor(request.headers);
    const wanted = url.searchParams.get('level');
    const level = pages.viewLevels.find((known) => known === wanted) ?? 'L2';
    if (person.kind !== 'person' || !/^[\w-]{1,200}$/.test(viewId) || odooIdFrom('Order', orderId) === null)
      return ended(call);
    const address = addressOf(request);
    const { data } = await gateway.query(
      OrderViewPageDocument,
      { id: orderId },
      { identity: { kind: 'view', cookie: person.cookie, viewId, level }, requestId, address },
    );
    const order = data?.order;
    if (!order) return ended(call);
    const { body } = await auth('GET', '/me', { request, requestId, address });
    const me = body['me'] as Pages.Me | null | undefined;
    const name = me && (me.name || me.email);
    const { endsAt } = data.viewer;
    if (!name || !endsAt) return ended(call);
    const now = new Date();
    const goesIn = Math.max(1, Math.ceil((Date.parse(endsAt) - now.getTime()) / 1000) + 1);
    return sendPage(
      request,
      response,
      pages.orderPage({
        shell: dress(shell, order.company.id),
        order,
        liveCursor: '',
        staleSince: null,
        view: { name, level, address: `/orders/${orderId}/view/${viewId}`, endsAt },
        now,
      }),
      // Asked for anew when it has ended, with or without scripts: what it shows does not stay on a screen.
      { headers: { ...headers, refresh: String(goesIn) } },
    );
  }

  return async (call: Call, orderId: string, viewId: string | null): Promise<void> => {
    const { request, response } = call;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    try {
      if (viewId === null && request.method === 'POST') await begin(call, orderId);
      else if (viewId !== null && isRead) await show(call, orderId, viewId);
      else response.writeHead(405, { allow: viewId === null ? 'POST' : 'GET, HEAD' }).end();
    } catch (error) {
      if (error instanceof AccessEndedError) return void (await ended(call));
      if (!(error instanceof GatewayUnavailableError)) throw error;
      await outOfOrder(call, error);
    }
  };
}
