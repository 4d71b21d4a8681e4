import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const mains = [
  'gateway/src/main.ts',
  'services/tracking-subgraph/src/main.ts',
  'services/odoo-subgraph/src/main.ts',
  'portal/server/main.ts',
];

test.each(mains)('%s says before anything else is loaded that this is no development', (path) => {
  expect(readFileSync(new URL(path, root), 'utf8')).toMatch(/^import '@milepost\/service-kit\/production';\n/);
});

test('NODE_ENV is production unless it says otherwise', () => {
  const { NODE_ENV: _, ...env } = process.env;
  const script = `import ${JSON.stringify(new URL('./production.ts', import.meta.url).href)}; console.log(process.env.NODE_ENV)`;
  const said = (given: Record<string, string>) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...env, ...given } })
      .toString()
      .trim();
  expect(said({})).toBe('production');
  expect(said({ NODE_ENV: 'development' })).toBe('development');
});
