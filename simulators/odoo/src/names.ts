import { type Row, refId, type Value } from './rows.ts';

type Get = (model: string, id: number | null) => Row | undefined;

/** Models whose records are shown by one of their own columns. */
const shownBy: Record<string, string> = {
  'res.partner': 'display_name',
  'product.product': 'display_name',
  'stock.location': 'complete_name',
};
/** Models whose records are shown by others as well: their names are made, not read. */
const made: Record<string, (row: Row, get: Get) => string> = {
  'stock.picking.type': (row) =>
    Array.isArray(row['warehouse_id']) ? `${row['warehouse_id'][1]}: ${row['name']}` : String(row['name']),
  // "S00030/E-COM07: Stock>Customers"
  'stock.move': (row, get) => {
    const code = get('product.product', refId(row['product_id']))?.['default_code'];
    const place = (field: string) =>
      get('stock.location', refId(row[field]))?.['name'] ?? String(pairName(row[field])).split('/').at(-1);
    const origin = get('stock.picking', refId(row['picking_id']))?.['origin'] ?? row['origin'];
    return `${origin ? `${origin}/` : ''}${code ? `${code}: ` : ''}${place('location_id')}>${place('location_dest_id')}`;
  },
  'res.country.state': (row, get) => {
    const country = get('res.country', refId(row['country_id']));
    return country ? `${row['name']} (${country['code']})` : String(row['name']);
  },
  // "S00029 - [PACK-65] Traverse Backpack 65L (C-1001)"
  'sale.order.line': (row, get) => {
    const order = get('sale.order', refId(row['order_id']));
    const partner = get('res.partner', refId(order?.['partner_id']));
    const customer = get('res.partner', refId(partner?.['commercial_partner_id'])) ?? partner;
    const [first = ''] = String(row['name'] ?? '').split('\n');
    return `${order?.['name']} - ${first} (${customer?.['ref'] || customer?.['name']})`;
  },
};

const pairName = (value: Value | undefined) => (Array.isArray(value) ? value[1] : '');

/** The display_name of a record. */
export function displayName(model: string, row: Row, get: Get): string {
  const make = made[model];
  if (make) return make(row, get);
  return String(row[shownBy[model] ?? 'name'] ?? row['display_name'] ?? row['name'] ?? '');
}

/** The pair of a many2one, with the name of now; false for no id. */
export function pair(model: string, id: number | null, get: Get): [number, string] | false {
  const row = get(model, id);
  return row ? [row.id, displayName(model, row, get)] : false;
}

const namedLive = new Set([
  'res.partner',
  'res.company',
  'res.users',
  'product.product',
  'sale.order',
  'stock.picking',
  'stock.warehouse',
  'stock.quant.package',
  'delivery.carrier',
]);
/** Names in pairs are looked up where the record is at hand, so that renaming shows everywhere. */
export const isNamedLive = (model: string): boolean => namedLive.has(model);
