import { createHash } from 'node:crypto';
import type { ConnectorProfile } from '../conformance/profile.ts';
import { seventeenTrack } from './webhook.ts';

export const seventeenTrackProfile: ConnectorProfile = {
  connector: seventeenTrack,
  signatureHeaders: ['sign'],
  sign: (body, secret) => ({
    sign: createHash('sha256')
      .update(`${body.toString('latin1')}/${secret}`, 'latin1')
      .digest('hex'),
  }),
  message: (number, scans) => {
    const newest = scans.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
    return {
      event: 'TRACKING_UPDATED',
      data: {
        number,
        carrier: 100_002,
        track_info: {
          latest_status: { status: newest?.code, sub_status: newest?.subCode ?? newest?.code },
          tracking: {
            providers: [
              {
                provider: { key: 100_002, name: 'UPS' },
                latest_sync_time: '2026-11-05T12:00:00Z',
                events: scans.map(({ at, code, subCode, text, city }) => ({
                  time_iso: at,
                  time_utc: at,
                  time_raw: { date: at.slice(0, 10), time: at.slice(11, 19), timezone: '+00:00' },
                  description: text,
                  stage: null,
                  sub_status: subCode ?? code,
                  address: { country: null, city },
                })),
              },
            ],
          },
        },
      },
    };
  },
  asRead: (body) => (body as { data: unknown }).data,
};
