import { createHmac } from 'node:crypto';
import type { ConnectorProfile } from '../conformance/profile.ts';
import { trackingmore } from './webhook.ts';

export const trackingmoreProfile: ConnectorProfile = {
  connector: trackingmore,
  signatureHeaders: ['signature', 'timestamp'],
  sign: (_body, secret, at) => {
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return { timestamp, signature: createHmac('sha256', secret).update(timestamp).digest('hex') };
  },
  message: (number, scans) => ({
    code: 200,
    message: 'Success',
    data: {
      tracking_number: number,
      courier_code: 'ups',
      update_at: '2026-11-05T12:00:00+00:00',
      delivery_status: scans.at(-1)?.code,
      substatus: scans.at(-1)?.subCode,
      origin_info: {
        courier_code: 'ups',
        trackinfo: scans
          .map(({ at, code, subCode, text, city }) => ({
            checkpoint_date: at.slice(0, 16).replace('T', ' '),
            checkpoint_delivery_status: code,
            checkpoint_delivery_substatus: subCode,
            tracking_detail: text,
            city,
          }))
          .reverse(),
      },
      destination_info: [],
    },
  }),
  asRead: (body) => (body as { data: unknown }).data,
};
