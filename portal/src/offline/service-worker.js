/**
 * The last known page of an order, for a browser that cannot reach us. Only pages that say until when they may be kept (`x-keep-until`: the end of the access, a day at most) are kept, one for each order,
 * and none is shown after that. Refused access and signing out remove them. Served as it is, at /service-worker.js.
 */
const pages = 'milepost-orders';
const files = 'milepost-files';
const isOrder = ({ pathname, search }) => /^\/orders\/[^/]+$/.test(pathname) && search === '';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([self.clients.claim(), forgetOld()])));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/account/sign-out') event.waitUntil(caches.delete(pages));
  if (request.method !== 'GET') return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (isOrder(url) && (request.headers.get('accept') ?? '').includes('text/html'))
    event.respondWith(page(request));
});

async function page(request) {
  const { pathname } = new URL(request.url);
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const last = request.mode === 'navigate' ? await lastKnown(pathname) : null;
    if (!last) throw error;
    return last;
  }
  const cache = await caches.open(pages);
  if (response.ok && endOf(response) > Date.now()) await cache.put(pathname, response.clone());
  else if (response.status === 403 || response.status === 404) await cache.delete(pathname);
  return response;
}

/** Marked, so that the page says how old it is. */
async function lastKnown(pathname) {
  await forgetOld();
  const kept = await (await caches.open(pages)).match(pathname);
  if (!kept) return null;
  const html = (await kept.text()).replace('<main id="page"', '<main id="page" data-kept=""');
  const headers = new Headers(kept.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(html, { headers });
}

/** Files are named by their content: one that is here is right. */
async function file(request) {
  const cache = await caches.open(files);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const [oldest, ...others] = await cache.keys();
    if (others.length > 20) await cache.delete(oldest);
  }
  return response;
}

const endOf = (response) => Date.parse(response.headers.get('x-keep-until') ?? '') || 0;

async function forgetOld() {
  const cache = await caches.open(pages);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept && endOf(kept) <= Date.now()) await cache.delete(request);
  }
}
