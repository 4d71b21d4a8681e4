import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig as gateway } from '@milepost/gateway/config';
import { loadConfig as odoo } from '@milepost/odoo-subgraph/config';
import { loadCheckConfig as odooCheck } from '@milepost/odoo-subgraph/odoo-check';
import { loadConfig as portal } from '@milepost/portal/config';
import { loadConfig as tracking } from '@milepost/tracking-subgraph/config';
import { expect, test } from 'vitest';
import { environmentOf, planStack } from './stack-config.ts';
import { loadSecrets, withGiven } from './stack-secrets.ts';

const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
/** `NAME=value`, or `# NAME=value` for what npm start sets by itself. */
const listed = [...text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] as string);

/** Names that are looked up in an environment, except the _FILE form that every secret has. */
function recorded(values: Record<string, string>) {
  const names = new Set<string>();
  const look = (name: string | symbol) => {
    if (typeof name === 'string' && /^[A-Z][A-Z0-9_]*$/.test(name) && !name.endsWith('_FILE')) names.add(name);
  };
  const env = new Proxy(values, {
    get(target, name: string) {
      look(name);
      return target[name];
    },
    has(target, name) {
      look(name);
      return name in target;
    },
  });
  return { env, names };
}

const key = Buffer.alloc(32, 1).toString('base64');
const needed = {
  DATABASE_URL: 'postgres://localhost/x',
  KEY_ENCRYPTION_KEY: key,
  AUTH_SECRET: 'x'.repeat(32),
  ODOO_URL: 'http://localhost:4069',
  ODOO_DB: 'x',
  ODOO_LOGIN: 'x',
};

function everythingRead(): Set<string> {
  const all = new Set(['DATA_DIR']);
  for (const loadConfig of [gateway, odoo, odooCheck, portal, tracking]) {
    const { env, names } = recorded({ ...needed });
    loadConfig(env);
    for (const name of names) all.add(name);
  }
  const { env, names } = recorded({});
  const decision = planStack(env);
  if (!('plan' in decision)) throw new Error(decision.problems.join());
  const folder = mkdtempSync(join(tmpdir(), 'milepost-env-'));
  const secrets = withGiven(loadSecrets(join(folder, 'secrets.json')), env);
  rmSync(folder, { recursive: true });
  for (const { name } of decision.plan.processes)
    environmentOf(name, { plan: decision.plan, secrets, databaseUrl: 'postgres://localhost/x', env });
  for (const name of names) all.add(name);
  return all;
}

test('.env.example lists every variable that is read, once, and no other', () => {
  expect([...listed].sort()).toEqual([...everythingRead()].sort());
});

test('each variable is explained by a comment above its block', () => {
  for (const block of text.split(/\n\s*\n/)) if (/^[A-Z]/m.test(block)) expect(block.split('\n')[0]).toMatch(/^# /);
});
