import { createHash } from 'node:crypto';
import { acceptRequestId, channelBody, type Logger, verifyWebhook } from '@milepost/service-kit';
import type { FastifyInstance } from 'fastify';
import type { InboxWriter } from '../inbox/inbox-writer.ts';
import { channelLane } from './apply-channel-messages.ts';
import { channelProvider } from './link-deliveries.ts';

/**
 * POST /events on the private address: what odoo-subgraph tells, signed. Committed to the inbox before 2xx, like any other source. A body that
 * does not fit the schema is our own mistake and answered 400, so that the sender keeps it and a person sees it.
 */
export function registerChannelRoute(
  app: FastifyInstance,
  { inbox, secrets, logger }: { inbox: InboxWriter; secrets: () => readonly string[]; logger: Logger },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 4 * 1024 * 1024 }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/events', async (request, reply) => {
      const body = request.body as Buffer;
      if (!Buffer.isBuffer(body) || !verifyWebhook(secrets(), request.headers, body)) {
        logger.warn({ provider: channelProvider }, 'channel signature refused');
        return reply.code(401).send({ status: 401, message: 'the signature does not fit' });
      }
      const parsed = channelBody.safeParse(parseJson(body));
      if (!parsed.success) {
        logger.error(
          { issues: parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`) },
          'channel body refused',
        );
        return reply.code(400).send({
          status: 400,
          message: 'the body does not fit the schema',
          issues: parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.')),
        });
      }
      const id = String(request.headers['webhook-id']);
      try {
        await inbox.add({
          provider: channelProvider,
          dedupe: createHash('sha256').update(id).digest(),
          headers: JSON.stringify({ 'webhook-id': id, 'webhook-timestamp': request.headers['webhook-timestamp'] }),
          requestId: acceptRequestId(parsed.data.events[0]?.correlationId),
          body,
          lane: channelLane,
        });
      } catch (err) {
        logger.error({ err }, 'channel message could not be stored');
        return reply
          .code(503)
          .header('retry-after', '5')
          .send({ status: 503, message: 'the message could not be stored; send it again' });
      }
      return reply.code(200).send({ status: 200, message: 'accepted' });
    });
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
