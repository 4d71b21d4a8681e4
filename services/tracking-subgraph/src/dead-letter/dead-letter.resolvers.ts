import type { Resolvers } from '../generated/resolvers.ts';
import { countDeadLetters, listDeadLetters, readQueue, replayDeadLetters } from './dead-letters.ts';

export const deadLetterResolvers = {
  Query: {
    deadLetters: (_root, { first, after, source, cause }, context) =>
      listDeadLetters(context, {
        first: first ?? null,
        after: after ?? null,
        source: source ?? null,
        cause: cause ?? null,
      }),
    deadLetterCauses: async (_root, _args, context) =>
      (await countDeadLetters(context)).map((row) => ({
        ...row,
        firstFailedAt: row.firstFailedAt.toISOString(),
        lastFailedAt: row.lastFailedAt.toISOString(),
      })),
    processingQueue: (_root, _args, context) => readQueue(context),
  },
  Mutation: {
    deadLetterReplay: (_root, { input }, context) =>
      replayDeadLetters(context, {
        ids: input.ids ?? null,
        source: input.source ?? null,
        cause: input.cause ?? null,
        failedFrom: input.failedFrom ?? null,
        failedBefore: input.failedBefore ?? null,
      }),
  },
  DeadLetter: {
    firstFailedAt: (letter) => letter.firstFailedAt.toISOString(),
    lastFailedAt: (letter) => letter.lastFailedAt.toISOString(),
  },
} satisfies Resolvers;
