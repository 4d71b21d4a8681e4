import { createHmac } from 'node:crypto';
import { equalBytes } from '@milepost/service-kit';
import type { Connector } from '../connector.ts';
import { mapEasypost } from './map.ts';

const signatureHeader = 'x-hmac-signature';
const signaturePattern = /^hmac-sha256-hex=([0-9a-f]{64})$/i;

/**
 * EasyPost signs the raw bytes, with the secret in Unicode's NFKD form: "hmac-sha256-hex=" + hex(HMAC-SHA256(NFKD(secret), body)) (npm @easypost/api 8.9.0).
 * The bytes count: written again, a weight of 17.0 would be 17. Nothing signs a time: a captured message can be replayed, which the inbox's unique
 * key and idempotent facts make harmless. The identity is the HMAC by the first secret, which is computed anyway.
 */
export const easypost: Connector = {
  provider: 'easypost',
  variables: 'EASYPOST',
  needsPathToken: false,
  proofHeaders: [signatureHeader, 'user-agent'],
  verify({ headers, body, secrets }) {
    const given = headers[signatureHeader];
    if (typeof given !== 'string' || given.length > 100 || secrets.length === 0) return null;
    const claimed = Buffer.from(signaturePattern.exec(given)?.[1] ?? '', 'hex');
    const computed = secrets.map((secret) => createHmac('sha256', secret.normalize('NFKD')).update(body).digest());
    // Every secret is compared, so that the time does not tell which one fits.
    const fits = computed.map((mac) => equalBytes(mac, claimed)).includes(true);
    return fits ? (computed[0] as Buffer) : null;
  },
  map: mapEasypost,
};
