import { get } from 'node:http';
import { eventually } from '@milepost/testkit';
import { locales } from '@milepost/wording';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeyStart, trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { textOfHtml } from '../support/page-text.ts';
import { accounts, type System, startSystem } from './support/system.ts';

let system: System;
let number: string;
beforeAll(async () => {
  system = await startSystem();
  const [row] = await system.sql<{ number: string }[]>`
    select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
  number = row?.number as string;
});
afterAll(() => system[Symbol.asyncDispose]());

/** Weeks ago, so that it is quiet where a scan is waited for. */
const journey = [
  ['InfoReceived', 'InfoReceived_001', 'CARRIER_SILENT'],
  ['InTransit', 'InTransit_003', 'SILENT'],
  ['OutForDelivery', 'OutForDelivery_001', 'OUT_FOR_DELIVERY'],
  ['AttemptFail', 'AttemptFail_001', 'ATTEMPT_FAILED'],
  ['AvailableForPickup', 'AvailableForPickup_001', 'READY_FOR_PICKUP'],
  ['Delivered', 'Delivered_001', 'DELIVERED'],
] as const;

test('page and graph say the same in every language, all the way', async () => {
  const scans: { minute: number; tag: string; subtag: string }[] = [];
  const seen: string[] = [];
  for (const [tag, subtag] of journey) {
    scans.push({ minute: scans.length * 60, tag, subtag });
    expect((await system.postScan(trackingUpdate({ number, scans }))).status).toBe(200);
    type Answer = {
      shipmentByTrackingNumber: { milestone: string; headline: { state: string; text: string; detail: string | null } };
    };
    const ask = async (locale: string) =>
      (
        await system.query<Answer>(
          'query ($number: String!, $locale: String!) { shipmentByTrackingNumber(trackingNumber: $number) { milestone headline(locale: $locale) { state text detail } } }',
          { number, locale },
        )
      ).data.shipmentByTrackingNumber;
    const before = seen.at(-1);
    await eventually(async () => (await ask('en')).headline.state !== before);
    for (const locale of locales) {
      const { headline } = await ask(locale);
      const page = await fetch(`${system.origin}/track/${number}`, { headers: { 'accept-language': locale } });
      const html = await page.text();
      expect(html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`);
      const [said = ''] = textOfHtml(html).split('\n');
      expect(said).toBe([headline.state, headline.text, headline.detail].filter(Boolean).join(' | '));
    }
    seen.push((await ask('en')).headline.state);
  }
  expect(seen).toEqual(journey.map(([, , state]) => state));
});

test('stops before this one, in the words of a carrier, are said to whoever may read them, and to nobody else', async () => {
  const [row] = await system.sql<{ number: string }[]>`
    select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 38`;
  const minute = Math.floor((Date.now() - journeyStart) / 60_000) - 5;
  const scan = {
    minute,
    tag: 'OutForDelivery',
    subtag: 'OutForDelivery_001',
    text: 'There are 3 stops ahead of yours',
  };
  expect((await system.postScan(trackingUpdate({ number: row?.number as string, scans: [scan] }))).status).toBe(200);
  const detail = async (identity?: Awaited<ReturnType<System['signIn']>>) => {
    const { data } = await system.query<{
      shipmentByTrackingNumber: {
        headline: { state: string; detail: string | null; clauses: { basis: string[]; eventIds: string[] }[] };
      };
    }>(
      'query ($number: String!) { shipmentByTrackingNumber(trackingNumber: $number) { headline(locale: "de") { state detail clauses { basis eventIds } } } }',
      { number: row?.number },
      identity,
    );
    return data.shipmentByTrackingNumber.headline;
  };
  await eventually(async () => (await detail()).state === 'OUT_FOR_DELIVERY');
  const agent = await detail(await system.signIn(accounts.agent));
  expect(agent.detail).toMatch(/^Noch 3 Halte vor Ihnen, gemeldet um \d\d:\d\d Uhr\./);
  expect(agent.clauses[1]).toEqual({ basis: ['events'], eventIds: [expect.any(String)] });
  expect((await detail()).detail ?? '').not.toContain('Halte');
});

/** Where the portal leads from a path, sent as it is written. */
function locationOf(path: string): Promise<string> {
  const { hostname, port } = new URL(system.portalUrl);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.headers.location ?? '');
    }).on('error', reject);
  });
}

test('the language chosen on a page stays, in a cookie and not in the address, and nothing else is taken for one', async () => {
  const chosen = await fetch(`${system.origin}/track/${number}?carrier=ups&lang=de`, { redirect: 'manual' });
  expect([chosen.status, chosen.headers.get('location')]).toEqual([303, `/track/${number}?carrier=ups`]);
  const cookie = chosen.headers.get('set-cookie') as string;
  expect(cookie).toMatch(/^mp_lang=de; Path=\/; Max-Age=31536000; SameSite=Lax; HttpOnly/);
  const page = async (headers: Record<string, string>, query = '') =>
    (await (await fetch(`${system.origin}/${query}`, { headers })).text()).match(/<html lang="(\w+)"/)?.[1];
  // Leads nowhere else, whatever the path looks like. (fetch would tidy it up.)
  for (const path of ['/.//evil.example', '/..//evil.example', '/%2F/evil.example', '//evil.example'])
    expect(await locationOf(`${path}?lang=de`), path).toMatch(/^\/(?!\/)/);
  expect(await page({ cookie: 'mp_lang=de', 'accept-language': 'fr' })).toBe('de');
  expect(await page({ cookie: 'mp_lang=xx', 'accept-language': 'fr' })).toBe('fr');
  expect(await page({ 'accept-language': 'fr' }, '?lang="><script>')).toBe('fr');
  expect(await page({})).toBe('en');
});

test('the calendar file of a parcel to collect is for whoever may see the order, and only while there is a last day', async () => {
  const order = `/orders/${Buffer.from('Order:46').toString('base64url')}`;
  const opened = await fetch(`${system.origin}/track`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: system.origin },
    body: new URLSearchParams({ orderName: 'S00046', email: 'ann.rivera@alpine.example.com' }),
  });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] as string;
  const [row] = await system.sql<{ id: string }[]>`select id from tracking.shipment where tracking_number = ${number}`;
  const id = Buffer.from(`Shipment:${row?.id}`).toString('base64url');
  const file = (headers: Record<string, string>, shipment = id) =>
    fetch(`${system.origin}${order}?collect=${shipment}`, { headers });
  await system.sql`
    update tracking.shipment set state = jsonb_set(state, '{pickupPoint}', '{"name": "Kiosk", "address": null, "hours": null, "lastDay": "2026-12-01", "code": "4711"}')
    where id = ${row?.id as string}`;
  const answer = await file({ cookie, 'accept-language': 'fr' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  const text = await answer.text();
  expect(text).toContain('DTSTART;VALUE=DATE:20261201');
  expect(text).toContain('SUMMARY:Retirer le colis');
  expect(text).not.toContain('4711');
  expect((await file({})).status).toBe(404);
  expect((await file({ cookie }, 'x')).status).toBe(404);
});
