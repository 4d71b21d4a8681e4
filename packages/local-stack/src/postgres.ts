import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import postgres from 'postgres';
import { type Account, blockedFolder, serverAccount, usableBinaries } from './binaries.ts';
import { endWithParent } from './end-with-parent.ts';
import { freePort, isPortTaken } from './ports.ts';

export interface RunningPostgres extends AsyncDisposable {
  /** Address of the database `milepost`, as its owner; contains the password. */
  url: string;
  urlOf(database: string): string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Fast shutdown: sessions are ended, data are written, then the process is gone. May be called twice. */
  stop(): Promise<void>;
}

const passwordFile = 'milepost-password';

/**
 * A real PostgreSQL from the npm package's binaries, on loopback with a generated password. The data stay in `dataDir` for the next start; a
 * server of the same folder that outlived its starter is stopped first. `durable: false` gives up durability for speed: tests only,
 * never data that somebody wants to keep.
 */
export async function startPostgres({
  dataDir,
  port: wanted,
  durable,
  settings = {},
  log = () => {},
}: {
  dataDir: string;
  port?: number;
  durable: boolean;
  settings?: Record<string, string>;
  log?: (line: string) => void;
}): Promise<RunningPostgres> {
  const account = serverAccount();
  const native = usableBinaries(account);
  const folder = resolve(dataDir);
  mkdirSync(dirname(folder), { recursive: true });
  const blocked = account && blockedFolder(dirname(folder), account);
  if (blocked)
    throw new Error(
      `PostgreSQL runs as user "${account.name}" and cannot enter ${blocked}; run 'chmod o+x "${blocked}"', keep the data in another folder (DATA_DIR of npm start), or start as another user.`,
    );
  await stopLeftover(folder);
  const run = {
    ...(account && { uid: account.uid, gid: account.gid }),
    env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(native, 'lib') },
  };
  if (!existsSync(join(folder, 'PG_VERSION'))) createCluster({ folder, native, account, run });
  const password = readFileSync(join(folder, passwordFile), 'utf8');
  if (wanted !== undefined && (await isPortTaken(wanted)))
    throw new Error(`Port ${wanted}, wanted by PostgreSQL, is taken by another program.`);

  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    // Details of errors quote values: "Key (email)=(...) already exists".
    log_error_verbosity: 'terse',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const deadline = Date.now() + 60_000;
  for (;;) {
    const port = wanted ?? (await freePort());
    const server = launch({ native, folder, port, options, run, log });
    const urlOf = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    try {
      await untilReady(server, urlOf('postgres'), deadline);
    } catch (error) {
      await server.stop();
      // Two answers that pass by themselves: sessions of a killed server that are still ending, and a free port that somebody else took.
      const passes = /pre-existing shared memory|postmaster\.pid|could not create any TCP\/IP sockets/.test(
        server.output(),
      );
      if (!passes || Date.now() > deadline - 50_000) throw error;
      await new Promise((again) => setTimeout(again, 200));
      continue;
    }
    const { pid, exited, stop } = server;
    return { url: urlOf('milepost'), urlOf, port, pid, exited, stop, [Symbol.asyncDispose]: stop };
  }
}

/** Address of the server that runs on `dataDir`, as its owner; null when none does. */
export async function runningPostgresUrl(dataDir: string): Promise<string | null> {
  const folder = resolve(dataDir);
  const [pidFile, password] = [join(folder, 'postmaster.pid'), join(folder, passwordFile)];
  if (!existsSync(pidFile) || !existsSync(password)) return null;
  // Its lines: process id, folder, start, port, ...
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
  const url = `postgres://postgres:${readFileSync(password, 'utf8')}@127.0.0.1:${port}/milepost`;
  const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {}, fetch_types: false });
  try {
    await client`select 1`;
    return url;
  } catch {
    return null;
  } finally {
    await client.end({ timeout: 1 }).catch(() => {});
  }
}

/** In a folder beside, renamed when complete: a start that was interrupted leaves nothing half made. */
function createCluster({
  folder,
  native,
  account,
  run,
}: {
  folder: string;
  native: string;
  account: Account | null;
  run: object;
}): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} holds something that is not a PostgreSQL database; move it away.`);
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  const secret = join(dirname(folder), `.${passwordFile}-${process.pid}`);
  writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    if (account) for (const path of [making, secret]) chownSync(path, account.uid, account.gid);
    const flags = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync', '--locale=C'];
    execFileSync(join(native, 'bin/initdb'), ['-D', making, ...flags, '-E', 'UTF8'], {
      ...run,
      cwd: making,
      stdio: 'pipe',
    });
    renameSync(secret, join(making, passwordFile));
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data folder ${folder}: ${reasonOf(error)}`, { cause: error });
  } finally {
    rmSync(secret, { force: true });
  }
  if (existsSync(folder)) rmdirSync(folder);
  renameSync(making, folder);
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: Buffer; message: string };
  return stderr?.toString('utf8').trim() || message;
}

interface Launched {
  pid: number;
  child: ChildProcess;
  exited: Promise<void>;
  output: () => string;
  stop: () => Promise<void>;
}

function launch({
  native,
  folder,
  port,
  options,
  run,
  log,
}: {
  native: string;
  folder: string;
  port: number;
  options: Record<string, string>;
  run: object;
  log: (line: string) => void;
}): Launched {
  const settings = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(native, 'bin/postgres'), ['-D', folder, '-p', String(port), ...settings], {
    ...run,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A terminal's Ctrl-C must not end the server before those who use it.
    detached: process.platform !== 'win32',
  });
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-4_000);
    for (const line of chunk.split('\n')) if (line.trim()) log(line);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  // SIGINT is PostgreSQL's fast shutdown. On exit there is no time to wait; the server ends by itself.
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  endWithParent(child, 'INT');
  void exited.then(() => process.off('exit', onExit));
  return {
    pid: child.pid ?? 0,
    child,
    exited,
    output: () => output,
    async stop() {
      child.kill('SIGINT');
      const harder = setTimeout(() => child.kill('SIGQUIT'), 15_000);
      await exited;
      clearTimeout(harder);
    },
  };
}

async function untilReady({ exited, output }: Launched, url: string, deadline: number): Promise<void> {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  for (;;) {
    const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {}, fetch_types: false });
    try {
      const [row] = await client`select 1 from pg_database where datname = 'milepost'`;
      if (!row) await client`create database milepost`;
      return;
    } catch (error) {
      if (hasExited)
        throw new Error(`PostgreSQL did not start: ${output().trim().split('\n').slice(-3).join(' ')}`, {
          cause: error,
        });
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not answer within a minute: ${output()}`, { cause: error });
      await new Promise((again) => setTimeout(again, 50));
    } finally {
      await client.end({ timeout: 1 }).catch(() => {});
    }
  }
}

/** A server of the same folder that outlived a killed starter is stopped, so that the new one can have its data. */
async function stopLeftover(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  if (!(pid > 1)) return;
  const isOurs = () => commandOf(pid).includes(folder);
  // After a restart of the machine the number may be any process of ours, and PostgreSQL would refuse to start because of it.
  if (!commandOf(pid).includes('postgres')) return rmSync(file, { force: true });
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isOurs()) return;
    process.kill(pid, signal);
    for (let i = 0; i < 300 && isOurs(); i += 1) await new Promise((again) => setTimeout(again, 50));
  }
  if (isOurs())
    throw new Error(`PostgreSQL process ${pid} still holds ${folder} and does not stop; end it and try again.`);
}

/** Command line of a process, empty when there is none: the number in a stale file may belong to anybody by now. */
function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
