import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { useBindings } from '../keys/bindings.ts';
import styles from '../order-panel/panel.module.css';
import { suggestedLanguage } from './languages.ts';
import type { Subject } from './reply.ts';

/** Comes when somebody wants it, with the words of other languages. */
const ReplyDialog = lazy(() => import('./ReplyDialog.tsx'));

/** The way to a ready-made reply. */
export function Reply({ subject, countryCode }: { subject: Subject; countryCode: string | null | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  useBindings({ name: 'In the order', bindings: [{ keys: 'c', label: 'Copy a reply to the customer', run: open }] });
  return (
    <>
      <Button className={styles['textButton'] ?? ''} onPress={open}>
        Reply …
      </Button>
      {isOpen && (
        <Suspense>
          <ReplyDialog subject={subject} suggested={suggestedLanguage(countryCode)} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
