import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig as gateway } from '@milepost/gateway/config';
import { loadConfig as odoo } from '@milepost/odoo-subgraph/config';
import { loadConfig as tracking } from '@milepost/tracking-subgraph/config';
import { describe, expect, test } from 'vitest';

const [old, next] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
const needed = {
  DATABASE_URL: 'postgres://localhost/x',
  AUTH_SECRET: 'x'.repeat(32),
  ODOO_URL: 'http://localhost:4069',
  ODOO_DB: 'x',
  ODOO_LOGIN: 'x',
};
type Env = Record<string, string>;

describe.each<[string, (env: Env) => { secrets: { masterKey: string } }]>([
  ['gateway', gateway],
  ['odoo-subgraph', odoo],
  ['tracking-subgraph', tracking],
])('the key-encryption keys of %s', (_name, loadConfig) => {
  const keys = (env: Env) => loadConfig({ ...needed, ...env }).secrets.masterKey;

  test('come from the variable or a file, one or several', () => {
    expect(keys({ KEY_ENCRYPTION_KEY: old })).toBe(old);
    expect(keys({ KEY_ENCRYPTION_KEY: `${next}, ${old}` })).toBe(`${next}, ${old}`);
    const folder = mkdtempSync(join(tmpdir(), 'milepost-key-'));
    const file = join(folder, 'keys');
    writeFileSync(file, `${next},${old}\n`);
    try {
      expect(keys({ KEY_ENCRYPTION_KEY_FILE: file })).toBe(`${next},${old}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(['', 'short', `${old},`, `${old},short`])('are refused when one of them is none: %j', (text) => {
    expect(() => keys({ KEY_ENCRYPTION_KEY: text })).toThrow(/KEY_ENCRYPTION_KEY: must be 32 bytes in base64/);
  });
});
