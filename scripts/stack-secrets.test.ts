import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecrets, withGiven } from './stack-secrets.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'milepost-secrets-'));
  file = join(folder, 'data/secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes secrets of the right shape once and keeps them', () => {
  const first = loadSecrets(file);
  expect(Buffer.from(first.KEY_ENCRYPTION_KEY, 'base64')).toHaveLength(32);
  expect(Buffer.from(first.INTERNAL_EVENTS_SECRET.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
  expect(first.DEMO_PARTNER_CLIENT_SECRET).toMatch(/^mps_[\w-]{43}$/);
  expect(first.DEMO_PASSWORD_AGENT).toMatch(/^([a-z]+-){4}\d{3}$/);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  expect(loadSecrets(file)).toEqual(first);
});

it('lets only the owner read the file, also when it was open before', () => {
  loadSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  loadSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('adds what a newer version needs and touches nothing else', () => {
  const { AUTH_SECRET, ...older } = loadSecrets(file);
  writeFileSync(file, JSON.stringify(older));
  const newer = loadSecrets(file);
  expect(newer).toMatchObject(older);
  expect(newer.AUTH_SECRET).not.toBe(AUTH_SECRET);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(newer);
});

it('refuses a damaged file instead of replacing the key of existing data', () => {
  loadSecrets(file);
  writeFileSync(file, '{"KEY_ENCRYPTION_KEY": "abc');
  expect(() => loadSecrets(file)).toThrow('is damaged');
});

it('prefers a given value, and the file it names over both', () => {
  const secrets = loadSecrets(file);
  const given = join(folder, 'given');
  writeFileSync(given, 'from-file\n');
  const env = { AFTERSHIP_WEBHOOK_SECRET: 'a,b', AUTH_SECRET: '', INTERNAL_EVENTS_SECRET_FILE: given };
  expect(withGiven(secrets, env)).toEqual({
    ...secrets,
    AFTERSHIP_WEBHOOK_SECRET: 'a,b',
    INTERNAL_EVENTS_SECRET: 'from-file',
  });
});
