import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createAccountFinder } from '../src/customer/find-accounts.ts';
import { createSync } from '../src/mirror/sync.ts';
import { allowedCalls } from '../src/odoo/allowed-calls.ts';
import { logger, startMirror } from './support/mirror.ts';

type Sent = { model: string; method: string; positional: unknown[]; keywords: Record<string, unknown> };

/** Between us and Odoo: passes everything on and keeps what was asked of models. */
async function listenIn(target: string) {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { service, args } = body ? JSON.parse(body).params : {};
    if (service === 'object') sent.push({ model: args[3], method: args[4], positional: args[5], keywords: args[6] });
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method as string,
      headers: { 'content-type': 'application/json' },
      ...(body && { body }),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('every call that reaches Odoo stands in the table: model, method, fields, conditions', async () => {
  await using mirror = await startMirror({ pageSize: 20 });
  await using wire = await listenIn(mirror.odoo.url);
  const odoo = mirror.connect({ url: wire.url });
  const sync = createSync({
    sql: mirror.sql,
    odoo,
    keys: mirror.keys,
    overlapSeconds: 150,
    pageSize: 20,
    sweep: { pageSize: 1_000, goneLimitPercent: 50 },
    logger,
  });
  await sync.runOnce();
  const ids = [...mirror.odoo.world.table('stock.picking').keys()];
  mirror.odoo.world.writeRecords('stock.picking', ids, { carrier_tracking_ref: '1Z999AA10123456784' });
  await sync.runOnce();
  const findAccounts = createAccountFinder({ sql: mirror.sql, odoo, indexKeys: mirror.keys.indexKeys, logger });
  expect((await findAccounts('ann.rivera@alpine.example.com')).customers).toContain(45);

  expect(new Set(wire.sent.map(({ model }) => model))).toEqual(new Set(Object.keys(allowedCalls)));
  for (const { model, method, positional, keywords } of wire.sent) {
    const allowed = allowedCalls[model];
    expect(allowed?.methods).toContain(method);
    const mayUse = [...(allowed?.fields ?? []), ...(allowed?.filters ?? []), 'id'];
    const [first, second = []] = positional as [unknown, string[]?];
    if (method === 'fields_get') expect(mayUse).toEqual(expect.arrayContaining(first as string[]));
    if (method !== 'search_read') continue;
    expect(allowed?.fields).toEqual(expect.arrayContaining(second));
    expect(second).not.toHaveLength(0);
    for (const [name] of first as [string][]) expect(mayUse).toContain(name);
    for (const part of String(keywords['order']).split(',')) expect(mayUse).toContain(part.trim().split(' ')[0]);
    expect(Object.keys(keywords).sort()).toEqual(['context', 'limit', 'order']);
  }
});
