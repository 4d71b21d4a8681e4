import {
  type Logger,
  readAs,
  runLoop,
  type Sql,
  scopeAllows,
  seesEverything,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import { leavableStream } from '../base/leavable-stream.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import { CursorExpiredError, SessionExpiredError } from './cursor.ts';
import {
  type LiveFilter,
  type LiveMilestone,
  milestoneColumns,
  milestoneJoins,
  parseMilestones,
  type RawMilestone,
  readHead,
  readMilestones,
} from './milestone-stream.ts';

/** Milestones kept in memory, so that one read serves all subscribers of this process. */
const ringSize = 4_096;
/**
 * And for how long: who may see them was read along with them. A shipment that changes hands empties the memory at once (wake-up `rescoped`);
 * this bounds what a lost wake-up could do. Whoever is further behind reads the database, where scope stands inside the statement.
 */
const ringMs = 10_000;
const pageSize = 500;

/**
 * The stream of milestones of one process. A reader follows the outbox by number and keeps the last few thousand in memory; each
 * subscriber has a position of its own and takes from memory, or from the database while it is further behind. Memory per subscriber is one
 * message, however slow it is.
 */
export async function startLiveFeed({
  sql,
  readSql,
  wakeBus,
  logger,
  pollMs = 200,
  onDelivered = () => {},
}: {
  sql: Sql;
  /** For what one viewer asks. */
  readSql: Sql;
  wakeBus: WakeBus;
  logger: Logger;
  /** How long it goes without looking where no wake-up comes. */
  pollMs?: number;
  onDelivered?: () => void;
}) {
  const ring: LiveMilestone[] = [];
  let head = (await readHead(sql)).value;
  /** Milestones after it are in the ring. */
  let ringStart = head;
  const sleepers = new Set<() => void>();

  let active = 0;

  async function step(): Promise<boolean> {
    const readAt = Date.now();
    if (active === 0) {
      // Nobody listens here: the position is enough. Who comes with an older cursor reads the database.
      head = Math.max(head, (await readHead(sql)).value);
      forget();
      // Somebody may have come while we asked.
      for (const wake of sleepers) wake();
      return false;
    }
    const generation = rescopes;
    const rows = await sql.unsafe<RawMilestone[]>(
      `select ${milestoneColumns} from (select * from tracking.outbox where seq > $1 order by seq limit ${pageSize}) o ${milestoneJoins} order by o.seq`,
      [head],
      { prepare: true },
    );
    if (rows.length === 0) return false;
    const milestones = parseMilestones(rows, readAt);
    head = Number((rows.at(-1) as RawMilestone).seq);
    // Something changed hands while the rows were read: not kept, so that everybody reads them from the database.
    if (generation !== rescopes) forget();
    else ring.push(...milestones);
    if (ring.length > ringSize) dropFirst(ring.length - ringSize);
    for (const wake of sleepers) wake();
    return rows.length === pageSize;
  }
  let rescopes = 0;
  function dropFirst(count: number): void {
    const [last] = ring.slice(count - 1, count);
    ring.splice(0, count);
    if (last) ringStart = last.seq;
  }
  function forget(): void {
    ring.length = 0;
    ringStart = head;
  }
  function dropOld(): void {
    const limit = Date.now() - ringMs;
    let old = 0;
    while (old < ring.length && (ring[old] as LiveMilestone).readAt < limit) old += 1;
    if (old > 0) dropFirst(old);
  }
  const loop = runLoop({ name: 'live-feed', step, idleMs: pollMs, logger });
  const unlisten = [
    wakeBus.onWake('numbered', () => loop.wake()),
    wakeBus.onWake('rescoped', () => {
      rescopes += 1;
      forget();
    }),
  ];

  /** The next milestone after `position` that the viewer may see, from memory; or the position up to which there is none. */
  function fromRing(viewer: Viewer, filter: LiveFilter, position: number): LiveMilestone | number {
    let low = 0;
    let high = ring.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ring[middle] as LiveMilestone).seq > position) high = middle;
      else low = middle + 1;
    }
    for (let i = low; i < ring.length; i += 1) {
      const milestone = ring[i] as LiveMilestone;
      if (matches(viewer, filter, milestone)) return milestone;
    }
    return head;
  }

  /** Catching up from the database, as far as one statement looks. */
  async function fromDatabase(viewer: Viewer, filter: LiveFilter, position: number) {
    const found = await readMilestones(readAs(readSql, viewerSettings(viewer)), {
      viewer,
      filter,
      after: position,
      until: head,
      limit: pageSize,
    });
    // Asked after the rows were read: what retention takes away moves the mark in the same transaction, so a hole cannot go unnoticed.
    if (position < (await readHead(sql)).retainedAfter) throw new CursorExpiredError();
    return found;
  }

  /** An iterator with its own `return`, so that a client that leaves is forgotten at once. */
  function subscribe(viewer: Viewer, filter: LiveFilter, after: number | null): AsyncIterableIterator<LiveMilestone> {
    let position = after ?? head;
    let checked = after === null;
    let done = false;
    active += 1;
    const end = () => {
      if (!done) active -= 1;
      done = true;
    };
    let wake: (() => void) | undefined;
    let buffered: LiveMilestone[] = [];
    let bufferedAt = rescopes;
    let bufferedUntil = 0;
    const sessionEndsAt = viewer.sessionExp * 1000;

    const wait = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(finish, Math.max(1, Math.min(sessionEndsAt - Date.now(), 60_000)));
        function finish() {
          clearTimeout(timer);
          sleepers.delete(finish);
          wake = undefined;
          resolve();
        }
        wake = finish;
        sleepers.add(finish);
      });

    async function advance(): Promise<IteratorResult<LiveMilestone>> {
      if (!checked) {
        checked = true;
        const { value, retainedAfter } = await readHead(sql);
        // A number never handed out comes from another database: what followed it is unknown, which is the same as forgotten.
        if (position < retainedAfter || position > value) throw new CursorExpiredError();
      }
      for (;;) {
        if (done) return { value: undefined, done: true };
        if (Date.now() >= sessionEndsAt) throw new SessionExpiredError();
        let found: LiveMilestone | undefined;
        dropOld();
        if (bufferedAt !== rescopes || Date.now() > bufferedUntil) buffered = [];
        if (buffered.length > 0) found = buffered.shift();
        else if (position < ringStart) {
          bufferedAt = rescopes;
          const read = await fromDatabase(viewer, filter, position);
          buffered = read.milestones;
          // Counted from when it came: while a thousand come back at once reading takes long, and what was too old at once would have to be read again for each message.
          bufferedUntil = Date.now() + ringMs;
          found = buffered.shift();
          if (!found) position = Math.max(position, read.position);
        } else {
          const answer = fromRing(viewer, filter, position);
          if (typeof answer === 'number') position = Math.max(position, answer);
          else found = answer;
        }
        if (found) {
          position = found.seq;
          onDelivered();
          return { value: found, done: false };
        }
        if (position >= head && !done) await wait();
      }
    }

    return leavableStream({ advance, end, wake: () => wake?.() });
  }

  return {
    subscribe,
    get head() {
      return head;
    },
    async [Symbol.asyncDispose]() {
      for (const stop of unlisten) stop();
      await loop.stop();
      for (const wake of [...sleepers]) wake();
    },
  };
}
export type LiveFeed = Awaited<ReturnType<typeof startLiveFeed>>;

function matches(viewer: Viewer, filter: LiveFilter, { shipment, event, links }: LiveMilestone): boolean {
  if (filter.shipmentId !== null && shipment.id !== filter.shipmentId) return false;
  if (filter.milestones !== null && !(event && filter.milestones.includes(event.milestone))) return false;
  const visible = links.filter((link) => scopeAllows(viewer, link));
  if (filter.orderId !== null) return visible.some((link) => link.orderId === filter.orderId);
  return visible.length > 0 || seesEverything(viewer);
}
