import type { ErrorRow } from '../provider-errors.ts';

/** TrackingMore's table of errors for v4 (readme of its SDK, seen 2026-10). In a batch the same codes stand beside each number. */
export const trackingmoreErrors: readonly ErrorRow[] = [
  { status: 400, code: 400, means: 'request type wrong', kind: 'BUG' },
  { status: 400, code: 4101, means: 'number exists already', kind: 'ALREADY_EXISTS' },
  { status: 400, code: 4102, means: 'number not registered', kind: 'NOT_FOUND' },
  { status: 400, code: 4103, means: 'more than 40', kind: 'BUG' },
  { status: 400, code: 4110, means: 'number invalid', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4111, means: 'number missing', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4112, means: 'id invalid', kind: 'NOT_FOUND' },
  { status: 400, code: 4113, means: 'retrack only when expired', kind: 'ALREADY_SO' },
  { status: 400, code: 4120, means: 'courier code invalid', kind: 'CARRIER_UNKNOWN' },
  { status: 400, code: 4121, means: 'carrier not detected', kind: 'CARRIER_UNKNOWN' },
  { status: 400, code: 4122, means: 'carrier needs more fields', kind: 'NEEDS_FACTS' },
  { status: 400, code: 4130, means: 'a field has a wrong format', kind: 'INVALID_REQUEST' },
  // Air waybills, which we do not register.
  ...[4160, 4161, 4162, 4163, 4164, 4165, 4166, 4167, 4168].map(
    (code): ErrorRow => ({ status: 400, code, means: 'air waybill', kind: 'INVALID_REQUEST' }),
  ),
  { status: 400, code: 4190, means: 'quota used up', kind: 'QUOTA_USED_UP' },
  { status: 401, code: 401, means: 'key refused', kind: 'AUTHENTICATION' },
  { status: 403, code: 403, means: 'access prohibited', kind: 'AUTHENTICATION' },
  { status: 404, code: 404, means: 'path wrong', kind: 'BUG' },
  { status: 429, code: 429, means: 'too many requests', kind: 'RATE_LIMITED' },
  { status: 500, code: 511, means: 'server error', kind: 'UNAVAILABLE' },
  { status: 500, code: 512, means: 'server error', kind: 'UNAVAILABLE' },
  { status: 500, code: 513, means: 'server error', kind: 'UNAVAILABLE' },
];
