import { Freshness } from '../components/Freshness.tsx';
import { ToneIcon } from '../components/Icon.tsx';
import { islandWords } from '../components/island-words.ts';
import { Layout, type Shell } from '../components/Layout.tsx';
import { ParcelCard } from '../components/ParcelCard.tsx';
import { Promises } from '../components/Promises.tsx';
import { page } from '../components/page.ts';
import { Tools } from '../components/Tools.tsx';
import { parcelAnswer } from '../order/answer.ts';
import { type Parcel, withoutDoubtful } from '../order/parcels.ts';
import { parcelPromises } from '../order/promises.ts';

function parcelAddress({ trackingNumber, carrier }: Parcel): string {
  return `/track/${encodeURIComponent(trackingNumber)}${carrier ? `?carrier=${encodeURIComponent(carrier.code)}` : ''}`;
}

/** What anybody sees who holds a tracking number: no names, no items, coarse places. */
export function parcelPage({
  shell,
  parcel: given,
  staleSince,
  now,
}: {
  shell: Shell;
  parcel: Parcel;
  staleSince: string | null;
  now: Date;
}): string {
  const { words } = shell;
  const { t } = words;
  const parcel = withoutDoubtful(given);
  const answer = parcelAnswer(parcel, now, words);
  const promises = parcelPromises(parcel, now, words);
  return page(
    <Layout shell={shell} title={answer.heading}>
      <main
        id="page"
        tabIndex={-1}
        data-poll=""
        data-tone={answer.tone}
        data-state={answer.state}
        data-words={JSON.stringify(islandWords(words))}
      >
        <p className="eyebrow">{parcel.carrier?.name ?? t('parcel.title')}</p>
        <h1>
          <ToneIcon tone={answer.tone} />
          <span>{answer.heading}</span>
        </h1>
        {answer.detail && <p className="lead">{answer.detail}</p>}
        {promises && <Promises story={promises} />}
        <Freshness parcels={[parcel]} staleSince={staleSince} self={parcelAddress(parcel)} now={now} />
        <ParcelCard
          parcel={parcel}
          items={[]}
          title={t('parcel.title')}
          isPacked={false}
          pageHeading={answer.heading}
          isAlone
          now={now}
        />
        {parcel.viewerAccess === 'L0' && (
          <p className="quiet">
            {t('parcel.more')} <a href="/">{t('parcel.lookUpOrder')}</a>
          </p>
        )}
        <Tools />
      </main>
      <div id="news" className="sr-only" role="status" aria-live="polite" />
    </Layout>,
  );
}
