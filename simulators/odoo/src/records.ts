import { demandAccess, demandFields, mayAccess, ruleError } from './access.ts';
import { automationCreators } from './automation-records.ts';
import { orderButtons, pickingButtons } from './buttons.ts';
import type { Button, Call, Creator } from './call.ts';
import { actionFeedback, activitySchedule, createActivity, messagePost, threadModels } from './chatter.ts';
import { compileDomain } from './domain.ts';
import {
  accessError,
  attributeError,
  missingRecord,
  SimulatorUnsupportedError,
  typeError,
  userError,
} from './errors.ts';
import { readGroup, webRead } from './grouped.ts';
import { invoiceButtons, invoiceCreators } from './invoices.ts';
import { displayName } from './names.ts';
import { addLine, createOrder } from './orders.ts';
import { comparator, fieldsOf, orderOf, present } from './reading.ts';
import { type Row, refId, type Value } from './rows.ts';
import { brokenReference, checkNew, checkValues, idList } from './values.ts';
import { wizardButtons, wizardCreators } from './wizards.ts';
import { writeRecord } from './writing.ts';

/** Calls of execute_kw on a simulated database. What was not recorded is refused by name (HTTP 501), never guessed. */

/** Methods that exist in Odoo and that this simulator does not have. */
const unsupported = [
  'unlink',
  'copy',
  'default_get',
  'onchange',
  'export_data',
  'get_portal_url',
  'name_create',
  'load',
];
const privateMethods = ['sudo', 'mapped', 'filtered', 'browse', 'env', 'with_context', 'with_user'];

/** What a search by name looks at besides the name. */
const searchedByName: Record<string, readonly string[]> = { 'res.partner': ['email', 'ref', 'vat'] };

const thread: Record<string, Button> = { message_post: messagePost, activity_schedule: activitySchedule };
const buttons: Record<string, Record<string, Button>> = {
  'sale.order': { ...orderButtons, ...wizardButtons['sale.order'] },
  'stock.picking': { ...pickingButtons, ...wizardButtons['stock.picking'] },
  'mail.activity': { action_feedback: actionFeedback },
  ...Object.fromEntries(
    Object.entries(wizardButtons).filter(([model]) => !['sale.order', 'stock.picking'].includes(model)),
  ),
  ...invoiceButtons,
};
const plain: (mandatory: readonly string[]) => Creator = (mandatory) => (call, values) => {
  for (const name of mandatory)
    if (values[name] === undefined) throw new SimulatorUnsupportedError(`${call.model} without ${name}`);
  return call.tx.create(call.model, values);
};
const creators: Record<string, { mandatory: readonly string[]; create: Creator }> = {
  'sale.order': {
    mandatory: ['partner_id'],
    create: (call, values) => createOrder(call.world, call.tx, values, call.user.id),
  },
  'sale.order.line': {
    mandatory: ['order_id'],
    create: (call, { order_id, ...values }) => addLine(call.world, call.tx, refId(order_id as Value) as number, values),
  },
  'res.partner': { mandatory: ['name'], create: createPartner },
  'delivery.carrier': { mandatory: ['name', 'product_id'], create: plain([]) },
  'mail.activity': { mandatory: ['res_model_id'], create: createActivity },
  ...Object.fromEntries(
    Object.entries({ ...wizardCreators, ...invoiceCreators, ...automationCreators }).map(([model, create]) => [
      model,
      { mandatory: [], create },
    ]),
  ),
};

/** A contact; its company is the top of its tree. */
function createPartner(call: Call, values: Record<string, Value>): number {
  const { tx } = call;
  const parent = tx.get('res.partner', refId(values['parent_id'] as Value));
  const name = parent ? `${parent['name']}, ${values['name']}` : String(values['name']);
  const country = tx.get('res.country', refId(values['country_id'] as Value));
  const id = tx.create('res.partner', {
    active: true,
    type: 'contact',
    is_company: false,
    child_ids: [],
    user_ids: [],
    company_id: false,
    ref: false,
    ...values,
    display_name: name,
    complete_name: name,
    email_normalized: typeof values['email'] === 'string' ? values['email'].toLowerCase() : false,
    country_code: country?.['code'] ?? false,
  });
  const top = parent ? refId(parent['commercial_partner_id']) : id;
  tx.patch('res.partner', id, {
    commercial_partner_id: [top as number, String(tx.get('res.partner', top)?.['display_name'])],
  });
  if (parent) tx.link('res.partner', parent.id, 'child_ids', id);
  return id;
}

export function callMethod(call: Call): unknown {
  const { world, tx, user, model, method, args, kwargs, context } = call;
  if (!world.hasModel(model)) throw userError(`Object ${model} doesn't exist`);
  if (method.startsWith('_') || privateMethods.includes(method))
    throw accessError(`Private methods (such as '${model}.${method}') cannot be called remotely.`);
  if (context.lang !== undefined && context.lang !== 'en_US') throw userError(`Invalid language code: ${context.lang}`);

  const refusal = (row: Row) => call.rules.refusal(world, user, call.companies, model, row);
  const named = (names: readonly string[]): Record<string, unknown> => {
    const extra = Object.keys(kwargs).filter((name) => name !== 'context' && !names.includes(name));
    if (extra.length > 0) throw typeError(`${model}.${method}() got an unexpected keyword argument '${extra[0]}'`);
    return {
      ...Object.fromEntries(names.map((name, i) => [name, args[i]]).filter(([, value]) => value !== undefined)),
      ...kwargs,
    };
  };
  const search = (given: Record<string, unknown>): Row[] => {
    demandAccess(user, model, 'read');
    const fits = compileDomain(world, model, given['domain'] ?? []);
    const showArchived = context.active_test === false || JSON.stringify(given['domain'] ?? []).includes('"active"');
    const rows = [...world.table(model).values()].filter(
      (row) => !refusal(row) && (showArchived || row['active'] !== false) && fits(row),
    );
    const sorted = rows.sort(comparator(world, model, (given['order'] || orderOf(model)) as string));
    const offset = Number(given['offset'] ?? 0);
    return sorted.slice(offset, given['limit'] ? offset + Number(given['limit']) : undefined);
  };
  /** All of them, or an error for all of them: one forbidden id is enough. */
  const permitted = (rows: readonly Row[], operation: string): void => {
    const row = rows.find((candidate) => refusal(candidate) !== null);
    if (!row) return;
    const company =
      refusal(row) === 'company' ? world.table('res.company').get(refId(row['company_id']) ?? 0) : undefined;
    throw ruleError(user, model, operation, company ? String(company['name']) : null);
  };
  const existing = (ids: readonly number[]): Row[] =>
    ids.map((id) => {
      const row = tx.get(model, id);
      if (!row) throw missingRecord(model, id, user.id);
      return row;
    });
  const wantedFields = (given: unknown) => {
    const fields = fieldsOf(world, model, given);
    demandFields(user, model, fields);
    return fields;
  };

  switch (method) {
    case 'search':
      return search(named(['domain', 'offset', 'limit', 'order'])).map((row) => row.id);
    case 'search_fetch':
      return search(named(['domain', 'field_names', 'offset', 'limit', 'order'])).map((row) => row.id);
    case 'search_count':
      return search(named(['domain', 'limit'])).length;
    case 'search_read': {
      const given = named(['domain', 'fields', 'offset', 'limit', 'order', 'load']);
      demandAccess(user, model, 'read');
      const fields = wantedFields(given['fields']);
      return search(given).map((row) => present(world, model, row, fields, given['load']));
    }
    case 'read': {
      const given = named(['ids', 'fields', 'load']);
      demandAccess(user, model, 'read');
      const fields = wantedFields(given['fields']);
      const rows = idList(given['ids'])
        .map((id) => world.table(model).get(id))
        .filter((row) => row !== undefined);
      permitted(rows, 'read');
      return rows.map((row) => present(world, model, row, fields, given['load']));
    }
    case 'web_search_read': {
      const given = named(['domain', 'specification', 'offset', 'limit', 'order', 'count_limit']);
      const rows = search({ ...given, limit: undefined, offset: undefined });
      const offset = Number(given['offset'] ?? 0);
      const page = rows.slice(offset, given['limit'] ? offset + Number(given['limit']) : undefined);
      return { length: rows.length, records: page.map((row) => webRead(call, model, row, given['specification'])) };
    }
    case 'web_read': {
      const given = named(['ids', 'specification']);
      const rows = existing(idList(given['ids']));
      permitted(rows, 'read');
      return rows.map((row) => webRead(call, model, row, given['specification']));
    }
    case 'read_group': {
      const given = named(['domain', 'fields', 'groupby', 'offset', 'limit', 'orderby', 'lazy']);
      return readGroup(world, model, given, search({ domain: given['domain'] ?? [], order: 'id' }));
    }
    case 'name_search': {
      const given = named(['name', 'args', 'operator', 'limit']);
      const text = String(given['name'] ?? '').toLowerCase();
      const nameOf = (row: Row) => displayName(model, row, (of, id) => world.table(of).get(id ?? 0));
      return search({ domain: given['args'] ?? [], limit: undefined })
        .filter((row) =>
          [nameOf(row), ...(searchedByName[model] ?? []).map((name) => row[name])].some((value) =>
            String(value || '')
              .toLowerCase()
              .includes(text),
          ),
        )
        .slice(0, Number(given['limit'] ?? 100))
        .map((row) => [row.id, nameOf(row)]);
    }
    case 'fields_get': {
      const given = named(['allfields', 'attributes']);
      const names = given['allfields'] as string[] | undefined;
      const attributes = given['attributes'] as string[] | undefined;
      return Object.fromEntries(
        Object.entries(world.fields(model))
          .filter(([name]) => !names?.length || names.includes(name))
          .map(([name, meta]) => [
            name,
            attributes ? Object.fromEntries(Object.entries(meta).filter(([key]) => attributes.includes(key))) : meta,
          ]),
      );
    }
    case 'context_get':
      if (model !== 'res.users') throw attributeError(`The method '${model}.${method}' does not exist`);
      return { lang: 'en_US', tz: 'UTC', uid: user.id };
    case 'has_access':
      return mayAccess(user, model, (args[1] ?? kwargs['operation']) as 'read');
    case 'create': {
      demandAccess(user, model, 'create');
      const creator = creators[model];
      if (!creator) throw new SimulatorUnsupportedError(`the simulator does not create ${model}`);
      const given = args[0] ?? kwargs['vals_list'] ?? kwargs['vals'];
      const made = (Array.isArray(given) ? given : [given]).map((values) =>
        creator.create(call, checkNew(world, tx, user.id, model, values, creator.mandatory)),
      );
      return Array.isArray(given) ? made : made[0];
    }
    case 'write': {
      const given = named(['ids', 'vals']);
      demandAccess(user, model, 'write');
      const ids = idList(given['ids']);
      let isBroken = false;
      const values = checkValues(world, tx, model, given['vals'], () => {
        isBroken = true;
      });
      permitted(existing(ids), 'write');
      for (const id of ids) writeRecord(world, tx, model, id, values);
      if (isBroken) throw brokenReference();
      return true;
    }
    default: {
      const button = buttons[model]?.[method] ?? (threadModels.includes(model) ? thread[method] : undefined);
      if (button) {
        demandAccess(user, model, model === 'account.move' ? 'read' : 'write');
        const ids = idList(args[0] ?? kwargs['ids'] ?? []);
        permitted(existing(ids), 'write');
        return button(call, ids);
      }
      if (method === 'unlink') demandAccess(user, model, 'unlink');
      if (unsupported.includes(method) || method.startsWith('action_') || method.startsWith('button_'))
        throw new SimulatorUnsupportedError(`the simulator does not have ${model}.${method}`);
      throw attributeError(`The method '${model}.${method}' does not exist`);
    }
  }
}
