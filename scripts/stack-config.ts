/**
 * What `npm start` and `npm run cluster` run and with which environment, decided from variables alone: no file, network or clock here.
 *
 * Demo and real never mix. Demo means: accounts and a partner with known secrets, simulators that play journeys. It is on while nothing real is
 * configured and every socket stays on loopback; a request to have it anyway is refused, naming the variable.
 */
type Env = Readonly<Record<string, string | undefined>>;

export type ProcessName =
  | 'odoo-simulator'
  | 'provider-simulator'
  | 'odoo-subgraph'
  | 'tracking-subgraph'
  | 'gateway'
  | 'portal';

interface Port {
  number: number;
  /** The variable that changes it. */
  variable: string;
  /** Name of a process, or id of an instance. */
  owner: string;
}

interface ProcessShape {
  entry: string;
  variable: string;
  port: number;
  /** Variable of the private port; by default it lies 100 above the public one. */
  privateVariable?: string;
  /** Ours: several may run side by side. */
  isOurs?: true;
}

/** In the order of starting; stopping goes backwards. */
const shapes: Record<ProcessName, ProcessShape> = {
  'odoo-simulator': { entry: 'simulators/odoo/src/main.ts', variable: 'ODOO_SIM_PORT', port: 4069 },
  'provider-simulator': { entry: 'simulators/providers/src/main.ts', variable: 'PROVIDER_SIM_PORT', port: 4010 },
  'odoo-subgraph': {
    entry: 'services/odoo-subgraph/src/main.ts',
    variable: 'ODOO_SUBGRAPH_PORT',
    port: 4002,
    privateVariable: 'ODOO_SUBGRAPH_PRIVATE_PORT',
    isOurs: true,
  },
  'tracking-subgraph': {
    entry: 'services/tracking-subgraph/src/main.ts',
    variable: 'TRACKING_PORT',
    port: 4001,
    privateVariable: 'TRACKING_PRIVATE_PORT',
    isOurs: true,
  },
  portal: { entry: 'portal/server/main.ts', variable: 'PORTAL_PORT', port: 4003, isOurs: true },
  gateway: {
    entry: 'gateway/src/main.ts',
    variable: 'GATEWAY_PORT',
    port: 4000,
    privateVariable: 'GATEWAY_PRIVATE_PORT',
    isOurs: true,
  },
};

interface Place {
  name: ProcessName;
  port: number;
  privatePort: number | null;
}

export interface StackProcess extends Place {
  /** Its name, with a number where several of it run: "gateway-2". */
  id: string;
  entry: string;
}

/** Instances of one process lie this far apart, the first this far above the address at which all of them are reached. */
const instanceStep = 200;

export interface StackPlan {
  demo: boolean;
  /** Names of the variables that configure a real system. */
  real: readonly string[];
  host: string;
  /** The given database, or null: then an embedded PostgreSQL is started. */
  databaseUrl: string | null;
  postgresPort: number | null;
  publicOrigin: string;
  /** Where each is reached by others: itself, or the balancer in front of its instances. */
  reached: readonly Place[];
  /** In the order of starting. */
  processes: readonly StackProcess[];
  ports: readonly Port[];
  warnings: readonly string[];
}

/** Variables that mean a real system, with what each needs beside it. */
const realSystems: Record<string, readonly string[]> = {
  ODOO_URL: ['ODOO_DB', 'ODOO_LOGIN', 'ODOO_API_KEY'],
  AFTERSHIP_API_KEY: ['AFTERSHIP_WEBHOOK_SECRET'],
  TRACKINGMORE_API_KEY: ['TRACKINGMORE_WEBHOOK_SECRET', 'TRACKINGMORE_WEBHOOK_PATH_TOKEN'],
  OIDC_ISSUER: ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'],
};

/**
 * The plan, or every reason why there is none, one sentence each. An empty variable counts as unset; NAME_FILE counts as NAME. With several `instances` of
 * each process of ours the addresses that others know are those of balancers.
 */
export function planStack(
  env: Env,
  { instances = 1 }: { instances?: number | Partial<Record<ProcessName, number>> } = {},
): { plan: StackPlan } | { problems: readonly string[] } {
  const problems: string[] = [];
  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`]);

  const real = Object.keys(realSystems).filter(isSet);
  for (const name of real)
    for (const needed of realSystems[name] ?? [])
      if (!isSet(needed)) problems.push(`${name} is set but ${needed} is not; set ${needed} too.`);
  if (!isSet('ODOO_URL'))
    for (const name of realSystems['ODOO_URL'] ?? [])
      if (isSet(name)) problems.push(`${name} is set but ODOO_URL is not; set ODOO_URL too, or leave ${name} out.`);

  const databaseUrl = env['DATABASE_URL'] || null;
  if (databaseUrl) {
    const isLocal = isLocalDatabase(databaseUrl, env['PGHOST']);
    if (isLocal === null) problems.push('DATABASE_URL is not a postgres:// address; correct it or leave it out.');
    if (isLocal === false) real.push('DATABASE_URL');
  }

  // Its webhooks mean little without its API; a demo has both from the simulator.
  if (real.length > 0 && isSet('TRACKINGMORE_WEBHOOK_SECRET') && !isSet('TRACKINGMORE_API_KEY'))
    problems.push('TRACKINGMORE_WEBHOOK_SECRET is set but TRACKINGMORE_API_KEY is not; set TRACKINGMORE_API_KEY too.');

  const host = env['HOST'] || '127.0.0.1';
  const wish = env['DEMO_MODE'] || null;
  if (wish !== null && wish !== '0' && wish !== '1') problems.push(`DEMO_MODE is "${wish}"; it is 1, 0 or not set.`);
  const demo = wish === '1' || (wish === null && real.length === 0);
  if (demo && real.length > 0)
    problems.push(
      `DEMO_MODE=1 cannot be combined with ${real.join(', ')}: demo and real never mix; leave one of them out.`,
    );
  if (demo && !isLoopback(host))
    problems.push(
      `HOST=${host} is not loopback, but demo accounts have known passwords; leave HOST out or set DEMO_MODE=0.`,
    );

  const ports: Port[] = [];
  const take = (owner: string, variable: string, number: number): number => {
    const taken = ports.find((other) => other.number === number);
    if (taken)
      problems.push(
        `Port ${number} is wanted twice, by ${taken.owner} (${taken.variable}) and ${owner} (${variable}).`,
      );
    ports.push({ number, variable, owner });
    return number;
  };
  const port = (owner: ProcessName, variable: string, fallback: number): number => {
    const number = portNumber(env[variable], fallback);
    if (number === null) problems.push(`${variable} is "${env[variable]}", which is not a port number.`);
    return take(owner, variable, number ?? fallback);
  };
  const replaced = new Set<ProcessName>();
  if (isSet('ODOO_URL')) replaced.add('odoo-simulator');
  if (isSet('AFTERSHIP_API_KEY') || isSet('TRACKINGMORE_API_KEY')) replaced.add('provider-simulator');
  const reached = (Object.keys(shapes) as ProcessName[])
    .filter((name) => !replaced.has(name))
    .map((name): Place => {
      const shape = shapes[name];
      const publicPort = port(name, shape.variable, shape.port);
      return {
        name,
        port: publicPort,
        privatePort: shape.privateVariable ? port(name, shape.privateVariable, publicPort + 100) : null,
      };
    });
  const processes = reached.flatMap((place): StackProcess[] => {
    const { entry, variable, isOurs } = shapes[place.name];
    const count = typeof instances === 'number' ? instances : (instances[place.name] ?? 1);
    if (count === 1 || !isOurs) return [{ ...place, id: place.name, entry }];
    return Array.from({ length: count }, (_, i) => {
      const id = `${place.name}-${i + 1}`;
      const publicPort = take(id, variable, place.port + (i + 1) * instanceStep);
      const privatePort = place.privatePort === null ? null : take(id, variable, publicPort + 100);
      return { id, name: place.name, entry, port: publicPort, privatePort };
    });
  });

  const postgresPort = env['POSTGRES_PORT'] ? portNumber(env['POSTGRES_PORT'], 0) : null;
  if (env['POSTGRES_PORT'] && postgresPort === null)
    problems.push(`POSTGRES_PORT is "${env['POSTGRES_PORT']}", which is not a port number.`);

  const warnings: string[] = [];
  if (replaced.has('provider-simulator') && !replaced.has('odoo-simulator'))
    warnings.push(
      "A real provider account is set, but Odoo is the simulator: the simulator's invented tracking numbers go to that account.",
    );
  if (!isLoopback(host))
    warnings.push(`HOST=${host} opens the private ports too; close them to outsiders with a firewall.`);

  if (problems.length > 0) return { problems };
  const gatewayPort = reached.find(({ name }) => name === 'gateway')?.port ?? 4000;
  return {
    plan: {
      demo,
      real,
      host,
      databaseUrl,
      postgresPort,
      publicOrigin: env['PUBLIC_ORIGIN'] || `http://localhost:${gatewayPort}`,
      reached,
      processes,
      ports,
      warnings,
    },
  };
}

export interface StackSecrets {
  KEY_ENCRYPTION_KEY: string;
  INTERNAL_EVENTS_SECRET: string;
  AFTERSHIP_WEBHOOK_SECRET: string;
  TRACKINGMORE_WEBHOOK_SECRET: string;
  /** What the address of its webhooks ends in. */
  TRACKINGMORE_WEBHOOK_PATH_TOKEN: string;
  AUTH_SECRET: string;
  ODOO_API_KEY: string;
  /** Of the simulated Odoo's administrator, for npm run odoo:check -- --deep; no service has it. */
  ODOO_ADMIN_API_KEY: string;
  /** What the address of Odoo's webhooks ends in. */
  ODOO_WEBHOOK_SECRET: string;
  /** Of the simulated providers' APIs. */
  PROVIDER_SIM_API_KEY: string;
  /** No secret, but kept with them: since when the simulated providers play, so that a second start goes on where the first was left. */
  DEMO_BEGAN_AT: string;
  DEMO_PARTNER_CLIENT_ID: string;
  DEMO_PARTNER_CLIENT_SECRET: string;
  DEMO_PASSWORD_CUSTOMER: string;
  DEMO_PASSWORD_AGENT: string;
  DEMO_PASSWORD_OPERATOR: string;
}

export interface DemoAccount {
  kind: 'customer' | 'agent' | 'operator';
  name: string;
  email: string;
  password: string;
  /** Odoo ids of the companies whose orders a customer sees. */
  customers?: readonly number[];
}

export function demoAccounts(secrets: StackSecrets): readonly DemoAccount[] {
  const email = (kind: string) => `${kind}@demo.milepost.example`;
  return [
    // Alpine Supply Co. in the simulator's data set.
    {
      kind: 'customer',
      name: 'Ann Rivera',
      email: email('customer'),
      password: secrets.DEMO_PASSWORD_CUSTOMER,
      customers: [45],
    },
    { kind: 'agent', name: 'Demo agent', email: email('agent'), password: secrets.DEMO_PASSWORD_AGENT },
    { kind: 'operator', name: 'Demo operator', email: email('operator'), password: secrets.DEMO_PASSWORD_OPERATOR },
  ];
}

/** Delivery methods of the simulator's data set and their carriers. "City Courier" is left out on purpose: nobody tracks it. */
const demoCarrierMapping = {
  'UPS Ground': 'ups',
  'USPS Priority Mail': 'usps',
  'FedEx International Priority': 'fedex',
  'DHL Express Worldwide': 'dhl-express',
  'DPD Classic': 'dpd-de',
};

/** What stands in the environment reaches every process; these are for their owners only. */
const secretsOf: readonly { pattern: RegExp; owners: readonly ProcessName[] }[] = [
  { pattern: /^(AFTERSHIP|TRACKINGMORE|SEVENTEENTRACK|EASYPOST)_/, owners: ['tracking-subgraph'] },
  { pattern: /^ODOO_(API_KEY|LOGIN|DB|WEBHOOK)/, owners: ['odoo-subgraph'] },
  // An administrator's, for npm run odoo:check alone.
  { pattern: /^ODOO_ADMIN_/, owners: [] },
  { pattern: /^(OIDC_|SMTP_|AUTH_SECRET)/, owners: ['gateway'] },
  { pattern: /^INTERNAL_EVENTS_SECRET/, owners: ['gateway', 'odoo-subgraph', 'tracking-subgraph'] },
  { pattern: /^(DATABASE_URL|KEY_ENCRYPTION_KEY)/, owners: ['gateway', 'odoo-subgraph', 'tracking-subgraph'] },
];

export function addressesOf({ reached, publicOrigin }: StackPlan) {
  const of = (name: ProcessName) => reached.find((candidate) => candidate.name === name);
  const local = (port: number | null | undefined) => (port ? `http://127.0.0.1:${port}` : null);
  const tracking = `http://localhost:${of('tracking-subgraph')?.port}`;
  const gateway = `http://localhost:${of('gateway')?.port}`;
  return {
    gateway,
    publicOrigin,
    graphql: `${gateway}/graphql`,
    partnerToken: `${gateway}/auth/token`,
    tracking,
    aftershipWebhook: `${tracking}/webhooks/aftership`,
    trackingmoreWebhook: `${tracking}/webhooks/trackingmore`,
    odoo: `http://localhost:${of('odoo-subgraph')?.port}`,
    portal: local(of('portal')?.port),
    odooSimulator: local(of('odoo-simulator')?.port),
    providerSimulator: local(of('provider-simulator')?.port),
    private: {
      gateway: local(of('gateway')?.privatePort),
      tracking: local(of('tracking-subgraph')?.privatePort),
      odoo: local(of('odoo-subgraph')?.privatePort),
    },
  };
}

/** Its journeys began long ago, so that there is something to see at once. */
const demoWriteBack = JSON.stringify({ mode: 'live', maxAgeDays: 365 });

/** What each process, named by its id, gets on top of the environment that `npm start` was called with; '' takes a variable away. */
export function environmentOf(
  id: string,
  { plan, secrets, databaseUrl, env }: { plan: StackPlan; secrets: StackSecrets; databaseUrl: string; env: Env },
): Record<string, string> {
  const process = plan.processes.find((candidate) => candidate.id === id);
  if (!process) throw new Error(`${id} is not part of this plan`);
  const { name } = process;
  const addresses = addressesOf(plan);
  const isSimulated = (simulator: ProcessName) => plan.processes.some((candidate) => candidate.name === simulator);
  const ports = {
    ...Object.fromEntries(
      Object.keys(env)
        .filter((key) => secretsOf.some(({ pattern, owners }) => pattern.test(key) && !owners.includes(name)))
        .map((key) => [key, '']),
    ),
    HOST: plan.host,
    PORT: String(process.port),
    PUBLIC_PORT: String(process.port),
    ...(process.privatePort !== null && { PRIVATE_PORT: String(process.privatePort) }),
    DEMO_MODE: plan.demo ? '1' : '0',
    // Longer than the balancer takes to notice.
    ...(id !== name && !env['STOP_NOTICE_MS'] && { STOP_NOTICE_MS: '600' }),
    // Their own, or those of the whole environment would reach every process.
    ...Object.fromEntries(
      ['DEMO_ACCOUNTS', 'DEMO_PARTNER_CLIENT_ID', 'DEMO_PARTNER_CLIENT_SECRET', 'REDIS_URL'].map((key) => [key, '']),
    ),
  };
  const odoo: Record<string, string> = isSimulated('odoo-simulator')
    ? {
        ODOO_URL: addresses.odooSimulator ?? '',
        ODOO_DB: 'milepost',
        ODOO_LOGIN: 'integration@example.com',
        ODOO_API_KEY: secrets.ODOO_API_KEY,
        ODOO_WEBHOOK_SECRET: secrets.ODOO_WEBHOOK_SECRET,
      }
    : {};
  const redis = { REDIS_URL: env['REDIS_URL'] ?? '' };
  // The demo's companies have a brand each.
  const brands: Record<string, string> =
    plan.demo && !env['BRANDS_DIR'] ? { BRANDS_DIR: `${import.meta.dirname}/../portal/demo-brands` } : {};
  // A real provider's are in the environment; what was made for the simulated one must not reach it.
  const providers: Record<string, string> = isSimulated('provider-simulator')
    ? {
        AFTERSHIP_WEBHOOK_SECRET: secrets.AFTERSHIP_WEBHOOK_SECRET,
        TRACKINGMORE_WEBHOOK_SECRET: secrets.TRACKINGMORE_WEBHOOK_SECRET,
        TRACKINGMORE_WEBHOOK_PATH_TOKEN: secrets.TRACKINGMORE_WEBHOOK_PATH_TOKEN,
        AFTERSHIP_API_KEY: secrets.PROVIDER_SIM_API_KEY,
        TRACKINGMORE_API_KEY: secrets.PROVIDER_SIM_API_KEY,
      }
    : {};
  const subgraph = {
    DATABASE_URL: databaseUrl,
    KEY_ENCRYPTION_KEY: secrets.KEY_ENCRYPTION_KEY,
    INTERNAL_EVENTS_SECRET: secrets.INTERNAL_EVENTS_SECRET,
    VIEWER_JWKS_URL: `${addresses.private.gateway}/jwks`,
    PUBLIC_ORIGIN: plan.publicOrigin,
  };
  switch (name) {
    case 'odoo-simulator':
      return {
        ...ports,
        ...odoo,
        HOST: '127.0.0.1',
        ODOO_ADMIN_API_KEY: secrets.ODOO_ADMIN_API_KEY,
        ODOO_SIM_BEGAN_AT: plan.demo ? secrets.DEMO_BEGAN_AT : '',
        // Of several the first.
        ODOO_WEBHOOK_URL: `${addresses.odoo}/webhooks/odoo/${secrets.ODOO_WEBHOOK_SECRET.split(',', 1)[0]?.trim()}`,
      };
    case 'provider-simulator':
      return {
        ...ports,
        ...providers,
        HOST: '127.0.0.1',
        TRACKING_WEBHOOK_URL: `${addresses.tracking}/webhooks`,
        // A real Odoo's parcels go their own ways.
        PROVIDER_SIM_PLAYS: plan.demo ? (env['PROVIDER_SIM_PLAYS'] ?? '') : 'none',
        PROVIDER_SIM_SEED: env['PROVIDER_SIM_SEED'] ?? '',
        PROVIDER_SIM_SPEED: env['PROVIDER_SIM_SPEED'] ?? '',
        PROVIDER_SIM_BEGAN_AT: plan.demo ? secrets.DEMO_BEGAN_AT : '',
      };
    case 'odoo-subgraph':
      return {
        ...ports,
        ...redis,
        ...subgraph,
        ...odoo,
        TRACKING_EVENTS_URL: `${addresses.private.tracking}/events`,
        // A real Odoo is written to when its owner says so; the simulated one shows how it looks.
        ...(isSimulated('odoo-simulator') && !env['WRITE_BACK_POLICY'] && { WRITE_BACK_POLICY: demoWriteBack }),
      };
    case 'tracking-subgraph':
      return {
        ...ports,
        ...redis,
        ...subgraph,
        ...providers,
        ...(isSimulated('provider-simulator') && {
          AFTERSHIP_API_URL: addresses.providerSimulator ?? '',
          TRACKINGMORE_API_URL: addresses.providerSimulator ?? '',
        }),
        ODOO_SUBGRAPH_EVENTS_URL: `${addresses.private.odoo}/events`,
        ...(plan.demo && !env['WEBHOOK_PRIVATE_ADDRESSES'] && { WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8, ::1' }),
        ...(plan.demo && !env['DOCUMENT_PRIVATE_ADDRESSES'] && { DOCUMENT_PRIVATE_ADDRESSES: '127.0.0.0/8, ::1' }),
        ...(plan.demo && !env['REGISTER_AT'] && { REGISTER_AT: 'aftership,trackingmore' }),
        // Whoever breaks a webhook in the demo wants to see it mended.
        ...(plan.demo && !env['POLL_INTERVAL_SECONDS'] && { POLL_INTERVAL_SECONDS: '30' }),
        ...(plan.demo && !env['CARRIER_MAPPING'] && { CARRIER_MAPPING: JSON.stringify(demoCarrierMapping) }),
      };
    case 'portal':
      return {
        ...ports,
        HOST: '127.0.0.1',
        GATEWAY_URL: addresses.gateway.replace('localhost', '127.0.0.1'),
        PUBLIC_ORIGIN: plan.publicOrigin,
        ...brands,
      };
    case 'gateway':
      return {
        ...ports,
        ...redis,
        DATABASE_URL: databaseUrl,
        KEY_ENCRYPTION_KEY: secrets.KEY_ENCRYPTION_KEY,
        AUTH_SECRET: secrets.AUTH_SECRET,
        INTERNAL_EVENTS_SECRET: secrets.INTERNAL_EVENTS_SECRET,
        PUBLIC_ORIGIN: plan.publicOrigin,
        ODOO_SUBGRAPH_URL: `${addresses.private.odoo}/graphql`,
        TRACKING_SUBGRAPH_URL: `${addresses.private.tracking}/graphql`,
        ORDER_ACCESS_JWKS_URL: `${addresses.private.odoo}/jwks`,
        PORTAL_URL: addresses.portal ?? '',
        ...brands,
        ...(plan.demo && {
          DEMO_ACCOUNTS: JSON.stringify(demoAccounts(secrets)),
          DEMO_PARTNER_CLIENT_ID: secrets.DEMO_PARTNER_CLIENT_ID,
          DEMO_PARTNER_CLIENT_SECRET: secrets.DEMO_PARTNER_CLIENT_SECRET,
        }),
      };
  }
}

/** The balancers of a plan: each listens where a process is reached and passes connections on to its instances. */
export function balancersOf({ reached, processes }: StackPlan) {
  return reached.flatMap((place) => {
    const instances = processes.filter(({ id, name }) => name === place.name && id !== name);
    if (instances.length === 0) return [];
    const balancer = (port: number, portOf: (process: StackProcess) => number) => ({
      name: place.name,
      port,
      targets: instances.map((process) => ({
        id: process.id,
        port: portOf(process),
        readyUrl: readyUrlOf(process),
      })),
    });
    const isPrivate = place.privatePort === null ? [] : [balancer(place.privatePort, (it) => it.privatePort ?? 0)];
    return [balancer(place.port, (it) => it.port), ...isPrivate];
  });
}

/** Where a process tells whether it can serve. */
export function readyUrlOf({ port, privatePort }: { port: number; privatePort: number | null }): string {
  return `http://127.0.0.1:${privatePort ?? port}/readyz`;
}

function portNumber(text: string | undefined, fallback: number): number | null {
  if (!text) return fallback;
  const number = Number(text);
  return /^\d{1,5}$/.test(text) && number > 0 && number < 65_536 ? number : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Null when it is no address. Drivers take the host from the address, its `host` parameter or PGHOST; a path is a local socket. */
function isLocalDatabase(url: string, fallbackHost: string | undefined): boolean | null {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return null;
  const { hostname, searchParams } = new URL(url);
  const hosts = [decodeURIComponent(hostname) || fallbackHost || 'localhost', ...searchParams.getAll('host')];
  return hosts.every((host) => isLoopback(host) || host.startsWith('/'));
}
