import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  balancersOf,
  demoAccounts,
  environmentOf,
  planStack,
  readyUrlOf,
  type StackSecrets,
} from './stack-config.ts';

const odoo = { ODOO_URL: 'https://odoo.example', ODOO_DB: 'live', ODOO_LOGIN: 'milepost', ODOO_API_KEY: 'k' };
const trackingmore = {
  TRACKINGMORE_API_KEY: 'k',
  TRACKINGMORE_WEBHOOK_SECRET: 's',
  TRACKINGMORE_WEBHOOK_PATH_TOKEN: 'p',
};
const aftership = { AFTERSHIP_API_KEY: 'k', AFTERSHIP_WEBHOOK_SECRET: 's' };

function planOf(env: Record<string, string> = {}) {
  const decision = planStack(env);
  if ('problems' in decision) throw new Error(decision.problems.join('\n'));
  return decision.plan;
}
function problemsOf(env: Record<string, string>): readonly string[] {
  const decision = planStack(env);
  return 'problems' in decision ? decision.problems : [];
}

const secrets = Object.fromEntries(
  [
    'KEY_ENCRYPTION_KEY',
    'INTERNAL_EVENTS_SECRET',
    'AFTERSHIP_WEBHOOK_SECRET',
    'TRACKINGMORE_WEBHOOK_SECRET',
    'TRACKINGMORE_WEBHOOK_PATH_TOKEN',
    'AUTH_SECRET',
    'ODOO_API_KEY',
    'ODOO_ADMIN_API_KEY',
    'ODOO_WEBHOOK_SECRET',
    'PROVIDER_SIM_API_KEY',
    'DEMO_BEGAN_AT',
    'DEMO_PARTNER_CLIENT_ID',
    'DEMO_PARTNER_CLIENT_SECRET',
    'DEMO_PASSWORD_CUSTOMER',
    'DEMO_PASSWORD_AGENT',
    'DEMO_PASSWORD_OPERATOR',
  ].map((name) => [name, `<${name}>`]),
) as unknown as StackSecrets;

describe('demo and real never mix', () => {
  it('is a demo with every simulator while nothing is configured', () => {
    const plan = planOf();
    expect(plan.demo).toBe(true);
    expect(plan.host).toBe('127.0.0.1');
    expect(plan.processes.map(({ name }) => name)).toEqual([
      'odoo-simulator',
      'provider-simulator',
      'odoo-subgraph',
      'tracking-subgraph',
      'portal',
      'gateway',
    ]);
  });

  it.each([
    ['ODOO_URL', odoo],
    ['AFTERSHIP_API_KEY', aftership],
    ['TRACKINGMORE_API_KEY', trackingmore],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://u:p@db.example/milepost' }],
    [
      'OIDC_ISSUER',
      { OIDC_ISSUER: 'https://sso.example', OIDC_CLIENT_ID: 'm', OIDC_CLIENT_SECRET: 's', OIDC_ROLES: '{}' },
    ],
  ])('switches the demo off when %s is real, and refuses to switch it on', (name, env) => {
    expect(planOf(env)).toMatchObject({ demo: false, real: [name] });
    expect(problemsOf({ ...env, DEMO_MODE: '1' })).toEqual([expect.stringContaining(`DEMO_MODE=1`)]);
    expect(problemsOf({ ...env, DEMO_MODE: '1' })[0]).toContain(name);
  });

  it('does not start the simulator of a replaced system', () => {
    expect(planOf(odoo).processes.map(({ name }) => name)).not.toContain('odoo-simulator');
    expect(planOf(odoo).processes.map(({ name }) => name)).toContain('provider-simulator');
    expect(planOf(aftership).processes.map(({ name }) => name)).not.toContain('provider-simulator');
    expect(planOf(aftership).warnings).toHaveLength(1);
  });

  it('refuses webhooks of TrackingMore without its API beside anything real; a demo has it from the simulator', () => {
    const alone = { TRACKINGMORE_WEBHOOK_SECRET: 's', TRACKINGMORE_WEBHOOK_PATH_TOKEN: 'p' };
    for (const env of [odoo, aftership])
      expect(problemsOf({ ...env, ...alone })).toEqual([
        'TRACKINGMORE_WEBHOOK_SECRET is set but TRACKINGMORE_API_KEY is not; set TRACKINGMORE_API_KEY too.',
      ]);
    expect(problemsOf(alone)).toEqual([]);
  });

  it.each(['ODOO_DB', 'ODOO_LOGIN', 'ODOO_API_KEY'])(
    'refuses a real Odoo without %s, and the other way round',
    (name) => {
      expect(problemsOf({ ...odoo, [name]: '' })).toEqual([`ODOO_URL is set but ${name} is not; set ${name} too.`]);
      expect(problemsOf({ [name]: 'x' })[0]).toContain(`${name} is set but ODOO_URL is not`);
    },
  );

  it('refuses a provider account whose webhooks nobody could check', () => {
    expect(problemsOf({ AFTERSHIP_API_KEY: 'k' })[0]).toContain('AFTERSHIP_WEBHOOK_SECRET');
    expect(problemsOf({ TRACKINGMORE_API_KEY: 'k' })[0]).toContain('TRACKINGMORE_WEBHOOK_SECRET');
    expect(problemsOf({ ...trackingmore, TRACKINGMORE_WEBHOOK_PATH_TOKEN: '' })).toEqual([
      'TRACKINGMORE_API_KEY is set but TRACKINGMORE_WEBHOOK_PATH_TOKEN is not; set TRACKINGMORE_WEBHOOK_PATH_TOKEN too.',
    ]);
    expect(planOf({ AFTERSHIP_API_KEY: 'k', AFTERSHIP_WEBHOOK_SECRET_FILE: '/run/secret' }).demo).toBe(false);
  });

  it('lets a demo have its own webhook secret and its own local database', () => {
    expect(planOf({ AFTERSHIP_WEBHOOK_SECRET: 's', TRACKINGMORE_WEBHOOK_SECRET: 't' }).demo).toBe(true);
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
      expect(planOf({ DATABASE_URL: `postgres://u@${host}:5432/x` }).demo).toBe(true);
  });

  it.each([
    'postgres://u@localhost,db.example/x',
    'postgres://u@127.0.0.1.example/x',
    'postgres://localhost/x?host=db.example',
    'postgresql://10.0.0.5/x',
  ])('takes %s for a real database', (url) => {
    expect(planOf({ DATABASE_URL: url }).demo).toBe(false);
  });

  it('looks at PGHOST where the address names no host', () => {
    expect(planOf({ DATABASE_URL: 'postgres:///x' }).demo).toBe(true);
    expect(planOf({ DATABASE_URL: 'postgres:///x', PGHOST: 'db.example' }).demo).toBe(false);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'milepost.example'])('refuses a demo on HOST=%s', (HOST) => {
    expect(problemsOf({ HOST })).toEqual([expect.stringContaining(`HOST=${HOST}`)]);
    expect(problemsOf({ HOST, DEMO_MODE: '1' })[0]).toContain(`HOST=${HOST}`);
    expect(planOf({ HOST, DEMO_MODE: '0' }).demo).toBe(false);
    expect(planOf({ HOST, ...odoo }).host).toBe(HOST);
  });

  it('names every problem at once', () => {
    expect(problemsOf({ DEMO_MODE: 'yes', DATABASE_URL: 'mysql://x', GATEWAY_PORT: '70000' })).toHaveLength(3);
  });

  it('gives no process a demo secret outside a demo, not even one that stands in the environment', () => {
    const plan = planOf({ ...odoo, DEMO_ACCOUNTS: '[]' });
    for (const { name } of plan.processes) {
      const given = environmentOf(name, { plan, secrets, databaseUrl: 'postgres://127.0.0.1/x', env: {} });
      expect(given).toMatchObject({ DEMO_MODE: '0', DEMO_ACCOUNTS: '', DEMO_PARTNER_CLIENT_SECRET: '' });
      expect(JSON.stringify(given)).not.toContain('<DEMO_');
      if (name === 'provider-simulator') expect(given).toMatchObject({ PROVIDER_SIM_PLAYS: 'none' });
    }
  });
});

describe('ports', () => {
  it('puts private ports 100 above the public ones unless told otherwise', () => {
    const plan = planOf({ GATEWAY_PORT: '5000', TRACKING_PRIVATE_PORT: '9001' });
    const of = (wanted: string) => plan.processes.find(({ name }) => name === wanted);
    expect(of('gateway')).toMatchObject({ port: 5000, privatePort: 5100 });
    expect(of('tracking-subgraph')).toMatchObject({ port: 4001, privatePort: 9001 });
    expect(plan.publicOrigin).toBe('http://localhost:5000');
    expect(plan.ports).toContainEqual({ number: 9001, variable: 'TRACKING_PRIVATE_PORT', owner: 'tracking-subgraph' });
  });

  it('refuses what is no port, and one port for two', () => {
    for (const bad of ['0', '65536', '4000.5', 'http', '-1'])
      expect(problemsOf({ PORTAL_PORT: bad })).toEqual([`PORTAL_PORT is "${bad}", which is not a port number.`]);
    expect(problemsOf({ PORTAL_PORT: '4000' })).toEqual([
      'Port 4000 is wanted twice, by portal (PORTAL_PORT) and gateway (GATEWAY_PORT).',
    ]);
  });
});

describe('environmentOf', () => {
  const plan = planOf({ GATEWAY_PORT: '5000' });
  const of = (name: string) => environmentOf(name, { plan, secrets, databaseUrl: 'postgres://127.0.0.1/x', env: {} });

  it('gives the address of Redis to those who use it, and to nobody else', () => {
    const env = { REDIS_URL: 'redis://:secret@cache:6379' };
    const given = (name: string) =>
      environmentOf(name, { plan, secrets, databaseUrl: 'postgres://127.0.0.1/x', env })['REDIS_URL'];
    for (const name of ['gateway', 'odoo-subgraph', 'tracking-subgraph'] as const)
      expect(given(name)).toBe(env.REDIS_URL);
    for (const name of ['portal', 'odoo-simulator', 'provider-simulator'] as const) expect(given(name)).toBe('');
  });

  it('tells each process where the others are', () => {
    expect(of('gateway')).toMatchObject({
      PUBLIC_PORT: '5000',
      PRIVATE_PORT: '5100',
      TRACKING_SUBGRAPH_URL: 'http://127.0.0.1:4101/graphql',
      ODOO_SUBGRAPH_URL: 'http://127.0.0.1:4102/graphql',
      ORDER_ACCESS_JWKS_URL: 'http://127.0.0.1:4102/jwks',
      PORTAL_URL: 'http://127.0.0.1:4003',
    });
    expect(of('tracking-subgraph')).toMatchObject({ VIEWER_JWKS_URL: 'http://127.0.0.1:5100/jwks' });
    expect(of('odoo-subgraph')).toMatchObject({
      TRACKING_EVENTS_URL: 'http://127.0.0.1:4101/events',
      ODOO_URL: 'http://127.0.0.1:4069',
    });
    expect(of('provider-simulator')).toMatchObject({ TRACKING_WEBHOOK_URL: 'http://localhost:4001/webhooks' });
    expect(readyUrlOf({ port: 4001, privatePort: 4101 })).toBe('http://127.0.0.1:4101/readyz');
    expect(addressesOf(plan).aftershipWebhook).toBe('http://localhost:4001/webhooks/aftership');
  });

  it('gives a secret only to those who need it', () => {
    const knows = (secret: string) =>
      plan.processes.map(({ name }) => name).filter((name) => JSON.stringify(of(name)).includes(`<${secret}>`));
    expect(knows('KEY_ENCRYPTION_KEY')).toEqual(['odoo-subgraph', 'tracking-subgraph', 'gateway']);
    expect(knows('AUTH_SECRET')).toEqual(['gateway']);
    expect(knows('AFTERSHIP_WEBHOOK_SECRET')).toEqual(['provider-simulator', 'tracking-subgraph']);
    expect(knows('TRACKINGMORE_WEBHOOK_PATH_TOKEN')).toEqual(['provider-simulator', 'tracking-subgraph']);
    expect(knows('PROVIDER_SIM_API_KEY')).toEqual(['provider-simulator', 'tracking-subgraph']);
    expect(knows('ODOO_API_KEY')).toEqual(['odoo-simulator', 'odoo-subgraph']);
    expect(knows('ODOO_ADMIN_API_KEY')).toEqual(['odoo-simulator']);
    expect(knows('ODOO_WEBHOOK_SECRET')).toEqual(['odoo-simulator', 'odoo-subgraph']);
    expect(of('odoo-simulator')).toMatchObject({
      ODOO_WEBHOOK_URL: 'http://localhost:4002/webhooks/odoo/<ODOO_WEBHOOK_SECRET>',
    });
    expect(knows('DEMO_PASSWORD_OPERATOR')).toEqual(['gateway']);
  });

  it('gives real secrets only to those who need them, and none that was made for the simulator to a real provider', () => {
    const env = {
      ...odoo,
      ODOO_API_KEY: '<odoo>',
      AFTERSHIP_API_KEY: '<key>',
      AFTERSHIP_WEBHOOK_SECRET_FILE: '<file>',
      EASYPOST_WEBHOOK_SECRET: '<easypost>',
      OIDC_CLIENT_SECRET: '<oidc>',
      DATABASE_URL: 'postgres://u:p@db.example/milepost',
    };
    const real = planOf(env);
    /** What a process sees: the environment, and over it what it is given. */
    const seen = (name: string) =>
      JSON.stringify({ ...env, ...environmentOf(name, { plan: real, secrets, databaseUrl: env.DATABASE_URL, env }) });
    const whoSees = (text: string) =>
      real.processes.map(({ name }) => name).filter((name) => seen(name).includes(text));
    expect(real.processes.map(({ name }) => name)).not.toContain('provider-simulator');
    expect(whoSees('<key>')).toEqual(['tracking-subgraph']);
    expect(whoSees('<file>')).toEqual(['tracking-subgraph']);
    expect(whoSees('<easypost>')).toEqual(['tracking-subgraph']);
    expect(whoSees('<oidc>')).toEqual(['gateway']);
    expect(whoSees(env.DATABASE_URL)).toEqual(['odoo-subgraph', 'tracking-subgraph', 'gateway']);
    expect(whoSees('<odoo>')).toEqual(['odoo-subgraph']);
    expect(seen('tracking-subgraph')).not.toMatch(/<(TRACKINGMORE|PROVIDER_SIM)/);
  });

  it('lets a demo look often for what its webhooks did not tell, unless it is told how often', () => {
    expect(of('tracking-subgraph')).toMatchObject({
      TRACKINGMORE_API_URL: 'http://127.0.0.1:4010',
      REGISTER_AT: 'aftership,trackingmore',
      POLL_INTERVAL_SECONDS: '30',
    });
    const given = environmentOf('tracking-subgraph', {
      plan,
      secrets,
      databaseUrl: 'postgres://127.0.0.1/x',
      env: { POLL_INTERVAL_SECONDS: '5' },
    });
    expect(given).not.toHaveProperty('POLL_INTERVAL_SECONDS');
  });

  it('has a demo account of each kind, of which only the customer is bound to a company', () => {
    expect(demoAccounts(secrets).map(({ kind, customers }) => [kind, customers])).toEqual([
      ['customer', [45]],
      ['agent', undefined],
      ['operator', undefined],
    ]);
  });
});

describe('several instances', () => {
  const decision = planStack({}, { instances: 2 });
  if ('problems' in decision) throw new Error(decision.problems.join());
  const { plan } = decision;
  const of = (id: string) => environmentOf(id, { plan, secrets, databaseUrl: 'postgres://127.0.0.1/x', env: {} });

  it('are those of our processes, each on ports of its own; simulators run once', () => {
    expect(plan.processes.map(({ id, port, privatePort }) => [id, port, privatePort])).toEqual([
      ['odoo-simulator', 4069, null],
      ['provider-simulator', 4010, null],
      ['odoo-subgraph-1', 4202, 4302],
      ['odoo-subgraph-2', 4402, 4502],
      ['tracking-subgraph-1', 4201, 4301],
      ['tracking-subgraph-2', 4401, 4501],
      ['portal-1', 4203, null],
      ['portal-2', 4403, null],
      ['gateway-1', 4200, 4300],
      ['gateway-2', 4400, 4500],
    ]);
    expect(of('gateway-2')).toMatchObject({ PUBLIC_PORT: '4400', PRIVATE_PORT: '4500' });
  });

  it('are reached at the addresses of a single one, where balancers listen', () => {
    const single = planOf();
    expect(addressesOf(plan)).toEqual(addressesOf(single));
    expect(balancersOf(single)).toEqual([]);
    expect(balancersOf(plan).map(({ name, port }) => [name, port])).toEqual([
      ['odoo-subgraph', 4002],
      ['odoo-subgraph', 4102],
      ['tracking-subgraph', 4001],
      ['tracking-subgraph', 4101],
      ['portal', 4003],
      ['gateway', 4000],
      ['gateway', 4100],
    ]);
    // Where a process tells whether it can serve is not always where it is asked.
    expect(balancersOf(plan)[2]?.targets).toEqual([
      { id: 'tracking-subgraph-1', port: 4201, readyUrl: 'http://127.0.0.1:4301/readyz' },
      { id: 'tracking-subgraph-2', port: 4401, readyUrl: 'http://127.0.0.1:4501/readyz' },
    ]);
    expect(of('gateway-1')).toMatchObject({ TRACKING_SUBGRAPH_URL: 'http://127.0.0.1:4101/graphql' });
    expect(of('odoo-subgraph-2')).toMatchObject({ VIEWER_JWKS_URL: 'http://127.0.0.1:4100/jwks' });
  });

  it('tell their balancer in time that they stop, unless told otherwise', () => {
    expect(of('portal-1')).toMatchObject({ STOP_NOTICE_MS: '600' });
    expect(of('odoo-simulator')).not.toHaveProperty('STOP_NOTICE_MS');
    const single = { plan: planOf(), secrets, databaseUrl: 'postgres://127.0.0.1/x', env: {} };
    expect(environmentOf('portal', single)).not.toHaveProperty('STOP_NOTICE_MS');
    const env = { STOP_NOTICE_MS: '5000' };
    expect(environmentOf('portal-1', { plan, secrets, databaseUrl: '', env })).not.toHaveProperty('STOP_NOTICE_MS');
  });

  it('do not take the ports of others', () => {
    expect(planStack({ ODOO_SIM_PORT: '4200' }, { instances: 2 })).toEqual({
      problems: ['Port 4200 is wanted twice, by odoo-simulator (ODOO_SIM_PORT) and gateway-1 (GATEWAY_PORT).'],
    });
  });
});
