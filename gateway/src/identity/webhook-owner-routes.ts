import {
  type Logger,
  ownerNotice,
  ownerViewerRequest,
  type Sql,
  verifyWebhook,
  webhookOwnerPaths,
} from '@milepost/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MailQueue } from '../mail/mail-queue.ts';
import { createSession, type Session } from './session.ts';
import { endpointDisabledMail } from './webhook-owner-mail.ts';

/** As long as a viewer token lives; asked again well before. */
const sessionMs = 60_000;

/**
 * What tracking asks about owners of webhook endpoints, signed with the secret that our services share: whom a partner's client stands for now, so that a webhook holds what the partner may see at that
 * moment and nothing after its access has ended; and that somebody has to be told.
 */
export function registerWebhookOwnerRoutes(
  app: FastifyInstance,
  {
    sql,
    mint,
    mail,
    brand,
    secrets,
    logger,
  }: {
    sql: Sql;
    mint: (session: Session) => string | Promise<string>;
    mail: Pick<MailQueue, 'isOn' | 'sendMail'>;
    brand: string;
    secrets: () => readonly string[];
    logger: Logger;
  },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 8 * 1024 }, (_request, body, done) =>
      done(null, body),
    );
    const post = (path: string, answer: (body: unknown, reply: FastifyReply) => Promise<unknown>) =>
      scope.post(path, async (request: FastifyRequest, reply) => {
        const body = request.body as Buffer;
        if (!Buffer.isBuffer(body) || !verifyWebhook(secrets(), request.headers, body)) {
          logger.warn({ path }, 'signature of a question of ours refused');
          return reply.code(401).send({ status: 401, message: 'the signature does not fit' });
        }
        try {
          return await answer(JSON.parse(body.toString('utf8')), reply);
        } catch (error) {
          if (!(error instanceof SyntaxError) && (error as Error).name !== 'ZodError') throw error;
          return reply.code(400).send({ status: 400, message: 'the body does not fit the schema' });
        }
      });

    post(webhookOwnerPaths.viewer, async (body, reply) => {
      const { clientId } = ownerViewerRequest.parse(body);
      const session = await ownerSession(sql, clientId);
      return session
        ? reply.send({ token: await mint(session) })
        : reply.code(404).send({ status: 404, message: 'no client of this name may read shipments' });
    });
    post(webhookOwnerPaths.notice, async (body, reply) => {
      const notice = ownerNotice.parse(body);
      if (!mail.isOn) return reply.code(204).send();
      await mail.sendMail(endpointDisabledMail(notice, brand));
      return reply.code(202).send();
    });
  });
}

/** Null when the client does not exist, is disabled, or was not granted shipments:read. */
async function ownerSession(sql: Sql, clientId: string): Promise<Session | null> {
  const [client] = await sql<
    {
      scopes: string[];
      companies: number[] | null;
      regions: string[] | null;
      customers: number[] | null;
    }[]
  >`select scopes, companies, regions, customers from auth.api_client
    where id = ${clientId} and disabled_at is null and 'shipments:read' = any(scopes)`;
  return client
    ? createSession(
        {
          sid: `webhooks:${clientId}`.slice(-200),
          sub: clientId,
          role: 'partner',
          level: 'PARTNER',
          orders: [],
          ...client,
        },
        Date.now() + sessionMs,
      )
    : null;
}
