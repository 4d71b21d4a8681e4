import { createKept } from '../lib/kept.ts';

/** In rem, so that larger text gets a larger panel. What there is no room for is cut by the style sheet. */
export const leastWidth = 26;
export const mostWidth = 72;

export const withinWidth = (rem: number): number => Math.round(Math.min(mostWidth, Math.max(leastWidth, rem)) * 4) / 4;

export function parseWidth(text: string | null): number | null {
  const rem = text === null || !/^\d{1,3}(\.\d{1,4})?$/.test(text) ? Number.NaN : Number(text);
  return Number.isNaN(rem) ? null : withinWidth(rem);
}

/** How wide the panel is; null: as the style sheet has it. */
export const panelWidth = createKept<number | null>('panel-width', {
  parse: parseWidth,
  format: (rem) => (rem === null ? null : String(rem)),
});
