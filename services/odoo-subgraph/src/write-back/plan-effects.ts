import { caseTitle } from './case-titles.ts';
import type { CaseNews, MilestoneNews, News, ToldShipment } from './news.ts';
import { type EffectName, modeOf, type WriteBackPolicy } from './policy.ts';
import { endings, keyMilestones, type LineKind, referenceOf, words } from './texts.ts';

/** What is wanted of Odoo. `version` rises: a wish with a lower one is out of date. */
export type Wanted = {
  version: number;
  /** The parcel that it is about; null: the whole order, or a delivery without one. */
  shipmentId: string | null;
} & (
  | { kind: 'LINE'; line: LineKind; text: string }
  | {
      kind: 'ACTIVITY';
      isOpen: boolean;
      type: string;
      summary: string;
      note: string;
      deadline: string;
      user: 'salesperson' | number;
      feedback: string;
      /** That had arrived, where it is about invoicing. */
      parcels?: number;
    }
  /** `date` and `instead`: naive UTC as Odoo has it. */
  | { kind: 'PROMISE'; date: string; instead: string; source: string }
  | { kind: 'INVOICE'; parcels: number }
);

export interface Wish {
  /** Of the cause: the same for the same. */
  key: string;
  mode: 'shadow' | 'live';
  orderId: number;
  model: 'sale.order' | 'stock.picking';
  resId: number;
  wanted: Wanted;
  /** False: nothing but a change of what was there before. What a person has closed stays closed then. */
  isAnew?: boolean;
}

/** What is known of an order, this piece of news included. */
export interface KnownOrder {
  id: number;
  isConfirmed: boolean;
  /** Odoo has something to invoice. */
  isToInvoice: boolean;
  /** What Odoo has promised now, and the later date that we want already; naive UTC. */
  promisedAt: string | null;
  wantedPromise: string | null;
  /** Parcels that all arrived and are all there is to come; null: something has not arrived, or has not left. */
  arrivedParcels: number | null;
  /** The same with a proof for each. */
  provenParcels: number | null;
  /** Whether somebody was told that it can be invoiced, or a draft was made. */
  ready: 'TOLD' | 'DRAFTED' | null;
  /** How many parcels had arrived then; null: nobody knows. */
  readyParcels: number | null;
  /** A to-do is open, because a delivery of this very parcel was taken back. */
  hasRecall: boolean;
}

export interface Known {
  /** Later news of this parcel were here before: what stands now is not what these say. */
  isOutdated: boolean;
  /** Status that was told of this parcel before; null: the first news of it. */
  statusBefore: string | null;
  /** Lines that this parcel has at each delivery. */
  lines: ReadonlyMap<number, readonly LineKind[]>;
  orders: readonly KnownOrder[];
  /** The record at which a to-do for this case stands, or may stand; null: none. */
  todoAt: Pick<Wish, 'orderId' | 'model' | 'resId'> | null;
}

interface PlanOptions {
  policy: WriteBackPolicy;
  now: Date;
}

/** Whether these news may want a line: only then is it asked which there are. Most scans want nothing. */
export const mayWantLines = (news: News): boolean =>
  news.kind === 'milestone' && news.event !== null && Object.hasOwn(keyMilestones, news.event.milestone);

/** Whether they may want something of an order: another day, or that it is delivered, or not any more. */
export const mayConcernOrders = (news: News, statusBefore: string | null): boolean =>
  news.shipment?.expectedBy != null ||
  (news.kind === 'milestone' && [news.shipment.status, statusBefore].includes('DELIVERED'));

/** What a piece of news means for Odoo: a pure function of it, of what is known, and of the policy. */
export function planEffects(news: News, known: Known, options: PlanOptions): Wish[] {
  return news.kind === 'case'
    ? [...planCase(news, known, options), ...planPromise(news, known, options)]
    : planMilestone(news, known, options);
}

function planMilestone(news: MilestoneNews, known: Known, options: PlanOptions): Wish[] {
  const lines = planLines(news, known, options);
  return known.isOutdated
    ? lines
    : [...lines, ...planPromise(news, known, options), ...planInvoice(news, known, options)];
}

function wisher({ policy }: PlanOptions, effect: EffectName, source: string) {
  const mode = modeOf(policy, effect, source);
  return (wish: Omit<Wish, 'mode'>): Wish[] => (mode === 'off' ? [] : [{ ...wish, mode }]);
}

/** A line at each delivery that the parcel carries, each kind once, and never more than the policy allows: room is kept for how it ends. */
function planLines(
  { shipment, event, deliveries, sequence }: MilestoneNews,
  { lines }: Known,
  options: PlanOptions,
): Wish[] {
  const line = event && Object.hasOwn(keyMilestones, event.milestone) ? keyMilestones[event.milestone] : undefined;
  if (!event || !line || isHistory(event.at, options)) return [];
  const { policy } = options;
  const wish = wisher(options, 'chatter', event.source);
  const text = words[policy.language];
  return deliveries.flatMap(({ id, orderId }) => {
    const there = lines.get(id) ?? [];
    if (there.includes(line)) return [];
    const missingEndings = endings.filter((ending) => !there.includes(ending)).length;
    if (!endings.includes(line) && there.length >= policy.chatter.linesPerShipment - missingEndings) return [];
    if (there.length >= policy.chatter.linesPerShipment) return [];
    const said = [
      `${parcelName(shipment)}: ${text.lines[line]}`,
      event.place,
      event.at && text.at(event.at.slice(0, 16).replace('T', ' ')),
    ].filter(Boolean);
    return wish({
      key: `line:${shipment.id}:${id}:${line}`,
      orderId,
      model: 'stock.picking',
      resId: id,
      wanted: { kind: 'LINE', version: sequence, shipmentId: shipment.id, line, text: said.join(', ') },
    });
  });
}

/** The day that the carrier says, where it is later than what Odoo promises, at the same time of day: only ever later, and only for an order that has a promise. */
function planPromise(news: News, { orders }: Known, options: PlanOptions): Wish[] {
  const { shipment, sequence } = news;
  const { timeZone, promise } = options.policy;
  const { expectedBy } = shipment ?? {};
  if (!shipment || !expectedBy || shipment.direction !== 'FORWARD' || isOver(shipment.status)) return [];
  if (!(promise.estimates as readonly string[]).includes(expectedBy.whose)) return [];
  const expected = /(Z|[+-]\d{2}:?\d{2})$/.test(expectedBy.at.slice(10))
    ? day(new Date(expectedBy.at), timeZone)
    : expectedBy.at.slice(0, 10);
  const wish = wisher(options, 'promise', news.kind === 'case' ? 'cases' : (news.event?.source ?? 'unknown'));
  return orders.flatMap(({ id, isConfirmed, promisedAt, wantedPromise }) => {
    if (!isConfirmed || promisedAt === null) return [];
    const latest = wantedPromise !== null && wantedPromise > promisedAt ? wantedPromise : promisedAt;
    const late = daysBetween(day(new Date(`${latest.replace(' ', 'T')}Z`), timeZone), expected);
    if (!(late > promise.graceDays)) return [];
    return wish({
      key: `promise:${id}`,
      orderId: id,
      model: 'sale.order',
      resId: id,
      wanted: {
        kind: 'PROMISE',
        version: sequence,
        date: daysLater(latest, late, timeZone),
        instead: promisedAt,
        source: expectedBy.whose,
        shipmentId: shipment.id,
      },
    });
  });
}

/** Everything arrived: it may be invoiced. A delivery that is taken back makes a to-do and reverses nothing. */
function planInvoice(news: MilestoneNews, { statusBefore, orders }: Known, options: PlanOptions): Wish[] {
  const { shipment, sequence } = news;
  const { policy } = options;
  const text = words[policy.language];
  const wish = wisher(options, 'invoice', news.event?.source ?? 'unknown');
  const isDelivered = shipment.status === 'DELIVERED' && shipment.direction === 'FORWARD';
  const wasDelivered = statusBefore === 'DELIVERED' && shipment.direction === 'FORWARD';
  return orders.flatMap((order) => {
    const onOrder = { orderId: order.id, model: 'sale.order', resId: order.id } as const;
    const recall = `recalled:${order.id}:${shipment.id}`;
    const todo = (key: string, isOpen: boolean, summary: string, note: string, feedback: string) =>
      wish({
        ...onOrder,
        key,
        wanted: {
          kind: 'ACTIVITY',
          version: sequence,
          shipmentId: shipment.id,
          isOpen,
          type: policy.activity.type,
          summary,
          note,
          deadline: day(options.now, policy.timeZone),
          user: policy.activity.user,
          feedback,
        },
      });
    const ready = (isOpen: boolean, parcels: number) =>
      readyToDo({ orderId: order.id, parcels, why: null, isOpen, version: sequence }, options);
    const recalled = (isOpen: boolean) =>
      todo(
        recall,
        isOpen,
        text.recalledSummary,
        text.recalledNote({ parcel: parcelName(shipment), reference: referenceOf(recall) }),
        text.again,
      );
    if (isDelivered) {
      const parcels = policy.invoice.needs === 'proof' ? order.provenParcels : order.arrivedParcels;
      return [
        ...(order.hasRecall ? recalled(false) : []),
        ...(parcels === null ||
        !order.isConfirmed ||
        !order.isToInvoice ||
        // More has been ordered and arrived since, and Odoo has something to invoice again.
        (order.ready !== null && !(order.readyParcels !== null && parcels > order.readyParcels)) ||
        isHistory(news.event?.at ?? null, options)
          ? []
          : policy.invoice.as === 'draft'
            ? wish({
                ...onOrder,
                key: `invoice:${order.id}`,
                wanted: { kind: 'INVOICE', version: sequence, shipmentId: null, parcels },
              })
            : wish({ ...onOrder, key: `ready:${order.id}`, wanted: ready(true, parcels) })),
      ];
    }
    if (!wasDelivered || order.ready === null) return [];
    const told = order.ready === 'TOLD' ? wish({ ...onOrder, key: `ready:${order.id}`, wanted: ready(false, 0) }) : [];
    return [...told, ...recalled(true)];
  });
}

/** The to-do that an order can be invoiced. `why`: what kept us from drafting the invoice. */
export function readyToDo(
  {
    orderId,
    parcels,
    why,
    isOpen,
    version,
  }: { orderId: number; parcels: number; why: string | null; isOpen: boolean; version: number },
  { policy, now }: Pick<PlanOptions, 'policy' | 'now'>,
): Wanted & { kind: 'ACTIVITY' } {
  const text = words[policy.language];
  return {
    kind: 'ACTIVITY',
    version,
    shipmentId: null,
    isOpen,
    type: policy.activity.type,
    summary: text.readySummary,
    note: text.readyNote({ parcels, why, reference: referenceOf(`ready:${orderId}`) }),
    deadline: day(now, policy.timeZone),
    user: policy.activity.user,
    feedback: text.noLonger,
    ...(isOpen && { parcels }),
  };
}

/** One to-do for an open case, at its order, or at its delivery where that is all it is about. A case about our own writing makes none: it could not be written either. */
function planCase(
  { case: found, shipment, orderIds, deliveries }: CaseNews,
  { todoAt }: Known,
  options: PlanOptions,
): Wish[] {
  const { policy } = options;
  const type = Object.hasOwn(policy.activity.types, found.type)
    ? policy.activity.types[found.type]
    : policy.activity.type;
  const [delivery] = deliveries;
  // Where it stands already it stays, and is over when the case is not about that order any more.
  const orderId = todoAt?.orderId ?? delivery?.orderId ?? orderIds[0];
  if (found.type === 'WRITE_BACK_FAILED' || !type || orderId === undefined) return [];
  const atDelivery = shipment === null && delivery !== undefined;
  const text = words[policy.language];
  const key = `case:${found.id}`;
  const about = shipment ? `: ${parcelName(shipment)}` : '';
  return wisher(
    options,
    'activity',
    'cases',
  )({
    key,
    orderId,
    model: atDelivery ? 'stock.picking' : 'sale.order',
    resId: atDelivery ? delivery.id : orderId,
    ...todoAt,
    isAnew: found.isOpening,
    wanted: {
      kind: 'ACTIVITY',
      version: found.version,
      shipmentId: shipment?.id ?? null,
      isOpen: found.isOpen && orderIds.includes(orderId),
      type,
      summary: `${caseTitle(found.type, policy.language)}${about}`.slice(0, 200),
      note: `${found.reason} ${text.caseNote({ action: found.action, reference: referenceOf(key) })}`,
      deadline: day(found.dueAt === null ? options.now : new Date(found.dueAt), policy.timeZone),
      user: policy.activity.user,
      feedback: text.caseOver,
    },
  });
}

/** Carriers' local times may be half a day off: that does not matter here. */
const isHistory = (at: string | null, { policy, now }: PlanOptions) =>
  at !== null &&
  now.getTime() - Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(at.slice(10)) ? at : `${at.slice(0, 10)}T12:00:00Z`) >
    policy.maxAgeDays * dayMs;

const isOver = (status: string) => ['DELIVERED', 'RETURNING', 'RETURNED', 'CANCELLED'].includes(status);

const parcelName = ({ carrierName, trackingNumber }: ToldShipment) =>
  carrierName ? `${carrierName} ${trackingNumber}` : trackingNumber;

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / dayMs;

/** Of a moment as Odoo writes it (whole seconds, UTC, without saying so): the same time of day where the calendar hangs, also when clocks were changed in between. */
function daysLater(naive: string, days: number, timeZone: string): string {
  const from = Date.parse(`${naive.replace(' ', 'T')}Z`);
  const to = from + days * dayMs;
  const text = new Date(to + aheadMs(from, timeZone) - aheadMs(to, timeZone)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** By how much clocks there are ahead of UTC; milliseconds. */
function aheadMs(at: number, timeZone: string): number {
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return Date.parse(`${there.replace(' ', 'T')}Z`) - Math.floor(at / 1_000) * 1_000;
}

/** YYYY-MM-DD where the calendar hangs. */
function day(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
