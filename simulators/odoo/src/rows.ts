/** Rows as the simulator keeps them, and how their values are read. */

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

/** The id in a many2one, which is kept as id and name; null when it is empty. */
export function refId(value: Value | undefined): number | null {
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value[0] : null;
  return typeof value === 'number' ? value : null;
}

/** The ids in an x2many. */
export const idsIn = (value: Value | undefined): number[] => (Array.isArray(value) ? (value as number[]) : []);

export const number = (value: Value | undefined): number => Number(value ?? 0);

export const isEmpty = (value: Value | undefined): boolean => value === false || value === undefined || value === null;

export const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Two decimals, half up as Odoo's `float_round`: 14.374999999999998, which should be 14.375, becomes 14.38. */
export function round2(value: number): number {
  const cents = value * 100;
  if (cents === 0) return 0;
  return (Math.sign(cents) * Math.round(Math.abs(cents) + 2 ** (Math.log2(Math.abs(cents)) - 52))) / 100;
}
