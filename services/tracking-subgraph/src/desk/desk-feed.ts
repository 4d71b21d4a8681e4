import { type Logger, readAs, runLoop, type Sql, type Viewer, viewerSettings } from '@milepost/service-kit';
import { leavableStream } from '../base/leavable-stream.ts';
import { createParams, inScope } from '../case/find-cases.ts';
import { SessionExpiredError } from '../live/cursor.ts';
import type { WakeBus } from '../wake/wake-bus.ts';
import {
  createPresence,
  type PresenceView,
  presenceSeenBy,
  readSubjects,
  type ShownPresence,
  toPresenceView,
} from './presence.ts';

/** A message of deskChanged. */
export interface DeskChangeView {
  /** A snapshot of the database: what this look could see. */
  seen: string;
  haveCasesChanged: boolean;
  presence: PresenceView[];
}

/** Cases that were changed by transactions which the look before could not see, in whatever order they committed. A snapshot of another database says nothing: what is not of the past is no change. */
const changedSince = (seen: string) =>
  `c.changed_in >= pg_snapshot_xmin(${seen}::pg_snapshot) and c.changed_in < pg_snapshot_xmax(pg_current_snapshot()) and not pg_visible_in_snapshot(c.changed_in, ${seen}::pg_snapshot)`;

/**
 * What desks of one process are told. One look of the process, woken by others or after `pollMs`, says whether anything changed at all; each stream then looks within its viewer's scope, at most once in `gapMs`,
 * and tells only what is new to it. Nothing is kept for a stream but its last message.
 */
export async function startDeskFeed({
  sql,
  readSql,
  wakeBus,
  logger,
  gapMs = 1_000,
  pollMs = 2_000,
  beatMs = 15_000,
}: {
  sql: Sql;
  /** For what one viewer asks. */
  readSql: Sql;
  wakeBus: WakeBus;
  logger: Logger;
  gapMs?: number;
  /** How long it goes without looking where no wake-up comes. */
  pollMs?: number;
  /** How often it says again what is looked at here; a third of how long that stands. */
  beatMs?: number;
}) {
  const presence = createPresence({ sql, changed: () => wakeBus.wake('desk') });
  const sleepers = new Set<() => void>();
  let active = 0;
  /** Rises with each look that found something. */
  let looks = 0;
  /** Shipments that changed hands: whose cases they are, their rows do not say. */
  let rescopes = 0;
  let seen: string | null = null;
  let shown = '';
  let beatAt = 0;

  const wakeAll = () => {
    looks += 1;
    for (const wake of [...sleepers]) wake();
  };
  async function step(): Promise<boolean> {
    if (!presence.isEmpty && Date.now() >= beatAt + beatMs) {
      beatAt = Date.now();
      await presence.beat();
    }
    if (active === 0) return false;
    const [row] = await sql.unsafe<{ seen: string; isChanged: boolean; presence: string }[]>(
      `select pg_current_snapshot()::text as seen, $1::text is null or exists (select 1 from tracking.work_case c where ${changedSince('$1::text')}) as "isChanged",
         (select md5(string_agg(concat(stream, subject, company_id, customer_id, region), ' ' order by stream, subject)) from tracking.presence where until_at > now()) as presence`,
      [seen],
      { prepare: true },
    );
    if (!row) return false;
    const isNews = row.isChanged || row.presence !== shown;
    seen = row.seen;
    shown = row.presence;
    if (isNews) wakeAll();
    return false;
  }
  const loop = runLoop({ name: 'desk-feed', step, idleMs: pollMs, logger });
  const unlisten = [
    wakeBus.onWake('desk', () => loop.wake()),
    wakeBus.onWake('rescoped', () => {
      rescopes += 1;
      beatAt = 0;
      loop.wake();
      wakeAll();
    }),
  ];

  async function look(viewer: Viewer, before: string | null): Promise<DeskChangeView> {
    const params = createParams();
    const since = params.add(before, 'text');
    const scope = inScope(viewer, params);
    const [row] = await readAs(readSql, viewerSettings(viewer)).unsafe<
      { seen: string; isChanged: boolean; presence: ShownPresence[] }[]
    >(
      `select pg_current_snapshot()::text as seen,
         ${since} is null or exists (select 1 from tracking.work_case c where ${changedSince(since)} and ${scope}) as "isChanged",
         ${presenceSeenBy(viewer, params)} as presence`,
      params.values,
    );
    if (!row) throw new Error('a look found no row');
    return { seen: row.seen, haveCasesChanged: row.isChanged, presence: row.presence.map(toPresenceView) };
  }

  /** An iterator with its own `return`, so that a client that leaves is forgotten at once, and what they looked at with them. */
  async function subscribe(
    viewer: Viewer,
    staffId: string,
    { after, lookingAt }: { after: string | null; lookingAt: readonly string[] },
  ): Promise<AsyncIterableIterator<DeskChangeView>> {
    const endPresence = await presence.begin(viewer, staffId, readSubjects(lookingAt));
    const sessionEndsAt = viewer.sessionExp * 1000;
    let last: { change: DeskChangeView; told: string } | null = null;
    let known = { looks: -1, rescopes };
    let notBefore = 0;
    let done = false;
    let wake: (() => void) | undefined;
    active += 1;
    loop.wake();

    const end = () => {
      if (done) return;
      done = true;
      active -= 1;
      void endPresence().catch((err) => logger.warn({ err }, 'presence could not be ended; it ends by itself'));
    };
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          sleepers.delete(finish);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(finish, Math.max(1, Math.min(sessionEndsAt - Date.now(), ms, 60_000)));
        wake = finish;
        sleepers.add(finish);
      });

    async function advance(): Promise<IteratorResult<DeskChangeView>> {
      for (;;) {
        if (done) return { value: undefined, done: true };
        if (Date.now() >= sessionEndsAt) throw new SessionExpiredError();
        if (looks === known.looks) await sleep(60_000);
        // Not earlier: what happens meanwhile is told together.
        else if (Date.now() < notBefore) await sleep(notBefore - Date.now());
        else {
          const isRescoped = known.rescopes !== rescopes;
          known = { looks, rescopes };
          const change = await look(viewer, last?.change.seen ?? after);
          notBefore = Date.now() + gapMs;
          if (isRescoped) change.haveCasesChanged = true;
          const told = JSON.stringify(change.presence);
          const isNews = last === null || change.haveCasesChanged || told !== last.told;
          last = { change, told };
          if (isNews && !done) return { value: change, done: false };
        }
      }
    }

    return leavableStream({ advance, end, wake: () => wake?.() });
  }

  return {
    subscribe,
    async [Symbol.asyncDispose]() {
      for (const stop of unlisten) stop();
      await loop.stop();
      for (const wake of [...sleepers]) wake();
      // Without it, what was looked at here would stand for another 45 seconds.
      await presence.end().catch((err) => logger.warn({ err }, 'presence could not be ended; it ends by itself'));
    },
  };
}
export type DeskFeed = Awaited<ReturnType<typeof startDeskFeed>>;
