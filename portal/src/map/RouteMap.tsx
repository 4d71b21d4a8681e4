import { eventTime } from '@milepost/wording';
import type { Parcel } from '../order/parcels.ts';
import { useWords } from '../words.ts';
import { type Journey, journeyOf, type Stop } from './journey.ts';
import { height, type Point, project, width } from './projected.ts';

const line = (points: readonly Point[]) => `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`;
const nameOf = ({ event: { location } }: Stop) => location?.city || location?.text || location?.countryCode || '';

function useTime(now: Date) {
  const words = useWords();
  return ({ event }: Stop) => {
    const { day, clock, machine } = eventTime(event.occurredAt, event.location, now, words);
    return { text: clock ? words.t('dates.at', { day, clock }) : day, machine };
  };
}

function Picture({ journey, now }: { journey: Journey; now: Date }) {
  const { t } = useWords();
  const timeOf = useTime(now);
  const { land, route, next } = project(journey);
  const last = journey.past.at(-1) as Stop;
  const [x, y] = route.at(-1) as Point;
  // Beside the last place, on the side from which it did not come; inside the picture in any case.
  const [before = x] = route.at(-2) ?? [];
  const isLeft = x > width - 120 || (x > 120 && before > x);
  return (
    <svg
      className="map"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('map.label', {
        from: nameOf(journey.past[0] as Stop),
        last: nameOf(last),
        when: timeOf(last).text,
      })}
      direction="ltr"
    >
      <path className="land" d={land} />
      <path className="past" d={line(route)} />
      {next && <path className="next" d={line([[x, y], next])} />}
      {route.slice(0, -1).map(([px, py]) => (
        <circle key={`${px} ${py}`} className="stop" cx={px} cy={py} r={4} />
      ))}
      <circle className="here" cx={x} cy={y} r={8} />
      <text x={isLeft ? x - 14 : x + 14} y={y + 5} textAnchor={isLeft ? 'end' : 'start'}>
        {nameOf(last)}
      </text>
    </svg>
  );
}

/** The way of a parcel on a map, and the same places as a list; nothing where fewer than two places are sure. Opened by whoever wants it; needs no script. */
export function RouteMap({ parcel, now }: { parcel: Parcel; now: Date }) {
  const { t } = useWords();
  const timeOf = useTime(now);
  const journey = journeyOf(parcel);
  if (!journey) return null;
  const newestFirst = journey.past.toReversed();
  return (
    <details className="route" id={`route-${parcel.id}`}>
      <summary>{t('map.summary')}</summary>
      <Picture journey={journey} now={now} />
      <ol className="places" aria-label={t('map.places')}>
        {journey.next && (
          <li>
            <bdi>{nameOf(journey.next)}</bdi> · {t('map.next')}
          </li>
        )}
        {newestFirst.map((stop, i) => {
          const { text, machine } = timeOf(stop);
          return (
            <li key={stop.event.id}>
              <bdi>{nameOf(stop)}</bdi> · <time dateTime={machine}>{text}</time>
              {i === 0 && ` · ${t('map.last')}`}
            </li>
          );
        })}
      </ol>
      <p className="hint">{t('map.note')}</p>
    </details>
  );
}
