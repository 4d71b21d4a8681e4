import { SimulatorUnsupportedError } from './errors.ts';
import { pair } from './names.ts';
import { type Row, refId, type Value } from './rows.ts';
import type { Transaction } from './transaction.ts';

/** The way of goods through a warehouse: which transfer comes first, which follows a done one, and where a return arrives. */

export interface Step {
  typeId: number;
  /** Shown, of a type that the data set was read without. */
  type?: Value;
  code: string;
  prefix: string;
  from: Value;
  to: Value;
}

type StepName = 'pick' | 'pack' | 'out';
const stepsOf: Record<string, readonly StepName[]> = {
  ship_only: ['out'],
  pick_ship: ['pick', 'out'],
  pick_pack_ship: ['pick', 'pack', 'out'],
};

export function firstStep(tx: Transaction, warehouseId: number): Step {
  const warehouse = tx.get('stock.warehouse', warehouseId) as Row;
  const [first] = stepsOf[String(warehouse['delivery_steps'])] ?? [];
  return stepOf(tx, warehouse, first ?? 'out');
}

/** Null after the last one. */
export function nextStep(tx: Transaction, picking: Row): Step | null {
  const typeId = refId(picking['picking_type_id']);
  const warehouse = warehouseOf(tx, typeId);
  if (!warehouse) return null;
  const steps = stepsOf[String(warehouse['delivery_steps'])] ?? [];
  const at = steps.findIndex((name) => refId(warehouse[`${name}_type_id`]) === typeId);
  const next = at < 0 ? undefined : steps[at + 1];
  return next ? stepOf(tx, warehouse, next) : null;
}

/** Where goods of this transfer come back. */
export function operationType(tx: Transaction, picking: Row): { returns: Omit<Step, 'from' | 'to'> } {
  const type = tx.get('stock.picking.type', refId(picking['picking_type_id']));
  const back = type?.['return_picking_type_id'];
  const warehouse = warehouseOf(tx, refId(picking['picking_type_id']));
  if (!Array.isArray(back) || !warehouse)
    throw new SimulatorUnsupportedError(`a return of ${picking['picking_type_code']} transfers was not recorded`);
  return { returns: { typeId: back[0] as number, type: back, code: 'incoming', prefix: `${warehouse['code']}/IN/` } };
}

function warehouseOf(tx: Transaction, typeId: number | null): Row | undefined {
  return tx.get('stock.warehouse', refId(tx.get('stock.picking.type', typeId)?.['warehouse_id']));
}

function stepOf(tx: Transaction, warehouse: Row, name: StepName): Step {
  const get = tx.get.bind(tx);
  const code = String(warehouse['code']);
  const steps = stepsOf[String(warehouse['delivery_steps'])] ?? [];
  const typeId = refId(warehouse[`${name}_type_id`]) as number;
  const place = (complete: string): Value => {
    const row = tx.find('stock.location', (location) => location['complete_name'] === complete);
    return row ? [row.id, complete] : false;
  };
  const arrivesAt: Record<StepName, Value> = {
    pick: steps.includes('pack') ? place(`${code}/Packing Zone`) : place(`${code}/Output`),
    pack: place(`${code}/Output`),
    out: place('Partners/Customers'),
  };
  const before = steps[steps.indexOf(name) - 1];
  return {
    typeId,
    type: pair('stock.picking.type', typeId, get) || (warehouse[`${name}_type_id`] as Value),
    code: name === 'out' ? 'outgoing' : 'internal',
    prefix: `${code}/${name.toUpperCase()}/`,
    from: before ? arrivesAt[before] : (warehouse['lot_stock_id'] as Value),
    to: arrivesAt[name],
  };
}
