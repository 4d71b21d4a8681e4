import { findProgram } from '@milepost/local-stack';

const candidates = {
  redis: ['redis-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
} as const;

/**
 * Path of a program that a test needs and npm does not bring. Null, said loudly, where it is missing; an error where REQUIRE_REDIS=1 or
 * REQUIRE_CHROMIUM=1 demands it, so that CI cannot pass by skipping.
 */
export function requireOrSkip(program: keyof typeof candidates): string | null {
  const given = program === 'chromium' ? process.env['CHROMIUM_PATH'] : undefined;
  const path = given || findProgram(candidates[program]);
  if (path) return path;
  const variable = `REQUIRE_${program.toUpperCase()}`;
  if (process.env[variable] === '1') throw new Error(`${program} is not installed and ${variable}=1 forbids skipping`);
  process.stderr.write(`\n*** SKIPPED: tests that need ${program}, which is not installed ***\n\n`);
  return null;
}

export const chromiumPath = () => requireOrSkip('chromium');
