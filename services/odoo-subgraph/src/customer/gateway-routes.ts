import { AppError, odooIdFrom, toGraphQLError, type ViewerVerifier } from '@milepost/service-kit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FindAccounts } from './find-accounts.ts';
import type { FindOrderContact } from './find-order-contact.ts';

const byEmail = z.object({ email: z.string().min(3).max(320) });
const byOrder = z.object({ orderId: z.string().max(200) });

/**
 * What the gateway alone may ask, on the private address, with a viewer token of role `system`: they say who is a customer and where customers read their mail,
 * so nobody else may, whatever he sees.
 *
 * POST /accounts { email } -> { customers, name }
 * POST /order-contact { orderId } -> { email, orderName, companyId }; 404 for an order that there is not
 */
export function registerGatewayRoutes(
  app: FastifyInstance,
  {
    verifyViewer,
    findAccounts,
    findOrderContact,
  }: { verifyViewer: ViewerVerifier; findAccounts: FindAccounts; findOrderContact: FindOrderContact },
): void {
  const route = (path: string, answer: (body: unknown) => Promise<object>) =>
    app.post(path, { bodyLimit: 4 * 1024 }, async (request, reply) => {
      try {
        const viewer = await verifyViewer(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]);
        if (viewer.role !== 'system') throw new AppError('FORBIDDEN', 'only the gateway may ask this');
        return await answer(request.body);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { message, extensions } = toGraphQLError(error);
        const status =
          { UNAUTHENTICATED: 401, FORBIDDEN: 403, BAD_USER_INPUT: 400, NOT_FOUND: 404 }[error.code as string] ?? 503;
        return reply.code(status).send({ errors: [{ message, extensions }] });
      }
    });

  route('/accounts', async (body) => {
    const given = byEmail.safeParse(body);
    if (!given.success)
      throw new AppError('BAD_USER_INPUT', 'send {"email": …}, 3 to 320 characters', { details: { field: 'email' } });
    return findAccounts(given.data.email);
  });

  route('/order-contact', async (body) => {
    const given = byOrder.safeParse(body);
    const orderId = given.success ? odooIdFrom('Order', given.data.orderId) : null;
    if (orderId === null)
      throw new AppError('BAD_USER_INPUT', 'send {"orderId": …}, the id of an order', {
        details: { field: 'orderId' },
      });
    const contact = await findOrderContact(orderId);
    if (!contact) throw new AppError('NOT_FOUND', 'there is no such order');
    return contact;
  });
}
