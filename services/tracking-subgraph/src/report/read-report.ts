import { odooIdFrom, shipmentIdFrom } from '@milepost/service-kit';
import { localUuid } from '../case/staff.ts';
import { readText, type UserErrorView } from '../case/work-on-cases.ts';

const checkedPlaces = ['NEIGHBOUR', 'RECEPTION', 'LETTER_BOX', 'SAFE_PLACE'] as const;
export type CheckedPlace = (typeof checkedPlaces)[number];
export type ReportKind = 'NOT_HERE' | 'DAMAGED' | 'ITEMS_MISSING' | 'OTHER';

/** As somebody sends it. */
export interface GivenReport {
  shipmentId: string;
  kind: ReportKind;
  checked?: readonly CheckedPlace[] | null;
  lines?: readonly { lineId: string; quantity: number }[] | null;
  note?: string | null;
  photoIds?: readonly string[] | null;
  idempotencyKey?: string | null;
}

/** As it is kept. */
export interface Report {
  shipmentId: string;
  kind: ReportKind;
  /** Each once, in one order. */
  checked: CheckedPlace[];
  /** Order lines by Odoo's id, each once. */
  lines: { lineId: number; quantity: number }[];
  note: string | null;
  photoIds: string[];
}

export const maxPhotos = 4;
const maxLines = 100;
const maxNote = 1_000;
const maxQuantity = 1_000_000;

export const refusal = (field: string, message: string, code = 'BAD_USER_INPUT'): UserErrorView => ({
  code,
  message,
  field: ['input', field],
});

/** What somebody sent as a report; or why it is none, by its field. Pure. */
export function readReport(given: GivenReport): Report | UserErrorView {
  const { kind } = given;
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refusal('shipmentId', 'shipmentId is not an id of type Shipment.');
  const checked = checkedPlaces.filter((place) => given.checked?.includes(place));
  if (checked.length > 0 && kind !== 'NOT_HERE') return refusal('checked', 'Where you looked is for NOT_HERE alone.');
  const lines = readLines(given);
  if ('code' in lines) return lines;
  const text = given.note?.trim() ? readText(given.note, { least: 1, most: maxNote }) : null;
  if (given.note?.trim() && text === null) return refusal('note', 'A note has at most 1,000 characters.');
  if (kind === 'OTHER' && (text?.length ?? 0) < 3)
    return refusal('note', 'Say what is wrong, in 3 to 1,000 characters.');
  const photoIds = [...new Set(given.photoIds ?? [])].map((id) => localUuid('ReportPhoto', id));
  if (photoIds.length > maxPhotos) return refusal('photoIds', `A report has at most ${maxPhotos} photos.`);
  if (photoIds.some((id) => id === null)) return refusal('photoIds', 'photoIds are ids of reportPhotoAdd.');
  return { shipmentId, kind, checked, lines, note: text, photoIds: photoIds as string[] };
}

function readLines({ kind, lines: given }: GivenReport): Report['lines'] | UserErrorView {
  const lines = (given ?? []).map(({ lineId, quantity }) => ({ lineId: odooIdFrom('OrderLine', lineId), quantity }));
  if (lines.length > 0 && kind !== 'DAMAGED' && kind !== 'ITEMS_MISSING')
    return refusal('lines', 'Order lines are for DAMAGED and ITEMS_MISSING.');
  if (lines.length === 0 && kind === 'ITEMS_MISSING')
    return refusal('lines', 'Say which items are missing, and how many.');
  if (lines.length > maxLines) return refusal('lines', `lines has at most ${maxLines} entries.`);
  if (lines.some(({ lineId }) => lineId === null)) return refusal('lines', 'lineId is not an id of type OrderLine.');
  if (new Set(lines.map(({ lineId }) => lineId)).size < lines.length) return refusal('lines', 'Name each line once.');
  if (lines.some(({ quantity }) => !(quantity > 0 && quantity <= maxQuantity)))
    return refusal('lines', 'A quantity is above 0 and at most 1,000,000.');
  return lines as Report['lines'];
}

const places: Record<CheckedPlace, string> = {
  NEIGHBOUR: 'neighbours',
  RECEPTION: 'reception',
  LETTER_BOX: 'letter box',
  SAFE_PLACE: 'safe place',
};
const kinds: Record<ReportKind, string> = {
  NOT_HERE: 'that it is not here',
  DAMAGED: 'damage',
  ITEMS_MISSING: 'that items are missing',
  OTHER: 'that something is wrong',
};

/** For colleagues, without what somebody wrote. */
export function inOneSentence({ kind, checked, lines, photoIds }: Report, isByStaff: boolean): string {
  const parts = [
    kind === 'NOT_HERE' &&
      (checked.length > 0 ? `looked at: ${checked.map((place) => places[place]).join(', ')}` : 'looked nowhere yet'),
    lines.length > 0 && `${lines.length} ${lines.length === 1 ? 'order line' : 'order lines'}`,
    photoIds.length > 0 && `${photoIds.length} ${photoIds.length === 1 ? 'photo' : 'photos'}`,
  ].filter(Boolean);
  const who = isByStaff ? 'A colleague reports for the customer' : 'The customer reports';
  return `${who} ${kinds[kind]}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}.`;
}
