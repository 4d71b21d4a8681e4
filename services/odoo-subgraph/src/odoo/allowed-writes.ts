import { type AllowedCalls, allowedCalls, CallNotAllowedError } from './allowed-calls.ts';

/**
 * Everything that we ever change in Odoo, each by name: model, method, and what may be said with it. The client refuses the rest before it is sent, and docs/odoo.md shows this table. Prices, quantities, states
 * and customers are never written; an invoice is never posted.
 */
export interface AllowedWrite {
  readonly model: string;
  readonly method: WriteMethod;
  /** Fields of the record, or names of the method's arguments. */
  readonly names: readonly string[];
  readonly why: string;
  /** The group that gives the right, as measured on Odoo 18 (recordings 07, 08, 20). */
  readonly needs: string;
}
export type WriteMethod =
  | 'write'
  | 'create'
  | 'message_post'
  | 'activity_schedule'
  | 'action_feedback'
  | 'create_invoices';

const either = 'Sales / User: All Documents, or Inventory / User';
const message = ['body', 'body_is_html', 'message_type', 'subtype_xmlid'];
const activity = ['act_type_xmlid', 'date_deadline', 'summary', 'note', 'user_id'];
const lineWhy = 'a line for staff about a key milestone';
const activityWhy = 'a to-do for an open case, or that an order is ready to be invoiced';

export const allowedWrites: readonly AllowedWrite[] = [
  { model: 'stock.picking', method: 'message_post', names: message, why: lineWhy, needs: either },
  { model: 'stock.picking', method: 'activity_schedule', names: activity, why: activityWhy, needs: either },
  { model: 'sale.order', method: 'activity_schedule', names: activity, why: activityWhy, needs: either },
  {
    model: 'mail.activity',
    method: 'action_feedback',
    names: ['feedback'],
    why: 'our own to-do is done, because its cause is gone',
    needs: either,
  },
  {
    model: 'sale.order',
    method: 'write',
    names: ['commitment_date'],
    why: 'the promised date, moved to what the carrier says',
    needs: either,
  },
  {
    model: 'sale.advance.payment.inv',
    method: 'create',
    names: ['advance_payment_method'],
    why: 'a draft invoice, where that is switched on: the wizard',
    needs: 'Sales / User: All Documents',
  },
  {
    model: 'sale.advance.payment.inv',
    method: 'create_invoices',
    names: [],
    why: 'a draft invoice, where that is switched on; never posted',
    needs: 'Sales / User: All Documents',
  },
];

/** What is read just before something is written, beside what the mirror reads. */
export const readBeforeWriting: AllowedCalls = {
  'sale.order': {
    why: 'what stands there just before it is written, and who is responsible for the order',
    methods: ['read'],
    fields: ['user_id'],
  },
  'stock.picking': {
    why: 'whether it is there, and ours to write, just before it is written',
    methods: ['read'],
    fields: [],
  },
  'sale.order.line': {
    why: 'whether an invoice would hold anything that did not arrive',
    methods: ['search_read'],
    fields: ['qty_to_invoice', 'qty_invoiced'],
  },
  'mail.activity': {
    why: 'our own to-dos: whether one is there already, and whether somebody has closed it',
    methods: ['search_read'],
    fields: ['note'],
    filters: ['res_model', 'res_id', 'create_uid'],
  },
  'mail.message': {
    why: 'whether a line of ours is there already, after an answer of Odoo was lost',
    methods: ['search_read'],
    fields: ['date'],
    filters: ['model', 'res_id', 'body'],
  },
};

/** What the service asks for: the mirror's part, and what is read before writing. */
export const serviceCalls: AllowedCalls = Object.fromEntries(
  [...new Set([...Object.keys(allowedCalls), ...Object.keys(readBeforeWriting)])].map((model) => {
    const parts = [allowedCalls[model], readBeforeWriting[model]].filter((part) => part !== undefined);
    const all = (pick: (part: (typeof parts)[number]) => readonly string[] | undefined) => [
      ...new Set(parts.flatMap((part) => pick(part) ?? [])),
    ];
    return [
      model,
      {
        why: parts.map(({ why }) => why).join('; '),
        methods: [...new Set(parts.flatMap(({ methods }) => methods))],
        fields: all(({ fields }) => fields),
        filters: all(({ filters }) => filters),
      },
    ];
  }),
);

/** The line of the table that allows it; throws CallNotAllowedError where there is none. */
export function assertWriteAllowed({
  model,
  method,
  names,
}: {
  model: string;
  method: string;
  names: readonly string[];
}): AllowedWrite {
  const allowed = allowedWrites.find((write) => write.model === model && write.method === method);
  const unknown = names.find((name) => !allowed?.names.includes(name));
  if (!allowed || unknown !== undefined)
    throw new CallNotAllowedError(
      `${model}.${method}${unknown === undefined ? '' : ` with ${unknown}`} does not stand in src/odoo/allowed-writes.ts`,
    );
  return allowed;
}
