import type { ErrorCodes } from '../faults.ts';

/** AfterShip's error table (docs/tracking/quickstart/request-errors, seen 2026-10): by meta.code. */
export const aftershipErrors = {
  400: { status: 400, message: 'The request was invalid or cannot be otherwise served.' },
  401: { status: 401, message: 'The API key is invalid.' },
  403: { status: 403, message: 'The request is understood, but it has been refused or access is not allowed.' },
  404: { status: 404, message: 'The URI requested is invalid or the resource requested does not exist.' },
  429: { status: 429, message: 'You have exceeded the API call rate limit.' },
  500: { status: 500, message: 'Something went wrong on AfterShip’s end.' },
  502: { status: 502, message: 'Something went wrong on AfterShip’s end.' },
  503: { status: 503, message: 'Something went wrong on AfterShip’s end.' },
  504: { status: 504, message: 'Something went wrong on AfterShip’s end.' },
  4001: { status: 400, message: 'Invalid JSON data.' },
  4003: { status: 400, message: 'Tracking already exists.' },
  4004: { status: 404, message: 'Tracking does not exist.' },
  4005: { status: 400, message: 'The value of `tracking_number` is invalid.' },
  4006: { status: 400, message: '`tracking` is required.' },
  4007: { status: 400, message: '`tracking_number` is required.' },
  4008: { status: 400, message: 'The value of `{field}` is invalid.' },
  4009: { status: 400, message: '`{field}` is required.' },
  4010: { status: 400, message: 'The value of `slug` is invalid.' },
  4011: {
    status: 400,
    message:
      'Missing or invalid value of the required fields for this courier. Besides `tracking_number`, also required: `{field}`',
  },
  4012: {
    status: 400,
    message: 'Unable to import shipment as we don’t recognize the carrier from this tracking number.',
  },
  4013: { status: 400, message: 'Retrack is not allowed. You can only retrack an inactive tracking.' },
  4014: { status: 400, message: '`tracking` is required.' },
  4015: { status: 400, message: 'The value of `id` is invalid.' },
  4016: { status: 400, message: 'Retrack is not allowed. You can only retrack each shipment once.' },
  4017: { status: 400, message: 'The format of `tracking_number` is invalid.' },
} as const satisfies ErrorCodes;
export type AftershipCode = keyof typeof aftershipErrors;

/** An answer other than success. */
export class AftershipError extends Error {
  readonly code: AftershipCode;

  constructor(code: AftershipCode, { field = '' }: { field?: string } = {}) {
    super(aftershipErrors[code].message.replace('{field}', field));
    this.code = code;
  }
}

const typeOf: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'TooManyRequests',
};

export function errorBody({ code, message }: AftershipError): { status: number; body: object } {
  const { status } = aftershipErrors[code];
  return { status, body: { meta: { code, message, type: typeOf[status] ?? 'InternalError' }, data: {} } };
}
