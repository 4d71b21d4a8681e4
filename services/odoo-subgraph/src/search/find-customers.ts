import { limitsOf, type Reader, type Viewer } from '@milepost/service-kit';
import { scopeCondition } from '../scope.ts';
import type { FoundHit, HitField, HitMatch } from './hits.ts';
import { isUnspaced } from './keys.ts';
import { meantWords } from './typing-errors.ts';

/** Of each kind of match. */
const mostContacts = 100;
const ordersOfEach = 20;
const mostOrders = 200;
/** Nobody has this id: what is asked where there is nothing to ask for, so that it takes as long. */
const nobody = -1;
const afterAll = '\u{10FFFF}';
/** Below every letter and digit: a range up to it holds the word alone. */
const beforeLonger = '\u0001';
/** Shorter words have to be whole. */
const shortestBeginning = 3;

/** A contact that fits, and its account. */
export interface FoundContact {
  partnerId: number;
  customerId: number;
  /** What fits, of a name. */
  word?: string;
}

type WordCondition = { from: string; to: string } | { oneOf: readonly string[] };

/** How the words of a text are looked for; the longest one leads, because fewest names have it. */
function conditionsOf(words: readonly string[], match: HitMatch): WordCondition[][] {
  const whole = (word: string) => ({ from: word, to: word + beforeLonger });
  const beginning = (word: string) =>
    [...word].length >= shortestBeginning || isUnspaced(word) ? { from: word, to: word + afterAll } : whole(word);
  const byLength = [...words].sort((a, b) => b.length - a.length);
  if (match === 'EXACT') return [byLength.map(whole)];
  if (match === 'PREFIX') {
    const [only, ...others] = byLength.map(beginning);
    // The word itself is another question; with several words, any of them may be the longer one.
    return others.length === 0 && only
      ? [[{ from: only.from + beforeLonger, to: only.to }]]
      : [byLength.map(beginning)];
  }
  // One error in all, in whichever word.
  return byLength.flatMap((word, i) => {
    const oneOf = isUnspaced(word) ? [] : meantWords(word);
    return oneOf.length === 0 ? [] : [[{ oneOf }, ...byLength.toSpliced(i, 1).map(beginning)]];
  });
}

/**
 * Customers by words of their name or of a contact's, and the orders of these. Only who ordered or received something in scope is found; typing errors count only where nothing fits without.
 */
export async function findNames(
  deps: { reader: Reader; viewer: Viewer },
  words: readonly string[],
): Promise<FoundHit[]> {
  if (words.length === 0) return [];
  const found = async (match: HitMatch) => {
    const contacts = await Promise.all(
      conditionsOf(words, match).map((conditions) => contactsByWords(deps, conditions)),
    );
    return hitsOf(deps, contacts.flat(), 'CUSTOMER_NAME', match);
  };
  const hits = (await Promise.all([found('EXACT'), found('PREFIX')])).flat();
  return hits.length > 0 ? hits : found('SIMILAR');
}

/** What contacts found by e-mail or phone lead to, as far as the viewer may see it. Asked also where there are none: an address that belongs to a stranger takes as long as one that nobody has. */
export function findOrdersOf(
  deps: { reader: Reader; viewer: Viewer },
  contacts: readonly FoundContact[],
  field: HitField,
): Promise<FoundHit[]> {
  const limits = limitsOf(deps.viewer);
  const own = limits.kind === 'business' && limits.customers !== null ? new Set(limits.customers) : null;
  const visible = contacts.filter(({ customerId }) => own?.has(customerId) ?? true);
  return hitsOf(deps, visible.length > 0 ? visible : [{ partnerId: nobody, customerId: nobody }], field, 'EXACT');
}

async function contactsByWords(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  conditions: readonly WordCondition[],
): Promise<readonly FoundContact[]> {
  const limits = limitsOf(viewer);
  if (limits.kind === 'nothing') return [];
  const scope = scopeCondition(viewer, 'o', 2);
  const values: unknown[] = [mostContacts, ...scope.values];
  const parameter = (value: unknown, type: string) => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const fits = (alias: string, condition: WordCondition) =>
    'oneOf' in condition
      ? `${alias}.word = any(${parameter([...condition.oneOf], 'text[]')})`
      : `${alias}.word >= ${parameter(condition.from, 'text')} and ${alias}.word < ${parameter(condition.to, 'text')}`;
  const [leading, ...others] = conditions as [WordCondition, ...WordCondition[]];
  // Words of a contact and of its account together: "Alpine Rivera" is Ann Rivera of Alpine Supply. Where the leading word is the account's, each contact that has another word may be meant.
  const leads = fits('w', leading);
  const contact =
    others.length === 0
      ? 'lateral (select w.partner_id as id) p'
      : `lateral (select w.partner_id as id union select x.partner_id from odoo.name_word x
      where w.partner_id = w.customer_id and x.customer_id = w.customer_id and (${others.map((condition) => fits('x', condition)).join(' or ')})) p`;
  const also = others.map(
    (condition) =>
      ` and (select true from odoo.name_word x where x.partner_id in (p.id, w.customer_id) and ${fits('x', condition)} limit 1)`,
  );
  let source = `odoo.name_word w cross join ${contact} where ${leads}`;
  // Whoever sees few customers is answered from these, so that many others take no time.
  if (limits.customers !== null) {
    const orders = parameter(limits.kind === 'customer' ? [...limits.orders] : [], 'int[]');
    const customers = parameter([...limits.customers], 'int[]');
    source = `(select unnest(${customers}) union select o.commercial_partner_id from odoo.sale_order o where o.id = any(${orders})) c(id)
      cross join lateral (select w.* from odoo.name_word w where w.customer_id = c.id and ${leads} offset 0) w cross join ${contact} where true`;
  }
  const hasOrder = (column: string) =>
    `(select 1 from odoo.sale_order o where o.${column} = p.id and ${scope.text} limit 1)`;
  return reader.unsafe<FoundContact[]>(
    `select p.id as "partnerId", w.customer_id as "customerId", w.word from ${source}${also.join('')}
       and coalesce(${['commercial_partner_id', 'partner_id', 'shipping_partner_id'].map(hasOrder).join(', ')}) is not null
     order by w.word, w.customer_id, p.id limit $1`,
    values,
  );
}

/** The accounts of contacts, and the newest orders in scope that a contact placed or received; of an account itself, all its newest. */
async function hitsOf(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  contacts: readonly FoundContact[],
  field: HitField,
  match: HitMatch,
): Promise<FoundHit[]> {
  const ids = [...new Set(contacts.map(({ partnerId }) => partnerId))];
  if (ids.length === 0) return [];
  const scope = scopeCondition(viewer, 'o', 3);
  const newest = (column: string) =>
    `(select o.id, o.commercial_partner_id as customer from odoo.sale_order o where o.${column} = m.id and ${scope.text} order by o.placed_at desc, o.id desc limit $2)`;
  const rows = await reader.unsafe<{ contact: number; id: number; customer: number }[]>(
    `select m.id as contact, o.id, o.customer from unnest($1::int[]) m(id) cross join lateral (
       ${['commercial_partner_id', 'partner_id', 'shipping_partner_id'].map(newest).join(' union ')}) o`,
    [ids, ordersOfEach, ...scope.values],
  );
  const words = new Map(contacts.map(({ partnerId, word }) => [partnerId, word]).reverse() as [number, string][]);
  const reason = { field, match } as const;
  const customers = rows.map(({ contact, customer }) => ({
    ...reason,
    kind: 'customer' as const,
    id: customer,
    // As much as fits a cursor.
    text: match === 'PREFIX' ? (words.get(contact) ?? '').slice(0, 40) : '',
  }));
  const orders = rows
    .map(({ id }) => ({ ...reason, kind: 'order' as const, id, text: '' }))
    .sort((a, b) => b.id - a.id);
  return [...customers, ...orders.slice(0, mostOrders)];
}
