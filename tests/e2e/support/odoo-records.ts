import dataset from '../../../simulators/odoo/data/dataset.json' with { type: 'json' };

/** Odoo's raw records, and what the graph must make of them. */

export type Raw = Record<string, unknown> & { id: number; name: string };

/** By model, as the data set of the simulator has them. */
export const models = dataset.models as unknown as Record<string, Raw[]>;
export const byId = (model: string) => new Map((models[model] ?? []).map((row) => [row.id, row]));

/** The id in a many2one, which Odoo writes as id and name. */
export const ref = (value: unknown) => (Array.isArray(value) ? (value[0] as number) : null);
const when = (value: unknown) => (typeof value === 'string' ? `${value.replace(' ', 'T')}.000Z` : null);
export const idOf = (type: string, id: number | null) =>
  id === null ? null : Buffer.from(`${type}:${id}`).toString('base64url');

/** What an order must look like, worked out from Odoo's raw records by other means than the product's. */
export function expectedOrder(raw: Raw) {
  const partners = byId('res.partner');
  const customer = partners.get(
    ref(partners.get(ref(raw['partner_id']) as number)?.['commercial_partner_id']) as number,
  ) as Raw;
  const currency = byId('res.currency').get(ref(raw['currency_id']) as number) as Raw;
  const pickings = models['stock.picking'] as Raw[];
  const deliveries = pickings
    .filter((p) => ref(p['sale_id']) === raw.id && (p['picking_type_code'] === 'outgoing' || p['return_id']))
    .sort((a, b) => a.id - b.id);
  return {
    id: idOf('Order', raw.id),
    name: raw.name,
    state: { draft: 'DRAFT', sent: 'SENT', sale: 'SALE', cancel: 'CANCELLED' }[raw['state'] as string],
    placedAt: when(raw['state'] === 'sale' ? raw['date_order'] : raw['create_date']),
    promisedDeliveryAt: when(raw['commitment_date']),
    customer: { id: idOf('Customer', customer.id), name: customer.name },
    company: { id: idOf('Company', ref(raw['company_id'])), name: (raw['company_id'] as [number, string])[1] },
    total: {
      amount: (raw['amount_total'] as number).toFixed(currency['decimal_places'] as number),
      currencyCode: currency.name,
    },
    lines: (models['sale.order.line'] as Raw[])
      .filter((l) => ref(l['order_id']) === raw.id && !l['display_type'] && !l['is_delivery'] && !l['is_downpayment'])
      .sort((a, b) => (a['sequence'] as number) - (b['sequence'] as number) || a.id - b.id)
      .map((l) => ({
        id: idOf('OrderLine', l.id),
        description: l.name,
        quantityOrdered: l['product_uom_qty'],
        quantityDelivered: l['qty_delivered'],
        unit: (l['product_uom'] as [number, string])[1],
      })),
    deliveries: deliveries.map((p) => ({
      id: idOf('Delivery', p.id),
      name: p.name,
      kind: p['picking_type_code'] === 'outgoing' ? 'OUTGOING' : 'RETURN',
      state: {
        draft: 'DRAFT',
        waiting: 'WAITING',
        confirmed: 'CONFIRMED',
        assigned: 'READY',
        done: 'DONE',
        cancel: 'CANCELLED',
      }[p['state'] as string],
      scheduledAt: when(p['scheduled_date']),
      doneAt: when(p['date_done']),
      carrierName: Array.isArray(p['carrier_id']) ? p['carrier_id'][1] : null,
      backorderOf: ref(p['backorder_id']) === null ? null : { id: idOf('Delivery', ref(p['backorder_id'])) },
    })),
    numbersByDelivery: deliveries.map((p) => numbersOf(p['carrier_tracking_ref'])),
  };
}

/** The tracking numbers that a person would read in a delivery's reference. */
export const numbersOf = (text: unknown) =>
  typeof text === 'string'
    ? text
        .split(/[,/]/)
        .map((number) => number.trim().toUpperCase())
        .filter((number) => /\d/.test(number))
    : [];
