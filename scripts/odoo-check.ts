import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkOdoo, findingJson, findingLines, hasFailed, loadCheckConfig } from '@milepost/odoo-subgraph/odoo-check';
import { createLogger, readEnv } from '@milepost/service-kit';
import { dataDir, runCommand, say, UsageError, withRunningDatabase } from './installation.ts';
import { environmentOf, planStack } from './stack-config.ts';
import { loadSecrets, withGiven } from './stack-secrets.ts';

/**
 * Looks at everything between Milepost and Odoo and says what is wrong, why, and what to do (docs/odoo.md). Exit code 1 when something failed. Without ODOO_URL: the demo's simulated Odoo.
 * --json: for scripts. --deep: the automation rules too, as the administrator in ODOO_ADMIN_LOGIN and ODOO_ADMIN_API_KEY
 * (the demo's own is known).
 */
const usage = 'usage: npm run odoo:check -- [--json] [--deep]';

function read() {
  try {
    return parseArgs({ options: { json: { type: 'boolean' }, deep: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

/** The variables of a real Odoo, or what npm start tells the processes of its simulated one. */
function environment(): Record<string, string> {
  const env = readEnv();
  const made = join(dataDir, 'secrets.json');
  if (env['ODOO_URL'] || !existsSync(made)) return env;
  const decision = planStack(env);
  if (!('plan' in decision)) throw new UsageError(decision.problems.join('\n'));
  const secrets = withGiven(loadSecrets(made), env);
  const told = environmentOf('odoo-subgraph', { plan: decision.plan, secrets, databaseUrl: '', env });
  const admin = { ODOO_ADMIN_LOGIN: 'admin', ODOO_ADMIN_API_KEY: secrets.ODOO_ADMIN_API_KEY };
  return { ...env, ...readEnv(told), ...admin };
}

await runCommand(async () => {
  const { json = false, deep = false } = read();
  const env = environment();
  if (!env['ODOO_URL']) throw new UsageError('ODOO_URL is not set, and there is no demo here: nothing to look at');
  const config = loadCheckConfig(env);
  // What the door logs is said by the findings.
  const logger = createLogger({ service: 'odoo-check', level: 'silent' });
  const findings = await withRunningDatabase('milepost-odoo-check', (sql) =>
    checkOdoo({ config, sql, isDeep: deep, logger }),
  );
  if (json) say(findingJson(config, findings));
  else for (const line of findingLines(config, findings)) say(line);
  if (hasFailed(findings)) process.exitCode = 1;
});
