import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useClient } from 'urql';
import { DeskSearchDocument, type DeskSearchQuery } from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import { useBindings } from '../keys/bindings.ts';
import styles from './omnibox.module.css';
import { type Choice, type Option, optionsOf } from './options.ts';
import { recents } from './recent.ts';
import { recognise, recognisedTexts, searchTextOf } from './recognise.ts';

/** Somebody who types on is not asked for. */
const pauseMs = 250;

type Answer = { text: string; found: DeskSearchQuery['search'] } | { text: string; problem: string };

/**
 * One box for whatever somebody has of an order. A combobox as WAI-ARIA describes it: the focus stays in the box, arrow keys move through what it offers. What is typed goes
 * to the graph in a request's body and nowhere else: not into the address, not into any storage.
 */
export function Omnibox() {
  const client = useClient();
  const navigate = useNavigate();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  /** Enter was pressed before the answer was there. */
  const takesFirst = useRef(false);
  const asked = useRef('');
  const opened = recents.use();

  const recognised = recognise(text);
  const current = answer?.text === text.trim() ? answer : null;
  const found = current && 'found' in current ? current.found : null;
  const groups = optionsOf({ text, recognised, found, recents: opened });
  const options = groups.flatMap((group) => group.options);
  const isAsking = asked.current === text.trim() && current === null && text.trim() !== '';

  async function ask(wanted: string): Promise<void> {
    if (asked.current === wanted) return;
    asked.current = wanted;
    const { data, error } = await client
      .query(persisted(DeskSearchDocument), { text: wanted }, { requestPolicy: 'network-only' })
      .toPromise();
    if (asked.current !== wanted) return;
    if (error || !data) {
      asked.current = '';
      setAnswer({ text: wanted, problem: error ? problemOf(error) : 'Something went wrong.' });
      return;
    }
    setAnswer({ text: wanted, found: data.search });
    setActive(0);
  }

  const wanted = searchTextOf(text);
  // Asks anew when the text changes, and then alone
  useEffect(() => {
    if (!isOpen || wanted === '') return;
    const timer = setTimeout(() => void ask(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted, isOpen]);

  const count = options.length;
  // Told when an answer came, and then alone
  useEffect(() => {
    if (!found || !isOpen) return;
    if (takesFirst.current) {
      takesFirst.current = false;
      const [first] = options;
      if (first) return choose(first.choice);
    }
    announce(count === 0 ? 'Nothing found' : `${count} found`);
  }, [found]);

  function close(): void {
    setIsOpen(false);
    setText('');
    setAnswer(null);
    asked.current = '';
    takesFirst.current = false;
  }

  function choose(choice: Choice): void {
    if (choice.kind === 'search everywhere') {
      void ask(text.trim());
      return;
    }
    close();
    input.current?.blur();
    if (choice.kind === 'customer') void navigate({ to: '/orders', search: { view: 'all', customer: choice.id } });
    else
      void navigate({
        to: '.',
        search: ({ order: _o, company: _c, parcel: _p, case: _k, ...rest }: Record<string, unknown>) => ({
          ...rest,
          ...choice.params,
        }),
      });
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (text) {
        setText('');
        setAnswer(null);
      } else {
        close();
        input.current?.blur();
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setIsOpen(true);
      if (count > 0) setActive((at) => (at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = options[active] ?? options[0];
      if (option) choose(option.choice);
      else if (recognised.kind !== 'too short') {
        takesFirst.current = true;
        void ask(text.trim());
      }
    }
  }

  useBindings({
    name: 'Everywhere',
    bindings: [
      {
        keys: '/',
        label: 'Search',
        run() {
          input.current?.focus();
          input.current?.select();
        },
      },
    ],
  });

  const activeId = options[active] ? `${id}-${active}` : undefined;
  const hasList = isOpen && (text.trim() !== '' || count > 0);
  let position = -1;
  return (
    <search className={styles['omnibox']}>
      <Glyph name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search orders, parcels and customers"
        aria-expanded={hasList}
        aria-controls={hasList ? `${id}-list` : undefined}
        aria-activedescendant={hasList ? activeId : undefined}
        aria-describedby={`${id}-said`}
        aria-autocomplete="list"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        placeholder="Order, tracking number, name, e-mail, phone …"
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setIsOpen(true);
          takesFirst.current = false;
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <span className={styles['hint']} aria-hidden="true">
        <kbd>/</kbd>
      </span>
      {hasList && (
        // The box keeps the focus: a press on what it offers must not take it away before it counts.
        <div className={styles['popover']} onPointerDown={(event) => event.preventDefault()}>
          <p className={styles['said']} id={`${id}-said`}>
            {text.trim() === '' ? 'Since this tab was opened' : recognisedTexts[recognised.kind]}
            {isAsking && <span> · looking …</span>}
          </p>
          {current && 'problem' in current && (
            <p className={styles['problem']} role="alert">
              {current.problem}
            </p>
          )}
          {found && count === 0 && (
            <p className={styles['nothing']}>
              Nothing was found. Numbers forgive one typing error, names too; e-mail addresses and phone numbers have to
              be whole.
            </p>
          )}
          <div role="listbox" id={`${id}-list`} aria-label="Found" className={styles['list']}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options, which no element is
              <div role="group" key={group.name} aria-label={group.name}>
                <p className={styles['group']} aria-hidden="true">
                  {group.name}
                </p>
                {group.options.map((option) => {
                  position += 1;
                  const at = position;
                  return (
                    <OptionRow
                      key={option.id}
                      id={`${id}-${at}`}
                      option={option}
                      isActive={at === active}
                      onPoint={() => setActive(at)}
                      onChoose={() => choose(option.choice)}
                    />
                  );
                })}
              </div>
            ))}
          </div>
        </div>
      )}
    </search>
  );
}

function OptionRow({
  id,
  option,
  isActive,
  onPoint,
  onChoose,
}: {
  id: string;
  option: Option;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the box's, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant of the box
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles['option']}
      onPointerMove={() => isActive || onPoint()}
      onClick={onChoose}
    >
      <span className={styles['label']}>{option.label}</span>
      <span className={styles['detail']}>{option.detail}</span>
      {isActive && (
        <span aria-hidden="true">
          <kbd>↵</kbd>
        </span>
      )}
    </div>
  );
}
