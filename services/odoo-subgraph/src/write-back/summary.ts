import type { Wanted } from './plan-effects.ts';

/** What is, or would be, written, in a line for staff. */
export function summaryOf(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'LINE':
      return wanted.text;
    case 'ACTIVITY':
      return wanted.isOpen ? wanted.summary : `${wanted.summary}: ${wanted.feedback}`;
    case 'PROMISE':
      return `${wanted.instead} -> ${wanted.date} (UTC, ${wanted.source})`;
    case 'INVOICE':
      return `draft invoice, ${wanted.parcels} parcels arrived`;
  }
}
