import type { BlockList } from 'node:net';
import {
  auditActor,
  BadUserInputError,
  type KeyStore,
  recordAudit,
  type Sql,
  type TransactionSql,
  type Viewer,
} from '@milepost/service-kit';
import { decodeLiveCursor } from '../live/cursor.ts';
import { readHead } from '../live/milestone-stream.ts';
import type { MilestoneCode } from '../taxonomy/codes.ts';
import { readEndpointUrl } from './endpoint-address.ts';
import { endpointIdFrom, messageIdFrom, ownersOf, replayIdFrom } from './endpoint-rows.ts';
import { newSecret, sealColumn } from './endpoint-secrets.ts';
import { eventTypes, isOfCases } from './event-types.ts';
import { testPayload, testType } from './payload.ts';

/** What changing endpoints needs of the process. */
export interface WebhookAdmin {
  keys: KeyStore;
  /** Private addresses that endpoints may have. */
  allowed: BlockList | null;
  wake: () => void;
}
interface Acting {
  sql: Sql;
  viewer: Viewer;
  requestId: string;
  webhooks: WebhookAdmin;
}

interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}
export interface Outcome {
  id: string | null;
  secret: string | null;
  userErrors: UserError[];
}

const maxEndpoints = 20;
const maxTests = 10;
const refused = (code: string, message: string, field: string): Outcome => ({
  id: null,
  secret: null,
  userErrors: [{ code, message, field: ['input', field] }],
});
const done = (id: string, secret: string | null = null): Outcome => ({ id, secret, userErrors: [] });
const notForPartners = () =>
  refused(
    'EVENT_TYPE_NOT_ALLOWED',
    'Cases are told to endpoints of the house only; leave out the types that begin with case.',
    'eventTypes',
  );
const notFound = () => refused('ENDPOINT_NOT_FOUND', 'There is no such endpoint.', 'endpointId');

interface CreateInput {
  name: string;
  url: string;
  eventTypes: readonly string[];
  milestones?: readonly MilestoneCode[] | null;
  alertEmail?: string | null;
  after?: string | null;
  clientId?: string | null;
}

/** Throws FORBIDDEN, and BAD_USER_INPUT naming the field. */
export async function createEndpoint(context: Acting, input: CreateInput): Promise<Outcome> {
  const { sql, viewer, webhooks } = context;
  const owner = ownersOf(viewer);
  if (owner !== null && input.clientId != null && input.clientId !== owner)
    throw new BadUserInputError('input.clientId', 'clientId must be left out: partners make endpoints of their own');
  const clientId = owner ?? readClientId(input.clientId);
  const name = readName(input.name);
  const url = readEndpointUrl(input.url, 'input.url', webhooks.allowed);
  const types = readTypes(input.eventTypes);
  if (clientId !== null && types.some(isOfCases)) return notForPartners();
  const milestones = readMilestones(input.milestones);
  const email = readEmail(input.alertEmail);
  const after = input.after ? decodeLiveCursor(input.after) : null;
  // In the order of their making; drawn first, because what is sealed is sealed for its row.
  const [{ id } = { id: '' }] = await sql<{ id: string }[]>`select uuidv7() as id`;
  const secret = newSecret();
  const sealed = await sealColumn(webhooks.keys, 'secret', id, secret);
  const sealedEmail = email ? await sealColumn(webhooks.keys, 'alert_email', id, email) : null;
  return sql.begin(async (tx) => {
    // Two who make the last one at once make one.
    await tx`select pg_advisory_xact_lock(hashtext('tracking.webhook_endpoint'), hashtext(${clientId ?? ''}))`;
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      select count(*)::int as count from tracking.webhook_endpoint where client_id is not distinct from ${clientId} and state <> 'DELETED'`;
    if (count >= maxEndpoints)
      return refused(
        'TOO_MANY_ENDPOINTS',
        `There are ${maxEndpoints} endpoints already; delete one that is no longer used.`,
        'name',
      );
    const head = await readHead(tx);
    const from = after ?? head.value;
    if (from > head.value || from < head.retainedAfter)
      throw new BadUserInputError(
        'input.after',
        'after is older than what is kept, or not of this stream; take liveCursor, or leave it out',
      );
    const limits = clientId === null ? { companies: viewer.companies, regions: viewer.regions } : null;
    await tx`
      insert into tracking.webhook_endpoint (id, client_id, limits, name, url, alert_email, event_types, milestones, secret, state, state_since)
      values (${id}, ${clientId}, ${limits && tx.json(limits)}, ${name}, ${url}, ${sealedEmail}, ${types}, ${milestones}, ${sealed}, 'ACTIVE', now())`;
    await tx`insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position) values (${id}, 'LIVE', 'RUNNING', ${from}, ${from})`;
    await record(tx, context, 'webhook_endpoint.created', id, { clientId });
    return done(id, secret);
  });
}

interface UpdateInput {
  endpointId: string;
  name?: string | null;
  url?: string | null;
  eventTypes?: readonly string[] | null;
  milestones?: readonly MilestoneCode[] | null;
  allMilestones?: boolean | null;
  alertEmail?: string | null;
}

export async function updateEndpoint(context: Acting, input: UpdateInput): Promise<Outcome> {
  const { webhooks } = context;
  const name = input.name == null ? null : readName(input.name);
  const url = input.url == null ? null : readEndpointUrl(input.url, 'input.url', webhooks.allowed);
  if (input.allMilestones && input.milestones != null)
    throw new BadUserInputError('input.allMilestones', 'give milestones or allMilestones: true, not both');
  const types = input.eventTypes == null ? null : readTypes(input.eventTypes);
  const milestones = readMilestones(input.milestones);
  const email = readEmail(input.alertEmail);
  return change(context, input.endpointId, 'webhook_endpoint.changed', async (tx, id, clientId) => {
    if (clientId !== null && types?.some(isOfCases)) return notForPartners();
    const sealed = email ? await sealColumn(webhooks.keys, 'alert_email', id, email) : null;
    await tx`
      update tracking.webhook_endpoint set name = coalesce(${name}, name), url = coalesce(${url}, url), event_types = coalesce(${types}::text[], event_types),
        milestones = case when ${input.allMilestones ?? false} then null else coalesce(${milestones}::text[], milestones) end,
        alert_email = case when ${input.alertEmail != null} then ${sealed}::bytea else alert_email end
      where id = ${id}`;
    return { changed: Object.keys(input).filter((key) => key !== 'endpointId') };
  });
}

/** Its rows go in housekeeping, because a log may be long. */
export const deleteEndpoint = (context: Acting, endpointId: string) =>
  change(context, endpointId, 'webhook_endpoint.deleted', async (tx, id) => {
    await tx`update tracking.webhook_endpoint set state = 'DELETED', state_since = now(), notice_due = false, alert_email = null where id = ${id}`;
    return {};
  });

export const pauseEndpoint = (context: Acting, endpointId: string) =>
  change(context, endpointId, 'webhook_endpoint.paused', async (tx, id) => {
    await tx`update tracking.webhook_endpoint set state = 'PAUSED', state_reason = null, state_since = now() where id = ${id} and state = 'ACTIVE'`;
    return {};
  });

/**
 * What waits is due. One that was paused or switched off goes on with a clean slate: what failed before says nothing of now. One that is active ends its rest: somebody says that the receiver was repaired, and the next
 * tries show it.
 */
export const resumeEndpoint = (context: Acting, endpointId: string) =>
  change(context, endpointId, 'webhook_endpoint.resumed', async (tx, id) => {
    const resumed = await tx`
      update tracking.webhook_endpoint set state = 'ACTIVE', state_reason = null, state_since = now(), notice_due = false, failures = 0, failing_since = null, resting_until = null, rest_reason = null
      where id = ${id} and state <> 'ACTIVE'`;
    const rested = await tx`
      update tracking.webhook_endpoint set resting_until = null, rest_reason = null where id = ${id} and resting_until is not null`;
    const due = await tx`
      update tracking.webhook_message set next_attempt_at = now() where endpoint_id = ${id} and state = 'WAITING' and next_attempt_at > now()`;
    return resumed.count + rested.count + due.count > 0 ? { due: due.count } : null;
  });

export async function rotateSecret(
  context: Acting,
  { endpointId, overlapHours }: { endpointId: string; overlapHours?: number | null },
): Promise<Outcome> {
  const hours = overlapHours ?? 24;
  if (hours < 0 || hours > 168) throw new BadUserInputError('input.overlapHours', 'overlapHours must be 0 to 168');
  const secret = newSecret();
  const outcome = await change(context, endpointId, 'webhook_endpoint.secret_rotated', async (tx, id) => {
    const sealed = await sealColumn(context.webhooks.keys, 'secret', id, secret);
    await tx`
      update tracking.webhook_endpoint set former_secret = case when ${hours > 0} then secret end, secret = ${sealed},
        former_secret_ends_at = case when ${hours > 0} then now() + ${hours} * interval '1 hour' end where id = ${id}`;
    return { overlapHours: hours };
  });
  return outcome.id === null ? outcome : { ...outcome, secret };
}

/** Answers the message's id. */
export async function sendTest(context: Acting, endpointId: string): Promise<Outcome> {
  let made = refused('TOO_MANY_TESTS', `${maxTests} tests wait already; see what became of them.`, 'endpointId');
  const outcome = await change(context, endpointId, 'webhook_endpoint.tested', async (tx, id) => {
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      select count(*)::int as count from tracking.webhook_message where endpoint_id = ${id} and state = 'WAITING' and event_type = ${testType}`;
    if (count >= maxTests) return null;
    const at = new Date();
    const [row] = await tx<{ id: string }[]>`
      insert into tracking.webhook_message (endpoint_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
      values (${id}, ${`test_${crypto.randomUUID()}`}, ${testType}, ${testPayload(at)}, 'WAITING', ${at}, ${context.requestId}, ${at}) returning id`;
    made = done(row?.id ?? '');
    return {};
  });
  return outcome.id === null ? outcome : made;
}

/** The same message, before later ones of its shipment that wait: it keeps its webhook-id, and its tries begin anew. */
export async function resendMessage(context: Acting, messageId: string): Promise<Outcome> {
  const owner = ownersOf(context.viewer);
  const id = messageIdFrom(messageId);
  const missing = refused('MESSAGE_NOT_FOUND', 'There is no such message.', 'messageId');
  if (id === null) return missing;
  const outcome = await context.sql.begin(async (tx): Promise<Outcome> => {
    const [message] = await tx<{ state: string; endpointId: string }[]>`
      select m.state, m.endpoint_id as "endpointId" from tracking.webhook_message m join tracking.webhook_endpoint e on e.id = m.endpoint_id
      where m.id = ${id} and (${owner}::text is null or e.client_id = ${owner}) and e.state <> 'DELETED' for update of m`;
    if (!message) return missing;
    if (message.state === 'WAITING') return refused('CONFLICT', 'It waits to be sent already.', 'messageId');
    await tx`
      update tracking.webhook_message set state = 'WAITING', attempts = 0, settled_at = null, next_attempt_at = now() where id = ${id}`;
    await record(tx, context, 'webhook_endpoint.resent', message.endpointId, { messageId: id });
    return done(id);
  });
  context.webhooks.wake();
  return outcome;
}

interface ReplayInput {
  endpointId: string;
  after?: string | null;
  from?: string | null;
  until?: string | null;
  perSecond?: number | null;
}

/** Answers the replay's id. */
export async function startReplay(context: Acting, input: ReplayInput): Promise<Outcome> {
  const from = readInstant(input.from, 'from');
  const until = readInstant(input.until, 'until');
  if ((input.after == null) === (from === null))
    throw new BadUserInputError('input.after', 'give after (a cursor) or from (an instant), and not both');
  const after = input.after == null ? null : decodeLiveCursor(input.after);
  const perSecond = input.perSecond ?? null;
  if (perSecond !== null && (perSecond < 1 || perSecond > 500))
    throw new BadUserInputError('input.perSecond', 'perSecond must be 1 to 500');
  let made = refused(
    'CONFLICT',
    'A replay of this endpoint is running already; wait for its end, or cancel it.',
    'endpointId',
  );
  const outcome = await change(context, input.endpointId, 'webhook_endpoint.replayed', async (tx, id) => {
    const [running] =
      await tx`select 1 from tracking.webhook_feed where endpoint_id = ${id} and kind = 'REPLAY' and state = 'RUNNING'`;
    if (running) return null;
    const head = await readHead(tx);
    const start = after ?? (await lastBefore(tx, from as Date, head));
    if (start < head.retainedAfter || start > head.value)
      throw new BadUserInputError('input.after', 'after is older than what is kept, or not of this stream');
    const end = until === null ? head.value : await lastBefore(tx, until, head);
    if (end < start) throw new BadUserInputError('input.until', 'until lies before the beginning');
    const [row] = await tx<{ id: string }[]>`
      insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position, until_seq, per_second, finished_at)
      values (${id}, 'REPLAY', ${end > start ? 'RUNNING' : 'DONE'}, ${start}, ${start}, ${end}, ${perSecond}, case when ${end > start} then null else now() end) returning id`;
    made = done(row?.id ?? '');
    return { after: start, until: end, perSecond };
  });
  return outcome.id === null ? outcome : made;
}

export async function cancelReplay(context: Acting, replayId: string): Promise<Outcome> {
  const owner = ownersOf(context.viewer);
  const id = replayIdFrom(replayId);
  const missing = refused('REPLAY_NOT_FOUND', 'There is no such replay.', 'replayId');
  if (id === null) return missing;
  return context.sql.begin(async (tx): Promise<Outcome> => {
    const [feed] = await tx<{ endpointId: string }[]>`
      select f.endpoint_id as "endpointId" from tracking.webhook_feed f join tracking.webhook_endpoint e on e.id = f.endpoint_id
      where f.id = ${id} and f.kind = 'REPLAY' and (${owner}::text is null or e.client_id = ${owner}) and e.state <> 'DELETED' for update of f`;
    if (!feed) return missing;
    await tx`update tracking.webhook_feed set state = 'CANCELLED', finished_at = now() where id = ${id} and state = 'RUNNING'`;
    await record(tx, context, 'webhook_endpoint.replay_cancelled', feed.endpointId, { replayId: id });
    return done(id);
  });
}

/** The last number told before an instant; where none is left that old, the one before all that is left. By halves: numbers follow time, and the stream may have hundreds of millions of rows and no index by time. */
async function lastBefore(tx: TransactionSql, at: Date, head: { value: number; retainedAfter: number }) {
  let [low, high] = [head.retainedAfter, head.value];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [row] = await tx<{ seq: string; createdAt: Date }[]>`
      select seq, created_at as "createdAt" from tracking.outbox where seq > ${low} and seq <= ${middle} order by seq desc limit 1`;
    if (row && row.createdAt >= at) high = Number(row.seq) - 1;
    else low = middle;
  }
  return low;
}

type Action =
  | 'webhook_endpoint.created'
  | 'webhook_endpoint.changed'
  | 'webhook_endpoint.deleted'
  | 'webhook_endpoint.paused'
  | 'webhook_endpoint.resumed'
  | 'webhook_endpoint.secret_rotated'
  | 'webhook_endpoint.tested'
  | 'webhook_endpoint.resent'
  | 'webhook_endpoint.replayed'
  | 'webhook_endpoint.replay_cancelled';

/** What of our own services' endpoints the configuration says. */
const configured: ReadonlySet<Action> = new Set([
  'webhook_endpoint.changed',
  'webhook_endpoint.deleted',
  'webhook_endpoint.secret_rotated',
]);

/** One endpoint of the viewer's, locked; change and record commit together. `apply` answers what the record says, null when nothing was done, or why it is refused. */
async function change(
  context: Acting,
  endpointId: string,
  action: Action,
  apply: (tx: TransactionSql, id: string, clientId: string | null) => Promise<Record<string, unknown> | Outcome | null>,
): Promise<Outcome> {
  const owner = ownersOf(context.viewer);
  const id = endpointIdFrom(endpointId);
  if (id === null) return notFound();
  const outcome = await context.sql.begin(async (tx): Promise<Outcome> => {
    const [endpoint] = await tx`
      select service, client_id from tracking.webhook_endpoint where id = ${id} and (${owner}::text is null or client_id = ${owner}) and state <> 'DELETED' for update`;
    if (!endpoint) return notFound();
    if (endpoint['service'] !== null && configured.has(action))
      return refused('CONFLICT', 'It is one of our own services, and as the configuration says.', 'endpointId');
    const detail = await apply(tx, id, endpoint['client_id'] as string | null);
    if (detail && 'userErrors' in detail) return detail as Outcome;
    if (detail) await record(tx, context, action, id, detail);
    return done(id);
  });
  context.webhooks.wake();
  return outcome;
}

const record = (
  tx: TransactionSql,
  { viewer, requestId }: Acting,
  action: Action,
  id: string,
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, {
    schema: 'tracking',
    ...auditActor(viewer),
    action,
    subject: `webhook_endpoint ${id}`,
    requestId,
    detail,
  });

function readName(given: string): string {
  const name = given.trim();
  if (name.length < 1 || name.length > 100 || !name.isWellFormed() || /\p{Cc}/u.test(name))
    throw new BadUserInputError('input.name', 'name must have 1 to 100 characters on one line');
  return name;
}

function readTypes(given: readonly string[]): string[] {
  if (given.length === 0 || given.some((type) => !(eventTypes as readonly string[]).includes(type)))
    throw new BadUserInputError('input.eventTypes', `eventTypes are one or more of ${eventTypes.join(', ')}`);
  return [...new Set(given)];
}

function readMilestones(given: readonly MilestoneCode[] | null | undefined): MilestoneCode[] | null {
  if (given == null) return null;
  if (given.length === 0)
    throw new BadUserInputError('input.milestones', 'milestones must name at least one; leave it out for all');
  return [...new Set(given)];
}

/** Null: none, or none any more. */
function readEmail(given: string | null | undefined): string | null {
  const email = given?.trim() ?? '';
  if (email === '') return null;
  if (email.length > 320 || !/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(email))
    throw new BadUserInputError('input.alertEmail', 'alertEmail must be one plain address');
  return email;
}

/** Whether there is such a client is the gateway's to know: an endpoint of none rests, and says so. */
function readClientId(given: string | null | undefined): string | null {
  if (given == null) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(given)) throw new BadUserInputError('input.clientId', 'clientId is no client_id');
  return given;
}

function readInstant(given: string | null | undefined, field: string): Date | null {
  if (given == null) return null;
  const at = new Date(given);
  if (Number.isNaN(at.getTime()))
    throw new BadUserInputError(`input.${field}`, `${field} must be an instant, for example 2026-11-21T08:30:00Z`);
  return at;
}
