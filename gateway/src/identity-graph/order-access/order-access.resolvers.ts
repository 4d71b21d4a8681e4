import { odooIdFrom, toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { isStaff, mayShare, seesOrder } from './order-access.ts';
import { confirmCode, requestCode } from './order-codes.ts';
import { createLink, listLinks, openLink, revokeLink } from './order-links.ts';
import { createView } from './order-views.ts';

export const orderAccessResolvers = {
  Mutation: {
    async orderLinkCreate(_root, { input }, context) {
      const { orderId, expiresAt = null, purpose = null, level = null } = input;
      const made = await createLink(context, { orderId, expiresAt, purpose, level });
      return { link: null, url: null, userErrors: [], ...made };
    },
    async orderLinkRevoke(_root, { input }, context) {
      return { link: null, userErrors: [], ...(await revokeLink(context, input.linkId)) };
    },
    orderLinkOpen: (_root, { input }, context) => openLink(context, input.token),
    async orderCodeRequest(_root, { input }, context) {
      return { codeId: null, expiresAt: null, userErrors: [], ...(await requestCode(context, input.orderId)) };
    },
    async orderViewCreate(_root, { input }, context) {
      return { viewId: null, expiresAt: null, userErrors: [], ...(await createView(context, input.orderId)) };
    },
    orderCodeConfirm: (_root, { input }, context) => confirmCode(context, input),
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    async links({ id }, _args, context) {
      const orderId = odooIdFrom('Order', id);
      // The id comes from a row in scope, or from a reference that anybody may have written: asked for again.
      if (
        orderId === null ||
        !(isStaff(context.viewer) || mayShare(context.viewer)) ||
        !(await seesOrder(context, orderId))
      )
        return null;
      return listLinks(context, orderId);
    },
  },
  OrderLink: {
    id: (link) => toGlobalId('OrderLink', link.id),
    order: (link) => ({ id: toGlobalId('Order', link.order_id) }),
    createdAt: (link) => link.created_at.toISOString(),
    expiresAt: (link) => link.expires_at.toISOString(),
    revokedAt: (link) => link.revoked_at?.toISOString() ?? null,
    firstUsedAt: (link) => link.first_used_at?.toISOString() ?? null,
    lastUsedAt: (link) => link.last_used_at?.toISOString() ?? null,
    madeBy: (link) => link.made_by,
  },
} satisfies Resolvers;
