import { useId, useState } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { eventTime } from '../../lib/dates.ts';
import { eventSentence } from '../../texts.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import styles from './panel.module.css';
import { markTexts, sourceText } from './words.ts';

type Event = DeskParcel['events']['nodes'][number];
/** More than this are shown when somebody asks for them. */
const shownAtFirst = 8;
const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function placeOf({ location }: Event): string | null {
  if (!location) return null;
  const country = location.countryCode ? countries.of(location.countryCode) : null;
  return [location.city, country].filter(Boolean).join(', ') || location.text || null;
}

/** All that happened to a parcel, newest first: who said it, when by which clock, in our words and in theirs. */
export function LifeStory({
  parcel,
  onDoubt,
  now,
}: {
  parcel: DeskParcel;
  /** Somebody says that an event did not happen. */
  onDoubt: (eventId: string) => void;
  now: Date;
}) {
  const id = useId();
  const events = parcel.events.nodes;
  const sources = [...new Set(events.map(({ source }) => source))];
  const [source, setSource] = useState<string | null>(null);
  const [isWhole, setIsWhole] = useState(false);
  const fitting = source === null ? events : events.filter((event) => event.source === source);
  const shown = isWhole ? fitting : fitting.slice(0, shownAtFirst);
  return (
    <div className={styles['story']}>
      <div className={styles['storyHead']}>
        <h4 id={id}>Life story</h4>
        {sources.length > 1 && (
          <ToggleButtonGroup
            aria-label="Told by"
            selectionMode="single"
            selectedKeys={source === null ? [] : [source]}
            onSelectionChange={(keys) => setSource(([...keys][0] as string | undefined) ?? null)}
            className={styles['filters'] ?? ''}
          >
            {sources.map((name) => (
              <ToggleButton key={name} id={name}>
                {sourceText(name)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
      </div>
      {events.length === 0 && <p className={styles['quiet']}>Nothing has been reported yet.</p>}
      <ol aria-labelledby={id}>
        {shown.map((event) => (
          <Row key={event.id} event={event} onDoubt={onDoubt} now={now} />
        ))}
      </ol>
      {fitting.length > shown.length && (
        <Button className={styles['textButton'] ?? ''} onPress={() => setIsWhole(true)}>
          Show all {fitting.length}
        </Button>
      )}
      {isWhole && parcel.events.pageInfo.hasNextPage && (
        <p className={styles['quiet']}>The newest {events.length} are shown.</p>
      )}
    </div>
  );
}

function Row({ event, onDoubt, now }: { event: Event; onDoubt: (id: string) => void; now: Date }) {
  const time = eventTime(event.occurredAt, event.location, now);
  const place = placeOf(event);
  const isVoid = event.marks.includes('VOIDED');
  return (
    <li data-void={isVoid} data-mark={event.marks[0]}>
      <time dateTime={time.machine} title={time.zone ?? undefined}>
        {time.day}
        {time.clock && <b>{time.clock}</b>}
      </time>
      <div>
        <p>
          <span className={styles['what']}>{eventSentence(event.milestone, event.reason)}</span>
          {place && <span className={styles['soft']}> · {place}</span>}
          {event.marks.map((mark) => (
            <span key={mark} className={styles['mark']}>
              {markTexts[mark]}
            </span>
          ))}
        </p>
        {event.description && (
          // In which language a carrier writes nobody tells; the empty attribute says so.
          <p className={styles['theirs']} lang="">
            {event.description}
          </p>
        )}
      </div>
      <div className={styles['by']}>
        <span>{sourceText(event.source)}</span>
        {!isVoid && (
          <Button className={styles['textButton'] ?? ''} onPress={() => onDoubt(event.id)}>
            did not happen …
          </Button>
        )}
      </div>
    </li>
  );
}
