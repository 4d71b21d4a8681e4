import { createHmac } from 'node:crypto';
import type { ConnectorProfile } from '../conformance/profile.ts';
import { easypost } from './webhook.ts';

export const easypostProfile: ConnectorProfile = {
  connector: easypost,
  signatureHeaders: ['x-hmac-signature'],
  sign: (body, secret) => ({
    'x-hmac-signature': `hmac-sha256-hex=${createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex')}`,
  }),
  message: (number, scans) => {
    const newest = scans.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
    return {
      id: 'evt_00000000000000000000000000000001',
      object: 'Event',
      description: 'tracker.updated',
      mode: 'production',
      previous_attributes: {},
      result: {
        object: 'Tracker',
        tracking_code: number,
        status: newest?.code,
        status_detail: newest?.subCode,
        updated_at: '2026-11-05T12:00:00Z',
        carrier: 'UPS',
        tracking_details: scans.map(({ at, code, subCode, text, city }) => ({
          object: 'TrackingDetail',
          message: text,
          status: code,
          status_detail: subCode,
          datetime: at,
          source: 'UPS',
          carrier_code: null,
          tracking_location: { object: 'TrackingLocation', city, state: null, country: null, zip: null },
        })),
      },
    };
  },
  asRead: (body) => (body as { result: unknown }).result,
};
