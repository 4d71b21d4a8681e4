import type { Logger, OperationEnvelope, Sql, Viewer } from '@milepost/service-kit';
import { createEventLoaders, type EventLoaders } from './event/event.loaders.ts';
import type { LiveFeed } from './live/live-feed.ts';
import { createShipmentLoaders, type ShipmentLoaders } from './shipment/shipment.loaders.ts';

/** Per process. */
export interface AppContext {
  sql: Sql;
  feed: LiveFeed;
  logger: Logger;
}

/** Per operation; loaders are made on first use. */
export interface RequestContext {
  sql: Sql;
  feed: LiveFeed;
  viewer: Viewer;
  asOf: string | undefined;
  readonly shipments: ShipmentLoaders;
  readonly events: EventLoaders;
}

export function createRequestContext(
  { sql, feed }: AppContext,
  { viewer, asOf }: Pick<OperationEnvelope, 'viewer' | 'asOf'>,
): RequestContext {
  let shipments: ShipmentLoaders | undefined;
  let events: EventLoaders | undefined;
  return {
    sql,
    feed,
    viewer,
    asOf,
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
