import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** The only reader of process.env besides tests. An empty value counts as unset. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Parses all variables at once and names every problem; the result is frozen. */
export function parseEnv<T extends z.ZodType>(schema: T, env: Record<string, string>): Readonly<z.infer<T>> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(environment)'}: ${issue.message}`);
  throw new ConfigError(`The configuration cannot be used:\n${problems.join('\n')}`);
}

/** A variable that holds JSON; names the first problem within it. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text, context) => {
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data as z.infer<T>;
      const [issue] = parsed.error.issues;
      const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
      context.addIssue({ code: 'custom', message: `is not JSON of the expected shape (${place}${issue?.message})` });
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
    }
    return z.NEVER;
  });

/**
 * A secret with several valid values at once (comma-separated), from the variable NAME or the file in NAME_FILE.
 * A file is read again when it changes, so that secrets rotate without a restart; at most one look per second.
 */
export function secretValues(env: Record<string, string>, name: string): () => readonly string[] {
  const file = env[`${name}_FILE`];
  const split = (text: string) =>
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean);
  if (!file) {
    const fixed = split(env[name] ?? '');
    return () => fixed;
  }
  let values = split(readFileSync(file, 'utf8'));
  let changedAt = statSync(file).mtimeMs;
  let lookedAt = Date.now();
  return () => {
    if (Date.now() - lookedAt < 1_000) return values;
    lookedAt = Date.now();
    try {
      const now = statSync(file).mtimeMs;
      if (now !== changedAt) {
        values = split(readFileSync(file, 'utf8'));
        changedAt = now;
      }
    } catch {
      // The file is being replaced: the last good values stay.
    }
    return values;
  };
}
