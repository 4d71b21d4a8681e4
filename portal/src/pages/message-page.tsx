import { islandWords } from '../components/island-words.ts';
import { Layout, type Shell } from '../components/Layout.tsx';
import { emptyLookUp, LookUp } from '../components/LookUp.tsx';
import { page } from '../components/page.ts';

/** One message and the way on: not found, no access, out of order. */
export function messagePage({
  shell,
  heading,
  text,
  withLookUp = false,
  looksAgain = false,
  back = '/',
  backText = shell.words.t(back === '/' ? 'message.track' : 'message.back'),
}: {
  shell: Shell;
  heading: string;
  text: string;
  /** Where the button leads; the look-up when left out. */
  back?: string;
  backText?: string;
  withLookUp?: boolean;
  /** The page tries by itself whether it can be shown meanwhile. */
  looksAgain?: boolean;
}): string {
  return page(
    <Layout shell={shell} title={heading}>
      <main
        id="page"
        tabIndex={-1}
        data-poll={looksAgain ? '' : undefined}
        data-words={looksAgain ? JSON.stringify(islandWords(shell.words)) : undefined}
      >
        <h1>{heading}</h1>
        <p className="lead">{text}</p>
        {looksAgain && <p id="connection" className="connection" />}
        {withLookUp ? (
          <LookUp values={emptyLookUp} problem={null} />
        ) : (
          <p>
            <a className="button" href={back}>
              {backText}
            </a>
          </p>
        )}
      </main>
    </Layout>,
  );
}
