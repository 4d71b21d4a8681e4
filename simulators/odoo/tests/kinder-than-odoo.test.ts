import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softenings } from './softenings.ts';

/**
 * Copies of the simulator, each made kinder than Odoo in one place: the tests beside its source have to fail on every one of them, and pass
 * on the copy that was left alone. All run at once, in one run of the test runner.
 */

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const source = here('../src');
const modules = here('../../../node_modules');
const testFiles = [...new Set(softenings.map(({ noticedBy: [file] }) => file))];

/** Titles of the tests that failed, by copy and test file. */
let failed: Map<string, string[]>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinder-'));
  await symlink(modules, join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const options = {
    include: ['*/src/*.test.ts'],
    environment: 'node',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 2_500,
  };
  await writeFile(join(folder, 'vitest.config.mjs'), `export default { test: ${JSON.stringify(options)} };\n`);
  const copy = async (name: string, tests: readonly string[]) => {
    await mkdir(join(folder, name));
    await symlink(here('../data'), join(folder, name, 'data'));
    const keep = (path: string) => !path.endsWith('.test.ts') || tests.some((file) => path.endsWith(`/${file}`));
    await cp(source, join(folder, name, 'src'), { recursive: true, filter: keep });
  };
  await copy('untouched', testFiles);
  for (const [i, softening] of softenings.entries()) {
    await copy(`soft-${i}`, [softening.noticedBy[0]]);
    const file = join(folder, `soft-${i}`, 'src', softening.file);
    const text = await readFile(file, 'utf8');
    if (text.split(softening.find).length !== 2)
      throw new Error(`"${softening.name}": ${softening.file} no longer has its place exactly once`);
    await writeFile(
      file,
      text.replace(softening.find, () => softening.replace),
    );
  }
  failed = await runTests(folder);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function runTests(root: string): Promise<Map<string, string[]>> {
  const output = join(root, 'result.json');
  const runner = join(modules, 'vitest/vitest.mjs');
  const args = [runner, 'run', '--root', root, '--reporter', 'json', '--outputFile', output];
  // What this run is told by its environment is not meant for that one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$/.test(name)));
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const text = await readFile(output, 'utf8').catch(() => {
    throw new Error(`the tests did not run: ${errors}`);
  });
  const { testResults } = JSON.parse(text) as {
    testResults: { name: string; assertionResults: { status: string; title: string }[] }[];
  };
  return new Map(
    testResults.map(({ name, assertionResults }) => {
      // A file that could not even be loaded proves nothing.
      if (assertionResults.length === 0) throw new Error(`${name} ran no test: ${errors}`);
      const key = name.slice(name.lastIndexOf(root) + root.length + 1).replace('/src/', ' ');
      const titles = assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title);
      return [key, titles];
    }),
  );
}

describe('the tests of the simulator notice when it is kinder than Odoo', () => {
  test('left alone, all pass', () => {
    for (const file of testFiles) expect([file, failed.get(`untouched ${file}`)]).toEqual([file, []]);
  });
  test.each(softenings.map((softening, i) => [softening.name, i, softening] as const))(
    '%s',
    (_name, i, { noticedBy }) => {
      const [file, title] = noticedBy;
      expect(failed.get(`soft-${i} ${file}`)).toContain(title);
    },
  );
});
