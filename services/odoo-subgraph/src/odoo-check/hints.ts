import type { Sql } from '@milepost/service-kit';
import { type Finding, ok, warning } from './finding.ts';

/** Nobody changes an order at night, and hardly on Sundays. */
const silentMs = 3 * 86_400_000;

/** When the last hint arrived. Without hints nothing is missed, only seen a little later. `takesHints`: whether a secret is set. */
export async function checkHints(sql: Sql, now: Date, takesHints: boolean): Promise<Finding> {
  if (!takesHints)
    return warning('hints', 'hints are not taken', {
      cause: 'ODOO_WEBHOOK_SECRET is not set, so that there is no address for them',
      remedy: 'set it, and make the rules that docs/odoo.md, "Hints", describes',
    });
  const none = () =>
    warning('hints', 'no hints are received yet', {
      cause: 'Odoo has no automation rule that sends us any, or they do not arrive',
      remedy: 'see docs/odoo.md, "Hints"; until then changes are found by asking, every few seconds',
    });
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('odoo.hint_received')::text as name`;
  if (!table?.name) return none();
  const rows = await sql<{ model: string; at: Date }[]>`
    select model, received_at as at from odoo.hint_received order by received_at desc`;
  const [last] = rows;
  if (!last) return none();
  const lastOf = Object.fromEntries(rows.map(({ model, at }) => [model, at.toISOString()]));
  const details = { lastAt: last.at.toISOString(), lastOf };
  const hours = Math.round((now.getTime() - last.at.getTime()) / 3_600_000);
  return now.getTime() - last.at.getTime() > silentMs
    ? warning('hints', `the last hint arrived ${hours} hours ago`, {
        cause: 'nothing changed in Odoo, or its automation rule was switched off, or a firewall keeps it from us',
        remedy: 'change a delivery in Odoo and run this again; --deep looks at the rule',
        details,
      })
    : ok('hints', `the last hint arrived at ${details.lastAt}`, { details });
}
