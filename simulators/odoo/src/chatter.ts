import { type Button, type Call, type Creator, rowOf } from './call.ts';
import { accessError, mandatoryField, SimulatorUnsupportedError, valueError } from './errors.ts';
import { displayName, pair } from './names.ts';
import { refId, type Value } from './rows.ts';

/** Messages and to-dos on records (CONTRACT section 8). None of these moves a write_date of the record. */

/** Sub-types as a fresh database numbers them. */
const subtypes: Record<string, [number, string]> = {
  'mail.mt_comment': [1, 'Discussions'],
  'mail.mt_note': [2, 'Note'],
  'mail.mt_activities': [3, 'Activities'],
};
const activityTypes: Record<string, number> = {
  'mail.mail_activity_data_email': 1,
  'mail.mail_activity_data_call': 2,
  'mail.mail_activity_data_meeting': 3,
  'mail.mail_activity_data_todo': 4,
  'mail.mail_activity_data_upload_document': 5,
};
/** Models that have a chatter here. */
export const threadModels = ['sale.order', 'stock.picking', 'account.move', 'res.partner'];

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');

function post(
  call: Call,
  model: string,
  id: number,
  message: { body: string; type: string; subtype: [number, string] },
): number {
  const get = call.tx.get.bind(call.tx);
  return call.tx.create('mail.message', {
    model,
    res_id: id,
    body: message.body,
    message_type: message.type,
    subtype_id: message.subtype,
    author_id: pair('res.partner', call.user.partnerId, get) || [call.user.partnerId ?? 0, call.user.name],
    create_uid: [call.user.id, call.user.name],
    date: call.tx.now,
    is_internal: false,
    record_name: displayName(model, rowOf(call, model, id), get),
    tracking_value_ids: [],
  });
}

/** One record per call: Odoo expects a singleton. A plain text is escaped. Gives the message's id. */
export const messagePost: Button = (call, ids) => {
  const [id] = ids;
  if (ids.length !== 1 || id === undefined) throw valueError(`Expected singleton: ${call.model}(${ids.join(', ')})`);
  const {
    body = '',
    body_is_html,
    message_type = 'notification',
    subtype_xmlid = 'mail.mt_note',
  } = call.kwargs as {
    body?: string;
    body_is_html?: boolean;
    message_type?: string;
    subtype_xmlid?: string;
  };
  const subtype = subtypes[subtype_xmlid];
  if (!subtype) throw valueError(`External ID not found in the system: ${subtype_xmlid}`);
  const text = body_is_html ? body : `<p>${escapeHtml(body)}</p>`;
  return post(call, call.model, id, { body: text, type: message_type, subtype });
};

/** Numbers of `ir.model`, as the database of recordings 07 and 09 had them. */
export const modelIds: Record<string, number> = { 'stock.picking': 522, 'sale.order': 579 };

export const createActivity: Creator = (call, values) => {
  const modelId = refId(values['res_model_id'] as Value);
  if (modelId === null) throw mandatoryField('Activity', 'mail.activity', 'Document Model', 'res_model_id');
  const model = Object.keys(modelIds).find((name) => modelIds[name] === modelId);
  if (!model) throw new SimulatorUnsupportedError(`activities on model ${modelId} were not recorded`);
  return addActivity(call, model, Number(values['res_id']), values);
};

function addActivity(call: Call, model: string, recordId: number, values: Record<string, Value>): number {
  const record = rowOf(call, model, recordId);
  if (!record || call.rules.refusal(call.world, call.user, call.companies, model, record))
    throw accessError(
      `The requested operation cannot be completed due to security restrictions. Please contact your system administrator.\n\n(Document type: Activity, Operation: create)\n\nRecords: [], User: ${call.user.id}`,
    );
  const get = call.tx.get.bind(call.tx);
  const type = refId(values['activity_type_id'] as Value) ?? 4;
  const id = call.tx.create('mail.activity', {
    res_model: model,
    res_model_id: [modelIds[model] as number, model],
    res_id: recordId,
    res_name: displayName(model, record, get),
    activity_type_id: pair('mail.activity.type', type, get),
    summary: values['summary'] ?? false,
    note: values['note'] ?? false,
    date_deadline: values['date_deadline'] ?? call.tx.now.slice(0, 10),
    user_id: pair('res.users', refId(values['user_id'] as Value) ?? call.user.id, get),
    create_uid: [call.user.id, call.user.name],
    active: true,
    can_write: true,
    state: 'planned',
  });
  call.tx.link(model, recordId, 'activity_ids', id);
  return id;
}

/** Gives the record set as text: "mail.activity(16,)". */
export const activitySchedule: Button = (call, ids) => {
  const { act_type_xmlid = 'mail.mail_activity_data_todo', ...values } = call.kwargs as { act_type_xmlid?: string };
  const type = activityTypes[act_type_xmlid];
  if (!type) throw valueError(`External ID not found in the system: ${act_type_xmlid}`);
  const { context: _, ...rest } = values as Record<string, Value>;
  // A field of HTML: what comes is taken for a page as it is (recording 07).
  const given = rest['note'];
  const note = typeof given === 'string' ? (given.includes('<') ? given : `<p>${given}</p>`) : false;
  const made = ids.map((id) => addActivity(call, call.model, id, { ...rest, note, activity_type_id: type }));
  return `mail.activity(${made.join(', ')}${made.length === 1 ? ',' : ''})`;
};

/** Closes a to-do: a message says so, the to-do itself is gone. Gives the message's id. */
export const actionFeedback: Button = (call, ids) => {
  let message = 0;
  for (const id of ids) {
    const activity = rowOf(call, 'mail.activity', id);
    const model = String(activity['res_model']);
    const recordId = Number(activity['res_id']);
    const name = (value: Value | undefined) => (Array.isArray(value) ? String(value[1]) : '');
    const feedback = String(call.kwargs['feedback'] ?? call.args[1] ?? '');
    const body = `\n    <p>\n        <span class="fa fa-check fa-fw"></span><span>${name(activity['activity_type_id'])}</span> done\n         (originally assigned to <span>${name(activity['user_id'])}</span>)\n        <span>: </span><span>${escapeHtml(String(activity['summary'] || ''))}</span>\n    </p>\n    <div>\n        <div class="fw-bold">Feedback:</div>\n            ${escapeHtml(feedback)}\n    </div>\n`;
    const subtype = subtypes['mail.mt_activities'] as [number, string];
    message = post(call, model, recordId, { body, type: 'notification', subtype });
    call.tx.link(model, recordId, 'activity_ids', id, false);
    call.tx.unlink('mail.activity', id);
  }
  return message;
};
