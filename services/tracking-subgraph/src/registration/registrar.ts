import { randomUUID } from 'node:crypto';
import type { Logger, Sql } from '@milepost/service-kit';
import type { Priority } from '../connectors/pacing/pacer.ts';
import { ProviderError } from '../connectors/provider-errors.ts';
import type { CreateResult, NewTracking, ProviderRegistrar, RemoteTracking } from '../connectors/provider-registrar.ts';
import type { CarrierFacts } from '../connectors/tracking-fields.ts';
import { priorities, type RegistrationState } from './decide.ts';
import type { JobQueue } from './job-queue.ts';
import { type FactsToTell, factsFor, problemOf, retryAt } from './outcomes.ts';
import type { FactSeal } from './registration-facts.ts';
import { type HeldRegistration, holdRegistrations, type Settled, settleRegistrations } from './registration-rows.ts';
import type { Switchable } from './told-fields.ts';

/** Most shipments of one round. */
const batchSize = 40;

/** A registration, and what the provider is told of it. */
interface Ready {
  item: HeldRegistration;
  tell: FactsToTell;
  tracking: NewTracking;
}

/** What was opened for a round: what somebody gave by hand for a shipment, and where it goes. */
interface Opened {
  given: (item: HeldRegistration) => CarrierFacts;
  postcodes: (item: HeldRegistration) => string | null;
}

/** Of a request that carries these: that of the most urgent. */
const priorityOf = (items: readonly HeldRegistration[]): Priority => {
  const highest = Math.max(...items.map(({ priority }) => priority));
  return highest >= priorities.live ? 'live' : highest >= priorities.atRisk ? 'at-risk' : 'back-fill';
};

/**
 * Does the jobs of one provider: registers, corrects the carrier, stops, retracks, deletes. What was sent is marked before it is sent and settled with its job in one transaction; so after the death of a process the next
 * one knows which registrations may exist, looks there, and adopts what it finds. Several may run side by side: jobs are held, and so are shipments.
 */
export function createRegistrar({
  provider,
  registrar,
  queue,
  sql,
  retryMs,
  sends,
  factSeal,
  onSettled,
  logger,
  now = () => new Date(),
}: {
  provider: string;
  registrar: ProviderRegistrar;
  queue: JobQueue;
  sql: Sql;
  /** The first wait before another try; each is twice as long as the one before. */
  retryMs: number;
  /** What the shop has sent beside what finds a parcel. */
  sends: readonly Switchable[];
  /** Opens what was given by hand, for the request that tells it. */
  factSeal: Pick<FactSeal, 'open' | 'openPostcodes'>;
  onSettled: (outcome: string, count: number) => void;
  logger: Logger;
  now?: () => Date;
}) {
  /** Of postcodes only those that a carrier wants are opened, and none where the shop does not have them told. */
  async function open(items: readonly HeldRegistration[]): Promise<Opened> {
    const given = await factSeal.open(items);
    const wanted = items.flatMap(({ postcode, carrierCode, needs }) =>
      postcode !== null &&
      sends.includes('destinationPostalCode') &&
      [...needs, ...(carrierCode === null ? [] : registrar.needs(carrierCode))].includes('destinationPostalCode')
        ? postcode
        : [],
    );
    const postcodes = await factSeal.openPostcodes(wanted);
    return {
      given: ({ shipmentId }) => given.get(shipmentId) ?? {},
      postcodes: ({ postcode }) => (postcode === null ? null : (postcodes.get(postcode.deliveryId) ?? null)),
    };
  }

  /** What the provider is told of it. */
  function readyOf(item: HeldRegistration, { given, postcodes }: Opened): Ready {
    const needs = item.carrierCode === null ? [] : registrar.needs(item.carrierCode);
    const tell = factsFor({ ...item, postalCode: postcodes(item) }, given(item), needs);
    const tracking: NewTracking = {
      shipmentId: item.shipmentId,
      number: item.number,
      carrierCode: item.carrierCode,
      facts: tell.facts,
      ...(sends.includes('orderNumber') && item.orderName !== null && { personal: { orderNumber: item.orderName } }),
    };
    return { item, tell, tracking };
  }

  /** Registrations, as few calls as may be. */
  function register(items: readonly HeldRegistration[], opened: Opened, signal: AbortSignal): Promise<Settled[]>[] {
    const wanted = items
      .filter(
        ({ state, wanted: what, isAsked, isOver, pending }) =>
          state === 'QUEUED' && pending !== 'DELETE' && (isAsked || (what === 'TRACKED' && !isOver)),
      )
      .map((item) => readyOf(item, opened));
    const isReady = ({ item, tell }: Ready) => item.isAsked || tell.missing.length === 0;
    const ready = wanted.filter(isReady);
    const known = new Set(wanted.map(({ item }) => item));
    const without = wanted
      .filter((one) => !isReady(one))
      .map(({ item, tell }): Settled => ({ ...as(item), state: 'NEEDS_FACTS', isAsked: false, needs: tell.missing }));
    // Nothing to be done any more: at its end, or not wanted, before it was sent.
    const over = items
      .filter((item) => item.state === 'QUEUED' && item.pending !== 'DELETE' && !known.has(item))
      .map((item): Settled => ({ ...as(item), state: 'STOPPED', isAsked: false, problem: null }));
    const groups: Promise<Settled[]>[] = [Promise.resolve([...without, ...over])];
    const stopped = ready.filter(
      ({ item }) => item.remoteId !== null && (!item.isAsked || (item.wanted === 'TRACKED' && !item.isOver)),
    );
    for (const one of stopped) groups.push(takeUpAgain(one, signal));
    const others = ready.filter((one) => !stopped.includes(one));
    const unclear = others.filter(({ item }) => item.isAsked);
    if (unclear.length > 0) groups.push(lookFirst(unclear, signal));
    const fresh = others.filter(({ item }) => !item.isAsked);
    for (let i = 0; i < fresh.length; i += registrar.maxBatch)
      groups.push(create(fresh.slice(i, i + registrar.maxBatch), signal));
    return groups;
  }

  async function create(group: readonly Ready[], signal: AbortSignal): Promise<Settled[]> {
    const results = await registrar
      .create(
        group.map(({ tracking }) => tracking),
        signal,
        priorityOf(group.map(({ item }) => item)),
      )
      .catch((error: unknown) => unexpected(error, group.length));
    return group.map((one, i) => outcomeOf(one, results[i] as CreateResult));
  }

  /** They may be there: what is found is adopted, what is not is registered. */
  async function lookFirst(group: readonly Ready[], signal: AbortSignal): Promise<Settled[]> {
    let found: readonly (RemoteTracking | null)[];
    try {
      found = await registrar.find(
        group.map(({ tracking }) => tracking),
        signal,
        priorityOf(group.map(({ item }) => item)),
      );
    } catch (error) {
      return group.map(({ item }) => later(item, error, { isAsked: true }));
    }
    const adopted = group.flatMap(({ item }, i) => {
      const remote = found[i];
      // We sent it, so it is ours, as far as anybody knows.
      return remote ? [{ ...registered(item, remote), isNew: true }] : [];
    });
    const absent = group.filter((_one, i) => !found[i]);
    const gone = absent
      .filter(({ item }) => item.wanted === 'STOPPED' || item.isOver)
      .map(({ item }): Settled => ({ ...as(item), state: 'STOPPED', isAsked: false, problem: null }));
    const wanted = absent.filter(({ item }) => item.wanted === 'TRACKED' && !item.isOver);
    const made: Settled[][] = [];
    for (let i = 0; i < wanted.length; i += registrar.maxBatch)
      made.push(await create(wanted.slice(i, i + registrar.maxBatch), signal));
    return [...adopted, ...gone, ...made.flat()];
  }

  /**
   * It was stopped, or the provider gave it up: it goes on with it, or registers it anew where it has forgotten it. Asked twice it has done it, so an answer that got lost does no harm; what it refuses to
   * follow again is told as it is, because registering it once more would only find it there.
   */
  async function takeUpAgain(one: Ready, signal: AbortSignal): Promise<Settled[]> {
    const { item } = one;
    if (item.remoteId !== null)
      try {
        await registrar.retrack(item.remoteId, signal, priorityOf([item]));
        return [{ ...as(item), state: 'REGISTERED', isAsked: false, pending: null }];
      } catch (error) {
        if (!(error instanceof ProviderError)) return [later(item, error, { isAsked: item.isAsked })];
        if (error.kind === 'NOT_RETRACKABLE')
          return [{ ...as(item), state: 'REFUSED', isAsked: false, pending: null, problem: problemOf(error) }];
        if (error.kind !== 'NOT_FOUND') return [later(item, error, { isAsked: item.isAsked })];
      }
    // From here on it is as one that was never registered.
    const forgotten: Ready = { ...one, item: { ...item, state: 'QUEUED', remoteId: null, pending: null } };
    if (item.isAsked) return lookFirst([forgotten], signal);
    return item.isOver ? [{ ...as(forgotten.item), state: 'STOPPED' }] : create([forgotten], signal);
  }

  /** The provider forgets it. Where its id is not known it is looked for; where another shipment is tracked under it, it is that one's. */
  async function forget(item: HeldRegistration, signal: AbortSignal): Promise<Settled> {
    const { remoteId: known, isShared, isAsked, number, carrierCode, shipmentId } = item;
    if (!isShared) {
      const priority = priorityOf([item]);
      const [found] =
        known === null && isAsked
          ? await registrar.find([{ shipmentId, number, carrierCode }], signal, priority)
          : [known === null ? null : { remoteId: known }];
      if (found) await registrar.remove(found.remoteId, signal, priority);
    }
    return { ...as(item), state: 'DELETED', remoteId: null, isAsked: false, pending: null };
  }

  /** What is registered, and should be otherwise: deleted, retracked, stopped, another carrier's, or with facts that were given since. */
  async function change(item: HeldRegistration, opened: Opened, signal: AbortSignal): Promise<Settled[]> {
    const { remoteId } = item;
    try {
      if (item.pending === 'DELETE') return [await forget(item, signal)];
      if (item.state !== 'REGISTERED') return [];
      if (item.pending === 'RETRACK' && item.wanted === 'TRACKED')
        return await takeUpAgain(readyOf(item, opened), signal);
      if (remoteId === null) return [as(item)];
      if (item.wanted === 'STOPPED') {
        await registrar.stop(remoteId, 'cancelled', signal, priorityOf([item]));
        return [{ ...as(item), state: 'STOPPED', pending: null }];
      }
      return [item.isOver ? as(item) : await correct(item, remoteId, opened.given(item), signal)];
    } catch (error) {
      return [later(item, error, { isAsked: item.isAsked })];
    }
  }

  /** The carrier, and facts that were given since. A number that is registered under the right carrier already, or not at all any more, begins anew, and adopts what is there. */
  async function correct(
    item: HeldRegistration,
    remoteId: string,
    facts: CarrierFacts,
    signal: AbortSignal,
  ): Promise<Settled> {
    const carrierCode = item.carrierCode === item.registeredWith ? null : item.carrierCode;
    const isTelling = Object.keys(facts).length > 0;
    try {
      if (carrierCode !== null || isTelling)
        await registrar.update(
          remoteId,
          { ...(carrierCode !== null && { carrierCode }), ...(isTelling && { facts }) },
          signal,
          priorityOf([item]),
        );
      return { ...as(item), carrierCode: item.carrierCode ?? item.registeredWith, needs: [], isTold: true };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // The same facts get the same answer; whoever gave them sees it, and gives others.
      if (carrierCode === null && error.kind === 'INVALID_REQUEST')
        return { ...as(item), isTold: true, problem: problemOf(error) };
      if (error.kind === 'NOT_FOUND' || (error.kind === 'ALREADY_EXISTS' && carrierCode !== null)) {
        if (error.kind === 'ALREADY_EXISTS' && !item.isShared)
          await registrar.remove(remoteId, signal, priorityOf([item]));
        return { ...as(item), state: 'QUEUED', remoteId: null, carrierCode: item.carrierCode, againAt: now() };
      }
      if (error.kind !== 'NEEDS_FACTS') throw error;
      return { ...later(item, error, { isAsked: item.isAsked }), needs: error.facts };
    }
  }

  const as = (item: HeldRegistration): Settled => ({
    shipmentId: item.shipmentId,
    state: item.state,
    remoteId: item.remoteId,
    carrierCode: item.state === 'REGISTERED' ? item.registeredWith : item.carrierCode,
    isAsked: item.isAsked,
    pending: item.pending,
    wasPending: item.wasPending,
    needs: item.needs,
    problem: null,
    factsVersion: item.factsVersion,
    isTold: false,
    againAt: null,
    isNew: false,
  });

  const registered = (item: HeldRegistration, { remoteId }: { remoteId: string }): Settled => ({
    ...as(item),
    state: 'REGISTERED',
    remoteId,
    carrierCode: item.carrierCode,
    isAsked: false,
    pending: null,
    needs: [],
  });

  const settled = (item: HeldRegistration, state: RegistrationState, error: ProviderError): Settled => ({
    ...as(item),
    state,
    isAsked: false,
    pending: null,
    needs: [],
    problem: problemOf(error),
  });

  function outcomeOf({ item, tell }: Ready, result: CreateResult): Settled {
    const { outcome, error, remoteId } = result;
    switch (outcome) {
      case 'created':
        return { ...registered(item, result), isNew: true, isTold: true };
      case 'exists':
        // With which facts nobody knows: where some were given, they are told once more.
        return remoteId === null ? later(item, error, { isAsked: true }) : registered(item, { remoteId });
      case 'needs-facts': {
        // Some carriers' wishes are learned only now; what we know by ourselves goes with the next try.
        const isKnown = error.facts.length > 0 && error.facts.every((name) => tell.own[name] ?? tell.facts[name]);
        const isMore = error.facts.some((name) => !tell.facts[name]);
        if (isKnown && isMore)
          return { ...settled(item, 'QUEUED', error), needs: error.facts, problem: null, againAt: now() };
        return { ...settled(item, 'NEEDS_FACTS', error), needs: error.facts, isTold: true };
      }
      case 'carrier-unknown':
        return settled(item, 'NEEDS_CARRIER', error);
      case 'refused':
        return settled(item, 'REFUSED', error);
      case 'unclear':
        return later(item, error, { isAsked: true });
      case 'later':
        return later(item, error, { isAsked: false });
    }
  }

  function later(item: HeldRegistration, error: unknown, { isAsked }: { isAsked: boolean }): Settled {
    if (error !== null && !(error instanceof ProviderError))
      logger.error({ err: error, provider }, 'registration failed');
    return {
      ...as(item),
      isAsked,
      problem: problemOf(error),
      againAt: retryAt(error, { attempts: item.attempts, firstMs: retryMs, now: now() }),
    };
  }

  /** A fault of ours in a client: nothing was promised about it, so it may have been sent. */
  function unexpected(error: unknown, count: number): CreateResult[] {
    logger.error({ err: error, provider }, 'registration failed');
    const told = new ProviderError('UNCLEAR', `${provider}: a fault of ours`, { code: 'FAULT' });
    return Array.from({ length: count }, () => ({ outcome: 'unclear', remoteId: null, error: told }) as CreateResult);
  }

  /** When nothing at all went through, nothing more is taken for a moment; a wait that the provider named is kept, up to a minute. */
  function pauseAfter(settled: readonly Settled[]): number {
    const waits = settled.map(({ againAt }) => (againAt === null ? 0 : againAt.getTime() - now().getTime()));
    return waits.length > 0 && waits.every((wait) => wait > 0) ? Math.min(Math.max(...waits), 60_000) : 0;
  }

  /** One round. Answers how many jobs there were, and for how long nothing should be taken: the provider does not answer, or refuses everything. */
  return async function doJobs(stopping: AbortSignal): Promise<{ jobs: number; pauseMs: number }> {
    const jobs = await queue.take(provider, batchSize);
    if (jobs.length === 0) return { jobs: 0, pauseMs: 0 };
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(queue.leaseSeconds * 800)]);
    const holding = { sql, queue, provider, holder: randomUUID() };
    const held = await holdRegistrations(
      holding,
      jobs.map(({ data }) => data.shipmentId),
    );
    const opened = await open(held);
    const settled = await Promise.all([
      ...register(held, opened, signal),
      ...held.map((item) => change(item, opened, signal)),
    ]);
    const all = settled.flat();
    await settleRegistrations(
      holding,
      jobs,
      held.map((item) => all.find((one) => one.shipmentId === item.shipmentId) ?? as(item)),
    );
    for (const [outcome, some] of Map.groupBy(all, ({ state, problem }) => problem?.kind ?? state))
      onSettled(outcome, some.length);
    return { jobs: jobs.length, pauseMs: pauseAfter(all) };
  };
}
