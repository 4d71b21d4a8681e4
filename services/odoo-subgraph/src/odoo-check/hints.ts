import type { Sql } from '@milepost/service-kit';
import { type Finding, listOf, ok, plural, skipped, warning } from './finding.ts';

/** Nobody changes an order at night, and hardly on Sundays. */
const silentMs = 3 * 86_400_000;
/** A hint comes before the change itself; clocks differ. */
const slackSeconds = 120;
const shown = 1_000;

interface Received {
  model: string;
  at: Date;
  times: number;
}

/**
 * When the last hint arrived, and what changed in Odoo since without one. Without hints nothing is missed, only seen a little later. `takesHints`: whether a secret is set.
 */
export async function checkHints(sql: Sql, now: Date, takesHints: boolean): Promise<Finding> {
  if (!takesHints)
    return warning('hints', 'hints are not taken', {
      cause: 'ODOO_WEBHOOK_SECRET is not set, so that there is no address for them',
      remedy: 'set it, and make the rules that docs/odoo.md, "Hints", describes',
    });
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('odoo.hint_received')::text as name`;
  const received = table?.name
    ? await sql<
        Received[]
      >`select model, received_at as at, times::int as times from odoo.hint_received order by received_at desc`
    : [];
  const [last] = received;
  if (!last) return noneYet(table?.name ? await changedSince(sql, null) : null);
  const lastOf = Object.fromEntries(received.map(({ model, at }) => [model, at.toISOString()]));
  const details = { lastAt: last.at.toISOString(), lastOf };
  const silence = now.getTime() - last.at.getTime();
  const missed = silence > silentMs ? ((await changedSince(sql, last.at)) ?? []) : [];
  const hours = Math.round(silence / 3_600_000);
  return missed.length > 0
    ? warning('hints', `the last hint arrived ${hours} hours ago; ${changes(missed)} since`, {
        cause:
          'Odoo’s automation rules were switched off or changed, a firewall keeps them from us, or only fields were changed that no rule names',
        remedy: 'change a tracking reference in Odoo and run this again; --deep looks at the rules',
        details: { ...details, changed: missed.slice(0, shown) },
      })
    : ok('hints', `the last hint arrived at ${details.lastAt}${silence > silentMs ? '; nothing changed since' : ''}`, {
        details,
      });
}

const changes = (names: readonly string[]) =>
  `${plural(names.length, 'order or delivery was', 'orders and deliveries were')} changed (${listOf(names)})`;

/** `changed`: since everything was read once; null: it was not yet. */
function noneYet(changed: readonly string[] | null): Finding {
  if (changed === null || changed.length === 0)
    return skipped(
      'hints',
      changed === null
        ? 'no hint has arrived yet, and the first load is not through'
        : 'no hint has arrived yet, and nothing has changed in Odoo since everything was read',
    );
  return warning('hints', `no hint has ever arrived; ${changes(changed)} since everything was read`, {
    cause: 'Odoo has no automation rule that sends us any, or they do not arrive: another address, a firewall',
    remedy:
      'make the rules of docs/odoo.md, "Hints", or look at them with --deep; until then changes are found by asking, every few seconds',
    details: { changed: changed.slice(0, shown) },
  });
}

/** Orders and deliveries that were written in Odoo since; null: not everything was read once. `since`: null is the end of the first load. */
async function changedSince(sql: Sql, since: Date | null): Promise<string[] | null> {
  const [loaded] = await sql<{ at: Date | null }[]>`
    select max(loaded_at) as at from odoo.sync_cursor where model in ('sale.order', 'stock.picking') having count(loaded_at) = 2`;
  const from = since ?? loaded?.at ?? null;
  if (from === null) return null;
  const rows = await sql<{ name: string }[]>`
    select name from (select name, write_date from odoo.sale_order union all select name, write_date from odoo.picking) t
    where write_date > ${from}::timestamptz at time zone 'UTC' + make_interval(secs => ${slackSeconds}) order by write_date desc limit 10000`;
  return rows.map(({ name }) => name);
}
