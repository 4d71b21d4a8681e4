import { eventTime } from '@milepost/wording';
import type { Parcel } from '../order/parcels.ts';
import { useWords } from '../words.ts';
import { placeText } from './Timeline.tsx';

type Document = NonNullable<Parcel['proofOfDelivery']>['documents'][number];

/** A picture opens by itself; a paper is saved. */
function ProofDocument({ document: { kind, url, contentType } }: { document: Document }) {
  const { t } = useWords();
  if (!url) return null;
  if (contentType === 'application/pdf')
    return (
      <a className="button" href={url} rel="noreferrer">
        {t('proof.document')}
      </a>
    );
  return (
    <a href={url} rel="noreferrer">
      <img
        src={url}
        alt={t(kind === 'SIGNATURE' ? 'proof.signature' : 'proof.photo')}
        loading="lazy"
        decoding="async"
      />
    </a>
  );
}

/**
 * Where and when it was delivered, who signed, and the carrier's pictures; nothing where the viewer may see no proof. `isStale`: the addresses of pictures have ended.
 */
export function Proof({
  parcel,
  isStale,
  level: Heading = 'h3',
  now,
}: {
  parcel: Parcel;
  isStale: boolean;
  level?: 'h2' | 'h3';
  now: Date;
}) {
  const words = useWords();
  const { t } = words;
  const { proofOfDelivery: proof, events } = parcel;
  if (!proof) return null;
  const delivered = events.nodes.find(({ status }) => status === 'DELIVERED');
  const time = delivered && eventTime(delivered.occurredAt, delivered.location, now, words);
  const place = delivered && placeText(delivered, words);
  const documents = isStale ? [] : proof.documents.filter(({ state }) => state === 'READY');
  const isComing = !isStale && proof.documents.some(({ state }) => state === 'WAITING');
  if (documents.length === 0 && !isComing && !proof.signedBy) return null;
  return (
    <section className="proof" aria-label={t('proof.heading')}>
      <Heading>{t('proof.heading')}</Heading>
      <dl className="facts">
        {time && (
          <div>
            <dt>{t('proof.when')}</dt>
            <dd>
              <time dateTime={time.machine} data-instant={delivered.occurredAt.instant ?? undefined}>
                {time.clock ? t('dates.at', { day: time.day, clock: time.clock }) : time.day}
                {time.zone && !time.isPlaceTime && ` (${time.zone})`}
              </time>
            </dd>
          </div>
        )}
        {place && (
          <div>
            <dt>{t('proof.where')}</dt>
            <dd>{place}</dd>
          </div>
        )}
        {proof.signedBy && (
          <div>
            <dt>{t('parcel.signedBy')}</dt>
            <dd dir="auto">{proof.signedBy}</dd>
          </div>
        )}
      </dl>
      {documents.length > 0 && (
        <p className="pictures">
          {documents.map((document) => (
            <ProofDocument key={document.id} document={document} />
          ))}
        </p>
      )}
      {isComing && <p className="quiet">{t('proof.waiting')}</p>}
    </section>
  );
}
