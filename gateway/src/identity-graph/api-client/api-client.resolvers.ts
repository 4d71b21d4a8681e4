import { partnerScopes, toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { createClient, disableClient, enableClient, findClient, listClients, updateClient } from './api-clients.ts';
import { createSecret, revokeSecret } from './client-secrets.ts';

const instant = (text: string | null) => (text === null ? null : new Date(text).toISOString());
const nodes = (type: 'Company' | 'Customer', ids: readonly number[] | null) =>
  ids?.map((id) => ({ id: toGlobalId(type, id) })) ?? null;

export const apiClientResolvers = {
  Query: {
    apiClients: (_root, page, context) => listClients(context, page),
    apiClient: (_root, { id }, context) => findClient(context, id),
    apiScopes: () => Object.entries(partnerScopes).map(([name, description]) => ({ name, description })),
  },
  Mutation: {
    apiClientCreate: (_root, { input }, context) => createClient(context, input),
    apiClientUpdate: (_root, { input }, context) => updateClient(context, input),
    apiClientDisable: (_root, { input }, context) => disableClient(context, input.clientId),
    apiClientEnable: (_root, { input }, context) => enableClient(context, input.clientId),
    apiClientSecretCreate: (_root, { input }, context) => createSecret(context, input),
    apiClientSecretRevoke: (_root, { input }, context) => revokeSecret(context, input.secretId),
  },
  ApiClient: {
    id: ({ id }) => toGlobalId('ApiClient', id),
    clientId: ({ id }) => id,
    companies: ({ companies }) => nodes('Company', companies),
    customers: ({ customers }) => nodes('Customer', customers),
    createdAt: (client) => client.created_at.toISOString(),
    disabledAt: (client) => client.disabled_at?.toISOString() ?? null,
    lastUsedAt: ({ secrets }) =>
      instant(
        secrets.reduce<string | null>(
          (latest, { last_used_at: at }) =>
            at !== null && (latest === null || Date.parse(at) > Date.parse(latest)) ? at : latest,
          null,
        ),
      ),
  },
  ApiClientSecret: {
    id: ({ id }) => toGlobalId('ApiClientSecret', id),
    createdAt: (secret) => new Date(secret.created_at).toISOString(),
    expiresAt: (secret) => instant(secret.expires_at),
    revokedAt: (secret) => instant(secret.revoked_at),
    lastUsedAt: (secret) => instant(secret.last_used_at),
    lastUsedAddress: (secret) => secret.last_used_ip,
    isLive: ({ revoked_at, expires_at }) =>
      revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now()),
  },
} satisfies Resolvers;
