import { type ReactNode, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { type CaseResolution, type CaseWaitingFor, DeskStaffDocument } from '../../generated/graphql.ts';
import { persisted } from '../graph/documents.ts';
import { ownMoment } from '../lib/days.ts';
import type { Work } from './case-actions.ts';
import { ownResolutions, resolutionTexts } from './case-words.ts';
import styles from './cases.module.css';
import { snoozeTimes } from './snooze-times.ts';
import type { WorkKind } from './work.ts';

type Props = { isMany: boolean; onWork: (work: Work | null) => void };

/** What has to be said for each kind of work. Tells on every change what would be done; null: something is missing. */
export function WorkFields({ kind, ...props }: Props & { kind: WorkKind }) {
  switch (kind) {
    case 'assign':
      return <AssignFields {...props} />;
    case 'note':
      return (
        <TextField
          {...props}
          label="For colleagues; customers never see it"
          least={1}
          toWork={(text) => ({ kind: 'note', text })}
        />
      );
    case 'snooze':
      return <SnoozeFields {...props} />;
    case 'wait':
      return <WaitFields {...props} />;
    case 'resolve':
      return <ResolveFields {...props} />;
    case 'reopen':
      return (
        <TextField
          {...props}
          label="Why does somebody have to look again?"
          least={3}
          toWork={(reason) => ({ kind: 'reopen', reason })}
        />
      );
  }
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is given
    <label className={styles['field']}>
      <span>{label}</span>
      {children}
    </label>
  );
}

const toMe = 'me';
const toNobody = 'nobody';

function AssignFields({ isMany, onWork }: Props) {
  const [{ data, fetching }] = useQuery({ query: persisted(DeskStaffDocument), requestPolicy: 'cache-and-network' });
  const staff = data?.staff ?? [];
  // The graph knows who asks for one case; for many somebody has to be named.
  const me = staff.find(({ isViewer }) => isViewer)?.id;
  const [chosen, setChosen] = useState<string>(toMe);
  const who = chosen === toMe && isMany ? (me ?? '') : chosen;
  useEffect(() => {
    if (who === toMe) onWork({ kind: 'assign', assigneeId: undefined });
    else if (who === toNobody) onWork({ kind: 'assign', assigneeId: null });
    else onWork(who ? { kind: 'assign', assigneeId: who } : null);
  }, [who, onWork]);
  return (
    <Field label="To whom">
      {/* biome-ignore lint/a11y/noAutofocus: the dialog was opened for this field */}
      <select value={chosen} onChange={(event) => setChosen(event.target.value)} onKeyDown={submitByEnter} autoFocus>
        {(!isMany || me || fetching) && <option value={toMe}>Me</option>}
        {isMany && !me && !fetching && <option value={toMe}>Choose …</option>}
        <option value={toNobody}>Nobody</option>
        {staff
          .filter(({ id }) => id !== me)
          .map(({ id, name: colleague }) => (
            <option key={id} value={id}>
              {colleague}
            </option>
          ))}
      </select>
    </Field>
  );
}

function TextField({
  label,
  least,
  toWork,
  onWork,
}: Props & { label: string; least: number; toWork: (text: string) => Work }) {
  const [text, setText] = useState('');
  const say = (next: string) => {
    setText(next);
    onWork(next.trim().length >= least ? toWork(next.trim()) : null);
  };
  return (
    <Field label={label}>
      <textarea
        rows={4}
        maxLength={least === 1 ? 2_000 : 500}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened for this field
        autoFocus
        onChange={(event) => say(event.target.value)}
        onKeyDown={submitByKey}
      />
    </Field>
  );
}

/** Enter takes what stands there: a key for what, a key for yes. */
function submitByEnter(event: React.KeyboardEvent<HTMLSelectElement>): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

/** Enter makes a new line; with Ctrl or ⌘ it sends. */
function submitByKey(event: React.KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

const untilNewsOnly = 'news';

function SnoozeFields({ isMany, onWork }: Props) {
  const [times] = useState(() => snoozeTimes(new Date()));
  const [chosen, setChosen] = useState(() => times[1]?.at.toISOString() ?? '');
  const [untilNews, setUntilNews] = useState(!isMany);
  useEffect(() => {
    if (chosen === untilNewsOnly) onWork({ kind: 'snooze', until: null, untilNews: true });
    else onWork({ kind: 'snooze', until: chosen, untilNews: untilNews && !isMany });
  }, [chosen, untilNews, isMany, onWork]);
  return (
    <>
      <Field label="Until">
        {/* biome-ignore lint/a11y/noAutofocus: the dialog was opened for this field */}
        <select value={chosen} onChange={(event) => setChosen(event.target.value)} onKeyDown={submitByEnter} autoFocus>
          {times.map(({ name, at }) => (
            <option key={name} value={at.toISOString()}>
              {name} ({ownMoment(at.toISOString())})
            </option>
          ))}
          {!isMany && <option value={untilNewsOnly}>Until anything new is heard of its parcel</option>}
        </select>
      </Field>
      {!isMany && chosen !== untilNewsOnly && (
        <label className={styles['check']}>
          <input type="checkbox" checked={untilNews} onChange={(event) => setUntilNews(event.target.checked)} />
          or until anything new is heard of its parcel, if that is earlier
        </label>
      )}
    </>
  );
}

function WaitFields({ onWork }: Props) {
  const [waitingFor, setWaitingFor] = useState<CaseWaitingFor>('CUSTOMER');
  useEffect(() => onWork({ kind: 'wait', waitingFor }), [waitingFor, onWork]);
  return (
    <>
      <Field label="Who has to answer">
        <select
          value={waitingFor}
          onChange={(event) => setWaitingFor(event.target.value as CaseWaitingFor)}
          onKeyDown={submitByEnter}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened for this field
          autoFocus
        >
          <option value="CUSTOMER">The customer</option>
          <option value="CARRIER">The carrier</option>
        </select>
      </Field>
      <p className={styles['quiet']}>Its clock goes on by itself when anything new is heard of the parcel.</p>
    </>
  );
}

function ResolveFields({ onWork }: Props) {
  const [resolution, setResolution] = useState<CaseResolution>('FIXED');
  const [note, setNote] = useState('');
  useEffect(() => onWork({ kind: 'resolve', resolution, note: note.trim() }), [resolution, note, onWork]);
  return (
    <>
      <Field label="Why it is over">
        <select
          value={resolution}
          onChange={(event) => setResolution(event.target.value as CaseResolution)}
          onKeyDown={submitByEnter}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened for this field
          autoFocus
        >
          {ownResolutions.map((one) => (
            <option key={one} value={one}>
              {resolutionTexts[one]}
            </option>
          ))}
        </select>
      </Field>
      <Field label="More about it (may stay empty)">
        <textarea
          rows={3}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={submitByKey}
        />
      </Field>
    </>
  );
}
