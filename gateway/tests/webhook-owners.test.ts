import { createViewerVerifier, signWebhook, webhookOwnerPaths } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner, startWorld, type World } from './support/world.ts';

const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { INTERNAL_EVENTS_SECRET: secret } });
});
afterAll(() => world[Symbol.asyncDispose]());

async function ask(path: string, content: unknown, { signedWith = secret, at = new Date() } = {}) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const headers = signWebhook([signedWith], { id: crypto.randomUUID(), body, now: at });
  const response = await fetch(`${world.gateway.privateUrl}${path}`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.text()) || null };
}
const viewerOf = async (clientId: string) => ask(webhookOwnerPaths.viewer, { clientId });

test('whom a partner’s client stands for now, as a token that subgraphs verify; nobody once it may not read', async () => {
  const verify = createViewerVerifier({ jwksUrl: `${world.gateway.privateUrl}/jwks` });
  const { status, body } = await viewerOf(partner.id);
  expect(status).toBe(200);
  const viewer = await verify(JSON.parse(body ?? '').token);
  expect(viewer).toMatchObject({ role: 'partner', level: 'PARTNER', sub: partner.id, companies: null, orders: [] });
  expect(viewer.sessionExp - Date.now() / 1000).toBeLessThan(61);

  await world.sql`update auth.api_client set customers = '{45}' where id = ${partner.id}`;
  expect(await verify(JSON.parse((await viewerOf(partner.id)).body ?? '').token)).toMatchObject({ customers: [45] });
  await world.sql`update auth.api_client set scopes = '{webhooks:write}' where id = ${partner.id}`;
  expect((await viewerOf(partner.id)).status).toBe(404);
  await world.sql`update auth.api_client set scopes = '{shipments:read}', disabled_at = now() where id = ${partner.id}`;
  expect((await viewerOf(partner.id)).status).toBe(404);
  expect((await viewerOf('nobody')).status).toBe(404);
});

test('an owner is told by mail that an endpoint was switched off', async () => {
  const notice = {
    to: 'ops@partner.example',
    endpoint: 'ERP',
    host: 'hooks.partner.example',
    reason: 'FAILING',
    failingSince: '2026-11-16T08:00:00.000Z',
  };
  expect((await ask(webhookOwnerPaths.notice, notice)).status).toBe(202);
  // The queue sends it a moment later.
  await eventually(async () => {
    const html = await (await fetch(`${world.gateway.url}/auth/mailbox`)).text();
    expect(html).toContain('to ops@partner.example');
    expect(html).toContain('2026-11-16T08:00:00.000Z');
  });
  expect(
    (await ask(webhookOwnerPaths.notice, { ...notice, to: 'a@b.example, c@d.example' })).status,
  ).toBeGreaterThanOrEqual(400);
});

test('nobody else is answered: without the secret, with another one, with yesterday’s signature; what does not fit is refused', async () => {
  const content = { clientId: partner.id };
  const other = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  expect((await ask(webhookOwnerPaths.viewer, content, { signedWith: other })).status).toBe(401);
  expect((await ask(webhookOwnerPaths.viewer, content, { at: new Date(Date.now() - 600_000) })).status).toBe(401);
  const bare = await fetch(`${world.gateway.privateUrl}${webhookOwnerPaths.viewer}`, {
    method: 'POST',
    body: JSON.stringify(content),
  });
  expect(bare.status).toBe(401);
  expect((await ask(webhookOwnerPaths.viewer, '[]')).status).toBe(400);
  expect((await ask(webhookOwnerPaths.viewer, { clientId: 7 })).status).toBe(400);
  expect((await ask(webhookOwnerPaths.viewer, { clientId: 'x'.repeat(9_000) })).status).toBe(413);
  // Not on the public address.
  expect((await fetch(`${world.gateway.url}${webhookOwnerPaths.viewer}`, { method: 'POST' })).status).toBe(404);
});
