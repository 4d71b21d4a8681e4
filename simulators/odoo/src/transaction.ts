import { serializationFailure } from './errors.ts';
import { isSame, type Row, type Value } from './rows.ts';
import type { Change, Store } from './store.ts';

/** Microseconds since 1970: finer than JavaScript's Date, as Postgres keeps them. */
export type Micros = bigint;

/** Another transaction has written this row and is not over: Postgres makes the second writer wait for it. */
export class RecordLockedError extends Error {
  override name = 'RecordLockedError';
  readonly holder: Transaction;
  constructor(key: string, holder: Transaction) {
    super(`${key} is locked by a transaction that is still open: commit it or roll it back first`);
    this.holder = holder;
  }
}

/** A webhook that a rule wants sent, with the values of the moment. */
export interface Outgoing {
  url: string;
  /** The body, byte for byte. */
  body: string;
}

interface Edit {
  fields: Record<string, Value>;
  links: { field: string; id: number; isLinked: boolean }[];
}

/**
 * One database transaction: everything written in it carries its START as write_date and becomes visible when it commits. It reads its own
 * writes. What rules want sent collects in `outgoing` and has to be sent before the commit.
 */
export class Transaction {
  /** With microseconds. */
  readonly startedAt: string;
  readonly outgoing: Outgoing[] = [];
  /** Settled when it is over. */
  readonly finished: Promise<'committed' | 'rolled back'>;
  readonly #store: Store;
  readonly #commitsAtStart: number;
  readonly #created = new Map<string, Map<number, Row>>();
  readonly #edits = new Map<string, Map<number, Edit>>();
  readonly #deleted = new Map<string, Set<number>>();
  readonly #written = new Set<string>();
  #isOpen = true;
  #finish: (how: 'committed' | 'rolled back') => void = () => {};

  constructor(store: Store, startedAt: string, commitsAtStart: number) {
    this.#store = store;
    this.startedAt = startedAt;
    this.#commitsAtStart = commitsAtStart;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** The start in whole seconds, as datetimes of the application are kept. */
  get now(): string {
    return this.startedAt.slice(0, 19);
  }

  get(model: string, id: number | null): Row | undefined {
    if (id === null || this.#deleted.get(model)?.has(id)) return undefined;
    const row = this.#created.get(model)?.get(id) ?? this.#store.table(model).get(id);
    const edit = this.#edits.get(model)?.get(id);
    return row && edit ? apply(row, edit) : row;
  }

  /** The first record that fits, among those committed before and those made here. */
  find(model: string, fits: (row: Row) => boolean): Row | undefined {
    for (const table of [this.#store.table(model), this.#created.get(model)])
      for (const id of table?.keys() ?? []) {
        const row = this.get(model, id);
        if (row && fits(row)) return row;
      }
    return undefined;
  }

  /** `isAnnounced: false`: rules see the record when `announce` says that it is whole. */
  create(model: string, values: Record<string, Value>, { isAnnounced = true } = {}): number {
    this.#assertOpen();
    const id = this.#store.nextId(model);
    const after: Row = { ...values, id, create_date: this.startedAt.slice(0, 19), write_date: this.startedAt };
    entry(this.#created, model, () => new Map()).set(id, after);
    if (isAnnounced) this.announce(model, id, 'all');
    return id;
  }

  /** Changes a record as `write` does: its write_date moves, also when every value stays. */
  write(model: string, id: number, values: Record<string, Value>): void {
    const before = this.get(model, id);
    if (!before) return;
    this.#claim(model, id);
    this.#edit(model, id, { ...values, write_date: this.startedAt });
    this.#emitWrite(model, id, before, values, this.startedAt);
  }

  touch(model: string, id: number): void {
    this.write(model, id, {});
  }

  /**
   * Sets stored computed fields: nothing happens when no value changes. A rule that fires by it sees the old write_date, because Odoo writes
   * computed values later (recording 09, "validate").
   */
  compute(model: string, id: number, values: Record<string, Value>): void {
    const before = this.get(model, id);
    if (!before || Object.entries(values).every(([name, value]) => isSame(before[name], value))) return;
    this.#claim(model, id);
    this.#edit(model, id, { ...values, write_date: this.startedAt });
    this.#emitWrite(model, id, before, values, before['write_date'] as string);
  }

  /**
   * Rules hear of a new record: with 'all' once it is whole, and once more for stored computed fields that got their first value (recording
   * 09: two drafts).
   */
  announce(model: string, id: number, fields: readonly string[] | 'all'): void {
    const after = this.get(model, id);
    if (!after) return;
    if (fields === 'all') this.#emit({ model, id, before: null, after, changed: 'all' });
    else this.#emit({ model, id, before: after, after, changed: new Set(fields) });
  }

  /** Sets what Odoo computes on reading or keeps in other tables: no write_date moves, no rule sees it. */
  patch(model: string, id: number, values: Record<string, Value>): void {
    this.#assertOpen();
    if (this.get(model, id)) this.#edit(model, id, values);
  }
  /** Adds a record to an x2many whose column is on the other side, or takes it out. */
  link(model: string, id: number | null, field: string, other: number, isLinked = true): void {
    this.#assertOpen();
    if (id !== null && this.get(model, id)) this.#editOf(model, id).links.push({ field, id: other, isLinked });
  }

  unlink(model: string, id: number): void {
    if (!this.get(model, id)) return;
    this.#claim(model, id);
    this.#created.get(model)?.delete(id);
    entry(this.#deleted, model, () => new Set()).add(id);
  }

  commit(): void {
    this.#assertOpen();
    if (this.outgoing.length > 0)
      throw new Error('rules want webhooks sent before this commit: run it with `await odoo.change(...)`');
    const changes = new Map<string, Map<number, Row | null>>();
    const of = (model: string) => entry(changes, model, () => new Map());
    for (const [model, rows] of this.#created) for (const [id, row] of rows) of(model).set(id, row);
    for (const [model, edits] of this.#edits)
      for (const [id, edit] of edits) {
        const row = changes.get(model)?.get(id) ?? this.#store.table(model).get(id);
        if (row) of(model).set(id, apply(row, edit));
      }
    for (const [model, ids] of this.#deleted) for (const id of ids) of(model).set(id, null);
    this.#end('committed', changes);
  }
  rollback(): void {
    if (this.#isOpen) this.#end('rolled back', null);
  }

  #end(how: 'committed' | 'rolled back', changes: Map<string, Map<number, Row | null>> | null): void {
    this.#isOpen = false;
    this.#store.end(this, changes, this.#written);
    this.#finish(how);
  }
  #assertOpen(): void {
    if (!this.#isOpen) throw new Error('this transaction is over');
  }
  /** Takes the row for this transaction. Waiting for another writer, or losing to one, ends the attempt (Postgres, repeatable read). */
  #claim(model: string, id: number): void {
    this.#assertOpen();
    if (this.#created.get(model)?.has(id)) return;
    const key = `${model}(${id})`;
    if (this.#written.has(key)) return;
    const holder = this.#store.holderOf(this, key);
    if (holder) throw new RecordLockedError(key, holder);
    if (this.#store.wasCommittedSince(key, this.#commitsAtStart)) throw serializationFailure();
    this.#written.add(key);
    this.#store.lock(this, key);
  }
  #editOf(model: string, id: number): Edit {
    const edits = entry(this.#edits, model, () => new Map<number, Edit>());
    return entry(edits, id, () => ({ fields: {}, links: [] }));
  }
  #edit(model: string, id: number, values: Record<string, Value>): void {
    Object.assign(this.#editOf(model, id).fields, values);
  }
  #emitWrite(model: string, id: number, before: Row, values: Record<string, Value>, writeDate: string): void {
    const changed = new Set(Object.keys(values).filter((name) => !isSame(before[name], values[name])));
    const after = { ...(this.get(model, id) as Row), write_date: writeDate };
    this.#emit({ model, id, before, after, changed });
  }
  #emit(change: Omit<Change, 'tx'>): void {
    this.#store.onChange?.({ tx: this, ...change });
  }
}

function apply(row: Row, edit: Edit): Row {
  const out: Row = { ...row, ...edit.fields };
  for (const { field, id, isLinked } of edit.links) {
    const others = ((out[field] ?? []) as number[]).filter((other) => other !== id);
    out[field] = isLinked ? [...others, id] : others;
  }
  return out;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** `2026-11-21 00:08:38.967123` */
export function formatMicros(micros: Micros): string {
  const iso = new Date(Number(micros / 1000n)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}
