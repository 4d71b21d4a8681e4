import type { RecordRules, User } from './access.ts';
import type { Row, Value } from './rows.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** One call of a method, inside its transaction. */
export interface Call {
  world: World;
  tx: Transaction;
  rules: RecordRules;
  user: User;
  /** Those of the context, or all of the user's. */
  companies: readonly number[];
  model: string;
  method: string;
  args: readonly unknown[];
  kwargs: Readonly<Record<string, unknown>>;
  context: Context;
}

export interface Context {
  active_test?: boolean;
  allowed_company_ids?: number[];
  lang?: string;
  [key: string]: unknown;
}

/** A method on records that exist and that the user may write. Undefined is Python's None. */
export type Button = (call: Call, ids: readonly number[]) => unknown;
/** Makes one record; the model's own rules for what is missing and what follows. */
export type Creator = (call: Call, values: Record<string, Value>) => number;

/** Odoo's answer that a wizard has to be filled in: nothing has happened yet. */
export const wizardAction = (name: string, model: string, viewId: number, context: Context, more: object = {}) => ({
  name,
  type: 'ir.actions.act_window',
  view_mode: 'form',
  res_model: model,
  views: [[viewId, 'form']],
  view_id: viewId,
  target: 'new',
  ...more,
  context,
});

export const rowOf = (call: Call, model: string, id: number): Row => call.tx.get(model, id) as Row;
