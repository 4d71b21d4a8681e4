import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { announce } from '../components/announce.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { useMe } from '../layout/me.ts';
import panel from '../order-panel/panel.module.css';
import { type Language, languages } from './languages.ts';
import styles from './reply.module.css';
import { replyText, type Subject } from './reply.ts';

/** A reply as it will be sent, copied as soon as it is there. Nothing is sent from here. */
export default function ReplyDialog({
  subject,
  suggested,
  onClose,
}: {
  subject: Subject;
  suggested: Language;
  onClose: () => void;
}) {
  const { brand, name } = useMe();
  const [language, setLanguage] = useState(suggested);
  /** What lies in the clipboard, as far as we put it there. */
  const [copied, setCopied] = useState<string | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const text = replyText(subject, { language, origin: location.origin, name, brand, now: new Date() });

  async function copy(): Promise<void> {
    const isDone = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied(isDone ? text : null);
    setHasFailed(!isDone);
    announce(isDone ? `Reply copied, ${languages[language]}` : 'The reply could not be copied');
  }
  // Whoever asked for a reply wants it copied; another language is copied when somebody says so
  useEffect(() => void copy(), []);

  return (
    <Dialog title="Reply" isOpen onClose={onClose} isWide>
      <div className={panel['form']}>
        <label className={panel['field']}>
          <span>Language</span>
          <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
            {Object.entries(languages).map(([code, language]) => (
              <option key={code} value={code} lang={code}>
                {language}
              </option>
            ))}
          </select>
        </label>
        <textarea
          className={styles['text']}
          aria-label="The reply"
          lang={language}
          readOnly
          rows={text.split('\n').length + 1}
          value={text}
          onFocus={(event) => event.target.select()}
        />
        <p className={hasFailed ? panel['problem'] : panel['quiet']}>
          {hasFailed
            ? 'It could not be copied: select the text and copy it by hand.'
            : copied === text
              ? 'Copied. Put it into your mail; nothing is sent from here.'
              : 'Not copied yet.'}
        </p>
        <Button autoFocus className={panel['primary'] ?? ''} onPress={() => void copy()}>
          Copy
        </Button>
      </div>
    </Dialog>
  );
}
