import { parcelAnswer } from '../order/answer.ts';
import type { Item, Parcel, ParcelGroup } from '../order/parcels.ts';
import { parcelSteps } from '../order/stepper.ts';
import { ToneIcon } from './Icon.tsx';
import { Stepper } from './Stepper.tsx';
import { Timeline } from './Timeline.tsx';

const amount = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** "3 × Ember Stove"; the unit where it is not simply pieces. */
export function Items({ items, label }: { items: readonly Item[]; label: string }) {
  if (items.length === 0) return null;
  return (
    <ul className="items" aria-label={label}>
      {items.map(({ lineId, description, quantity, unit }) => (
        <li key={`${lineId}${description}${unit}`}>
          <span className="quantity">
            {amount.format(quantity)}
            {unit === 'Units' ? ' ×' : ` ${unit}`}
          </span>{' '}
          <ItemName description={description} />
        </li>
      ))}
    </ul>
  );
}

/** Odoo writes "[CODE] Name": the name is for people, the code for whoever compares. */
export function ItemName({ description }: { description: string }) {
  const [, code, name] = /^\[([^\]]+)\]\s*(\S[\s\S]*)$/.exec(description) ?? [];
  return (
    <span>
      {name ?? description}
      {code && <span className="code"> {code}</span>}
    </span>
  );
}

function CarrierFacts({ parcel }: { parcel: Parcel }) {
  const { carrier, trackingNumber } = parcel;
  return (
    <dl className="facts">
      <div>
        <dt>Carrier</dt>
        <dd>
          {!carrier && 'Not known yet'}
          {carrier && !carrier.trackingUrl && carrier.name}
          {carrier?.trackingUrl && (
            <a href={carrier.trackingUrl} rel="noreferrer external">
              {carrier.name}
              <span className="sr-only">, this parcel on the carrier’s page</span>
            </a>
          )}
        </dd>
      </div>
      <div>
        <dt>Tracking number</dt>
        <dd>
          <code className="number">{trackingNumber}</code>{' '}
          <button type="button" className="copy" data-copy={trackingNumber} hidden>
            Copy
          </button>
        </dd>
      </div>
      {parcel.proofOfDelivery?.signedBy && (
        <div>
          <dt>Signed by</dt>
          <dd>{parcel.proofOfDelivery.signedBy}</dd>
        </div>
      )}
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
  now,
}: {
  parcel: Parcel;
  items: readonly Item[];
  title: string;
  /** The warehouse has let it go. */
  isPacked: boolean;
  /** The card does not repeat it. */
  pageHeading: string;
  now: Date;
}) {
  const answer = parcelAnswer(parcel, now);
  return (
    <article className="card parcel" data-tone={answer.tone} data-status={parcel.status} id={parcel.id}>
      <header>
        <h2>{title}</h2>
        {answer.heading !== pageHeading && (
          <p className="answer">
            <ToneIcon tone={answer.tone} />
            <span>{answer.heading}</span>
          </p>
        )}
      </header>
      <Stepper steps={parcelSteps(parcel, isPacked)} label={`Progress of ${title.toLowerCase()}`} />
      <Items items={items} label={`Items in ${title.toLowerCase()}`} />
      <Timeline parcel={parcel} now={now} />
      <CarrierFacts parcel={parcel} />
    </article>
  );
}

/** Parcels that share deliveries: what they carry is known together only. */
export function ParcelGroupCards({
  group: { parcels, items, isPacked },
  titleOf,
  pageHeading,
  now,
}: {
  group: ParcelGroup;
  titleOf: (parcel: Parcel) => string;
  pageHeading: string;
  now: Date;
}) {
  const shared = { isPacked, pageHeading, now };
  const [only] = parcels;
  if (parcels.length === 1 && only) return <ParcelCard parcel={only} items={items} title={titleOf(only)} {...shared} />;
  return (
    <section className="group" aria-label={`${parcels.length} parcels that travel together`}>
      {items.length > 0 && (
        <div className="card together">
          <h2>In these {parcels.length} parcels together</h2>
          <Items items={items} label="Items in these parcels" />
        </div>
      )}
      {parcels.map((parcel) => (
        <ParcelCard key={parcel.id} parcel={parcel} items={[]} title={titleOf(parcel)} {...shared} />
      ))}
    </section>
  );
}
