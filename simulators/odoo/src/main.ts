import { installHintRules } from './install-hint-rules.ts';
import { startOdooSimulator } from './server.ts';

const { HOST, PORT, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_ADMIN_API_KEY, ODOO_JSON2, ODOO_WEBHOOK_URL } = process.env;
const simulator = await startOdooSimulator({
  port: Number(PORT || 4069),
  hashingMs: 400,
  control: true,
  json2: ODOO_JSON2 === '1',
  ...(HOST && { host: HOST }),
  ...(ODOO_DB && { db: ODOO_DB }),
  ...(ODOO_LOGIN && { login: ODOO_LOGIN }),
  ...(ODOO_API_KEY && { apiKey: ODOO_API_KEY }),
  ...(ODOO_ADMIN_API_KEY && { adminKey: ODOO_ADMIN_API_KEY }),
});
if (ODOO_WEBHOOK_URL) await installHintRules(simulator, ODOO_WEBHOOK_URL);
process.stdout.write(`Odoo simulator at ${simulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void simulator[Symbol.asyncDispose]().then(() => process.exit(0)));
