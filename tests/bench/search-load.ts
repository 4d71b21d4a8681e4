import type { Sql } from '@milepost/service-kit';
import type { IndexKeys } from '../../services/odoo-subgraph/src/mirror/index-keys.ts';
import { normaliseEmail, normalisePhone } from '../../services/odoo-subgraph/src/mirror/personal-data.ts';
import { identifierKey, nameWords, referenceKeys } from '../../services/odoo-subgraph/src/search/keys.ts';

/**
 * A mirror of many orders, written into its tables: everything about an order or a customer follows from its number, from 1. Keys of numbers are made by SQL, for speed, and compared with the service's
 * own for a sample; words of names and indexes of addresses are made by the service.
 */
const ordersPerCustomer = 20;
const chunk = 20_000;
/** Odd, so that a customer's orders lie apart. */
const stride = 7_919;

const syllables = [
  'ka',
  'lo',
  'mer',
  'tin',
  'vas',
  'ru',
  'pel',
  'don',
  'shi',
  'ber',
  'gan',
  'el',
  'fro',
  'nik',
  'sul',
  'wa',
  'zor',
  'hem',
  'jy',
  'cot',
];
const kinds = ['GmbH', 'Ltd.', 'Inc.', 'SARL', 'Trading', 'Outdoor', 'Sports', 'Supply'];
const firstNames = ['Ann', 'Mia', 'Omar', 'Zoé', 'Uta', 'Jo', 'Li', 'Søren', 'Dana', 'Ivo'];

const wordOf = (n: number, length: number) => {
  let word = '';
  for (let i = 0, left = n; i < length; i += 1, left = Math.floor(left / syllables.length))
    word += syllables[left % syllables.length];
  return (word[0] as string).toUpperCase() + word.slice(1);
};

export interface SearchData {
  orders: number;
  customers: number;
}
export const searchData = (orders: number): SearchData => ({
  orders,
  customers: Math.max(1, Math.floor(orders / ordersPerCustomer)),
});

/** Contacts of customer c are 3c - 2 (the account), 3c - 1 and 3c. */
export const accountOf = (customer: number) => 3 * customer - 2;
export const customerName = (customer: number) => `${wordOf(customer * stride, 4)} ${kinds[customer % kinds.length]}`;
export const emailOf = (contact: number) => `contact${contact}@customer${Math.ceil(contact / 3)}.example.com`;
export const phoneOf = (contact: number) => `+49 89 ${String(10_000_000 + contact)}`;
export const customerOf = ({ customers }: SearchData, order: number) => 1 + ((order * stride) % customers);
export const orderName = (order: number) => `S${String(order).padStart(7, '0')}`;
export const referenceOf = (order: number) => `PO-${((order * 48_271) % 99_999_989) + 100_000_000}`;
export const numberOf = (order: number) => `1Z999AA1${String((order * 69_621) % 9_999_999_967).padStart(10, '0')}`;
export const invoiceOf = (order: number) => `INV/2026/${String(order).padStart(7, '0')}`;

const contactName = (contact: number) => {
  const customer = Math.ceil(contact / 3);
  if (contact === accountOf(customer)) return customerName(customer);
  return `${firstNames[contact % firstNames.length]} ${wordOf(contact * 104_729, 3)}`;
};

// Company 1 has nine orders of ten, company 3 one; the region follows from neither.
const orderRows = `
  insert into odoo.sale_order (id, name, state, company_id, partner_id, shipping_partner_id, invoice_partner_id, commercial_partner_id, region, warehouse_id, currency_id, amount_total, date_order, create_date,
    write_date, changed_at, customer_reference, name_key, reference_keys)
  select n, 'S' || lpad(n::text, 7, '0'), 'sale', case when n % 10 = 0 then 3 else 1 end, c.account + 1 + n % 2, c.account + 2, c.account, c.account, case when n % 3 = 0 then 'US' else 'EU' end, 1, 1, 100, d.at, d.at, d.at, d.at,
    r.text, 'S' || lpad(n::text, 7, '0'), array[replace(r.text, '-', '')]
  from generate_series($1::bigint, $2::bigint) n
    cross join lateral (select 3 * (1 + (n * ${stride}) % $3::bigint) - 2 as account) c
    cross join lateral (select timestamp '2025-01-01' + n * interval '1 minute' as at) d
    cross join lateral (select 'PO-' || ((n * 48271) % 99999989 + 100000000) as text) r`;
const pickingRows = `
  insert into odoo.picking (id, name, state, type_code, order_id, carrier_id, tracking_ref, number_keys, write_date)
  select n, 'WH/OUT/' || n, 'done', 'outgoing', n, 1, t.number, array[t.number], timestamp '2025-01-01'
  from generate_series($1::bigint, $2::bigint) n cross join lateral (select '1Z999AA1' || lpad(((n * 69621) % 9999999967)::text, 10, '0') as number) t`;
const invoiceRows = `
  insert into odoo.invoice (id, name, number_key, state, type, write_date)
  select n, 'INV/2026/' || lpad(n::text, 7, '0'), 'INV2026' || lpad(n::text, 7, '0'), 'posted', 'out_invoice', timestamp '2025-01-01' from generate_series($1::bigint, $2::bigint) n`;
const orderInvoiceRows = `insert into odoo.order_invoices (id, invoice_ids, write_date) select n, array[n::int], timestamp '2025-01-01' from generate_series($1::bigint, $2::bigint) n`;

const keysOfOrders = `
  insert into odoo.search_term (order_id, kind, term, company_id, customer_id, region)
  select o.id, k.kind, k.term, o.company_id, o.commercial_partner_id, o.region
  from odoo.sale_order o join odoo.picking p on p.order_id = o.id join odoo.invoice i on i.id = o.id
    cross join lateral (values ('ORDER_NAME', o.name_key), ('CUSTOMER_REFERENCE', o.reference_keys[1]), ('TRACKING_NUMBER', p.number_keys[1]), ('INVOICE_NUMBER', i.number_key)) k(kind, term)
  order by o.id`;

/** Fills an empty mirror, without the triggers that keep keys; what they would have made is compared for a sample. */
export async function loadSearchData(sql: Sql, data: SearchData, indexKeys: IndexKeys): Promise<void> {
  await sql`insert into odoo.currency (id, name, decimal_places) values (1, 'EUR', 2)`;
  await sql`insert into odoo.company (id, name) values (1, 'Northpeak Outfitters Inc.'), (3, 'Northpeak Europe GmbH')`;
  await sql`insert into odoo.delivery_carrier (id, name) values (1, 'UPS Ground')`;
  await sql`update odoo.sync_round set as_of = now()`;
  const contacts = data.customers * 3;
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  for (let from = 1; from <= contacts; from += chunk) {
    const rows = Array.from({ length: Math.min(chunk, contacts - from + 1) }, (_, i) => {
      const id = from + i;
      return {
        id,
        name: contactName(id),
        name_words: nameWords(contactName(id)),
        commercial_partner_id: accountOf(Math.ceil(id / 3)),
        email_index: hex(indexKeys.make('email', normaliseEmail(emailOf(id)))),
        phone_index: hex(indexKeys.make('phone', normalisePhone(phoneOf(id), 'DE') as string)),
      };
    });
    await sql.unsafe(
      `insert into odoo.partner (id, name, name_words, commercial_partner_id, is_active, country_code, email_index, phone_index)
       select id, name, name_words, commercial_partner_id, true, 'DE', email_index, phone_index
       from json_to_recordset($1::text::json) as g(id int, name text, name_words text[], commercial_partner_id int, email_index bytea, phone_index bytea)`,
      [JSON.stringify(rows)],
    );
  }
  const quiet = ['sale_order', 'picking', 'invoice', 'order_invoices'];
  for (const table of quiet) await sql.unsafe(`alter table odoo.${table} disable trigger user`);
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid = any(array['odoo.sale_order', 'odoo.search_term']::regclass[]) and not i.indisprimary`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  for (const text of [orderRows, pickingRows, invoiceRows, orderInvoiceRows]) {
    const range = text === orderRows ? [1, data.orders, data.customers] : [1, data.orders];
    await sql.unsafe(text, range);
  }
  await sql.unsafe('analyze odoo.sale_order, odoo.picking, odoo.invoice');
  await sql.unsafe(keysOfOrders);
  for (const { definition } of indexes) await sql.unsafe(definition);
  for (const table of quiet) await sql.unsafe(`alter table odoo.${table} enable trigger user`);
  await sql.unsafe('vacuum analyze');
  await checkSample(sql, data);
}

/** What SQL has made must be what the service would have. */
async function checkSample(sql: Sql, data: SearchData): Promise<void> {
  for (let i = 0; i < 50; i += 1) {
    const order = 1 + Math.floor(Math.random() * data.orders);
    // The triggers' own function finds nothing to change.
    const before = await sql`select *, xmin::text from odoo.search_term where order_id = ${order} order by kind`;
    await sql`select odoo.index_orders(array[${order}::int])`;
    const after = await sql`select *, xmin::text from odoo.search_term where order_id = ${order} order by kind`;
    if (JSON.stringify(before) !== JSON.stringify(after))
      throw new Error(`the triggers would store order ${order} otherwise`);
    const rows = await sql<{ kind: string; term: string; customer_id: number }[]>`
      select kind, term, customer_id from odoo.search_term where order_id = ${order} order by kind`;
    const wanted = [
      ...referenceKeys(referenceOf(order)).map((term) => ['CUSTOMER_REFERENCE', term]),
      ['INVOICE_NUMBER', identifierKey(invoiceOf(order))],
      ['ORDER_NAME', identifierKey(orderName(order))],
      ['TRACKING_NUMBER', identifierKey(numberOf(order))],
    ];
    const account = accountOf(customerOf(data, order));
    const given = rows.map(({ kind, term }) => [kind, term]);
    if (JSON.stringify(given) !== JSON.stringify(wanted) || rows.some((row) => row.customer_id !== account))
      throw new Error(
        `order ${order} is stored as ${JSON.stringify(rows)} instead of ${JSON.stringify(wanted)} of ${account}`,
      );
  }
}
