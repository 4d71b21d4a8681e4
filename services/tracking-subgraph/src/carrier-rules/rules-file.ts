import { parse } from 'csv-parse/sync';
import type { CarrierRule } from './carrier-rule.ts';
import { normaliseRule } from './carrier-rule.ts';
import type { CarrierRuleFinding } from './lint.ts';

/** Rules as a file: CSV with these columns, or JSON as an array of objects with these names. */
const columns = [
  'deliveryMethod',
  'countries',
  'companyId',
  'service',
  'numberFormat',
  'numberPattern',
  'carrierCode',
] as const;
type Column = (typeof columns)[number];
export type RulesFormat = 'CSV' | 'JSON';

/** What is wrong with a file: the line of the CSV (the header is 1), or the position in the JSON, from 1. */
export interface FileError {
  line: number;
  /** The column; null where it is about the whole line. */
  field: string | null;
  message: string;
}

interface FileRule {
  rule: CarrierRule;
  line: number;
}

const maxRows = 2_000;

export function writeRules(rules: readonly CarrierRule[], format: RulesFormat): string {
  if (format === 'JSON') return `${JSON.stringify(rules.map(pick), null, 2)}\n`;
  const rows = rules.map((rule) =>
    columns
      .map((column) => cell(column === 'countries' ? rule.countries.join(' ') : `${rule[column] ?? ''}`))
      .join(','),
  );
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

const pick = (rule: CarrierRule) => Object.fromEntries(columns.map((column) => [column, rule[column]]));

/** Spreadsheets would run what begins like a formula; the apostrophe makes it a text, and reading takes it away again. */
const formula = /^'*[=+\-@\t\r]/;
function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rules of a file, and what is wrong with it line by line; a line with an error gives no rule. Never throws. */
export function readRules(text: string, format: RulesFormat): { rules: FileRule[]; errors: FileError[] } {
  const rules: FileRule[] = [];
  const errors: FileError[] = [];
  const rows = format === 'CSV' ? readCsv(text) : readJson(text);
  if ('message' in rows) return { rules, errors: [rows] };
  if (rows.length > maxRows)
    return { rules, errors: [{ line: maxRows + 1, field: null, message: `at most ${maxRows} rules in a file` }] };
  for (const { line, values } of rows) {
    const read = readRow(values);
    if ('rule' in read) rules.push({ rule: read.rule, line });
    else errors.push(...read.errors.map((error) => ({ line, ...error })));
  }
  return { rules, errors };
}

type Rows = { line: number; values: Record<string, unknown> }[] | FileError;

function readCsv(text: string): Rows {
  let header = 0;
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      // A semicolon is what some spreadsheets write.
      delimiter: /^[^\n,]*;/.test(text) ? ';' : ',',
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [first, ...others] = records;
    const names = first?.record ?? [];
    header = first?.info.lines ?? 1;
    const strange = names.find((name) => !columns.includes(name as Column));
    if (strange !== undefined || !names.includes('carrierCode'))
      return {
        line: header,
        field: strange ?? 'carrierCode',
        message:
          strange === undefined
            ? 'the first line has to name the columns, carrierCode among them'
            : `there is no column "${strange.slice(0, 50)}"; there are ${columns.join(', ')}`,
      };
    return others.map(({ record, info }) => ({
      line: info.lines,
      values: Object.fromEntries(names.map((name, i) => [name, (record[i] ?? '').replace(/^'(?='*[=+\-@\t\r])/, '')])),
    }));
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return { line: lines ?? 1, field: null, message: `this is no CSV: ${message.slice(0, 200)}` };
  }
}

function readJson(text: string): Rows {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return { line: 1, field: null, message: 'a list of rules is expected' };
    return parsed.map((values: unknown, i) => ({
      line: i + 1,
      values: typeof values === 'object' && values !== null ? (values as Record<string, unknown>) : {},
    }));
  } catch (error) {
    return { line: 1, field: null, message: `this is no JSON: ${(error as Error).message.slice(0, 200)}` };
  }
}

function readRow(values: Record<string, unknown>): { rule: CarrierRule } | { errors: Omit<FileError, 'line'>[] } {
  const errors: Omit<FileError, 'line'>[] = [];
  for (const name of Object.keys(values))
    if (!columns.includes(name as Column))
      errors.push({
        field: name.slice(0, 50),
        message: `there is no field of this name; there are ${columns.join(', ')}`,
      });
  const text = (column: Column): string | null => {
    const value = values[column] ?? null;
    if (value === null || value === '') return null;
    if (typeof value === 'string' && value.length <= 100) return value;
    errors.push({ field: column, message: 'a text of at most 100 characters is expected' });
    return null;
  };
  const rule = {
    deliveryMethod: text('deliveryMethod'),
    countries: countriesIn(values['countries'] ?? '', errors),
    companyId: companyIn(values['companyId'] ?? '', errors),
    service: text('service'),
    numberFormat: text('numberFormat'),
    numberPattern: text('numberPattern'),
    carrierCode: text('carrierCode') ?? '',
  };
  if (rule.carrierCode === '' && errors.every(({ field }) => field !== 'carrierCode'))
    errors.push({ field: 'carrierCode', message: 'every rule names a carrier' });
  return errors.length > 0 ? { errors } : { rule: normaliseRule(rule) };
}

function countriesIn(value: unknown, errors: Omit<FileError, 'line'>[]): string[] {
  const codes = typeof value === 'string' ? value.split(/[\s,;|]+/).filter((code) => code !== '') : value;
  if (Array.isArray(codes) && codes.length <= 300 && codes.every((code) => typeof code === 'string')) return codes;
  errors.push({ field: 'countries', message: 'codes of two letters are expected, for example DE AT' });
  return [];
}

function companyIn(value: unknown, errors: Omit<FileError, 'line'>[]): number | null {
  if (value === '') return null;
  const id = typeof value === 'string' ? Number(value) : value;
  if (typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= 2_147_483_647) return id;
  errors.push({ field: 'companyId', message: 'the number of a company in Odoo is expected' });
  return null;
}

/** Which column a finding about a rule is about. */
export const columnOf: Partial<Record<CarrierRuleFinding['code'], Column>> = {
  UNKNOWN_CARRIER: 'carrierCode',
  UNKNOWN_COUNTRY: 'countries',
  UNKNOWN_FORMAT: 'numberFormat',
  BAD_PATTERN: 'numberPattern',
  PATTERN_NEVER_FITS: 'numberPattern',
};
