import type { Logger, Sql } from '@milepost/service-kit';
import { followPublished, type Published } from '../rule-version/follow-published.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import { builtInMapping, createMapping, type Mapping, type MappingRule } from './mapping.ts';

/** The mapping a process reads with. */
export type PublishedMapping = Published<Mapping>;

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

/** Whoever stores facts checks the number once more in the statement that stores them (MappingReplacedError). */
export function followPublishedMapping({
  sql,
  ...others
}: {
  sql: Sql;
  wakeBus: WakeBus;
  logger: Logger;
}): Promise<PublishedMapping> {
  return followPublished({ read: () => readPublished(sql), topic: 'mapping', noun: 'mapping', ...others });
}
