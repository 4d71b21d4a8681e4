import { lengthOf } from '@milepost/wording';
import type { SharedLinkFragment } from '../generated/graphql.ts';
import { useWords } from '../words.ts';
import { Dated } from './Dated.tsx';

/** Hours that a link may last; the third is chosen unless somebody says otherwise. */
export const shareHours = [1, 24, 7 * 24, 30 * 24] as const;
const usualHours = 7 * 24;
export const shareLevels = ['L0', 'L1'] as const;

const sharePath = (orderId: string) => `/orders/${orderId}/share`;

/** On the order's page: what sharing is, and the way there. */
export function ShareOffer({ orderId, isReadOnly }: { orderId: string; isReadOnly: boolean }) {
  const { t } = useWords();
  return (
    <section className="card" id="share">
      <h2>{t('share.heading')}</h2>
      <p>{t('share.offer')}</p>
      <p>
        {isReadOnly ? (
          <button className="button" type="button" disabled>
            {t('share.make')}
          </button>
        ) : (
          <a className="button" href={sharePath(orderId)}>
            {t('share.make')}
          </a>
        )}
      </p>
    </section>
  );
}

export function ShareForm({ orderId, problem }: { orderId: string; problem: string | null }) {
  const words = useWords();
  const { t } = words;
  return (
    <form className="card" method="post" action={sharePath(orderId)}>
      <h2>{t('share.new')}</h2>
      {problem && (
        <p className="problem" id="problem" role="alert">
          {problem}
        </p>
      )}
      <fieldset className="options">
        <legend>{t('share.shows')}</legend>
        {shareLevels.map((level) => (
          <label key={level} className="option">
            <input type="radio" name="level" value={level} defaultChecked={level === 'L1'} />
            <span>{t(`share.${level}`)}</span>
          </label>
        ))}
      </fieldset>
      <p className="field">
        <label htmlFor="hours">{t('share.howLong')}</label>
        <select id="hours" name="hours" defaultValue={usualHours}>
          {shareHours.map((hours) => (
            <option key={hours} value={hours}>
              {lengthOf(hours * 3_600, words)}
            </option>
          ))}
        </select>
      </p>
      <p className="field">
        <label htmlFor="purpose">{t('share.purpose')}</label>
        <input
          id="purpose"
          name="purpose"
          maxLength={80}
          autoComplete="off"
          aria-describedby="purpose-hint"
          dir="auto"
        />
        <span className="hint" id="purpose-hint">
          {t('share.purposeHint')}
        </span>
      </p>
      <button className="button" type="submit">
        {t('share.make')}
      </button>
    </form>
  );
}

/** The new link, the one time that it is shown. */
export function MadeLink({ url }: { url: string }) {
  const { t } = useWords();
  return (
    <section className="card" id="made">
      <h2>{t('share.made')}</h2>
      <p>{t('share.madeText')}</p>
      <p className="field">
        <label htmlFor="made-link">{t('share.link')}</label>
        <input id="made-link" readOnly defaultValue={url} dir="ltr" />
        <span>
          <button type="button" className="copy" data-copy={url} hidden>
            {t('page.copy')}
          </button>
        </span>
      </p>
    </section>
  );
}

/** Those that live first; each can be ended at once. */
export function SharedLinks({
  orderId,
  links,
  now,
}: {
  orderId: string;
  links: readonly SharedLinkFragment[];
  now: Date;
}) {
  const { t } = useWords();
  const isOver = ({ revokedAt, expiresAt }: SharedLinkFragment) =>
    revokedAt != null || Date.parse(expiresAt) <= now.getTime();
  const shown = [...links.filter((link) => !isOver(link)), ...links.filter(isOver).slice(0, 5)];
  return (
    <section className="card" aria-labelledby="shared-links">
      <h2 id="shared-links">{t('share.list')}</h2>
      {shown.length === 0 && <p>{t('share.none')}</p>}
      <ul className="shared">
        {shown.map((link) => (
          <li key={link.id} data-over={isOver(link) ? '' : undefined}>
            <div>
              <p>
                <strong dir="auto">{link.purpose || t('share.some')}</strong>
              </p>
              <p className="hint">{t(link.level === 'L0' ? 'share.L0' : 'share.L1')}</p>
              <p className="hint">
                {link.madeBy !== 'TEAM' && <Dated message={`share.by${link.madeBy}`} at={link.createdAt} />}
                {' · '}
                {isOver(link) ? (
                  <Dated message="share.ended" at={link.revokedAt ?? link.expiresAt} />
                ) : (
                  <Dated message="share.ends" at={link.expiresAt} />
                )}
                {' · '}
                {link.lastUsedAt ? <Dated message="share.opened" at={link.lastUsedAt} /> : t('share.neverOpened')}
              </p>
            </div>
            {!isOver(link) && (
              <form method="post" action={`${sharePath(orderId)}/end`}>
                <input type="hidden" name="linkId" value={link.id} />
                <button type="submit" className="secondary">
                  {t('share.end')}
                  {link.purpose && <span className="sr-only">: {link.purpose}</span>}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
