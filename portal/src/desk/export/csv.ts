/** A file as RFC 4180 has it, for spreadsheets: UTF-8 with the mark that they know it by, lines end with CR LF. */

export interface CsvColumn<T> {
  name: string;
  /** Null and '' are an empty cell. */
  value: (row: T) => string | null | undefined;
}

export const byteOrderMark = '\uFEFF';

/** What a spreadsheet would take for a formula, also behind blanks and in the wide forms of East Asian keyboards. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** One cell. What begins like a formula gets an apostrophe before it, which spreadsheets show as text: a customer's name must never run as a command. */
export function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export const csvLine = (cells: readonly (string | null | undefined)[]): string =>
  `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`;

export const csvHead = <T>(columns: readonly CsvColumn<T>[]): string =>
  byteOrderMark + csvLine(columns.map(({ name }) => name));

export const csvRow = <T>(columns: readonly CsvColumn<T>[], row: T): string =>
  csvLine(columns.map(({ value }) => value(row)));
