import { isOperator, toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import type { EventRow } from './event.loaders.ts';

/** An event as one viewer sees it; `isCoarse` (level L0) hides names and places. */
export interface EventView extends EventRow {
  isCoarse: boolean;
}

export const eventResolvers = {
  Event: {
    id: (event) => toGlobalId('Event', `${event.shipmentId}:${event.key}`),
    description: (event) => (event.isCoarse ? null : event.description),
    occurredAt: (event) => ({
      instant: event.occurredInstant?.toISOString() ?? null,
      local: event.occurredLocal,
      precision: event.occurredPrecision,
    }),
    raw: (event, _args, { viewer, rawMessages }) =>
      isOperator(viewer) ? rawMessages.load({ shipmentId: event.shipmentId, key: event.key }) : null,
    location(event) {
      if (!event.placeText && !event.city && !event.countryCode && event.latitude === null) return null;
      if (event.isCoarse)
        return event.countryCode
          ? {
              text: null,
              city: null,
              countryCode: event.countryCode,
              latitude: null,
              longitude: null,
              coordinatePrecision: null,
            }
          : null;
      return {
        text: event.placeText,
        city: event.city,
        countryCode: event.countryCode,
        latitude: event.latitude,
        longitude: event.longitude,
        coordinatePrecision: event.placePrecision,
      };
    },
  },
} satisfies Resolvers;
