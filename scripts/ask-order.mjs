#!/usr/bin/env node
// Asks the running demo for an order with its shipments, as a partner system would. No dependencies, any Node from 20.
// Usage: node scripts/ask-order.mjs [order name]
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = 'S00038'] = process.argv.slice(2);
let demo;
try {
  demo = JSON.parse(readFileSync(join(resolve(root, process.env.DATA_DIR || '.data'), 'demo.json'), 'utf8'));
} catch {
  process.stderr.write(
    'There is no running demo; run "npm start" first and wait until it says that Milepost is running.\n',
  );
  process.exit(1);
}
const { addresses, partner } = demo;
const form = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: partner.clientId,
  client_secret: partner.clientSecret,
});
const { access_token: token } = await (await fetch(addresses.partnerToken, { method: 'POST', body: form })).json();
const query = readFileSync(join(root, 'tests/contract/OrderWithShipments.graphql'), 'utf8');
const answer = await fetch(addresses.graphql, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query, variables: { name } }),
});
process.stdout.write(`${JSON.stringify(await answer.json(), null, 2)}\n`);
