import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { parseEnv, readEnv, secretText, secretValues, withSecretFiles } from './env.ts';

test('every problem is named at once, by variable', () => {
  const schema = z.object({ PORT: z.coerce.number().int(), URL: z.url({ message: 'must be an address' }) });
  expect(() => parseEnv(schema, { PORT: 'x', URL: 'y' })).toThrow(/PORT: [\s\S]*URL: must be an address/);
});

test('an empty variable counts as unset', () => {
  expect(readEnv({ A: '', B: 'b' })).toEqual({ B: 'b' });
});

test('a secret may have several values', () => {
  expect(secretValues({ S: 'one, two,,' }, 'S')()).toEqual(['one', 'two']);
  expect(secretValues({}, 'S')()).toEqual([]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'milepost-env-'));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

test('a secret in a file is read again when it changes, and kept while the file is away', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, 'old\n');
  const secret = secretValues({ S_FILE: file, S: 'ignored' }, 'S');
  expect(secret()).toEqual(['old']);
  writeFileSync(file, 'new,old');
  utimesSync(file, 1_000_000, 2_000_000);
  expect(secret()).toEqual(['old']); // at most one look a second
  vi.advanceTimersByTime(1_001);
  expect(secret()).toEqual(['new', 'old']);
  rmSync(file);
  vi.advanceTimersByTime(1_001);
  expect(secret()).toEqual(['new', 'old']);
});

test('a secret that is one text keeps its commas and follows its file', () => {
  expect(secretText({}, 'S')()).toBeNull();
  expect(secretText({ S: 'a,b ' }, 'S')()).toBe('a,b');
  const file = join(folder, 'secret');
  writeFileSync(file, 'x,y\n');
  const secret = secretText({ S_FILE: file }, 'S');
  expect(secret()).toBe('x,y');
  writeFileSync(file, 'z');
  utimesSync(file, 1_000_000, 2_000_000);
  vi.advanceTimersByTime(1_001);
  expect(secret()).toBe('z');
});

test('a secret taken once comes from its file; a missing file is named', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, 'from the file\n');
  expect(withSecretFiles({ S: 'x', S_FILE: file, T: 't' }, ['S', 'T'])).toMatchObject({ S: 'from the file', T: 't' });
  expect(() => withSecretFiles({ S_FILE: join(folder, 'none') }, ['S'])).toThrow(/S_FILE: .*none cannot be read/);
});
