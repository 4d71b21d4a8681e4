import { auditActor, type KeyStore, type Sql, type Viewer } from '@milepost/service-kit';
import type { SealedColumn } from '../mirror/seal-contacts.ts';
import { eraseCustomer } from './erase-customer.ts';
import { revealPhone } from './reveal-phone.ts';

interface Caller {
  viewer: Viewer;
  requestId: string;
}

/** What resolvers may do to customers, and with what sealed fields are opened. `sql` has the service's own rights. */
export function createCustomerVerbs(deps: {
  sql: Sql;
  customerKeys: KeyStore;
  /** As eraseCustomer has it. */
  tellsPostcodes?: boolean;
  onOpened: (column: SealedColumn) => void;
}) {
  return {
    customerKeys: deps.customerKeys,
    onOpened: deps.onOpened,
    revealPhone: (caller: Caller, given: Parameters<typeof revealPhone>[2]) => revealPhone(deps, caller, given),
    /** See `eraseCustomer`; who may is for the caller to check. */
    erase: ({ viewer, requestId }: Caller, given: { customerId: number; reason: string }) =>
      eraseCustomer(deps, { ...auditActor(viewer), requestId, ...given }),
  };
}
export type CustomerVerbs = ReturnType<typeof createCustomerVerbs>;
