import type { ErrorRow } from '../provider-errors.ts';

/** AfterShip's table of errors (docs/tracking/quickstart/request-errors and the texts of its SDK 17.0.0, seen 2026-10). */
export const aftershipErrors: readonly ErrorRow[] = [
  { status: 400, code: 400, means: 'request not acceptable', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4001, means: 'JSON broken', kind: 'BUG' },
  { status: 400, code: 4003, means: 'tracking exists', kind: 'ALREADY_EXISTS' },
  { status: 404, code: 4004, means: 'tracking unknown', kind: 'NOT_FOUND' },
  { status: 400, code: 4005, means: 'number invalid', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4006, means: 'object wrapper missing (older versions)', kind: 'BUG' },
  { status: 400, code: 4007, means: 'number missing', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4008, means: 'a field is invalid', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4009, means: 'a field is missing', kind: 'INVALID_REQUEST' },
  { status: 400, code: 4010, means: 'carrier’s slug unknown', kind: 'CARRIER_UNKNOWN' },
  { status: 400, code: 4011, means: 'carrier needs more fields', kind: 'NEEDS_FACTS' },
  { status: 400, code: 4012, means: 'carrier not detected, not approved or no longer there', kind: 'CARRIER_UNKNOWN' },
  { status: 400, code: 4013, means: 'retrack only for inactive ones', kind: 'ALREADY_SO' },
  { status: 400, code: 4014, means: 'object wrapper missing (older versions)', kind: 'BUG' },
  // A stale id, as a rule: ours are well-formed.
  { status: 400, code: 4015, means: 'id invalid', kind: 'NOT_FOUND' },
  { status: 400, code: 4016, means: 'retrack used up', kind: 'NOT_RETRACKABLE' },
  { status: 400, code: 4017, means: 'number of a wrong format', kind: 'INVALID_REQUEST' },
  { status: 401, code: 401, means: 'key wrong', kind: 'AUTHENTICATION' },
  { status: 403, code: 403, means: 'refused (plan, scope)', kind: 'AUTHENTICATION' },
  { status: 404, code: 404, means: 'path wrong', kind: 'BUG' },
  { status: 429, code: 429, means: 'too many requests', kind: 'RATE_LIMITED' },
  { status: 500, code: 500, means: 'their side', kind: 'UNAVAILABLE' },
  { status: 502, code: 502, means: 'their side', kind: 'UNAVAILABLE' },
  { status: 503, code: 503, means: 'their side', kind: 'UNAVAILABLE' },
  { status: 504, code: 504, means: 'their side', kind: 'UNAVAILABLE' },
];
