import type { Step } from '../order/stepper.ts';
import { useWords } from '../words.ts';

/** Where it stands, in words: an ordered list whose current step is marked for everybody. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label: string }) {
  const { t } = useWords();
  // What a narrow screen has room for: the current step, or the last one when all are done, and the one after.
  const next = steps.findIndex(({ state }) => state === 'next');
  const current = steps.findLastIndex(({ state }) => state === 'now' || state === 'done');
  return (
    <ol className="stepper" aria-label={label} data-steps={steps.length}>
      {steps.map(({ step, state }, i) => (
        <li
          key={step}
          data-state={state}
          data-shown={i === current ? 'now' : i === next ? 'then' : undefined}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span className="word" data-then={i === next ? t('step.then') : undefined}>
            {t(`step.${step}`)}
          </span>
          <span className="sr-only">: {t(`step.${state}`)}</span>
        </li>
      ))}
    </ol>
  );
}
