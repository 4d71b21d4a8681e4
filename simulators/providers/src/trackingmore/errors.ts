import type { ErrorCodes } from '../faults.ts';

/** One text stands for all of them: nothing here tracks air waybills. */
const airWaybills = [4160, 4161, 4162, 4163, 4164, 4165, 4166, 4167, 4168] as const;

/** TrackingMore's error table for v4 (SDK readme, seen 2026-10): by meta.code. */
export const trackingmoreErrors = {
  400: {
    status: 400,
    message: 'Request type error. Please check the API documentation for the request type of this API.',
  },
  401: {
    status: 401,
    message: 'Authentication failed or has no permission. Please check and ensure your API Key is correct.',
  },
  403: { status: 403, message: 'Access prohibited. The request has been refused or access is not allowed.' },
  404: { status: 404, message: 'Page does not exist. Please check and ensure your link is correct.' },
  429: {
    status: 429,
    message:
      'Exceeded API request limits, please try again later. Please check the API documentation for the limit of this API.',
  },
  511: { status: 500, message: 'Server error. Please contact us: service@trackingmore.org.' },
  512: { status: 500, message: 'Server error. Please contact us: service@trackingmore.org.' },
  513: { status: 500, message: 'Server error. Please contact us: service@trackingmore.org.' },
  500: { status: 500, message: 'Server error. Please contact us: service@trackingmore.org.' },
  4101: { status: 400, message: 'Tracking No. already exists.' },
  4102: {
    status: 400,
    message: 'Tracking No. no exists. Please use “Create a tracking” API first to create shipment.',
  },
  4103: {
    status: 400,
    message: 'You have exceeded the shipment quantity of API call. The maximum quantity is 40 shipments per call.',
  },
  4110: { status: 400, message: 'The value of tracking_number is invalid.' },
  4111: { status: 400, message: 'tracking_number is required.' },
  4112: { status: 400, message: 'Invalid Tracking ID.' },
  4113: { status: 400, message: 'Retrack is not allowed. You can only retrack an expired tracking.' },
  4120: { status: 400, message: 'The value of courier_code is invalid.' },
  4121: { status: 400, message: 'Cannot detect courier.' },
  4122: { status: 400, message: 'Missing or invalid value of the special required fields for this courier.' },
  4130: { status: 400, message: 'The format of {field} is invalid.' },
  ...(Object.fromEntries(
    airWaybills.map((code) => [code, { status: 400, message: 'The value of awb_number is invalid.' }]),
  ) as Record<(typeof airWaybills)[number], { status: number; message: string }>),
  4190: {
    status: 400,
    message: 'You are reaching the maximum quota limitation, please upgrade your current plan.',
  },
} as const satisfies ErrorCodes;
export type TrackingmoreCode = keyof typeof trackingmoreErrors;

/** An answer other than success. */
export class TrackingmoreError extends Error {
  readonly code: TrackingmoreCode;
  /** Of the tracking that is there already. */
  readonly id: string | null;

  constructor(code: TrackingmoreCode, { field = '', id = null }: { field?: string; id?: string | null } = {}) {
    super(trackingmoreErrors[code].message.replace('{field}', field));
    this.code = code;
    this.id = id;
  }
}

export function errorAnswer({ code, message }: TrackingmoreError): { status: number; body: object } {
  return { status: trackingmoreErrors[code].status, body: { meta: { code, message }, data: [] } };
}
