import type { OperationEnvelope, Sql, Viewer } from '@milepost/service-kit';
import type { AskSubgraph } from './ask-subgraph.ts';

/** Per process. */
export interface IdentityDeps {
  /** Schema auth. */
  sql: Sql;
  /** Asks another subgraph in the name of the viewer. */
  ask: AskSubgraph;
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
