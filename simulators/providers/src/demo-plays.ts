import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { playOfInput } from './control.ts';
import { UsageError } from './faults.ts';
import { placesSchema } from './places.ts';
import type { Play } from './player.ts';

const file = z.object({
  /** Named ways, so that a play can say `way` instead of `places`. */
  ways: z.record(z.string(), placesSchema).default({}),
  plays: z.array(z.looseObject({ way: z.string().optional() })),
});

/**
 * What a file says is played from `begunAt` on, which may lie in the past: what should have been told since then is told at once. So a process that starts again goes on
 * where it would be, and says nothing new about what was told. `speed` 2: twice as fast as the file says. Throws UsageError naming the entry.
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
  return content.plays.map(({ way, ...given }, i) => {
    try {
      if (way !== undefined && !Object.hasOwn(content.ways, way))
        throw new UsageError(`there is no way "${way}"; there is ${Object.keys(content.ways).join(', ')}`);
      const play = playOfInput({ ...given, ...(way !== undefined && { places: content.ways[way] }) });
      if (play.startedAt === undefined) throw new UsageError('"at" is missing: it would begin anew with each start');
      const pace =
        'speed' in play.pace ? { speed: play.pace.speed * speed } : { stepMs: Math.round(play.pace.stepMs / speed) };
      return { ...play, pace, origin: { simulated: play.startedAt, wall: begunAt } };
    } catch (error) {
      throw new UsageError(`play ${i + 1} of ${path}: ${(error as Error).message}`);
    }
  });
}
