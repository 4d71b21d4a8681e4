import { lazy, Suspense, useEffect } from 'react';
import { workInHand } from './work.ts';

const load = () => import('./WorkDialog.tsx');
const WorkDialog = lazy(load);

/** The dialog of what is in hand. Once, in the layout. */
export function WorkDialogs() {
  const inHand = workInHand.use();
  // Not before the desk stands; then at once, because a key opens it and the next ones are typed into it.
  useEffect(() => {
    const soon = setTimeout(() => void load().catch(() => {}), 2_000);
    return () => clearTimeout(soon);
  }, []);
  return (
    inHand && (
      <Suspense>
        <WorkDialog kind={inHand.kind} cases={inHand.cases} onClose={() => workInHand.set(null)} />
      </Suspense>
    )
  );
}
