import { BadUserInputError, ForbiddenError, odooIdFrom, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { changeMany, undoMany } from './bulk.ts';
import { declareOutage, endOutage, listOutages } from './carrier-outages.ts';
import { escalations } from './case-clock.ts';
import type { CaseRule } from './case-rule.ts';
import { caseRules } from './case-rules.ts';
import type { CaseType } from './case-type.ts';
import { exportCases } from './export-cases.ts';
import { type CaseFilter, type CaseView, countCases, findStaff, listCases, listIncidents } from './find-cases.ts';
import { localUuid, rememberStaff, requireStaff } from './staff.ts';
import { severities } from './subject.ts';
import {
  assignCase,
  noteCase,
  openCase,
  reopenCase,
  resolveCase,
  resumeCase,
  snoozeCase,
  waitCase,
} from './work-on-cases.ts';

/** Whoever looks at cases can be given one. */
async function staffAtWork({ sql, viewer }: RequestContext): Promise<void> {
  requireStaff(viewer);
  await rememberStaff(sql, viewer);
}

const isStaff = ({ viewer }: RequestContext) => viewer.role === 'agent' || viewer.role === 'operator';

export const caseResolvers = {
  Query: {
    async cases(_root, { filter, orderBy, first, after }, context) {
      await staffAtWork(context);
      return listCases(
        context,
        { filter: (filter ?? {}) as CaseFilter, orderBy: orderBy ?? 'PRIORITY', first, after },
        new Date(),
      );
    },
    async case(_root, { id }, context) {
      requireStaff(context.viewer);
      const local = localUuid('Case', id);
      if (local === null) throw new BadUserInputError('id', 'id is not an id of type Case');
      return context.cases.byId.load(local);
    },
    async caseCounts(_root, { filters }, context) {
      await staffAtWork(context);
      return countCases(context, filters as CaseFilter[], new Date());
    },
    caseTypes(_root, _args, context) {
      requireStaff(context.viewer);
      return (Object.entries(caseRules) as [CaseType, CaseRule][]).map(([type, rule]) => ({
        type,
        opens: rule.opens,
        closes: rule.closes,
        severity: rule.severity,
        dueHours: context.casePolicy.policy.dueHours[type] ?? rule.dueHours,
        recommendedAction: rule.action,
      }));
    },
    incidents: (_root, { state, first, after }, context) =>
      listIncidents(context, { state: state ?? null, first, after }),
    async incident(_root, { id }, context) {
      requireStaff(context.viewer);
      const local = localUuid('Incident', id);
      if (local === null) throw new BadUserInputError('id', 'id is not an id of type Incident');
      return context.cases.incident.load(local);
    },
    async staff(_root, { text }, context) {
      await staffAtWork(context);
      return findStaff(context, text ?? null);
    },
    carrierOutages: (_root, { isOver }, context) => listOutages(context, isOver ?? false),
  },
  Mutation: {
    caseListExport: (_root, { input: { filter, orderBy } }, context) =>
      exportCases(context, { filter: (filter ?? {}) as CaseFilter, orderBy: orderBy ?? 'PRIORITY' }, new Date()),
    caseAssign: (_root, { input }, context) => assignCase(context, input),
    caseNote: (_root, { input }, context) => noteCase(context, input),
    caseSnooze: (_root, { input }, context) => snoozeCase(context, input),
    caseWait: (_root, { input }, context) => waitCase(context, input),
    caseResume: (_root, { input }, context) => resumeCase(context, input),
    caseResolve: (_root, { input }, context) => resolveCase(context, input),
    caseReopen: (_root, { input }, context) => reopenCase(context, input),
    caseOpen: (_root, { input }, context) => openCase(context, input),
    caseBulk: (_root, { input }, context) => changeMany(context, input),
    caseBulkUndo: (_root, { input }, context) => undoMany(context, input),
    carrierOutageDeclare: (_root, { input }, context) => declareOutage(context, input),
    carrierOutageEnd: (_root, { input }, context) => endOutage(context, input.outageId),
  },
  Case: {
    __resolveReference({ id }, context) {
      const local = localUuid('Case', id);
      if (!isStaff(context)) throw new ForbiddenError('this is for agents and operators');
      return local === null ? null : context.cases.byId.load(local);
    },
    id: ({ id }) => toGlobalId('Case', id),
    severity: (one) => severities[one.severity - 1] ?? 'MEDIUM',
    recommendedAction: ({ type }) => caseRules[type].action,
    priority: ({ score, parts }) => ({ score, parts: [...parts] }),
    openedAt: ({ openedAt }) => openedAt.toISOString(),
    dueAt: ({ dueAt }) => dueAt?.toISOString() ?? null,
    escalation: ({ escalation }) => escalations[escalation] ?? 'ESCALATED',
    snoozedUntil: ({ snoozedUntil }) => snoozedUntil?.toISOString() ?? null,
    closedAt: ({ closedAt }) => closedAt?.toISOString() ?? null,
    resolution: ({ resolution }) => resolution as never,
    assignee: ({ assigneeId }, _args, { cases }) => (assigneeId === null ? null : cases.staff.load(assigneeId)),
    async order(one, _args, context) {
      const id = one.shipmentId === null ? one.orderId : await orderOf(one.shipmentId, context);
      return id == null ? null : { id: toGlobalId('Order', id) };
    },
    delivery: ({ deliveryId }) => (deliveryId === null ? null : { id: toGlobalId('Delivery', deliveryId) }),
    shipment: ({ shipmentId }, _args, { shipments }) => (shipmentId === null ? null : shipments.byId.load(shipmentId)),
    async evidence({ shipmentId, evidence }, _args, { factReferences }) {
      if (shipmentId === null) return [];
      const facts = (await Promise.all(evidence.map((key) => factReferences.load({ shipmentId, key })))).flat();
      return [...new Map(facts.map((fact) => [fact.key, fact])).values()];
    },
    incident: ({ incidentId }, _args, { cases }) => (incidentId === null ? null : cases.incident.load(incidentId)),
    history: ({ id }, _args, { cases }) => cases.history.load(id),
  },
  CaseHistoryEntry: {
    id: ({ id }) => toGlobalId('CaseHistoryEntry', id),
    at: ({ at }) => at.toISOString(),
    by: ({ staffId }, _args, { cases }) => (staffId === null ? null : cases.staff.load(staffId)),
  },
  StaffMember: {
    id: ({ id }) => toGlobalId('StaffMember', id),
    isViewer: ({ sub }, _args, { viewer }) => sub === (viewer.sub ?? viewer.sid),
  },
  Incident: {
    id: ({ id }) => toGlobalId('Incident', id),
    state: ({ closedAt }) => (closedAt === null ? 'OPEN' : 'CLOSED'),
    openedAt: ({ openedAt }) => openedAt.toISOString(),
    closedAt: ({ closedAt }) => closedAt?.toISOString() ?? null,
    caseCount: ({ id }, _args, { cases }) => cases.incidentCases.load(id),
  },
  CarrierOutage: {
    id: ({ id }) => toGlobalId('CarrierOutage', id),
    from: ({ from }) => from.toISOString(),
    until: ({ until }) => until?.toISOString() ?? null,
    declaredBy: ({ staffId }, _args, { cases }) => cases.staff.load(staffId),
  },
  Order: {
    cases: ({ id }, _args, context) => {
      const local = odooIdFrom('Order', id);
      return !isStaff(context) || local === null ? null : context.cases.byOrder.load(local);
    },
  },
  Shipment: {
    cases: (shipment, _args, context): Promise<CaseView[]> | null =>
      !isStaff(context) || shipment.access === 'L0' ? null : context.cases.byShipment.load(shipment.id),
  },
} satisfies Resolvers;

async function orderOf(shipmentId: string, { shipments }: RequestContext): Promise<number | undefined> {
  const [oldest] = await shipments.orderIds.load(shipmentId);
  return oldest;
}
