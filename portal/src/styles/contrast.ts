/** Colours that stand on each other, with the contrast that WCAG 2.2 asks for: 4.5 for words, 3 for signs and edges. docs/design.md shows them with their figures. */
export const pairs: readonly (readonly [over: string, under: string, needed: number])[] = [
  ['ink', 'ground', 4.5],
  ['ink', 'surface', 4.5],
  ['ink-soft', 'ground', 4.5],
  ['ink-soft', 'surface', 4.5],
  ['brand', 'surface', 4.5],
  ['brand', 'ground', 4.5],
  ['on-brand', 'brand', 4.5],
  ['focus', 'surface', 3],
  ['focus', 'ground', 3],
  ['ink', 'attention-soft', 4.5],
  ['good', 'good-soft', 3],
  ['moving', 'moving-soft', 3],
  ['attention', 'attention-soft', 3],
  ['waiting', 'waiting-soft', 3],
  ['good', 'surface', 3],
  ['moving', 'surface', 3],
  ['attention', 'surface', 3],
  ['waiting', 'surface', 3],
  ['good', 'ground', 3],
  ['moving', 'ground', 3],
  ['attention', 'ground', 3],
  ['waiting', 'ground', 3],
  ['ink', 'moving-soft', 4.5],
];

export interface Tokens {
  light: ReadonlyMap<string, string>;
  /** What is not said of the dark is as in the light. */
  dark: ReadonlyMap<string, string>;
}

/** The colours of a token sheet, `#rrggbb` by name. */
export function readTokens(css: string): Tokens {
  const of = (text: string) =>
    new Map(
      [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1] as string, match[2] as string]),
    );
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  return { light: of(light), dark: new Map([...of(light), ...of(dark)]) };
}

/** Relative luminance, WCAG 2.2: 0 for black, 1 for white. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [a, b].map(luminance).sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
