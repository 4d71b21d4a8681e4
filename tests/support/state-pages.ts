import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLocale, type Locale, locales } from '@milepost/wording';
import { loadAssets } from '../../portal/server/assets.ts';
import { loadBrands } from '../../portal/server/brands.ts';
import { securityHeaders } from '../../portal/server/respond.ts';
import { plainLook } from '../../portal/src/brand.ts';
import type * as Pages from '../../portal/src/pages.tsx';
import { accountStates } from '../../portal/tests/support/account-states.ts';
import { orderStates } from '../../portal/tests/support/order-states.ts';
import { reportStates } from '../../portal/tests/support/report-states.ts';
import { shareStates } from '../../portal/tests/support/share-states.ts';
import { signInStates } from '../../portal/tests/support/sign-in-states.ts';
import { now, parcel } from '../../portal/tests/support/states.ts';

const dist = join(import.meta.dirname, '../../portal/dist');

/** Every page in every state, as text. */
function statePages(pages: typeof Pages, shell: Pages.Shell): Record<string, () => string> {
  const { t } = shell.words;
  const values = { orderName: 'S00046', email: 'somebody@else.example', postalCode: '', trackingNumber: '' };
  const html: Record<string, () => string> = {
    'look-up': () => pages.lookUpPage({ shell }),
    'look-up-wrong': () =>
      pages.lookUpPage({
        shell,
        values,
        problem: {
          field: null,
          message: t('lookUp.wrong'),
        },
      }),
    'number-unknown': () =>
      pages.lookUpPage({
        shell,
        values: { orderName: '', email: '', postalCode: '', trackingNumber: '1Z999AA10300079197' },
        problem: {
          field: 'trackingNumber',
          message: t('lookUp.unknownNumber'),
        },
      }),
    'which-carrier': () =>
      pages.carrierChoicePage({
        shell,
        trackingNumber: '3232323232323',
        carriers: [
          { code: 'dpd-de', name: 'DPD Germany' },
          { code: 'gls', name: 'GLS' },
          { code: 'ups', name: 'UPS' },
        ],
      }),
    'access-ended': () =>
      pages.messagePage({
        shell,
        heading: t('message.noAccess'),
        text: t('message.noAccessText'),
        withLookUp: true,
      }),
    'out-of-order': () =>
      pages.messagePage({
        shell,
        heading: t('message.away'),
        text: t('message.awayText'),
        looksAgain: true,
      }),
    'tracking-number-only': () => {
      const coarse = parcel({ viewerAccess: 'L0' });
      const nodes = coarse.events.nodes.map((event) => ({
        ...event,
        description: null,
        location: event.location && { text: null, city: null, countryCode: event.location.countryCode ?? null },
      }));
      return pages.parcelPage({
        shell,
        parcel: { ...coarse, events: { ...coarse.events, nodes } },
        staleSince: null,
        now,
      });
    },
    'last-known-state': () =>
      pages.orderPage({
        shell,
        order: orderStates['in-transit'] as NonNullable<(typeof orderStates)[string]>,
        liveCursor: 'x',
        staleSince: '2026-11-21T08:10:00Z',
        now,
      }),
  };
  html['staff-view'] = () =>
    pages.orderPage({
      shell,
      order: { ...(orderStates['in-transit'] as NonNullable<(typeof orderStates)[string]>), viewerAccess: 'L2' },
      liveCursor: '',
      staleSince: null,
      view: {
        name: 'Ana Costa',
        level: 'L2',
        address: '/orders/T3JkZXI6NDY/view/T3JkZXJWaWV3OjE',
        endsAt: new Date(now.getTime() + 600_000).toISOString(),
      },
      now,
    });
  Object.assign(
    html,
    signInStates(pages, shell),
    shareStates(pages, shell),
    accountStates(pages, shell),
    reportStates(pages, shell),
  );
  for (const [name, order] of Object.entries(orderStates))
    html[name] = () => pages.orderPage({ shell, order, liveCursor: 'x', staleSince: null, now });
  return html;
}

/**
 * Every page in every state at /<language>/<name>, and in English at /<name> too, with the portal's own files and headers, and nothing live behind it.
 * With scripts of the asker by their path, which browsers keep like the portal's own.
 */
export async function serveStatePages(
  scripts: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable & { url: string; names: string[] }> {
  const brands = loadBrands({ folder: join(dist, '../demo-brands'), defaultName: 'Milepost' });
  const assets = await loadAssets(dist, brands.files);
  const pages = (await import(pathToFileURL(join(dist, 'server/pages.js')).href)) as typeof Pages;
  const base = { look: plainLook('Milepost'), origin: 'https://track.example.com', ...assets.shell };
  const html = Object.fromEntries(
    locales.map((locale): [Locale, Record<string, () => string>] => {
      const shell = pages.shellFor(base, locale, '/');
      const dressed = (host: string) => ({ ...shell, look: brands.atHost(host) });
      return [
        locale,
        {
          ...statePages(pages, shell),
          'brand-order': () =>
            pages.orderPage({
              shell: dressed('northpeak-europe.localhost'),
              order: orderStates['delayed'] as NonNullable<(typeof orderStates)[string]>,
              liveCursor: 'x',
              staleSince: null,
              now,
            }),
          'brand-look-up': () => pages.lookUpPage({ shell: dressed('northpeak.localhost') }),
        },
      ];
    }),
  ) as Record<Locale, Record<string, () => string>>;

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/assets/') && assets.serve(request, response, path)) return;
    const script = scripts[path];
    if (script !== undefined)
      return void response
        .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=31536000, immutable' })
        .end(script);
    // Open, and silent: what the pages look like while they are live.
    if (path.startsWith('/live/'))
      return void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: ping\ndata:\n\n');
    const [, first = '', second] = path.split('/');
    const render = isLocale(first) && second ? html[first][second] : html.en[first];
    if (!render) return void response.writeHead(404).end();
    response.writeHead(200, { ...securityHeaders, 'content-type': 'text/html; charset=utf-8' }).end(render());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    names: Object.keys(html.en),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
