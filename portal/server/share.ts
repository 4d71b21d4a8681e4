import { odooIdFrom } from '@milepost/service-kit';
import { OrderShareCreateDocument, OrderShareEndDocument, OrderSharesDocument } from '../src/generated/graphql.ts';
import type * as Pages from '../src/pages.tsx';
import type { Access } from './access.ts';
import type { Call } from './call.ts';
import { AccessEndedError, type GatewayClient, GatewayUnavailableError, type Identity } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { readForm, redirect, sendPage } from './respond.ts';

const formBytes = 8 * 1024;
/** The page holds a link once: nobody on the way is told where one came from. (With no-referrer, forms would lose their Origin.) */
const headers = { 'referrer-policy': 'strict-origin', 'x-robots-tag': 'noindex, nofollow' };

/**
 * /orders/:id/share: GET lists the links by which customers share the order, POST makes one and shows it, POST …/end ends one. The gateway decides who may; forms come with exactly our Origin, which
 * browsers always say.
 */
export function createShareRoutes({
  pages,
  gateway,
  access,
  origins,
  dress,
  outOfOrder,
}: {
  pages: typeof Pages;
  gateway: GatewayClient;
  access: Access;
  /** Whose forms are ours. */
  origins: ReadonlySet<string>;
  dress: (shell: Pages.Shell, companyId: string) => Pages.Shell;
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
}) {
  const message = ({ request, response, shell }: Call, orderId: string, hasAccess: boolean) => {
    const { t } = shell.words;
    return sendPage(
      request,
      response,
      hasAccess
        ? pages.messagePage({
            shell,
            heading: t('share.notPossible'),
            text: t('share.notPossibleText'),
            back: `/orders/${orderId}`,
          })
        : pages.messagePage({
            shell,
            heading: t('message.noAccess'),
            text: t('message.noAccessText'),
            withLookUp: true,
          }),
      { status: 403, headers },
    );
  };

  async function show(
    call: Call,
    { orderId, identity, made, problem }: { orderId: string; identity: Identity; made?: string; problem?: string },
  ): Promise<unknown> {
    const { request, response, requestId, shell } = call;
    const { data } = await gateway.query(
      OrderSharesDocument,
      { id: orderId },
      { identity, requestId, address: addressOf(request) },
    );
    const order = data?.order;
    // Null links: may see the order, may not share it.
    if (!order?.links) return message(call, orderId, Boolean(order));
    return sendPage(
      request,
      response,
      pages.sharePage({
        shell: dress(shell, order.company.id),
        order,
        made: made ?? null,
        problem: problem ?? null,
        now: new Date(),
      }),
      { status: problem ? 422 : 200, headers },
    );
  }

  async function make(call: Call, orderId: string, identity: Identity): Promise<unknown> {
    const { request, requestId, shell } = call;
    const form = await readForm(request, formBytes);
    const level = pages.shareLevels.find((known) => known === form?.get('level')) ?? 'L1';
    const hours = pages.shareHours.find((known) => String(known) === form?.get('hours')) ?? 7 * 24;
    const purpose = (form?.get('purpose') ?? '')
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 80);
    const { data } = await gateway.query(
      OrderShareCreateDocument,
      { input: { orderId, level, purpose, expiresAt: new Date(Date.now() + hours * 3_600_000).toISOString() } },
      { identity, requestId, address: addressOf(request) },
    );
    const made = data?.orderLinkCreate.url;
    if (made) return show(call, { orderId, identity, made });
    const isFull = data?.orderLinkCreate.userErrors.some(({ code }) => code === 'TOO_MANY_LINKS');
    return isFull
      ? show(call, { orderId, identity, problem: shell.words.t('share.full') })
      : show(call, { orderId, identity });
  }

  async function end(call: Call, orderId: string, identity: Identity): Promise<unknown> {
    const { request, response, requestId } = call;
    const linkId = (await readForm(request, formBytes))?.get('linkId')?.slice(0, 200) ?? '';
    // Ended already, or none of ours: the list says how it is.
    await gateway.query(
      OrderShareEndDocument,
      { input: { linkId } },
      { identity, requestId, address: addressOf(request) },
    );
    return redirect(response, `/orders/${orderId}/share`, [], headers);
  }

  return async (call: Call, orderId: string, isEnd: boolean): Promise<void> => {
    const { request, response } = call;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isEnd ? request.method !== 'POST' : !isRead && request.method !== 'POST')
      return void response.writeHead(405, { allow: isEnd ? 'POST' : 'GET, HEAD, POST' }).end();
    if (!isRead && !origins.has(request.headers.origin ?? '')) return void response.writeHead(403).end();
    const identity = access.identityFor(request.headers, orderId);
    try {
      if (identity.kind === 'nobody' || odooIdFrom('Order', orderId) === null) await message(call, orderId, false);
      else if (isRead) await show(call, { orderId, identity });
      else if (isEnd) await end(call, orderId, identity);
      else await make(call, orderId, identity);
    } catch (error) {
      if (error instanceof AccessEndedError) return void (await message(call, orderId, false));
      if (!(error instanceof GatewayUnavailableError)) throw error;
      await outOfOrder(call, error);
    }
  };
}
