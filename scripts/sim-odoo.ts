import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Works the Odoo simulator that npm start runs, over its control interface. See simulators/odoo/README.md. */
const usage = `usage: npm run sim:odoo -- <command>

  show <order>                      an order with its transfers, for example S00061
  confirm | cancel <order>
  promise <order> "2026-12-24 09:00:00"      the promised date, UTC; without one it is taken back
  track <transfer> <reference>      a tracking reference, for example WH/OUT/00015; without one it is taken back
  reserve | validate | validate-half | return | drop <transfer>
  break <fault> [number]            for example: break proxyError 10, break latencyMs 2000, break isRevoked
  mend                              everything
  status                            what is broken; calls by method; how webhooks ended

  --url http://127.0.0.1:4069       the simulator; by itself the one of npm start`;

interface Order {
  name: string;
  state: string;
  delivery_status: string | false;
  commitment_date: string | false;
  transfers: { name: string; state: string; kind: string; carrier_tracking_ref: string | false }[];
}

class UsageError extends Error {}
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** --url, else what npm start wrote down, else its port. */
function addressOf(url: string | undefined): string {
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new UsageError(`--url is "${url}", which is no address`);
    return url.replace(/\/$/, '');
  }
  const file = join(resolve(import.meta.dirname, '..', process.env['DATA_DIR'] || '.data'), 'demo.json');
  if (existsSync(file)) {
    const { addresses } = JSON.parse(readFileSync(file, 'utf8')) as { addresses?: { odooSimulator?: string } };
    if (addresses?.odooSimulator) return addresses.odooSimulator;
  }
  return `http://127.0.0.1:${process.env['ODOO_SIM_PORT'] || 4069}`;
}

async function call<T>(base: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${base}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    throw new UsageError(`${base} does not answer (${error.cause?.code ?? error.message}); is "npm start" running?`);
  });
  const answer = (await response.json().catch(() => {
    throw new UsageError(`${base} answers, but is no Odoo simulator`);
  })) as T & { message?: string };
  if (!response.ok) throw new UsageError(answer.message ?? `${base} answers ${response.status}`);
  return answer;
}

function sayOrder(order: Partial<Order>): void {
  if (!order.name) return;
  say(
    `${order.name}  ${order.state}, delivery ${order.delivery_status || '-'}${order.commitment_date ? `, promised ${order.commitment_date}` : ''}`,
  );
  for (const { name, kind, state, carrier_tracking_ref: reference } of order.transfers ?? [])
    say(`  ${name.padEnd(18)} ${kind.padEnd(9)} ${state.padEnd(10)} ${reference || ''}`);
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [command = 'help', name, value, ...more] = positionals;
  if (command === 'help' || values.help) return say(usage);
  if (more.length > 0) throw new UsageError(`"${more[0]}" is too much`);
  const base = addressOf(values.url);
  if (command === 'status' || command === 'mend') {
    const [method, path] = command === 'mend' ? ['DELETE', 'faults'] : ['GET', 'status'];
    return say(JSON.stringify(await call(base, method, path), null, 1));
  }
  if (name === undefined) throw new UsageError(`${command} what?\n\n${usage}`);
  if (command === 'show') return sayOrder(await call<Order>(base, 'GET', `orders/${encodeURIComponent(name)}`));
  if (command === 'break') {
    const amount = value === undefined ? 1 : Number(value);
    if (Number.isNaN(amount)) throw new UsageError(`"${value}" is no number`);
    return say(
      JSON.stringify(await call(base, 'PUT', `faults/${encodeURIComponent(name)}`, { value: amount }), null, 1),
    );
  }
  sayOrder(await call<Order>(base, 'POST', 'do', { verb: command, name, ...(value !== undefined && { value }) }));
}

try {
  await run();
} catch (error) {
  // What parseArgs refuses is the caller's slip too.
  const isSlip = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!isSlip) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
