import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, pairs, readTokens } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const document = readFileSync(new URL('../../../docs/design.md', import.meta.url), 'utf8');
const { light, dark } = readTokens(css);
const of = (tokens: ReadonlyMap<string, string>, over: string, under: string) =>
  contrast(tokens.get(over) as string, tokens.get(under) as string);

const rows = [...document.matchAll(/^\| ([\w-]+) on ([\w-]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];

test('the table of docs/design.md has the pairs that the pages use, and that brands are held to', () => {
  expect(rows.map(([, over, under, , , needed]) => [over, under, Number(needed)])).toEqual(pairs);
});

test.each(rows.map(([, over, under, inLight, inDark, needed]) => [over, under, inLight, inDark, needed] as string[]))(
  '%s on %s: as documented, and enough',
  (over = '', under = '', inLight, inDark, needed) => {
    expect([of(light, over, under).toFixed(2), of(dark, over, under).toFixed(2)]).toEqual([inLight, inDark]);
    expect(Math.min(Number(inLight), Number(inDark))).toBeGreaterThanOrEqual(Number(needed));
  },
);

test('pages and the desk name no colour beside the tokens', () => {
  const source = new URL('../', import.meta.url);
  const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.css') && !path.endsWith('tokens.css'),
  );
  expect(sheets.length).toBeGreaterThan(5);
  for (const path of sheets) {
    const sheet = readFileSync(new URL(path, source), 'utf8').split('@media print')[0] as string;
    expect(sheet.match(/#[0-9a-f]{3,8}\b|rgb\(/gi), path).toBeNull();
  }
});
