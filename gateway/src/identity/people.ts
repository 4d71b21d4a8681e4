import type { IncomingMessage } from 'node:http';
import { clientDefaults, type Logger, type Sql } from '@milepost/service-kit';
import postgres from 'postgres';
import type { DemoAccount } from '../config.ts';
import { cookieNameFor, createAuth } from './people-auth.ts';
import { ensureDemoAccounts, removeDemoAccounts } from './people-demo.ts';
import { createPeopleHandler } from './people-handler.ts';
import { createPersonSessions } from './people-session.ts';

/** People: staff and business customers. The library says who signed in; what they may see stands in our grants. */
export function createPeople({
  sql,
  databaseUrl,
  secret,
  publicOrigin,
  addressOf,
  logger,
  cacheMs,
}: {
  sql: Sql;
  databaseUrl: string;
  secret: string;
  publicOrigin: string;
  addressOf: (request: IncomingMessage) => string;
  logger: Logger;
  /** A session is looked up again after this long at the latest, so that a sign-out takes effect. */
  cacheMs: number;
}) {
  const client = postgres(databaseUrl, {
    max: 4,
    ...clientDefaults,
    connection: { application_name: 'milepost-gateway-people' },
  });
  const cookieName = cookieNameFor(publicOrigin);
  const auth = createAuth({ client, secret, publicOrigin, logger });
  return {
    handle: createPeopleHandler({ auth, publicOrigin, addressOf }),
    cookieName,
    sessionOf: createPersonSessions({ auth, sql, cookieName, cacheMs }),
    ensureDemoAccounts: (accounts: readonly DemoAccount[]) => ensureDemoAccounts({ sql, auth, accounts }),
    removeDemoAccounts: () => removeDemoAccounts(sql),
    [Symbol.asyncDispose]: () => client.end({ timeout: 2 }),
  };
}
