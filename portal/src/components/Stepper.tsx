import type { Step } from '../order/stepper.ts';

const spoken = { done: 'done', now: 'now', next: 'to come' } as const;

/** Where it stands, in words: an ordered list whose current step is marked for everybody. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label: string }) {
  const next = steps.findIndex(({ state }) => state === 'next');
  // What a narrow screen has room for: the current step, or the last one when all are done, and the one after.
  const current = next < 0 ? steps.length - 1 : next - 1;
  return (
    <ol className="stepper" aria-label={label}>
      {steps.map(({ word, state }, i) => (
        <li
          key={word}
          data-state={state}
          data-shown={i === current ? 'now' : i === next ? 'then' : undefined}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span className="word">{word}</span>
          <span className="sr-only">: {spoken[state]}</span>
        </li>
      ))}
    </ol>
  );
}
