import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { KeyStore } from '@milepost/service-kit';

/** For so long an address opens a document, at most; and so often another one is given, so that a page that is drawn again keeps its pictures. */
const livesMs = 600_000;
const stepMs = 300_000;

/** What an address is good for. */
type Use = 'read' | 'add';

const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Addresses that open one document for some minutes, for whoever has them: HMAC-SHA-256 over use, id and end, with a data key that serves nothing else. They lead to the origin of the graph.
 */
export function createDocumentAddresses(key: KeyObject) {
  const sign = (use: Use, id: string, until: number) =>
    createHmac('sha256', key).update(`${use}\n${id}\n${until}`).digest();
  return {
    /** 5 to 10 minutes long. */
    make(use: Use, id: string, now: Date): { url: string; expiresAt: Date } {
      const expiresAt = new Date(Math.floor(now.getTime() / stepMs) * stepMs + livesMs);
      const until = expiresAt.getTime() / 1_000;
      return { url: `/documents/${id}?until=${until}&sig=${sign(use, id, until).toString('base64url')}`, expiresAt };
    },
    /** Whether these parts are an address that we made and that has not ended. In constant time for whatever signature. */
    fits(use: Use, { id, until, sig }: { id: string; until: unknown; sig: unknown }, now: Date): boolean {
      if (typeof until !== 'string' || typeof sig !== 'string') return false;
      if (!idForm.test(id) || !/^\d{1,12}$/.test(until) || !/^[A-Za-z0-9_-]{43}$/.test(sig)) return false;
      const isOurs = timingSafeEqual(Buffer.from(sig, 'base64url'), sign(use, id, Number(until)));
      return isOurs && Number(until) * 1_000 > now.getTime();
    },
  };
}
export type DocumentAddresses = ReturnType<typeof createDocumentAddresses>;

export const openDocumentAddresses = async (store: KeyStore): Promise<DocumentAddresses> =>
  createDocumentAddresses((await store.get('document-address')).key);
