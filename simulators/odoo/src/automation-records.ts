import type { Call, Creator } from './call.ts';
import { modelIds } from './chatter.ts';
import { SimulatorUnsupportedError, validationError } from './errors.ts';
import { fieldsOfModel, modelNames, titleOf } from './metadata.ts';
import { idsIn, type Row, refId, type Value } from './rows.ts';
import type { Store } from './store.ts';

/** Records in which an administrator keeps automation rules (CONTRACT section 13, recording 09), and the models and fields these name. */

/** Fields that a webhook may not carry. */
const groupRestricted: Record<string, readonly string[]> = { 'product.product': ['standard_price'] };

/** `ir.model` and `ir.model.fields` of what the simulator knows; the ids are those of the recordings where these name them. */
export function seedModels(store: Store): void {
  let modelId = 1000;
  let fieldId = 10_000;
  for (const model of modelNames()) {
    const id = modelIds[model] ?? modelId++;
    store.seed('ir.model', { id, model, name: titleOf(model) });
    for (const [name, meta] of Object.entries(fieldsOfModel(model)))
      store.seed('ir.model.fields', {
        id: fieldId++,
        name,
        model,
        model_id: [id, titleOf(model)],
        ttype: meta.type,
        field_description: meta.string ?? name,
      });
  }
}

const modelOf = (call: Call, values: Record<string, Value>): Row => {
  const row = call.tx.get('ir.model', refId(values['model_id'] as Value));
  if (!row) throw validationError('a rule needs a model');
  return row;
};

const createAction: Creator = (call, values) => {
  if (values['state'] !== 'webhook')
    throw new SimulatorUnsupportedError(`server actions of kind "${values['state']}" are not simulated`);
  const model = String(modelOf(call, values)['model']);
  const fields = idsIn(values['webhook_field_ids']).map((id) => call.tx.get('ir.model.fields', id));
  const refused = fields.filter((field) => groupRestricted[model]?.includes(String(field?.['name'])));
  if (refused.length > 0)
    throw validationError(
      `Group-restricted fields cannot be included in webhook payloads, as it could allow any user to accidentally leak sensitive information. You will have to remove the following fields from the webhook payload in the following actions:\n ${values['name']}: ${refused.map((field) => field?.['field_description']).join(', ')}`,
    );
  return call.tx.create('ir.actions.server', {
    type: 'ir.actions.server',
    usage: 'ir_actions_server',
    base_automation_id: false,
    webhook_field_ids: [],
    ...values,
    model_name: model,
  });
};

const createRule: Creator = (call, values) => {
  if (values['trigger'] !== 'on_create_or_write')
    throw new SimulatorUnsupportedError(`rules on "${values['trigger']}" are not simulated`);
  const actions = idsIn(values['action_server_ids']);
  const id = call.tx.create('base.automation', {
    active: true,
    filter_pre_domain: false,
    filter_domain: false,
    trigger_field_ids: [],
    ...values,
    action_server_ids: actions,
    model_name: modelOf(call, values)['model'] as Value,
  });
  for (const action of actions)
    call.tx.write('ir.actions.server', action, {
      base_automation_id: [id, String(values['name'])],
      usage: 'base_automation',
    });
  return id;
};

export const automationCreators: Record<string, Creator> = {
  'ir.actions.server': createAction,
  'base.automation': createRule,
};

/** A rule as a test or a person sets it: names instead of ids. */
export interface WebhookRule {
  name?: string;
  model: string;
  url: string;
  /** What the body carries. */
  fields: readonly string[];
  /** Whose changed values fire it; every write when empty. */
  triggerFields: readonly string[];
  /** How the record must be after the change, as people type it: `[['state','=','done']]`. */
  filterDomain?: string;
  /** How it must have been before. */
  preDomain?: string;
}

export function addRule(store: Store, rule: WebhookRule): { ruleId: number; actionId: number } {
  const byName = (names: readonly string[]) =>
    names.map((name) => {
      for (const row of store.table('ir.model.fields').values())
        if (row['model'] === rule.model && row['name'] === name) return row.id;
      throw new Error(`${rule.model} has no field ${name}`);
    });
  const model = [...store.table('ir.model').values()].find((row) => row['model'] === rule.model);
  if (!model) throw new Error(`there is no model ${rule.model}`);
  const modelPair: Value = [model.id, String(model['name'])];
  const name = rule.name ?? `${rule.model} changed`;
  return store.transact((tx) => {
    const actionId = tx.create('ir.actions.server', {
      name,
      type: 'ir.actions.server',
      usage: 'base_automation',
      state: 'webhook',
      model_id: modelPair,
      model_name: rule.model,
      webhook_url: rule.url,
      webhook_field_ids: byName(rule.fields),
    });
    const ruleId = tx.create('base.automation', {
      name,
      active: true,
      model_id: modelPair,
      model_name: rule.model,
      trigger: 'on_create_or_write',
      trigger_field_ids: byName(rule.triggerFields),
      filter_pre_domain: rule.preDomain ?? false,
      filter_domain: rule.filterDomain ?? false,
      action_server_ids: [actionId],
    });
    tx.patch('ir.actions.server', actionId, { base_automation_id: [ruleId, name] });
    return { ruleId, actionId };
  });
}
