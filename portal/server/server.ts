import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  acceptRequestId,
  closeServer,
  createReadiness,
  type Logger,
  type RunningProcess,
  withRequestScope,
} from '@milepost/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type * as Pages from '../src/pages.tsx';
import { createAccess } from './access.ts';
import { createAccountOrders } from './account-orders.ts';
import { loadAssets } from './assets.ts';
import { createAuthClient } from './auth-client.ts';
import { loadBrands } from './brands.ts';
import { chosenLanguage, localeOf, ownPath } from './call.ts';
import type { Config } from './config.ts';
import { createDeskRoute } from './desk.ts';
import { createGatewayClient } from './gateway-client.ts';
import { createLiveRoute } from './live.ts';
import { createOrderView } from './order-view.ts';
import { addressOf, createPages } from './pages.ts';
import { createPickupCalendar } from './pickup-calendar.ts';
import { createReport } from './report.ts';
import { redirect } from './respond.ts';
import { createReturnAddress } from './return-address.ts';
import { createShareRoutes } from './share.ts';
import { createSignInRoutes } from './sign-in.ts';

const dist = join(import.meta.dirname, '../dist');

/** The process behind the gateway that renders the customer pages and hands out their files and live streams. */
export async function startPortal(
  config: Config,
  { logger, gatewayTimeoutMs = 8_000 }: { logger: Logger; gatewayTimeoutMs?: number },
): Promise<RunningProcess & { url: string }> {
  const brands = loadBrands({ folder: config.brandsFolder, defaultName: config.brand });
  const assets = await loadAssets(dist, brands.files);
  const rendered = (await import(pathToFileURL(join(dist, 'server/pages.js')).href)) as typeof Pages;
  const gateway = createGatewayClient({
    url: config.gatewayUrl,
    publicOrigin: config.publicOrigin,
    timeoutMs: gatewayTimeoutMs,
  });
  const access = createAccess({ publicOrigin: config.publicOrigin });
  const live = createLiveRoute({ gateway, logger });
  /** The page of an order wears the brand of the company that sold it. */
  const dress = (shell: Pages.Shell, companyId: string): Pages.Shell => ({
    ...shell,
    look: brands.ofCompany(companyId) ?? shell.look,
  });
  const pages = createPages({
    pages: rendered,
    gateway,
    access,
    dress,
    logger,
  });

  const { publicOrigin } = config;
  const own = new URL(publicOrigin);
  const brandOrigins = new Set(
    brands.hosts
      .map((host) => `${own.protocol}//${host}${own.port && `:${own.port}`}`)
      .filter((one) => one !== publicOrigin),
  );
  /** Whose forms are ours. */
  const origins: ReadonlySet<string> = new Set([publicOrigin, ...brandOrigins]);
  const auth = createAuthClient({ url: config.gatewayUrl, publicOrigin, timeoutMs: gatewayTimeoutMs });
  const returnAddress = createReturnAddress({ publicOrigin });
  const { outOfOrder } = pages;
  const accountOrders = createAccountOrders({ pages: rendered, gateway, access });
  const signIn = createSignInRoutes({ pages: rendered, auth, publicOrigin, returnAddress, accountOrders, outOfOrder });
  const desk = createDeskRoute({
    pages: rendered,
    // Messages look like the other pages; only the desk itself has its own files.
    deskShell: { brand: config.brand, ...assets.desk },
    auth,
    returnAddress,
    outOfOrder,
  });

  const orderView = createOrderView({ pages: rendered, gateway, access, auth, dress, publicOrigin, outOfOrder });

  const share = createShareRoutes({ pages: rendered, gateway, access, origins, dress, outOfOrder });

  const calendar = createPickupCalendar({ gateway, access, missing: pages.missing, outOfOrder });
  const report = createReport({
    pages: rendered,
    gateway,
    access,
    outOfOrder,
    noAccess: pages.noAccess,
    dress,
    logger,
  });

  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const answers = new Counter({
    name: 'portal_pages_total',
    help: 'Answers by page and status',
    labelNames: ['page', 'status'],
    registers: [metrics],
  });
  new Gauge({
    name: 'portal_live_streams',
    help: 'Open live streams',
    registers: [metrics],
    collect() {
      this.set(live.size);
    },
  });

  const readiness = createReadiness({ noticeMs: config.stopNoticeMs, check: async () => true });

  /** Browsers say when a request was caused by a page of another site. */
  const isForeign = ({ headers }: IncomingMessage) =>
    (headers.origin !== undefined && !origins.has(headers.origin)) ||
    headers['sec-fetch-site'] === 'cross-site' ||
    headers['sec-fetch-site'] === 'same-site';

  async function route(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const url = new URL(request.url ?? '/', config.publicOrigin);
    const { pathname } = url;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    // The gateway says which name was asked for.
    const host = String(request.headers['x-forwarded-host'] ?? request.headers.host ?? '');
    const look = brands.atHost(host);
    const chosen = isRead ? chosenLanguage(url) : null;
    if (chosen) return redirect(response, chosen.location, [chosen.cookie]);
    // What a form answers has no address of its own to come back to, and a link's secret stays out of its page.
    const here = isRead && !pathname.startsWith('/l/') ? ownPath(url) : '/';
    const call = {
      request,
      response,
      url,
      requestId,
      shell: rendered.shellFor({ ...assets.shell, look, origin: publicOrigin }, localeOf(request), here),
    };
    const counted = (page: string) =>
      response.once('finish', () => answers.inc({ page, status: String(response.statusCode) }));
    // Only our own systems come without the gateway.
    const isDirect = request.headers['x-forwarded-for'] === undefined;
    if (isDirect && (pathname === '/healthz' || pathname === '/readyz')) {
      const isWell = pathname === '/healthz' || (await readiness.isReady());
      response.writeHead(isWell ? 200 : 503, { 'content-type': 'application/json' });
      return void response.end(`{"status":"${isWell ? 'ok' : 'not ready'}"}\n`);
    }
    if (isDirect && pathname === '/metrics')
      return void response.setHeader('content-type', metrics.contentType).end(await metrics.metrics());
    if (/^\/(sign-in|account)(\/|$)/.test(pathname)) {
      // Sessions of people live at one origin.
      if (isRead && brandOrigins.has(`${url.protocol}//${host}`))
        return redirect(response, `${publicOrigin}${pathname}${url.search}`);
      counted('sign-in');
      if (await signIn(call)) return;
    }
    const [, first, second, ...more] = pathname.split('/').map(decoded);
    if (request.method === 'POST' && first === 'orders' && second && more.length === 1 && more[0] === 'code') {
      counted('code');
      if (isForeign(request)) return void response.writeHead(403).end();
      return pages.orderCode(call, second.slice(0, 200));
    }
    if (first === 'orders' && second && more[0] === 'view' && more.length <= 2) {
      counted('view');
      if (!isRead && isForeign(request)) return void response.writeHead(403).end();
      return orderView(call, second.slice(0, 200), more[1]?.slice(0, 200) ?? null);
    }
    if (
      first === 'orders' &&
      second &&
      more[0] === 'share' &&
      (more.length === 1 || (more.length === 2 && more[1] === 'end'))
    ) {
      counted('share');
      return share(call, second.slice(0, 200), more.length === 2);
    }
    const [what, shipmentId] = more;
    if (first === 'orders' && second && (what === 'report' || what === 'feedback') && shipmentId && more.length === 2) {
      counted(what);
      if (!isRead && isForeign(request)) return void response.writeHead(403).end();
      return void (await report(call, what, second.slice(0, 200), shipmentId.slice(0, 200)));
    }
    if (first === 'desk' && isRead) {
      counted('desk');
      return desk(call);
    }
    if (more.length > 0) return pages.missing(call);

    if (request.method === 'POST' && pathname === '/track') {
      counted('look-up');
      if (isForeign(request)) return void response.writeHead(403).end();
      return pages.lookUp(call);
    }
    if (!isRead) return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    if (first === 'assets' && assets.serve(request, response, pathname)) return;
    if (pathname === '/service-worker.js') return assets.serveWorker(request, response);
    if (pathname === '/') {
      counted('home');
      return pages.home(call);
    }
    if (first === 'track') {
      counted('parcel');
      return second ? pages.parcel(call, second.slice(0, 60)) : pages.find(call);
    }
    if (first === 'l' && second) {
      counted('link');
      return pages.link(call, second);
    }
    const collected = url.searchParams.get('collect');
    if (first === 'orders' && second && collected !== null) {
      counted('calendar');
      return void (await calendar(call, second.slice(0, 200), collected.slice(0, 200)));
    }
    if (first === 'orders' && second) {
      counted('order');
      return pages.order(call, second.slice(0, 200));
    }
    if (first === 'live' && second && request.method === 'GET') {
      const orderId = second.slice(0, 200);
      const identity = access.identityFor(request.headers, orderId);
      if (identity.kind === 'nobody' || isForeign(request)) return void response.writeHead(403).end();
      const given = request.headers['last-event-id'] ?? url.searchParams.get('after');
      const after = typeof given === 'string' && /^[\w-]{1,200}$/.test(given) ? given : null;
      return live.serve(response, { orderId, after, identity, requestId, address: addressOf(request) });
    }
    return pages.missing(call);
  }

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    const requestId = acceptRequestId(request.headers['x-request-id']);
    withRequestScope(requestId, () =>
      route(request, response, requestId).catch((err: unknown) => {
        logger.error({ err }, 'page failed');
        if (response.headersSent) return response.destroy();
        return response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end(`Something went wrong on our side. If you tell us, name ${requestId}.\n`);
      }),
    );
  });
  await listen(server, config);
  const url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
  logger.info({ url }, 'ready');
  readiness.watch(server);
  return {
    url,
    announceStop: readiness.announceStop,
    async [Symbol.asyncDispose]() {
      const closed = closeServer(server, 5_000);
      live[Symbol.dispose]();
      await closed;
    },
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
