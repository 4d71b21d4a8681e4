import type { CheckedPlace, DeskCaseDetailFragment, ReportKind } from '../../generated/graphql.ts';
import { ownMoment, shortDay } from '../lib/days.ts';
import styles from './cases.module.css';

type Report = DeskCaseDetailFragment['reports'][number];
/** An order line, as far as the desk names it. */
export type NamedLine = { id: string; description: string };

const kinds: Record<ReportKind, string> = {
  NOT_HERE: 'It is not here',
  DAMAGED: 'Damaged',
  ITEMS_MISSING: 'Items missing',
  OTHER: 'Something else',
};
const places: Record<CheckedPlace, string> = {
  NEIGHBOUR: 'neighbours',
  RECEPTION: 'reception',
  LETTER_BOX: 'letter box',
  SAFE_PLACE: 'safe place',
};

/** What the customer reported, with the evidence as it stood then. */
export function CaseReports({
  number,
  reports,
  lines,
}: Pick<DeskCaseDetailFragment, 'number' | 'reports'> & { lines: readonly NamedLine[] }) {
  if (reports.length === 0) return null;
  return (
    <section className={styles['reports']} aria-label="Reported">
      {number && (
        <p className={styles['quiet']}>
          The customer knows it as <b>{number}</b>.
        </p>
      )}
      {reports.map((report) => (
        <OneReport key={report.id} report={report} lines={lines} />
      ))}
    </section>
  );
}

function OneReport({ report, lines }: { report: Report; lines: readonly NamedLine[] }) {
  const { kind, at, by, level, checked, note, photos, stoodAs } = report;
  return (
    <article>
      <p>
        <b>{kinds[kind]}</b>, <time dateTime={at}>{ownMoment(at)}</time>,{' '}
        {by ? `by ${by.name} for the customer` : `by the customer (${level})`}
      </p>
      {checked.length > 0 && <p>Looked at: {checked.map((place) => places[place]).join(', ')}</p>}
      {report.lines.length > 0 && (
        <ul>
          {report.lines.map(({ lineId, quantity }) => (
            <li key={lineId}>
              {quantity} ×{' '}
              {lines.find(({ id }) => id === lineId)?.description ?? 'a line that this order does not show'}
            </li>
          ))}
        </ul>
      )}
      {note && <q dir="auto">{note}</q>}
      {photos.length > 0 && (
        <p className={styles['photos']}>
          {photos.map(({ id, url }, n) => (
            <a key={id} href={url} target="_blank" rel="noreferrer">
              <img src={url} alt={`From the customer, ${n + 1} of ${photos.length}`} loading="lazy" />
            </a>
          ))}
        </p>
      )}
      {stoodAs ? (
        <p className={styles['quiet']}>
          It stood at {stoodAs.milestone.toLowerCase().replaceAll('_', ' ')}
          {stoodAs.deliveredAt && `, delivered ${ownMoment(stoodAs.deliveredAt)}`}
          {stoodAs.signedBy && `, signed by ${stoodAs.signedBy}`}
          {stoodAs.promisedDate && `, promised for ${shortDay(stoodAs.promisedDate)}`}
          {`, ${stoodAs.documentCount} ${stoodAs.documentCount === 1 ? 'proof' : 'proofs'} from the carrier`}.
        </p>
      ) : (
        <p className={styles['quiet']}>What was written was erased.</p>
      )}
    </article>
  );
}
