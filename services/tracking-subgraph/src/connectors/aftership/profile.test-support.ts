import { signAftership } from '@milepost/testkit';
import type { ConnectorProfile } from '../conformance/profile.ts';
import { aftership } from './webhook.ts';

export const aftershipProfile: ConnectorProfile = {
  connector: aftership,
  signatureHeaders: ['aftership-hmac-sha256'],
  sign: (body, secret) => signAftership(secret, body),
  message: (number, scans) => ({
    ts: 1_793_880_000,
    event: 'tracking_update',
    event_id: 'b7f5b6f0-0000-4000-8000-000000000001',
    msg: {
      tracking_number: number,
      slug: 'ups',
      updated_at: '2026-11-05T12:00:00Z',
      tag: scans.at(-1)?.code,
      subtag: scans.at(-1)?.subCode,
      checkpoints: scans.map(({ at, code, subCode, text, city }) => ({
        slug: 'ups',
        checkpoint_time: at,
        city,
        message: text,
        tag: code,
        subtag: subCode,
      })),
    },
  }),
  asRead: (body) => (body as { msg: unknown }).msg,
};
