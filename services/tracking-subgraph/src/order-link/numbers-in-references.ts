import { cleanNumber } from '@milepost/service-kit';
import { splitReferences } from '../tracking-number/check-number.ts';

/** Odoo's side splits by spelling alone (split-references.ts of the service kit); what forms of numbers tell beyond that is known here. */
export function numbersIn(references: readonly string[]): string[] {
  const numbers = references.flatMap((reference) => {
    const found = splitReferences(reference);
    return found.length > 0 ? found : [cleanNumber(reference)];
  });
  return [...new Set(numbers)];
}
