import crypto, { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { carriersOf } from '../../services/tracking-subgraph/src/carrier/carriers.ts';
import { mapAftership } from '../../services/tracking-subgraph/src/connectors/aftership/map.ts';
import { type Fact, factKey } from '../../services/tracking-subgraph/src/fact/fact.ts';
import { fold } from '../../services/tracking-subgraph/src/fact/fold.ts';
import { eventRows, legNumbers, shipmentOutput } from '../../services/tracking-subgraph/src/fact/store-facts.ts';

/**
 * Journeys to vary: recorded messages, mapped and folded by the real code, with whatever differs between two shipments (keys, times, numbers) cut out and
 * replaced by the positions of PostgreSQL's format(). SQL fills them in for a million shipments; `messageOf` makes the message that would have brought
 * the same rows, so that a sample can be checked and the ingestion can repeat what is known.
 */

/** Which recorded journey the shipments 0 to 9, 10 to 19 and so on have: mostly delivered, some on their way, held, waiting or returned. */
const recorded = [
  '06-delivered-signed-with-photo',
  '04-out-for-delivery',
  '12-customs-documents-missing',
  '13-available-for-pickup',
  '16-returned',
] as const;
export const slots = [0, 0, 1, 0, 2, 0, 3, 0, 4, 0];

const hubs = ['Kassel', 'Utrecht', 'Antwerpen', 'Dortmund', 'Nürnberg', 'Bremen', 'Metz', 'Dijon'];

interface Checkpoint {
  checkpoint_time: string;
  tag: string;
  subtag: string;
  message: string;
  location: string;
  city: string;
  hash: string;
}
interface Message {
  event: string;
  event_id: string;
  msg: Record<string, unknown> & { tracking_number: string; slug: string; checkpoints: Checkpoint[] };
}

export interface Template {
  message: Message;
  /** Unix seconds at which its shipment was registered: two hours before the first scan. */
  created: number;
  carrierCode: string;
  /** Rows for the tables that the loading statements read. */
  shipment: object;
  steps: readonly object[];
  times: readonly object[];
  others: readonly object[];
  numbers: readonly object[];
}

/** One shipment as its message needs it. */
export interface Variant {
  number: string;
  /** Seconds between the template's registration and this shipment's. */
  shift: number;
}

/** Where the values of a shipment stand in its argument list. */
const places = (scans: number) => ({
  scan: (step: number) => step,
  instant: (step: number) => scans + step,
  local: (step: number) => 2 * scans + step,
  number: 3 * scans + 1,
  delivery: 3 * scans + 2,
  time: (index: number) => 3 * scans + 3 + index,
});

/** The journeys with `scans` check points each. Throws when the connector or the fold gives something that the loading statements could not repeat. */
export function makeTemplates(scans: number): Template[] {
  return recorded.map((name, index) => {
    const path = `../../services/tracking-subgraph/fixtures/aftership/webhooks/${name}.json`;
    const message = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Message;
    // A promise would make "late" depend on the time of day to which a journey is moved.
    message.msg['order_promised_delivery_date'] = null;
    message.msg.checkpoints = stretch(message.msg.checkpoints, scans);
    return makeTemplate(index, message, scans);
  });
}

function makeTemplate(index: number, message: Message, scans: number): Template {
  const first = Date.parse(message.msg.checkpoints[0]?.checkpoint_time ?? '');
  const created = Math.floor(first / 1000) - 2 * 3_600;
  const carrierCode = carriersOf('aftership', message.msg.slug)[0] as string;
  const sample = { number: 'NUMBER0TOKEN', shift: 0 };
  const delivery = 999_999_937;
  const { result: told, texts } = listenToHashes(() => [...factsOf(message, sample), deliveryFact(delivery)]);
  const textOf = (key: string) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error('keys are not made by crypto.hash any more: teach growth-templates.ts');
    return text;
  };
  const at = places(scans);
  const tokens = new Map<string, number>([
    [sample.number, at.number],
    [String(delivery), at.delivery],
  ]);

  const steps = told
    .flatMap(({ data }) => (data.kind === 'carrier-event' ? data : []))
    .map((data, i) => {
      const { instant, local } = data.occurred;
      const time = message.msg.checkpoints[i]?.checkpoint_time ?? '';
      if (instant === null || !time.startsWith(local))
        throw new Error(`check point ${i} of ${message.msg.slug} is none to vary`);
      tokens
        .set(data.scan, at.scan(i + 1))
        .set(instant, at.instant(i + 1))
        .set(local, at.local(i + 1));
      const own = new Map(
        [data.scan, local, instant, time, hashOf(sample.number, i + 1)].map((token, n) => [token, n + 1]),
      );
      return {
        scan: data.scan,
        row: {
          template: index,
          step: i + 1,
          at: instant.slice(0, -1),
          ahead: (Date.parse(`${local}Z`) - Date.parse(instant)) / 1000,
          zone: time.slice(local.length),
          scan_identity: asFormat(textOf(data.scan), own),
          fact_identity: asFormat(textOf((told.find((fact) => fact.data === data) as Fact).key), own),
          data: asFormat(JSON.stringify(data), own),
        },
      };
    });
  if (steps.length !== scans) throw new Error(`${scans} check points gave ${steps.length} scans`);
  const others = told.filter(({ data }) => data.kind !== 'carrier-event');
  const times: object[] = [];
  const addTime = (text: unknown) => {
    if (typeof text !== 'string' || tokens.has(text) || !/^\d{4}-\d{2}-\d{2}/.test(text)) return;
    tokens.set(text, at.time(times.length));
    const form = text.length === 10 ? 'YYYY-MM-DD' : text.endsWith('Z') ? isoForm : null;
    if (form === null) throw new Error(`${text}: only dates and instants are varied`);
    times.push({ template: index, nr: times.length, at: text.replace('Z', ''), form });
  };
  for (const { data } of others) for (const value of Object.values(data)) addTime(value);

  const folded = fold(told);
  const { state, events } = folded;
  const { id: _, ...output } = shipmentOutput('', state, null) as Record<string, unknown>;
  const otherRows = others.map(({ key, source, data }, nr) => ({
    key,
    row: {
      template: index,
      nr,
      source,
      identity: asFormat(textOf(key), tokens),
      data: asFormat(JSON.stringify(data), tokens),
    },
  }));
  otherRows.forEach(({ key }, nr) => {
    tokens.set(key, at.time(times.length) + nr);
  });

  const eventOf = new Map(events.map((event) => [event.key, event]));
  if (events.length !== scans) throw new Error(`${scans} scans folded to ${events.length} events`);
  return {
    message,
    created,
    carrierCode,
    times,
    others: otherRows.map(({ row }) => row),
    numbers: legNumbers('', folded, null).map((row) => {
      const { number, carrier_code } = row as { number: string; carrier_code: string | null };
      return { template: index, number: asFormat(number, tokens), carrier_code };
    }),
    shipment: {
      ...output,
      template: index,
      created,
      registered_carrier: carrierCode,
      last_event_at: asFormat(String(output['last_event_at']), tokens),
      state: asFormat(JSON.stringify(output['state']), tokens),
    },
    steps: steps.map(({ scan, row }) => {
      const event = eventOf.get(scan);
      const [columns, ...sightings] = event ? (eventRows('', event) as Record<string, unknown>[]) : [];
      if (!event || !columns || sightings.length > 0 || event.sortKey !== `${event.occurred.instant}|2|${scan}`)
        throw new Error('a scan is not one event as the loading statements make it');
      return { ...columns, ...row };
    }),
  };
}

export const isoForm = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** What AfterShip would have sent about the shipment after its last scan; `newScan` adds one that many minutes later. */
export function messageOf(
  { message }: Pick<Template, 'message'>,
  { number, shift }: Variant,
  newScan?: number,
): Buffer {
  const { msg } = message;
  const checkpoints = msg.checkpoints.map((checkpoint, i) => ({
    ...checkpoint,
    checkpoint_time: moved(checkpoint.checkpoint_time, shift),
    hash: hashOf(number, i + 1),
  }));
  const last = checkpoints.at(-1) as Checkpoint;
  if (newScan !== undefined)
    checkpoints.push({
      ...last,
      checkpoint_time: moved(last.checkpoint_time, newScan * 60),
      tag: 'InTransit',
      subtag: 'InTransit_003',
      message: 'Arrived at facility',
      hash: hashOf(number, 1_000 + newScan),
    });
  const moveAll = (value: unknown): unknown =>
    typeof value === 'string'
      ? moved(value, shift)
      : value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moveAll(inner)]))
        : value;
  const own = Object.fromEntries(
    Object.entries(msg).map(([key, value]) => [key, key === 'checkpoints' ? checkpoints : moveAll(value)]),
  );
  const text = JSON.stringify({ ...message, event_id: randomUUID(), msg: own });
  return Buffer.from(text.replaceAll(msg.tracking_number, number));
}

/** The facts that the message brings, mapped by the connector. */
export function factsOf(message: Message, variant: Variant): readonly Fact[] {
  const mapped = mapAftership(messageOf({ message }, variant));
  if (mapped.outcome !== 'facts') throw new Error('a recorded message tells nothing any more');
  return mapped.facts();
}

/** What our own channel told when the delivery was linked. */
export function deliveryFact(id: number): Fact {
  return {
    key: factKey('odoo', 'delivery', [id, '1', null, true]),
    source: 'odoo',
    data: {
      kind: 'delivery',
      deliveryId: id,
      version: 1,
      isLinked: true,
      direction: 'FORWARD',
      isCancelled: false,
      shippedAt: null,
      promisedAt: null,
    },
  };
}

/** True when two values are the same as JSON. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

/** Runs `work` and tells which text was hashed into which key, so that nobody has to repeat the connector's formulas here. */
function listenToHashes<T>(work: () => T): { result: T; texts: ReadonlyMap<string, string> } {
  const { hash } = crypto;
  const texts = new Map<string, string>();
  crypto.hash = ((...given: Parameters<typeof hash>) => {
    const result = hash(...given);
    texts.set(String(result).slice(0, 32), String(given[1]));
    return result;
  }) as typeof hash;
  syncBuiltinESMExports();
  try {
    return { result: work(), texts };
  } finally {
    crypto.hash = hash;
    syncBuiltinESMExports();
  }
}

/** In SQL: md5(number || '-' || step). */
const hashOf = (number: string, step: number) => crypto.hash('md5', `${number}-${step}`);

/** A text whose `tokens` became positions of format(). The longest token first: a date is the beginning of a time. */
function asFormat(text: string, tokens: ReadonlyMap<string, number>): string {
  const found = [...tokens.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(found.map((token) => token.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return text.replaceAll('%', '%%').replaceAll(pattern, (token) => `%${tokens.get(token)}$s`);
}

/** A date, a time with an offset or an instant, moved by seconds; everything else as it is. */
function moved(text: string, seconds: number): string {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (!match) return text;
  const [, date, time = '', fraction = '', zone = ''] = match;
  const at = new Date(Date.parse(`${date}${time || 'T00:00:00'}Z`) + seconds * 1000).toISOString();
  return time ? at.slice(0, 19) + fraction + zone : at.slice(0, 10);
}

/** Exactly `count` check points: fewer keep both ends, more put scans at hubs into the longest gap. */
function stretch(checkpoints: readonly Checkpoint[], count: number): Checkpoint[] {
  const more = count - checkpoints.length;
  if (more <= 0) return [...checkpoints.slice(0, Math.ceil(count / 2)), ...checkpoints.slice(-Math.floor(count / 2))];
  const at = checkpoints.map(({ checkpoint_time }) => Date.parse(checkpoint_time));
  const gaps = at.slice(1).map((time, i) => time - (at[i] as number));
  const longest = gaps.indexOf(Math.max(...gaps));
  const before = checkpoints[longest] as Checkpoint;
  const stepSeconds = Math.floor((gaps[longest] as number) / 1000 / (more + 1));
  const hubScans = Array.from({ length: more }, (_, i) => {
    const city = hubs[Math.floor(i / 2) % hubs.length] as string;
    return {
      ...before,
      coordinate: null,
      checkpoint_time: moved(before.checkpoint_time, stepSeconds * (i + 1)),
      city,
      location: `${city}, facility`,
      message: i % 2 ? 'Departed from facility' : 'Arrived at facility',
      tag: 'InTransit',
      subtag: i % 2 ? 'InTransit_007' : 'InTransit_003',
    };
  });
  return [...checkpoints.slice(0, longest + 1), ...hubScans, ...checkpoints.slice(longest + 1)];
}
