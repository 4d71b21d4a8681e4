import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const document = readFileSync(new URL('../../../docs/design.md', import.meta.url), 'utf8');
const tokensOf = (text: string) =>
  new Map(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1] as string, match[2] as string]),
  );
const [lightText = '', darkText = ''] = css.split('@media (prefers-color-scheme: dark)');
const light = tokensOf(lightText);
const dark = new Map([...light, ...tokensOf(darkText)]);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(tokens: ReadonlyMap<string, string>, a: string, b: string): number {
  const [high = 0, low = 0] = [a, b].map((name) => luminance(tokens.get(name) as string)).sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const rows = [...document.matchAll(/^\| ([\w-]+) on ([\w-]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];

test('the table of docs/design.md has the pairs that the pages use', () => {
  expect(rows.length).toBeGreaterThanOrEqual(11);
});

test.each(rows.map(([, over, under, inLight, inDark, needed]) => [over, under, inLight, inDark, needed] as string[]))(
  '%s on %s: as documented, and enough',
  (over = '', under = '', inLight, inDark, needed) => {
    expect([contrast(light, over, under).toFixed(2), contrast(dark, over, under).toFixed(2)]).toEqual([
      inLight,
      inDark,
    ]);
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
