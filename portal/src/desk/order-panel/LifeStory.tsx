import { eventSentence, eventTime } from '@milepost/wording';
import { useId, useState } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { english } from '../english.ts';
import { ownMoment, ownParts } from '../lib/days.ts';
import { type ReceivedMessage, wayText } from './exchange-words.ts';
import { lifeStory, newestOf, type StoryEntry, type StoryEvent } from './life-story.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import styles from './panel.module.css';
import type { ParcelOrder } from './parcel-order.ts';
import { markTexts, sourceText } from './words.ts';

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function placeOf({ location }: StoryEvent): string | null {
  if (!location) return null;
  const country = location.countryCode ? countries.of(location.countryCode) : null;
  return [location.city, country].filter(Boolean).join(', ') || location.text || null;
}

/** All that happened to a parcel, newest first, on one line: who said or did it, when by which clock, in our words and in theirs. */
export function LifeStory({
  parcel,
  order,
  onDoubt,
  now,
}: {
  parcel: DeskParcel;
  order: ParcelOrder;
  /** Somebody says that an event did not happen. */
  onDoubt: (eventId: string) => void;
  now: Date;
}) {
  const id = useId();
  const entries = lifeStory(parcel, order);
  const sources = [...new Set(entries.map(({ by }) => by))];
  const [source, setSource] = useState<string | null>(null);
  const [isWhole, setIsWhole] = useState(false);
  const fitting = source === null ? entries : entries.filter(({ by }) => by === source);
  const shown = isWhole ? fitting : newestOf(fitting);
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
      {parcel.events.nodes.length === 0 && <p className={styles['quiet']}>No carrier has said anything yet.</p>}
      <ol aria-labelledby={id}>
        {shown.map((entry) =>
          entry.kind === 'event' ? (
            <Row key={entry.id} event={entry.event} message={entry.message} onDoubt={onDoubt} now={now} />
          ) : (
            <Deed key={entry.id} deed={entry} />
          ),
        )}
      </ol>
      {fitting.length > shown.length && (
        <Button className={styles['textButton'] ?? ''} onPress={() => setIsWhole(true)}>
          Show all {fitting.length}
        </Button>
      )}
      {isWhole && isCut(parcel) && (
        <p className={styles['quiet']}>Of checks, messages and webhooks the newest 50 each are shown.</p>
      )}
      {isWhole && parcel.events.pageInfo.hasNextPage && (
        <p className={styles['quiet']}>The newest {parcel.events.nodes.length} events are shown.</p>
      )}
    </div>
  );
}

/** By the agent's own clock: it happened at no place. */
function Deed({ deed }: { deed: Extract<StoryEntry, { kind: 'deed' }> }) {
  const { day, clock } = ownParts(deed.at);
  return (
    <li data-deed="true">
      <time dateTime={deed.at} title="your time">
        {day}
        <b>{clock}</b>
      </time>
      <div>
        <p className={styles['what']}>{deed.text}</p>
        {deed.detail && <p className={styles['theirs']}>{deed.detail}</p>}
      </div>
      <div className={styles['by']}>{sourceText(deed.by)}</div>
    </li>
  );
}

function Row({
  event,
  message,
  onDoubt,
  now,
}: {
  event: StoryEvent;
  message: ReceivedMessage | null;
  onDoubt: (id: string) => void;
  now: Date;
}) {
  const time = eventTime(event.occurredAt, event.location, now, english);
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
          <span className={styles['what']}>{eventSentence(event.milestone, event.reason, english)}</span>
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
        {message && (
          <span
            className={styles['soft']}
            title={`${wayText(message.way)} ${ownMoment(message.receivedAt)}, your time`}
          >
            {wayText(message.way)} {ownParts(message.receivedAt).clock}
          </span>
        )}
        {!isVoid && (
          <Button className={styles['textButton'] ?? ''} onPress={() => onDoubt(event.id)}>
            did not happen …
          </Button>
        )}
      </div>
    </li>
  );
}

const isCut = ({ providerChecks, receivedMessages, sentWebhooks }: DeskParcel): boolean =>
  [providerChecks, receivedMessages, sentWebhooks].some((list) => (list?.length ?? 0) >= 50);
