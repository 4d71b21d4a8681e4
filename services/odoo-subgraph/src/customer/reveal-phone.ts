import {
  auditActor,
  ForbiddenError,
  fieldKeyId,
  type KeyStore,
  odooIdFrom,
  openField,
  recordAudit,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import { cellContext, type SealedColumn } from '../mirror/seal-contacts.ts';
import { readerSettings, scopeCondition } from '../scope.ts';
import { keepReason, problemOfReason } from './stated-reason.ts';

export interface Refusal {
  code: 'BAD_USER_INPUT' | 'NOT_FOUND';
  message: string;
  field: string[];
}
export const noSuchCustomer: Refusal = Object.freeze({
  code: 'NOT_FOUND',
  message: 'There is no such customer, or it is not yours.',
  field: ['input', 'customerId'],
});

/**
 * The phone number of a customer account, for a colleague who says why. Read as the viewer may read, and recorded in the same transaction: without the record there is no number.
 * Throws ForbiddenError for everybody but staff.
 */
export async function revealPhone(
  { sql, customerKeys, onOpened }: { sql: Sql; customerKeys: KeyStore; onOpened: (column: SealedColumn) => void },
  { viewer, requestId }: { viewer: Viewer; requestId: string },
  given: { customerId: string; reason: string },
): Promise<{ customerId: number; phone: string | null } | Refusal> {
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const customerId = odooIdFrom('Customer', given.customerId);
  if (customerId === null)
    return { code: 'BAD_USER_INPUT', message: 'customerId is no id of a customer.', field: ['input', 'customerId'] };
  const problem = problemOfReason(given.reason);
  if (problem) return { code: 'BAD_USER_INPUT', message: problem, field: ['input', 'reason'] };

  return sql.begin(async (tx) => {
    // Both walls, as for every read: the scope in the statement, and the readers' role with the viewer's settings.
    const settings = Object.entries(viewerSettings(viewer)).flat();
    await tx.unsafe(
      `select ${Object.keys(viewerSettings(viewer)).map((_, i) => `set_config($${i * 2 + 1}, $${i * 2 + 2}, true)`)}`,
      settings,
    );
    await tx.unsafe(`set local role ${readerSettings.role}`);
    const scope = scopeCondition(viewer, 'o', 2);
    const [row] = await tx.unsafe<{ phone_sealed: Buffer | null }[]>(
      `select p.phone_sealed from odoo.partner p
       where p.id = $1 and exists (select 1 from odoo.sale_order o where o.commercial_partner_id = p.id and ${scope.text})`,
      [customerId, ...scope.values] as never,
    );
    await tx.unsafe('set local role none');
    if (!row) return noSuchCustomer;
    const keyId = row.phone_sealed && fieldKeyId(row.phone_sealed);
    const key = keyId === null ? undefined : (await customerKeys.find([keyId], tx)).get(keyId);
    let phone: string | null = null;
    if (row.phone_sealed && key) {
      onOpened('phone_sealed');
      phone = openField(key.key, row.phone_sealed, cellContext('phone_sealed', customerId));
    }
    const action = 'customer.phone_revealed';
    const who = auditActor(viewer);
    const detail = await keepReason(tx, { actor: who.actor, action, customerId, reason: given.reason });
    await recordAudit(tx, { schema: 'odoo', ...who, action, subject: `customer ${customerId}`, requestId, detail });
    return { customerId, phone };
  });
}
