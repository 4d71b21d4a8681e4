import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalStaff } from '../../gateway/src/identity/local-staff.ts';
import { client, startIssuer } from '../../gateway/tests/support/issuer.ts';
import { totpCode } from '../../gateway/tests/support/totp.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const path = chromiumPath();
const ann = 'ann.rivera@alpine.example.com';

/** People in a browser without JavaScript. */
describe.skipIf(!path)('signing in without JavaScript', () => {
  let browser: Browser;
  let system: System;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path as string });
    system = await startSystem();
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
  });
  const fresh = async () => {
    await context?.close();
    context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
  };
  const heading = () => page.getByRole('heading', { level: 1 }).innerText();
  const whose = async () => (await page.locator('dl').innerText()).replace(/\s+/g, ' ');

  test('a business customer by a link that is mailed', async () => {
    await fresh();
    await page.goto(system.origin);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').first().fill(ann);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    expect(await heading()).toBe('Look into your mail');
    await page.getByRole('link', { name: 'Open the mailbox' }).click();
    await eventually(async () => {
      await page.reload();
      expect(await page.locator('article').count()).toBe(1);
    });
    const link = await page.locator('article a').getAttribute('href');
    // A scanner that opens it uses nothing up.
    const scanned = await fetch(link as string);
    expect([scanned.status, scanned.headers.get('referrer-policy'), scanned.headers.get('cache-control')]).toEqual([
      200,
      'strict-origin',
      'private, no-store',
    ]);
    await page.goto(link as string);
    expect(await heading()).toBe('One more step');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await heading()).toBe('Your orders');
    await page.getByRole('link', { name: 'Your account' }).click();
    expect(await heading()).toBe('Ann Rivera');
    expect(await whose()).toBe(`Role Business customer E-mail address ${ann}`);
    // What Odoo says: two accounts.
    expect(
      await system.sql`select customers from auth.customer_grant g join auth."user" u on u.id = g.user_id where u.email = ${ann}`,
    ).toEqual([{ customers: [45, 53] }]);
    await page.goto(`${system.origin}/orders/${Buffer.from('Order:46').toString('base64url')}`);
    expect(await page.locator('.eyebrow').innerText()).toContain('Order S00046');
    await page.goto(link as string);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('used already');
    await page.goto(`${system.origin}/account`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await heading()).toBe('Sign in');
    await page.goto(`${system.origin}/account`);
    expect(await heading()).toBe('Sign in');
  });

  test('an unknown address reads the same page, and gets no mail', async () => {
    await fresh();
    await page.goto(`${system.origin}/sign-in`);
    await page.getByLabel('E-mail address').first().fill('nobody@alpine.example.com');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    expect(await heading()).toBe('Look into your mail');
    await eventually(async () =>
      expect(await system.sql`select 1 from auth.link_request where state = 'waiting'`).toHaveLength(0),
    );
    await page.goto(`${system.origin}/auth/mailbox`);
    expect(await page.locator('body').innerText()).not.toContain('nobody@');
  });

  test('an agent with a password, who sets a second factor up and uses it', async () => {
    await fresh();
    await page.goto(`${system.origin}/sign-in`);
    const withPassword = async (password: string) => {
      await page.getByLabel('E-mail address').last().fill(accounts.agent.email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in with password' }).click();
    };
    await withPassword('not-it-at-all');
    expect(await page.getByRole('alert').innerText()).toContain('is not right');
    expect(await page.getByLabel('E-mail address').last().inputValue()).toBe(accounts.agent.email);
    await withPassword(accounts.agent.password);
    expect(await whose()).toContain('Customer service');
    await page.getByRole('link', { name: 'Not set up' }).click();
    await page.getByLabel('Your password').fill('not-it-at-all');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('not your password');
    await page.getByLabel('Your password').fill(accounts.agent.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const key = (await page.locator('.card .number').first().innerText()).replaceAll(' ', '');
    const app = `otpauth://totp/x?secret=${key}`;
    const [backup] = await page.locator('.codes .number').allInnerTexts();
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Finish' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('not right');
    await page.getByRole('textbox', { name: 'Code' }).fill(totpCode(app, -1));
    await page.getByRole('button', { name: 'Finish' }).click();
    expect(await whose()).toContain('Second factor Set up');

    const again = async (code: string) => {
      await page.goto(`${system.origin}/account`);
      if (await page.getByRole('button', { name: 'Sign out' }).count())
        await page.getByRole('button', { name: 'Sign out' }).click();
      await withPassword(accounts.agent.password);
      expect(await heading()).toBe('Second step');
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.getByRole('button', { name: 'Go on' }).click();
    };
    const now = totpCode(app);
    await again(now);
    expect(await heading()).toBe(accounts.agent.name);
    await again(now);
    expect(await page.getByRole('alert').innerText()).toContain('used already');
    await again(backup as string);
    expect(await heading()).toBe(accounts.agent.name);
    await again('000000');
    expect(await page.getByRole('alert').innerText()).toContain('not right');
    expect(await heading()).toBe('Second step');
  });

  test('while the gateway cannot be reached, the page says so', async () => {
    system.taps.gateway.down();
    const response = await fetch(`${system.portalUrl}/sign-in`, { headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('cannot be reached')]);
    system.taps.gateway.back();
  });

  describe('forms of other sites', () => {
    const post = (address: string, headers: Record<string, string>) =>
      fetch(system.origin + address, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ email: ann }),
        redirect: 'manual',
      });
    test.each([
      '/sign-in',
      '/sign-in/mail',
      '/sign-in/link',
      '/sign-in/code',
      '/sign-in/password',
      '/account/sign-out',
      '/account/second-factor',
      '/account/confirm',
    ])('%s is refused', async (address) => {
      expect((await post(address, { origin: 'http://evil.example' })).status).toBe(403);
      expect((await post(address, { origin: 'null' })).status).toBe(403);
      expect((await post(address, {})).status).toBe(403);
      expect((await post(address, { origin: `${system.origin}.evil.example` })).status).toBe(403);
    });
    test('nor does a link of theirs begin a sign-in at the company', async () => {
      const { request } = await import('node:http');
      const status = await new Promise((resolve) =>
        request(`${system.origin}/sign-in/company`, { headers: { 'sec-fetch-site': 'cross-site' } }, (response) =>
          resolve(response.resume().statusCode),
        ).end(),
      );
      expect(status).toBe(403);
    });
  });
});

describe.skipIf(!path)('staff of an installation', () => {
  test('come by single sign-on, or set a password by a link and a second factor before they see anything', async () => {
    const browser = await chromium.launch({ executablePath: path as string });
    let issuer: Awaited<ReturnType<typeof startIssuer>> | undefined;
    const system = await startSystem({
      gatewayEnv: async (origin) => {
        issuer = await startIssuer({ redirectUri: `${origin}/auth/callback/company` });
        return {
          DEMO_MODE: '0',
          OIDC_ISSUER: issuer.url,
          OIDC_CLIENT_ID: client.id,
          OIDC_CLIENT_SECRET: client.secret,
          OIDC_ROLES: JSON.stringify({ Operations: { role: 'operator' } }),
        };
      },
    });
    try {
      if (!issuer) throw new Error('there is no issuer');
      issuer.people.set('olga', { email: 'olga@company.example', name: 'Olga Berg', groups: ['Operations'] });
      issuer.people.set('guest', { email: 'guest@company.example', name: 'Guest', groups: [] });
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      issuer.state.user = 'guest';
      await eventually(async () => {
        await page.goto(`${system.origin}/sign-in`);
        expect(await page.getByRole('link', { name: 'Use your company account' }).count()).toBe(1);
      });
      expect(await page.getByRole('button', { name: 'Send me a link' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Use your company account' }).click();
      expect(await page.getByRole('alert').innerText()).toContain('has no role here');
      await context.close();

      const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      issuer.state.user = 'olga';
      await other.goto(`${system.origin}/sign-in`);
      await other.getByRole('link', { name: 'Use your company account' }).click();
      expect(await other.getByRole('heading', { level: 1 }).innerText()).toBe('Olga Berg');
      expect(await other.locator('dl').innerText()).toContain('Operator');

      const token = await addLocalStaff(system.sql, {
        email: 'lena@company.example',
        name: 'Lena',
        role: 'agent',
        companies: null,
        regions: null,
      });
      const third = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await third.goto(`${system.origin}/sign-in/password?token=${token}`);
      await third.getByLabel('New password').fill('a-password-of-lena');
      await third.getByRole('button', { name: 'Set the password' }).click();
      await third.getByLabel('E-mail address').fill('lena@company.example');
      await third.getByLabel('Password').fill('a-password-of-lena');
      await third.getByRole('button', { name: 'Sign in with password' }).click();
      expect(await third.locator('main').innerText()).toContain('None yet');
      await third.getByRole('link', { name: 'Set up now' }).click();
      expect(await third.getByRole('heading', { level: 1 }).innerText()).toBe('Set up a second factor');
    } finally {
      await browser.close();
      await system[Symbol.asyncDispose]();
      await issuer?.[Symbol.asyncDispose]();
    }
  });
});
