import { signWebhook } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropReceived } from '../src/channel/receive-messages.ts';
import { startWorld } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const secret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const another = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const milestone = {
  type: 'milestone.added',
  timestamp: '2026-11-21T08:30:00.000Z',
  data: { cursor: 'x', shipment: { id: 'y' } },
};
async function tell(content: unknown, { id = 'milestone_1', signedWith = secret } = {}): Promise<number> {
  const body = JSON.stringify(content);
  const headers = signWebhook([signedWith], { id, body, now: new Date() });
  return (await fetch(`${world.server.privateUrl}/events`, { method: 'POST', headers, body })).status;
}
const kept = async () =>
  (await world.sql`select webhook_id, event_type, body from odoo.received_message order by webhook_id`).map((row) => ({
    ...row,
  }));

test('what tracking tells is kept once, before it is acknowledged; a repeat changes nothing', async () => {
  expect(await tell(milestone)).toBe(204);
  expect(await tell(milestone)).toBe(204);
  expect(await tell(milestone, { id: 'milestone_2' })).toBe(204);
  expect(await kept()).toEqual(
    ['milestone_1', 'milestone_2'].map((id) => ({ webhook_id: id, event_type: 'milestone.added', body: milestone })),
  );
});

test('nobody else is heard, and what is no message is refused', async () => {
  const before = await kept();
  expect(await tell(milestone, { id: 'x', signedWith: another })).toBe(401);
  expect(await tell({ type: 'milestone.added' }, { id: 'x' })).toBe(400);
  expect(await tell([], { id: 'x' })).toBe(400);
  expect(await tell({ ...milestone, data: { text: 'x'.repeat(300_000) } }, { id: 'x' })).toBe(413);
  expect(await kept()).toEqual(before);
});

test('what came long ago goes', async () => {
  await world.sql`update odoo.received_message set received_at = now() - interval '31 days' where webhook_id = 'milestone_1'`;
  // Not before it was taken.
  await eventually(async () =>
    expect(await world.sql`select 1 from odoo.received_message where taken_at is null`).toEqual([]),
  );
  expect(await dropReceived(world.sql)).toBe(false);
  expect((await kept()).map(({ webhook_id: id }) => id)).toEqual(['milestone_2']);
});
