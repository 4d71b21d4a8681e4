import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  odooIdFrom,
  type Page,
  pageSize,
  type Reader,
  shipmentIdFrom,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import { caseScopeCondition } from './case-scope.ts';
import { type CaseType, caseTypes } from './case-type.ts';
import type { PriorityPart } from './priority.ts';
import { localUuid, requireStaff, type StaffRow } from './staff.ts';
import { type CaseSeverity, severities } from './subject.ts';

/** A case as the graph shows it. */
export interface CaseView {
  id: string;
  type: CaseType;
  subject: string;
  state: 'OPEN' | 'SNOOZED' | 'CLOSED';
  reason: string;
  rule: string;
  evidence: string[];
  severity: number;
  score: number;
  parts: PriorityPart[];
  openedAt: Date;
  dueAt: Date | null;
  escalation: number;
  waitingFor: 'CUSTOMER' | 'CARRIER' | 'CARRIER_OUTAGE' | null;
  snoozedUntil: Date | null;
  isSnoozedUntilNews: boolean;
  closedAt: Date | null;
  resolution: string | null;
  assigneeId: string | null;
  incidentId: string | null;
  shipmentId: string | null;
  deliveryId: number | null;
  orderId: number | null;
  number: string | null;
  version: number;
}

const columns = `c.id, c.type, c.subject, c.state, c.reason, c.rule, c.evidence, c.severity, c.score, c.parts, c.opened_at as "openedAt", c.due_at as "dueAt", c.escalation,
  c.waiting_for as "waitingFor", c.snoozed_until as "snoozedUntil", c.is_snoozed_until_news as "isSnoozedUntilNews", c.closed_at as "closedAt", c.resolution,
  c.assignee_id as "assigneeId", c.incident_id as "incidentId", c.shipment_id as "shipmentId", c.delivery_id as "deliveryId", c.order_id as "orderId", c.public_number as number, c.version`;

export interface CaseFilter {
  state?: CaseView['state'] | null;
  types?: readonly CaseType[] | null;
  severities?: readonly CaseSeverity[] | null;
  assigneeId?: string | null;
  isMine?: boolean | null;
  isUnassigned?: boolean | null;
  isOverdue?: boolean | null;
  dueBefore?: string | null;
  carrierCodes?: readonly string[] | null;
  countryCodes?: readonly string[] | null;
  orderId?: string | null;
  shipmentId?: string | null;
  incidentId?: string | null;
  mergeIncidents?: boolean | null;
  number?: string | null;
}

interface Asking {
  reader: Reader;
  viewer: Viewer;
}

type Param = string | number | boolean | Date | readonly (string | number)[] | null;

/** Parameters of one statement, numbered as they are named. */
export function createParams() {
  const values: Param[] = [];
  return {
    values,
    add(value: Param, type: string): string {
      values.push(value);
      return `$${values.length}::${type}`;
    },
  };
}
export type Params = ReturnType<typeof createParams>;

/** The viewer's scope, inside the statement; row-level security says it again. */
export function inScope(viewer: Viewer, params: Params, alias = 'c'): string {
  requireStaff(viewer);
  const { text, values } = caseScopeCondition(viewer, alias, params.values.length + 1);
  params.values.push(...values);
  return text;
}

/**
 * Cases of an order, by their ids: each part is read from an index of its own. Those of a shipment by its links that the viewer sees, never by what the case says: that a shipment is another's, too, is not theirs to know.
 */
function idsOfOrder(order: string, viewer: Viewer, params: Params): string {
  const onLink = scopeCondition(viewer, 'k', params.values.length + 1);
  params.values.push(...onLink.values);
  return `array(select w.id from tracking.work_case w where w.order_id = ${order} and w.shipment_id is null
    union select w.id from tracking.link k join tracking.work_case w on w.shipment_id = k.shipment_id where k.order_id = ${order} and ${onLink.text})`;
}

function conditionsOf(filter: CaseFilter, viewer: Viewer, params: Params, now: Date): string[] {
  const conditions = plainConditionsOf(filter, viewer, params, now, 'c');
  if (filter.mergeIncidents === true) {
    const others = [inScope(viewer, params, 'm'), ...plainConditionsOf(filter, viewer, params, now, 'm')];
    // The most urgent of those that are asked for and seen stands for all.
    conditions.push(
      `(c.incident_id is null or not exists (select 1 from tracking.work_case m
         where m.incident_id = c.incident_id and m.state = c.state and (m.score, m.id) > (c.score, c.id) and ${others.join(' and ')}))`,
    );
  }
  return conditions;
}

function plainConditionsOf(filter: CaseFilter, viewer: Viewer, params: Params, now: Date, c: string): string[] {
  const conditions: string[] = [];
  const add = (text: string) => void conditions.push(text);
  if (filter.state != null) add(`${c}.state = ${params.add(filter.state, 'text')}`);
  if (filter.types != null) add(`${c}.type = any(${params.add(filter.types.slice(0, caseTypes.length), 'text[]')})`);
  if (filter.severities != null)
    add(
      `${c}.severity = any(${params.add(
        filter.severities.map((one) => severities.indexOf(one) + 1),
        'smallint[]',
      )})`,
    );
  if (filter.assigneeId != null) {
    const id = localUuid('StaffMember', filter.assigneeId);
    if (id === null) throw new BadUserInputError('filter.assigneeId', 'assigneeId is not an id of type StaffMember');
    add(`${c}.assignee_id = ${params.add(id, 'uuid')}`);
  }
  // Said so that an index can answer it.
  if (filter.isMine != null) {
    const mine = `(select id from tracking.staff where sub = ${params.add(viewer.sub ?? viewer.sid, 'text')})`;
    add(filter.isMine ? `${c}.assignee_id = ${mine}` : `${c}.assignee_id is distinct from ${mine}`);
  }
  if (filter.isUnassigned != null) add(`${c}.assignee_id is ${filter.isUnassigned ? 'null' : 'not null'}`);
  if (filter.isOverdue != null) {
    const at = params.add(now, 'timestamptz');
    add(`coalesce(${c}.due_at, 'infinity') ${filter.isOverdue ? '<=' : '>'} ${at}`);
  }
  if (filter.dueBefore != null) {
    const at = new Date(filter.dueBefore);
    if (!isStorable(at))
      throw new BadUserInputError('filter.dueBefore', 'dueBefore is not an instant, for example 2026-11-21T08:30:00Z');
    add(`coalesce(${c}.due_at, 'infinity') < ${params.add(at, 'timestamptz')}`);
  }
  if (filter.carrierCodes != null)
    add(`${c}.carrier_code = any(${params.add(some(filter.carrierCodes, 'carrierCodes'), 'text[]')})`);
  if (filter.countryCodes != null)
    add(`${c}.country_code = any(${params.add(some(filter.countryCodes, 'countryCodes'), 'text[]')})`);
  if (filter.orderId != null) {
    const id = odooIdFrom('Order', filter.orderId);
    if (id === null) throw new BadUserInputError('filter.orderId', 'orderId is not an id of type Order');
    const order = params.add(id, 'int');
    add(`${c}.id = any(${idsOfOrder(order, viewer, params)})`);
  }
  if (filter.shipmentId != null) {
    const id = shipmentIdFrom(filter.shipmentId);
    if (id === null) throw new BadUserInputError('filter.shipmentId', 'shipmentId is not an id of type Shipment');
    add(`${c}.shipment_id = ${params.add(id, 'uuid')}`);
  }
  if (filter.incidentId != null) {
    const id = localUuid('Incident', filter.incidentId);
    if (id === null) throw new BadUserInputError('filter.incidentId', 'incidentId is not an id of type Incident');
    add(`${c}.incident_id = ${params.add(id, 'uuid')}`);
  }
  // As somebody says it on the phone.
  if (filter.number != null)
    add(`${c}.public_number = ${params.add(filter.number.trim().toUpperCase().slice(0, 20), 'text')}`);
  return conditions;
}

/** Text that the database takes. */
const isText = (text: string) => text.isWellFormed() && !text.includes('\0');

function some(list: readonly string[], field: string): readonly string[] {
  if (list.length > 200) throw new BadUserInputError(`filter.${field}`, `${field} has at most 200 entries`);
  if (list.some((one) => !isText(one))) throw new BadUserInputError(`filter.${field}`, `${field} has only codes`);
  return list;
}

/** Each order is total: the id decides what is equal. */
const orders = {
  PRIORITY: {
    by: 'c.score desc, c.id desc',
    after: (params: Params, [score, id]: Key) =>
      `(c.score, c.id) < (${params.add(scoreIn(score), 'int')}, ${params.add(id, 'uuid')})`,
    keyOf: ({ score, id }: CaseView) => [score, id],
  },
  DUE: {
    by: "coalesce(c.due_at, 'infinity'), c.id",
    after: (params: Params, [due, id]: Key) =>
      `(coalesce(c.due_at, 'infinity'), c.id) > (${params.add(instantIn(due), 'text::timestamptz')}, ${params.add(id, 'uuid')})`,
    keyOf: ({ dueAt, id }: CaseView) => [dueAt?.toISOString() ?? 'infinity', id],
  },
  OPENED: {
    by: 'c.opened_at desc, c.id desc',
    after: (params: Params, [opened, id]: Key) =>
      `(c.opened_at, c.id) < (${params.add(instantIn(opened), 'text::timestamptz')}, ${params.add(id, 'uuid')})`,
    keyOf: ({ openedAt, id }: CaseView) => [openedAt.toISOString(), id],
  },
} as const;
type Key = [string | number, string];
export type CaseOrder = keyof typeof orders;

/** An instant that the database takes, too. */
const isStorable = (at: Date) => at.getTime() >= 0 && at.getUTCFullYear() <= 9999;

const noCursor = () => new BadUserInputError('after', 'after is not a cursor of this list');

/** What a cursor says comes from outside: as text, because the client of the database takes no other instant than a date's. */
function instantIn(part: string | number): string {
  if (part === 'infinity') return part;
  if (typeof part !== 'string' || !isStorable(new Date(part))) throw noCursor();
  return new Date(part).toISOString();
}

function idIn(part: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(part)) throw noCursor();
  return part;
}

function scoreIn(part: string | number): number {
  if (!Number.isSafeInteger(part) || Math.abs(part as number) > 2_000_000_000) throw noCursor();
  return part as number;
}

export async function listCases(
  { reader, viewer }: Asking,
  given: { filter: CaseFilter; orderBy: CaseOrder; first: number | null | undefined; after: string | null | undefined },
  now: Date,
): Promise<Page<CaseView>> {
  const params = createParams();
  const scope = inScope(viewer, params);
  const size = pageSize(given.first, 50);
  const order = orders[given.orderBy];
  const conditions = conditionsOf(given.filter, viewer, params, now);
  if (given.after) {
    const key = decodeCursor(given.after, [given.orderBy === 'PRIORITY' ? 'number' : 'string', 'string']) as Key;
    idIn(key[1]);
    conditions.push(order.after(params, key));
  }
  const rows = await reader.unsafe<CaseView[]>(
    `select ${columns} from tracking.work_case c where ${[scope, ...conditions].join(' and ')} order by ${order.by} limit ${params.add(size + 1, 'int')}`,
    params.values as never,
  );
  return toPage(rows, size, (row) => encodeCursor([...order.keyOf(row)]));
}

/** How many cases fit, counted up to `most`. */
export async function countFitting(
  { reader, viewer }: Asking,
  filter: CaseFilter,
  most: number,
  now: Date,
): Promise<number> {
  const params = createParams();
  const conditions = [inScope(viewer, params), ...conditionsOf(filter, viewer, params, now)];
  const [row] = await reader.unsafe<{ found: number }[]>(
    `select count(*)::int as found from (select 1 from tracking.work_case c where ${conditions.join(' and ')} limit ${params.add(most, 'int')}) n`,
    params.values as never,
  );
  return row?.found ?? 0;
}

const mostCounted = 1_000;

/** Each filter's number of cases, in one statement. */
export async function countCases(
  { reader, viewer }: Asking,
  filters: readonly CaseFilter[],
  now: Date,
): Promise<number[]> {
  if (filters.length > 20) throw new BadUserInputError('filters', 'filters has at most 20 entries');
  if (filters.length === 0) return [];
  const params = createParams();
  const counts = filters.map((filter) => {
    const scope = inScope(viewer, params);
    const conditions = conditionsOf(filter, viewer, params, now);
    return `(select count(*)::int from (select 1 from tracking.work_case c where ${[scope, ...conditions].join(' and ')} limit ${mostCounted}) n)`;
  });
  const [row] = await reader.unsafe<{ counts: number[] }[]>(
    `select array[${counts.join(', ')}] as counts`,
    params.values as never,
  );
  return row?.counts ?? filters.map(() => 0);
}

export interface HistoryView {
  id: string;
  caseId: string;
  at: Date;
  action: string;
  staffId: string | null;
  text: string | null;
}

export interface IncidentView {
  id: string;
  title: string;
  carrierCode: string | null;
  place: string | null;
  openedAt: Date;
  closedAt: Date | null;
}
const incidentColumns = `i.id, i.title, i.carrier_code as "carrierCode", i.place, i.opened_at as "openedAt", i.closed_at as "closedAt"`;

const mostHistory = 200;

/** Of one operation. */
export function createCaseLoaders({ reader, viewer }: Asking) {
  const byKey = <T extends object>(rows: readonly T[], keys: readonly string[], keyOf: (row: T) => string) => {
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => found.get(key) ?? null);
  };
  return {
    byId: new DataLoader<string, CaseView | null>(async (ids) => {
      const params = createParams();
      const scope = inScope(viewer, params);
      const rows = await reader.unsafe<CaseView[]>(
        `select ${columns} from tracking.work_case c where c.id = any(${params.add([...ids], 'uuid[]')}) and ${scope}`,
        params.values as never,
      );
      return byKey(rows, ids, ({ id }) => id);
    }),
    /** Open first, most urgent first; closed ones newest first. At most 50 of each. */
    byShipment: new DataLoader<string, CaseView[]>(async (ids) => {
      const params = createParams();
      const scope = inScope(viewer, params);
      const rows = await reader.unsafe<CaseView[]>(
        `select c.* from unnest(${params.add([...ids], 'uuid[]')}) i(id) cross join lateral (
           select ${columns} from tracking.work_case c where c.shipment_id = i.id and ${scope} order by (c.state = 'CLOSED'), c.score desc, c.opened_at desc limit 50) c`,
        params.values as never,
      );
      return ids.map((id) => rows.filter(({ shipmentId }) => shipmentId === id));
    }),
    byOrder: new DataLoader<number, CaseView[]>(async (ids) => {
      const params = createParams();
      const scope = inScope(viewer, params);
      const rows = await reader.unsafe<(CaseView & { askedOrder: number })[]>(
        `select c.*, i.id as "askedOrder" from unnest(${params.add([...ids], 'int[]')}) i(id) cross join lateral (
           select ${columns} from tracking.work_case c where c.id = any(${idsOfOrder('i.id', viewer, params)}) and ${scope}
           order by (c.state = 'CLOSED'), c.score desc, c.opened_at desc limit 50) c`,
        params.values as never,
      );
      return ids.map((id) => rows.filter(({ askedOrder }) => askedOrder === id));
    }),
    history: new DataLoader<string, HistoryView[]>(async (ids) => {
      const rows = await reader.unsafe<HistoryView[]>(
        `select h.* from unnest($1::uuid[]) i(id) cross join lateral (
           select id::text as id, case_id as "caseId", at, action, staff_id as "staffId", text from (
             select * from tracking.case_history h where h.case_id = i.id order by h.id desc limit ${mostHistory}) h order by h.id) h`,
        [[...ids]] as never,
      );
      const found = Map.groupBy([...rows], ({ caseId }) => caseId);
      return ids.map((id) => found.get(id) ?? []);
    }),
    staff: new DataLoader<string, StaffRow | null>(async (ids) => {
      const rows = await reader.unsafe<StaffRow[]>(
        `select id, sub, name from tracking.staff where id = any($1::uuid[])`,
        [[...ids]] as never,
      );
      return byKey(rows, ids, ({ id }) => id);
    }),
    /** Row-level security leaves only those of which the viewer sees a case. */
    incident: new DataLoader<string, IncidentView | null>(async (ids) => {
      const rows = await reader.unsafe<IncidentView[]>(
        `select ${incidentColumns} from tracking.incident i where i.id = any($1::uuid[])`,
        [[...ids]] as never,
      );
      return byKey(rows, ids, ({ id }) => id);
    }),
    incidentCases: new DataLoader<string, number>(async (ids) => {
      const params = createParams();
      const scope = inScope(viewer, params);
      const rows = await reader.unsafe<{ id: string; n: number }[]>(
        `select i.id, (select count(*)::int from (select 1 from tracking.work_case c where c.incident_id = i.id and c.state <> 'CLOSED' and ${scope} limit ${mostCounted}) n) as n
         from unnest(${params.add([...ids], 'uuid[]')}) i(id)`,
        params.values as never,
      );
      const found = new Map(rows.map(({ id, n }) => [id, n]));
      return ids.map((id) => found.get(id) ?? 0);
    }),
  };
}
export type CaseLoaders = ReturnType<typeof createCaseLoaders>;

export async function listIncidents(
  { reader, viewer }: Asking,
  given: { state: 'OPEN' | 'CLOSED' | null; first: number | null | undefined; after: string | null | undefined },
): Promise<Page<IncidentView>> {
  const params = createParams();
  const scope = inScope(viewer, params);
  const size = pageSize(given.first, 20);
  const conditions = [`exists (select 1 from tracking.work_case c where c.incident_id = i.id and ${scope})`];
  if (given.state !== null) conditions.push(`i.closed_at is ${given.state === 'OPEN' ? 'null' : 'not null'}`);
  if (given.after) {
    const [openedAt, id] = decodeCursor(given.after, ['string', 'string']) as [string, string];
    conditions.push(
      `(i.opened_at, i.id) < (${params.add(instantIn(openedAt), 'text::timestamptz')}, ${params.add(idIn(id), 'uuid')})`,
    );
  }
  const rows = await reader.unsafe<IncidentView[]>(
    `select ${incidentColumns} from tracking.incident i where ${conditions.join(' and ')} order by i.opened_at desc, i.id desc limit ${params.add(size + 1, 'int')}`,
    params.values as never,
  );
  return toPage(rows, size, ({ openedAt, id }) => encodeCursor([openedAt.toISOString(), id]));
}

export async function findStaff({ reader, viewer }: Asking, text: string | null): Promise<StaffRow[]> {
  requireStaff(viewer);
  if (text !== null && (text.length > 200 || !isText(text)))
    throw new BadUserInputError('text', 'text has at most 200 characters');
  return reader.unsafe<StaffRow[]>(
    `select id, sub, name from tracking.staff where $1::text is null or position(lower($1::text) in lower(name)) > 0 order by sub = $2 desc, name, id limit 50`,
    [text, viewer.sub ?? viewer.sid],
  );
}
