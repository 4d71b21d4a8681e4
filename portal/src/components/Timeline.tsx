import { eventTime } from '../lib/dates.ts';
import type { Parcel } from '../order/parcels.ts';
import { eventSentence } from '../texts.ts';

type Event = Parcel['events']['nodes'][number];
const shown = 3;

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function placeText(event: Event): string | null {
  const { city, countryCode, text } = event.location ?? {};
  const country = countryCode ? countries.of(countryCode) : null;
  return [city, country].filter(Boolean).join(', ') || text || null;
}

/** Which clock it is: told by the place beside it where it is that place's, else in brackets. */
function When({ event, place, now }: { event: Event; place: string | null; now: Date }) {
  const time = eventTime(event.occurredAt, event.location, now);
  const isPlaceTime = place !== null && time.zone === `${event.location?.city} time`;
  return (
    <>
      <time dateTime={time.machine} data-instant={event.occurredAt.instant ?? undefined}>
        {[time.day, time.clock].filter(Boolean).join(', ')}
        {time.zone && !isPlaceTime && ` (${time.zone})`}
      </time>
      {place && <span className="place">{isPlaceTime ? ` in ${place}` : ` · ${place}`}</span>}
    </>
  );
}

function Row({ event, now }: { event: Event; now: Date }) {
  return (
    <li id={event.id}>
      <p className="what">{eventSentence(event.milestone, event.reason)}</p>
      <p className="where">
        <When event={event} place={placeText(event)} now={now} />
      </p>
    </li>
  );
}

/** Newest first: three, then all. The carrier's own words on demand, as they came. */
export function Timeline({ parcel, now }: { parcel: Parcel; now: Date }) {
  const events = parcel.events.nodes;
  if (events.length === 0) return <p className="quiet">Nothing has been reported yet.</p>;
  const older = events.slice(shown);
  const total = `${events.length}${parcel.events.pageInfo.hasNextPage ? ' newest' : ''}`;
  const worded = events.filter(({ description }) => description);
  return (
    <div className="timeline">
      <ol>
        {events.slice(0, shown).map((event) => (
          <Row key={event.id} event={event} now={now} />
        ))}
      </ol>
      {older.length > 0 && (
        <details className="older">
          <summary>Show all {total} updates</summary>
          <ol>
            {older.map((event) => (
              <Row key={event.id} event={event} now={now} />
            ))}
          </ol>
        </details>
      )}
      {worded.length > 0 && (
        <details className="words">
          <summary>In the carrier’s own words</summary>
          <ul>
            {worded.map((event) => (
              <li key={event.id}>
                {/* Which language it is nobody told us: the empty attribute says so. */}
                <q lang="">{event.description}</q>{' '}
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
