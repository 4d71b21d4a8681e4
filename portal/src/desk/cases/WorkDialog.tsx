import { type FormEvent, useCallback, useRef, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useClient } from 'urql';
import type { DeskCaseRowFragment } from '../../generated/graphql.ts';
import { Dialog } from '../components/Dialog.tsx';
import { tell } from '../components/Toast.tsx';
import { createIntent } from '../graph/intent.ts';
import { type BulkOutcome, skippedText, undoMany, type Work, workOn, workOnMany } from './case-actions.ts';
import { caseStateTexts, caseTypeTexts, dueText } from './case-words.ts';
import styles from './cases.module.css';
import { casesChanged } from './changes.ts';
import { WorkFields } from './WorkFields.tsx';
import type { WorkKind } from './work.ts';

const titles: Record<WorkKind, string> = {
  assign: 'Assign',
  note: 'Note',
  snooze: 'Put aside',
  wait: 'Stop the clock',
  resolve: 'Resolve',
  reopen: 'Open again',
};
const doneTexts: Record<Work['kind'], string> = {
  assign: 'Assigned',
  note: 'Note added',
  snooze: 'Put aside',
  wait: 'The clock stands',
  resume: 'Back to work',
  resolve: 'Resolved',
  reopen: 'Opened again',
};

type Preview = Extract<BulkOutcome, { kind: 'done' }>;

/** One case by itself, or many with a preview first. */
export default function WorkDialog({
  kind,
  cases,
  onClose,
}: {
  kind: WorkKind;
  cases: readonly DeskCaseRowFragment[];
  onClose: () => void;
}) {
  const client = useClient();
  const [work, setWork] = useState<Work | null>(null);
  // As it was said last, also where a key sends it before anything is drawn again.
  const said = useRef<Work | null>(null);
  const onWork = useCallback((next: Work | null) => {
    said.current = next;
    setWork(next);
  }, []);
  const [problem, setProblem] = useState<string | null>(null);
  const [conflict, setConflict] = useState<DeskCaseRowFragment | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [intent] = useState(createIntent);
  const [only] = cases;
  const isMany = cases.length > 1;

  async function sendOne(seen: DeskCaseRowFragment, wanted: Work): Promise<void> {
    const outcome = await workOn(client, seen, wanted, intent);
    if (outcome.kind === 'problem') return setProblem(outcome.text);
    if (outcome.kind === 'conflict') {
      casesChanged([outcome.now]);
      return setConflict(outcome.now);
    }
    casesChanged([outcome.changed]);
    tell({ text: `${doneTexts[wanted.kind]}.` });
    onClose();
  }

  async function sendMany(wanted: Work, isPreview: boolean): Promise<void> {
    const ids = cases.map(({ id }) => id);
    const outcome = await workOnMany(client, ids, wanted, isPreview, intent);
    if (outcome.kind === 'problem') return setProblem(outcome.text);
    if (isPreview) return setPreview(outcome);
    casesChanged(outcome.changed);
    const { undo } = outcome;
    tell({
      text: `${doneTexts[wanted.kind]}: ${outcome.changed.length} ${outcome.changed.length === 1 ? 'case' : 'cases'}.`,
      ...(undo && { undo: { until: undo.until, run: () => void takeBack(undo.bulkId) } }),
    });
    onClose();
  }

  async function takeBack(bulkId: string): Promise<void> {
    const outcome = await undoMany(client, bulkId, createIntent());
    if (outcome.kind === 'problem') return tell({ text: outcome.text });
    casesChanged(outcome.changed);
    tell({ text: ['Undone.', skippedText(outcome.skipped)].filter(Boolean).join(' ') });
  }

  async function run(step: () => Promise<void>): Promise<void> {
    setIsSending(true);
    setProblem(null);
    await step();
    setIsSending(false);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    const wanted = said.current;
    if (!wanted || !only || isSending) return;
    void run(() => (isMany ? sendMany(wanted, preview === null) : sendOne(conflict ?? only, wanted)));
  }

  return (
    <Dialog
      title={`${titles[kind]}: ${isMany || !only ? `${cases.length} cases` : nameOf(only)}`}
      isOpen
      onClose={onClose}
    >
      <Form className={styles['form'] ?? ''} onSubmit={onSubmit}>
        {conflict === null && preview === null && <WorkFields kind={kind} isMany={isMany} onWork={onWork} />}
        {conflict && only && <Both seen={only} now={conflict} />}
        {preview && (
          <div className={styles['preview']}>
            <p>
              <strong>
                {preview.changed.length} {preview.changed.length === 1 ? 'case changes' : 'cases change'}.
              </strong>{' '}
              {skippedText(preview.skipped)}
            </p>
            <ul>
              {preview.changed.slice(0, 8).map((one) => (
                <li key={one.id}>
                  {caseTypeTexts[one.type]} <span>{one.order?.name}</span>
                </li>
              ))}
              {preview.changed.length > 8 && <li>and {preview.changed.length - 8} more</li>}
            </ul>
            <p className={styles['quiet']}>It can be undone for ten seconds.</p>
          </div>
        )}
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem}
          </p>
        )}
        <div className={styles['buttons']}>
          <Button
            type="submit"
            className={styles['primary'] ?? ''}
            isDisabled={!work || isSending || preview?.changed.length === 0}
          >
            {conflict
              ? 'Do it all the same'
              : preview
                ? `${titles[kind]} ${preview.changed.length}`
                : isMany
                  ? 'See what changes'
                  : titles[kind]}
          </Button>
          <Button className={styles['secondary'] ?? ''} onPress={onClose}>
            {conflict ? 'Leave it' : 'Cancel'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** What a case is called where it stands alone: "Lost, S00046". */
function nameOf({ type, order, shipment }: DeskCaseRowFragment): string {
  return [caseTypeTexts[type], order?.name ?? shipment?.trackingNumber].filter(Boolean).join(', ');
}

/** Somebody was first: how it was when it was seen here, and how it stands now. */
function Both({ seen, now }: { seen: DeskCaseRowFragment; now: DeskCaseRowFragment }) {
  const rows = [
    ['State', caseStateTexts[seen.state], caseStateTexts[now.state]],
    ['Assigned to', seen.assignee?.name ?? 'nobody', now.assignee?.name ?? 'nobody'],
    ['Due', dueText(seen).text, dueText(now).text],
  ] as const;
  return (
    <div role="alert">
      <p>
        <strong>A colleague was first.</strong> Nothing was done yet.
      </p>
      <table className={styles['both']}>
        <thead>
          <tr>
            <td />
            <th scope="col">You saw</th>
            <th scope="col">It stands now</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name} data-changed={before !== after}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
