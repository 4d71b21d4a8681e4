import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import { latest, type TrackingStore } from './tracking.ts';

/** Drawn for this simulator: a parcel at a door. */
const photo = readFileSync(new URL('../data/proof-photo.jpg', import.meta.url));

/** GET /pod/<first 12 digits of the id>.jpg: the picture that proves a delivery, for parcels that have one; or what a fault makes of it. */
export async function answerProofFile(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  { store, faults, clock, signal }: { store: TrackingStore; faults: Faults; clock: Clock; signal: AbortSignal },
): Promise<void> {
  const [, digits] = /^([0-9a-f]{12})\.jpg$/.exec(name) ?? [];
  const tracking = digits && store.all().find(({ id }) => id.startsWith(digits));
  const isThere = tracking && latest(tracking).sayings.some(({ hasPhoto }) => hasPhoto);
  const fault = faults.get('aftership', 'proof-file');
  if (!isThere || fault === 'missing' || request.method !== 'GET')
    return void response.writeHead(404, { 'content-type': 'text/plain' }).end('there is no such file\n');
  if (fault === 'redirect')
    return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  if (fault === 'html')
    return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<script>alert(1)</script>\n');
  response.writeHead(200, { 'content-type': 'image/jpeg' });
  if (fault === null) return void response.end(photo);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.write(photo.subarray(0, 1_000));
  while (!gone.signal.aborted && !signal.aborted) {
    if (fault === 'slow') await clock.wait(50, signal);
    else if (!response.write(Buffer.alloc(65_536)))
      await once(response, 'drain', { signal: gone.signal }).catch(() => {});
  }
}
