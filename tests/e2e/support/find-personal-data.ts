import type { Sql } from 'postgres';

/** A text that must not be found, and what it is, for the message. */
export interface Seed {
  what: string;
  text: string;
}

/** In base64, wherever in the encoded bytes it begins: the three ways, without the characters at its ends that depend on its neighbours. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const encoded = bytes.toString('base64').replace(/=+$/, '');
    const from = Math.ceil((offset * 8) / 6);
    const inner = encoded.slice(from, Math.floor((bytes.length * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** As JSON that escapes everything beyond ASCII. */
const escaped = (text: string) =>
  text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Which seeds stand in a text: as they are or in any case, as an address on the web, as escaped JSON, in hexadecimal or base64; also inside bytes that the text
 * shows as `\x…`, as PostgreSQL does. Answers what and in which form, never the surroundings.
 */
export function findPersonalData(text: string, seeds: readonly Seed[]): string[] {
  const bytes = [...text.matchAll(/\\x([0-9a-f]{8,})/g)].map(([, hex]) => Buffer.from(hex as string, 'hex').toString());
  const exact = [text, ...bytes].join('\n');
  const lower = exact.toLowerCase();
  return seeds.flatMap(({ what, text: seed }) => {
    const folded = [
      seed,
      encodeURIComponent(seed),
      new URLSearchParams({ s: seed }).toString().slice(2),
      escaped(seed),
    ];
    const hex = Buffer.from(seed).toString('hex');
    const forms: [string, boolean][] = [
      ['plain', folded.some((form) => lower.includes(form.toLowerCase()))],
      ['hex', lower.includes(hex)],
      ['base64', base64Forms(seed).some((form) => exact.includes(form))],
      ['base64 of the lower case', base64Forms(seed.toLowerCase()).some((form) => exact.includes(form))],
    ];
    return forms.flatMap(([form, found]) => (found ? [`${what} (${form})`] : []));
  });
}

/** Every row of every table that is ours, as text: what somebody reads who has the database and no keys. */
export async function dumpDatabase(sql: Sql): Promise<Map<string, string>> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$)' order by 1, 2`;
  const dump = new Map<string, string>();
  for (const { schema, name } of tables) {
    const rows = await sql<{ row: string }[]>`select row_to_json(t)::text as row from ${sql(schema)}.${sql(name)} t`;
    dump.set(`${schema}.${name}`, rows.map(({ row }) => row).join('\n'));
  }
  return dump;
}
