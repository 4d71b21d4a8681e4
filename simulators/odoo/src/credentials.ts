import type { Store } from './store.ts';

/** Who may call, by which secret, and Odoo's cache of secrets that it has accepted once (CONTRACT section 2, recording 19). */

export interface ApiKey {
  secret: string;
  userId: number;
  name: string;
  /** Null never expires: only administrators may make such keys. */
  expiresAt: Date | null;
}

export class Credentials {
  readonly #store: Store;
  readonly #logins: ReadonlyMap<string, number>;
  readonly #hashingMs: number;
  readonly #keys = new Map<string, ApiKey & { rowId: number }>();
  /** Archived users are refused at once, whatever is cached. */
  readonly #archived = new Set<number>();
  /** Secrets accepted by this server process; never a refused one. */
  readonly #accepted = new Set<string>();
  /** How many secrets were compared with their hashes, which is what costs a server its time. */
  hashed = 0;
  #nextRow = 1;

  constructor(store: Store, logins: ReadonlyMap<string, number>, hashingMs: number) {
    this.#store = store;
    this.#logins = logins;
    this.#hashingMs = hashingMs;
  }

  /** A key for a user, as Odoo's wizard makes it. */
  issue({
    secret,
    userId,
    name = 'integration',
    days = 90,
  }: {
    secret: string;
    userId: number;
    name?: string;
    days?: number | null;
  }): ApiKey {
    const now = this.#store.date();
    const expiresAt = days === null ? null : new Date(now.getTime() + days * 86_400_000);
    const rowId = this.#nextRow++;
    const text = (date: Date) => `${date.toISOString().slice(0, 10)} ${date.toISOString().slice(11, 19)}`;
    const key = { secret, userId, name, expiresAt, rowId };
    this.#keys.set(secret, key);
    this.#store.seed('res.users.apikeys', {
      id: rowId,
      name,
      scope: false,
      create_date: text(now),
      expiration_date: expiresAt ? text(expiresAt) : false,
      user_id: [userId, String(this.#store.table('res.users').get(userId)?.['name'] ?? '')],
    });
    return key;
  }
  /** The key's row is gone. Whoever used it before goes on using it until the cache is cleared. */
  remove(secret: string): void {
    const key = this.#keys.get(secret);
    if (key) this.#store.unseed('res.users.apikeys', key.rowId);
    this.#keys.delete(secret);
  }
  /** The key has expired. It is refused unless this process has accepted it before. */
  expire(secret: string): void {
    const key = this.#keys.get(secret);
    if (!key) return;
    key.expiresAt = new Date(this.#store.date().getTime() - 1000);
  }
  /** What a restart does, a new user, or any changed password. */
  clearCache(): void {
    this.#accepted.clear();
  }
  /** How to cut an integration off: it works at once. */
  archiveUser(userId: number): void {
    this.#archived.add(userId);
  }

  /** The user's id, or null. Costs the hash every time: this call never looks at the cache. */
  async authenticate(login: unknown, secret: unknown): Promise<number | null> {
    const userId = this.#logins.get(String(login));
    // An unknown login costs nothing (recording 01: 5 ms).
    if (userId === undefined) return null;
    await this.#hash();
    return this.#isValid(userId, secret) ? userId : null;
  }

  /** Whether this user may call by this secret. */
  async check(userId: number, secret: unknown): Promise<boolean> {
    if (this.#archived.has(userId)) return false;
    const key = `${userId} ${secret}`;
    if (this.#accepted.has(key)) return true;
    await this.#hash();
    if (!this.#isValid(userId, secret)) return false;
    this.#accepted.add(key);
    return true;
  }

  /** The user of a key alone, as JSON-2 names it. */
  async userOf(secret: string): Promise<number | null> {
    for (const accepted of this.#accepted) {
      const [user, ...rest] = accepted.split(' ');
      if (rest.join(' ') === secret && !this.#archived.has(Number(user))) return Number(user);
    }
    const userId = this.#keys.get(secret)?.userId;
    if (userId === undefined) {
      await this.#hash();
      return null;
    }
    return (await this.check(userId, secret)) ? userId : null;
  }

  #isValid(userId: number, secret: unknown): boolean {
    const key = typeof secret === 'string' ? this.#keys.get(secret) : undefined;
    if (!key || key.userId !== userId || this.#archived.has(userId)) return false;
    return key.expiresAt === null || key.expiresAt > this.#store.date();
  }
  async #hash(): Promise<void> {
    this.hashed += 1;
    if (this.#hashingMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#hashingMs));
  }
}
