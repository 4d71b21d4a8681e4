import type { Sql } from '@milepost/service-kit';
import { refusedByOdoo } from '../mirror/record-store.ts';
import { type Finding, failure, ok, plural, skipped, warning } from './finding.ts';

/** A round takes seconds; the first load of a large Odoo takes longer and says so. */
const oldMs = 600_000;

/** How old the copy is that customers see. */
export async function checkMirror(sql: Sql, now: Date): Promise<Finding[]> {
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('odoo.sync_round')::text as name`;
  if (!table?.name) return [skipped('mirror', 'nothing was read from Odoo yet: start the services once')];
  const [round] = await sql<{ as_of: Date | null }[]>`select as_of from odoo.sync_round`;
  const [found] = await sql<{ misfits: number; refused: number }[]>`
    select count(*) filter (where problem <> ${refusedByOdoo})::int as misfits, count(*) filter (where problem = ${refusedByOdoo})::int as refused from odoo.misfit`;
  return [
    ageFinding(round?.as_of ?? null, now),
    misfitFinding(found?.misfits ?? 0),
    ...(found && found.refused > 0 ? [refusedFinding(found.refused)] : []),
  ];
}

function ageFinding(asOf: Date | null, now: Date): Finding {
  if (asOf === null)
    return warning('mirror', 'the first load is not through', {
      cause: 'it was just started, or a model cannot be read',
      remedy: 'wait, or see what the log of the odoo-subgraph says of its initial load',
    });
  const ageMs = now.getTime() - asOf.getTime();
  const minutes = Math.round(ageMs / 60_000);
  return ageMs > oldMs
    ? failure('mirror', `the copy that customers see is ${plural(minutes, 'minute')} old`, {
        cause: 'no odoo-subgraph with the role worker runs, or Odoo refuses it',
        remedy: 'start one, and put right what else is said here',
        details: { asOf: asOf.toISOString() },
      })
    : ok('mirror', `the copy that customers see is of ${asOf.toISOString()}`, {
        details: { asOf: asOf.toISOString() },
      });
}

function refusedFinding(count: number): Finding {
  return warning('misfits', `Odoo refuses our user ${plural(count, 'record')}, served as they last were`, {
    cause: 'a record rule of Odoo, or a field that a module computes, keeps our user out of single records',
    remedy:
      'see the table odoo.misfit: model and id; open such a record in Odoo as the integration user, and let him see it',
    details: { count },
  });
}

function misfitFinding(count: number): Finding {
  return count > 0
    ? warning('misfits', `${plural(count, 'record')} of Odoo do not fit and are served as they last did`, {
        cause: 'a module writes values that we do not know',
        remedy: 'see the table odoo.misfit: model, id and problem',
        details: { count },
      })
    : ok('misfits', 'every record fits');
}
