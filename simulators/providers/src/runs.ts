import type { Clock } from './clock.ts';
import type { Play, Playing } from './player.ts';
import { type Day, liveEntry, playOf } from './traffic.ts';

/** Traffic that runs: live at a rate, or a day that is played again. */

export interface LiveTraffic {
  perMinute: number;
  speed: number;
  seed: string;
  /** Wall time (ms); null: until it is stopped. */
  until: number | null;
  begun: number;
}

export function createRuns({
  clock,
  play,
  signal,
}: {
  clock: Clock;
  play: (play: Play) => Playing;
  signal: AbortSignal;
}) {
  let live: (LiveTraffic & { stop: AbortController }) | null = null;
  const replays: { date: string; seed: string; speed: number; parcels: number; isOver: boolean }[] = [];

  /** The n-th parcel leaves n intervals after the start, so that a late timer loses none. */
  async function run(traffic: LiveTraffic & { stop: AbortController }): Promise<void> {
    const begun = clock.now();
    const both = AbortSignal.any([signal, traffic.stop.signal]);
    for (let n = 0; !both.aborted; n += 1) {
      await clock.wait(begun + (n * 60_000) / traffic.perMinute - clock.now(), both);
      if (both.aborted || (traffic.until !== null && clock.now() >= traffic.until)) break;
      const name = `traffic ${traffic.seed} ${n}`;
      play({ ...playOf(liveEntry(traffic.seed, n)), pace: { speed: traffic.speed }, name });
      traffic.begun = n + 1;
    }
    if (live === traffic) live = null;
  }

  return {
    /** Takes the place of traffic that runs already. */
    start(wanted: Omit<LiveTraffic, 'begun'>): void {
      live?.stop.abort();
      live = { ...wanted, begun: 0, stop: new AbortController() };
      void run(live);
    },
    stop(): void {
      live?.stop.abort();
      live = null;
    },
    /** Plays a day at so many times its speed. The same day says the very same, byte for byte. Resolves when every word of it was told. */
    replay({ seed, date, parcels }: Day, speed: number): Promise<void> {
      const record = { date, seed, speed, parcels: parcels.length, isOver: false };
      replays.push(record);
      const wall = clock.now();
      const simulated = Math.min(...parcels.map(({ at }) => Date.parse(at)));
      const playing = parcels.map((entry, n) =>
        play({
          ...playOf(entry),
          pace: { speed },
          startedAt: Date.parse(entry.at),
          origin: { simulated, wall },
          stamps: 'journey',
          name: `day ${date} ${seed} ${n}`,
        }),
      );
      return Promise.all(playing.map(({ told }) => told)).then(() => {
        record.isOver = true;
      });
    },
    status() {
      const { stop: _, ...traffic } = live ?? { stop: null };
      return { traffic: live ? traffic : null, replays };
    },
  };
}
export type Runs = ReturnType<typeof createRuns>;
