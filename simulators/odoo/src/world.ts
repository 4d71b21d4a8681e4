import { readdirSync, readFileSync } from 'node:fs';

export type Value = string | number | boolean | null | [number, string] | number[] | object;
export interface Row {
  id: number;
  [field: string]: Value;
}
export interface FieldMeta {
  type: string;
  relation?: string;
  required?: boolean;
  readonly?: boolean;
  store?: boolean;
  string?: string;
  selection?: [string, string][];
}
export interface Dataset {
  models: Record<string, Row[]>;
}

const data = new URL('../data/', import.meta.url);
export function loadDataset(): Dataset {
  return JSON.parse(readFileSync(new URL('dataset.json', data), 'utf8')) as Dataset;
}

const metadata = new Map<string, Record<string, FieldMeta>>(
  readdirSync(new URL('fields/', data)).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(`fields/${file}`, data), 'utf8')) as Record<string, FieldMeta>,
  ]),
);

/** Computed fields that are neither stored nor searchable: Odoo ignores a domain leaf on them, so it matches everything. */
const unsearchable: Record<string, readonly string[]> = {
  'sale.order': ['expected_date', 'delivery_count', 'delivery_set'],
  'sale.order.line': ['qty_to_deliver'],
  'stock.picking': [
    'is_return_picking',
    'shipping_weight',
    'carrier_tracking_url',
    'weight_uom_name',
    'products_availability',
  ],
  'stock.quant.package': ['weight'],
  'mail.activity': ['state'],
};

/** Microseconds since 1970: finer than JavaScript's Date, as Postgres keeps them. */
export type Micros = bigint;

/** One database transaction: everything written in it carries its START as write_date and becomes visible when it commits. */
export interface Transaction {
  write(model: string, id: number, values: Record<string, Value>): void;
  create(model: string, values: Record<string, Value>): number;
  unlink(model: string, id: number): void;
  touch(model: string, id: number): void;
  commit(): void;
}

/** The records of a simulated Odoo, with its rules for time. */
export class World {
  readonly #tables = new Map<string, Map<number, Row>>();
  readonly #clock: () => Date;
  #lastMicros: Micros = 0n;

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
    for (const model of metadata.keys()) if (!this.#tables.has(model)) this.#tables.set(model, new Map());
  }

  hasModel(model: string): boolean {
    return this.#tables.has(model);
  }
  table(model: string): ReadonlyMap<number, Row> {
    return this.#tables.get(model) ?? new Map();
  }
  /** Null for a field that the model does not have. */
  field(model: string, name: string): FieldMeta | null {
    const known = metadata.get(model)?.[name];
    if (known) return known;
    if (name === 'id') return { type: 'integer', store: true };
    if (name === 'display_name') return { type: 'char', store: false };
    const sample = [...this.table(model).values()].find((row) => row[name] !== undefined)?.[name];
    if (sample === undefined) return null;
    return {
      type: Array.isArray(sample)
        ? sample.length === 2 && typeof sample[1] === 'string'
          ? 'many2one'
          : 'one2many'
        : typeof sample === 'number'
          ? 'float'
          : typeof sample === 'boolean'
            ? 'boolean'
            : 'char',
      store: true,
    };
  }
  fields(model: string): Record<string, FieldMeta> {
    return metadata.get(model) ?? {};
  }
  isSearchable(model: string, name: string): boolean {
    return !(unsearchable[model]?.includes(name) ?? false);
  }

  now(): Micros {
    const wall = BigInt(this.#clock().getTime()) * 1000n;
    this.#lastMicros = wall > this.#lastMicros ? wall : this.#lastMicros + 1n;
    return this.#lastMicros;
  }

  /** A transaction that may stay open while others commit. */
  begin(): Transaction {
    const startedAt = formatMicros(this.now());
    const staged: (() => void)[] = [];
    const reserved = new Map<string, number>();
    const table = (model: string) => this.#tables.get(model) as Map<number, Row>;
    return {
      write: (model, id, values) =>
        void staged.push(
          () =>
            table(model).has(id) &&
            table(model).set(id, { ...(table(model).get(id) as Row), ...values, write_date: startedAt }),
        ),
      touch: (model, id) =>
        void staged.push(
          () =>
            table(model).has(id) && table(model).set(id, { ...(table(model).get(id) as Row), write_date: startedAt }),
        ),
      create: (model, values) => {
        const id = Math.max(reserved.get(model) ?? 0, 0, ...table(model).keys()) + 1;
        reserved.set(model, id);
        staged.push(() =>
          table(model).set(id, { ...values, id, create_date: startedAt.slice(0, 19), write_date: startedAt }),
        );
        return id;
      },
      unlink: (model, id) => void staged.push(() => table(model).delete(id)),
      commit: () => {
        for (const apply of staged.splice(0)) apply();
      },
    };
  }

  /** Runs one transaction and commits it. */
  transact<T>(run: (tx: Transaction) => T): T {
    const tx = this.begin();
    const result = run(tx);
    tx.commit();
    return result;
  }

  // ── Verbs that change what Odoo's own would change, with its bumps of write_date (CONTRACT section 9).

  setTrackingRef(pickingId: number, reference: string | false): void {
    this.transact((tx) => tx.write('stock.picking', pickingId, { carrier_tracking_ref: reference }));
  }

  setCommitmentDate(orderId: number, date: string | false): void {
    this.transact((tx) => this.#writeOrder(tx, orderId, { commitment_date: date }));
  }

  validatePicking(pickingId: number): void {
    this.transact((tx) => {
      const picking = this.table('stock.picking').get(pickingId) as Row;
      tx.write('stock.picking', pickingId, { state: 'done', date_done: formatMicros(this.now()).slice(0, 19) });
      for (const id of picking['move_ids'] as number[]) {
        const move = this.table('stock.move').get(id);
        tx.write('stock.move', id, { state: 'done' });
        const line = move?.['sale_line_id'];
        if (Array.isArray(line)) {
          const row = this.table('sale.order.line').get(line[0] as number);
          if (row)
            tx.write('sale.order.line', row.id, {
              qty_delivered: Number(row['qty_delivered']) + Number(move?.['quantity']),
            });
        }
      }
      if (Array.isArray(picking['sale_id'])) tx.touch('sale.order', picking['sale_id'][0] as number);
    });
  }

  deleteOrder(orderId: number): void {
    this.transact((tx) => {
      const order = this.table('sale.order').get(orderId) as Row;
      for (const id of order['order_line'] as number[]) tx.unlink('sale.order.line', id);
      for (const id of order['picking_ids'] as number[]) tx.unlink('stock.picking', id);
      tx.unlink('sale.order', orderId);
    });
  }

  /** A confirmed order like `templateId`'s, with one outgoing picking per tracking reference, for load and count tests. */
  cloneOrder(
    templateId: number,
    { references, name }: { references: readonly string[]; name: string },
  ): { orderId: number; pickingIds: number[] } {
    const template = this.table('sale.order').get(templateId) as Row;
    const [templatePicking] = [...this.table('stock.picking').values()].filter(
      (row) =>
        row['picking_type_code'] === 'outgoing' && Array.isArray(row['sale_id']) && row['sale_id'][0] === templateId,
    );
    if (!templatePicking) throw new Error(`order ${templateId} has no outgoing picking to copy`);
    return this.transact((tx) => {
      const orderId = tx.create('sale.order', { ...template, name, order_line: [], picking_ids: [], invoice_ids: [] });
      const lines = (template['order_line'] as number[]).map((id) =>
        tx.create('sale.order.line', {
          ...(this.table('sale.order.line').get(id) as Row),
          order_id: [orderId, name],
          move_ids: [],
        }),
      );
      const pickingIds = references.map((reference, i) =>
        tx.create('stock.picking', {
          ...templatePicking,
          name: `${name}/OUT/${i + 1}`,
          sale_id: [orderId, name],
          carrier_tracking_ref: reference,
          move_ids: [],
          move_line_ids: [],
          backorder_id: false,
          backorder_ids: [],
        }),
      );
      tx.write('sale.order', orderId, { order_line: lines, picking_ids: [...pickingIds].reverse() });
      return { orderId, pickingIds };
    });
  }

  /** A write through the API, with the bumps that the fields cause in other records. */
  writeRecords(model: string, ids: readonly number[], values: Record<string, Value>): void {
    this.transact((tx) => {
      for (const id of ids) {
        if (model === 'sale.order') this.#writeOrder(tx, id, values);
        else tx.write(model, id, values);
        if (model === 'stock.picking' && 'scheduled_date' in values) {
          for (const move of (this.table('stock.picking').get(id)?.['move_ids'] ?? []) as number[])
            tx.write('stock.move', move, { date: values['scheduled_date'] as Value });
        }
      }
    });
  }

  #writeOrder(tx: Transaction, orderId: number, values: Record<string, Value>): void {
    tx.write('sale.order', orderId, values);
    if (!('commitment_date' in values)) return;
    for (const pickingId of (this.table('sale.order').get(orderId)?.['picking_ids'] as number[]) ?? []) {
      const picking = this.table('stock.picking').get(pickingId);
      if (!picking || picking['state'] === 'done' || picking['state'] === 'cancel') continue;
      tx.write('stock.picking', pickingId, { date_deadline: values['commitment_date'] as Value });
      for (const move of picking['move_ids'] as number[])
        tx.write('stock.move', move, { date_deadline: values['commitment_date'] as Value });
    }
  }
}

/** `2026-11-21 00:08:38.967123` */
function formatMicros(micros: Micros): string {
  const iso = new Date(Number(micros / 1000n)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}
