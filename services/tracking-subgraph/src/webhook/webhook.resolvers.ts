import { toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { encodeLiveCursor } from '../live/cursor.ts';
import {
  cancelReplay,
  createEndpoint,
  deleteEndpoint,
  type Outcome,
  pauseEndpoint,
  resendMessage,
  resumeEndpoint,
  rotateSecret,
  sendTest,
  startReplay,
  updateEndpoint,
} from './change-endpoints.ts';
import { endpointIdFrom, findEndpoint, findMessage, findReplay, listEndpoints, listMessages } from './endpoint-rows.ts';
import { payloadInScope } from './message-scope.ts';

const at = (date: Date | null) => date?.toISOString() ?? null;
const cursor = (seq: string) => encodeLiveCursor(Number(seq));

async function endpointAnswer(context: RequestContext, outcome: Promise<Outcome>) {
  const { id, secret, userErrors } = await outcome;
  return { endpoint: await findEndpoint(context, id), secret, userErrors };
}
async function messageAnswer(context: RequestContext, outcome: Promise<Outcome>) {
  const { id, userErrors } = await outcome;
  return { message: await findMessage(context, id), userErrors };
}
async function replayAnswer(context: RequestContext, outcome: Promise<Outcome>) {
  const { id, userErrors } = await outcome;
  return { replay: await findReplay(context, id), userErrors };
}

export const webhookResolvers = {
  Query: {
    webhookEndpoints: (_root, { first, after, clientId }, context) =>
      listEndpoints(context, { first, after, clientId }),
    webhookEndpoint: (_root, { id }, context) => findEndpoint(context, endpointIdFrom(id)),
  },
  Mutation: {
    webhookEndpointCreate: (_root, { input }, context) => endpointAnswer(context, createEndpoint(context, input)),
    webhookEndpointUpdate: (_root, { input }, context) => endpointAnswer(context, updateEndpoint(context, input)),
    webhookEndpointDelete: (_root, { input }, context) =>
      endpointAnswer(context, deleteEndpoint(context, input.endpointId)),
    webhookEndpointPause: (_root, { input }, context) =>
      endpointAnswer(context, pauseEndpoint(context, input.endpointId)),
    webhookEndpointResume: (_root, { input }, context) =>
      endpointAnswer(context, resumeEndpoint(context, input.endpointId)),
    webhookSecretRotate: (_root, { input }, context) => endpointAnswer(context, rotateSecret(context, input)),
    webhookTestSend: (_root, { input }, context) => messageAnswer(context, sendTest(context, input.endpointId)),
    webhookMessageResend: (_root, { input }, context) =>
      messageAnswer(context, resendMessage(context, input.messageId)),
    webhookReplayStart: (_root, { input }, context) => replayAnswer(context, startReplay(context, input)),
    webhookReplayCancel: (_root, { input }, context) => replayAnswer(context, cancelReplay(context, input.replayId)),
  },
  WebhookEndpoint: {
    id: ({ id }) => toGlobalId('WebhookEndpoint', id),
    stateSince: ({ stateSince }) => stateSince.toISOString(),
    restsUntil: ({ restingUntil }) => (restingUntil && restingUntil.getTime() > Date.now() ? at(restingUntil) : null),
    restReason: ({ restingUntil, restReason }) =>
      restingUntil && restingUntil.getTime() > Date.now() ? restReason : null,
    failureCount: ({ failures }) => failures,
    failingSince: ({ failingSince }) => at(failingSince),
    lastSuccessAt: ({ succeededAt }) => at(succeededAt),
    lastFailureAt: ({ failedAt }) => at(failedAt),
    formerSecretEndsAt: ({ formerSecretEndsAt: end }) => (end && end.getTime() > Date.now() ? at(end) : null),
    waitingCount: ({ waiting }) => waiting,
    cursor: ({ position }) => cursor(position),
    missed: ({ missedFrom, missedUntil }) =>
      missedFrom === null || missedUntil === null ? null : { after: cursor(missedFrom), until: cursor(missedUntil) },
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    messages: ({ id }, { first, after, state }, context) => listMessages(context, id, { first, after, state }),
    replays: ({ id }, _args, { webhookRows }) => webhookRows.replays.load(id),
  },
  WebhookMessage: {
    id: ({ id }) => toGlobalId('WebhookMessage', id),
    attemptCount: ({ attempts }) => attempts,
    nextAttemptAt: ({ state, nextAttemptAt }) => (state === 'WAITING' ? at(nextAttemptAt) : null),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    settledAt: ({ settledAt }) => at(settledAt),
    async payload({ shipmentId, payload }, _args, { webhookRows }) {
      const orders = shipmentId === null ? null : await webhookRows.orders.load(shipmentId);
      return orders === undefined ? null : payloadInScope(payload, orders);
    },
    attempts: ({ id }, _args, { webhookRows }) => webhookRows.attempts.load(id),
  },
  WebhookAttempt: { at: (attempt) => attempt.at.toISOString() },
  WebhookReplay: {
    id: ({ id }) => toGlobalId('WebhookReplay', id),
    after: ({ fromSeq }) => cursor(fromSeq),
    cursor: ({ position }) => cursor(position),
    until: ({ untilSeq }) => cursor(untilSeq),
    messageCount: ({ messageCount }) => Number(messageCount),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    finishedAt: ({ finishedAt }) => at(finishedAt),
  },
} satisfies Resolvers;
