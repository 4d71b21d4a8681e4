import { aftershipTracking } from './aftership/tracking-body.ts';
import { aftershipBody, aftershipEvents } from './aftership/webhook.ts';
import { codeOf, type ProviderName } from './couriers.ts';
import type { Parcel } from './parcel.ts';
import { TrackingStore, tellingsOf } from './tracking.ts';
import { trackingmoreTracking } from './trackingmore/tracking-body.ts';
import { trackingmoreBody } from './trackingmore/webhook.ts';

/**
 * Everything that a provider posts about a registered parcel, in the order of telling, and what its API shows at the end; without network and clock, for tests of
 * what reads it. Throws when the provider does not know the carrier.
 */
export function sentBy(provider: ProviderName, parcel: Parcel): { webhooks: string[]; read: string } {
  const code = codeOf(provider, parcel.courier);
  if (code === null) throw new Error(`${provider} does not know the carrier ${parcel.courier.id}`);
  const tracking = new TrackingStore(provider).create({
    number: parcel.number,
    code,
    at: parcel.startedAt,
    given: {},
  });
  tracking.parcel = parcel;
  const tellings = tellingsOf(provider, parcel).map((telling) => ({
    ...telling,
    known: { since: telling.at, updatedAt: telling.at, sayings: telling.told, isActive: true, mark: null },
  }));
  const last = tellings.at(-1)?.known ?? tracking.history[0];
  if (!last) throw new Error(`${provider} never hears of ${parcel.journey}`);
  return {
    webhooks: tellings.flatMap((telling) =>
      provider === 'trackingmore'
        ? [trackingmoreBody(tracking, telling.known)]
        : aftershipEvents(telling).map((event) =>
            aftershipBody(tracking, telling.known, { event, name: `${telling.at} ${event}`, news: telling.news }),
          ),
    ),
    read: JSON.stringify(
      provider === 'trackingmore' ? trackingmoreTracking(tracking, last) : aftershipTracking(tracking, last),
    ),
  };
}
