import type { Tone } from '@milepost/wording';

const paths: Record<Tone, string> = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  moving: 'M3 7h10v9H3zM13 10h4l4 3v3h-8M7 19a2 2 0 100-4 2 2 0 000 4zm10 0a2 2 0 100-4 2 2 0 000 4z',
  attention: 'M12 4l9 16H3zM12 10v4m0 3v.01',
  waiting: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2',
};

/** The tone as a shape; the words beside it say the same. */
export function ToneIcon({ tone }: { tone: Tone }) {
  return (
    <svg className="tone-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[tone]} />
    </svg>
  );
}
