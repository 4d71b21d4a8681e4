import { readdirSync, readFileSync } from 'node:fs';
import type { Dataset, FieldMeta, Row } from './rows.ts';

/** Models and fields: what `fields_get` said on a real server, and the few that were not asked there. */

const data = new URL('../data/', import.meta.url);
/** As it was read at `read_at`. */
export function loadDataset(): Dataset & { read_at: string } {
  return JSON.parse(readFileSync(new URL('dataset.json', data), 'utf8')) as Dataset & { read_at: string };
}

const recorded = readdirSync(new URL('fields/', data)).map(
  (file) =>
    [
      file.replace('.json', ''),
      JSON.parse(readFileSync(new URL(`fields/${file}`, data), 'utf8')) as Record<string, FieldMeta>,
    ] as const,
);

const many2one = (relation: string): FieldMeta => ({ type: 'many2one', relation, store: true });
const stored = (type: string): FieldMeta => ({ type, store: true });
/** Models whose metadata was not recorded; fields as the recordings use them. */
const added: [string, Record<string, FieldMeta>][] = [
  ['ir.model', { model: stored('char'), name: stored('char') }],
  [
    'ir.model.fields',
    { name: stored('char'), model: stored('char'), model_id: many2one('ir.model'), ttype: stored('selection') },
  ],
  ['ir.config_parameter', { key: stored('char'), value: stored('text') }],
  [
    'res.users.apikeys',
    {
      name: stored('char'),
      scope: stored('char'),
      create_date: stored('datetime'),
      expiration_date: stored('datetime'),
      user_id: many2one('res.users'),
    },
  ],
  ['sale.advance.payment.inv', { advance_payment_method: stored('selection') }],
  ['account.move.line', { move_id: many2one('account.move'), quantity: stored('float'), name: stored('char') }],
];

const metadata = new Map<string, Record<string, FieldMeta>>([...recorded, ...added]);

export const modelNames = (): Iterable<string> => metadata.keys();
export const fieldsOfModel = (model: string): Record<string, FieldMeta> => metadata.get(model) ?? {};

/** Computed fields that are neither stored nor searchable: Odoo ignores a domain leaf on them, so it matches everything (recording 18). */
export const unsearchable: Record<string, readonly string[]> = {
  'sale.order': ['expected_date', 'delivery_count', 'delivery_set'],
  'sale.order.line': ['qty_to_deliver'],
  'stock.picking': [
    'is_return_picking',
    'shipping_weight',
    'carrier_tracking_url',
    'weight_uom_name',
    'products_availability',
  ],
  'stock.quant.package': ['weight'],
  'mail.activity': ['state'],
};

/** A field that no metadata names, from the first record that has it. */
export function inferField(rows: Iterable<Row>, name: string): FieldMeta | null {
  let sample: Row[string] | undefined;
  for (const row of rows) {
    sample = row[name];
    if (sample !== undefined) break;
  }
  if (sample === undefined) return null;
  const isPair = Array.isArray(sample) && sample.length === 2 && typeof sample[1] === 'string';
  const type = Array.isArray(sample)
    ? isPair
      ? 'many2one'
      : 'one2many'
    : ({ number: 'float', boolean: 'boolean' }[typeof sample as string] ?? 'char');
  return { type, store: true };
}

/** What a model is called in messages to people. */
const titles: Record<string, string> = {
  'sale.order': 'Sales Order',
  'sale.order.line': 'Sales Order Line',
  'stock.picking': 'Transfer',
  'stock.move': 'Stock Move',
  'delivery.carrier': 'Shipping Methods',
  'account.move': 'Journal Entry',
  'base.automation': 'Automation Rule',
  'ir.actions.server': 'Server Action',
  'ir.config_parameter': 'System Parameter',
  'ir.model': 'Models',
  'ir.model.fields': 'Fields',
  'res.partner': 'Contact',
  'mail.activity': 'Activity',
  'mail.message': 'Message',
};
export const titleOf = (model: string): string => titles[model] ?? model;
