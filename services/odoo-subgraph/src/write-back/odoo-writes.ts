import { recordsOf, wizardOf } from '../odoo/answers.ts';
import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import type { Target } from './effect-rows.ts';

/** The calls that change Odoo, one function each (CONTRACT sections 8 and 16; recordings 07 and 20), and how each is found again when its answer was lost. */

export interface OrderNow {
  id: number;
  state: string;
  commitment_date: string | false;
  invoice_ids: number[];
  user_id: [number, string] | false;
}

/** What a record is like just before it is written; null: it is gone. Throws OdooCallError `access` where it is hidden from us. */
export function readNow(odoo: OdooClient, { model, resId }: Target): Promise<OrderNow | { id: number } | null> {
  const fields = model === 'sale.order' ? ['state', 'commitment_date', 'invoice_ids', 'user_id'] : ['state'];
  return odoo.readOne<OrderNow>(model, resId, fields);
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');

/** One message for all lines. Gives its id. */
export async function postLines(
  odoo: OdooClient,
  { model, resId }: Target,
  { lines, reference }: { lines: readonly string[]; reference: string },
): Promise<number> {
  const body = `${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}<p><small>${escaped(reference)}</small></p>`;
  const answer = await odoo.change({
    model,
    method: 'message_post',
    ids: [resId],
    values: { body, body_is_html: true, message_type: 'notification', subtype_xmlid: 'mail.mt_note' },
  });
  if (!Number.isInteger(answer)) throw new OdooCallError('bug', 'no id of a message', `${model}.message_post`);
  return answer as number;
}

/** The message that holds this reference. Nothing of it, or of other messages, is read. */
export async function findLines(odoo: OdooClient, { model, resId }: Target, reference: string): Promise<number | null> {
  const [found] = await odoo.searchRead<{ id: number }>('mail.message', {
    domain: [
      ['model', '=', model],
      ['res_id', '=', resId],
      ['body', 'ilike', reference],
    ],
    fields: ['date'],
    limit: 1,
    order: 'id desc',
  });
  return found?.id ?? null;
}

/** The note is text; Odoo takes it for a page and would leave out what looks like a tag. */
export async function scheduleToDo(
  odoo: OdooClient,
  { model, resId }: Target,
  todo: { type: string; deadline: string; summary: string; note: string; userId: number | null },
): Promise<number> {
  const answer = await odoo.change({
    model,
    method: 'activity_schedule',
    ids: [resId],
    values: {
      act_type_xmlid: todo.type,
      date_deadline: todo.deadline,
      summary: todo.summary,
      note: escaped(todo.note),
      ...(todo.userId !== null && { user_id: todo.userId }),
    },
  });
  const [id] = recordsOf(answer) ?? [];
  if (id === undefined) throw new OdooCallError('bug', 'no id of an activity', `${model}.activity_schedule`);
  return id;
}

/** Our own to-dos at a record, with their notes. */
export async function findToDos(odoo: OdooClient, { model, resId }: Target): Promise<{ id: number; note: string }[]> {
  const rows = await odoo.searchRead<{ id: number; note: string | false }>('mail.activity', {
    domain: [
      ['res_model', '=', model],
      ['res_id', '=', resId],
      ['create_uid', '=', await odoo.whoAmI()],
    ],
    fields: ['note'],
    limit: 200,
    order: 'id',
  });
  return rows.map(({ id, note }) => ({ id, note: note || '' }));
}

/** Which of these to-dos are still there. */
export async function openToDos(odoo: OdooClient, ids: readonly number[]): Promise<Set<number>> {
  const rows = await odoo.searchRead<{ id: number }>('mail.activity', {
    domain: [['id', 'in', ids]],
    fields: ['note'],
    limit: ids.length,
    order: 'id',
  });
  return new Set(rows.map(({ id }) => id));
}

/** False: somebody has closed it before. */
export async function finishToDo(odoo: OdooClient, id: number, feedback: string): Promise<boolean> {
  try {
    await odoo.change({ model: 'mail.activity', method: 'action_feedback', ids: [id], values: { feedback } });
    return true;
  } catch (error) {
    if (error instanceof OdooCallError && error.kind === 'missing') return false;
    throw error;
  }
}

export async function writePromise(odoo: OdooClient, orderId: number, date: string): Promise<void> {
  await odoo.change({ model: 'sale.order', method: 'write', ids: [orderId], values: { commitment_date: date } });
}

/** A draft for all that the invoicing policy allows. Gives its id; null where Odoo says that nothing is left to invoice. */
export async function draftInvoice(odoo: OdooClient, orderId: number): Promise<number | null> {
  const context = { active_model: 'sale.order', active_ids: [orderId], active_id: orderId };
  const model = 'sale.advance.payment.inv';
  const made = await odoo.change({
    model,
    method: 'create',
    values: { advance_payment_method: 'delivered' },
    context,
  });
  const wizard = Number.isInteger(made) ? (made as number) : recordsOf(made)?.[0];
  if (wizard === undefined) throw new OdooCallError('bug', 'no id of a wizard', `${model}.create`);
  try {
    const answer = await odoo.change({ model, method: 'create_invoices', ids: [wizard], values: {}, context });
    const { res_id: id } = (answer ?? {}) as { res_id?: unknown };
    if (wizardOf(answer) !== 'account.move' || !Number.isInteger(id))
      throw new OdooCallError('bug', 'no invoice', `${model}.create_invoices`);
    return id as number;
  } catch (error) {
    if (error instanceof OdooCallError && error.kind === 'validation') return null;
    throw error;
  }
}

interface InvoiceLine {
  id: number;
  name: string;
  qty_to_invoice: number;
  qty_invoiced: number;
  qty_delivered: number;
  product_type: string | false;
  display_type: string | false;
  is_delivery: boolean;
}

/** Lines that an invoice would hold now. */
export async function linesToInvoice(odoo: OdooClient, orderId: number): Promise<InvoiceLine[]> {
  const fields = [
    'name',
    'qty_to_invoice',
    'qty_invoiced',
    'qty_delivered',
    'product_type',
    'display_type',
    'is_delivery',
  ] as const;
  const lines = await odoo.searchRead<InvoiceLine>('sale.order.line', {
    domain: [['order_id', '=', orderId]],
    fields,
    limit: 1_000,
    order: 'id',
  });
  return lines.filter(({ display_type: display, qty_to_invoice: quantity }) => !display && quantity !== 0);
}
