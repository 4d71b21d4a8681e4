import { RecordRules, type Role, type User, userOf } from './access.ts';
import type { Automation } from './automation.ts';
import type { Context } from './call.ts';
import type { Credentials } from './credentials.ts';
import { accessError, OdooError, serializationFailure } from './errors.ts';
import { type Faults, takes } from './faults.ts';
import { callMethod } from './records.ts';
import { RecordLockedError, type Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Odoo's limit of tries for one call that meets other writers (`retrying` in odoo/service/model.py). */
const maxTries = 5;
const isConflict = (error: unknown) =>
  error instanceof OdooError && error.pythonName === 'psycopg2.errors.SerializationFailure';

export interface EngineOptions {
  world: World;
  automation: Automation;
  credentials: Credentials;
  faults: Faults;
  /** Of the integration user; everyone else in the data set is an administrator or nobody. */
  userId: number;
  role: Role;
}

/** Runs calls: one call is one transaction, committed on success, rolled back on error, tried again on a conflict. */
export class Engine {
  readonly world: World;
  readonly automation: Automation;
  readonly credentials: Credentials;
  readonly faults: Faults;
  readonly rules = new RecordRules();
  /** Calls by `model.method`, and the most that were under way at once. */
  readonly stats = { calls: new Map<string, number>(), maxConcurrent: 0 };
  readonly #users = new Map<number, User>();
  #concurrent = 0;

  constructor({ world, automation, credentials, faults, userId, role }: EngineOptions) {
    this.world = world;
    this.automation = automation;
    this.credentials = credentials;
    this.faults = faults;
    this.#users.set(userId, userOf(world, userId, role));
    if (userId !== 2 && world.table('res.users').has(2)) this.#users.set(2, userOf(world, 2, 'admin'));
  }

  user(id: number): User | undefined {
    return this.#users.get(id);
  }
  /** Gives a user other rights or other companies, from its next call on. */
  setUser(id: number, change: { role?: Role; companies?: readonly number[] }): void {
    const user = this.#users.get(id);
    if (!user) throw new Error(`there is no user ${id}`);
    this.#users.set(id, { ...user, ...change });
  }

  async call(
    user: User,
    model: string,
    method: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    this.#concurrent += 1;
    this.stats.maxConcurrent = Math.max(this.stats.maxConcurrent, this.#concurrent);
    const name = `${model}.${method}`;
    this.stats.calls.set(name, (this.stats.calls.get(name) ?? 0) + 1);
    try {
      if (this.faults.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.faults.latencyMs));
      if (takes(this.faults, 'serializationFailures')) throw serializationFailure();
      const context = (kwargs['context'] ?? {}) as Context;
      const companies = context.allowed_company_ids ?? user.companies;
      if (companies.some((id) => !user.companies.includes(id)))
        throw accessError('Access to unauthorized or invalid companies.');
      return await this.transaction((tx) =>
        callMethod({ world: this.world, rules: this.rules, tx, user, companies, model, method, args, kwargs, context }),
      );
    } finally {
      this.#concurrent -= 1;
    }
  }

  /** One transaction with everything around it that Odoo does: webhooks before the commit, tries again after a conflict. */
  async transaction<T>(run: (tx: Transaction) => T): Promise<T> {
    let tries = 0;
    for (;;) {
      const tx = this.world.begin();
      try {
        const result = run(tx);
        await this.automation.deliver(tx);
        if (takes(this.faults, 'conflicts')) throw serializationFailure();
        tx.commit();
        return result;
      } catch (error) {
        // What rules wanted before it failed was sent: phantoms.
        await this.automation.deliver(tx);
        tx.rollback();
        if (error instanceof RecordLockedError) {
          // The second writer waits; if the first one commits, its own snapshot is too old.
          if ((await error.holder.finished) === 'rolled back') continue;
        } else if (!isConflict(error)) throw error;
        tries += 1;
        if (tries >= maxTries) throw serializationFailure();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** tries));
      }
    }
  }
}
