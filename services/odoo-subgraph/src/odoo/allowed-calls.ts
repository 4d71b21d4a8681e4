/**
 * Everything that we ever ask Odoo for: our least privilege, written down. Odoo has no role that only reads, so the client itself refuses whatever does not stand here
 * (client.ts), and docs/odoo.md shows this table. A field more here is a field more that a thief of our key would be led to; nothing stands here that nobody reads.
 */
export interface AllowedModel {
  /** What for, for whoever grants the rights. */
  readonly why: string;
  readonly methods: readonly ReadMethod[];
  readonly fields: readonly string[];
  /**
   * Beside the fields, what a condition or an order may be about. Odoo ignores a condition on a computed field that it cannot search, without an error, and finds everything: only fields of which
   * we know that they filter stand here and above (recording 18).
   */
  readonly filters?: readonly string[];
}
/** What changes something stands in allowed-writes.ts, each by name. */
export type ReadMethod =
  | 'read'
  | 'search_read'
  | 'search'
  | 'search_count'
  | 'fields_get'
  | 'has_access'
  | 'context_get';
export type AllowedCalls = Readonly<Record<string, AllowedModel>>;

const reads = ['search_read', 'search', 'fields_get', 'has_access'] as const;

export const allowedCalls: AllowedCalls = {
  'res.currency': {
    why: 'how an amount is written',
    methods: reads,
    fields: ['name', 'decimal_places'],
  },
  'res.company': {
    why: 'which of your companies an order belongs to',
    methods: reads,
    fields: ['name'],
  },
  'delivery.carrier': {
    why: 'delivery method, from which the carrier follows',
    methods: reads,
    fields: ['name', 'tracking_url'],
  },
  'res.partner': {
    why: 'who ordered and where it goes; e-mail, phone and postcode prove who asks, and are stored sealed',
    methods: reads,
    fields: [
      'name',
      'display_name',
      'commercial_partner_id',
      'active',
      'city',
      'country_code',
      'email_normalized',
      'phone',
      'mobile',
      'street',
      'street2',
      'zip',
      'write_date',
    ],
  },
  'sale.order': {
    why: 'the order',
    methods: reads,
    fields: [
      'name',
      'state',
      'company_id',
      'partner_id',
      'partner_shipping_id',
      'partner_invoice_id',
      'warehouse_id',
      'client_order_ref',
      'invoice_ids',
      'invoice_status',
      'carrier_id',
      'currency_id',
      'amount_total',
      'date_order',
      'create_date',
      'commitment_date',
      'write_date',
    ],
    filters: ['partner_id.commercial_partner_id'],
  },
  'sale.order.line': {
    why: 'what was ordered',
    methods: reads,
    fields: [
      'order_id',
      'sequence',
      'name',
      'product_uom_qty',
      'qty_delivered',
      'product_uom',
      'product_id',
      'product_type',
      'display_type',
      'is_delivery',
      'is_downpayment',
      'write_date',
    ],
  },
  'stock.picking': {
    why: 'deliveries with their tracking references',
    methods: reads,
    fields: [
      'name',
      'state',
      'picking_type_code',
      'sale_id',
      'carrier_id',
      'carrier_tracking_ref',
      'scheduled_date',
      'date_done',
      'backorder_id',
      'return_id',
      'carrier_price',
      'create_date',
      'write_date',
    ],
  },
  'stock.move': {
    why: 'what a delivery carries of which order line',
    methods: reads,
    fields: [
      'name',
      'state',
      'picking_id',
      'sale_line_id',
      'product_id',
      'product_uom_qty',
      'quantity',
      'product_uom',
      'move_orig_ids',
      'write_date',
    ],
  },
  'stock.move.line': {
    why: 'names of the parcels of a delivery',
    methods: reads,
    fields: ['picking_id', 'result_package_id', 'write_date'],
  },
  'account.move': {
    why: 'numbers of invoices, by which orders are found; without the right to it everything else works',
    methods: reads,
    fields: ['name', 'state', 'move_type', 'write_date'],
  },
};

const asks = ['has_access'] as const;

/** What `npm run odoo:check` asks besides, as the same user. */
export const checkCalls: AllowedCalls = {
  ...allowedCalls,
  'res.users.apikeys': {
    why: 'when our own key expires',
    methods: ['search_read'],
    fields: ['name', 'expiration_date'],
  },
  // Whether he may write what we write (allowed-writes.ts); nothing is written by the check.
  'mail.activity': { why: 'rights to write back', methods: asks, fields: [] },
  'sale.advance.payment.inv': { why: 'rights to write back', methods: asks, fields: [] },
  // Whether our user may do what he should not be able to; nothing of these is ever read.
  'ir.config_parameter': { why: 'too many rights', methods: asks, fields: [] },
  'ir.model': { why: 'too many rights', methods: asks, fields: [] },
  'base.automation': { why: 'too many rights', methods: asks, fields: [] },
};

/** What `npm run odoo:check -- --deep` asks as an administrator, once: the rules that send us hints. */
export const deepCheckCalls: AllowedCalls = {
  'base.automation': {
    why: 'the rules that send hints',
    methods: ['search_read'],
    fields: [
      'name',
      'model_name',
      'trigger',
      'trigger_field_ids',
      'filter_pre_domain',
      'filter_domain',
      'action_server_ids',
      'active',
    ],
  },
  'ir.actions.server': {
    why: 'where they send what',
    methods: ['search_read'],
    fields: ['state', 'webhook_url', 'webhook_field_ids'],
  },
  'ir.model.fields': { why: 'names of fields', methods: ['search_read'], fields: ['name'] },
};

/** A mistake of ours, found before anything is sent. */
export class CallNotAllowedError extends Error {
  override name = 'CallNotAllowedError';
}

/** Of every record. */
const ofAll = ['id'];

/** Throws CallNotAllowedError for a method, field, condition or order that is not in `allowed`. */
export function assertAllowed(
  allowed: AllowedCalls,
  {
    model,
    method,
    fields = [],
    domain = [],
    order = '',
  }: { model: string; method: string; fields?: readonly string[]; domain?: readonly unknown[]; order?: string },
): void {
  const refuse = (what: string): never => {
    throw new CallNotAllowedError(`${model}.${method}${what} does not stand in src/odoo/allowed-calls.ts`);
  };
  const granted = (Object.hasOwn(allowed, model) ? allowed[model] : undefined) ?? refuse('');
  if (!granted.methods.includes(method as ReadMethod)) refuse('');
  // Without a list Odoo computes every field there is.
  if (method === 'search_read' && fields.length === 0) refuse(' without fields');
  for (const name of fields) if (![...granted.fields, ...ofAll].includes(name)) refuse(` of ${name}`);
  const filters = [...granted.fields, ...(granted.filters ?? []), ...ofAll];
  for (const name of conditionsOf(domain)) if (!filters.includes(name)) refuse(` by ${name}`);
  for (const part of order.split(',').filter(Boolean)) {
    const name = part.trim().split(' ', 1)[0] ?? '';
    if (!filters.includes(name)) refuse(` ordered by ${name}`);
  }
}

function conditionsOf(domain: readonly unknown[]): string[] {
  return domain.flatMap((part) => {
    if (part === '&' || part === '|' || part === '!') return [];
    const [name] = Array.isArray(part) ? part : [];
    return [typeof name === 'string' ? name : '(something that is no condition)'];
  });
}
