import type { IncomingMessage } from 'node:http';
import { type Logger, odooIdFrom } from '@milepost/service-kit';
import {
  OrderAccessDocument,
  OrderCodeConfirmDocument,
  OrderCodeRequestDocument,
  OrderLevelDocument,
  OrderLinkOpenDocument,
  OrderPageDocument,
  type OrderPageQuery,
  ParcelPageDocument,
  type ParcelPageQuery,
} from '../src/generated/graphql.ts';
import type * as Pages from '../src/pages.tsx';
import type { Access } from './access.ts';
import type { Call } from './call.ts';
import {
  AccessEndedError,
  type GatewayClient,
  GatewayUnavailableError,
  type Identity,
  TooManyRequestsError,
} from './gateway-client.ts';
import { createLastKnown } from './last-known.ts';
import { readForm, redirect, sendPage } from './respond.ts';

const formBytes = 8 * 1024;

/** As the gateway says who asks; nobody else reaches this server. */
export const addressOf = ({ headers, socket }: IncomingMessage) =>
  String(headers['x-mp-ip'] ?? socket.remoteAddress ?? '');

type KnownOrder = { order: NonNullable<OrderPageQuery['order']>; liveCursor: string };

/** One function per address. They fetch what a page shows and choose the page; what it looks like is in src/. */
export function createPages({
  pages,
  gateway,
  access,
  dress,
  logger,
}: {
  pages: typeof Pages;
  gateway: GatewayClient;
  access: Access;
  /** The shell of an order's page, in the look of the company that sold it. */
  dress: (shell: Pages.Shell, companyId: string) => Pages.Shell;
  logger: Logger;
}) {
  const lastOrders = createLastKnown<KnownOrder>({ maxEntries: 500, maxAgeMs: 24 * 3_600_000 });
  const lastParcels = createLastKnown<NonNullable<ParcelPageQuery['shipmentByTrackingNumber']>>({
    maxEntries: 500,
    maxAgeMs: 24 * 3_600_000,
  });
  const keyOf = (identity: Identity) =>
    identity.kind === 'order'
      ? `${identity.token}~${identity.endsAt}`
      : identity.kind === 'person'
        ? identity.cookie
        : '';

  const outOfOrder = ({ request, response, shell }: Call, error: unknown) => {
    const { t } = shell.words;
    if (error instanceof TooManyRequestsError)
      return sendPage(
        request,
        response,
        pages.messagePage({
          shell,
          heading: t('message.tooMany'),
          text: t('message.tooManyText', { seconds: error.retryAfterSeconds }),
          looksAgain: true,
        }),
        { status: 429, headers: { 'retry-after': String(error.retryAfterSeconds) } },
      );
    return sendPage(
      request,
      response,
      pages.messagePage({
        shell,
        heading: t('message.away'),
        text: t('message.awayText'),
        looksAgain: true,
      }),
      { status: 503, headers: { 'retry-after': '30' } },
    );
  };
  const noAccess = ({ request, response, shell }: Call) =>
    sendPage(
      request,
      response,
      pages.messagePage({
        shell,
        heading: shell.words.t('message.noAccess'),
        text: shell.words.t('message.noAccessText'),
        withLookUp: true,
      }),
      { status: 403 },
    );

  /** Whether this browser sees more of an order by itself than at this level. Not known, it counts as not. */
  async function seesMore({ request, requestId }: Call, orderId: string, level: string | null | undefined) {
    const identity = access.identityFor(request.headers, orderId);
    if (identity.kind === 'nobody' || !level) return false;
    const as = { identity, requestId, address: addressOf(request) };
    const held = await gateway.query(OrderLevelDocument, { id: orderId }, as).catch((error: unknown) => {
      if (error instanceof AccessEndedError || error instanceof GatewayUnavailableError) return null;
      throw error;
    });
    const now = held?.data?.order?.viewerAccess;
    return now !== undefined && levels.indexOf(now) > levels.indexOf(level);
  }

  return {
    outOfOrder,
    noAccess,
    async home({ request, response, shell }: Call): Promise<void> {
      await sendPage(request, response, pages.lookUpPage({ shell }));
    },

    /** POST /track: an order by its number with the e-mail or postcode. */
    async lookUp(call: Call): Promise<void> {
      const { request, response, requestId, shell } = call;
      const { t } = shell.words;
      const form = await readForm(request, formBytes);
      const values = {
        orderName: form?.get('orderName')?.trim() ?? '',
        email: form?.get('email')?.trim() ?? '',
        postalCode: form?.get('postalCode')?.trim() ?? '',
        trackingNumber: '',
      };
      const again = (message: string, field: Pages.Problem['field']) =>
        sendPage(request, response, pages.lookUpPage({ shell, values, problem: { field, message } }), { status: 422 });
      if (!values.orderName) return again(t('lookUp.needOrder'), 'orderName');
      if (!values.email && !values.postalCode) return again(t('lookUp.needProof'), 'email');
      try {
        const { data } = await gateway.query(
          OrderAccessDocument,
          {
            input: {
              orderName: values.orderName,
              // One is enough; the e-mail address is the better proof.
              ...(values.email ? { email: values.email } : { postalCode: values.postalCode }),
            },
          },
          { identity: { kind: 'nobody' }, requestId, address: addressOf(request) },
        );
        const opened = opening(data?.orderAccessCreate);
        const [problem] = data?.orderAccessCreate.userErrors ?? [];
        if (problem?.code === 'RATE_LIMITED') return again(t('lookUp.tooMany'), null);
        if (!opened) return again(t('lookUp.wrong'), null);
        redirect(response, `/orders/${opened.orderId}`, access.grant(request.headers, opened));
      } catch (error) {
        if (!(error instanceof GatewayUnavailableError)) throw error;
        logger.warn({ err: error }, 'look-up failed');
        await outOfOrder(call, error);
      }
    },

    /**
     * GET /l/:token: what a mail points to. Swapped for a cookie at once, so that the address stays in no history, no referrer and no log further on. Opening a
     * link takes nothing away: whoever looks at mails before their reader does no harm.
     */
    async link(call: Call, token: string): Promise<void> {
      const { request, response, requestId, shell } = call;
      const ended = () =>
        sendPage(
          request,
          response,
          pages.messagePage({
            shell,
            heading: shell.words.t('message.linkEnded'),
            text: shell.words.t('message.linkEndedText'),
            withLookUp: true,
          }),
          { status: 404, headers: linkHeaders },
        );
      // Whoever only asks for the headers does not open it.
      if (request.method === 'HEAD') return void response.writeHead(204, { ...linkHeaders }).end();
      try {
        const { data } = await gateway.query(
          OrderLinkOpenDocument,
          { input: { token: token.slice(0, 100) } },
          { identity: { kind: 'nobody' }, requestId, address: addressOf(request) },
        );
        const opened = opening(data?.orderLinkOpen);
        if (!opened) return await ended();
        // Whoever sees more of the order already keeps that.
        if (await seesMore(call, opened.orderId, data?.orderLinkOpen.level))
          return redirect(response, `/orders/${opened.orderId}`, [], linkHeaders);
        redirect(response, `/orders/${opened.orderId}`, access.grant(request.headers, opened), linkHeaders);
      } catch (error) {
        if (!(error instanceof GatewayUnavailableError)) throw error;
        logger.warn({ err: error }, 'link not opened');
        await outOfOrder(call, error);
      }
    },

    /** GET /track?trackingNumber=…: what the form sends, to the parcel's own address. */
    async find({ request, response, url, shell }: Call): Promise<void> {
      const number = (url.searchParams.get('trackingNumber') ?? '').replace(/[\s-]/g, '').toUpperCase().slice(0, 60);
      if (number.length >= 4) return redirect(response, `/track/${encodeURIComponent(number)}`);
      const values = { orderName: '', email: '', postalCode: '', trackingNumber: number };
      const problem = { field: 'trackingNumber', message: shell.words.t('lookUp.needNumber') } as const;
      await sendPage(request, response, pages.lookUpPage({ shell, values, problem }), { status: 422 });
    },

    /** GET /track/:number: level L0, for whoever holds the number. */
    async parcel(call: Call, trackingNumber: string): Promise<void> {
      const { request, response, url, requestId, shell } = call;
      const now = new Date();
      const carrierCode = url.searchParams.get('carrier')?.slice(0, 60) ?? null;
      const identity = access.visitor(request.headers);
      const key = `${keyOf(identity)}|${trackingNumber}|${carrierCode}`;
      try {
        const { data, errors } = await gateway.query(
          ParcelPageDocument,
          { trackingNumber, carrierCode },
          { identity, requestId, address: addressOf(request) },
        );
        const { options, optionNames } =
          errors.find(({ extensions }) => extensions?.field === 'carrierCode')?.extensions ?? {};
        if (options)
          return await sendPage(
            request,
            response,
            pages.carrierChoicePage({
              shell,
              trackingNumber,
              carriers: options.map((code, i) => ({ code, name: optionNames?.[i] ?? code })),
            }),
            { status: 300 },
          );
        const parcel = data?.shipmentByTrackingNumber;
        if (parcel) {
          lastParcels.keep(key, parcel, now);
          return await sendPage(request, response, pages.parcelPage({ shell, parcel, staleSince: null, now }));
        }
        const values = { orderName: '', email: '', postalCode: '', trackingNumber };
        const problem = {
          field: 'trackingNumber',
          message: shell.words.t('lookUp.unknownNumber'),
        } as const;
        await sendPage(request, response, pages.lookUpPage({ shell, values, problem }), { status: 404 });
      } catch (error) {
        if (!(error instanceof GatewayUnavailableError)) throw error;
        logger.warn({ err: error }, 'parcel page from memory');
        const known = isOutage(error) ? lastParcels.find(key, now) : null;
        if (!known) return outOfOrder(call, error);
        const staleSince = known.readAt.toISOString();
        await sendPage(request, response, pages.parcelPage({ shell, parcel: known.value, staleSince, now }));
      }
    },

    /** GET /orders/:id. Without access, for an unknown order and for somebody else's the answer is the same. */
    async order(call: Call, orderId: string): Promise<void> {
      const { request, response, requestId, shell } = call;
      const now = new Date();
      const identity = access.identityFor(request.headers, orderId);
      if (identity.kind === 'nobody' || odooIdFrom('Order', orderId) === null) return noAccess(call);
      const key = `${keyOf(identity)}|${orderId}`;
      try {
        const { data } = await gateway.query(
          OrderPageDocument,
          { id: orderId },
          { identity, requestId, address: addressOf(request) },
        );
        const order = data?.order;
        if (!order) {
          lastOrders.forget(key);
          return await noAccess(call);
        }
        const { liveCursor } = data;
        lastOrders.keep(key, { order, liveCursor }, now);
        await sendPage(
          request,
          response,
          pages.orderPage({ shell: dress(shell, order.company.id), order, liveCursor, staleSince: null, now }),
          { headers: keepHeader(identity, now) },
        );
      } catch (error) {
        if (error instanceof AccessEndedError) {
          lastOrders.forget(key);
          return noAccess(call);
        }
        if (!(error instanceof GatewayUnavailableError)) throw error;
        logger.warn({ err: error }, 'order page from memory');
        const known = isOutage(error) ? lastOrders.find(key, now) : null;
        if (!known || (identity.kind === 'order' && identity.endsAt < now.getTime())) return outOfOrder(call, error);
        const staleSince = known.readAt.toISOString();
        await sendPage(
          request,
          response,
          pages.orderPage({ shell: dress(shell, known.value.order.company.id), ...known.value, staleSince, now }),
        );
      }
    },

    /** POST /orders/:id/code: without a code one is sent, with it the order is shown at level L3. */
    async orderCode(call: Call, orderId: string): Promise<void> {
      const { request, response, requestId, shell } = call;
      const { t } = shell.words;
      const identity = access.identityFor(request.headers, orderId);
      const form = await readForm(request, formBytes);
      if (identity.kind !== 'order' || !form) return noAccess(call);
      const as = { identity, requestId, address: addressOf(request) };
      const typeIn = (codeId: string, problem: string | null) =>
        sendPage(request, response, pages.orderCodePage({ shell, orderId, codeId, problem }), {
          status: problem === null ? 200 : 422,
        });
      const cannot = (text: string) =>
        sendPage(
          request,
          response,
          pages.messagePage({ shell, heading: t('message.noCode'), text, back: `/orders/${orderId}` }),
          { status: 422 },
        );
      try {
        const codeId = form.get('codeId')?.slice(0, 200) ?? '';
        if (!codeId) {
          const { data } = await gateway.query(OrderCodeRequestDocument, { input: { orderId } }, as);
          const sent = data?.orderCodeRequest;
          if (sent?.codeId) return await typeIn(sent.codeId, null);
          return await cannot(t(`codeProblem.${codeProblem(sent?.userErrors[0]?.code)}`));
        }
        const code = form.get('code')?.slice(0, 50) ?? '';
        const { data } = await gateway.query(OrderCodeConfirmDocument, { input: { codeId, code } }, as);
        const opened = opening(data?.orderCodeConfirm);
        if (opened) return redirect(response, `/orders/${opened.orderId}`, access.grant(request.headers, opened));
        await typeIn(codeId, t(`codeProblem.${codeProblem(data?.orderCodeConfirm.userErrors[0]?.code)}`));
      } catch (error) {
        if (error instanceof AccessEndedError) return noAccess(call);
        if (!(error instanceof GatewayUnavailableError)) throw error;
        logger.warn({ err: error }, 'code neither sent nor confirmed');
        await outOfOrder(call, error);
      }
    },

    async missing({ request, response, shell }: Call): Promise<void> {
      await sendPage(
        request,
        response,
        pages.messagePage({
          shell,
          heading: shell.words.t('message.missing'),
          text: shell.words.t('message.missingText'),
        }),
        { status: 404 },
      );
    },
  };
}

/** Why no code was sent, or none was taken, as far as there are words for it. */
const codeProblems = ['MAIL_OFF', 'NO_ADDRESS', 'RATE_LIMITED', 'CODE_ENDED', 'CODE_WRONG'] as const;
const codeProblem = (code: string | undefined) => codeProblems.find((known) => known === code) ?? 'OTHER';

/** Of what somebody may see of an order, least first. */
const levels: readonly string[] = ['L0', 'L1', 'L2', 'L3', 'PARTNER', 'STAFF'];

const linkHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

interface Answered {
  token?: string | null;
  orderId?: string | null;
  expiresAt?: string | null;
}

/** What was opened; null when it was refused. */
function opening(answered: Answered | undefined): { token: string; orderId: string; expiresAt: string } | null {
  const { token, orderId, expiresAt } = answered ?? {};
  return token && orderId && expiresAt ? { token, orderId, expiresAt } : null;
}

/**
 * Until when the page's own worker may keep it for a time without a network (src/offline): as long as the access lasts, a day at most. The end of a person's session is not known here,
 * so theirs is not kept. Nobody else may store it: it stays `no-store`.
 */
function keepHeader(identity: Identity, now: Date): Record<string, string> {
  if (identity.kind !== 'order') return {};
  return { 'x-keep-until': new Date(Math.min(identity.endsAt, now.getTime() + 24 * 3_600_000)).toISOString() };
}

/** What was seen last is shown while a part of the system is out of reach; not to somebody whom the gateway would answer, if he asked less. */
function isOutage(error: GatewayUnavailableError): boolean {
  return !(error instanceof TooManyRequestsError);
}
