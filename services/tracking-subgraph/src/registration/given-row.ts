import { odooIdFrom } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { CarrierFacts } from '../connectors/tracking-fields.ts';
import { checkNumber } from '../tracking-number/check-number.ts';
import { keptNumber } from '../tracking-number/read-number.ts';
import { type GivenFacts, readFacts } from './registration-facts.ts';

/** A number that somebody registers by hand, as they gave it. */
export interface GivenRow {
  /** Of a batch; 0 alone. */
  row: number;
  trackingNumber: string;
  carrierCode?: string | null;
  orderName?: string | null;
  deliveryId?: string | null;
  /** The number is right, whatever its check digit says. */
  acceptUnusual?: boolean | null;
  /** What its carrier wants to know beside. */
  facts?: GivenFacts | null;
}

export interface GivenError {
  code: string;
  message: string;
  field: string[];
}

/** A row that is in order by itself; whether its order exists is another question. */
export interface Checked {
  given: GivenRow;
  /** Path of its input, for errors. */
  at: string[];
  number: string;
  carrierCode: string;
  deliveryId: number | null;
  orderName: string | null;
  facts: CarrierFacts;
}

/** As providers take them. */
const numberShape = /^[A-Z0-9](?:[A-Z0-9 ._/-]{2,98})[A-Z0-9]$/;

/** A number as it would be kept, whatever somebody typed. */
export const numberGivenAs = (text: string): string => keptNumber(text.slice(0, 120));

export const hasFacts = ({ facts }: Checked) => Object.keys(facts).length > 0;

/** A row as it is registered, or what is wrong with it. Pure. */
export function checkRow(given: GivenRow, at: string[]): Checked | { errors: GivenError[] } {
  const refuse = (field: string, message: string) => ({
    errors: [{ code: 'BAD_USER_INPUT', message, field: [...at, field] }],
  });
  const number = keptNumber(given.trackingNumber);
  if (number.length < 4) return refuse('trackingNumber', 'A tracking number has at least 4 characters.');
  if (given.trackingNumber.length > 120 || !numberShape.test(number))
    return refuse('trackingNumber', 'A tracking number has 4 to 100 letters A to Z, digits, and - . _ / between them.');
  const carrierCode = given.carrierCode?.trim() ?? '';
  if (carrierCode !== '' && !findCarrier(carrierCode))
    return refuse(
      'carrierCode',
      `There is no carrier "${carrierCode.slice(0, 50)}"; leave it out, or use a code of ours, for example ups.`,
    );
  const misread = given.acceptUnusual ? null : wrongNumber(number, carrierCode);
  if (misread !== null) return refuse('trackingNumber', misread);
  const orderName = given.orderName?.trim() || null;
  if (orderName !== null && (orderName.length > 100 || !orderName.isWellFormed() || orderName.includes('\0')))
    return refuse('orderName', 'orderName has at most 100 characters.');
  const deliveryId = given.deliveryId ? odooIdFrom('Delivery', given.deliveryId) : null;
  if (given.deliveryId && deliveryId === null) return refuse('deliveryId', 'deliveryId is not an id of type Delivery.');
  const { facts, errors } = readFacts(given.facts);
  if (errors.length > 0)
    return {
      errors: errors.map(({ name, message }) => ({
        code: 'BAD_USER_INPUT',
        message,
        field: [...at, 'facts', name],
      })),
    };
  return { given, at, number, carrierCode, deliveryId, orderName, facts };
}

/** What a person is told about a number that cannot be right; null where nothing is known against it. */
function wrongNumber(number: string, carrierCode: string): string | null {
  const { verdict, likelyMeant, candidates } = checkNumber(number, carrierCode || null);
  const name = findCarrier(carrierCode)?.name ?? 'the carrier';
  const sure = 'If it is right as it stands, say acceptUnusual.';
  const meant = likelyMeant.length > 0 ? ` Meant could be ${likelyMeant.join(' or ')}.` : '';
  if (verdict === 'CHECK_DIGIT_WRONG') {
    return `A character is wrong: the check digit does not fit.${meant} ${sure}`;
  }
  if (verdict === 'DOES_NOT_FIT') {
    const others = candidates.slice(0, 3).map((one) => one.carrierCode);
    return `${name} has no numbers like this.${meant}${others.length > 0 ? ` It looks like one of ${others.join(', ')}.` : ''} ${sure}`;
  }
  return null;
}

export const rowError = ({ at }: Checked, field: string, code: string, message: string): GivenError => ({
  code,
  message,
  field: [...at, field],
});
