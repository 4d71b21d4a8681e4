import type { OdooSimulator } from './server.ts';

/** What docs/odoo.md, "Hints", asks an administrator to set. */
const rules = [
  {
    name: 'Milepost: transfers',
    model: 'stock.picking',
    triggerFields: ['state', 'carrier_tracking_ref', 'carrier_id', 'scheduled_date'],
  },
  { name: 'Milepost: orders', model: 'sale.order', triggerFields: ['state', 'commitment_date'] },
];

/** Makes the two automation rules that send hints to `url`, by the calls that an administrator's own pages make (recording 09): an action that sends a webhook without any field, and a rule that runs it. */
export async function installHintRules({ asAdmin }: Pick<OdooSimulator, 'asAdmin'>, url: string): Promise<void> {
  const idsOf = async (model: string, domain: unknown[]) => (await asAdmin(model, 'search', [domain])) as number[];
  for (const { name, model, triggerFields } of rules) {
    const [modelId] = await idsOf('ir.model', [['model', '=', model]]);
    const fields = await idsOf('ir.model.fields', [
      ['model', '=', model],
      ['name', 'in', triggerFields],
    ]);
    const webhook = { name, model_id: modelId, state: 'webhook', webhook_url: url, webhook_field_ids: [[6, 0, []]] };
    const actionId = await asAdmin('ir.actions.server', 'create', [webhook]);
    await asAdmin('base.automation', 'create', [
      {
        name,
        model_id: modelId,
        trigger: 'on_create_or_write',
        trigger_field_ids: [[6, 0, fields]],
        action_server_ids: [[6, 0, [actionId]]],
      },
    ]);
  }
}
