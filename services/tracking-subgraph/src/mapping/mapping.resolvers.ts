import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { VersionOutcome } from '../rule-version/rule-versions.ts';
import { createMapping, isReadable, type MappingRule } from './mapping.ts';
import { diffMapping } from './mapping-diff.ts';
import { lintMapping, mappingVersions } from './mapping-versions.ts';

const versions = ({ wakeMapping }: RequestContext) => mappingVersions(wakeMapping);
const answer = async (outcome: Promise<VersionOutcome<MappingRule>>) => {
  const { version, userErrors } = await outcome;
  return { mapping: version, userErrors };
};

export const mappingResolvers = {
  Query: {
    mappings: (_root, { first }, context) => versions(context).list(context, first ?? null),
    mapping: (_root, { number }, context) => versions(context).find(context, number),
  },
  Mutation: {
    mappingDraftCreate: (_root, { input }, context) => answer(versions(context).createDraft(context, input)),
    mappingDraftSave: (_root, { input }, context) =>
      answer(
        versions(context).saveDraft(context, {
          ...input,
          rules: input.rules.map((rule) => ({
            ...rule,
            code: rule.code ?? null,
            subCode: rule.subCode ?? null,
            reason: rule.reason ?? null,
            isDelay: rule.isDelay ?? false,
          })),
        }),
      ),
    mappingDraftDiscard: (_root, { input }, context) => answer(versions(context).discardDraft(context, input)),
    mappingDraftPublish: (_root, { input }, context) => answer(versions(context).publishDraft(context, input)),
    mappingRollBack: (_root, { input }, context) => answer(versions(context).rollBack(context, input)),
  },
  MappingVersion: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
    publishedAt: ({ publishedAt }) => publishedAt?.toISOString() ?? null,
    lint: ({ rules }, _args, context) => lintMapping(context, rules),
    diff: ({ number, rules }, { shipments }, context) =>
      diffMapping(context, createMapping(number, rules), shipments ?? 1_000),
  },
  MappingRule: {
    // A half of the meaning would be another one, and could be saved as that.
    milestone: (rule) => (isReadable(rule) ? rule.milestone : null),
    reason: (rule) => (isReadable(rule) ? rule.reason : null),
  },
  ShipmentChange: {
    shipment: ({ shipmentId }, _args, context) => context.shipments.byId.load(shipmentId),
    fromStatus: ({ from }) => from.status,
    fromMilestone: ({ from }) => from.milestone,
    toStatus: ({ to }) => to.status,
    toMilestone: ({ to }) => to.milestone,
  },
} satisfies Resolvers;
