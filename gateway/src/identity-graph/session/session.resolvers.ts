import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { describeDevice } from './device.ts';
import { findPersonByEmail, isCurrent, listSessions, personOf, revokeAllSessions, revokeSession } from './sessions.ts';

export const sessionResolvers = {
  Query: {
    sessions(_root, page, context) {
      const person = personOf(context.viewer);
      return person === null
        ? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
        : listSessions(context, person, page);
    },
    personByEmail: (_root, { email }, context) => findPersonByEmail(context, email),
  },
  Mutation: {
    sessionRevoke: (_root, { input }, context) => revokeSession(context, input.sessionId),
    sessionsRevokeAll: (_root, { input }, context) => revokeAllSessions(context, input),
  },
  Person: {
    id: ({ id }) => toGlobalId('Person', id),
    sessions: ({ id }, page, context) => listSessions(context, id, page),
  },
  Session: {
    id: ({ id }) => toGlobalId('Session', id),
    createdAt: (session) => session.created_at.toISOString(),
    lastUsedAt: (session) => session.last_used_at.toISOString(),
    endsAt: (session) => session.expires_at.toISOString(),
    address: (session) => session.ip_address || null,
    device: (session) => describeDevice(session.user_agent),
    isCurrent: ({ id }, _args, { viewer }) => isCurrent(viewer, id),
  },
} satisfies Resolvers;
