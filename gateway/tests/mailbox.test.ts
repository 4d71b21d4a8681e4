import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForLink, mailedToken } from './support/mailed-links.ts';
import { addAgent } from './support/person.ts';
import { startWorld, type World } from './support/world.ts';

const ann = 'ann.rivera@alpine.example.com';

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { RATE_LIMITS: 'off' } });
});
afterAll(() => world[Symbol.asyncDispose]());

describe('the mailbox', () => {
  const get = (path: string, headers: Record<string, string>, url = world.gateway.url) =>
    fetch(`${url}${path}`, { headers });

  test('shows mails to this machine, escaped, with links that can be followed', async () => {
    world.odoo.accounts.known.set(ann, { customers: [45], name: '<b>' });
    await mailedToken(world, ann);
    const response = await get('/auth/mailbox', {});
    const html = await response.text();
    expect(html).toContain(`to ${ann}`);
    expect(html).toMatch(/<a href="http:\/\/localhost:4000\/sign-in\/link\?token=\w{32}">/);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('not by a name that leads here from elsewhere, nor through a proxy', async () => {
    expect((await get('/auth/mailbox', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(`${world.gateway.url}/auth/mailbox`, { headers: { host: 'evil.example:4000' } }, (response) =>
        resolve(response.resume().statusCode),
      ).end(),
    );
    expect(status).toBe(404);
  });

  test('does not exist outside demo mode; without SMTP_URL neither do links, and the log says so', async () => {
    await using real = await startWorld({ env: { DEMO_MODE: '0' } });
    expect((await get('/auth/mailbox', {}, real.gateway.url)).status).toBe(404);
    expect((await askForLink(real, ann)).status).toBe(404);
    expect(await (await get('/auth/ways', {}, real.gateway.url)).json()).toMatchObject({ password: true, link: false });
    expect(real.lines.join('\n')).toContain('SMTP_URL is not set: sign-in by link is off');
    await addAgent(real, 'agent@real.example', 'agent-password');
  });

  test('does not exist where mails really leave', async () => {
    await using smtp = await startWorld({ env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'x@y.example' } });
    expect((await get('/auth/mailbox', {}, smtp.gateway.url)).status).toBe(404);
    expect(await (await get('/auth/ways', {}, smtp.gateway.url)).json()).toMatchObject({ link: true });
  });
});
