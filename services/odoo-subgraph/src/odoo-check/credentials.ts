import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import { instant, optionalDatetime } from '../odoo/values.ts';
import { type Finding, failure, ok, skipped, warning, wholeDays } from './finding.ts';

/** As JSON-RPC's server tells it that we were made for. */
const verifiedMajor = 18;
const soonDays = 14;

export async function checkVersion(client: OdooClient): Promise<Finding> {
  try {
    const { text, major, api } = await client.version();
    const details = { version: text, api };
    if (major < verifiedMajor)
      return failure('version', `Odoo ${text} is too old`, {
        cause: `fields and methods that we read came with Odoo ${verifiedMajor}`,
        remedy: `upgrade Odoo to ${verifiedMajor}`,
        details,
      });
    if (api === 'json2')
      return warning('version', `Odoo ${text}, spoken to by JSON-2`, {
        cause: 'our JSON-2 was written from documentation and has not been run against a real Odoo',
        remedy:
          'look closely at what follows; ODOO_API=jsonrpc speaks the older, verified API, which Odoo has until version 22',
        details,
      });
    return major === verifiedMajor
      ? ok('version', `Odoo ${text}, spoken to by JSON-RPC`, { details })
      : warning('version', `Odoo ${text} is newer than ${verifiedMajor}, which we are verified with`, {
          cause: 'some fields have other names from 19 on',
          remedy: 'see what the checks of fields say',
          details,
        });
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    return failure('version', 'Odoo does not tell its version', {
      cause: `what answers is no Odoo, or not now (${error.reason})`,
      remedy:
        'correct ODOO_URL (address without path), or look whether a proxy keeps /jsonrpc and /web/version to itself',
    });
  }
}

/** Database, login and key. */
export async function checkCredentials(
  client: OdooClient,
  { db, login, secret }: { db: string; login: string; secret: string | null },
): Promise<{ finding: Finding; isIn: boolean }> {
  try {
    const uid = await client.whoAmI();
    const kind = looksLikeKey(secret) ? 'an API key' : 'a password';
    return { finding: ok('credentials', `${login} gets in with ${kind}`, { details: { uid } }), isIn: true };
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    return { finding: credentialsFailure(error, { db, login }), isIn: false };
  }
}

function credentialsFailure({ kind, reason }: OdooCallError, { db, login }: { db: string; login: string }): Finding {
  if (reason === 'no key is set')
    return failure('credentials', 'no key is set', {
      cause: 'ODOO_API_KEY and ODOO_API_KEY_FILE are empty',
      remedy: 'make an API key as the integration user and set one of them',
    });
  if (kind === 'authentication')
    return failure('credentials', `Odoo refuses ${login}`, {
      cause:
        'the login or the key is wrong, the key has expired or was removed, the user is archived, or he has two-factor login and this is his password; services that run may go on with a key that has ended until Odoo forgets it',
      remedy:
        'make a new API key as this user (at most 90 days) and put it into ODOO_API_KEY or its file; running services take a changed file by themselves',
    });
  if (reason === 'psycopg2.OperationalError')
    return failure('database', `Odoo cannot open the database ${db}`, {
      cause: 'there is no database of this name, or Odoo’s PostgreSQL is away',
      remedy: 'correct ODOO_DB; the name stands at /web/database/selector, or ask whoever runs Odoo',
    });
  return failure('credentials', `Odoo cannot be asked who we are (${reason})`, {
    cause:
      kind === 'unavailable'
        ? 'it does not answer, or something before it does'
        : 'it answers otherwise than documented',
    remedy: 'look at Odoo’s log at this moment',
  });
}

/** Odoo makes keys of 40 hexadecimal digits. */
const looksLikeKey = (secret: string | null) => /^[0-9a-f]{40}$/.test(secret ?? '');

/**
 * When our key ends. Odoo does not say which of a user's keys is in use: of several the first to end counts. An expired or removed key may go on working for days, until
 * Odoo forgets that it has accepted it (recording 19).
 */
export async function checkKey(
  client: OdooClient,
  { secret, now }: { secret: string | null; now: Date },
): Promise<Finding> {
  if (!looksLikeKey(secret))
    return warning('key', 'ODOO_API_KEY is no API key but, it seems, a password', {
      cause: 'Odoo’s keys are 40 hexadecimal digits',
      remedy:
        'make an API key for the integration user and take his password away: a key can be replaced without cutting anybody off',
    });
  let rows: { name: unknown; expiration_date: unknown }[];
  try {
    rows = await client.searchRead('res.users.apikeys', {
      domain: [],
      fields: ['name', 'expiration_date'],
      limit: 100,
      order: 'id',
      withinMs: 10_000,
    });
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    return skipped('key', `when the key ends cannot be read (${error.reason})`);
  }
  if (rows.length === 0)
    return failure('key', 'the key was removed in Odoo and still works', {
      cause: 'Odoo remembers keys that it has accepted until it restarts or its caches are cleared',
      remedy: 'make a new key now; to cut a key off at once archive the user or change his password',
    });
  const ends = rows
    .map((row) => optionalDatetime.safeParse(row.expiration_date).data ?? null)
    .filter((end) => end !== null)
    .sort();
  const [first] = ends;
  if (first === undefined) return ok('key', 'the key never expires');
  const end = new Date(instant(first));
  const days = wholeDays(end.getTime() - now.getTime());
  const which = rows.length > 1 ? `the first of this user’s ${rows.length} keys` : 'the key';
  const remedy =
    'make a new key as the integration user, put it into ODOO_API_KEY or its file, see this check go well, then remove the old one';
  const details = { expiresAt: end.toISOString() };
  if (days < 0)
    return failure('key', `${which} has expired and still works`, {
      cause:
        'Odoo remembers keys that it has accepted until it restarts or its caches are cleared; then this one stops',
      remedy,
      details,
    });
  return days < soonDays
    ? warning('key', `${which} ends in ${days} days`, {
        cause: `it was made to end at ${end.toISOString()}`,
        remedy,
        details,
      })
    : ok('key', `${which} holds for ${days} days`, { details });
}
