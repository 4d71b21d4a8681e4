/** What a text looks like, before anybody is asked. The search itself decides; this says what was understood, and saves a search for a whole order name. */
export type Recognised =
  | { kind: 'too short' }
  | { kind: 'order name'; name: string }
  | { kind: 'e-mail address' | 'phone number' | 'number' | 'name or reference' };

/** Letters and at least four digits, as Odoo numbers orders: S00046, SO1234. Blanks and dashes do not count. */
const orderName = /^[A-Z]{1,4}\d{4,8}$/;

export function recognise(text: string): Recognised {
  const given = text.trim().normalize('NFKC');
  if ([...given].length < 2) return { kind: 'too short' };
  if (/^\S+@\S+$/.test(given)) return { kind: 'e-mail address' };
  const joined = given.replace(/[\s\-–]/g, '').toUpperCase();
  if (orderName.test(joined)) return { kind: 'order name', name: joined };
  if (/^(\+|00)[\d\s()/.-]{6,}$/.test(given) || /^0[\d\s()/.-]{6,}$/.test(given)) return { kind: 'phone number' };
  if (/^[A-Z\d]{6,40}$/.test(joined) && (joined.match(/\d/g)?.length ?? 0) >= 5) return { kind: 'number' };
  return { kind: 'name or reference' };
}

/** What is looked for while somebody types; '' for nothing: a whole order name opens by Enter with one request, and nobody looks for one sign. */
export function searchTextOf(text: string): string {
  const { kind } = recognise(text);
  return kind === 'too short' || kind === 'order name' ? '' : text.trim();
}

/** As the box says it while somebody types. */
export const recognisedTexts: Record<Recognised['kind'], string> = {
  'too short': 'Go on typing: a name, number, e-mail address or phone number',
  'order name': 'An order name',
  'e-mail address': 'An e-mail address: found when it is complete',
  'phone number': 'A phone number: found when it is complete',
  number: 'A number: tracking number, order, invoice or reference',
  'name or reference': 'A name or reference',
};
