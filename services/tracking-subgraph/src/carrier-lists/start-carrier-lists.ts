import { type Logger, runLoop, type Sql } from '@milepost/service-kit';
import { ProviderError } from '../connectors/provider-errors.ts';
import type { ProviderRegistrar } from '../connectors/provider-registrar.ts';
import type { JobQueue } from '../registration/job-queue.ts';
import { type CarrierList, compareList, isStrange } from './compare-lists.ts';
import { type CarrierLists, storeList, storeProblem } from './stored-lists.ts';

const lookEveryMs = 30_000;

/**
 * Reads each provider's own list of carriers when its job comes (once a day, and at once where it was never read) and keeps it. It can wait: a provider that is short of breath is not asked, and the job comes
 * back. Many processes may run it.
 */
export function startCarrierLists({
  registrars,
  lists,
  queue,
  sql,
  logger,
}: {
  registrars: ReadonlyMap<string, ProviderRegistrar>;
  lists: CarrierLists;
  queue: JobQueue;
  sql: Sql;
  logger: Logger;
}): AsyncDisposable {
  const stopping = new AbortController();
  const loops = [...registrars].map(([provider, registrar]) => {
    let isFirst = true;
    return runLoop({
      name: `carrier-list-${provider}`,
      idleMs: lookEveryMs,
      logger,
      async step() {
        if (isFirst) {
          const known =
            await sql`select 1 from tracking.provider_carrier_list where provider = ${provider} and read_at is not null`;
          if (known.length === 0) await queue.wantList(provider);
          isFirst = false;
        }
        return queue.readList(provider, async () => {
          try {
            await readList(
              { provider, registrar, sql, logger },
              AbortSignal.any([stopping.signal, AbortSignal.timeout(60_000)]),
            );
            await lists.refresh();
          } catch (error) {
            const kind = error instanceof ProviderError ? (error.code === 'STRANGE' ? 'STRANGE' : error.kind) : 'FAULT';
            if (!stopping.signal.aborted) await storeProblem(sql, provider, kind);
            throw error;
          }
        });
      },
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

async function readList(
  { provider, registrar, sql, logger }: { provider: string; registrar: ProviderRegistrar; sql: Sql; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  const couriers = await registrar.couriers(signal);
  const list: CarrierList = new Map(couriers.map(({ providerCode, needs }) => [providerCode, needs]));
  if (isStrange(provider, list))
    throw new ProviderError('UNAVAILABLE', `${provider}: its list of carriers lacks most of those that we know`, {
      code: 'STRANGE',
    });
  await sql.begin((tx) => storeList(tx, provider, couriers));
  const differences = compareList(provider, list);
  const facts = { provider, carriers: couriers.length, differing: differences.map(({ carrierCode }) => carrierCode) };
  if (differences.length > 0) logger.warn(facts, 'a provider’s list of carriers differs from ours');
  else logger.info(facts, 'a provider’s list of carriers was read');
}
