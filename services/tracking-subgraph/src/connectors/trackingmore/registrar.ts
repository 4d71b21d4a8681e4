import { z } from 'zod';
import { carriersOf, providerCodeOf } from '../../carrier/carriers.ts';
import { createCarrierNeeds } from '../carrier-needs.ts';
import { asProviderError, carrierWithoutName, chunks, failedCreate, sameNumber, unless } from '../create-results.ts';
import type { Priority } from '../pacing/pacer.ts';
import { ProviderError } from '../provider-errors.ts';
import type { ApiOptions } from '../provider-reader.ts';
import type { CreateResult, NewTracking, ProviderRegistrar, RemoteTracking } from '../provider-registrar.ts';
import { factsOf } from '../tracking-fields.ts';
import { wireFields } from '../wire-fields.ts';
import { createTrackingmoreApi, maxNumbers } from './api.ts';
import { type BatchEntry, batchAnswer, matchBatch } from './batch.ts';

/** How a call is made: until when, and what for. */
type Turn = readonly [signal: AbortSignal, priority: Priority];

const remote = z.object({ id: z.string().min(1), courier_code: z.string().nullish(), tracking_number: z.unknown() });
type Remote = z.infer<typeof remote>;
const candidates = z.array(z.object({ courier_code: z.string() }));
const words = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,]+/))])
  .nullish()
  .catch(null);
const list = z.array(
  z.object({
    courier_code: z.string(),
    courier_name: z.string().nullish().catch(null),
    tracking_required_fields: words,
  }),
);

/** A number that is refused for it stands for all that come after. */
const isQuotaUsedUp = ({ error }: z.infer<typeof batchAnswer>) =>
  error.some(({ errorCode }) => errorCode === '4190') ? 'QUOTA_USED_UP' : null;

/** An item with the name that TrackingMore has for its carrier, and what is sent of it. */
interface Ready {
  index: number;
  item: NewTracking;
  number: string;
  courierCode: string;
  body: Record<string, unknown>;
}

/** What is changed at TrackingMore, up to forty numbers at a time. */
export function createTrackingmoreRegistrar(options: ApiOptions): ProviderRegistrar {
  const api = createTrackingmoreApi(options);
  const needs = createCarrierNeeds('trackingmore');
  const carriers = (code: string | null | undefined) => carriersOf('trackingmore', code ?? null);
  const nameOf = (carrierCode: string) => {
    const code = providerCodeOf('trackingmore', carrierCode);
    if (code === null) throw carrierWithoutName('trackingmore', carrierCode);
    return code;
  };
  const failed = (error: ProviderError, { carrierCode }: Pick<NewTracking, 'carrierCode'>) =>
    failedCreate(error, carrierCode === null ? [] : needs.of(carrierCode));

  async function detected(number: string, call: Turn): Promise<string[]> {
    try {
      const found = await api.call(
        {
          method: 'POST',
          endpoint: 'detect',
          path: '/v4/couriers/detect',
          body: { tracking_number: number },
          data: candidates,
        },
        ...call,
      );
      return found.map(({ courier_code }) => courier_code);
    } catch (error) {
      if (asProviderError(error).kind === 'CARRIER_UNKNOWN') return [];
      throw error;
    }
  }

  /** TrackingMore guesses no carrier while it registers: where there is none, it is asked, and one answer counts. */
  async function courierOf({ number, carrierCode }: NewTracking, call: Turn): Promise<string> {
    if (carrierCode !== null) return nameOf(carrierCode);
    const [only, ...others] = await detected(number, call);
    if (only !== undefined && others.length === 0) return only;
    throw new ProviderError('CARRIER_UNKNOWN', 'trackingmore: the number may belong to several carriers, or to none', {
      code: 'DETECT',
    });
  }

  async function findAll(
    items: readonly { number: string; courierCode: string | null }[],
    call: Turn,
  ): Promise<(RemoteTracking | null)[]> {
    const known = new Map<string, Remote[]>();
    const numbers = [...new Set(items.map(({ number }) => number))].filter((number) => !number.includes(','));
    for (const part of chunks(numbers, maxNumbers))
      for await (const page of api.list({ tracking_numbers: part.join(',') }, ...call))
        for (const tracking of page) {
          const { success, data } = remote.safeParse(tracking);
          if (!success) continue;
          const number = sameNumber(data.tracking_number);
          known.set(number, [...(known.get(number) ?? []), data]);
        }
    return items.map(({ number, courierCode }) => {
      const there = known.get(sameNumber(number)) ?? [];
      const found =
        courierCode === null
          ? there.find((_, __, { length }) => length === 1)
          : there.find(({ courier_code }) => courier_code === courierCode);
      return found ? { remoteId: found.id, carriers: carriers(found.courier_code) } : null;
    });
  }

  async function createMany(items: readonly NewTracking[], call: Turn): Promise<CreateResult[]> {
    const results: (CreateResult | null)[] = items.map(() => null);
    const ready: Ready[] = [];
    for (const [index, item] of items.entries())
      try {
        const { number } = item;
        const courierCode = await courierOf(item, call);
        const body = { tracking_number: number, courier_code: courierCode, ...wireFields('trackingmore', item) };
        ready.push({ index, item, number, courierCode, body });
      } catch (error) {
        results[index] = failed(asProviderError(error), item);
      }
    // Two of ours that are one number and carrier there are sent once.
    const groups = [
      ...Map.groupBy(ready, ({ number, courierCode }) => `${sameNumber(number)}|${courierCode}`).values(),
    ];
    const firsts = groups.map(([first]) => first as Ready);
    const made = firsts.length === 0 ? [] : await send(firsts, call);
    for (const [n, group] of groups.entries()) for (const { index } of group) results[index] = made[n] as CreateResult;
    return results as CreateResult[];
  }

  async function send(batch: readonly Ready[], call: Turn): Promise<CreateResult[]> {
    try {
      const answer = await api.call(
        {
          method: 'POST',
          endpoint: 'batch',
          path: '/v4/trackings/batch',
          body: batch.map(({ body }) => body),
          data: batchAnswer,
          isOnce: true,
          meaning: isQuotaUsedUp,
        },
        ...call,
      );
      return await resultsOf(batch, matchBatch(batch, answer), call);
    } catch (caught) {
      const error = asProviderError(caught);
      // The whole was refused because of one: each alone then.
      if (
        batch.length > 1 &&
        ['INVALID_REQUEST', 'NEEDS_FACTS', 'CARRIER_UNKNOWN', 'ALREADY_EXISTS'].includes(error.kind)
      ) {
        const all: CreateResult[] = [];
        for (const one of batch) all.push(...(await send([one], call)));
        return all;
      }
      if (error.kind === 'ALREADY_EXISTS')
        return adopt(
          batch,
          batch.map(() => error),
          call,
        );
      return batch.map(({ item }) => failed(error, item));
    }
  }

  async function resultsOf(
    batch: readonly Ready[],
    said: readonly (BatchEntry | null)[],
    call: Turn,
  ): Promise<CreateResult[]> {
    const unknown = (what: string, code: string) =>
      new ProviderError('UNCLEAR', `trackingmore: ${what} (${code})`, { code });
    const results = batch.map(({ item, courierCode }, n): CreateResult => {
      const entry = said[n];
      if (!entry) return failed(unknown('the answer says nothing about a number', 'MISSING'), item);
      if (entry.errorCode !== null) return failed(api.errorOf(entry.errorCode, entry.errorMessage), item);
      if (entry.id === null) return failed(unknown('the answer has no id', 'NO_ID'), item);
      return {
        outcome: 'created',
        remoteId: entry.id,
        carriers: carriers(entry.courierCode ?? courierCode),
        error: null,
      };
    });
    // Registered, or registered before: its id is read.
    const open = results.flatMap(({ error }, n) =>
      error && (error.kind === 'ALREADY_EXISTS' || error.code === 'NO_ID') ? [{ n, error }] : [],
    );
    if (open.length === 0) return results;
    const found = await adopt(
      open.map(({ n }) => batch[n] as Ready),
      open.map(({ error }) => error),
      call,
    );
    for (const [k, { n, error }] of open.entries()) {
      const result = found[k] as CreateResult;
      const { remoteId } = result;
      if (error.kind === 'ALREADY_EXISTS') results[n] = result;
      else if (remoteId !== null) results[n] = { outcome: 'created', remoteId, carriers: result.carriers, error: null };
    }
    return results;
  }

  async function adopt(
    batch: readonly Ready[],
    duplicates: readonly ProviderError[],
    call: Turn,
  ): Promise<CreateResult[]> {
    const nowhere = (error: ProviderError): CreateResult => ({
      outcome: 'exists',
      remoteId: null,
      carriers: [],
      error,
    });
    try {
      const found = await findAll(batch, call);
      return found.map((one, n) =>
        one ? { outcome: 'exists', ...one, error: null } : nowhere(duplicates[n] as ProviderError),
      );
    } catch (error) {
      return batch.map(() => nowhere(asProviderError(error)));
    }
  }

  const update = (remoteId: string, body: object, call: Turn) =>
    api.call(
      {
        method: 'PUT',
        endpoint: 'update',
        path: `/v4/trackings/update/${encodeURIComponent(remoteId)}`,
        body,
        data: z.unknown(),
      },
      ...call,
    );

  return {
    maxBatch: maxNumbers,
    needs: (carrierCode) => needs.of(carrierCode),
    async create(items, signal, priority = 'live') {
      if (items.length > maxNumbers) throw new RangeError(`trackingmore: at most ${maxNumbers} numbers at a time`);
      return createMany(items, [signal, priority]);
    },
    async find(items, signal, priority = 'live') {
      const named = items.map(({ number, carrierCode }) => ({
        number,
        // Under a name that it does not have nothing is registered there.
        courierCode: carrierCode === null ? null : (providerCodeOf('trackingmore', carrierCode) ?? ''),
      }));
      return findAll(named, [signal, priority]);
    },
    async update(remoteId, { carrierCode, ...change }, signal, priority = 'live') {
      const code = carrierCode === undefined ? {} : { courier_code_new: nameOf(carrierCode) };
      await update(remoteId, { ...code, ...wireFields('trackingmore', change) }, [signal, priority]);
    },
    async stop(remoteId, _reason, signal, priority = 'live') {
      await unless(['NOT_FOUND'], update(remoteId, { archived_status: 'archived' }, [signal, priority]));
    },
    async retrack(remoteId, signal, priority = 'live') {
      await update(remoteId, { archived_status: 'tracking' }, [signal, priority]);
      await unless(
        ['ALREADY_SO'],
        api.call(
          {
            method: 'POST',
            endpoint: 'retrack',
            path: `/v4/trackings/retrack/${encodeURIComponent(remoteId)}`,
            data: z.unknown(),
          },
          signal,
          priority,
        ),
      );
    },
    async remove(remoteId, signal, priority = 'live') {
      await unless(
        ['NOT_FOUND'],
        api.call(
          {
            method: 'DELETE',
            endpoint: 'delete',
            path: `/v4/trackings/delete/${encodeURIComponent(remoteId)}`,
            data: z.unknown(),
          },
          signal,
          priority,
        ),
      );
    },
    learn: (list) => needs.learn(list),
    async detect(number, signal, priority = 'back-fill') {
      return (await detected(number, [signal, priority])).map((code) => ({
        providerCode: code,
        carriers: carriers(code),
      }));
    },
    async couriers(signal, priority = 'back-fill') {
      const all = await api.call(
        { method: 'GET', endpoint: 'couriers', path: '/v4/couriers/all', data: list },
        signal,
        priority,
      );
      const known = all.map(({ courier_code, courier_name, tracking_required_fields: fields }) => ({
        providerCode: courier_code,
        carriers: carriers(courier_code),
        name: courier_name ?? null,
        needs: factsOf('trackingmore', fields ?? []),
      }));
      needs.learn(new Map(known.map((one) => [one.providerCode, one.needs])));
      return known;
    },
  };
}
