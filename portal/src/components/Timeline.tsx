import { eventSentence, eventTime } from '@milepost/wording';
import { Fragment } from 'react';
import type { Parcel } from '../order/parcels.ts';
import { type PageWords, useWords } from '../words.ts';
import { countryName } from './country-name.ts';
import { TrackingNumber } from './TrackingNumber.tsx';

type Event = Parcel['events']['nodes'][number];
const shown = 3;

/** Town and country, as far as they are known; null: neither is. */
export function placeText(event: Event, words: PageWords): string | null {
  const { city, countryCode, text } = event.location ?? {};
  const country = countryCode ? countryName(countryCode, words) : null;
  return [city, country].filter(Boolean).join(words.direction === 'rtl' ? '، ' : ', ') || text || null;
}

/** Which clock it is: told by the place beside it where it is that place's, else in brackets. */
function When({ event, place, now }: { event: Event; place: string | null; now: Date }) {
  const words = useWords();
  const time = eventTime(event.occurredAt, event.location, now, words);
  const isPlaceTime = place !== null && time.isPlaceTime;
  const [before = '', after = ''] = words
    .t(isPlaceTime ? 'timeline.inPlace' : 'timeline.atPlace', { time: '\u0000', place: place ?? '' })
    .split('\u0000');
  return (
    <>
      {place && before}
      <time dateTime={time.machine} data-instant={event.occurredAt.instant ?? undefined}>
        {time.clock ? words.t('dates.at', { day: time.day, clock: time.clock }) : time.day}
        {time.zone && !isPlaceTime && ` (${time.zone})`}
      </time>
      {place && <span className="place">{after}</span>}
    </>
  );
}

function Row({ event, now }: { event: Event; now: Date }) {
  const words = useWords();
  return (
    <li id={event.id}>
      <p className="what">{eventSentence(event.milestone, event.reason, words)}</p>
      <p className="where">
        <When event={event} place={placeText(event, words)} now={now} />
      </p>
    </li>
  );
}

/** Between two entries, newest first: where another carrier took over, or the parcel turned back. Null: nothing changed. */
function Turn({ newer, older, parcel }: { newer: Event; older: Event | undefined; parcel: Parcel }) {
  const { t } = useWords();
  if (!older || newer.leg == null || older.leg == null || newer.leg === older.leg) return null;
  const [to, from] = [parcel.legs[newer.leg - 1], parcel.legs[older.leg - 1]];
  if (!to || !from) return null;
  if (to.carrier && to.carrier.code !== from.carrier?.code)
    return (
      <li className="turn">
        {t('timeline.handOver', { carrier: to.carrier.name })}
        {to.trackingNumber && to.trackingNumber !== from.trackingNumber && (
          <>
            , {t('timeline.handOverNumber')} <TrackingNumber number={to.trackingNumber} />
          </>
        )}
      </li>
    );
  return to.direction === 'RETURN' && from.direction === 'FORWARD' ? (
    <li className="turn">{t('timeline.backBegins')}</li>
  ) : null;
}

function Rows({
  events,
  from,
  to,
  parcel,
  now,
}: {
  events: readonly Event[];
  from: number;
  to: number;
  parcel: Parcel;
  now: Date;
}) {
  return (
    <ol>
      {events.slice(from, to).map((event, i) => (
        <Fragment key={event.id}>
          <Row event={event} now={now} />
          <Turn newer={event} older={events[from + i + 1]} parcel={parcel} />
        </Fragment>
      ))}
    </ol>
  );
}

/** Newest first: three, then all. The carrier's own words on demand, as they came. */
export function Timeline({ parcel, now }: { parcel: Parcel; now: Date }) {
  const { t } = useWords();
  const events = parcel.events.nodes;
  if (events.length === 0) return <p className="quiet">{t('timeline.nothing')}</p>;
  const older = events.slice(shown);
  const worded = events.filter(({ description }) => description);
  return (
    <div className="timeline">
      <Rows events={events} from={0} to={shown} parcel={parcel} now={now} />
      {older.length > 0 && (
        <details className="older">
          <summary>
            {t(parcel.events.pageInfo.hasNextPage ? 'timeline.newest' : 'timeline.all', { count: events.length })}
          </summary>
          <Rows events={events} from={shown} to={events.length} parcel={parcel} now={now} />
        </details>
      )}
      {worded.length > 0 && (
        <details className="words">
          <summary>{t('timeline.words')}</summary>
          <ul>
            {worded.map((event) => (
              <li key={event.id}>
                {/* Which language it is nobody told us: the empty attribute says so. */}
                <q lang="" dir="auto">
                  {event.description}
                </q>{' '}
                <span className="hint">
                  <When event={event} place={null} now={now} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
