import type { ProviderName } from './couriers.ts';
import { readDemoPlays } from './demo-plays.ts';
import { startProviderSimulator } from './server.ts';

/**
 * The simulator as a process. TRACKING_WEBHOOK_URL and the secrets say where webhooks go. What it plays from the start stands in data/demo-plays.json, or in the
 * file that PROVIDER_SIM_PLAYS names (`none`: nothing); each entry is what `POST /control/plays` takes, at PROVIDER_SIM_SPEED times its pace.
 */
const { HOST, PORT, PROVIDER_SIM_BEGAN_AT, PROVIDER_SIM_PLAYS, PROVIDER_SIM_SEED, PROVIDER_SIM_SPEED } = process.env;

function fail(sentence: string): never {
  process.stderr.write(`provider simulator: ${sentence}\n`);
  process.exit(1);
}
/** Several may be valid at once; the first counts. */
const firstOf = (name: string) => (process.env[name] ?? '').split(',')[0]?.trim() || null;

const webhookUrl = firstOf('TRACKING_WEBHOOK_URL');
const aftershipSecret = firstOf('AFTERSHIP_WEBHOOK_SECRET');
if (!webhookUrl || !aftershipSecret) fail('TRACKING_WEBHOOK_URL and AFTERSHIP_WEBHOOK_SECRET must be set');
const trackingmoreSecret = firstOf('TRACKINGMORE_WEBHOOK_SECRET');
const pathToken = firstOf('TRACKINGMORE_WEBHOOK_PATH_TOKEN');
const keysOf = (name: string) =>
  (process.env[name] ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);

const simulator = await startProviderSimulator({
  port: Number(PORT || 4010),
  ...(HOST && { host: HOST }),
  ...(PROVIDER_SIM_SEED && { seed: PROVIDER_SIM_SEED }),
  webhooks: {
    aftership: { url: `${webhookUrl}/aftership`, secret: aftershipSecret },
    ...(trackingmoreSecret &&
      pathToken && { trackingmore: { url: `${webhookUrl}/trackingmore/${pathToken}`, secret: trackingmoreSecret } }),
  },
  apiKeys: { aftership: keysOf('AFTERSHIP_API_KEY'), trackingmore: keysOf('TRACKINGMORE_API_KEY') },
});
process.stdout.write(`Provider simulator at ${simulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void simulator[Symbol.asyncDispose]().then(() => process.exit(0)));

/** What it is multiplied with, and since when it runs: a demo that starts again goes on. */
const speed = Number(PROVIDER_SIM_SPEED || 1);
if (!(speed > 0 && speed <= 10_000)) fail(`PROVIDER_SIM_SPEED is "${PROVIDER_SIM_SPEED}": give a number above 0`);
const begunAt = PROVIDER_SIM_BEGAN_AT ? Date.parse(PROVIDER_SIM_BEGAN_AT) : Date.now();
if (Number.isNaN(begunAt)) fail(`PROVIDER_SIM_BEGAN_AT is "${PROVIDER_SIM_BEGAN_AT}": give an instant`);
const plays = PROVIDER_SIM_PLAYS || new URL('../data/demo-plays.json', import.meta.url);
const isHeard = (provider: ProviderName) => provider === 'aftership' || Boolean(trackingmoreSecret && pathToken);
try {
  for (const play of plays === 'none' ? [] : readDemoPlays(plays, { begunAt, speed }))
    if ((play.providers ?? []).every(isHeard)) simulator.play(play);
} catch (error) {
  fail((error as Error).message);
}
