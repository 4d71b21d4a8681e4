import { connect } from 'node:net';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const addressOf = (order: number) => Buffer.from(`Order:${order}`).toString('base64url');
const page = `/orders/${addressOf(46)}`;
const right = { orderName: 'S00046', email: 'ann.rivera@alpine.example.com' };

let system: System;
let number: string;
beforeAll(async () => {
  system = await startSystem();
  const [row] = await system.sql<
    { number: string }[]
  >`select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
  number = row?.number as string;
});
afterAll(() => system[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(system.origin + path, { headers, redirect: 'manual' });
const lookUp = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${system.origin}/track`, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
async function access(form = right): Promise<string> {
  const [cookie] = (await lookUp(form)).headers.getSetCookie();
  return String(cookie).split(';', 1)[0] as string;
}
const text = async (response: Response) => (await response.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('looking an order up', () => {
  test('sets a cookie that scripts cannot read and goes to the order', async () => {
    const response = await lookUp(right);
    expect([response.status, response.headers.get('location')]).toEqual([303, page]);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^mp-order-46=[\w.-]+~\d{10}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=1(7|8)\d\d$/);
    expect((await get(page, { cookie: String(cookie).split(';', 1)[0] as string })).status).toBe(200);
  });

  test('the postcode does as well', async () => {
    const [row] = await system.sql<
      { id: number }[]
    >`select shipping_partner_id as id from odoo.sale_order where id = 46`;
    const { zip } = system.odooSimulator.world.table('res.partner').get(row?.id as number) as unknown as {
      zip: string;
    };
    expect((await lookUp({ orderName: 's00046', postalCode: String(zip) })).status).toBe(303);
  });

  test('a wrong pair and an unknown order differ in what was typed and in nothing else', async () => {
    const answers = await Promise.all(
      (
        [
          { orderName: 'S00046', email: 'x@y.example' },
          { orderName: 'S99999', email: 'x@y.example' },
          { orderName: 'S00046', postalCode: '00000' },
        ] as Record<string, string>[]
      ).map(async (form) => {
        const response = await lookUp(form);
        return `${response.status} ${response.headers.getSetCookie().length} ${await text(response)}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^422 0 /);
  });

  test.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'Enter the order number'],
    ['no proof', { orderName: 'S00046' }, 'Enter the e-mail address'],
  ])('%s: the answer names what is missing', async (_name, form, sentence) => {
    const response = await lookUp(form);
    expect([response.status, (await text(response)).includes(sentence)]).toEqual([422, true]);
  });

  test('a form on another site cannot do it', async () => {
    expect((await lookUp(right, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await lookUp(right, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('other bodies are no form; a huge one is not read', async () => {
    const json = await fetch(`${system.origin}/track`, {
      method: 'POST',
      body: JSON.stringify(right),
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(422);
    const huge = await lookUp({ ...right, note: 'x'.repeat(100_000) }).catch(() => null);
    expect(huge?.status ?? 422).toBe(422);
  });

  test('eight orders stay open in one browser; a ninth takes the place of the one that ends first', async () => {
    const cookieOf = (order: number, exp: number) => `mp-order-${order}=${'x'.repeat(36)}~${exp}`;
    const held = Array.from({ length: 8 }, (_, i) => cookieOf(100 + i, 2_000_000_000 + ((i * 3) % 8)));
    const cookies = (await lookUp(right, { cookie: held.join('; ') })).headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    expect(cookies[1]).toMatch(/^mp-order-100=; .*Max-Age=0$/);
  });
});

describe('a stranger', () => {
  test('gets the same page for an order that is not his, one that does not exist and no order at all', async () => {
    const own = await access();
    const seen = new Set<string>();
    for (const path of [addressOf(43), addressOf(999_999), 'nonsense', addressOf(0), 'a'.repeat(500)])
      for (const cookie of [
        '',
        own,
        `mp-order-43=${own.split('=')[1]}`,
        'mp-order-43=eyJhbGciOiJub25lIn0.e30.',
        `mp-order-43=mpo_${'A'.repeat(32)}~2000000000`,
        'mp=forged',
      ])
        seen.add(
          await get(`/orders/${path}`, cookie ? { cookie } : {}).then(async (r) => `${r.status} ${await text(r)}`),
        );
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/^403 /);
  });

  test('gets no live stream: neither without access nor with a token of another order', async () => {
    const own = await access();
    expect((await get(`/live/${addressOf(46)}`)).status).toBe(403);
    expect((await get(`/live/${addressOf(43)}`, { cookie: own })).status).toBe(403);
    expect((await get(`/live/${addressOf(46)}`, { cookie: own, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get(`/live/${addressOf(46)}`, { cookie: own, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // A token under the name of another order opens a stream in which nothing of that order ever comes.
    const planted = await openLive({ cookie: `mp-order-43=${own.split('=')[1]}`, order: 43 });
    const [other] = await system.sql<{ number: string; slug: string }[]>`
      select s.tracking_number as number, s.carrier_code as slug from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id <> 46 and s.carrier_code = 'ups' limit 1`;
    await system.postScan(
      trackingUpdate({
        number: other?.number as string,
        scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_003' }],
      }),
    );
    await system.settled();
    expect(planted.ids()).toEqual([]);
    await planted.stop();
  });

  test('a signed-in account sees its own orders live too, and no others', async () => {
    const { cookie } = (await system.signIn(accounts.customer)) as { cookie: string };
    expect((await get(page, { cookie })).status).toBe(200);
    expect((await get(`/orders/${addressOf(1)}`, { cookie })).status).toBe(403);
  });

  test('metrics and probes are not for the public', async () => {
    expect((await get('/metrics')).status).toBe(404);
  });
});

describe('every answer', () => {
  test.each(['/', page, '/track/unknown-number', '/nothing/here', '/%E0%A4%A'])(
    '%s has the policy, is not stored, and names no token',
    async (path) => {
      const cookie = await access();
      const response = await get(path, { cookie });
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|http|\*/);
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('same-origin');
      expect(await response.text()).not.toContain(cookie.split('=')[1]);
    },
  );

  test('files are named by their content and kept for ever; nothing beside them is served', async () => {
    const [script] = /\/assets\/[\w-]+\.js/.exec(await (await get('/')).text()) ?? [];
    const response = await get(String(script));
    expect([response.status, response.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    for (const path of ['/assets/../server/pages.js', '/assets/%2e%2e/server/pages.js', '/assets/.vite/manifest.json'])
      expect((await get(path)).status).toBe(404);
  });

  test('what a page cannot do is said', async () => {
    const response = await fetch(system.origin + page, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(`${system.origin}/`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('text from outside stays text', async () => {
    const response = await lookUp({ orderName: '"><script>alert(1)</script>', email: 'x@y.example' });
    expect(await response.text()).not.toContain('<script>alert');
    const parcel = await get(`/track/${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    expect(await parcel.text()).not.toContain('<img src=x');
  });
});

/** The stream as a browser's EventSource would read it. */
async function openLive({
  cookie,
  order = 46,
  lastId,
  after,
}: {
  cookie: string;
  order?: number;
  lastId?: string;
  after?: string;
}) {
  const abort = new AbortController();
  const response = await fetch(`${system.origin}/live/${addressOf(order)}${after ? `?after=${after}` : ''}`, {
    headers: { cookie, accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
    signal: abort.signal,
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  let all = '';
  let ended = false;
  const reading = (async () => {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) all += Buffer.from(chunk).toString('utf8');
  })()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  await eventually(() => all.includes('event: ping'));
  return {
    ids: () => [...all.matchAll(/^id: (\S+)$/gm)].map((match) => match[1] as string),
    text: () => all,
    ended: () => ended,
    async stop() {
      abort.abort();
      await reading;
    },
  };
}

describe('GET /live/:order', () => {
  const told: { minute: number; tag: string; subtag: string }[] = [];
  async function scan(): Promise<void> {
    told.push({
      minute: told.length * 60,
      tag: 'InTransit',
      subtag: told.length % 2 ? 'InTransit_003' : 'InTransit_007',
    });
    expect((await system.postScan(trackingUpdate({ number, scans: told }))).status).toBe(200);
  }
  const cursorOf = async (cookie: string) =>
    /data-cursor="([^"]+)"/.exec(await (await get(page, { cookie })).text())?.[1] as string;

  test('one message with the cursor as its id per milestone; Last-Event-ID goes on where it stopped', async () => {
    const cookie = await access();
    const first = await openLive({ cookie, after: await cursorOf(cookie) });
    await scan();
    await scan();
    await eventually(() => first.ids().length === 2);
    await first.stop();
    await scan();
    const second = await openLive({ cookie, lastId: first.ids()[0] as string, after: 'older-than-that' });
    await eventually(() => second.ids().length === 2);
    expect(second.ids()[0]).toBe(first.ids()[1]);
    await scan();
    await eventually(() => second.ids().length === 3);
    expect(new Set([...first.ids(), ...second.ids()]).size).toBe(4);
    await second.stop();
  });

  test('what happened between the page and the stream is not lost', async () => {
    const cookie = await access();
    const after = await cursorOf(cookie);
    await scan();
    await system.settled();
    const live = await openLive({ cookie, after });
    await eventually(() => live.ids().length === 1);
    await live.stop();
  });

  test('a cursor that is none makes the page start again', async () => {
    const cookie = await access();
    const live = await openLive({ cookie, after: 'bm9uc2Vuc2U' });
    await eventually(() => live.text().includes('event: restart'));
    await eventually(() => live.ended());
  });

  test('an upstream that is lost cuts the stream instead of ending it in silence', async () => {
    const cookie = await access();
    const live = await openLive({ cookie, after: await cursorOf(cookie) });
    system.taps.tracking.cut();
    await eventually(() => live.ended());
    expect(live.text()).not.toContain('event: ended');
  });

  test('a reader that leaves leaves nothing behind', async () => {
    const cookie = await access();
    const after = await cursorOf(cookie);
    const { hostname, port } = new URL(system.origin);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    let closed = false;
    socket.on('close', () => {
      closed = true;
    });
    socket.write(
      `GET /live/${addressOf(46)}?after=${after} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await eventually(() => closed);
    // The stream behind it ends as well: nothing is left that would be written to for ever.
    await eventually(async () => {
      const metrics = await (await fetch(`${system.portalUrl}/metrics`)).text();
      expect(metrics).toContain('portal_live_streams 0');
    });
  });
});
