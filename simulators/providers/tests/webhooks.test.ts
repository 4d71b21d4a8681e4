import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Play, type ProviderSimulator, startProviderSimulator } from '../src/server.ts';
import { type Received, startReceiver } from './support/receiver.ts';
import { hastyClock } from './support/test-clock.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let simulator: ProviderSimulator;
let clock: ReturnType<typeof hastyClock>;
const secrets = { aftership: 'aftership-secret', trackingmore: 'trackingmore-secret' };

async function start(seed = 'seed') {
  clock = hastyClock();
  receiver = await startReceiver(() => clock.now());
  simulator = await startProviderSimulator({
    clock,
    seed,
    webhooks: {
      aftership: { url: `${receiver.url}/webhooks/aftership`, secret: secrets.aftership },
      trackingmore: { url: `${receiver.url}/webhooks/trackingmore/token`, secret: secrets.trackingmore },
    },
  });
}
beforeEach(() => start());
afterEach(async () => {
  await simulator[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function played(play: Partial<Play> = {}): Promise<Received[]> {
  const { told } = simulator.play({ journey: 'smooth', pace: { speed: 3_600 }, name: 'test', ...play });
  await told;
  await simulator.webhooks.settled();
  return receiver.received;
}
const bodyOf = ({ body }: Received) => JSON.parse(body);

describe('what is sent', () => {
  test('AfterShip posts the whole history with each step, signed over the bytes, and each change of the estimate', async () => {
    const received = await played();
    expect(received.map((one) => bodyOf(one).event).toSorted()).toEqual([
      ...Array(2).fill('edd_revise'),
      ...Array(8).fill('tracking_update'),
    ]);
    for (const { path, headers, body } of received) {
      expect(path).toBe('/webhooks/aftership');
      expect(headers['aftership-hmac-sha256']).toBe(
        createHmac('sha256', secrets.aftership).update(body).digest('base64'),
      );
    }
    const last = received.map(bodyOf).findLast(({ msg }) => msg.tag === 'Delivered');
    expect(last.msg).toMatchObject({ tag: 'Delivered', active: false, signed_by: 'A. RIVERA', slug: 'ups' });
    expect(last.msg.checkpoints.map((one: { tag: string }) => one.tag)).toEqual([
      'InfoReceived',
      ...Array(5).fill('InTransit'),
      'OutForDelivery',
      'Delivered',
    ]);
    expect(last.msg.checkpoints[0]).toMatchObject({
      country_region: 'USA',
      location: 'Oakland, CA, United States',
      checkpoint_time: expect.stringMatching(/^20\d\d-\d\d-\d\dT09:00:00-0[78]:00$/),
    });
  });

  test('TrackingMore asks every four hours, tells what is new at once, newest first, signs the time alone, and needs the token', async () => {
    const received = await played({ journey: 'hand-over-with-second-number', providers: ['trackingmore'] });
    const bodies = received.map(bodyOf);
    for (const { path, headers } of received) {
      expect(path).toBe('/webhooks/trackingmore/token');
      expect(headers['signature']).toBe(
        createHmac('sha256', secrets.trackingmore).update(String(headers['timestamp'])).digest('hex'),
      );
    }
    // Ten scans, of which those at hours 125 and 125.4, and those at 148.1 and 150.3, are told together.
    expect(received).toHaveLength(8);
    const last = bodies.reduce((best, one) =>
      one.data.latest_checkpoint_time > best.data.latest_checkpoint_time ? one : best,
    );
    expect(last).toMatchObject({ code: 200, data: { delivery_status: 'pickup', substatus: 'pickup001' } });
    expect(last.data.destination_info).toMatchObject({ courier_code: 'laposte' });
    expect(last.data.destination_track_number).toMatch(/^8V\d{11}$/);
    for (const { trackinfo } of [last.data.origin_info, last.data.destination_info]) {
      const dates = trackinfo.map((one: { checkpoint_date: string }) => one.checkpoint_date);
      expect(dates).toEqual(dates.toSorted().reverse());
      for (const date of dates) expect(date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    }
  });

  test('a number that nobody registered gets none', async () => {
    expect(await played({ register: false })).toEqual([]);
  });

  test('both providers tell of a number that is registered with both', async () => {
    const received = await played({ providers: ['aftership', 'trackingmore'] });
    expect(new Set(received.map(({ path }) => path))).toHaveLength(2);
  });

  test('a label that stays alone: an alert while nothing is known, and the end is no scan', async () => {
    const bodies = (await played({ journey: 'label-then-silence' })).map(bodyOf);
    expect(bodies.map(({ event }) => event)).toEqual(['tracking_pending_time', 'tracking_update', 'tracking_update']);
    expect(bodies[0].msg).toMatchObject({ tag: 'Pending', checkpoints: [] });
    expect(bodies[2].msg).toMatchObject({ tag: 'Expired', active: false, checkpoints: [{ tag: 'InfoReceived' }] });
  });
});

describe('repeats', () => {
  test('fourteen attempts with waits that double from half a minute, shortened by the speed; then it is given up', async () => {
    receiver.answers.status = 503;
    const received = await played({ journey: 'label-then-silence', pace: { speed: 60 } });
    const attempts = Map.groupBy(received, ({ body }) => body);
    expect([...attempts.values()].map((list) => list.length)).toEqual([14, 14, 14]);
    const [times = []] = [...attempts.values()].map((list) => list.map(({ at }) => at));
    const waits = times.slice(1).map((at, i) => at - (times[i] as number));
    // 30 s at sixty times the speed is half a second.
    expect(waits.every((wait, i) => wait >= 500 * 2 ** i)).toBe(true);
    expect(simulator.webhooks.counts().aftership).toMatchObject({ 'given-up': 3, accepted: 0, attempts: 42 });
  });

  test('a refused message comes again until it is taken; TrackingMore signs a new time for each attempt', async () => {
    let refused = 0;
    receiver.answers.status = () => (++refused <= 3 ? 401 : 200);
    const received = await played({ journey: 'damaged', providers: ['trackingmore'], pace: { speed: 60 } });
    const [first = []] = [...Map.groupBy(received, ({ body }) => body).values()];
    expect(first.length).toBeGreaterThan(1);
    expect(new Set(first.map(({ headers }) => headers['timestamp'])).size).toBe(first.length);
    expect(simulator.webhooks.counts().trackingmore.accepted).toBe(simulator.webhooks.counts().trackingmore.sent);
  });
});

describe('faults', () => {
  const outcomes = () =>
    simulator.webhooks
      .outcomes()
      .map(({ name, outcome }) => `${name} ${outcome}`)
      .toSorted();

  async function runWith(seed: string) {
    await simulator[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await start(seed);
    for (const name of ['drop', 'double', 'reorder']) simulator.faults.break(name, { value: '0.3' });
    simulator.faults.break('delay', { value: '0.3:5000' });
    const plays = ['smooth', 'lost', 'refused-and-returned'].map((journey) =>
      simulator.play({ journey, pace: { speed: 3_600 }, name: journey, providers: ['aftership', 'trackingmore'] }),
    );
    await Promise.all(plays.map(({ told }) => told));
    await simulator.webhooks.settled();
    return {
      outcomes: outcomes(),
      ids: receiver.received.map(({ body }) => JSON.parse(body).event_id ?? '').toSorted(),
    };
  }

  test('strike the same messages in every run with one seed, and others with another', async () => {
    const first = await runWith('one');
    expect(first.outcomes.filter((one) => one.endsWith('dropped')).length).toBeGreaterThan(0);
    expect(await runWith('one')).toEqual(first);
    expect(await runWith('two')).not.toEqual(first);
  });

  test('dropped means never sent', async () => {
    simulator.faults.break('drop', { value: '1' });
    expect(await played()).toEqual([]);
    expect(simulator.webhooks.counts().aftership).toMatchObject({ sent: 10, dropped: 10, attempts: 0 });
  });

  test('doubled means twice, some with the same id and some with a new one', async () => {
    simulator.faults.break('double', { value: '1' });
    const received = await played();
    expect(received).toHaveLength(20);
    const ids = new Set(received.map((one) => bodyOf(one).event_id));
    expect(ids.size).toBeGreaterThan(10);
    expect(ids.size).toBeLessThan(20);
  });

  test('reordered means behind the next one', async () => {
    const tags = (received: Received[]) => received.map((one) => bodyOf(one).msg.checkpoints.length);
    const inOrder = tags(await played({ journey: 'damaged', pace: { stepMs: 60_000 } }));
    expect(inOrder).toEqual(inOrder.toSorted());
    receiver.received.length = 0;
    simulator.faults.break('reorder', { value: '0.5' });
    // Which messages are held is drawn by the parcel's number: of several parcels some are out of order.
    const parcels = [];
    for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) {
      receiver.received.length = 0;
      parcels.push(tags(await played({ name, journey: 'refused-and-returned', pace: { stepMs: 1_000 } })));
    }
    const isInOrder = (one: number[]) => one.every((tag, i) => i === 0 || tag > (one[i - 1] as number));
    for (const one of parcels) expect(one).toHaveLength(9);
    expect(parcels.filter((one) => !isInOrder(one)).length).toBeGreaterThan(0);
  });

  test('a wrong signature fits no secret; a rotated secret signs instead of the old one', async () => {
    const signedBy = (secret: string, { body, headers }: Received) =>
      headers['aftership-hmac-sha256'] === createHmac('sha256', secret).update(body).digest('base64');
    simulator.faults.break('wrong-signature');
    for (const one of await played()) expect(signedBy(secrets.aftership, one)).toBe(false);
    simulator.faults.mend();
    receiver.received.length = 0;
    simulator.faults.break('rotated-secret', { value: 'the next one' });
    for (const one of await played({ name: 'second' })) expect(signedBy('the next one', one)).toBe(true);
    expect(receiver.received.length).toBeGreaterThan(0);
  });

  test('a clock that is wrong shows in every stamp', async () => {
    simulator.faults.break('clock-skew', { value: '-3600', provider: 'trackingmore' });
    for (const one of await played({ providers: ['trackingmore'] })) {
      expect(one.at / 1000 - Number(one.headers['timestamp'])).toBeGreaterThanOrEqual(3_600);
      expect(one.at - Date.parse(bodyOf(one).data.update_at)).toBeGreaterThan(3_500_000);
    }
  });

  test('during an outage nothing leaves; afterwards everything does', async () => {
    simulator.faults.break('outage', { forMs: 60_000 });
    const begun = clock.now();
    const received = await played();
    expect(received).toHaveLength(10);
    for (const { at } of received) expect(at - begun).toBeGreaterThanOrEqual(60_000);
  });
});
