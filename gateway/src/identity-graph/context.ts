import type { KeyObject } from 'node:crypto';
import type { OperationEnvelope, Sql, TransactionSql, Viewer } from '@milepost/service-kit';
import type { ContactOf } from '../identity/customer-accounts.ts';
import type { AskSubgraph } from './ask-subgraph.ts';

/** Where mails are handed in. `isOn` false: nobody would get one. */
interface Mails {
  readonly isOn: boolean;
  sendMail(
    mail: { to: string; subject: string; text: string; purpose: string; expiresAt?: Date; senderName?: string },
    tx: Sql | TransactionSql,
  ): Promise<void>;
}

/** Per process. */
export interface IdentityDeps {
  /** Schema auth. */
  sql: Sql;
  /** Asks another subgraph in the name of the viewer. */
  ask: AskSubgraph;
  /** Where one-time codes go; no viewer may ask this. */
  contactOf: ContactOf;
  mails: Mails;
  /** Whose name mails about an order of this company come by; null: the installation's own. */
  senderOf: (companyId: number | null) => string | null;
  /** Under which one-time codes are hashed. */
  codeKey: KeyObject;
  /** Under which secrets of partner clients are hashed. */
  partnerPepper: KeyObject;
  publicOrigin: string;
}

/** Per operation. */
export interface RequestContext extends IdentityDeps {
  viewer: Viewer;
  /** The viewer's own token, to ask other subgraphs in their name. */
  viewerToken: string;
  requestId: string;
  /** Of the client, for limits; see OperationEnvelope. */
  address: string;
}

export function createRequestContext(
  deps: IdentityDeps,
  { viewer, viewerToken, requestId, address }: OperationEnvelope,
): RequestContext {
  return { ...deps, viewer, viewerToken, requestId, address };
}
