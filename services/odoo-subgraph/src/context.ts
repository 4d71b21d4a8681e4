import {
  createDisclosures,
  type Disclosures,
  type OperationEnvelope,
  type Reader,
  readAs,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import type { OrderAccess } from './access/create-order-access.ts';
import { type ContactLoaders, createContactLoaders } from './customer/contact.loaders.ts';
import type { CustomerVerbs } from './customer/customer-verbs.ts';
import type { ReadThrough } from './mirror/read-through.ts';
import { createOrderLoaders, type OrderLoaders } from './order/order.loaders.ts';
import { plansByKey } from './scope.ts';
import type { FindContacts } from './search/find-contacts.ts';
import { createSearches, type Searches } from './search/search.ts';

/** Per operation. */
export interface RequestContext {
  /** What the viewer may read, whatever a statement asks for; by key. */
  reader: Reader;
  /** The same for lists and searches; see `plansByKey`. */
  listReader: Reader;
  /** Owner of the schema: for what is recorded, never to read for a viewer. */
  sql: Sql;
  viewer: Viewer;
  requestId: string;
  /** Of the client, for limits; see OperationEnvelope. */
  address: string;
  loaders: OrderLoaders;
  /** Asks Odoo for an order that is not in the mirror yet. */
  readThrough: ReadThrough;
  /** Contact data, sealed until asked for. */
  contacts: ContactLoaders;
  /** What is done to customers. */
  customers: CustomerVerbs;
  searches: Searches;
  /** What this operation shows of people. */
  disclosures: Disclosures;
  orderAccess: OrderAccess;
}

/** `readSql`: a client whose sessions have a role that owns nothing; `auditSql`: one for rows of the audit that reads leave. */
export function createRequestContext(
  {
    sql,
    readSql,
    auditSql,
    orderAccess,
    customers,
    findContacts,
    readThrough,
  }: {
    sql: Sql;
    readSql: Sql;
    auditSql: Sql;
    orderAccess: OrderAccess;
    customers: CustomerVerbs;
    findContacts: FindContacts;
    readThrough: ReadThrough;
  },
  { viewer, address, requestId }: Pick<OperationEnvelope, 'viewer' | 'address' | 'requestId'>,
): RequestContext {
  const settings = viewerSettings(viewer);
  const reader = readAs(readSql, { ...settings, ...plansByKey });
  const listReader = readAs(readSql, settings);
  return {
    reader,
    listReader,
    sql,
    viewer,
    requestId,
    address,
    orderAccess,
    customers,
    readThrough,
    loaders: createOrderLoaders({ reader, listReader, viewer }),
    contacts: createContactLoaders({ reader, viewer, ...customers }),
    searches: createSearches({ reader: listReader, viewer, findContacts }),
    disclosures: createDisclosures({ sql: auditSql, schema: 'odoo', viewer, requestId }),
  };
}
