import { accessError } from './errors.ts';
import { titleOf } from './metadata.ts';
import { idsIn, type Row, refId } from './rows.ts';
import type { Store } from './store.ts';

/**
 * Who may do what, as the permission matrix of recording 08 found it. `integration`: Sales all documents + Inventory user; `sales`: the first
 * alone; `own-sales`: Sales own documents only; `stock`: Inventory user alone; `none`: an internal user without applications.
 */
export type Role = 'admin' | 'integration' | 'sales' | 'own-sales' | 'stock' | 'none';
type Operation = 'read' | 'write' | 'create' | 'unlink';

export interface User {
  id: number;
  name: string;
  role: Role;
  /** Companies it is allowed in. */
  companies: readonly number[];
  partnerId: number | null;
}

const administrators = ['ir.model', 'ir.model.fields', 'ir.config_parameter', 'base.automation', 'ir.actions.server'];
const operations = ['sale.order', 'sale.order.line', 'stock.picking', 'stock.move', 'delivery.carrier'];
/** Changed by administrators (of an application) only. */
const settings = ['res.partner', 'delivery.carrier', 'product.product', 'res.company', 'res.users', 'stock.warehouse'];

/** May this user do this to any record of the model at all? */
export function mayAccess(user: User, model: string, operation: Operation): boolean {
  const { role } = user;
  if (role === 'admin') return true;
  if (administrators.includes(model)) return false;
  if (settings.includes(model) && operation !== 'read') return false;
  if (operation === 'unlink')
    return !operations.includes(model) && !model.startsWith('res.') && model !== 'account.move';
  if (model === 'account.move') return operation === 'read' ? role !== 'stock' && role !== 'none' : false;
  if (operations.includes(model)) return role !== 'none';
  if (model === 'mail.activity' && operation === 'create') return role !== 'none';
  return true;
}

export function demandAccess(user: User, model: string, operation: Operation): void {
  if (mayAccess(user, model, operation)) return;
  const verb = { read: 'access', write: 'modify', create: 'create', unlink: 'delete' }[operation];
  throw accessError(
    `You are not allowed to ${verb} '${titleOf(model)}' (${model}) records.\n\nThis operation is allowed for the following groups:\n\t- Administration/Settings\n\nContact your administrator to request access if necessary.`,
  );
}

/** Fields that only administrators may read, by model. */
const restrictedFields: Record<string, readonly string[]> = { 'mail.message': ['tracking_value_ids'] };

export function demandFields(user: User, model: string, fields: readonly string[]): void {
  if (user.role === 'admin') return;
  const refused = fields.filter((name) => restrictedFields[model]?.includes(name));
  if (refused.length === 0) return;
  throw accessError(
    `You do not have enough rights to access the fields "${refused.join(',')}" on ${titleOf(model)} (${model}). Please contact your system administrator.\n\nOperation: read\nUser: ${user.id}\nFields:\n${refused.map((name) => `- ${name} (allowed for groups 'Administration / Settings')`).join('\n')}`,
  );
}

/** Record rules: which records of a model a user sees. Rules of companies and own documents, and those that a test adds. */
export class RecordRules {
  readonly #forbidden = new Map<string, Set<number>>();

  /** Hides records from everyone but administrators, as a record rule would. */
  forbid(model: string, ids: readonly number[]): void {
    const set = this.#forbidden.get(model) ?? new Set();
    for (const id of ids) set.add(id);
    this.#forbidden.set(model, set);
  }
  /** Takes every such rule away. */
  allow(): void {
    this.#forbidden.clear();
  }

  /** Null when the user sees the record. */
  refusal(store: Store, user: User, companies: readonly number[], model: string, row: Row): 'company' | 'rule' | null {
    const company = model === 'res.company' ? row.id : refId(row['company_id']);
    if (company !== null && !companies.includes(company)) return 'company';
    if (user.role === 'admin') return null;
    if (this.#forbidden.get(model)?.has(row.id)) return 'rule';
    if (model === 'res.users.apikeys' && refId(row['user_id']) !== user.id) return 'rule';
    if (user.role === 'none' && (model === 'mail.message' || model === 'mail.activity')) return 'rule';
    if (user.role === 'own-sales' && (model === 'sale.order' || model === 'sale.order.line')) {
      const order = model === 'sale.order' ? row : store.table('sale.order').get(refId(row['order_id']) ?? 0);
      const owner = refId(order?.['user_id']);
      if (owner !== null && owner !== user.id) return 'rule';
    }
    return null;
  }
}

/** As Odoo tells a user that a rule hides one of the records, whichever it is. */
export function ruleError(user: User, model: string, operation: string, company: string | null): Error {
  const hint = company
    ? `\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: ${company}.`
    : '';
  return accessError(
    `Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, ${user.name} (id=${user.id}) doesn't have '${operation}' access to:\n- ${titleOf(model)} (${model})\n\nIf you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.${hint}`,
  );
}

/** A user of the data set, in a role. */
export function userOf(store: Store, id: number, role: Role): User {
  const row = store.table('res.users').get(id);
  if (!row) throw new Error(`the data set has no user ${id}`);
  return {
    id,
    name: String(row['name']),
    role,
    companies: idsIn(row['company_ids']),
    partnerId: refId(row['partner_id']),
  };
}
