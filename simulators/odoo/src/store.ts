import { fieldsOfModel, inferField, modelNames, unsearchable } from './metadata.ts';
import type { Dataset, FieldMeta, Row } from './rows.ts';
import { formatMicros, type Micros, Transaction } from './transaction.ts';

/** What a transaction changed in one record, as it looked then: what an automation rule sees. */
export interface Change {
  tx: Transaction;
  model: string;
  id: number;
  /** Null when the record is new. */
  before: Row | null;
  after: Row;
  /** Fields whose value differs; of a new record all count as changed. */
  changed: ReadonlySet<string> | 'all';
}

/** Tables of a simulated Odoo with Postgres's rules for time and for two writers of one row. */
export class Store {
  readonly #tables = new Map<string, Map<number, Row>>();
  readonly #clock: () => Date;
  #lastMicros: Micros = 0n;
  /** Sequences give a number once, also when the transaction that took it is rolled back. */
  readonly #nextIds = new Map<string, number>();
  readonly #nextNumbers = new Map<string, number>();
  readonly #open = new Set<Transaction>();
  readonly #locks = new Map<string, Transaction>();
  /** When a row was last committed, counted in commits; kept while a transaction is open that began before. */
  readonly #commitOf = new Map<string, number>();
  #commits = 0;
  /** Whose transaction `transact` joins just now. */
  #joined: Transaction | null = null;
  /** By how much this server's clock is wrong. */
  clockSkewMs = 0;
  onChange: ((change: Change) => void) | null = null;
  /** Whether a rule asks how a record was before: then Odoo works out states in between (recording 09, "order confirmed"). */
  hasPreDomain: (model: string) => boolean = () => false;

  constructor(dataset: Dataset, clock: () => Date = () => new Date()) {
    this.#clock = clock;
    for (const [model, rows] of Object.entries(dataset.models))
      this.#tables.set(
        model,
        new Map(
          rows.map((row) => [
            row.id,
            { ...row, ...(row['write_date'] !== undefined && { write_date: `${row['write_date']}.500000` }) },
          ]),
        ),
      );
    for (const model of modelNames()) if (!this.#tables.has(model)) this.#tables.set(model, new Map());
  }

  /** Tables of our own begin with an underscore; nobody outside sees them. */
  hasModel(model: string): boolean {
    return !model.startsWith('_') && this.#tables.has(model);
  }
  /** A record that was always there: no transaction, no times. */
  seed(model: string, row: Row): void {
    const table = this.#tables.get(model) ?? new Map<number, Row>();
    this.#tables.set(model, table.set(row.id, row));
  }
  unseed(model: string, id: number): void {
    this.#tables.get(model)?.delete(id);
  }
  /** Models that have a table, filled or not. */
  models(): string[] {
    return [...this.#tables.keys()];
  }
  /** What is committed. */
  table(model: string): ReadonlyMap<number, Row> {
    return this.#tables.get(model) ?? new Map();
  }
  /** Null for a field that the model does not have. */
  field(model: string, name: string): FieldMeta | null {
    const known = fieldsOfModel(model)[name];
    if (known) return known;
    if (name === 'id') return { type: 'integer', store: true };
    if (name === 'display_name') return { type: 'char', store: false };
    return inferField(this.table(model).values(), name);
  }
  fields(model: string): Record<string, FieldMeta> {
    return fieldsOfModel(model);
  }
  isSearchable(model: string, name: string): boolean {
    return !(unsearchable[model]?.includes(name) ?? false);
  }

  /** The server's clock as a person would read it. */
  date(): Date {
    return new Date(this.#clock().getTime() + this.clockSkewMs);
  }
  now(): Micros {
    const wall = BigInt(this.date().getTime()) * 1000n;
    this.#lastMicros = wall > this.#lastMicros ? wall : this.#lastMicros + 1n;
    return this.#lastMicros;
  }
  /** The clock was set back or forward: later times may be earlier than those already given. */
  setClockSkew(ms: number): void {
    this.clockSkewMs = ms;
    this.#lastMicros = 0n;
  }

  nextId(model: string): number {
    const next = this.#sequenceOf(model);
    this.#nextIds.set(model, next + 1);
    return next;
  }
  /** Behind every id that there ever was. */
  #sequenceOf(model: string): number {
    let next = this.#nextIds.get(model);
    if (next === undefined) {
      next = 1;
      for (const id of this.table(model).keys()) if (id >= next) next = id + 1;
    }
    return next;
  }
  /** The next name with this prefix, such as `WH/OUT/00058`. */
  nextName(model: string, prefix: string, width = 5): string {
    const key = `${model} ${prefix}`;
    let next = this.#nextNumbers.get(key);
    if (next === undefined) {
      next = 1;
      for (const row of this.table(model).values()) {
        const name = String(row['name'] ?? '');
        if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length))) continue;
        next = Math.max(next, Number(name.slice(prefix.length)) + 1);
      }
    }
    this.#nextNumbers.set(key, next + 1);
    return prefix + String(next).padStart(width, '0');
  }
  /** Where a sequence goes on: an id of a model, or the number in a name. */
  setSequence(model: string, next: { id?: number; prefix?: string; number?: number }): void {
    if (next.id !== undefined) this.#nextIds.set(model, next.id);
    if (next.prefix !== undefined && next.number !== undefined)
      this.#nextNumbers.set(`${model} ${next.prefix}`, next.number);
  }

  /** A transaction that may stay open while others commit. */
  begin(): Transaction {
    const tx = new Transaction(this, formatMicros(this.now()), this.#commits);
    this.#open.add(tx);
    return tx;
  }

  /** Runs one transaction and commits it; nothing is kept of it when it throws. */
  transact<T>(run: (tx: Transaction) => T): T {
    if (this.#joined) return run(this.#joined);
    const tx = this.begin();
    try {
      const result = run(tx);
      tx.commit();
      return result;
    } catch (error) {
      tx.rollback();
      throw error;
    }
  }

  /** What people do meanwhile is part of this transaction, which its owner ends: late, or never. */
  within<T>(tx: Transaction, run: () => T): T {
    const before = this.#joined;
    this.#joined = tx;
    try {
      return run();
    } finally {
      this.#joined = before;
    }
  }

  // ── For transactions only.

  /** The open transaction that holds this row, if it is another one. */
  holderOf(tx: Transaction, key: string): Transaction | null {
    const holder = this.#locks.get(key);
    return holder && holder !== tx ? holder : null;
  }
  lock(tx: Transaction, key: string): void {
    this.#locks.set(key, tx);
  }
  /** Whether a transaction that is still open has written this record. */
  isLocked(model: string, id: number): boolean {
    return this.#locks.has(`${model}(${id})`);
  }
  wasCommittedSince(key: string, commits: number): boolean {
    return (this.#commitOf.get(key) ?? 0) > commits;
  }
  end(
    tx: Transaction,
    changes: ReadonlyMap<string, ReadonlyMap<number, Row | null>> | null,
    written: Set<string>,
  ): void {
    if (changes) {
      this.#commits += 1;
      for (const [model, rows] of changes) {
        const table = this.#tables.get(model) ?? new Map<number, Row>();
        this.#tables.set(model, table);
        for (const [id, row] of rows) {
          if (row) table.set(id, row);
          else {
            this.#nextIds.set(model, this.#sequenceOf(model));
            table.delete(id);
          }
        }
      }
    }
    this.#open.delete(tx);
    for (const key of written) {
      if (this.#locks.get(key) === tx) this.#locks.delete(key);
      if (changes && this.#open.size > 0) this.#commitOf.set(key, this.#commits);
    }
    if (this.#open.size === 0) this.#commitOf.clear();
  }
}
