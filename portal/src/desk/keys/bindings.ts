import { useEffect, useRef } from 'react';
import { createStore } from '../graph/store.ts';
import { createKept } from '../lib/kept.ts';

/** One thing a key does. */
interface Binding {
  /** `j`, `?`, `Enter`, or two after one another: `g o`. */
  keys: string;
  /** What it does, for the sheet. */
  label: string;
  run: () => void;
}

export interface BindingGroup {
  /** Heading on the sheet. */
  name: string;
  bindings: readonly Binding[];
  /** Whether they work where the focus is now. Left out: everywhere. */
  isHere?: () => boolean;
}

const groups = createStore<readonly { current: BindingGroup }[]>([]);
/** Shortcuts of one character can be switched off (WCAG 2.1.4): who dictates to the computer types letters all day. */
export const hasSingleKeys = createKept('single-keys', {
  parse: (text) => text !== 'off',
  format: (isOn) => (isOn ? null : 'off'),
});

/** All that works at the moment, for the sheet: each heading once, each key as it works. */
export function useBindingGroups(): BindingGroup[] {
  const byName = new Map<string, Map<string, Binding>>();
  for (const { current } of groups.use()) {
    const bindings = byName.get(current.name) ?? new Map<string, Binding>();
    for (const binding of current.bindings) bindings.set(binding.keys, binding);
    byName.set(current.name, bindings);
  }
  return [...byName].map(([name, bindings]) => ({ name, bindings: [...bindings.values()] }));
}

/** Makes keys work while the component is there. What came last wins. */
export function useBindings(group: BindingGroup): void {
  const held = useRef(group);
  held.current = group;
  useEffect(() => {
    groups.set([...groups.get(), held]);
    return () => groups.set(groups.get().filter((other) => other !== held));
  }, []);
}

let acted = false;
/** Whether anybody did anything since the page was opened: what opens then was opened by somebody. */
export const hasActed = (): boolean => acted;

let prefix = '';
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

/** Listens for as long as the desk is open; returns how to stop. */
export function startKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    // Where keys mean something of their own already.
    if (
      target?.closest(
        'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]',
      )
    )
      return;
    const isCharacter = event.key.length === 1;
    if (isCharacter && !hasSingleKeys.get()) return;
    // A button's own Enter and Space.
    if ((event.key === 'Enter' || event.key === ' ') && target?.closest('button, a[href], summary')) return;
    const name = event.shiftKey && /^[A-Za-z]$/.test(event.key) ? `Shift+${event.key.toLowerCase()}` : event.key;
    const keys = prefix ? `${prefix} ${name}` : name;
    clearTimeout(prefixTimer);
    prefix = '';
    const all = groups.get().flatMap(({ current }) => (current.isHere?.() === false ? [] : current.bindings));
    const found = all.findLast((binding) => binding.keys === keys);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (all.some((binding) => binding.keys.startsWith(`${keys} `))) {
      prefix = keys;
      prefixTimer = setTimeout(() => {
        prefix = '';
      }, 1_500);
    }
  };
  const onAct = () => {
    acted = true;
  };
  document.addEventListener('keydown', onAct, { capture: true });
  document.addEventListener('pointerdown', onAct, { capture: true });
  document.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('keydown', onAct, { capture: true });
    document.removeEventListener('pointerdown', onAct, { capture: true });
    document.removeEventListener('keydown', onKey);
  };
}
