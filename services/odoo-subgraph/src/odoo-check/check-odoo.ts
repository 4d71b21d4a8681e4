import { describeError, type Logger, type Sql } from '@milepost/service-kit';
import { checkCalls, deepCheckCalls } from '../odoo/allowed-calls.ts';
import { createOdooClient } from '../odoo/client.ts';
import { checkAutomation } from './automation.ts';
import type { CheckConfig } from './check-config.ts';
import { checkConnection } from './connection.ts';
import { checkCredentials, checkKey, checkVersion } from './credentials.ts';
import { checkFields } from './fields.ts';
import { type Finding, failure, skipped } from './finding.ts';
import { callHintAddress, type HintAnswer } from './hint-address.ts';
import { checkHints } from './hints.ts';
import { checkMirror } from './mirror.ts';
import { mirroredReferences, type Reference, referencesFinding, referencesOfOdoo } from './references.ts';
import { checkCompanies, checkExcessRights, checkHiddenOrders, checkReadRights, checkWriteRights } from './rights.ts';

/** Of one call of this check: somebody waits for it. */
const timeoutMs = 15_000;

/**
 * Looks at everything between us and an Odoo, from the wire to single deliveries, and says of each thing whether it is well, and if not why and what to do. Changes nothing. Where
 * one step fails those that need it are left out. `sql`: the installation's database, or null; `isDeep`: as an administrator, too.
 */
export async function checkOdoo({
  config,
  sql,
  isDeep,
  logger,
  now = () => new Date(),
  signal = new AbortController().signal,
  callHints = (url) => callHintAddress(url, signal),
}: {
  config: CheckConfig;
  sql: Sql | null;
  isDeep: boolean;
  logger: Logger;
  now?: () => Date;
  signal?: AbortSignal;
  /** Sends a hint about nothing to an address that a rule names. */
  callHints?: (url: URL) => Promise<HintAnswer>;
}): Promise<Finding[]> {
  const { url, db, login, api, secrets } = config;
  const connection = {
    url: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    db,
    api,
    logger,
    signal,
    timeoutMs,
  };
  const client = createOdooClient({ ...connection, login, apiKey: secrets.apiKey, allowed: checkCalls });

  const findings: Finding[] = [];
  const reached = await checkConnection({ url, now, signal });
  findings.push(...addressFindings(url), ...reached.findings);
  let isIn = false;
  if (reached.isReachable) {
    findings.push(await checkVersion(client));
    const credentials = await checkCredentials(client, { db, login, secret: secrets.apiKey() });
    findings.push(credentials.finding);
    isIn = credentials.isIn;
  }
  if (isIn) {
    findings.push(await checkKey(client, { secret: secrets.apiKey(), now: now() }));
    findings.push(...(await checkReadRights(client)));
    findings.push(await checkHiddenOrders(client));
    findings.push(await checkWriteRights(client));
    findings.push(await checkExcessRights(client));
    findings.push(await checkCompanies(client));
    findings.push(...(await checkFields(client)));
  } else findings.push(skipped('rights', 'rights and fields are not looked at: Odoo does not let us in'));

  const ours = sql === null ? null : await lookAtOurs(sql, now(), secrets.webhook().length > 0);
  findings.push(referencesFinding(ours?.references ?? (isIn ? await referencesOfOdoo(client) : null)));
  findings.push(
    ...(ours?.findings ?? [skipped('mirror', 'no database runs here: set DATABASE_URL, or start Milepost')]),
  );

  if (isDeep) findings.push(...(await checkDeep(config, connection, reached.isReachable, callHints)));
  return findings;
}

/** What the mirror knows. */
async function lookAtOurs(
  sql: Sql,
  now: Date,
  takesHints: boolean,
): Promise<{ references: Reference[] | null; findings: Finding[] }> {
  try {
    const references = await mirroredReferences(sql);
    return { references, findings: [...(await checkMirror(sql, now)), await checkHints(sql, now, takesHints)] };
  } catch (error) {
    const { code } = describeError(error) as { code?: string };
    const finding = failure('mirror', 'our own database cannot be read', {
      cause: `it is away, or refuses us${code ? ` (${code})` : ''}`,
      remedy: 'correct DATABASE_URL, or look whether PostgreSQL runs',
    });
    return { references: null, findings: [finding] };
  }
}

/** What the address itself says. */
function addressFindings(url: URL): Finding[] {
  return url.username || url.password
    ? [
        failure('address', 'ODOO_URL holds a name or a password', {
          cause: 'addresses stand in logs and lists of processes',
          remedy: 'take it out; the key belongs into ODOO_API_KEY or its file',
        }),
      ]
    : [];
}

function checkDeep(
  { adminLogin, secrets }: CheckConfig,
  connection: Omit<Parameters<typeof createOdooClient>[0], 'login' | 'apiKey'>,
  isReachable: boolean,
  callHints: (url: URL) => Promise<HintAnswer>,
): Promise<Finding[]> | Finding[] {
  if (adminLogin === null || secrets.adminKey() === null)
    return [
      failure('automation', 'the automation rule was not looked at', {
        cause: '--deep needs ODOO_ADMIN_LOGIN and ODOO_ADMIN_API_KEY',
        remedy: 'set both for this command alone; a key of one day is enough',
      }),
    ];
  if (!isReachable) return [skipped('automation', 'Odoo cannot be reached')];
  return checkAutomation(
    createOdooClient({ ...connection, login: adminLogin, apiKey: secrets.adminKey, allowed: deepCheckCalls }),
    { secrets: secrets.webhook(), call: callHints },
  );
}
