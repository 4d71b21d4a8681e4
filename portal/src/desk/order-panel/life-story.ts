import type { CaseType } from '../../generated/graphql.ts';
import { actionText, caseTypeTexts, isByPerson } from '../cases/case-words.ts';
import { ownMoment } from '../lib/days.ts';
import {
  checkText,
  type ReceivedMessage,
  receivedText,
  sentDetail,
  sentText,
  writeBackText,
} from './exchange-words.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import type { ParcelOrder } from './parcel-order.ts';

export type StoryEvent = DeskParcel['events']['nodes'][number];

/** One line of a life story: what a carrier said, or what was done about the parcel here, in Odoo, at a provider and at whoever is told of it. What was written to Odoo about the whole order stands in the story of each parcel; what the policy only notes does not. */
export type StoryEntry =
  | { kind: 'event'; id: string; by: string; event: StoryEvent; message: ReceivedMessage | null }
  | { kind: 'deed'; id: string; by: string; at: string; text: string; detail: string | null };

/** For sorting alone, never shown: what has no offset counts as UTC, and a day as its beginning. */
const sortable = ({ occurredAt: { instant, local } }: StoryEvent): number =>
  Date.parse(instant ?? `${local.slice(0, 19)}${local.length > 10 ? '' : 'T00:00:00'}Z`);

/** What else is known of a parcel beside its events, newest first. */
function deedsOf(parcel: DeskParcel, order: ParcelOrder): Extract<StoryEntry, { kind: 'deed' }>[] {
  const { registration } = parcel;
  const deliveries = order.deliveries.filter(({ shipments }) => shipments.some(({ id }) => id === parcel.id));
  const cases = (order.cases ?? []).filter(({ shipment }) => shipment?.id === parcel.id);
  const deed = (id: string, by: string, at: string | null | undefined, text: string, detail: string | null = null) =>
    at ? [{ kind: 'deed' as const, id, by, at, text, detail }] : [];
  return [
    ...deliveries.flatMap(({ id, name, doneAt, kind }) =>
      deed(id, 'odoo', doneAt, kind === 'RETURN' ? `${name} received back` : `${name} left the warehouse`),
    ),
    ...deed('registered', registration?.provider ?? '', registration?.registeredAt, 'Registered, tracked from here on'),
    ...deed(
      'problem',
      registration?.provider ?? '',
      registration?.problem?.since,
      'Not tracked',
      registration?.problem?.message,
    ),
    ...(parcel.providerChecks ?? []).flatMap((check) =>
      deed(
        `asked ${check.lastAt} ${check.outcome} ${check.question}`,
        'checks',
        check.lastAt,
        checkText(check),
        sinceText(check),
      ),
    ),
    ...(parcel.receivedMessages ?? [])
      .filter(({ eventIds }) => eventIds.length === 0)
      .flatMap((message) =>
        deed(`received ${message.receivedAt}`, message.provider, message.receivedAt, receivedText(message)),
      ),
    // That our own services were told is of interest when they were not: what they did of it stands here itself.
    ...(parcel.sentWebhooks ?? [])
      .filter(({ isOwn, state }) => !isOwn || state !== 'DELIVERED')
      .flatMap((sent) =>
        deed(sent.id, 'webhooks', sent.lastTriedAt ?? sent.createdAt, sentText(sent), sentDetail(sent)),
      ),
    ...(order.writeBacks ?? [])
      .filter(
        ({ shipment, state }) =>
          (shipment === null || shipment?.id === parcel.id) && state !== 'DROPPED' && state !== 'SHADOW',
      )
      .flatMap((one) => deed(one.id, 'odoo', one.settledAt ?? one.createdAt, one.summary, writeBackText(one))),
    ...cases.flatMap((one) =>
      one.history.flatMap(({ id, at, action, by, text }) =>
        deed(id, isByPerson(action, by) ? 'agent' : 'rules', at, caseDeed(one.type, action, by?.name), text ?? null),
      ),
    ),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Since when the same was asked, where that was more than once. */
const sinceText = ({ count, firstAt }: { count: number; firstAt: string }) =>
  count > 1 ? `since ${ownMoment(firstAt)}` : null;

const caseDeed = (type: CaseType, action: string, who: string | undefined) =>
  action === 'NOTED'
    ? `Note${who ? ` by ${who}` : ''}`
    : `Case “${caseTypeTexts[type]}”: ${actionText(action)}${who ? ` by ${who}` : ''}`;

/** What is shown before somebody asks for all: so many events with what was done between them, so that work on a parcel does not hide where it is. */
export function newestOf(story: readonly StoryEntry[], { events = 8, most = 24 } = {}): readonly StoryEntry[] {
  let seen = 0;
  const end = story.findIndex(({ kind }) => kind === 'event' && ++seen > events);
  return story.slice(0, Math.min(end < 0 ? story.length : end, most));
}

/** Everything on one line, newest first. Events keep the order that the fold gave them; the rest stands where its instant fits. */
export function lifeStory(parcel: DeskParcel, order: ParcelOrder): StoryEntry[] {
  const deeds = deedsOf(parcel, order);
  const story: StoryEntry[] = [];
  const messages = new Map(
    (parcel.receivedMessages ?? []).flatMap((message) => message.eventIds.map((id) => [id, message] as const)),
  );
  for (const event of parcel.events.nodes) {
    while (deeds[0] && Date.parse(deeds[0].at) > sortable(event)) story.push(deeds.shift() as StoryEntry);
    story.push({ kind: 'event', id: event.id, by: event.source, event, message: messages.get(event.id) ?? null });
  }
  // Of a longer story only the newest events are there: what is older than they would stand in a gap.
  return parcel.events.pageInfo.hasNextPage ? story : [...story, ...deeds];
}
