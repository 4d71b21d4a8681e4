import { toGlobalId } from '@milepost/service-kit';
import { serviceCalls } from '../../src/odoo/allowed-writes.ts';
import type { OdooClient } from '../../src/odoo/client.ts';
import { OdooCallError } from '../../src/odoo/errors.ts';
import { noticeClosedToDos } from '../../src/write-back/closed-to-dos.ts';
import { writeBackPolicy } from '../../src/write-back/policy.ts';
import { takeNews } from '../../src/write-back/take-news.ts';
import { writeDue } from '../../src/write-back/write-effects.ts';
import { logger, type Mirror, startMirror } from './mirror.ts';

/** What changes something in Odoo, by method. */
const changing = ['write', 'create', 'message_post', 'activity_schedule', 'action_feedback', 'create_invoices'];

/** The process died here. */
export class Killed extends Error {}

export interface Told {
  parcel: string;
  /** Of Odoo. */
  deliveries?: readonly { id: number; orderId: number }[];
  orderIds?: readonly number[];
  status?: string;
  milestone?: string | null;
  direction?: string;
  source?: string;
  expectedBy?: string | null;
  hasProof?: boolean;
  carrierCode?: string | null;
}

const shipmentIds = new Map<string, string>();
/** The same for a number, wherever. */
export function shipmentIdOf(parcel: string): string {
  const known = shipmentIds.get(parcel) ?? crypto.randomUUID();
  shipmentIds.set(parcel, known);
  return known;
}

const shipmentOf = ({
  parcel,
  status = 'IN_TRANSIT',
  direction = 'FORWARD',
  expectedBy = null,
  hasProof = false,
  carrierCode = 'ups',
}: Told) => ({
  id: toGlobalId('Shipment', shipmentIdOf(parcel)),
  trackingNumber: parcel,
  carrierCode,
  direction,
  status,
  milestone: null,
  reason: null,
  isDelayed: false,
  lastEventAt: null,
  promisedAt: null,
  estimate: expectedBy && { earliest: null, latest: expectedBy, source: 'CARRIER' },
  hasProof,
});
const whoseOf = ({ deliveries = [], orderIds = [] }: Pick<Told, 'deliveries' | 'orderIds'>) => ({
  orders: [...new Set([...orderIds, ...deliveries.map(({ orderId }) => orderId)])].map((id) => ({
    id: toGlobalId('Order', id),
    name: `S${String(id).padStart(5, '0')}`,
  })),
  deliveries: deliveries.map(({ id, orderId }) => ({
    id: toGlobalId('Delivery', id),
    name: `OUT/${id}`,
    orderId: toGlobalId('Order', orderId),
  })),
});

/** The body of tracking's message of a milestone, as docs/webhooks.md has it. */
export function milestoneBody(told: Told) {
  const { milestone = 'IN_TRANSIT', source = 'aftership' } = told;
  return {
    type: 'milestone.added',
    timestamp: '2026-12-01T10:00:00.000Z',
    data: {
      cursor: 'x',
      ...whoseOf(told),
      shipment: shipmentOf(told),
      event: milestone && {
        id: 'x',
        milestone,
        source,
        occurredAt: { instant: null, local: '2026-12-01T09:29:00', precision: 'LOCAL' },
        location: { text: 'LEIPZIG <HUB>', city: 'Leipzig', countryCode: 'DE' },
      },
    },
  };
}

export interface ToldCase {
  id: string;
  version: number;
  type?: string;
  isOpen?: boolean;
  reason?: string;
  told: Pick<Told, 'deliveries' | 'orderIds'>;
  shipment?: Told | null;
}

export function caseBody({
  id,
  version,
  type = 'CUSTOMS_HELD',
  isOpen = true,
  reason = 'Customs hold it.',
  told,
  shipment = null,
}: ToldCase) {
  return {
    type: isOpen ? 'case.opened' : 'case.closed',
    timestamp: '2026-12-01T10:00:00.000Z',
    data: {
      cursor: 'x',
      case: {
        id: toGlobalId('Case', id),
        type,
        state: isOpen ? 'OPEN' : 'RESOLVED',
        severity: 'HIGH',
        level: 'NORMAL',
        reason,
        action: 'Ask the customer for the papers.',
        rule: `${type} 1`,
        openedAt: '2026-12-01T10:00:00.000Z',
        dueAt: '2026-12-02T16:00:00.000Z',
        closedAt: isOpen ? null : '2026-12-01T12:00:00.000Z',
        closeReason: isOpen ? null : 'CAUSE_GONE',
        closedBy: isOpen ? null : 'RULE',
        assignee: null,
        version,
      },
      ...whoseOf(told),
      shipment: shipment && shipmentOf(shipment),
    },
  };
}

/** Write-back against a simulated Odoo, on a clock of its own, step by step; everything ends with `await using`. */
export async function startWriteBackWorld({
  policy = { mode: 'live' },
  simulator = {},
}: {
  policy?: object;
  simulator?: Parameters<typeof startMirror>[0] extends infer T
    ? NonNullable<T> extends { simulator?: infer S }
      ? S
      : never
    : never;
} = {}) {
  const mirror: Mirror = await startMirror({ simulator: simulator as never });
  await mirror.sync.runOnce();
  await mirror.sql`delete from odoo.outbox`;
  let at = Date.parse('2026-12-01T10:00:00Z');
  let sequence = 0;
  const now = () => new Date(at);
  const settings = { policy: writeBackPolicy.parse(policy) };
  const outcomes: string[] = [];
  const client = mirror.connect({ allowed: serviceCalls });
  let through: (odoo: OdooClient) => OdooClient = (odoo) => odoo;

  const world = {
    ...mirror,
    client,
    outcomes,
    now,
    pass: (ms: number) => {
      at += ms;
    },
    setPolicy(policy: object) {
      settings.policy = writeBackPolicy.parse(policy);
    },
    /** What stands between us and Odoo. */
    setThrough(wrap: (odoo: OdooClient) => OdooClient) {
      through = wrap;
    },
    /** As it would come by /events; a number of one's own makes it an older or repeated one. */
    async tell(body: { type: string }, given?: number) {
      sequence += 1;
      const number = given ?? sequence;
      const webhookId = `${body.type.startsWith('case') ? 'case' : 'milestone'}_${number}`;
      await mirror.sql`insert into odoo.received_message (webhook_id, event_type, body) values (${webhookId}, ${body.type}, ${mirror.sql.json(body as never)}) on conflict do nothing`;
      return number;
    },
    milestone: (told: Told, number?: number) => world.tell(milestoneBody(told), number),
    case: (told: ToldCase, number?: number) => world.tell(caseBody(told), number),
    async take() {
      while ((await takeNews(mirror.sql, { policy: settings.policy, now })).isMore);
    },
    write: () =>
      writeDue({
        sql: mirror.sql,
        odoo: through(client),
        policy: settings.policy,
        logger,
        now,
        uncertainMs: 150_000,
        onOutcome: (kind, outcome) => void outcomes.push(`${kind} ${outcome}`),
      }),
    look: () => noticeClosedToDos({ sql: mirror.sql, odoo: through(client), now }),
    /** Takes, and writes until nothing is due; time passes as it must. A Killed process is followed by another. */
    async settle({ minutes = 60 } = {}) {
      const until = at + minutes * 60_000;
      while (at < until) {
        try {
          await world.take();
          while (await world.write());
        } catch (error) {
          if (!(error instanceof Killed) && !(error instanceof OdooCallError)) throw error;
        }
        const [{ waiting, next } = { waiting: 0, next: null }] = await mirror.sql<
          { waiting: number; next: Date | null }[]
        >`select count(*)::int as waiting, min(due_at) as next from odoo.effect where state = 'WAITING'`;
        if (waiting === 0) return;
        at = Math.max(at + 100, next?.getTime() ?? 0);
      }
      throw new Error('still something waits');
    },
    effects: () =>
      mirror.sql<
        { key: string; kind: string; state: string; reason: string | null; recordId: number | null }[]
      >`select key, kind, state, reason, record_id as "recordId" from odoo.effect order by id`.then((rows) => [
        ...rows,
      ]),
    /** Messages and to-dos in Odoo that we made. */
    messages: (model: string, id: number) =>
      ours(model, id, 'mail.message', 'model').map((row) => plain(String(row['body']))),
    todos: (model: string, id: number) => ours(model, id, 'mail.activity', 'res_model'),
    changes: () =>
      Object.fromEntries(
        [...mirror.odoo.stats.calls].filter(([name]) => changing.includes(name.split('.').at(-1) as string)),
      ),
    order: (id: number) => mirror.odoo.world.table('sale.order').get(id) as Record<string, unknown>,
    told: () =>
      mirror.sql<{ body: { type: string; [key: string]: unknown } }[]>`select body from odoo.outbox order by id`.then(
        (rows) => rows.map(({ body }) => body),
      ),
  };
  const ours = (model: string, id: number, table: string, modelField: string) =>
    [...mirror.odoo.world.table(table).values()].filter(
      (row) => row[modelField] === model && row['res_id'] === id && (row['create_uid'] as [number])?.[0] === 8,
    );
  return world;
}
export type WriteBackWorld = Awaited<ReturnType<typeof startWriteBackWorld>>;

/** Text of a page, lines where it has paragraphs. */
const plain = (html: string) =>
  html
    .replaceAll('</p>', '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
