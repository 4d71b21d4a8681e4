import { type Order, startProviderSimulator } from './server.ts';

const { HOST, PORT, TRACKING_WEBHOOK_URL, AFTERSHIP_WEBHOOK_SECRET } = process.env;
if (!TRACKING_WEBHOOK_URL || !AFTERSHIP_WEBHOOK_SECRET) {
  process.stderr.write('TRACKING_WEBHOOK_URL and AFTERSHIP_WEBHOOK_SECRET must be set\n');
  process.exit(1);
}
const simulator = await startProviderSimulator({
  port: Number(PORT || 4010),
  ...(HOST && { host: HOST }),
  webhookUrl: TRACKING_WEBHOOK_URL,
  secret: AFTERSHIP_WEBHOOK_SECRET.split(',')[0] as string,
});
process.stdout.write(`Provider simulator at ${simulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void simulator[Symbol.asyncDispose]().then(() => process.exit(0)));

/** Numbers of the demo's orders S00039, S00044 and S00046 that its carriers would know. The same start each time: told twice, they change nothing. */
const demo: readonly Order[] = [
  { trackingNumber: '1Z999AA10300395951', slug: 'ups', journey: 'delivered' },
  { trackingNumber: '1Z999AA10300791906', slug: 'ups', journey: 'attempt-failed' },
  { trackingNumber: '1Z999AA10301187853', slug: 'ups', journey: 'delayed' },
];
const startedAt = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 3 * 86_400_000);
for (const order of demo) void simulator.play(order, { stepMs: 5_000, startedAt });
