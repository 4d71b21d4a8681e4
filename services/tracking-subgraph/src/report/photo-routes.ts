import { createHash } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import type { FastifyInstance } from 'fastify';
import type { DocumentAddresses } from '../document/document-address.ts';
import type { DocumentSeal } from '../document/document-seal.ts';
import { maxDocumentBytes } from '../document/document-type.ts';
import { pictureOnly } from './picture-only.ts';

/**
 * PUT /documents/:id on the private address, which the gateway passes on: a photo for a report, sent to an address of reportPhotoAdd. Sent again it takes the place of the one before, until it is in a report.
 */
export function registerPhotoRoutes(
  app: FastifyInstance,
  {
    sql,
    seal,
    addresses,
    now,
  }: {
    sql: Sql;
    seal: Pick<DocumentSeal, 'keyOf' | 'seal'>;
    addresses: Pick<DocumentAddresses, 'fits'>;
    now: () => Date;
  },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxDocumentBytes }, (_request, body, done) =>
      done(null, body),
    );
    scope.put<{ Params: { id: string }; Querystring: Record<string, unknown> }>(
      '/documents/:id',
      {
        bodyLimit: maxDocumentBytes,
        // Before the body is read.
        onRequest: async (request, reply) => {
          const { until, sig } = request.query;
          if (!addresses.fits('add', { id: request.params.id, until, sig }, now()))
            return reply.code(404).send({ status: 404, message: 'this address has ended; ask for another' });
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const picture = Buffer.isBuffer(request.body) ? pictureOnly(request.body) : null;
        if (!picture)
          return reply.code(422).send({ status: 422, message: 'this is no JPEG, PNG or WebP picture that is whole' });
        const { type, bytes } = picture;
        const key = await seal.keyOf(sql, now());
        const { count } = await sql`
          update tracking.report_photo set content_type = ${type}, byte_count = ${bytes.length}, content_hash = ${createHash('sha256').update(bytes).digest()}, key_id = ${key.id},
            body_sealed = ${seal.seal(key, 'body_sealed', id, bytes)} where id = ${id} and report_id is null`;
        if (count === 0)
          return reply.code(404).send({ status: 404, message: 'this address has ended; ask for another' });
        return reply.code(204).send();
      },
    );
  });
}
