import { readFileSync } from 'node:fs';
import { toGlobalId } from '@milepost/service-kit';
import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { file, startFileServer } from '../../services/tracking-subgraph/tests/support/file-server.ts';
import { scansOf } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const path = chromiumPath();
const email = 'ann.rivera@alpine.example.com';
const photo = readFileSync(new URL('../../simulators/providers/data/proof-photo.jpg', import.meta.url));
const orderPath = `/orders/${toGlobalId('Order', 46)}`;
const picture = (name: string, buffer: Buffer, mimeType = 'image/jpeg') => ({ name, mimeType, buffer });

/** From the order's page to the answer, in a browser. */
describe.skipIf(!path)('something is wrong with a parcel', () => {
  let system: System;
  let files: Awaited<ReturnType<typeof startFileServer>>;
  let browser: Browser;
  let shipment: string;
  beforeAll(async () => {
    files = await startFileServer();
    files.answers.set('/pod.jpg', file(photo));
    system = await startSystem({ env: { DOCUMENT_PRIVATE_ADDRESSES: '127.0.0.0/8' } });
    browser = await chromium.launch({ executablePath: path as string });
    const [row] = await system.sql<{ id: string; number: string }[]>`
      select s.id, s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
    shipment = toGlobalId('Shipment', row?.id as string);
    const told = JSON.parse(
      scansOf(
        row?.number as string,
        [20 * 1_440, 'InTransit', 'InTransit_003'],
        [20 * 1_440 + 60, 'Delivered', 'Delivered_001'],
      ),
    );
    told.msg.signed_by = 'A. RIVERA';
    told.msg.proof_of_delivery = [{ type: 'image', url: `${files.url}/pod.jpg` }];
    expect((await system.postScan(JSON.stringify(told))).status).toBe(200);
    await eventually(async () =>
      expect(await system.sql`select 1 from tracking.document where state = 'READY'`).toHaveLength(1),
    );
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
    await files[Symbol.asyncDispose]();
  });

  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
  async function lookUp(page: Page): Promise<void> {
    await page.goto(system.origin);
    await page.getByLabel('Order number').fill('S00046');
    await page.getByLabel('E-mail address of the order').fill(email);
    await page.getByRole('button', { name: 'Show my order' }).click();
    await page.waitForURL(`**${orderPath}`);
  }
  /** A business customer, with the session that signing in gave. */
  async function signedIn(context: BrowserContext, account: (typeof accounts)[keyof typeof accounts]): Promise<void> {
    const { cookie } = await system.signIn(account);
    const [name, value] = (cookie as string).split(/=(.*)/s) as [string, string];
    await context.addCookies([{ name, value, url: system.origin, httpOnly: true }]);
  }
  const cases = async () => {
    const agent = await system.signIn(accounts.agent);
    const { data } = await system.query<{
      shipment: {
        cases: {
          type: string;
          number: string;
          reports: { kind: string; note: string | null; photos: { url: string }[] }[];
        }[];
      };
    }>(`{ shipment(id: "${shipment}") { cases { type number reports { kind note photos { url } } } } }`, {}, agent);
    return data.shipment.cases.filter(({ reports }) => reports.length > 0);
  };

  test.each([true, false])(
    'it is not here: step by step to a number and a time (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await lookUp(page);
      expect(await page.getByText('Proof of delivery').count()).toBe(0);
      await page.getByRole('link', { name: 'Something is wrong with this parcel' }).click();
      await page.getByLabel('It says delivered, but it is not here').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      expect(await heading(page)).toBe('Please look here first');
      await page.getByLabel('Neighbours').check();
      await page.getByLabel('Letter box or parcel box').check();
      await page.getByRole('button', { name: 'I have looked; it is not here' }).click();
      const note = `It is not there, tried with ${javaScriptEnabled}`;
      await page.getByLabel('What happened?').fill(note);
      await page.getByLabel('Photos').setInputFiles([picture('door.jpg', photo), picture('hall.jpg', photo)]);
      await page.getByRole('button', { name: 'Send' }).click();
      expect(await heading(page)).toBe('Thank you, we look into it');
      const number = await page.locator('main .number').innerText();
      expect(await page.locator('main').innerText()).toMatch(/We answer by .+ at the latest/);
      // Loaded again, it is sent again, and is the same report.
      page.on('dialog', (dialog) => dialog.accept());
      await page.reload();
      expect(await page.locator('main .number').innerText()).toBe(number);
      const [found, ...others] = await cases();
      expect(others).toEqual([]);
      expect(found).toMatchObject({ type: 'DELIVERED_DISPUTED', number });
      expect(found?.reports.filter((report) => report.note === note)).toMatchObject([{ photos: [{}, {}] }]);
      await context.close();
    },
  );

  test('what is not right is said at its field, and what was typed stays', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await lookUp(page);
    const tell = `${system.origin}${orderPath}/report/${shipment}?kind=ITEMS_MISSING`;
    const problem = () => page.getByRole('alert').innerText();
    await page.goto(tell);
    await page.getByLabel('What happened?').fill('One thing is missing');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await problem()).toBe('Say which items are missing, and how many.');
    expect(await page.getByLabel('What happened?').inputValue()).toBe('One thing is missing');
    // More than there were; the browser would not let it pass.
    await page.locator('form[method=post]').evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await page.locator('input[type=number]').first().fill('1000');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await problem()).toBe('That is more than was in the parcel. Say how many it concerns.');
    await page.locator('input[type=number]').first().fill('1');
    await page.getByLabel('Photos').setInputFiles([picture('evil.jpg', Buffer.from('<svg onload="alert(1)"/>'))]);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await problem()).toContain('it must be a JPEG, PNG or WebP picture');
    expect(await page.getByLabel('Photos').getAttribute('aria-describedby')).toContain('problem');
    await page.getByLabel('Photos').setInputFiles(Array.from({ length: 5 }, (_, n) => picture(`${n}.jpg`, photo)));
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await problem()).toBe('Add at most 4 photos.');
    await page
      .getByLabel('Photos')
      .setInputFiles([picture('big.jpg', Buffer.concat([photo, Buffer.alloc(5 * 1024 * 1024)]))]);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await problem()).toContain('A photo is larger than 5 MB');
    // Words of people are words.
    await page.getByLabel('What happened?').fill('<script>alert(1)</script>');
    await page.getByLabel('Photos').setInputFiles([]);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await heading(page)).toBe('Thank you, we look into it');
    expect((await cases()).find(({ type }) => type === 'CUSTOMER_REPORT')).toMatchObject({
      reports: [{ kind: 'ITEMS_MISSING', note: '<script>alert(1)</script>' }],
    });
    await context.close();
  });

  test('at level L3 the carrier’s picture is on the page, for the reader and nobody else', async () => {
    const context = await browser.newContext();
    await signedIn(context, accounts.customer);
    const page = await context.newPage();
    await page.goto(`${system.origin}${orderPath}`);
    const proof = page.getByRole('region', { name: 'Proof of delivery' });
    expect(await proof.innerText()).toContain('A. RIVERA');
    const image = proof.getByRole('img', { name: 'Photo that the carrier took at the delivery' });
    await eventually(async () => (await image.evaluate((one: HTMLImageElement) => one.naturalWidth)) === 640);
    await context.close();
  });

  test('how it was, in one tap, and another one takes its place', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await lookUp(page);
    await page.getByRole('button', { name: 'Yes' }).click();
    expect(await page.locator('.feedback').innerText()).toContain('You said that the delivery was as it should be.');
    await page.getByRole('button', { name: 'No' }).click();
    expect(await page.locator('.feedback').innerText()).toContain('was not as it should be');
    expect(await system.sql`select answer from tracking.shipment_feedback`).toEqual([{ answer: 'BAD' }]);
    await context.close();
  });

  test('colleagues see at the case what was reported, with its pictures', async () => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    await signedIn(context, accounts.agent);
    const page = await context.newPage();
    await page.goto(`${system.origin}/desk?order=${toGlobalId('Order', 46)}`);
    const reported = page.getByRole('region', { name: 'Reported' }).first();
    await reported.waitFor();
    const text = (await page.getByRole('region', { name: 'Reported' }).allInnerTexts()).join('\n');
    expect(text).toContain('Looked at: neighbours, letter box');
    expect(text).toContain('signed by A. RIVERA');
    const image = page.getByRole('img', { name: 'From the customer, 1 of 2' }).first();
    // Pictures come when they are seen, and what is read above them may move them away again.
    await eventually(async () => {
      await image.scrollIntoViewIfNeeded();
      return (await image.evaluate((one: HTMLImageElement) => one.naturalWidth)) === 640;
    });
    if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/desk-report.png` });
    await context.close();
  });

  test('photos as a phone takes them go on their way smaller, and what is no picture as it is', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await lookUp(page);
    // Noise: nothing that could be written in fewer bytes without being smaller.
    const large = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 4_000, height: 3_000 });
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const pixels = context.createImageData(4_000, 3_000);
      let seed = 1;
      const noise = new Uint32Array(pixels.data.buffer);
      for (let i = 0; i < noise.length; i++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        noise[i] = seed | 0xff000000;
      }
      context.putImageData(pixels, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] as string;
    });
    const taken = Buffer.from(large, 'base64');
    expect(taken.length).toBeGreaterThan(5 * 1024 * 1024);
    await page.goto(`${system.origin}${orderPath}/report/${shipment}?kind=OTHER`);
    await page.getByLabel('What happened?').fill('As the phone took it');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByLabel('Photos').setInputFiles([picture('phone.png.jpg', taken), picture('door.jpg', photo)]);
    // At once: it waits for the photos.
    await page.getByRole('button', { name: 'Send' }).click();
    const { 'content-length': bytes } = await (await sent).allHeaders();
    expect(await heading(page)).toBe('Thank you, we look into it');
    expect(Number(bytes)).toBeGreaterThan(photo.length);
    expect(Number(bytes)).toBeLessThan(taken.length / 2);
    const { data } = await system.query<{
      shipment: { cases: { reports: { note: string; photos: { url: string }[] }[] }[] };
    }>(
      `{ shipment(id: "${shipment}") { cases { reports { note photos { url } } } } }`,
      {},
      await system.signIn(accounts.agent),
    );
    const report = data.shipment.cases
      .flatMap(({ reports }) => reports)
      .find(({ note }) => note === 'As the phone took it');
    expect(report?.photos).toHaveLength(2);

    await page.goto(`${system.origin}${orderPath}/report/${shipment}?kind=OTHER`);
    await page.getByLabel('What happened?').fill('No picture');
    await page.getByLabel('Photos').setInputFiles([picture('none.jpg', Buffer.alloc(900_000, 'x'))]);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('it must be a JPEG, PNG or WebP picture');
    await context.close();
  });

  test('strangers get the page of somebody without access, by every path, and forms of other sites are refused', async () => {
    const ask = (target: string, init: RequestInit = {}) =>
      fetch(`${system.origin}${target}`, { redirect: 'manual', ...init });
    const form = new FormData();
    form.set('kind', 'DAMAGED');
    const own = { origin: system.origin };
    for (const target of [`${orderPath}/report/${shipment}`, `${orderPath}/report/${shipment}?kind=NOT_HERE`]) {
      expect((await ask(target)).status).toBe(403);
      expect((await ask(target, { method: 'POST', body: form, headers: own })).status).toBe(403);
    }
    expect(
      (
        await ask(`${orderPath}/feedback/${shipment}`, {
          method: 'POST',
          body: new URLSearchParams({ answer: 'BAD' }),
          headers: own,
        })
      ).status,
    ).toBe(403);
    const { cookie } = await system.signIn(accounts.customer);
    const headers = { cookie: cookie as string };
    // Another order's parcel under the own order, and what is no parcel.
    const [foreign] = await system.sql<{ id: string }[]>`
      select shipment_id as id from tracking.link where customer_id <> all(${[...accounts.customer.customers]}::int[]) limit 1`;
    for (const other of [toGlobalId('Shipment', foreign?.id as string), 'x', toGlobalId('Order', 46)])
      expect((await ask(`${orderPath}/report/${other}`, { headers })).status).toBe(403);
    expect((await ask(`${orderPath}/report/${shipment}`, { headers })).status).toBe(200);
    const evil = { ...headers, origin: 'https://evil.example' };
    expect((await ask(`${orderPath}/report/${shipment}`, { method: 'POST', body: form, headers: evil })).status).toBe(
      403,
    );
    expect(
      (
        await ask(`${orderPath}/feedback/${shipment}`, {
          method: 'POST',
          body: new URLSearchParams({ answer: 'GOOD' }),
          headers: evil,
        })
      ).status,
    ).toBe(403);
    // A form without its parts, and one that is too large.
    const posted = (body: BodyInit, type?: string) =>
      ask(`${orderPath}/report/${shipment}`, {
        method: 'POST',
        body,
        headers: { ...headers, ...own, ...(type && { 'content-type': type }) },
        duplex: 'half',
      } as RequestInit);
    expect((await posted('kind=DAMAGED', 'application/x-www-form-urlencoded')).status).toBe(422);
    expect((await posted('garbage', 'multipart/form-data; boundary=x')).status).toBe(422);
    expect((await posted(new FormData())).status).toBe(422);
    expect((await posted(Buffer.alloc(21 * 1024 * 1024), 'multipart/form-data; boundary=x')).status).toBe(413);
    // Whoever does not say beforehand how much comes is counted.
    const unsaid = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 21; n += 1) controller.enqueue(Buffer.alloc(1024 * 1024));
        controller.close();
      },
    });
    expect((await posted(unsaid, 'multipart/form-data; boundary=x')).status).toBe(413);
    expect((await cases()).map(({ type }) => type).sort()).toEqual(['CUSTOMER_REPORT', 'DELIVERED_DISPUTED']);
  });
});
