import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@milepost/local-stack';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function query<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('startPostgres', () => {
  let parent: string;
  let dataDir: string;
  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'milepost local-'));
    chmodSync(parent, 0o755);
    dataDir = join(parent, 'postgres');
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('keeps committed data when its server is killed, and leaves the server durable when asked to', async () => {
    const first = await startPostgres({ dataDir, durable: true });
    const settings = await query(first.url, async (sql) => {
      await sql`create table kept (value int)`;
      await sql`insert into kept values (7)`;
      return sql`select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'max_connections', 'synchronous_commit') order by name`;
    });
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      max_connections: '200',
      synchronous_commit: 'on',
    });
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(true);

    await using second = await startPostgres({ dataDir, durable: true });
    expect(await query(second.url, (sql) => sql`select value from kept`)).toEqual([{ value: 7 }]);
  });

  it('logs errors without the values that they are about', async () => {
    const lines: string[] = [];
    await using server = await startPostgres({ dataDir, durable: false, log: (line) => void lines.push(line) });
    await query(server.url, async (sql) => {
      await sql`create table person (email text unique)`;
      await sql`insert into person values (${'ann@example.com'})`;
      await expect(sql`insert into person values (${'ann@example.com'})`).rejects.toThrow('person_email_key');
    });
    await vi.waitFor(() => expect(lines.join('\n')).toContain('person_email_key'));
    expect(lines.join('\n')).not.toContain('ann@');
  });

  it('takes the data over from a server that still runs', async () => {
    const first = await startPostgres({ dataDir, durable: false });
    await using second = await startPostgres({ dataDir, durable: false });
    expect(isAlive(first.pid)).toBe(false);
    expect(await query(second.url, (sql) => sql`select value from kept`)).toEqual([{ value: 7 }]);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    await using server = await startPostgres({ dataDir, durable: false });
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(query(url.href, (sql) => sql`select 1`)).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'milepost-password')).mode & 0o777).toBe(0o600);
  });

  it('stops for good, also when asked twice', async () => {
    const server = await startPostgres({ dataDir, durable: false });
    await Promise.all([server.stop(), server.stop()]);
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
  });

  it('says which port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await expect(startPostgres({ dataDir, port, durable: false })).rejects.toThrow(`Port ${port}`);
    await new Promise((done) => other.close(done));
  });

  it('does not touch a process that merely has the number in a stale file', async () => {
    const innocent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const server = await startPostgres({ dataDir, durable: false });
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    const file = join(dataDir, 'postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [innocent.pid, ...lines.slice(1)].join('\n'));
    await using again = await startPostgres({ dataDir, durable: false });
    expect(isAlive(again.pid)).toBe(true);
    expect(isAlive(innocent.pid as number)).toBe(true);
    innocent.kill('SIGKILL');
  });

  it('ends when its starter is killed', async () => {
    const program = `
      import { startPostgres } from '@milepost/local-stack';
      const server = await startPostgres({ dataDir: process.argv[1], durable: false });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise((resolve) => starter.stdout.once('data', resolve)));
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });
});
