import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { playOfInput } from './control.ts';
import { UsageError } from './faults.ts';
import { placesSchema } from './places.ts';
import type { Play } from './player.ts';

const file = z.object({
  /** Named ways, so that a play can say `way` instead of `places`. */
  ways: z.record(z.string(), placesSchema).default({}),
  /** When the data set was read to which `at` belongs. */
  readAt: z.iso.datetime(),
  plays: z.array(
    z.looseObject({
      way: z.string().optional(),
      hoursAgo: z.number().min(0).optional(),
      toldBefore: z.number().int().min(0).default(0),
    }),
  ),
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * What a file says is played from `begunAt` on, which may lie in the past: what should have been told since then is told at once. So a process that starts again goes on
 * where it would be, and says nothing new about what was told. `at` is moved by whole days, as the orders of the data set are, which then were read less than a day before. A play with
 * `speed` stands where its hour says and goes on from there; `speed` 2 here: everything twice as fast as the file says. Throws UsageError naming the entry.
 */
export function readDemoPlays(
  path: string | URL,
  { begunAt, speed }: { begunAt: number; speed: number },
): readonly Play[] {
  let content: z.infer<typeof file>;
  try {
    content = file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message}`,
    );
  }
  const movedMs = Math.floor((begunAt - Date.parse(content.readAt)) / dayMs) * dayMs;
  return content.plays.map(({ way, hoursAgo, toldBefore, ...given }, i) => {
    try {
      if (way !== undefined && !Object.hasOwn(content.ways, way))
        throw new UsageError(`there is no way "${way}"; there is ${Object.keys(content.ways).join(', ')}`);
      const play = playOfInput({ ...given, ...(way !== undefined && { places: content.ways[way] }) });
      if ((play.startedAt === undefined) === (hoursAgo === undefined))
        throw new UsageError('give "at" or "hoursAgo": without, it would begin anew with each start');
      const startedAt = hoursAgo === undefined ? (play.startedAt as number) + movedMs : begunAt - hoursAgo * hourMs;
      if ('speed' in play.pace)
        return {
          ...play,
          startedAt,
          pace: { speed: play.pace.speed * speed },
          origin: { simulated: begunAt, wall: begunAt },
        };
      const stepMs = Math.round(play.pace.stepMs / speed);
      return {
        ...play,
        startedAt,
        pace: { stepMs },
        origin: { simulated: startedAt, wall: begunAt - toldBefore * stepMs },
      };
    } catch (error) {
      throw new UsageError(`play ${i + 1} of ${path}: ${(error as Error).message}`);
    }
  });
}
