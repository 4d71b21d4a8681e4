import type { Logger, Sql } from '@milepost/service-kit';
import type { WakeBus } from '../wake/wake-bus.ts';
import { builtInMapping, createMapping, type Mapping, type MappingRule } from './mapping.ts';

/** The mapping a process reads with. */
export interface PublishedMapping extends AsyncDisposable {
  current(): Mapping;
  /** Reads it again now. */
  refresh(): Promise<Mapping>;
}

const pollMs = 5_000;

/** A message was read with rules that somebody replaced meanwhile; read it again. */
export class MappingReplacedError extends Error {
  override name = 'MappingReplacedError';
}

export async function readPublished(sql: Sql): Promise<Mapping> {
  const [row] = await sql<
    { number: number; rules: MappingRule[] }[]
  >`select number, rules from tracking.mapping_version where state = 'PUBLISHED'`;
  return row ? createMapping(row.number, row.rules) : builtInMapping;
}

/**
 * Follows what is published: by wake-up, by a poll as its net. Neither has to be in time: whoever stores facts checks the number once more in
 * the statement that stores them (MappingReplacedError).
 */
export async function followPublishedMapping({
  sql,
  wakeBus,
  logger,
}: {
  sql: Sql;
  wakeBus: WakeBus;
  logger: Logger;
}): Promise<PublishedMapping> {
  let mapping = await readPublished(sql);
  const refresh = async () => {
    const published = await readPublished(sql);
    if (published.version !== mapping.version) {
      logger.info({ mapping: { version: published.version } }, 'mapping replaced');
      mapping = published;
    }
    return mapping;
  };
  const refreshQuietly = () => void refresh().catch((err) => logger.warn({ err }, 'mapping not read'));
  const timer = setInterval(refreshQuietly, pollMs).unref();
  const unlisten = wakeBus.onWake('mapping', refreshQuietly);
  return {
    current: () => mapping,
    refresh,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      unlisten();
    },
  };
}
