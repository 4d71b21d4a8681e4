import { eventSentence, eventTime } from '@milepost/wording';
import type { Parcel } from '../order/parcels.ts';
import { type PageWords, useWords } from '../words.ts';
import { countryName } from './country-name.ts';

type Event = Parcel['events']['nodes'][number];
const shown = 3;

function placeText(event: Event, words: PageWords): string | null {
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

/** Newest first: three, then all. The carrier's own words on demand, as they came. */
export function Timeline({ parcel, now }: { parcel: Parcel; now: Date }) {
  const { t } = useWords();
  const events = parcel.events.nodes;
  if (events.length === 0) return <p className="quiet">{t('timeline.nothing')}</p>;
  const older = events.slice(shown);
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
          <summary>
            {t(parcel.events.pageInfo.hasNextPage ? 'timeline.newest' : 'timeline.all', { count: events.length })}
          </summary>
          <ol>
            {older.map((event) => (
              <Row key={event.id} event={event} now={now} />
            ))}
          </ol>
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
