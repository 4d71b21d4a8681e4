import { createHmac, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '@milepost/service-kit';
import { describe, expect, test } from 'vitest';
import { createTrackingmoreCheck, type TrackingmoreSettings, trackingmore } from './webhook.ts';

const secret = 'sample-trackingmore-webhook-secret-1';
const at = new Date('2026-10-09T10:05:00Z');
const body = Buffer.from('{"code":200,"message":"Success","data":{"tracking_number":"RF423511785GB"}}');
const hmac = (content: string | Buffer, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(content).digest(encoding);
const seconds = (time: Date) => String(Math.floor(time.getTime() / 1_000));
const timeSigned = (time = at) => ({ timestamp: seconds(time), signature: hmac(seconds(time)) });
const later = (ms: number) => new Date(at.getTime() + ms);

function check(more: Partial<TrackingmoreSettings> = {}) {
  const verify = createTrackingmoreCheck({
    TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: 300,
    TRACKINGMORE_WEBHOOK_SIGNATURE: 'timestamp',
    ...more,
  });
  return (headers: Record<string, string>, { content = body, when = at } = {}) => {
    let why = '';
    const explain = (reason: string) => {
      why = reason;
    };
    const digest = verify({ headers, body: content, secrets: ['replaced', secret], at: when, explain });
    if (digest) expect(digest.equals(hash('sha256', content, 'buffer'))).toBe(true);
    return digest ? 'accepted' : why || 'refused';
  };
}

test('the example that TrackingMore publishes verifies', () => {
  const verdict = trackingmore.verify({
    headers: {
      timestamp: '1662371528',
      signature: 'a37084ab68ae16b77db1f8463f31be9fcc965e2515e03efecf8139bb1e511b06',
    },
    body,
    secrets: ['2e55b9a3-4dd1-4416-9897-c4bd1e3d738f'],
    at: new Date(1_662_371_528_000),
  });
  expect(verdict).not.toBeNull();
});

describe('the window', () => {
  test('is as wide as it is set, in both directions, and says by how much a message misses it', () => {
    const verdict = check();
    for (const ms of [0, 299_000, 300_000, -300_000])
      expect(verdict(timeSigned(), { when: later(ms) })).toBe('accepted');
    for (const ms of [301_000, -301_000])
      expect(verdict(timeSigned(), { when: later(ms) })).toBe(
        'its timestamp is 301 s off, and TRACKINGMORE_WEBHOOK_WINDOW_SECONDS allows 300',
      );
    const days = check({ TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: 3 * 86_400 });
    expect(days(timeSigned(), { when: later(2.8 * 86_400_000) })).toBe('accepted');
  });

  test('is explained to nobody who has no secret', () => {
    expect(check()({ ...timeSigned(), signature: hmac('1') }, { when: later(900_000) })).toBe('refused');
  });

  test.each(['1791540300.0', ' 1791540300', '1791540300 ', '0x6ac8', '2026-10-09T10:05:00Z', 'NaN', '1e9', '-1', ''])(
    'needs a whole number of seconds, not %j, even if signed',
    (timestamp) => {
      expect(check()({ timestamp, signature: hmac(timestamp) })).toBe('refused');
    },
  );
});

describe('which signature', () => {
  const inHex = { signature: hmac(body) };
  const inBase64 = { signature: hmac(body, 'base64') };

  test.each<[TrackingmoreSettings['TRACKINGMORE_WEBHOOK_SIGNATURE'], string[]]>([
    ['timestamp', ['accepted', 'accepted', 'accepted']],
    ['body-hex', ['refused', 'accepted', 'refused']],
    ['body-base64', ['refused', 'refused', 'accepted']],
  ])('%s', (TRACKINGMORE_WEBHOOK_SIGNATURE, verdicts) => {
    expect(
      [timeSigned(), inHex, inBase64].map((headers) => check({ TRACKINGMORE_WEBHOOK_SIGNATURE })(headers)),
    ).toEqual(verdicts);
  });

  test('a time signed in base64 is nothing that anybody sends', () => {
    expect(check()({ timestamp: seconds(at), signature: hmac(seconds(at), 'base64') })).toBe('refused');
  });

  test('once a body signature fits it is demanded, of messages from then on', () => {
    const verdict = check();
    expect(verdict(timeSigned())).toBe('accepted');
    expect(verdict(inBase64, { when: later(10_000) })).toBe('accepted');
    expect(verdict(timeSigned(), { when: later(10_000) })).toMatch('covers the timestamp alone');
    expect(verdict(inHex, { when: later(20_000) })).toBe('accepted');
    // Stored before that, and checked again now.
    expect(verdict(timeSigned(), { when: later(9_000) })).toBe('accepted');
  });

  test('a captured pair sent as the signature of a body that is its time proves nothing', () => {
    const pair = timeSigned();
    const verdict = check();
    expect(verdict({ signature: pair.signature }, { content: Buffer.from(pair.timestamp) })).toBe('refused');
    verdict(pair, { content: Buffer.from(pair.timestamp) });
    // Else it would switch everybody else's messages off.
    expect(verdict(pair)).toBe('accepted');
    const strict = check({ TRACKINGMORE_WEBHOOK_SIGNATURE: 'body-hex' });
    expect(strict(pair, { content: Buffer.from(pair.timestamp) })).toBe('refused');
  });

  test('of the webhook versions 2 and 3, inside the body, is refused, also beside valid headers', () => {
    const sample = readFileSync(
      new URL('../../../fixtures/trackingmore/webhooks/30-legacy-v2-verifyinfo.json', import.meta.url),
    );
    const inside = [
      sample,
      Buffer.from('{"verifyInfo":null,"data":{"tracking_number":"X12345"}}'),
      Buffer.from('{"data":{},"timestamp":1791540300,"signature":"777396686c649d5917dad6df377ade05"}'),
      Buffer.from('{"data":{},"timeStr":"1791540300","signature":"777396686c649d5917dad6df377ade05"}'),
    ];
    for (const content of inside) {
      expect(check()({}, { content })).toBe('refused');
      expect(check()(timeSigned(), { content })).toMatch('choose version 4');
      const verdict = check();
      expect(verdict({ signature: hmac(content) }, { content })).toMatch('choose version 4');
      expect(verdict(timeSigned())).toBe('accepted');
    }
    // By the e-mail address of the account, as those versions sign.
    const email = createHmac('sha256', 'owner@example.com').update('1791318600').digest('hex');
    expect(check()({ timestamp: '1791318600', signature: email }, { content: sample })).toBe('refused');
    // The word alone, in a place where it says nothing.
    for (const content of ['{"data":{"signature":"M. DE VRIES","verifyInfo":{}}}', '["verifyInfo"]', '{"verifyInfo"'])
      expect(check()(timeSigned(), { content: Buffer.from(content) })).toBe('accepted');
  });
});

test('settings are read from variables, and wrong ones are named', () => {
  const of = (env: Record<string, string>) => trackingmore.createCheck?.(env);
  const message = { body, secrets: [secret], at: later(900_000) };
  expect(of({})?.({ ...message, headers: timeSigned() })).toBeNull();
  expect(of({ TRACKINGMORE_WEBHOOK_WINDOW_SECONDS: '900' })?.({ ...message, headers: timeSigned() })).not.toBeNull();
  expect(
    of({ TRACKINGMORE_WEBHOOK_SIGNATURE: 'body-hex' })?.({ ...message, headers: timeSigned(message.at) }),
  ).toBeNull();
  for (const [name, value] of [
    ['TRACKINGMORE_WEBHOOK_WINDOW_SECONDS', 'never'],
    ['TRACKINGMORE_WEBHOOK_WINDOW_SECONDS', '0'],
    ['TRACKINGMORE_WEBHOOK_SIGNATURE', 'none'],
  ] as const)
    expect(() => of({ [name]: value })).toThrow(
      expect.objectContaining({ name: ConfigError.name, message: expect.stringContaining(name) }),
    );
});
