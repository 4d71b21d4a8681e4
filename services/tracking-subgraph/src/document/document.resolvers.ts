import { toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { DocumentView } from './document.loaders.ts';

export const documentResolvers = {
  ProofOfDelivery: {
    documents: ({ shipmentId }, _args, { documents }) => documents.byShipment.load(shipmentId),
  },
  ProofDocument: {
    id: ({ id }) => toGlobalId('ProofDocument', id),
    url(document, _args, context) {
      const address = addressOf(document, context);
      // Whoever has the address sees who signed, or where somebody lives.
      if (address) context.disclosures.shown(`shipment ${document.shipmentId}`, 'ProofDocument.url');
      return address?.url ?? null;
    },
    expiresAt: (document, _args, context) => addressOf(document, context)?.expiresAt.toISOString() ?? null,
    byteCount: ({ state, byteCount }) => (state === 'READY' ? byteCount : null),
    contentType: ({ state, contentType }) => (state === 'READY' ? contentType : null),
  },
} satisfies Resolvers;

const addressOf = ({ id, state }: DocumentView, { documentAddresses, now }: RequestContext) =>
  state === 'READY' ? documentAddresses.make('read', id, now) : null;
