import type { Logger, Sql } from '@milepost/service-kit';
import { followPublished, type Published } from '../rule-version/follow-published.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import type { CarrierRule } from './carrier-rule.ts';
import { type CarrierRules, createCarrierRules } from './map-carrier.ts';

/** The carrier rules a process maps with. */
export type PublishedCarrierRules = Published<CarrierRules>;

async function readPublishedRules(sql: Pick<Sql, 'unsafe'>, builtIn: readonly CarrierRule[]): Promise<CarrierRules> {
  const [row] = await sql.unsafe<{ number: number; rules: CarrierRule[] }[]>(
    `select number, rules from tracking.carrier_rule_version where state = 'PUBLISHED'`,
  );
  return createCarrierRules(row?.number ?? 0, row?.rules ?? [], builtIn);
}

/** Whoever stores a carrier asks `rulesNow` in its transaction. */
export function followCarrierRules({
  sql,
  builtIn,
  ...others
}: {
  sql: Sql;
  builtIn: readonly CarrierRule[];
  wakeBus: WakeBus;
  logger: Logger;
}): Promise<PublishedCarrierRules> {
  return followPublished({
    read: () => readPublishedRules(sql, builtIn),
    topic: 'carrier-rules',
    noun: 'carrier rules',
    ...others,
  });
}

/**
 * The rules that are published now, for a transaction that holds the lock on links (lockLinks). What it stores under older ones is seen by whoever looks at waiting shipments after the publication, because
 * that one waits for the same lock.
 */
export async function rulesNow(
  tx: Pick<Sql, 'unsafe'>,
  published: Pick<PublishedCarrierRules, 'current' | 'refresh'>,
): Promise<CarrierRules> {
  const [row] = await tx.unsafe<{ number: number }[]>(
    `select number from tracking.carrier_rule_version where state = 'PUBLISHED'`,
  );
  const current = published.current();
  return current.number === (row?.number ?? 0) ? current : published.refresh();
}
