import { createHash } from 'node:crypto';
import { equalBytes } from '@milepost/service-kit';
import type { Connector } from '../connector.ts';
import { map17track } from './map.ts';

const signatureHeader = 'sign';

/**
 * 17TRACK signs with the API key itself: hex(SHA-256(body + "/" + key)), a plain hash (seven independent public receivers agree). The key stands at the end,
 * so nobody who does not know it can go on hashing from a signature he saw. Nothing signs a time: a captured message can be replayed, which the
 * inbox's unique key and idempotent facts make harmless. The identity is the hash by the first key, which is computed anyway.
 */
export const seventeenTrack: Connector = {
  provider: '17track',
  // No variable begins with a digit.
  variables: 'SEVENTEENTRACK',
  needsPathToken: false,
  proofHeaders: [signatureHeader, 'user-agent'],
  verify({ headers, body, secrets }) {
    const given = headers[signatureHeader];
    if (typeof given !== 'string' || given.length !== 64 || secrets.length === 0) return null;
    const claimed = Buffer.from(given, 'hex');
    const computed = secrets.map((key) => createHash('sha256').update(body).update(`/${key}`).digest());
    // Every key is compared, so that the time does not tell which one fits.
    const fits = computed.map((digest) => equalBytes(digest, claimed)).includes(true);
    return fits ? (computed[0] as Buffer) : null;
  },
  map: map17track,
};
