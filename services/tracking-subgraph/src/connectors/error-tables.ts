import { aftershipErrors } from './aftership/errors.ts';
import { type ErrorRow, type ProviderErrorKind, type Reaction, reactions } from './provider-errors.ts';
import { trackingmoreErrors } from './trackingmore/errors.ts';

const tables: readonly { provider: string; rows: readonly ErrorRow[] }[] = [
  { provider: 'AfterShip', rows: aftershipErrors },
  { provider: 'TrackingMore', rows: trackingmoreErrors },
];

const doorDoes = ({ triesAgain, stops }: Reaction) =>
  [...(triesAgain ? ['tries again'] : []), ...(stops === 'nothing' ? [] : [`stops ${stops} for a while`])].join(', ') ||
  '-';

/** For docs/providers.md: what each kind of error makes us do, and which codes of which provider mean it. */
export function describeErrors(): string {
  const codes = (kind: ProviderErrorKind, rows: readonly ErrorRow[]) =>
    [
      ...Map.groupBy(
        rows.filter((row) => row.kind === kind),
        ({ means }) => means,
      ),
    ]
      .map(
        ([means, same]) =>
          `${same.map(({ status, code }) => (status === code ? code : `${status}/${code}`)).join(', ')} ${means}`,
      )
      .join('; ') || '-';
  const lines = Object.entries(reactions).map(
    ([kind, reaction]) =>
      `| \`${kind}\` | ${tables.map(({ rows }) => codes(kind as ProviderErrorKind, rows)).join(' | ')} | ${doorDoes(reaction)} | ${reaction.next} | ${reaction.why} |`,
  );
  return [
    `| kind | ${tables.map(({ provider }) => provider).join(' | ')} | the door | who wanted it | why |`,
    `|---|${tables.map(() => '---|').join('')}---|---|---|`,
    ...lines,
  ].join('\n');
}
