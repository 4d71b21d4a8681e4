import { BadUserInputError, odooIdFrom, toGlobalId } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { CarrierRuleInput, Resolvers } from '../generated/resolvers.ts';
import { requireOperator } from '../scope.ts';
import { listCarrierQueue } from './carrier-queue.ts';
import type { CarrierRule } from './carrier-rule.ts';
import { carrierRuleVersions, lintVersion, progressOf } from './carrier-rule-versions.ts';
import { chooseCarrier } from './choose-carrier.ts';
import { explainOrder, requireStaff, rulesOfVersion } from './explain-order.ts';
import { importRules } from './import-rules.ts';
import { createCarrierRules } from './map-carrier.ts';
import { missingFacts } from './missing-facts.ts';
import { effectOf } from './rule-effect.ts';
import { writeRules } from './rules-file.ts';

function toRule(given: CarrierRuleInput, i: number): CarrierRule {
  const companyId = given.companyId == null ? null : odooIdFrom('Company', given.companyId);
  if (given.companyId != null && companyId === null)
    throw new BadUserInputError(`rules.${i}.companyId`, `companyId of rule ${i} is not an id of type Company`);
  return {
    deliveryMethod: given.deliveryMethod ?? null,
    countries: given.countries ?? [],
    service: given.service ?? null,
    companyId,
    numberFormat: given.numberFormat ?? null,
    numberPattern: given.numberPattern ?? null,
    carrierCode: given.carrierCode,
  };
}

export const carrierRulesResolvers = {
  Query: {
    carrierRuleVersions: (_root, { first }, context) => carrierRuleVersions(context).list(context, first ?? null),
    carrierRuleVersion: (_root, { number }, context) => carrierRuleVersions(context).find(context, number),
    async carrierExplain(_root, { orderName, version }, context) {
      requireStaff(context.viewer);
      if (version != null) requireOperator(context.viewer);
      const rules = await rulesOfVersion(version ?? null, {
        published: () => context.carrierRules.refresh(),
        builtIn: context.builtIn,
        read: (number) => carrierRuleVersions(context).read(context.sql, number),
      });
      return explainOrder(context, rules, orderName);
    },
    carrierQueue: (_root, { first, after }, context) =>
      listCarrierQueue(context, context.carrierRules.current(), { first: first ?? null, after: after ?? null }),
  },
  Mutation: {
    carrierRuleDraftCreate: (_root, { input }, context) => carrierRuleVersions(context).createDraft(context, input),
    carrierRuleDraftSave: (_root, { input }, context) =>
      carrierRuleVersions(context).saveDraft(context, { ...input, rules: input.rules.map(toRule) }),
    carrierRuleDraftDiscard: (_root, { input }, context) => carrierRuleVersions(context).discardDraft(context, input),
    carrierRuleDraftPublish: (_root, { input }, context) => carrierRuleVersions(context).publishDraft(context, input),
    carrierRuleRollBack: (_root, { input }, context) => carrierRuleVersions(context).rollBack(context, input),
    carrierRuleImport: (_root, { input }, context) => importRules(context, input),
    carrierChoose: (_root, { input }, context) => chooseCarrier(context, input),
  },
  CarrierQueueItem: {
    shipment: ({ shipmentId }, _args, context) => context.shipments.byId.load(shipmentId),
    waitingSince: ({ waitingSince }) => waitingSince.toISOString(),
    outcome: ({ verdict }) => verdict.outcome,
    why: ({ verdict }) => verdict.why,
  },
  CarrierSuggestion: {
    carrierName: ({ carrierCode }) => findCarrier(carrierCode)?.name ?? carrierCode,
  },
  CarrierRuleVersion: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
    publishedAt: ({ publishedAt }) => publishedAt?.toISOString() ?? null,
    file: ({ rules }, { format }) => writeRules(rules, format ?? 'CSV'),
    lint: ({ rules }, _args, context) => lintVersion(context, rules, context.builtIn),
    effect({ number, rules, state }, _args, { sql, builtIn }) {
      return state === 'DRAFT' ? effectOf(sql, createCarrierRules(number, rules, builtIn)) : null;
    },
    progress: ({ number, state }, _args, context) => (state === 'PUBLISHED' ? progressOf(context.sql, number) : null),
  },
  CarrierRuleImportReport: {
    effect({ errors, rules }, _args, { sql, builtIn, carrierRules }) {
      // Under a number that is nobody's yet.
      return errors.length > 0
        ? null
        : effectOf(sql, createCarrierRules(carrierRules.current().number + 1, rules, builtIn));
    },
  },
  CarrierRule: {
    companyId: ({ companyId }) => (companyId === null ? null : toGlobalId('Company', companyId)),
  },
  CarrierExplanation: {
    delivery: ({ deliveryId }) => ({ id: toGlobalId('Delivery', deliveryId) }),
    outcome: ({ verdict }) => verdict.outcome,
    carrierCode: ({ verdict }) => (verdict.outcome === 'MAPPED' ? verdict.carrierCode : null),
    missingFacts: ({ verdict }) => (verdict.outcome === 'MAPPED' ? [...missingFacts(verdict.carrierCode)] : []),
    decidedBy: ({ verdict }) => (verdict.outcome === 'MAPPED' ? verdict.rule : null),
    tied: ({ verdict }) => (verdict.outcome === 'AMBIGUOUS' ? [...verdict.rules] : []),
    why: ({ verdict }) => verdict.why,
  },
} satisfies Resolvers;
