import type { Logger, OperationEnvelope, Sql, Viewer } from '@milepost/service-kit';
import { createEventLoaders, type EventLoaders } from './event/event.loaders.ts';
import { createRawMessageLoader, type RawMessageLoader, type RawSources } from './inbox/raw-messages.ts';
import type { LiveFeed } from './live/live-feed.ts';
import { createShipmentLoaders, type ShipmentLoaders } from './shipment/shipment.loaders.ts';
import { createFactReferenceLoader, type FactReferenceLoader } from './why/fact-references.ts';
import { createRederivationLoader, type RederivationLoader } from './why/rederivations.ts';

/** Per process. */
export interface AppContext {
  sql: Sql;
  feed: LiveFeed;
  logger: Logger;
  /** What is needed to open a stored message. */
  raw: RawSources;
  /** Wake-ups: the queue has something; there is something to tell; another mapping was published. */
  wakeInbox: () => void;
  wakeOutbox: () => void;
  wakeMapping: () => void;
}

/** Per operation; loaders are made on first use. */
export interface RequestContext {
  sql: Sql;
  feed: LiveFeed;
  viewer: Viewer;
  asOf: string | undefined;
  requestId: string;
  wakeInbox: () => void;
  wakeOutbox: () => void;
  wakeMapping: () => void;
  readonly rawMessages: RawMessageLoader;
  readonly factReferences: FactReferenceLoader;
  readonly rederivations: RederivationLoader;
  readonly shipments: ShipmentLoaders;
  readonly events: EventLoaders;
}

export function createRequestContext(
  { sql, feed, raw, wakeInbox, wakeOutbox, wakeMapping }: AppContext,
  { viewer, asOf, requestId }: OperationEnvelope,
): RequestContext {
  let shipments: ShipmentLoaders | undefined;
  let events: EventLoaders | undefined;
  let rawMessages: RawMessageLoader | undefined;
  let factReferences: FactReferenceLoader | undefined;
  let rederivations: RederivationLoader | undefined;
  return {
    sql,
    feed,
    viewer,
    asOf,
    requestId,
    wakeInbox,
    wakeOutbox,
    wakeMapping,
    get rawMessages() {
      rawMessages ??= createRawMessageLoader({ sql, viewer, requestId, ...raw });
      return rawMessages;
    },
    get factReferences() {
      factReferences ??= createFactReferenceLoader({ sql });
      return factReferences;
    },
    get rederivations() {
      rederivations ??= createRederivationLoader({ sql });
      return rederivations;
    },
    get shipments() {
      shipments ??= createShipmentLoaders({ sql, viewer });
      return shipments;
    },
    get events() {
      events ??= createEventLoaders({ sql });
      return events;
    },
  };
}
