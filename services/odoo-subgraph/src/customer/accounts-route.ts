import { AppError, toGraphQLError, type ViewerVerifier } from '@milepost/service-kit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FindAccounts } from './find-accounts.ts';

const input = z.object({ email: z.string().min(3).max(320) });

/**
 * POST /accounts { email } -> { customers, name }, on the private address and for the gateway only: a viewer token of role `system`. It says who is a customer, so
 * nobody else may ask, whatever he may see.
 */
export function registerAccountsRoute(
  app: FastifyInstance,
  { verifyViewer, findAccounts }: { verifyViewer: ViewerVerifier; findAccounts: FindAccounts },
): void {
  app.post('/accounts', { bodyLimit: 4 * 1024 }, async (request, reply) => {
    try {
      const viewer = await verifyViewer(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]);
      if (viewer.role !== 'system') throw new AppError('FORBIDDEN', 'only the gateway may ask this');
      const given = input.safeParse(request.body);
      if (!given.success)
        throw new AppError('BAD_USER_INPUT', 'send {"email": …}, 3 to 320 characters', { details: { field: 'email' } });
      return await findAccounts(given.data.email);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { message, extensions } = toGraphQLError(error);
      const status = { UNAUTHENTICATED: 401, FORBIDDEN: 403, BAD_USER_INPUT: 400 }[error.code as string] ?? 503;
      return reply.code(status).send({ errors: [{ message, extensions }] });
    }
  });
}
