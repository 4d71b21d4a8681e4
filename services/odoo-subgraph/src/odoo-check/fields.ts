import { mirrorModels } from '../mirror/models.ts';
import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import { type Finding, failure, ok, skipped, warning } from './finding.ts';
import { isOptionalModel } from './rights.ts';

/** The module that brings a model, and fields that come with another one. */
const modules: Readonly<Record<string, string>> = {
  'sale.order': 'Sales (sale_management)',
  'sale.order.line': 'Sales (sale_management)',
  'stock.picking': 'Inventory (stock)',
  'stock.move': 'Inventory (stock)',
  'delivery.carrier': 'Delivery Costs (delivery)',
  'account.move': 'Invoicing (account)',
  'stock.picking.sale_id': 'Sales and Warehouse Management (sale_stock)',
  'stock.move.sale_line_id': 'Sales and Warehouse Management (sale_stock)',
  'sale.order.warehouse_id': 'Sales and Warehouse Management (sale_stock)',
  'stock.picking.carrier_id': 'Delivery - Stock (stock_delivery)',
  'stock.picking.carrier_tracking_ref': 'Delivery - Stock (stock_delivery)',
  'sale.order.line.is_delivery': 'Delivery Costs (delivery)',
  'res.partner.email_normalized': 'Discuss (mail)',
};

/** Whether every model and field that the mirror reads is there. */
export async function checkFields(client: OdooClient): Promise<Finding[]> {
  const models = [...new Set(mirrorModels.map(({ model }) => model))];
  const findings = (await Promise.all(models.map((model) => checkModel(client, model)))).flat();
  return findings.length > 0 ? findings : [ok('fields', `all ${models.length} models and their fields are there`)];
}

async function checkModel(client: OdooClient, model: string): Promise<Finding[]> {
  const mirrored = mirrorModels.filter((candidate) => candidate.model === model);
  const needed = new Set(
    mirrored.flatMap(({ isOptional, fields }) => (isOptional && !isOptionalModel(model) ? [] : fields)),
  );
  const names = [...needed];
  const say = isOptionalModel(model) ? warning : failure;
  try {
    const present = await client.presentFields(model, names);
    const missing = names.filter((name) => !present.includes(name));
    if (missing.length === 0) return [];
    const from = [...new Set(missing.flatMap((name) => modules[`${model}.${name}`] ?? []))];
    return [
      say('fields', `${model} has no ${missing.join(', ')}`, {
        cause:
          from.length > 0
            ? `they come with ${from.join(', ')}`
            : 'another version of Odoo, or our user may not see them',
        remedy: from.length > 0 ? 'install it' : 'see docs/odoo.md, "Odoo 19", and the field’s groups in Odoo',
        details: { model, fields: missing },
      }),
    ];
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    if (error.kind === 'access') return [skipped('fields', `${model}: our user may not read it (see rights)`)];
    return [
      say('fields', `${model} cannot be asked for its fields (${error.reason})`, {
        cause:
          error.kind === 'validation'
            ? `there is no such model: ${modules[model] ?? 'its module'} is not installed`
            : 'Odoo failed',
        remedy:
          error.kind === 'validation'
            ? `install ${modules[model] ?? 'the module'}`
            : 'look at Odoo’s log at this moment',
        details: { model },
      }),
    ];
  }
}
