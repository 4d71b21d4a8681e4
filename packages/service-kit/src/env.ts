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
  return fromFile(env, name, (text) =>
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean),
  );
}

/** A secret that is one text, commas and all; from NAME or the file in NAME_FILE, as `secretValues`. Null: not given. */
export function secretText(env: Record<string, string>, name: string): () => string | null {
  return fromFile(env, name, (text) => text.trim() || null);
}

/** Variables whose secret is taken once, at the start: NAME is filled from the file in NAME_FILE. Throws ConfigError when there is none. */
export function withSecretFiles(env: Record<string, string>, names: readonly string[]): Record<string, string> {
  const found = names.flatMap((name) => {
    const file = env[`${name}_FILE`];
    if (!file) return [];
    try {
      return [[name, readFileSync(file, 'utf8').trim()]];
    } catch {
      throw new ConfigError(`The configuration cannot be used:\n  ${name}_FILE: ${file} cannot be read`);
    }
  });
  return found.length > 0 ? { ...env, ...Object.fromEntries(found) } : env;
}

function fromFile<T>(env: Record<string, string>, name: string, parse: (text: string) => T): () => T {
  const file = env[`${name}_FILE`];
  if (!file) {
    const fixed = parse(env[name] ?? '');
    return () => fixed;
  }
  let value = parse(readFileSync(file, 'utf8'));
  let changedAt = statSync(file).mtimeMs;
  let lookedAt = Date.now();
  return () => {
    if (Date.now() - lookedAt < 1_000) return value;
    lookedAt = Date.now();
    try {
      const now = statSync(file).mtimeMs;
      if (now !== changedAt) {
        value = parse(readFileSync(file, 'utf8'));
        changedAt = now;
      }
    } catch {
      // The file is being replaced: the last good value stays.
    }
    return value;
  };
}
