import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { profiles } from '../services/tracking-subgraph/src/connectors/conformance/profiles.ts';
import { crosswalkOf } from '../services/tracking-subgraph/src/taxonomy/taxonomy.ts';

/**
 * Posts one scan of now to the running demo, in any provider's words and signed as it would.
 * npm run post-message -- <provider> <tracking number> <code> [finer code], e.g. npm run post-message -- easypost 1Z999AA10300316769 out_for_delivery
 * The message says that UPS carries it: take a number of UPS, or it waits for one. Secrets are those that npm start took: of the environment, or the demo's own.
 */

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const [provider = '', number, code, subCode = null] = process.argv.slice(2);
const profile = profiles.find(({ connector }) => connector.provider === provider);
if (!profile) fail(`Name a provider: ${profiles.map(({ connector }) => connector.provider).join(', ')}.`);
const codes = crosswalkOf(provider).map((table) => Object.keys(table).join(', '));
if (!number || !code) fail(`Give a tracking number and a code: ${codes.at(-1)}. Finer codes: ${codes[0]}.`);

interface Demo {
  addresses: { tracking: string };
  secrets: Record<string, string | undefined>;
}
const demoFile = join(resolve(import.meta.dirname, '..', process.env['DATA_DIR'] || '.data'), 'demo.json');
let demo: Demo;
try {
  demo = JSON.parse(readFileSync(demoFile, 'utf8'));
} catch {
  fail(`${demoFile} cannot be read; run "npm start" first and wait until it says that Milepost is running.`);
}

const { variables, needsPathToken } = profile.connector;
const variable = `${variables}_WEBHOOK_SECRET`;
const first = (text: string | undefined) => text?.split(',')[0]?.trim();
const secret = first(process.env[variable] || demo.secrets[`${provider}WebhookSecret`]);
if (!secret) fail(`Set ${variable} to the secret that npm start was given.`);
const token = first(process.env[`${variables}_WEBHOOK_PATH_TOKEN`] || demo.secrets[`${provider}WebhookPathToken`]);
if (needsPathToken && !token) fail(`Set ${variables}_WEBHOOK_PATH_TOKEN to the secret at the end of the address.`);

const now = new Date();
const at = `${now.toISOString().slice(0, 19)}Z`;
const text = `${subCode ?? code}, posted by hand`;
const body = Buffer.from(JSON.stringify(profile.message(number, [{ at, code, subCode, text, city: 'Oakland' }])));
const address = `${demo.addresses.tracking}/webhooks/${provider}${needsPathToken ? `/${token}` : ''}`;
const response = await fetch(address, {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...profile.sign(body, secret, now) },
  body,
  signal: AbortSignal.timeout(10_000),
}).catch((error: Error) => fail(`${address} does not answer (${error.message}); is "npm start" running?`));
process.stdout.write(`${number} ${code}: HTTP ${response.status} ${(await response.text()).trim()}\n`);
process.exitCode = response.ok ? 0 : 1;
