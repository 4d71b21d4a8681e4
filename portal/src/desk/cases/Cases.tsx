import { useEffect, useRef, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useClient } from 'urql';
import type { DeskCaseDetailFragment, DeskCaseRowFragment } from '../../generated/graphql.ts';
import { tell } from '../components/Toast.tsx';
import { createIntent } from '../graph/intent.ts';
import { useBindings } from '../keys/bindings.ts';
import { ownMoment } from '../lib/days.ts';
import { CaseReports, type NamedLine } from './CaseReports.tsx';
import { workOn } from './case-actions.ts';
import {
  actionText,
  caseStateTexts,
  caseTypeTexts,
  dueText,
  isByPerson,
  resolutionTexts,
  waitingTexts,
} from './case-words.ts';
import styles from './cases.module.css';
import { casesChanged } from './changes.ts';
import { Severity } from './Severity.tsx';
import { begin } from './work.ts';

export type WholeCase = DeskCaseRowFragment & DeskCaseDetailFragment;

/** The cases of an order: those that need somebody, then what was. */
export function Cases({
  cases,
  wantedId,
  lines = [],
}: {
  cases: readonly WholeCase[];
  wantedId: string | null;
  /** Of the order, for names of what was reported. */
  lines?: readonly NamedLine[];
}) {
  if (cases.length === 0) return null;
  const open = cases.filter(({ state, id }) => state !== 'CLOSED' || id === wantedId);
  const closed = cases.filter(({ state, id }) => state === 'CLOSED' && id !== wantedId);
  return (
    <section className={styles['cases']} aria-label="Cases">
      {open.map((one) => (
        <CaseCard
          key={one.id}
          one={one}
          isWanted={one.id === wantedId || (wantedId === null && open.length === 1)}
          lines={lines}
        />
      ))}
      {closed.length > 0 && (
        <Disclosure className={styles['disclosure'] ?? ''}>
          <Heading level={3}>
            <Button slot="trigger">{closed.length === 1 ? '1 closed case' : `${closed.length} closed cases`}</Button>
          </Heading>
          <DisclosurePanel>
            {closed.map((one) => (
              <CaseCard key={one.id} one={one} isWanted={false} lines={lines} />
            ))}
          </DisclosurePanel>
        </Disclosure>
      )}
    </section>
  );
}

/** One case: what it is, what to do, what was done, and the ways to work on it. Keys work on the one that was looked for. */
export function CaseCard({
  one,
  isWanted,
  lines = [],
}: {
  one: WholeCase;
  isWanted: boolean;
  lines?: readonly NamedLine[];
}) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isWanted) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isWanted]);
  const due = dueText(one);
  const id = `case-${one.id}`;
  return (
    <article ref={card} className={styles['card']} aria-labelledby={id} data-state={one.state}>
      <header>
        <h3 id={id}>{caseTypeTexts[one.type]}</h3>
        <Severity severity={one.severity} />
        <span className={styles['due']} data-bad={due.isBad}>
          {one.state === 'OPEN' && one.dueAt ? `due ${due.text}` : caseStateTexts[one.state]}
          {one.state === 'SNOOZED' && ` until ${due.text === 'until news' ? 'news' : due.text}`}
        </span>
        <span className={styles['owner']}>{one.assignee?.name ?? 'nobody has it'}</span>
      </header>
      <p>{one.reason}</p>
      {one.state !== 'CLOSED' && <p className={styles['todo']}>{one.recommendedAction}</p>}
      <CaseReports number={one.number ?? null} reports={one.reports} lines={lines} />
      {one.resolution && (
        <p className={styles['quiet']}>
          {resolutionTexts[one.resolution]}
          {one.closedAt && `, ${ownMoment(one.closedAt)}`}
        </p>
      )}
      {one.waitingFor && <p className={styles['quiet']}>The clock stands: {waitingTexts[one.waitingFor]}.</p>}
      {one.incident && (
        <p className={styles['quiet']}>
          Part of an incident: {one.incident.title} ({one.incident.caseCount} cases)
        </p>
      )}
      <Work one={one} hasKeys={isWanted} />
      <Disclosure className={styles['disclosure'] ?? ''}>
        <Heading level={4}>
          <Button slot="trigger">Why it is this urgent</Button>
        </Heading>
        <DisclosurePanel>
          <p className={styles['quiet']}>
            Opened {ownMoment(one.openedAt)} by {one.rule}. Priority {one.priority.score}:{' '}
            {one.priority.parts.map(({ value, factor }) => `${value} × ${factor}`).join(', ')}.
          </p>
        </DisclosurePanel>
      </Disclosure>
      <History one={one} />
    </article>
  );
}

/** Notes stand there; the rest comes when somebody wants to know. */
function History({ one: { history } }: { one: WholeCase }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? history : history.filter(({ action }) => action === 'NOTED').slice(-3);
  return (
    <>
      {shown.length > 0 && (
        <ol className={styles['history']}>
          {shown.map(({ id, at, action, by, text }) => (
            <li key={id}>
              <time dateTime={at}>{ownMoment(at)}</time>
              <span>
                <b>
                  {by?.name ??
                    (action === 'REPORTED' ? 'The customer' : isByPerson(action, by) ? 'Somebody' : 'The rules')}
                </b>{' '}
                {action === 'NOTED' ? '' : actionText(action)}
                {text && <q>{text}</q>}
              </span>
            </li>
          ))}
        </ol>
      )}
      {!isWhole && history.length > shown.length && (
        <Button className={styles['textButton'] ?? ''} onPress={() => setIsWhole(true)}>
          Show all that was done ({history.length})
        </Button>
      )}
    </>
  );
}

function Work({ one, hasKeys }: { one: WholeCase; hasKeys: boolean }) {
  const client = useClient();
  async function resume() {
    const outcome = await workOn(client, one, { kind: 'resume' }, createIntent());
    if (outcome.kind === 'problem') return tell({ text: outcome.text });
    casesChanged([outcome.kind === 'done' ? outcome.changed : outcome.now]);
    tell({ text: outcome.kind === 'done' ? 'Back to work.' : 'A colleague was first; look again.' });
  }
  const isOpen = one.state !== 'CLOSED';
  const isAside = one.state === 'SNOOZED' || one.waitingFor != null;
  const ways: { name: string; key?: string; run: () => void }[] = isOpen
    ? [
        { name: 'Assign', key: 'a', run: () => begin('assign', [one]) },
        { name: 'Note', key: 'n', run: () => begin('note', [one]) },
        ...(isAside
          ? [{ name: 'Take back to work', run: () => void resume() }]
          : [
              { name: 'Put aside', key: 'z', run: () => begin('snooze', [one]) },
              { name: 'Wait', run: () => begin('wait', [one]) },
            ]),
        { name: 'Resolve', key: 'e', run: () => begin('resolve', [one]) },
      ]
    : [
        { name: 'Note', key: 'n', run: () => begin('note', [one]) },
        { name: 'Open again', run: () => begin('reopen', [one]) },
      ];
  return (
    <div className={styles['ways']}>
      {ways.map(({ name, key, run }) => (
        <Button key={name} onPress={run}>
          {name}
          {key && hasKeys && (
            <span aria-hidden="true">
              <kbd>{key}</kbd>
            </span>
          )}
        </Button>
      ))}
      {hasKeys && <Keys ways={ways} />}
    </div>
  );
}

function Keys({ ways }: { ways: readonly { name: string; key?: string; run: () => void }[] }) {
  useBindings({
    name: 'Cases',
    // With the focus in the list, keys are for its rows.
    isHere: () => !document.activeElement?.closest('[role=grid]'),
    bindings: ways.flatMap(({ name, key, run }) => (key ? [{ keys: key, label: name, run }] : [])),
  });
  return null;
}
