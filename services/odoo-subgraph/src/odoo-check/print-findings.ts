import type { CheckConfig } from './check-config.ts';
import type { Finding, FindingState } from './finding.ts';

const labels: Readonly<Record<FindingState, string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  failure: 'FAILURE',
  skipped: 'skipped',
};

export const hasFailed = (findings: readonly Finding[]): boolean => findings.some(({ state }) => state === 'failure');

/** For people. */
export function findingLines({ url, db }: Pick<CheckConfig, 'url' | 'db'>, findings: readonly Finding[]): string[] {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  return [
    `Odoo at ${url.origin}, database ${db}`,
    '',
    ...findings.flatMap(({ state, check, what, cause, remedy }) => [
      `${labels[state]}  ${check}: ${what}`,
      ...(cause ? [`         why: ${cause}`] : []),
      ...(remedy ? [`         do:  ${remedy}`] : []),
    ]),
    '',
    `${count('failure')} failed, ${count('warning')} to be looked at, ${count('ok')} well, ${count('skipped')} not looked at`,
  ];
}

/** For scripts; keys are stable. */
export function findingJson({ url, db }: Pick<CheckConfig, 'url' | 'db'>, findings: readonly Finding[]): string {
  return JSON.stringify({ isOk: !hasFailed(findings), odoo: url.origin, database: db, findings }, null, 2);
}
