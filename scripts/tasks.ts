import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the project's checks in order and stops at the first that fails. Usage: tasks.ts verify|test|ci|bench|bench:growth|bench:cluster [arguments for the last step] */
const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const node = process.execPath;

interface Step {
  name: string;
  file: string;
  args: string[];
}
const vitest = (...args: string[]) => ({
  file: node,
  args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args],
});

const checks: Step[] = [
  { name: 'format and lint', file: bin('biome'), args: ['ci', '--error-on-warnings'] },
  { name: 'types', file: bin('turbo'), args: ['run', 'typecheck', '--output-logs=errors-only'] },
  { name: 'types of scripts and end-to-end tests', file: bin('tsc'), args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'unused code', file: bin('knip'), args: [] },
  { name: 'generated files', file: node, args: ['scripts/generate.ts', '--check'] },
];

function stepsOf(command: string | undefined, rest: string[]): Step[] {
  switch (command) {
    case 'verify':
      return [...checks, { name: 'unit tests', ...vitest('--project', 'unit', ...rest) }];
    case 'ci':
    case 'test':
      return [...checks, { name: 'all tests', ...vitest(...rest) }];
    case 'bench':
      return [{ name: 'benchmarks', file: node, args: ['--expose-gc', 'tests/bench/main.ts', ...rest] }];
    case 'bench:growth':
      return [{ name: 'growth', file: node, args: ['tests/bench/growth.ts', ...rest] }];
    case 'bench:cluster':
      return [{ name: 'cluster', file: node, args: ['tests/bench/cluster.ts', ...rest] }];
    default:
      throw new Error(`unknown command ${command}`);
  }
}

function run({ file, args }: Step): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...(process.env['CI'] && { FORCE_COLOR: '0' }) },
    });
    const stop = () => child.kill('SIGTERM');
    // A terminal sends Ctrl-C to the child by itself; what is left to us is not to die before it.
    const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
    process.on('SIGTERM', stop).on('SIGHUP', stop).on('SIGINT', interrupt);
    child.once('error', (error) => {
      process.stderr.write(`${file}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => {
      process.off('SIGTERM', stop).off('SIGHUP', stop).off('SIGINT', interrupt);
      resolve(code ?? 1);
    });
  });
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'ci') {
  // Where nobody looks, a skipped part would be a hole: only who says so ("0") may skip.
  process.env['REQUIRE_REDIS'] ??= '1';
  process.env['REQUIRE_CHROMIUM'] ??= '1';
}
for (const step of stepsOf(command, rest)) {
  if (!existsSync(step.file)) throw new Error(`${step.file} is missing; run npm start once`);
  process.stdout.write(`\n── ${step.name}\n`);
  const begun = Date.now();
  const code = await run(step);
  process.stdout.write(
    `── ${step.name}: ${code === 0 ? 'ok' : `failed (${code})`} after ${((Date.now() - begun) / 1000).toFixed(1)} s\n`,
  );
  if (code !== 0) process.exit(code);
}
