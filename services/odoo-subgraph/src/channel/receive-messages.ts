import { isDatabaseUnavailable, type Logger, type Sql, verifyWebhook } from '@milepost/service-kit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** What we need of any message of tracking's; the rest is kept as it is. */
const message = z.looseObject({
  type: z.string().min(1).max(100),
  timestamp: z.iso.datetime(),
  data: z.looseObject({}),
});

/**
 * POST /events on the private address: what tracking tells, as it tells partners (Standard Webhooks). Committed before 2xx, each message once by its webhook-id.
 */
export function registerMessageRoute(
  app: FastifyInstance,
  { sql, secrets, logger }: { sql: Sql; secrets: () => readonly string[]; logger: Logger },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 256 * 1024 }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/events', async (request, reply) => {
      const body = request.body as Buffer;
      if (!Buffer.isBuffer(body) || !verifyWebhook(secrets(), request.headers, body)) {
        logger.warn('the signature of a message was refused');
        return reply.code(401).send({ status: 401, message: 'the signature does not fit' });
      }
      const id = String(request.headers['webhook-id']);
      const parsed = message.safeParse(JSON.parse(body.toString('utf8')));
      if (!parsed.success || id.length > 200) {
        const issues = parsed.success
          ? ['webhook-id']
          : parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.'));
        logger.error({ issues }, 'a message of tracking was refused');
        return reply.code(400).send({ status: 400, message: 'the body does not fit the schema', issues });
      }
      try {
        await sql`
          insert into odoo.received_message (webhook_id, event_type, body) values (${id}, ${parsed.data.type}, ${sql.json(parsed.data as never)})
          on conflict (webhook_id) do nothing`;
      } catch (err) {
        if (!isDatabaseUnavailable(err)) throw err;
        logger.warn({ err }, 'a message of tracking could not be stored');
        return reply
          .code(503)
          .header('retry-after', '5')
          .send({ status: 503, message: 'the message could not be stored; send it again' });
      }
      return reply.code(204).send();
    });
  });
}

const keptDays = 30;
const batch = 1_000;

/** What came long ago and was taken (src/write-back/take-news.ts); true: there is more. */
export async function dropReceived(sql: Sql): Promise<boolean> {
  const { count } = await sql`delete from odoo.received_message where webhook_id = any(array(
    select webhook_id from odoo.received_message where taken_at is not null and received_at < now() - ${keptDays} * interval '1 day' order by received_at limit ${batch}))`;
  return count === batch;
}
