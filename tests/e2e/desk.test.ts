import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { chromiumPath, eventually } from '@milepost/testkit';
import { createClient } from 'graphql-ws';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import documents from '../../portal/src/generated/persisted-documents.json' with { type: 'json' };
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const path = chromiumPath();
/** Of the desk's own documents, by their names. */
const documentIds = Object.fromEntries(
  Object.entries(documents).map(([id, text]) => [/\b(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? '', id]),
);
const idOf = (order: number) => Buffer.from(`Order:${order}`).toString('base64url');

/** A day with the keyboard alone: nothing here points at anything. */
describe.skipIf(!path)('an agent at the desk', () => {
  let system: System;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let number: string;
  /** Bodies of all requests since somebody last looked, '' of those without; but for scripts and styles, which come when they are wanted. */
  let asked: string[] = [];
  const complaints: string[] = [];
  const scans: { minute: number; tag: string; subtag: string; city: string }[] = [];
  async function scan(tag: string, subtag: string): Promise<void> {
    scans.push({ minute: (scans.length + 1) * 60, tag, subtag, city: 'Denver' });
    expect((await system.postScan(trackingUpdate({ number, scans }))).status).toBe(200);
  }
  const panel = () => page.getByRole('region', { name: 'Order' });
  const heading = () => panel().getByRole('heading', { level: 2 });
  /** What people hear who do not see the page. */
  const said = (text: string) => page.locator('#news').getByText(text).waitFor();
  const isLive = () => page.getByText('Live', { exact: true }).waitFor();
  /** What was asked for but counts, which come by themselves. */
  const askedFor = () => asked.filter((body) => !body.includes(String(documentIds['DeskCaseCounts'])));
  const row = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  const type = async (text: string) => {
    const box = page.getByRole('combobox', { name: /^Search/ });
    // A page that was just loaded may not listen to keys yet.
    await eventually(async () => {
      await page.keyboard.press('/');
      return box.evaluate((element) => element === document.activeElement);
    });
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };

  beforeAll(async () => {
    system = await startSystem();
    browser = await chromium.launch({ executablePath: path as string });
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().includes('/assets/')) asked.push(request.postData() ?? '');
    });
    const [found] = await system.sql<
      { number: string }[]
    >`select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
    number = found?.number as string;
    await scan('InTransit', 'InTransit_003');
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
  });

  test('signs in on the way to a deep link, and arrives there', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.getByLabel('E-mail address').last().focus();
    await page.keyboard.insertText(accounts.agent.email);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(accounts.agent.password);
    await page.keyboard.press('Enter');
    await heading().getByText('S00046').waitFor();
    expect(page.url()).toBe(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    await isLive();
    // Asked for once: the next visit to the account stays there.
    await page.goto(`${system.origin}/account`);
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  test('from a typed order name to the complete panel by one request', async () => {
    await page.goto(`${system.origin}/desk/orders`);
    await page.locator('[data-index="0"]').waitFor();
    await isLive();
    // Counts of cases come by themselves.
    await page.getByRole('link', { name: /Overdue\s*\d/ }).waitFor();
    asked = [];
    await type(' s 000-46 ');
    expect(await page.getByRole('listbox').innerText()).toContain('S00046');
    await page.keyboard.press('Enter');
    // Customer, parcel, event, how it is tracked, delivery.
    for (const text of ['Alpine Supply Co.', number, 'Arrived at a sorting centre', 'to be registered', 'WH/OUT/00032'])
      await panel().getByText(text).first().waitFor();
    expect(askedFor().map((body) => Object.keys(JSON.parse(body)).sort())).toEqual([['documentId', 'variables']]);
    expect(JSON.parse(askedFor()[0] as string).variables).toEqual({ name: 'S00046', companyId: null });
    // What was typed is in no address; the order is, and can be sent to a colleague.
    expect(page.url()).toBe(`${system.origin}/desk/orders?order=S00046`);
  });

  test('a scan is in the open panel and marks the list, which does not move', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    await heading().getByText('S00046').waitFor();
    await isLive();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await row()).toBe('3');
    const before = await page.evaluate(() => document.activeElement?.textContent);
    await scan('OutForDelivery', 'OutForDelivery_001');
    await panel().getByText('Out for delivery').first().waitFor();
    await page.getByRole('button', { name: '1 with news · show' }).waitFor();
    expect(await page.getByRole('status').innerText()).toContain('update of the open order');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(before);
  });

  test('searches by tracking number, e-mail address and name, and is told what fitted', async () => {
    await type(`${number.slice(0, 9)} ${number.slice(9).toLowerCase()}`);
    await page.getByText('A number: tracking number, order, invoice or reference').waitFor();
    await page.getByRole('option', { name: /S00046.*tracking number/ }).waitFor();
    expect(await page.getByRole('group', { name: 'Parcels' }).innerText()).toContain(number);
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('purchasing@alpine.example.com');
    await page
      .getByRole('option', { name: /e-mail address/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('alpine supply');
    const customer = page.getByRole('group', { name: 'Customers' }).getByRole('option');
    await customer.waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await customer.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show those of all customers' }).waitFor();
    await eventually(async () => {
      const names = await page.locator('[role=gridcell]:nth-child(2)').allInnerTexts();
      expect(new Set(names)).toEqual(new Set(['Alpine Supply Co.']));
    });
    // Typed text stays nowhere.
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
    expect(`${kept} ${page.url()} ${system.lines.join('\n')}`).not.toMatch(/alpine.supply|purchasing@/i);
  });

  test('opens a row, reads why, says that an event did not happen, and closes', async () => {
    await page.goto(
      `${system.origin}/desk/orders?view=all&customer=${Buffer.from('Customer:45').toString('base64url')}`,
    );
    await page.locator('[data-index="0"]').waitFor();
    await isLive();
    const rows = await page.locator('[role=gridcell]:first-child').allInnerTexts();
    for (let i = 0; i <= rows.indexOf('S00046'); i += 1) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading().getByText('S00046').waitFor();
    expect(await page.locator('[role=row][aria-current=true]').innerText()).toContain('S00046');
    asked = [];
    await panel().getByRole('button', { name: 'Why does it stand like this?' }).focus();
    await page.keyboard.press('Enter');
    await panel().getByText('status is OUT_FOR_DELIVERY').waitFor();
    expect(askedFor()).toHaveLength(1);
    await panel().getByRole('button', { name: 'did not happen …' }).first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Correct ${number}` });
    await dialog.getByText('did not happen').waitFor();
    await dialog.getByLabel('How do you know?').focus();
    await page.keyboard.insertText('The driver called: it was another parcel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await panel().getByText('taken back, decides nothing').waitFor();
    await panel().getByText('In transit').first().waitFor();
    // A reply with the same sentence, copied at once, and in another language when somebody wants it.
    const sentence = await panel().locator('p', { hasText: 'What the customer reads' }).locator('+ p').innerText();
    await page.keyboard.press('c');
    await said('Reply copied, English');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    expect(await copied()).toContain(`${sentence}.`);
    expect(await copied()).toContain(`${system.origin}/track/${number}?carrier=`);
    await page.getByRole('dialog', { name: 'Reply' }).getByLabel('Language').selectOption('de');
    await page.getByRole('button', { name: 'Copy', exact: true }).focus();
    await page.keyboard.press('Enter');
    await said('Reply copied, Deutsch');
    expect(await copied()).toContain('so steht es um Ihre Bestellung S00046:');
    await page.keyboard.press('Escape');
    // As its customer sees it: in a tab of its own, marked, and without a cookie for the order.
    const cookies = (await context.cookies()).map(({ name }) => name);
    const opened = context.waitForEvent('page');
    await page.keyboard.press('v');
    const view = await opened;
    await view.getByRole('complementary', { name: 'View of our team' }).getByText(accounts.agent.name).waitFor();
    expect(await view.getByRole('heading', { level: 1 }).innerText()).toBe(sentence);
    expect((await context.cookies()).map(({ name }) => name)).toEqual(cookies);
    await view.close();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await eventually(async () => expect(await row()).toBe(String(rows.indexOf('S00046') + 2)));
  });

  test('takes a case, notes, meets a colleague at the same case, and puts it aside', async () => {
    await page.goto(`${system.origin}/desk`);
    await page.locator('[data-index="0"]').waitFor();
    expect(page.url()).toBe(`${system.origin}/desk/cases`);
    const mine = page.getByRole('link', { name: 'Mine' });
    await eventually(async () => expect(await mine.innerText()).toMatch(/\s0$/));
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const card = panel().getByRole('region', { name: 'Cases' });
    await card.getByText('nobody has it').first().waitFor();
    const caseId = new URL(page.url()).searchParams.get('case');
    // The panel has the focus: keys are for its case.
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByLabel('To whom').waitFor();
    await page.keyboard.press('Enter');
    await said('Assigned.');
    await card.getByText(accounts.agent.name, { exact: true }).first().waitFor();
    await eventually(async () => expect(await mine.innerText()).toMatch(/\s1$/));
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.insertText('The warehouse looks for it');
    // It arrives, and its answer is lost: sent once more, and noted once.
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      const isNote = route.request().postData()?.includes(String(documentIds['DeskCaseNote']));
      if (!isNote || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.keyboard.press('Control+Enter');
    await card.getByText('The warehouse looks for it').waitFor();
    await page.unroute('**/graphql');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('ERR_CONNECTION_RESET')]);
    expect([lost, await card.getByText('The warehouse looks for it').count()]).toEqual([1, 1]);
    const notes = await system.sql`select 1 from tracking.case_history where text = 'The warehouse looks for it'`;
    expect(notes).toHaveLength(1);

    const operator = await system.signIn(accounts.operator);
    const olga = async (text: string, input: object) => {
      // As any client without a browser: whole documents need a token, so this goes by the list's own.
      const response = await page.request.post(`${system.gatewayUrl}/graphql`, {
        headers: { ...operator, 'content-type': 'application/json' },
        data: { documentId: documentIds[text], variables: { input } },
      });
      expect(await response.json()).not.toHaveProperty('errors');
    };
    const [{ version = 0 } = {}] = await system.sql<
      { version: number }[]
    >`select version from tracking.work_case where 'Case:' || id = ${Buffer.from(String(caseId), 'base64url').toString()}`;
    await olga('DeskCaseAssign', { caseId, version });
    await page.keyboard.press('z');
    await page
      .getByRole('dialog')
      .getByRole('combobox', { name: /^Until/ })
      .waitFor();
    await page.keyboard.press('Enter');
    const both = page.getByRole('dialog').getByRole('row', { name: /Assigned to/ });
    await both.waitFor();
    expect((await both.innerText()).split('\t')).toEqual(['Assigned to', accounts.agent.name, accounts.operator.name]);
    await page.getByRole('button', { name: 'Do it all the same' }).focus();
    await page.keyboard.press('Enter');
    await said('Put aside.');
    const [stands] = await system.sql<
      { state: string }[]
    >`select state from tracking.work_case where 'Case:' || id = ${Buffer.from(String(caseId), 'base64url').toString()}`;
    expect(stands?.state).toBe('SNOOZED');
  });

  test('sees who else is on it, and what a colleague does, without asking', async () => {
    await page.goto(`${system.origin}/desk/cases`);
    await page.locator('[data-index="0"]').waitFor();
    await isLive();
    const free = page.getByRole('link', { name: 'Nobody’s' });
    await eventually(async () => expect(await free.innerText()).toMatch(/\d/));
    await page.keyboard.press('j');
    const { id, version, order } = (await page.evaluate(async (documentId) => {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          documentId,
          variables: { filter: { state: 'OPEN', isUnassigned: true }, orderBy: 'PRIORITY', first: 20 },
        }),
      });
      const { data } = await response.json();
      return data.cases.nodes.find((one: { order: object | null }) => one.order);
    }, documentIds['DeskCases'])) as { id: string; version: number; order: { id: string; name: string } };
    const headers = await system.signIn(accounts.operator);
    const olga = createClient({
      url: `${system.gatewayUrl.replace('http', 'ws')}/graphql`,
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols?: string | string[]) {
          super(url, protocols, { headers });
        }
      },
    });
    const seen: string[] = [];
    olga.subscribe<{ deskChanged: { presence: { subjectId: string; staff: { name: string } }[] } }>(
      { query: '', documentId: documentIds['DeskChanges'], variables: { lookingAt: [order.id] } } as never,
      {
        next: ({ data }) => seen.push(JSON.stringify(data?.deskChanged.presence)),
        error: () => {},
        complete: () => {},
      },
    );
    const text = `${accounts.operator.name} is on it`;
    await page.getByRole('row', { name: text }).first().waitFor();
    await type(order.name);
    await page.keyboard.press('Enter');
    await panel().getByText(`${text}.`).waitFor();
    expect(await page.getByRole('status').allInnerTexts()).not.toContain(text);
    // And she sees who reads along.
    await eventually(() => expect(seen.at(-1)).toContain(accounts.agent.name), { timeoutMs: 10_000 });
    expect(seen.at(-1)).toContain(order.id);

    const count = async () => Number(/\d+/.exec(await free.innerText())?.[0]);
    const before = await count();
    const response = await page.request.post(`${system.gatewayUrl}/graphql`, {
      headers: { ...headers, 'content-type': 'application/json' },
      data: { documentId: documentIds['DeskCaseAssign'], variables: { input: { caseId: id, version } } },
    });
    expect((await response.json()).data.answer.userErrors).toEqual([]);
    await eventually(async () => expect(await count()).toBe(before - 1), { timeoutMs: 15_000 });
    await olga.dispose();
    await page.getByText(text).first().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  test('resolves several at once after a look at what changes, and takes it back', async () => {
    await page.goto(`${system.origin}/desk/cases?type=CARRIER_SILENT`);
    await page.locator('[data-index="4"]').waitFor();
    const open = async () =>
      (await system.sql`select 1 from tracking.work_case where state = 'OPEN' and type = 'CARRIER_SILENT'`).length;
    const before = await open();
    for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await page.getByText('3 chosen').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('dialog', { name: 'Resolve: 3 cases' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('3 cases change.').waitFor();
    expect(await open()).toBe(before);
    await page.getByRole('button', { name: 'Resolve 3' }).focus();
    await page.keyboard.press('Enter');
    await said('Resolved: 3 cases.');
    expect(await open()).toBe(before - 3);
    // They stay where they are until the list is read anew.
    expect(await page.locator('[data-over=true]').count()).toBe(3);
    await page.keyboard.press('u');
    await said('Undone.');
    expect(await open()).toBe(before);
    expect(await page.locator('[data-over=true]').count()).toBe(0);
  });

  test('takes the list along as a file, on record', async () => {
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Download', exact: true }).waitFor();
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const lines = readFileSync(await (await coming).path(), 'utf8')
      .split('\r\n')
      .slice(1, -1);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.every((line) => line.startsWith('Never scanned,'))).toBe(true);
    const [record] = await system.sql`select detail from tracking.audit where action = 'case_list.exported'`;
    expect(record?.['detail']).toMatchObject({
      rows: lines.length,
      filter: { state: 'OPEN', types: ['CARRIER_SILENT'], mergeIncidents: true },
    });
    await page.keyboard.press('Escape');
  });

  test('opens a case for what only the customer knows', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=S00046`);
    await panel().getByRole('button', { name: 'Open a case …' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Open a case: ${number}` });
    await dialog.getByLabel('What happened?').focus();
    await page.keyboard.insertText('The customer sent a picture of a broken pole');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel().getByRole('heading', { name: 'Delivery disputed' }).waitFor();
  });

  test('a parcel that no order has is found, stands at its address, and is corrected', async () => {
    const agent = await system.signIn(accounts.agent);
    const { data } = await system.query<{ shipmentRegister: { shipment: { id: string } } }>(
      'mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) { shipment { id } userErrors { message } } }',
      { input: { trackingNumber: '1Z999AA10123456793', carrierCode: 'ups' } },
      agent,
    );
    await type('1Z999AA10123456793');
    await page.getByRole('option', { name: /of no order/ }).waitFor();
    asked = [];
    await page.keyboard.press('Enter');
    const alone = page.getByRole('region', { name: 'Parcel', exact: true }).first();
    await alone.getByText('No order has this parcel', { exact: false }).waitFor();
    await alone.getByText('Waiting for the carrier’s first scan').first().waitFor();
    // By one operation, and at an address of its own.
    expect(askedFor().map((body) => JSON.parse(body).variables)).toEqual([{ id: data.shipmentRegister.shipment.id }]);
    expect(new URL(page.url()).searchParams.get('parcel')).toBe(data.shipmentRegister.shipment.id);
    await page.reload();
    await alone.getByRole('button', { name: 'Correct …' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Correct 1Z999AA10123456793' });
    await dialog.getByLabel('What is true now').selectOption('LOST');
    await dialog.getByLabel('How do you know?').focus();
    await page.keyboard.insertText('The depot looked for it');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await alone.getByText('Lost on the way').first().waitFor();
    // The rules open a case for it, which leads from the queue to the same panel.
    await eventually(async () =>
      expect(await system.sql`select 1 from tracking.work_case where state = 'OPEN' and type = 'LOST'`).toHaveLength(1),
    );
    await page.goto(`${system.origin}/desk/cases?type=LOST`);
    await page.locator('[data-index="0"]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await alone.getByRole('region', { name: 'Cases' }).getByText('Lost').first().waitFor();
    expect(new URL(page.url()).searchParams.get('parcel')).toBe(data.shipmentRegister.shipment.id);
  });

  test('gives a parcel its right number, and reads what was done in its life story', async () => {
    const right = '1Z999AA10123456784';
    await page.goto(`${system.origin}/desk/orders?view=all&order=S00042`);
    await panel().getByRole('button', { name: 'Wrong number …' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Right number').focus();
    await page.keyboard.insertText(right);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('ups');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('The warehouse read the label again');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await said(`It is ${right} now.`);
    const wrong = panel().getByRole('region', { name: 'Parcel 1 of 2' });
    await wrong.getByText('Cancelled', { exact: true }).first().waitFor();
    await panel().getByRole('region', { name: 'Parcel 2 of 2' }).getByText(right).waitFor();
    await wrong.getByRole('radio', { name: 'Odoo' }).focus();
    await page.keyboard.press('Space');
    await eventually(async () =>
      expect((await wrong.getByRole('list').innerText()).replace(/\s+/g, ' ')).toMatch(
        /^\S+ \d+ \S+ ?\d\d:\d\d WH\/OUT\/\d+ left the warehouse Odoo$/,
      ),
    );
  });

  test('keys are on a sheet, and those of one letter can be switched off', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard' });
    await sheet.getByText('Next row').waitFor();
    const toggle = sheet.getByRole('switch', { name: 'Shortcuts of a single key' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.getByRole('combobox').evaluate((box) => box === document.activeElement)).toBe(false);
    await page.locator('[role=row][tabindex="0"]').focus();
    const before = await row();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => expect(await row()).not.toBe(before));
    await page.evaluate(() => localStorage.clear());
    await page.reload();
  });

  test('an order that nobody has, and one whose name is unknown', async () => {
    await type('S99999');
    await page.keyboard.press('Enter');
    await panel().getByText('There is no order S99999 in your scope.').waitFor();
    await type('nothing like it at all');
    await page.getByText('Nothing was found.', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  test('nothing for axe to complain about, light and dark, and it fits 320 pixels', async () => {
    const violations = async ({ part, rules }: { part?: string; rules?: string[] } = {}) => {
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
      if (rules) axe.withRules(rules);
      if (part) axe.include(part);
      const { violations: found, passes } = await axe.analyze();
      expect(passes.length, 'rules that found something to look at').toBeGreaterThan(0);
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
    };
    await page.goto(`${system.origin}/desk/cases?order=S00046`);
    await heading().getByText('S00046').waitFor();
    await page.locator('[data-index="0"]').waitFor();
    expect(await violations()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations({ rules: ['color-contrast'] })).toEqual([]);
    await type('alpine');
    await page.getByRole('option').first().waitFor();
    expect(await violations({ part: 'search' })).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    for (const key of ['?', 'a', 'z', 'e', 'c', 'd', 'w']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await violations({ part: '[role=dialog]' }), key).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.setViewportSize({ width: 320, height: 700 });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(320);
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    expect(await width()).toBe(320);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('scripts and styles stay within their bounds, and the page’s own policy is kept', async () => {
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const assets = loaded.filter((name) => /\.(js|css)$/.test(name));
    const html = await (await page.request.get(page.url())).text();
    const sizeOf = async (names: readonly string[]) => {
      const sizes = await Promise.all(
        names.map(async (name) => gzipSync(await (await page.request.get(name)).body()).length),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    };
    // What the page itself names, and what came when a dialog was opened.
    const first = assets.filter((name) => html.includes(new URL(name).pathname));
    const atFirst = await sizeOf(first);
    const total = await sizeOf(assets);
    process.stdout.write(
      `desk, gzipped: ${atFirst} B of scripts and styles in ${first.length} files at first, ${total} B in ${assets.length} with the dialogs that come later\n`,
    );
    expect(assets.length).toBeGreaterThan(first.length);
    expect(atFirst).toBeGreaterThan(50 * 1024);
    expect(atFirst).toBeLessThanOrEqual(200 * 1024);
    expect(total).toBeLessThanOrEqual(235 * 1024);
    expect(complaints).toEqual([]);
  });

  test('somebody else than staff gets no desk', async () => {
    const get = async (cookie: string) =>
      fetch(`${system.origin}/desk/orders`, { headers: { cookie }, redirect: 'manual' });
    const { cookie = '' } = await system.signIn(accounts.customer);
    const refused = await get(cookie);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('The desk is for our team')]);
    const stranger = await get('');
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  test('a session that ends says so at once, and leads back to the same address', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=S00046`);
    await isLive();
    await system.sql`delete from auth.session`;
    await page.getByText('You are signed out.').waitFor();
    await page.getByRole('link', { name: 'Sign in again' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sign-in$/);
    const wanted = (await context.cookies()).find(({ name }) => name === 'mp-return')?.value ?? '';
    expect(decodeURIComponent(wanted)).toBe('/desk/orders?view=all&order=S00046');
  });
});
