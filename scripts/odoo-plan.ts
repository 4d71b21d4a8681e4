import { parseArgs } from 'node:util';
import { planWriteBack, readPolicy, type WriteBackPlan } from '@milepost/odoo-subgraph/write-back-plan';
import { readEnv } from '@milepost/service-kit';
import { runCommand, say, UsageError, withRunningDatabase } from './installation.ts';

/**
 * Prints what would be written to Odoo of what tracking has told in the last days (docs/odoo.md), and writes nothing. The policy is WRITE_BACK_POLICY of the environment, or --policy. --json: for scripts.
 */
const usage = `usage: npm run odoo:plan -- [--days 30] [--policy '{"mode":"live"}'] [--json]`;
const mostDays = 30;

function read() {
  try {
    const { values } = parseArgs({
      options: { days: { type: 'string', default: '30' }, policy: { type: 'string' }, json: { type: 'boolean' } },
    });
    const days = Number(values.days);
    if (!(days > 0 && days <= mostDays))
      throw new Error(`--days is "${values.days}": give 1 to ${mostDays}, messages are kept no longer`);
    return { ...values, days };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

function policyOf(text: string) {
  try {
    return readPolicy(text);
  } catch (error) {
    throw new UsageError(`the policy cannot be used: ${(error as Error).message}\n${usage}`);
  }
}

function print({ messages, since, effects, records }: WriteBackPlan): void {
  for (const { orderName, orderId, effect, isAtDelivery, mode, summary } of effects)
    say(
      `${(orderName ?? `#${orderId}`).padEnd(10)} ${mode.padEnd(6)} ${effect.padEnd(8)} ${isAtDelivery ? 'delivery' : 'order   '} ${summary}`,
    );
  say('');
  say(
    `${messages} messages since ${since.toISOString()}: ${effects.length} effects; live ones at ${records} records of Odoo. Nothing was written.`,
  );
  const counts = Map.groupBy(effects, ({ effect, mode }) => `${effect} ${mode}`);
  for (const [name, all] of counts) say(`  ${name}: ${all.length}`);
}

await runCommand(async () => {
  const { days, policy, json = false } = read();
  const now = new Date();
  const given = policyOf(policy ?? readEnv()['WRITE_BACK_POLICY'] ?? '{}');
  const since = new Date(now.getTime() - days * 86_400_000);
  const plan = await withRunningDatabase('milepost-odoo-plan', (sql) => {
    if (!sql) throw new UsageError('there is no database here; run npm start, or set DATABASE_URL');
    return planWriteBack(sql, { policy: given, since, now });
  });
  if (json) say(JSON.stringify(plan, null, 2));
  else print(plan);
});
