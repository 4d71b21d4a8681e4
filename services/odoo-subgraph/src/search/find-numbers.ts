import { limitsOf, type Reader, scopeConditionOn, type Viewer } from '@milepost/service-kit';
import type { FoundHit, HitField, HitMatch } from './hits.ts';
import { meantNumbers } from './typing-errors.ts';

/** Scope as a condition on odoo.search_term, which carries it. */
const termScope = scopeConditionOn({
  order: 'order_id',
  company: 'company_id',
  customer: 'customer_id',
  region: 'region',
});

/** Of each kind of match. */
const mostOrders = 200;
/** Behind everything that begins with a text: no key holds this code point. */
const afterAll = '\u{10FFFF}';

interface TermRow {
  term: string;
  orderId: number;
  kind: HitField;
}

/**
 * Orders by keys of numbers (read-text.ts): names, references, invoice and tracking numbers. What is the same and what begins like it; what differs by one typing error only where nothing else fits.
 * Scope stands in every statement, and an order out of scope changes nothing of what is asked.
 */
export async function findNumbers(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  keys: readonly string[],
): Promise<FoundHit[]> {
  const hits = (rows: readonly TermRow[], match: HitMatch): FoundHit[] =>
    rows.map(({ term, orderId, kind }) => ({
      field: kind,
      match,
      kind: 'order',
      id: orderId,
      // As much as fits a cursor.
      text: match === 'PREFIX' ? term.slice(0, 40) : '',
    }));
  const [same, longer] = await Promise.all([sameTerms(keys), keys.length === 1 ? longerTerms(keys[0] as string) : []]);
  if (same.length + longer.length > 0) return [...hits(same, 'EXACT'), ...hits(longer, 'PREFIX')];
  return hits(await sameTerms(keys.slice(0, 3).flatMap(meantNumbers)), 'SIMILAR');

  async function sameTerms(terms: readonly string[]): Promise<readonly TermRow[]> {
    if (terms.length === 0) return [];
    const scope = termScope(viewer, 't', 3);
    return reader.unsafe<TermRow[]>(
      `select t.* from unnest($1::text[]) g(term) cross join lateral (
         select t.term, t.order_id as "orderId", t.kind from odoo.search_term t where t.term = g.term and ${scope.text} order by t.order_id desc limit $2) t
       limit $2`,
      [[...terms], mostOrders, ...scope.values],
    );
  }

  /** Whoever sees few customers is answered from these customers' terms, so that many others take no time. */
  async function longerTerms(key: string): Promise<readonly TermRow[]> {
    const limits = limitsOf(viewer);
    const scope = termScope(viewer, 't', 4);
    const fits = `t.term > $1::text and t.term < $2::text and ${scope.text} order by t.term, t.order_id desc limit $3`;
    const columns = 't.term, t.order_id as "orderId", t.kind';
    const values = [key, key + afterAll, mostOrders, ...scope.values];
    const customers = `$${values.length + 1}::int[]`;
    const ofCustomers = `(select t.* from unnest(${customers}) c(id) cross join lateral (select ${columns} from odoo.search_term t where t.customer_id = c.id and ${fits}) t)`;
    switch (limits.kind) {
      case 'nothing':
        return [];
      case 'customer':
        return reader.unsafe<TermRow[]>(
          `select * from (${ofCustomers} union (select ${columns} from odoo.search_term t where t.order_id = any($${values.length + 2}::int[]) and ${fits})) t order by t.term, t."orderId" desc limit $3`,
          [...values, [...limits.customers], [...limits.orders]],
        );
      case 'business':
        return limits.customers === null
          ? reader.unsafe<TermRow[]>(`select ${columns} from odoo.search_term t where ${fits}`, values)
          : reader.unsafe<TermRow[]>(`select * from ${ofCustomers} t order by t.term, t."orderId" desc limit $3`, [
              ...values,
              [...limits.customers],
            ]);
    }
  }
}
