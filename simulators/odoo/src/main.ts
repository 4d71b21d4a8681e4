import { installHintRules } from './install-hint-rules.ts';
import { loadDataset } from './metadata.ts';
import { moveDates } from './move-dates.ts';
import { startOdooSimulator } from './server.ts';

/** ODOO_SIM_BEGAN_AT: the instant at which the data set shall have been read, to the day; left out: it is as old as it is. */
const {
  HOST,
  PORT,
  ODOO_SIM_BEGAN_AT,
  ODOO_DB,
  ODOO_LOGIN,
  ODOO_API_KEY,
  ODOO_ADMIN_API_KEY,
  ODOO_JSON2,
  ODOO_WEBHOOK_URL,
} = process.env;
const beganAt = ODOO_SIM_BEGAN_AT ? new Date(ODOO_SIM_BEGAN_AT) : null;
if (beganAt && Number.isNaN(beganAt.getTime())) {
  process.stderr.write(`Odoo simulator: ODOO_SIM_BEGAN_AT is "${ODOO_SIM_BEGAN_AT}": give an instant\n`);
  process.exit(1);
}
const simulator = await startOdooSimulator({
  port: Number(PORT || 4069),
  hashingMs: 400,
  control: true,
  json2: ODOO_JSON2 === '1',
  ...(beganAt && { dataset: moveDates(loadDataset(), beganAt) }),
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
