import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Works the provider simulator that npm start runs, over its control interface. See simulators/providers/README.md. */
const usage = `usage: npm run sim -- <command>

  list                              journeys that can be played, and what can be broken
  play <journey> [number ...]       plays it; a number is made up when none is given
       --provider aftership|trackingmore|both   who tells of it (aftership)
       --carrier ID                 another carrier than the journey's own, for example ups
       --speed N                    so many times as fast as life (3600: a day in 24 s); or --step 5s between messages
       --at 2026-11-20T09:00:00Z    when it began; by itself: so that it ends about now
       --unregistered               registers the number with nobody
  traffic --per-minute N [--speed N] [--seed TEXT] [--for 10m]      background traffic; "traffic off" ends it
  break <fault> [value] [--provider NAME] [--for 60s]
  mend [fault] [--provider NAME]    one thing, or everything
  day <seed> [--date 2026-11-20] [--parcels N]                      prints a day of traffic, to be kept in a file
  replay <day file or seed> [--date 2026-11-20] [--parcels N] [--speed N]
  status | limits                   what goes on; how many calls each endpoint saw in its busiest second

  --url http://127.0.0.1:4010       the simulator; by itself the one of npm start`;

class UsageError extends Error {}
const say = (line: string) => void process.stdout.write(`${line}\n`);
// Whoever reads only the first lines ("| head") has enough.
process.stdout.on('error', () => process.exit(0));

const options = {
  provider: { type: 'string' },
  carrier: { type: 'string' },
  speed: { type: 'string' },
  step: { type: 'string' },
  at: { type: 'string' },
  unregistered: { type: 'boolean' },
  'per-minute': { type: 'string' },
  seed: { type: 'string' },
  for: { type: 'string' },
  date: { type: 'string' },
  parcels: { type: 'string' },
  url: { type: 'string' },
  help: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** What each command takes; anything else is a slip that must not pass in silence. */
const takes: Readonly<Record<string, readonly (keyof Values)[]>> = {
  help: [],
  list: [],
  play: ['provider', 'carrier', 'speed', 'step', 'at', 'unregistered'],
  traffic: ['per-minute', 'speed', 'seed', 'for'],
  break: ['provider', 'for'],
  mend: ['provider'],
  day: ['date', 'parcels'],
  replay: ['date', 'parcels', 'speed'],
  status: [],
  limits: [],
};

function numberOf(name: keyof Values, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`--${name} is "${text}"; it must be a number above 0`);
  return value;
}
function durationOf(name: keyof Values, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) throw new UsageError(`--${name} is "${text}"; it must be like 500ms, 60s, 10m or 1h`);
  return Math.round(Number(match[1]) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match[2] as 's']);
}
const atMost = (args: readonly string[], count: number, command: string) => {
  if (args.length > count) throw new UsageError(`${command} takes no "${args[count]}"`);
};

/** --url, else what npm start wrote down, else its port. */
function addressOf(values: Values): string {
  if (values.url !== undefined) {
    if (!URL.canParse(values.url)) throw new UsageError(`--url is "${values.url}", which is no address`);
    return values.url.replace(/\/$/, '');
  }
  const file = join(resolve(import.meta.dirname, '..', process.env['DATA_DIR'] || '.data'), 'demo.json');
  if (existsSync(file)) {
    const { addresses } = JSON.parse(readFileSync(file, 'utf8')) as { addresses?: { providerSimulator?: string } };
    if (addresses?.providerSimulator) return addresses.providerSimulator;
  }
  return `http://127.0.0.1:${process.env['PROVIDER_SIM_PORT'] || 4010}`;
}

/** Throws UsageError with what the simulator says is wrong. */
async function call<T>(base: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${base}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    throw new UsageError(`${base} does not answer (${error.cause?.code ?? error.message}); is "npm start" running?`);
  });
  const text = await response.text();
  let answer: T & { message?: string };
  try {
    answer = JSON.parse(text) as T & { message?: string };
  } catch {
    throw new UsageError(`${base} answers, but is no provider simulator`);
  }
  if (!response.ok) throw new UsageError(answer.message ?? `${base} answers ${response.status}`);
  return answer;
}

interface Ends {
  status: string;
  milestone: string;
}
interface Fault {
  name: string;
  provider: string;
  value: string;
  until: string | null;
}

const today = () => new Date().toISOString().slice(0, 10);
const endsOf = ({ status, milestone }: Ends) => (status === milestone ? status : `${status}, ${milestone}`);
function sayFaults(broken: readonly Fault[]): void {
  for (const { name, provider, value, until } of broken)
    say(`  ${name.padEnd(16)} ${provider.padEnd(13)} ${value}${until ? `, until ${until}` : ''}`);
  if (broken.length === 0) say('  nothing is broken');
}

async function list(base: string): Promise<void> {
  const journeys = await call<{ name: string; title: string; parcels: { ends: Ends }[] }[]>(base, 'GET', 'journeys');
  say('journeys:');
  for (const { name, title, parcels } of journeys)
    say(`  ${name.padEnd(34)} ${title} (${parcels.map(({ ends }) => endsOf(ends)).join('; ')})`);
  const { kinds } = await call<{ kinds: Record<string, { usual: string; what: string }> }>(base, 'GET', 'faults');
  say('faults:');
  for (const [name, { usual, what }] of Object.entries(kinds)) say(`  ${name.padEnd(16)} ${usual.padEnd(24)} ${what}`);
}

async function play(base: string, [journey, ...numbers]: string[], values: Values): Promise<void> {
  if (!journey) throw new UsageError('play what? "npm run sim -- list" shows the journeys');
  const { provider = 'aftership', carrier, at, step, unregistered } = values;
  const providers = provider === 'both' ? ['aftership', 'trackingmore'] : [provider];
  if (!providers.every((one) => ['aftership', 'trackingmore'].includes(one)))
    throw new UsageError(`--provider is "${provider}"; it must be aftership, trackingmore or both`);
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw new UsageError(`--at is "${at}"; it must be like 2026-11-20T09:00:00Z`);
  const [speed, stepMs] = [numberOf('speed', values.speed), durationOf('step', step)];
  const { parcels } = await call<{
    parcels: {
      number: string;
      carrier: string;
      startedAt: string;
      secondNumber: string | null;
      expected: Record<string, Ends>;
    }[];
  }>(base, 'POST', 'plays', {
    journey,
    numbers,
    providers,
    register: unregistered !== true,
    ...(carrier !== undefined && { carrier }),
    ...(at !== undefined && { at: new Date(at).toISOString() }),
    ...(speed !== undefined && { speed }),
    ...(stepMs !== undefined && { stepMs }),
  });
  for (const parcel of parcels)
    say(
      `${parcel.number} (${parcel.carrier}${parcel.secondNumber ? `, then ${parcel.secondNumber}` : ''}), begun ${parcel.startedAt}, ends ${providers.map((one) => `${endsOf(parcel.expected[one] as Ends)} by ${one}`).join(', ')}`,
    );
}

async function traffic(base: string, args: string[], values: Values): Promise<void> {
  if (args[0] === 'off') {
    await call(base, 'DELETE', 'traffic');
    return say('no traffic any more; what is under way goes on');
  }
  atMost(args, 0, 'traffic');
  const perMinute = numberOf('per-minute', values['per-minute']);
  if (perMinute === undefined) throw new UsageError('traffic needs --per-minute, for example --per-minute 60');
  const [speed, forMs] = [numberOf('speed', values.speed), durationOf('for', values.for)];
  await call(base, 'PUT', 'traffic', {
    perMinute,
    ...(speed !== undefined && { speed }),
    ...(values.seed !== undefined && { seed: values.seed }),
    ...(forMs !== undefined && { forMs }),
  });
  say(`${perMinute} parcels a minute${values.for ? ` for ${values.for}` : ''}`);
}

async function breakIt(base: string, args: string[], values: Values): Promise<void> {
  atMost(args, 2, 'break');
  const [name, value] = args;
  if (!name) throw new UsageError('break what? "npm run sim -- list" shows the faults');
  const forMs = durationOf('for', values.for);
  const { broken } = await call<{ broken: Fault[] }>(base, 'PUT', `faults/${encodeURIComponent(name)}`, {
    ...(value !== undefined && { value }),
    ...(values.provider !== undefined && { provider: values.provider }),
    ...(forMs !== undefined && { forMs }),
  });
  sayFaults(broken);
}

async function mend(base: string, args: string[], { provider }: Values): Promise<void> {
  atMost(args, 1, 'mend');
  const path = `faults${args[0] ? `/${encodeURIComponent(args[0])}` : ''}${provider ? `?provider=${encodeURIComponent(provider)}` : ''}`;
  sayFaults((await call<{ broken: Fault[] }>(base, 'DELETE', path)).broken);
}

const dayOf = (seed: string, { date = today(), parcels }: Values) => ({
  seed,
  date,
  parcels: numberOf('parcels', parcels) ?? 500,
});

async function day(base: string, args: string[], values: Values): Promise<void> {
  atMost(args, 1, 'day');
  if (!args[0]) throw new UsageError('day needs a seed: any word from which the day is drawn');
  const wanted = dayOf(args[0], values);
  const query = new URLSearchParams({ seed: wanted.seed, date: wanted.date, parcels: String(wanted.parcels) });
  say(JSON.stringify(await call(base, 'GET', `days?${query}`), null, 1));
}

async function replay(base: string, args: string[], values: Values): Promise<void> {
  atMost(args, 1, 'replay');
  const [given] = args;
  if (!given) throw new UsageError('replay needs a day file or a seed');
  let planned: object = dayOf(given, values);
  if (existsSync(given)) {
    if (values.date !== undefined || values.parcels !== undefined)
      throw new UsageError(
        `${given} is a file, which says its date and parcels itself; leave --date and --parcels out`,
      );
    try {
      planned = JSON.parse(readFileSync(given, 'utf8')) as object;
    } catch {
      throw new UsageError(`${given} is no JSON; "npm run sim -- day SEED > ${given}" makes such a file`);
    }
  } else if (/[./]/.test(given)) {
    throw new UsageError(`there is no file ${given}`);
  }
  const speed = numberOf('speed', values.speed);
  const answer = await call<{ date: string; seed: string; parcels: number; speed: number }>(base, 'POST', 'replays', {
    day: planned,
    ...(speed !== undefined && { speed }),
  });
  say(`${answer.parcels} parcels of ${answer.date} (seed ${answer.seed}) at ${answer.speed} times their speed`);
}

async function status(base: string): Promise<void> {
  const known = await call<{
    seed: string;
    registered: Record<string, number>;
    webhooks: Record<string, Record<string, number> | number>;
    faults: Fault[];
    traffic: { perMinute: number; begun: number; until: string | null } | null;
    replays: { date: string; seed: string; speed: number; parcels: number; isOver: boolean }[];
    parcels: { number: string; journey: string; told: Record<string, number>; of: Record<string, number> }[];
  }>(base, 'GET', 'status');
  say(`${base}, seed ${known.seed}`);
  for (const [provider, counts] of Object.entries(known.webhooks))
    if (typeof counts === 'object')
      say(
        `  ${provider.padEnd(13)} ${known.registered[provider]} registered; webhooks: ${Object.entries(counts)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')}`,
      );
  say('broken:');
  sayFaults(known.faults);
  if (known.traffic) say(`traffic: ${known.traffic.perMinute} parcels a minute, ${known.traffic.begun} so far`);
  for (const one of known.replays)
    say(`replay: ${one.parcels} parcels of ${one.date} at ${one.speed}${one.isOver ? ', over' : ''}`);
  say(`parcels (the last ${Math.min(10, known.parcels.length)}):`);
  for (const { number, journey, told, of } of known.parcels.slice(-10))
    say(
      `  ${number.padEnd(28)} ${journey.padEnd(34)} ${Object.keys(of)
        .map((name) => `${name} ${told[name]}/${of[name]}`)
        .join(', ')}`,
    );
}

async function limits(base: string): Promise<void> {
  const report = await call<
    Record<string, Record<string, { perSecond: number; calls: number; refused: number; largest: number }>>
  >(base, 'GET', 'limits');
  for (const [provider, endpoints] of Object.entries(report))
    for (const [endpoint, { perSecond, calls, refused, largest }] of Object.entries(endpoints))
      say(
        `  ${provider.padEnd(13)} ${endpoint.padEnd(44)} ${String(perSecond).padStart(3)}/s  busiest second ${largest}, calls ${calls}, refused ${refused}`,
      );
}

const commands: Readonly<Record<string, (base: string, args: string[], values: Values) => Promise<void>>> = {
  list,
  play,
  traffic,
  break: breakIt,
  mend,
  day,
  replay,
  status,
  limits,
};

async function run(): Promise<void> {
  let read: { values: Values; positionals: string[] };
  try {
    read = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
  const { values, positionals } = read;
  const [name = 'help', ...args] = positionals;
  if (name === 'help' || values.help) return say(usage);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new UsageError(`there is no command "${name}"; there is ${Object.keys(takes).join(', ')}. "help" says more`);
  for (const option of Object.keys(values) as (keyof Values)[])
    if (option !== 'url' && !takes[name]?.includes(option))
      throw new UsageError(
        `${name} takes no --${option}; it takes ${(takes[name] ?? []).map((one) => `--${one}`).join(', ') || 'none'}`,
      );
  if (takes[name]?.length === 0) atMost(args, 0, name);
  await command(addressOf(values), args, values);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
