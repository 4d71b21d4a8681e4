import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { findByTrackingNumber } from '../shipment/find-by-tracking-number.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { askRegistration } from './ask-registration.ts';
import { registerByHand, requireRegistrar } from './register-by-hand.ts';
import { batchRows, findBatch, statesOf } from './registration-batch.ts';
import { listRegistrations, reportRegistrations } from './registration-report.ts';
import { replaceShipment } from './replace-shipment.ts';

const maxRows = 500;
const keyShape = /^[\x20-\x7e]{1,200}$/;

const refusal = (field: string, message: string) => ({ code: 'BAD_USER_INPUT', message, field: ['input', field] });

/** As the viewer sees it: within scope, or as anybody sees it who holds the number. */
async function seen(
  context: RequestContext,
  shipmentId: string,
  input: { trackingNumber: string; carrierCode?: string | null },
): Promise<ShipmentView | null> {
  const own = await context.shipments.byId.load(shipmentId);
  if (own) return own;
  const { trackingNumber, carrierCode } = input;
  return findByTrackingNumber(context, { trackingNumber, carrierCode: carrierCode || null }).catch(() => null);
}

export const registrationResolvers = {
  Query: {
    registrationBatch(_root, { name }, context) {
      requireRegistrar(context.viewer);
      return keyShape.test(name) ? findBatch(context, name) : null;
    },
    registrations: (_root, { state, pending, first, after }, context) =>
      listRegistrations(context, { state: state ?? null, pending: pending ?? null, first, after: after ?? null }),
    registrationReport: (_root, _args, context) => reportRegistrations(context, new Date()),
  },
  Mutation: {
    registrationRetrack: (_root, { input }, context) => askRegistration(context, 'RETRACK', input),
    registrationDelete: (_root, { input }, context) => askRegistration(context, 'DELETE', input),
    shipmentReplace: (_root, { input }, context) => replaceShipment(context, input),
    async shipmentRegister(_root, { input }, context) {
      requireRegistrar(context.viewer);
      const { idempotencyKey: key } = input;
      if (key != null && !keyShape.test(key))
        return {
          shipment: null,
          userErrors: [refusal('idempotencyKey', 'idempotencyKey has 1 to 200 characters of printable ASCII.')],
        };
      const [outcome] = await registerByHand(context, [{ row: 0, ...input }], {
        key: key ?? null,
        at: () => ['input'],
      });
      return {
        shipment: outcome?.shipmentId ? await seen(context, outcome.shipmentId, input) : null,
        userErrors: outcome?.errors ?? [],
      };
    },
    async shipmentRegisterMany(_root, { input: { batch, rows } }, context) {
      requireRegistrar(context.viewer);
      const refuse = (field: string, message: string) => ({ rows: [], userErrors: [refusal(field, message)] });
      if (!keyShape.test(batch)) return refuse('batch', 'batch has 1 to 200 characters of printable ASCII.');
      if (rows.length < 1 || rows.length > maxRows)
        return refuse(
          'rows',
          `1 to ${maxRows} rows at a time; ${rows.length} were sent. Send the others under the same batch.`,
        );
      const strange = rows.findIndex(({ row }) => row < 1);
      if (strange >= 0)
        return refuse('rows', `Row ${strange} of the list has the number ${rows[strange]?.row}; numbers begin with 1.`);
      if (new Set(rows.map(({ row }) => row)).size < rows.length)
        return refuse('rows', 'Two rows have the same number.');
      const outcomes = await registerByHand(context, rows, {
        key: batch,
        at: (index) => ['input', 'rows', String(index)],
      });
      const states = await statesOf(
        context.sql,
        outcomes.flatMap(({ shipmentId }) => shipmentId ?? []),
      );
      return {
        rows: outcomes.map((outcome) => ({ ...outcome, state: states.get(outcome.shipmentId ?? '') ?? null })),
        userErrors: [],
      };
    },
  },
  RegistrationBatch: {
    rows: (batch, { first, after }, { sql }) => batchRows(sql, batch, { first, after: after ?? null }),
  },
  RegistrationRow: {
    shipment: ({ shipmentId }, _args, context) =>
      shipmentId === null ? null : context.shipments.byId.load(shipmentId),
    isAccepted: ({ shipmentId }) => shipmentId !== null,
    userErrors: ({ errors }) => errors,
  },
  Registration: {
    shipment: ({ shipmentId }, _args, context) => context.shipments.byId.load(shipmentId),
    registeredAt: ({ registeredAt }) => registeredAt?.toISOString() ?? null,
    requestedAt: ({ requestedAt }) => requestedAt.toISOString(),
    pendingSince: ({ pendingSince }) => pendingSince?.toISOString() ?? null,
    request: ({ request }, _args, { viewer }) => (viewer.level === 'STAFF' ? request : null),
  },
  Shipment: {
    registration: (shipment, _args, { viewer, registrations }) =>
      shipment.access !== 'L0' && (viewer.level === 'STAFF' || viewer.level === 'PARTNER')
        ? registrations.load(shipment.id)
        : null,
  },
} satisfies Resolvers;
