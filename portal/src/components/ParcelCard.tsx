import { RouteMap } from '../map/RouteMap.tsx';
import { parcelAnswer } from '../order/answer.ts';
import type { Item, Parcel, ParcelGroup } from '../order/parcels.ts';
import { parcelPromises } from '../order/promises.ts';
import { parcelSteps } from '../order/stepper.ts';
import { type PageWords, useWords } from '../words.ts';
import { ToneIcon } from './Icon.tsx';
import { NextStepLink } from './NextStepLink.tsx';
import { hasCare } from './ParcelCare.tsx';
import { Promises } from './Promises.tsx';
import { Proof } from './Proof.tsx';
import { Stepper } from './Stepper.tsx';
import { Timeline } from './Timeline.tsx';
import { TrackingNumber } from './TrackingNumber.tsx';

const amounts = new Map<string, Intl.NumberFormat>();
export function amountText(amount: number, { tag }: PageWords): string {
  const known = amounts.get(tag) ?? new Intl.NumberFormat(tag, { maximumFractionDigits: 3 });
  amounts.set(tag, known);
  return known.format(amount);
}

/** "3 ×"; the unit where it is not simply pieces. */
export function Quantity({ quantity, unit }: { quantity: number; unit: string }) {
  const words = useWords();
  const amount = amountText(quantity, words);
  return (
    <span className="quantity">{unit === 'Units' ? words.t('order.quantity', { amount }) : `${amount} ${unit}`}</span>
  );
}

/** "3 × Ember Stove". */
export function Items({ items, label }: { items: readonly Item[]; label: string }) {
  if (items.length === 0) return null;
  return (
    <ul className="items" aria-label={label}>
      {items.map(({ lineId, description, quantity, unit }) => (
        <li key={`${lineId}${description}${unit}`}>
          <Quantity quantity={quantity} unit={unit} /> <ItemName description={description} />
        </li>
      ))}
    </ul>
  );
}

/** Odoo writes "[CODE] Name": the name is for people, the code for whoever compares. */
export function ItemName({ description }: { description: string }) {
  const [, code, name] = /^\[([^\]]+)\]\s*(\S[\s\S]*)$/.exec(description) ?? [];
  return (
    <span dir="auto">
      {name ?? description}
      {code && <span className="code"> {code}</span>}
    </span>
  );
}

/** Numbers that other carriers of the way know it by. */
function laterNumbers({ legs, trackingNumber }: Parcel): { name: string; number: string }[] {
  const found = new Map<string, string>();
  for (const leg of legs)
    if (leg.carrier && leg.trackingNumber && leg.trackingNumber !== trackingNumber)
      found.set(leg.trackingNumber, leg.carrier.name);
  return [...found].map(([number, name]) => ({ number, name }));
}

function CarrierFacts({ parcel }: { parcel: Parcel }) {
  const { t } = useWords();
  const { carrier, trackingNumber } = parcel;
  return (
    <dl className="facts">
      <div>
        <dt>{t('parcel.carrier')}</dt>
        <dd>
          {!carrier && t('parcel.carrierUnknown')}
          {carrier && !carrier.trackingUrl && carrier.name}
          {carrier?.trackingUrl && (
            <a href={carrier.trackingUrl} rel="noreferrer external">
              {carrier.name}
              <span className="sr-only">, {t('parcel.onCarrierPage')}</span>
            </a>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('parcel.number')}</dt>
        <dd>
          <TrackingNumber number={trackingNumber} />{' '}
          <button type="button" className="copy" data-copy={trackingNumber} hidden>
            {t('page.copy')}
          </button>
        </dd>
      </div>
      {laterNumbers(parcel).map(({ name, number }) => (
        <div key={number}>
          <dt>{t('parcel.numberAt', { carrier: name })}</dt>
          <dd>
            <TrackingNumber number={number} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One parcel: answer, steps, what is in it, what happened, whom to ask. */
export function ParcelCard({
  parcel,
  items,
  title,
  isPacked,
  pageHeading,
  isAlone,
  isStale = false,
  careOf,
  now,
}: {
  parcel: Parcel;
  items: readonly Item[];
  title: string;
  /** The warehouse has let it go. */
  isPacked: boolean;
  /** The card does not repeat it. */
  pageHeading: string;
  /** The page is about this parcel alone: what it says of it the card does not repeat. */
  isAlone: boolean;
  /** What is shown is what was last known. */
  isStale?: boolean;
  /** What can be done about it. */
  careOf?: ((parcel: Parcel) => React.ReactNode) | undefined;
  now: Date;
}) {
  const words = useWords();
  const { t } = words;
  const answer = parcelAnswer(parcel, now, words);
  const promises = isAlone ? null : parcelPromises(parcel, now, words);
  return (
    <article
      className="card parcel"
      data-tone={answer.tone}
      data-status={parcel.status}
      data-state={answer.state}
      id={parcel.id}
    >
      <header>
        <h2>{title}</h2>
        {answer.heading !== pageHeading && (
          <p className="answer">
            <ToneIcon tone={answer.tone} />
            <span>{answer.heading}</span>
          </p>
        )}
        {!isAlone && answer.detail && <p className="detail">{answer.detail}</p>}
        {promises && <Promises story={promises} />}
        {answer.nextStep && (
          <NextStepLink step={answer.nextStep} parcel={parcel} leadsToCare={Boolean(careOf) && hasCare(parcel)} />
        )}
      </header>
      <Stepper steps={parcelSteps(parcel, isPacked)} label={t('parcel.progress', { title })} />
      <Items items={items} label={t('parcel.items', { title })} />
      <Timeline parcel={parcel} now={now} />
      <RouteMap parcel={parcel} now={now} />
      <Proof parcel={parcel} isStale={isStale} now={now} />
      <CarrierFacts parcel={parcel} />
      {careOf?.(parcel)}
    </article>
  );
}

/** Parcels that share deliveries: what they carry is known together only. */
export function ParcelGroupCards({
  group: { parcels, items, isPacked },
  titleOf,
  pageHeading,
  isAlone,
  isStale = false,
  careOf,
  now,
}: {
  group: ParcelGroup;
  titleOf: (parcel: Parcel) => string;
  pageHeading: string;
  /** There is no other parcel. */
  isAlone: boolean;
  isStale?: boolean;
  careOf?: ((parcel: Parcel) => React.ReactNode) | undefined;
  now: Date;
}) {
  const { t } = useWords();
  const shared = { isPacked, pageHeading, isAlone, isStale, careOf, now };
  const [only] = parcels;
  if (parcels.length === 1 && only) return <ParcelCard parcel={only} items={items} title={titleOf(only)} {...shared} />;
  const count = parcels.length;
  return (
    <section className="group" aria-label={t('parcel.together', { count })}>
      {items.length > 0 && (
        <div className="card together">
          <h2>{t('parcel.inTogether', { count })}</h2>
          <Items items={items} label={t('parcel.itemsTogether')} />
        </div>
      )}
      {parcels.map((parcel) => (
        <ParcelCard key={parcel.id} parcel={parcel} items={[]} title={titleOf(parcel)} {...shared} />
      ))}
    </section>
  );
}
