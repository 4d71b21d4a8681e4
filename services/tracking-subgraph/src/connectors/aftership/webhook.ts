import { createHmac } from 'node:crypto';
import { equalBytes } from '@milepost/service-kit';
import type { Connector } from '../connector.ts';
import { mapAftership } from './map.ts';
import { createAftershipReader } from './reader.ts';
import { createAftershipRegistrar } from './registrar.ts';

const signatureHeader = 'aftership-hmac-sha256';

/**
 * AfterShip signs the raw bytes: base64(HMAC-SHA256(secret, body)). Nothing signs a time, so a captured message can be replayed for ever;
 * the inbox's unique key and idempotent facts make that harmless. The key is the HMAC by the first secret, which is computed anyway.
 */
export const aftership: Connector = {
  provider: 'aftership',
  variables: 'AFTERSHIP',
  needsPathToken: false,
  proofHeaders: [signatureHeader, 'as-webhook-version', 'user-agent'],
  verify({ headers, body, secrets }) {
    const given = headers[signatureHeader];
    if (typeof given !== 'string' || given.length !== 44 || secrets.length === 0) return null;
    const claimed = Buffer.from(given, 'base64');
    const computed = secrets.map((secret) => createHmac('sha256', secret).update(body).digest());
    // Every secret is compared, so that the time does not tell which one fits.
    const fits = computed.map((mac) => equalBytes(mac, claimed)).includes(true);
    return fits ? (computed[0] as Buffer) : null;
  },
  map: mapAftership,
  createReader: createAftershipReader,
  createRegistrar: createAftershipRegistrar,
};
