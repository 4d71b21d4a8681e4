import {
  mandatoryField,
  missingRecord,
  SimulatorUnsupportedError,
  userError,
  validationError,
  valueError,
} from './errors.ts';
import { titleOf } from './metadata.ts';
import { pair } from './names.ts';
import type { FieldMeta, Value } from './rows.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

type Values = Record<string, Value>;

/** A many2one that points at nothing: Postgres says so when the write reaches it, after rules have fired (recording 09, "rolled back"). */
export const brokenReference = () =>
  validationError(
    'The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n',
  );

/** Values as a client sends them, made those that are kept. `broken` tells of references to nothing. */
export function checkValues(
  store: Store,
  tx: Transaction,
  model: string,
  given: unknown,
  onMissing: (relation: string, id: number) => void,
): Values {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw valueError(`values of ${model} must be a dictionary`);
  return Object.fromEntries(
    Object.entries(given as Values).map(([name, value]) => {
      const meta = store.field(model, name);
      if (!meta) throw valueError(`Invalid field '${name}' on model '${model}'`);
      return [name, checkValue(tx, model, name, meta, value, onMissing)];
    }),
  );
}

function checkValue(
  tx: Transaction,
  model: string,
  name: string,
  meta: FieldMeta,
  value: Value,
  onMissing: (relation: string, id: number) => void,
): Value {
  // Null is Python's None; an empty text is stored as it is, and read back as "".
  if (value === null || value === false) return meta.type === 'boolean' ? false : emptyColumn(meta.type);
  switch (meta.type) {
    case 'selection':
      if (meta.selection && !meta.selection.some(([key]) => key === value))
        throw valueError(`Wrong value for ${model}.${name}: ${pythonText(value)}`);
      return value;
    case 'datetime':
      if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(String(value)))
        throw valueError(`time data '${value}' does not match format '%Y-%m-%d %H:%M:%S'`);
      return String(value).length === 10 ? `${value} 00:00:00` : value;
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}/.test(String(value)))
        throw valueError(`time data '${value}' does not match format '%Y-%m-%d'`);
      return String(value).slice(0, 10);
    case 'many2one': {
      const id = Array.isArray(value) ? Number(value[0]) : Number(value);
      if (!meta.relation) return id;
      const found = pair(meta.relation, id, tx.get.bind(tx));
      if (!found) onMissing(meta.relation, id);
      return found || id;
    }
    case 'many2many':
      return idsOfCommands(value);
    case 'one2many':
      // Commands that make or change records belong to whoever keeps those records.
      return isLinking(value) ? idsOfCommands(value) : value;
    default:
      return value;
  }
}
const emptyColumn = (type: string): Value =>
  type.endsWith('2many') ? [] : type === 'integer' || type === 'float' || type === 'monetary' ? 0 : false;
const pythonText = (value: Value) => (typeof value === 'string' ? `'${value}'` : String(value));

const isLinking = (value: Value) =>
  Array.isArray(value) &&
  (value as unknown[]).every((command) => Array.isArray(command) && [4, 5, 6].includes(command[0] as number));

/** `[6, 0, ids]` and `[4, id]`; a bare list of ids is accepted too. */
function idsOfCommands(value: Value): number[] {
  if (!Array.isArray(value)) throw userError('a list of commands is needed');
  return (value as (number | [number, number, number[]])[]).flatMap((command) => {
    if (typeof command === 'number') return [command];
    const [kind, id, ids] = command;
    if (kind === 6) return ids;
    if (kind === 4) return [id];
    if (kind === 5) return [];
    throw new SimulatorUnsupportedError(`command ${kind} on a many2many was not recorded`);
  });
}

/** Of a new record: references must exist (Odoo reads them at once), mandatory columns must be filled. */
export function checkNew(
  store: Store,
  tx: Transaction,
  uid: number,
  model: string,
  given: unknown,
  mandatory: readonly string[],
): Values {
  const values = checkValues(store, tx, model, given, (relation, id) => {
    throw missingRecord(relation, id, uid);
  });
  for (const name of mandatory)
    if (values[name] === undefined || values[name] === false)
      throw mandatoryField(titleOf(model), model, store.field(model, name)?.string ?? name, name);
  return values;
}

/** Ids as RPC gives them: one, or a list. */
export const idList = (value: unknown): number[] => (Array.isArray(value) ? value : [value]).map(Number);
