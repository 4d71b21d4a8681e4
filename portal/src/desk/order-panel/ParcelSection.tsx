import { dayOf, rangeOf } from '@milepost/wording';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { parcelAnswer } from '../../order/answer.ts';
import { withoutDoubtful } from '../../order/parcels.ts';
import { parcelPromises } from '../../order/promises.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { Status } from '../components/Status.tsx';
import { english } from '../english.ts';
import { distance, ownMoment, shortDay } from '../lib/days.ts';
import { LifeStory } from './LifeStory.tsx';
import styles from './panel.module.css';
import type { ParcelOrder } from './parcel-order.ts';
import type { DeskOrder } from './use-order.ts';
import { Why } from './Why.tsx';
import { doubtTexts, estimateTexts, registrationActionTexts, registrationTexts, statusTexts } from './words.ts';

/** They come when somebody wants them. */
const OpenCaseDialog = lazy(() => import('./OpenCaseDialog.tsx'));
const CorrectDialog = lazy(() => import('./CorrectDialog.tsx'));
const ReplaceDialog = lazy(() => import('./ReplaceDialog.tsx'));

export type DeskParcel = DeskOrder['shipments'][number];

/** One parcel: where it is as its customer reads it, what was promised against what is expected, how it is tracked, and all that happened. */
export function ParcelSection({
  parcel,
  order,
  orderAnswer,
  title,
  isWanted,
  onChanged,
  onReplaced = onChanged,
}: {
  parcel: DeskParcel;
  order: ParcelOrder;
  /** What stands above already is not said again. */
  orderAnswer: string;
  title: string;
  isWanted: boolean;
  onChanged: () => void;
  /** Told which shipment took the place of this one. */
  onReplaced?: (shipmentId: string) => void;
}) {
  const now = new Date();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isWanted) section.current?.scrollIntoView({ block: 'start' });
  }, [isWanted]);
  const [correcting, setCorrecting] = useState<{ eventId: string | null } | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const [isReplacing, setIsReplacing] = useState(false);
  const answer = parcelAnswer(withoutDoubtful(parcel), now, english);
  const promises = parcelPromises(parcel, now, english);
  const { text, tone } = statusTexts[parcel.status];
  const { carrier, estimate, proofOfDelivery: proof, pickupPoint, deliveryDoubts, pieces } = parcel;
  const handedTo = parcel.legs.slice(1).filter(({ carrier: other }) => other && other.name !== carrier?.name);
  const id = `parcel-${parcel.id}`;
  return (
    <section ref={section} className={styles['parcel']} aria-labelledby={id} data-wanted={isWanted}>
      <header className={styles['parcelHead']}>
        <h3 id={id}>{parcel.direction === 'RETURN' ? 'Return' : title}</h3>
        <Status tone={tone}>{text}</Status>
        {parcel.isDelayed && <Status tone="attention">Delayed</Status>}
      </header>
      <p className={styles['numberLine']}>
        <span className={styles['soft']}>{carrier?.name ?? 'Carrier unknown'}</span>
        <code>{parcel.trackingNumber}</code>
        <CopyButton text={parcel.trackingNumber} what="tracking number" />
        {carrier?.trackingUrl && (
          <a href={carrier.trackingUrl} target="_blank" rel="noreferrer" className={styles['outLink']}>
            Carrier’s page <Glyph name="out" />
          </a>
        )}
      </p>
      {answer.heading !== orderAnswer && (
        <p className={styles['sentence']}>
          {answer.heading}
          {answer.detail && <span className={styles['soft']}> · {answer.detail}</span>}
        </p>
      )}
      <dl className={styles['compare']}>
        <div>
          <dt>Promised</dt>
          <dd>{order.promisedDeliveryAt ? dayOf(order.promisedDeliveryAt, now, english) : 'no date'}</dd>
        </div>
        <div data-late={isLate(order, parcel)}>
          <dt>{parcel.status === 'DELIVERED' ? 'Delivered' : 'Now'}</dt>
          <dd>
            {parcel.status === 'DELIVERED'
              ? deliveredDay(parcel, now)
              : (rangeOf(estimate?.earliest ?? null, estimate?.latest ?? null, now, english) ?? 'nobody said')}
            {parcel.status !== 'DELIVERED' && estimate && (
              <span className={styles['soft']}> · {estimateTexts[estimate.source]}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>Last heard</dt>
          <dd>
            {parcel.checkedAt ? (
              <time dateTime={parcel.checkedAt} title={ownMoment(parcel.checkedAt, now)}>
                {distance(parcel.checkedAt, now)}
              </time>
            ) : (
              'never'
            )}
          </dd>
        </div>
      </dl>
      {promises && (
        <p className={styles['note']}>
          To the customer: {promises.sentence} {promises.changes}
        </p>
      )}
      {deliveryDoubts.map((doubt) => (
        <p key={doubt} className={styles['doubt']}>
          <Glyph name="attention" /> The delivery is doubtful: {doubtTexts[doubt]}
        </p>
      ))}
      {pickupPoint && (
        <p className={styles['note']}>
          To be collected at {[pickupPoint.name, pickupPoint.address].filter(Boolean).join(', ') || 'a place unknown'}
          {pickupPoint.lastDay && `, until ${dayOf(pickupPoint.lastDay, now, english)}`}
          {pickupPoint.hours && ` (${pickupPoint.hours})`}
        </p>
      )}
      {proof && (proof.signedBy || proof.documentCount > 0) && (
        <p className={styles['note']}>
          Proof: {proof.signedBy ? `signed by ${proof.signedBy}` : 'no signature'}
          {proof.documentCount > 0 && `, ${proof.documentCount} at the source`}
        </p>
      )}
      {handedTo.map((leg) => (
        <p key={`${leg.carrier?.name}${leg.trackingNumber}`} className={styles['note']}>
          Handed to {leg.carrier?.name}
          {leg.trackingNumber && (
            <>
              {' '}
              as <code>{leg.trackingNumber}</code>
              <CopyButton text={leg.trackingNumber} what="their number" />
            </>
          )}
        </p>
      ))}
      {pieces && pieces.length > 0 && (
        <p className={styles['note']}>
          Pieces: {pieces.map(({ trackingNumber }) => trackingNumber).join(', ')}
          {parcel.packageCount && parcel.packageCount > pieces.length && ` (${parcel.packageCount} in all)`}
        </p>
      )}
      <Tracked parcel={parcel} />
      <div className={styles['actions']}>
        <Button className={styles['textButton'] ?? ''} onPress={() => setCorrecting({ eventId: null })}>
          Correct …
        </Button>
        <Button className={styles['textButton'] ?? ''} onPress={() => setIsReplacing(true)}>
          Wrong number …
        </Button>
        <Button className={styles['textButton'] ?? ''} onPress={() => setIsOpening(true)}>
          Open a case …
        </Button>
      </div>
      <LifeStory parcel={parcel} order={order} onDoubt={(eventId) => setCorrecting({ eventId })} now={now} />
      <Why shipmentId={parcel.id} />
      <Suspense>
        {isOpening && (
          <OpenCaseDialog
            parcel={parcel}
            onClose={() => setIsOpening(false)}
            onDone={() => {
              setIsOpening(false);
              onChanged();
            }}
          />
        )}
        {isReplacing && (
          <ReplaceDialog
            parcel={parcel}
            onClose={() => setIsReplacing(false)}
            onDone={(shipmentId) => {
              setIsReplacing(false);
              onReplaced(shipmentId);
            }}
          />
        )}
        {correcting && (
          <CorrectDialog
            parcel={parcel}
            eventId={correcting.eventId}
            onClose={() => setCorrecting(null)}
            onDone={() => {
              setCorrecting(null);
              onChanged();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

function Tracked({ parcel: { registration } }: { parcel: DeskParcel }) {
  if (!registration) return null;
  const { state, provider, registeredAt, needs, pending, problem } = registration;
  const isBad = state !== 'REGISTERED' && state !== 'STOPPED' && state !== 'QUEUED';
  return (
    <p className={isBad ? styles['doubt'] : styles['note']}>
      {isBad && <Glyph name="attention" />}
      {registrationTexts[state]}
      {provider && ` by ${provider}`}
      {state === 'REGISTERED' && registeredAt && ` since ${shortDay(registeredAt)}`}
      {needs.length > 0 && `: ${needs.join(', ')}`}
      {pending && ` · ${registrationActionTexts[pending]}`}
      {problem && ` · ${problem.message}`}
    </p>
  );
}

function isLate({ promisedDeliveryAt: promised }: ParcelOrder, { estimate, status }: DeskParcel): boolean {
  const now = estimate?.latest ?? estimate?.earliest;
  return status !== 'DELIVERED' && promised != null && now != null && now.slice(0, 10) > promised.slice(0, 10);
}

function deliveredDay(parcel: DeskParcel, now: Date): string {
  const event = parcel.events.nodes.find(
    ({ status, marks }) => status === 'DELIVERED' && !marks.includes('VOIDED') && !marks.includes('UNCONFIRMED'),
  );
  return event ? dayOf(event.occurredAt.local.slice(0, 10), now, english) : 'day unknown';
}
