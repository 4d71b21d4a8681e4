import { eventTime } from '@milepost/wording';
import { Layout, type Shell } from '../components/Layout.tsx';
import { ItemName } from '../components/ParcelCard.tsx';
import { Proof } from '../components/Proof.tsx';
import { page } from '../components/page.ts';
import type { Item, Parcel } from '../order/parcels.ts';
import { scannedToday } from '../order/waits-until-evening.ts';
import { useWords } from '../words.ts';

export const reportKinds = ['NOT_HERE', 'DAMAGED', 'ITEMS_MISSING', 'OTHER'] as const;
export type ReportKind = (typeof reportKinds)[number];
export const checkedPlaces = ['NEIGHBOUR', 'RECEPTION', 'LETTER_BOX', 'SAFE_PLACE'] as const;
export type CheckedPlace = (typeof checkedPlaces)[number];

/** What went wrong, by the field that it stands at. */
export interface ReportProblem {
  field: 'kind' | 'checked' | 'lines' | 'note' | 'photos' | null;
  text:
    | 'checked'
    | 'kind'
    | 'lineCount'
    | 'lines'
    | 'note'
    | 'other'
    | 'photoCount'
    | 'photos'
    | 'photoSize'
    | 'tooMany';
}

export interface ReportInput {
  shell: Shell;
  orderId: string;
  parcel: Parcel;
  /** What it carries, as far as it stands for order lines. */
  items: readonly Item[];
  now: Date;
}

function Problem({ problem }: { problem: ReportProblem | null }) {
  const { t } = useWords();
  return (
    problem && (
      <p className="problem" id="problem" role="alert">
        {t(`report.problem.${problem.text}`)}
      </p>
    )
  );
}

const described = (problem: ReportProblem | null, field: ReportProblem['field'], ...more: string[]) =>
  [problem?.field === field && 'problem', ...more].filter(Boolean).join(' ') || undefined;

function Frame({
  input: { shell, orderId },
  heading,
  children,
}: {
  input: ReportInput;
  heading: string;
  children: React.ReactNode;
}) {
  const { t } = shell.words;
  return (
    <Layout shell={shell} title={heading}>
      <main id="page" tabIndex={-1}>
        <h1>{heading}</h1>
        {children}
        <p>
          <a href={`/orders/${orderId}`}>{t('message.back')}</a>
        </p>
      </main>
    </Layout>
  );
}

const addressOf = ({ orderId, parcel }: ReportInput) => `/orders/${orderId}/report/${parcel.id}`;

/** Step 1: the proof, and what is wrong. */
export function reportKindPage(input: ReportInput, problem: ReportProblem | null): string {
  const { shell, parcel, now } = input;
  const { t } = shell.words;
  return page(
    <Frame input={input} heading={t('report.title')}>
      {parcel.proofOfDelivery && (
        <div className="card">
          <Proof parcel={parcel} isStale={false} level="h2" now={now} />
        </div>
      )}
      <form method="get" action={addressOf(input)} className="card">
        <Problem problem={problem} />
        <fieldset className="ask" aria-describedby={described(problem, 'kind')}>
          <legend>{t('report.what')}</legend>
          {reportKinds
            .filter((kind) => kind !== 'NOT_HERE' || parcel.status === 'DELIVERED')
            .filter((kind) => kind !== 'ITEMS_MISSING' || input.items.length > 0)
            .map((kind) => (
              <p className="choice" key={kind}>
                <input type="radio" name="kind" id={kind} value={kind} required />
                <label htmlFor={kind}>{t(`report.kind.${kind}`)}</label>
              </p>
            ))}
        </fieldset>
        <button type="submit">{t('report.next')}</button>
      </form>
    </Frame>,
  );
}

/** Step 2 of what is not here: where to look first. */
export function reportCheckPage(input: ReportInput): string {
  const { shell, parcel, now } = input;
  const { t } = shell.words;
  const clock = scannedToday(parcel, now);
  return page(
    <Frame input={input} heading={t('report.checkHeading')}>
      <p className="eyebrow">{t('report.step', { number: 2, of: 3 })}</p>
      {clock && <p className="notice">{t('report.wait', { clock })}</p>}
      <form method="get" action={addressOf(input)} className="card">
        <input type="hidden" name="kind" value="NOT_HERE" />
        <input type="hidden" name="step" value="tell" />
        <fieldset className="ask">
          <legend>{t('report.checkLead')}</legend>
          {checkedPlaces.map((place) => (
            <p className="choice" key={place}>
              <input type="checkbox" name="checked" id={place} value={place} />
              <label htmlFor={place}>{t(`report.check.${place}`)}</label>
            </p>
          ))}
        </fieldset>
        <button type="submit">{t('report.notHere')}</button>
      </form>
    </Frame>,
  );
}

export interface ReportValues {
  kind: ReportKind;
  checked: readonly CheckedPlace[];
  /** By order line, as typed. */
  quantities: ReadonlyMap<string, string>;
  note: string;
  /** Sent again it is the same report. */
  key: string;
}

/** The last step: which items, what happened, photos. What was typed stays; photos a browser does not give back. */
export function reportTellPage(input: ReportInput, values: ReportValues, problem: ReportProblem | null): string {
  const { shell, items } = input;
  const { t } = shell.words;
  const { kind, checked, quantities, note, key } = values;
  const asksLines = (kind === 'DAMAGED' || kind === 'ITEMS_MISSING') && items.length > 0;
  const isWrong = (field: ReportProblem['field']) => problem?.field === field || undefined;
  return page(
    <Frame input={input} heading={t('report.tell')}>
      <p className="lead">{t(`report.kind.${kind}`)}</p>
      <form method="post" action={addressOf(input)} encType="multipart/form-data" className="card">
        <Problem problem={problem} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="key" value={key} />
        {checked.map((place) => (
          <input key={place} type="hidden" name="checked" value={place} />
        ))}
        {asksLines && (
          <fieldset className="ask" aria-describedby={described(problem, 'lines')}>
            <legend>{t(kind === 'ITEMS_MISSING' ? 'report.linesMissing' : 'report.lines')}</legend>
            {items.map(({ lineId, description, quantity }) => (
              <p className="amount" key={lineId}>
                <label htmlFor={`line-${lineId}`}>
                  <ItemName description={description} />
                </label>
                <input
                  id={`line-${lineId}`}
                  name={`line-${lineId}`}
                  type="number"
                  inputMode="decimal"
                  min="0"
                  max={quantity}
                  step="any"
                  defaultValue={quantities.get(lineId as string) ?? ''}
                  aria-invalid={isWrong('lines')}
                />
              </p>
            ))}
          </fieldset>
        )}
        <p className="field">
          <label htmlFor="note">{t('report.note')}</label>
          <textarea
            id="note"
            name="note"
            rows={5}
            maxLength={1_000}
            required={kind === 'OTHER'}
            defaultValue={note}
            aria-invalid={isWrong('note')}
            aria-describedby={described(problem, 'note', 'note-hint')}
          />
          <span className="hint" id="note-hint">
            {t('report.noteHint')}
          </span>
        </p>
        <p className="field">
          <label htmlFor="photos">{t('report.photos')}</label>
          <input
            id="photos"
            name="photos"
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp"
            aria-invalid={isWrong('photos')}
            aria-describedby={described(problem, 'photos', 'photos-hint')}
          />
          <span className="hint" id="photos-hint">
            {t('report.photosHint')}
          </span>
        </p>
        <button type="submit">{t('report.send')}</button>
      </form>
    </Frame>,
  );
}

/** By which number we speak of it, and until when we answer. */
export function reportDonePage(input: ReportInput, done: { caseNumber: string; answerBy: string | null }): string {
  const { shell, now } = input;
  const { words } = shell;
  const { t } = words;
  const until =
    done.answerBy &&
    eventTime({ instant: done.answerBy, local: done.answerBy, precision: 'INSTANT' }, null, now, words);
  const [before = '', after = ''] = t('report.doneNumber', { number: '\u0000' }).split('\u0000');
  return page(
    <Frame input={input} heading={t('report.done')}>
      <div className="card">
        <p>
          {before}
          <strong className="number" dir="ltr">
            {done.caseNumber}
          </strong>
          {after}
        </p>
        <p>{until ? t('report.doneUntil', { day: until.day, clock: until.clock ?? '' }) : t('report.doneSoon')}</p>
      </div>
    </Frame>,
  );
}
