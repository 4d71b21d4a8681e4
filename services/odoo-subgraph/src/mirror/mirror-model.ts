import type { TransactionSql } from '@milepost/service-kit';
import { z } from 'zod';
import type { ContactKeys } from './seal-contacts.ts';

/** One mirrored model: what is read of Odoo (never more than needed) and the row it becomes. */
export interface MirrorModel {
  /** Unique; names the reading's position. The model itself, but for a second table of it. */
  name: string;
  model: string;
  table: string;
  /** Raised when rows are written in another way than before: then the whole model is read once more (generation.ts). */
  shapeVersion: number;
  fields: readonly string[];
  /** Read where this Odoo has them. */
  optionalFields: readonly string[];
  /** Left out, with a word in the log, where this Odoo does not have it or our user may not read it. */
  isOptional: boolean;
  /** Which records are read at all; a condition that never changes for a record. */
  domain: readonly unknown[];
  /** Column names and types, `id` and `write_date` included. */
  columns: Readonly<Record<string, string>>;
  /** Columns that differ each time they are written: whether a row has changed, the others tell. */
  sealed: readonly string[];
  /**
   * What becomes of a row whose record is gone in Odoo (deleted, merged into another, or outside `domain` by now): deleted, or kept for rows that name it, with these assignments; `isMarked` tells of
   * a row that they were made already. Null: it stays as it is.
   */
  whenGone: 'delete' | { set: string; isMarked: string } | null;
  /** Of a row `t`: the order that shows it, as an expression. Null: none, or many. */
  orderOf: string | null;
  /** A record of Odoo to a row, or to what `seal` makes a row of; throws a ZodError when Odoo answers something else than it documents. */
  toRow(record: unknown): { id: number };
  /** Personal data goes into the table sealed; a page at a time. */
  seal?(tx: TransactionSql, rows: readonly { id: number }[], keys: ContactKeys): Promise<Record<string, unknown>[]>;
}

/** A model by the shape of what is read; the fields asked for follow from it. */
export function define<T extends z.ZodObject, Row extends { id: number }>(
  model: string,
  table: string,
  shape: T,
  columns: Record<string, string>,
  toRow: (record: z.infer<T>) => Row,
  {
    name = model,
    domain = [],
    optionalFields = [],
    isOptional = false,
    sealed = [],
    shapeVersion = 1,
    whenGone = null,
    orderOf = null,
    seal,
  }: {
    name?: string;
    domain?: readonly unknown[];
    optionalFields?: readonly string[];
    isOptional?: boolean;
    sealed?: readonly string[];
    shapeVersion?: number;
    whenGone?: MirrorModel['whenGone'];
    orderOf?: string | null;
    seal?: (tx: TransactionSql, rows: readonly Row[], keys: ContactKeys) => Promise<Record<string, unknown>[]>;
  } = {},
): MirrorModel {
  return {
    name,
    model,
    table,
    shapeVersion,
    domain,
    optionalFields,
    isOptional,
    fields: Object.keys(shape.shape).filter((name) => name !== 'id' && !optionalFields.includes(name)),
    columns: { id: 'int', ...columns, write_date: 'timestamp' },
    sealed,
    whenGone,
    orderOf,
    toRow: (record) => toRow(shape.parse(record)),
    // Its rows are those that `toRow` made.
    ...(seal && { seal: seal as NonNullable<MirrorModel['seal']> }),
  };
}

/** Of every record. */
export const id = z.number().int();
