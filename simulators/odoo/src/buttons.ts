import { type Button, type Call, type Context, rowOf, wizardAction } from './call.ts';
import { SimulatorUnsupportedError, userError } from './errors.ts';
import { openMoves, takenAlong } from './moves.ts';
import { cancelOrder, confirmOrder, draftOrder } from './orders.ts';
import { assignPicking, cancelPicking, demandReserved, finishPicking, unreservePicking } from './pickings.ts';
import { isOpen } from './reservation.ts';
import { number, type Row, refId, type Value } from './rows.ts';

/** Buttons of orders and transfers. Some answer with a wizard instead of acting (CONTRACT section 7). */

/** `button_validate`: done, or the question that has to be answered first. Answers come as keys of the context. */
export const validate: Button = (call, ids) => {
  const pickings = ids.map((id) => rowOf(call, 'stock.picking', id));
  for (const picking of pickings)
    if (!isOpen(picking) || picking['state'] === 'draft')
      throw new SimulatorUnsupportedError(`validating a transfer in state ${picking['state']} was not recorded`);
  for (const { id } of pickings) demandReserved(call.tx, id);
  const context: Context = {
    ...call.context,
    button_validate_picking_ids: call.context['button_validate_picking_ids'] ?? ids,
  };

  const policyOf = (picking: Row) =>
    call.tx.get('stock.picking.type', refId(picking['picking_type_id']))?.['create_backorder'] ?? 'ask';
  const isShort = (picking: Row) => {
    const moves = openMoves(call.tx, picking.id);
    const taken = takenAlong(moves);
    return moves.some((move) => taken(move) < number(move['product_uom_qty']));
  };
  const asked = pickings.filter((picking) => isShort(picking) && policyOf(picking) === 'ask');
  if (asked.length > 0 && !context['skip_backorder'])
    return wizardAction('Create Backorder?', 'stock.backorder.confirmation', 898, {
      ...context,
      default_show_transfers: ids.length > 1,
      default_pick_ids: asked.map(({ id }) => [4, id]),
    });
  if (!context['skip_sms']) {
    const action = smsWarning(call, pickings, context);
    if (action) return action;
  }
  const dropped = (context['picking_ids_not_to_backorder'] ?? []) as number[];
  for (const picking of pickings)
    finishPicking(call.world, call.tx, picking.id, policyOf(picking) !== 'never' && !dropped.includes(picking.id));
  return true;
};

/** Once per company, when a text message could go to the recipient (module stock_sms). */
function smsWarning(call: Call, pickings: readonly Row[], context: Context): object | null {
  const asking = pickings.filter((picking) => {
    const partner = call.tx.get('res.partner', refId(picking['partner_id']));
    const company = call.tx.get('res.company', refId(picking['company_id']));
    return (
      picking['picking_type_code'] === 'outgoing' &&
      (partner?.['phone'] || partner?.['mobile']) &&
      company?.['stock_move_sms_validation'] !== false &&
      company?.['has_received_warning_stock_sms'] !== true
    );
  });
  if (asking.length === 0) return null;
  const wizard = call.tx.create('confirm.stock.sms', { pick_ids: asking.map(({ id }) => id) });
  return wizardAction('SMS', 'confirm.stock.sms', 1112, context, { res_id: wizard });
}

const cancelAction = (id: number) => ({
  name: 'Cancel Sales Order',
  view_mode: 'form',
  res_model: 'sale.order.cancel',
  view_id: 1131,
  type: 'ir.actions.act_window',
  context: {
    default_template_id: 14,
    default_order_id: id,
    mark_so_as_canceled: true,
    default_email_layout_xmlid: 'mail.mail_notification_layout_with_responsible_signature',
    model_description: 'Sales Order',
  },
  target: 'new',
});

const setLocked =
  (locked: boolean): Button =>
  (call, ids) => {
    for (const id of ids) call.tx.write('sale.order', id, { locked });
    return undefined;
  };
const onEach =
  (run: (call: Call, id: number) => void, answer: Value | undefined = true): Button =>
  (call, ids) => {
    for (const id of ids) run(call, id);
    return answer;
  };

export const orderButtons: Record<string, Button> = {
  action_confirm: onEach((call, id) => confirmOrder(call.world, call.tx, id)),
  action_draft: onEach((call, id) => draftOrder(call.tx, id)),
  action_lock: setLocked(true),
  action_unlock: setLocked(false),
  action_cancel: (call, ids) => {
    const orders = ids.map((id) => rowOf(call, 'sale.order', id));
    if (orders.some((order) => order['locked']))
      throw userError('You cannot cancel a locked order. Please unlock it first.');
    const [first] = orders;
    if (first && orders.some((order) => order['state'] !== 'draft') && !call.context['disable_cancel_warning'])
      return cancelAction(first.id);
    for (const id of ids) cancelOrder(call.tx, id);
    return true;
  },
};

export const pickingButtons: Record<string, Button> = {
  button_validate: validate,
  action_assign: onEach((call, id) => assignPicking(call.tx, id)),
  do_unreserve: onEach((call, id) => unreservePicking(call.tx, id), undefined),
  action_cancel: onEach((call, id) => cancelPicking(call.tx, id)),
};
