import { hash } from 'node:crypto';
import { z } from 'zod';
import { carriersOf, providerCodeOf } from '../../carrier/carriers.ts';
import { createCarrierNeeds } from '../carrier-needs.ts';
import { asProviderError, carrierWithoutName, chunks, failedCreate, sameNumber, unless } from '../create-results.ts';
import type { Priority } from '../pacing/pacer.ts';
import type { ProviderError } from '../provider-errors.ts';
import type { ApiOptions } from '../provider-reader.ts';
import type {
  CreateResult,
  NewTracking,
  ProviderRegistrar,
  RemoteTracking,
  Sought,
  StopReason,
} from '../provider-registrar.ts';
import { factsOf } from '../tracking-fields.ts';
import { wireFields } from '../wire-fields.ts';
import { aftershipPath, createAftershipApi, maxListed } from './api.ts';

/** How a call is made: until when, and what for. */
type Turn = readonly [signal: AbortSignal, priority: Priority];

const remote = z.object({ id: z.string().min(1), slug: z.string().nullish(), tracking_number: z.unknown() });
type Remote = z.infer<typeof remote>;
const fields = 'id,tracking_number,slug';
const slugs = z.object({ couriers: z.array(z.object({ slug: z.string() })) });
const list = z.object({
  couriers: z.array(
    z.object({
      slug: z.string(),
      name: z.string().nullish().catch(null),
      required_fields: z.array(z.string()).nullish().catch(null),
    }),
  ),
});

/** There is none for what was cancelled: any of them would be told as a status that is not true. */
const completions: Readonly<Record<Exclude<StopReason, 'cancelled'>, string>> = {
  delivered: 'DELIVERED',
  lost: 'LOST',
  returned: 'RETURNED_TO_SENDER',
};

/**
 * The id under which a shipment is registered, in the form of AfterShip's own: a registration that is sent twice is refused as a duplicate, and whose it is
 * is known.
 */
export const aftershipId = (shipmentId: string) => hash('sha256', `aftership ${shipmentId}`).slice(0, 32);

/** What is changed at AfterShip: one number at a time, there is no batch. */
export function createAftershipRegistrar(options: ApiOptions): ProviderRegistrar {
  const api = createAftershipApi(options);
  const needs = createCarrierNeeds('aftership');
  const pathOf = (remoteId: string, verb = '') => `${aftershipPath}/trackings/${encodeURIComponent(remoteId)}${verb}`;
  const asRemote = ({ id, slug }: Remote): RemoteTracking => ({
    remoteId: id,
    carriers: carriersOf('aftership', slug ?? null),
  });
  const nameOf = (carrierCode: string) => {
    const slug = providerCodeOf('aftership', carrierCode);
    if (slug === null) throw carrierWithoutName('aftership', carrierCode);
    return slug;
  };

  async function find(
    items: readonly Sought[],
    signal: AbortSignal,
    priority: Priority,
  ): Promise<(RemoteTracking | null)[]> {
    const known = new Map<string, Remote[]>();
    const numbers = [...new Set(items.map(({ number }) => number))].filter((number) => !number.includes(','));
    for (const part of chunks(numbers, maxListed))
      for await (const page of api.list({ tracking_numbers: part.join(','), fields }, signal, priority))
        for (const tracking of page) {
          const { success, data } = remote.safeParse(tracking);
          if (!success) continue;
          const number = sameNumber(data.tracking_number);
          known.set(number, [...(known.get(number) ?? []), data]);
        }
    return items.map(({ shipmentId, number, carrierCode }) => {
      const there = known.get(sameNumber(number)) ?? [];
      const slug = carrierCode === null ? null : providerCodeOf('aftership', carrierCode);
      const found =
        there.find((one) => one.slug === slug) ??
        there.find(({ id }) => id === aftershipId(shipmentId)) ??
        (carrierCode === null && there.length === 1 ? there[0] : undefined);
      return found ? asRemote(found) : null;
    });
  }

  /** Sends a registration, under an id of ours or one that AfterShip chooses. */
  async function send({ number, carrierCode, ...item }: NewTracking, id: string | null, call: Turn) {
    const made = await api.call(
      {
        method: 'POST',
        endpoint: 'create',
        path: `${aftershipPath}/trackings`,
        body: {
          ...(id !== null && { id }),
          tracking_number: number,
          ...(carrierCode !== null && { slug: nameOf(carrierCode) }),
          ...wireFields('aftership', item),
        },
        data: remote,
        isOnce: true,
      },
      ...call,
    );
    return { outcome: 'created', ...asRemote(made), error: null } as const;
  }

  /** Refused as a duplicate: by its number, or by its id. Older than what can be listed, it is found where it is ours. */
  async function adopt(item: NewTracking, duplicate: ProviderError, call: Turn): Promise<CreateResult> {
    const exists = { outcome: 'exists', remoteId: null, carriers: [] } as const;
    try {
      const [listed] = await find([item], ...call);
      if (listed) return { outcome: 'exists', ...listed, error: null };
      const own = await api.call(
        {
          method: 'GET',
          endpoint: 'get',
          path: pathOf(aftershipId(item.shipmentId)),
          query: { fields },
          data: remote,
        },
        ...call,
      );
      if (sameNumber(own.tracking_number) === sameNumber(item.number))
        return { outcome: 'exists', ...asRemote(own), error: null };
    } catch (caught) {
      const error = asProviderError(caught);
      if (error.kind !== 'NOT_FOUND') return { ...exists, error };
    }
    // Neither is there: the id was used once and deleted. Where it is the number after all, the answer is the same again.
    try {
      return await send(item, null, call);
    } catch (caught) {
      const error = asProviderError(caught);
      return error.kind === 'ALREADY_EXISTS' ? { ...exists, error: duplicate } : failed(error, item);
    }
  }

  const failed = (error: ProviderError, { carrierCode }: NewTracking) =>
    failedCreate(error, carrierCode === null ? [] : needs.of(carrierCode));

  async function createOne(item: NewTracking, call: Turn): Promise<CreateResult> {
    try {
      return await send(item, aftershipId(item.shipmentId), call);
    } catch (caught) {
      const error = asProviderError(caught);
      return error.kind === 'ALREADY_EXISTS' ? adopt(item, error, call) : failed(error, item);
    }
  }

  return {
    maxBatch: 1,
    needs: (carrierCode) => needs.of(carrierCode),
    async create(items, signal, priority = 'live') {
      if (items.length > 1) throw new RangeError('aftership: one number at a time');
      return Promise.all(items.map((item) => createOne(item, [signal, priority])));
    },
    find: (items, signal, priority = 'live') => find(items, signal, priority),
    async update(remoteId, { carrierCode, ...change }, signal, priority = 'live') {
      const body = {
        ...(carrierCode !== undefined && { slug: nameOf(carrierCode) }),
        ...wireFields('aftership', change),
      };
      await api.call(
        { method: 'PUT', endpoint: 'update', path: pathOf(remoteId), body, data: z.unknown() },
        signal,
        priority,
      );
    },
    async stop(remoteId, reason, signal, priority = 'live') {
      if (reason === 'cancelled') return this.remove(remoteId, signal, priority);
      await unless(
        ['NOT_FOUND'],
        api.call(
          {
            method: 'POST',
            endpoint: 'complete',
            path: pathOf(remoteId, '/mark-as-completed'),
            body: { reason: completions[reason] },
            data: z.unknown(),
          },
          signal,
          priority,
        ),
      );
    },
    async retrack(remoteId, signal, priority = 'live') {
      await unless(
        ['ALREADY_SO'],
        api.call(
          { method: 'POST', endpoint: 'retrack', path: pathOf(remoteId, '/retrack'), data: z.unknown() },
          signal,
          priority,
        ),
      );
    },
    async remove(remoteId, signal, priority = 'live') {
      await unless(
        ['NOT_FOUND'],
        api.call({ method: 'DELETE', endpoint: 'delete', path: pathOf(remoteId), data: z.unknown() }, signal, priority),
      );
    },
    learn: (list) => needs.learn(list),
    async detect(number, signal, priority = 'back-fill') {
      try {
        const { couriers } = await api.call(
          {
            method: 'POST',
            endpoint: 'detect',
            path: `${aftershipPath}/couriers/detect`,
            body: { tracking_number: number },
            data: slugs,
          },
          signal,
          priority,
        );
        return couriers.map(({ slug }) => ({ providerCode: slug, carriers: carriersOf('aftership', slug) }));
      } catch (error) {
        if (asProviderError(error).kind === 'CARRIER_UNKNOWN') return [];
        throw error;
      }
    },
    async couriers(signal, priority = 'back-fill') {
      const { couriers } = await api.call(
        { method: 'GET', endpoint: 'couriers', path: `${aftershipPath}/couriers`, data: list },
        signal,
        priority,
      );
      const known = couriers.map(({ slug, name, required_fields: fields }) => ({
        providerCode: slug,
        carriers: carriersOf('aftership', slug),
        name: name ?? null,
        needs: factsOf('aftership', fields ?? []),
      }));
      needs.learn(new Map(known.map((one) => [one.providerCode, one.needs])));
      return known;
    },
  };
}
