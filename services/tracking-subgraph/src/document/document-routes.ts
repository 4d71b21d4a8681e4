import type { Sql } from '@milepost/service-kit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DocumentAddresses } from './document-address.ts';
import type { DocumentSeal } from './document-seal.ts';
import { type DocumentType, fileEnding } from './document-type.ts';

/** Nothing of it runs, wherever it is opened; nobody else keeps or embeds it. */
const headers = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/**
 * GET /documents/:id on the private address, which the gateway passes on: opens a proof of delivery, or a photo of a report, for whoever has an address that the graph gave. A wrong address, one that has ended, and a document that is gone have one answer.
 */
export function registerDocumentRoutes(
  app: FastifyInstance,
  {
    sql,
    seal,
    addresses,
    now,
  }: {
    sql: Sql;
    seal: Pick<DocumentSeal, 'open'>;
    addresses: Pick<DocumentAddresses, 'fits'>;
    now: () => Date;
  },
): void {
  const gone = (reply: FastifyReply) =>
    reply
      .code(404)
      .headers({ ...headers, 'content-type': 'text/plain; charset=utf-8' })
      .send('This address has ended. Load the page again for another.\n');

  app.get<{ Params: { id: string }; Querystring: Record<string, unknown> }>(
    '/documents/:id',
    async (request, reply) => {
      const { id } = request.params;
      const { until, sig } = request.query;
      if (!addresses.fits('read', { id, until, sig }, now())) return gone(reply);
      const [row] = await sql<{ type: DocumentType; keyId: number; body: Buffer }[]>`
      select content_type as type, key_id as "keyId", body_sealed as body from tracking.document where id = ${id} and state = 'READY'
      union all select content_type, key_id, body_sealed from tracking.report_photo where id = ${id} and body_sealed is not null`;
      const bytes = row && (await seal.open(row.keyId, 'body_sealed', id, row.body));
      if (!row || !bytes) return gone(reply);
      // A paper is saved, not shown: readers of PDF run what stands in it.
      const disposition = row.type === 'application/pdf' ? 'attachment' : 'inline';
      return reply
        .code(200)
        .headers({
          ...headers,
          'content-type': row.type,
          'content-disposition': `${disposition}; filename="parcel-${id.slice(-8)}.${fileEnding[row.type]}"`,
        })
        .send(bytes);
    },
  );
}
