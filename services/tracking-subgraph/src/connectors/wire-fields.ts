import { alpha2, alpha3 } from '../place/country-codes.ts';
import { ProviderError } from './provider-errors.ts';
import type { NewTracking } from './provider-registrar.ts';
import { type FieldName, trackingFields, type WritingProvider } from './tracking-fields.ts';

/** How a provider writes a country and a day; null for what is none. */
const forms: Readonly<Record<WritingProvider, { country: typeof alpha2; day: (text: string) => string }>> = {
  aftership: { country: alpha3, day: (text) => text },
  // As the examples of its second version have it; for the fourth nobody says it.
  trackingmore: { country: alpha2, day: (text) => text.replaceAll('-', '') },
};

/**
 * What is given of a shipment under the provider's names and in its forms; `customers.x` becomes the one customer of a list. What the provider has no field for
 * is left out. Throws ProviderError (INVALID_REQUEST with the field) for what is no country or no day: nothing was sent then.
 */
export function wireFields(
  provider: WritingProvider,
  { facts = {}, personal = {} }: Partial<Pick<NewTracking, 'facts' | 'personal'>>,
): Record<string, unknown> {
  const form = forms[provider];
  const [body, customer]: Record<string, unknown>[] = [{}, {}];
  for (const [name, value] of Object.entries({ ...facts, ...personal }) as [FieldName, string | undefined][]) {
    const wire = trackingFields[name][provider];
    if (wire === null || value === undefined || value === '') continue;
    const written = name.endsWith('Country') ? form.country(value) : name === 'shipDate' ? day(value, form.day) : value;
    if (written === null)
      throw new ProviderError('INVALID_REQUEST', `${provider}: ${name} is not in its form (FORM)`, {
        code: 'FORM',
        field: name,
      });
    if (wire.startsWith('customers.')) (customer as Record<string, unknown>)[wire.slice('customers.'.length)] = written;
    else (body as Record<string, unknown>)[wire] = written;
  }
  return { ...body, ...(Object.keys(customer as object).length > 0 && { customers: [customer] }) };
}

const day = (text: string, written: (text: string) => string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? written(text) : null;
