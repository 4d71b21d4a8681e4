import { startOdooSimulator } from './server.ts';

const { HOST, PORT, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_JSON2, ODOO_WEBHOOK_URL } = process.env;
const simulator = await startOdooSimulator({
  port: Number(PORT || 4069),
  hashingMs: 400,
  json2: ODOO_JSON2 === '1',
  ...(HOST && { host: HOST }),
  ...(ODOO_DB && { db: ODOO_DB }),
  ...(ODOO_LOGIN && { login: ODOO_LOGIN }),
  ...(ODOO_API_KEY && { apiKey: ODOO_API_KEY }),
});
// The rules that an administrator makes (docs/odoo.md, "Hints").
for (const [model, triggerFields] of [
  ['stock.picking', ['state', 'carrier_tracking_ref', 'carrier_id', 'scheduled_date']],
  ['sale.order', ['state', 'commitment_date']],
] as const)
  if (ODOO_WEBHOOK_URL) simulator.addWebhookRule({ model, url: ODOO_WEBHOOK_URL, fields: [], triggerFields });
process.stdout.write(`Odoo simulator at ${simulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void simulator[Symbol.asyncDispose]().then(() => process.exit(0)));
