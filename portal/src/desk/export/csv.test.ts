import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteOrderMark, csvCell, csvHead, csvLine, csvRow } from './csv.ts';

test.each([
  ['plain', 'plain'],
  ['a, b', '"a, b"'],
  ['a "b"', '"a ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+49 30 1', "'+49 30 1"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['  =cmd|" /C calc"!A0', '"\'  =cmd|"" /C calc""!A0"'],
  ['＝1', "'＝1"],
  ['Müller & Söhne', 'Müller & Söhne'],
  ['a=b', 'a=b'],
])('%j is the cell %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

/** A reader of RFC 4180, written from its grammar and from nothing of ours. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      while (!(text[at] === '"' && text[at + 1] !== '"')) {
        if (text[at] === '"') at += 1;
        cell += text[at];
        at += 1;
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text.slice(at, at + 2) !== '\r\n') cell += text[at++];
    (rows.at(-1) as string[]).push(cell);
    if (text[at] === ',') at += 1;
    else {
      at += 2;
      rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

test('any text comes back as it was, but for the apostrophe, and no cell begins like a formula', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",; \'a1＝') }));
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const back = parse(rows.map((cells) => csvLine(cells)).join(''));
      expect(back.map((cells) => cells.length)).toEqual(rows.map((cells) => cells.length));
      for (const [i, cells] of back.entries())
        for (const [j, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
          expect([cell, cell.slice(1)]).toContain(rows[i]?.[j]);
        }
    }),
  );
});

test('begins with the mark of UTF-8 and the names of its columns', () => {
  const columns = [
    { name: 'Order', value: ({ name }: { name: string | null }) => name },
    { name: 'Empty', value: () => null },
  ];
  expect(csvHead(columns)).toBe(`${byteOrderMark}Order,Empty\r\n`);
  expect(csvRow(columns, { name: 'S00046' })).toBe('S00046,\r\n');
});
