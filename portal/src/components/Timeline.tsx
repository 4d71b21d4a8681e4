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

function Row({ event, now }: { event: Event; now: Date }) {
  const time = eventTime(event.occurredAt, event.location, now);
  const place = placeText(event);
  return (
    <li id={event.id}>
      <p className="what">{eventSentence(event.milestone, event.reason)}</p>
      <p className="where">
        <time dateTime={time.machine} data-instant={event.occurredAt.instant ?? undefined}>
          {time.day}
          {time.clock && `, ${time.clock}`}
          {time.zone && <span className="zone"> ({time.zone})</span>}
        </time>
        {place && <span className="place">{place}</span>}
      </p>
      {event.description && (
        <details className="words">
          <summary>In the carrier’s words</summary>
          {/* Which language it is nobody told us: the empty attribute says so. */}
          <q lang="">{event.description}</q>
        </details>
      )}
    </li>
  );
}

/** Newest first: three, then all. */
export function Timeline({ parcel, now }: { parcel: Parcel; now: Date }) {
  const events = parcel.events.nodes;
  if (events.length === 0) return <p className="quiet">Nothing has been reported yet.</p>;
  const older = events.slice(shown);
  const total = `${events.length}${parcel.events.pageInfo.hasNextPage ? ' newest' : ''}`;
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
    </div>
  );
}
