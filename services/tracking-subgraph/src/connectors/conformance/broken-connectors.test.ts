import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Fact, factKey } from '../../fact/fact.ts';
import { aftershipProfile } from '../aftership/profile.test-support.ts';
import type { Connector, MappedMessage, WebhookCheck } from '../connector.ts';
import { connectorChecks, sampleChecks } from './describe-connector.ts';
import { type Subject, subjectOf } from './samples.ts';

// Every check of the suite has to be able to fail: each is handed connectors that are wrong in the way it is there for. All are made of AfterShip's, which passes
// (conformance.test.ts).

const right = subjectOf(aftershipProfile);
const header = 'aftership-hmac-sha256';

const withConnector = (more: Partial<Connector>): Subject => ({ ...right, connector: { ...right.connector, ...more } });
const withVerify = (wrong: (verify: WebhookCheck) => WebhookCheck) =>
  withConnector({ verify: wrong(right.connector.verify) });
/** Another word on what the right connector says. */
const withMap = (wrong: (mapped: MappedMessage, body: Buffer) => MappedMessage) =>
  withConnector({ map: (body, mapping, route) => wrong(right.connector.map(body, mapping, route), body) });
const withFacts = (wrong: (facts: Fact[], body: Buffer) => Fact[]) =>
  withMap((mapped, body) =>
    mapped.outcome === 'facts' ? { ...mapped, facts: (known) => wrong(mapped.facts(known), body) } : mapped,
  );
const withScans = (wrong: (fact: Fact & { data: { kind: 'carrier-event' } }, i: number) => Fact | Fact[]) =>
  withFacts((facts) =>
    facts.flatMap((fact, i) => (fact.data.kind === 'carrier-event' ? wrong(fact as never, i) : [fact])),
  );

const digest = (body: Buffer) => createHash('sha256').update(body).digest();
const textOf = (body: Buffer, name: string) => new RegExp(`"${name}":"([^"]*)"`).exec(body.toString())?.[1] ?? '';

/** By the check that has to notice. */
const broken: Record<string, Record<string, Subject>> = {
  'the manifest covers every message on disk, and names fit': {
    'a message that the manifest forgot': { ...right, files: [...right.files, 'webhooks/43-forgotten.json'] },
    'variables that begin with a digit': {
      ...right,
      profile: { ...right.profile, connector: { ...right.connector, variables: '17TRACK' } },
    },
    'a provider without tables': { ...withConnector({ provider: 'pigeon' }), manifestProvider: 'pigeon' },
  },
  'nothing is accepted without its secret': {
    'a signature that nobody looks at': withVerify(
      () =>
        ({ body }) =>
          digest(body),
    ),
    'no secret counts as every secret': withVerify(
      (verify) => (message) => (message.secrets.length === 0 ? digest(message.body) : verify(message)),
    ),
  },
  'a signature header that is missing, doubled, too long or of another type is refused': {
    'a header that may be missing': withVerify(
      (verify) => (message) => (message.headers[header] ? verify(message) : digest(message.body)),
    ),
    'the first of two is taken': withVerify((verify) => (message) => {
      const given = message.headers[header];
      return verify({ ...message, headers: { ...message.headers, [header]: String(given).split(',')[0] } });
    }),
    'what is no text is not expected': withVerify((verify) => (message) => {
      (message.headers[header] as string).trim();
      return verify(message);
    }),
    'only its beginning is compared': withVerify((verify) => (message) => {
      const own = right.profile.sign(message.body, right.secret, message.at)[header] as string;
      const given = message.headers[header];
      return typeof given === 'string' && given.startsWith(own.slice(0, 20)) ? digest(message.body) : verify(message);
    }),
  },
  'one changed byte of the body is refused, or the address needs a secret': {
    'the signature of the beginning': withVerify((verify) => (message) => {
      const sample = right.samples.find(({ body }) => body.subarray(0, 30).equals(message.body.subarray(0, 30)));
      return verify({ ...message, body: sample?.body ?? message.body });
    }),
    'white space around it': withVerify(
      (verify) => (message) => verify({ ...message, body: Buffer.from(message.body.toString().trim()) }),
    ),
  },
  'a message has one identity of 32 bytes': {
    'the number stands for the message': withVerify(
      (verify) => (message) => verify(message) && digest(Buffer.from(textOf(message.body, 'tracking_number'))),
    ),
    'another identity every time': withVerify(
      (verify) => (message) => verify(message) && digest(Buffer.from(String(Math.random()))),
    ),
    'a short one': withVerify((verify) => (message) => verify(message)?.subarray(0, 16) ?? null),
  },
  'the profile signs like the provider': {
    'another secret': { ...right, profile: { ...right.profile, sign: () => ({ [header]: 'A'.repeat(44) }) } },
  },
  'every code of the tables means what its table says': {
    'a code that it keeps for itself': withScans((fact) => (fact.data.rawCode === 'Expired' ? [] : fact)),
    'the main code alone counts': withScans((fact) => ({
      ...fact,
      data: { ...fact.data, milestone: fact.data.rawSubCode === 'Exception_010' ? 'EXCEPTION' : fact.data.milestone },
    })),
  },
  'an unknown code is kept, counted, and changes nothing': {
    'it is dropped': withScans((fact) => (fact.data.milestone === 'UNKNOWN' ? [] : fact)),
    'it is not counted': withScans(({ data: { isUnknownCode: _, ...data }, ...fact }) => ({ ...fact, data })),
    'it is guessed': withScans((fact) =>
      fact.data.milestone === 'UNKNOWN'
        ? { ...fact, data: { ...fact.data, milestone: 'DELIVERED', status: 'DELIVERED' } }
        : fact,
    ),
    'its word is forgotten': withScans((fact) => ({ ...fact, data: { ...fact.data, rawSubCode: null } })),
  },
  'any bytes, and any JSON in any place, are at most a dead letter': {
    'a field that it takes for granted': withMap((mapped, body) => {
      JSON.parse(body.toString()).msg.checkpoints.map((point: { message: string }) => point.message.trim());
      return mapped;
    }),
    'a number that is none': withMap((mapped) =>
      mapped.outcome === 'facts' && mapped.number.length < 3 ? { ...mapped, number: '' } : mapped,
    ),
  },
  'no text that a database refuses reaches a fact': {
    'a NUL is kept': withScans((fact) => ({
      ...fact,
      data: { ...fact.data, description: `${fact.data.description}\0` },
    })),
    'half a character is kept': withFacts((facts, body) =>
      facts.map((fact) =>
        fact.data.kind === 'proof'
          ? { ...fact, data: { ...fact.data, signedBy: JSON.parse(body.toString()).msg.signed_by } }
          : fact,
      ),
    ),
  },
  'every text is clipped': {
    'a long one is kept': withFacts((facts, body) =>
      facts.map((fact) =>
        fact.data.kind === 'proof'
          ? { ...fact, data: { ...fact.data, signedBy: JSON.parse(body.toString()).msg.signed_by } }
          : fact,
      ),
    ),
    'it is cut through the middle of a character': withScans((fact) => ({
      ...fact,
      data: { ...fact.data, description: `${fact.data.description}`.slice(0, 501) },
    })),
  },
  'mapping is pure': {
    'it looks at the clock': withFacts((facts) =>
      facts.map((fact) =>
        fact.data.kind === 'estimate'
          ? { ...fact, data: { ...fact.data, announcedAt: new Date().toISOString() } }
          : fact,
      ),
    ),
    'it writes into the body': {
      ...withMap((mapped, body) => {
        body[body.indexOf('"title":"') + 9] = 0x58;
        return mapped;
      }),
      // Of its own: others read them too.
      samples: right.samples.map((sample) => ({ ...sample, body: Buffer.from(sample.body) })),
    },
  },
  'all messages about a number, in any order and twice, are one state': {
    'what comes last counts': (() => {
      let arrived = 0;
      return withScans((fact) => {
        arrived += 1;
        const occurred = new Date(Date.UTC(2026, 9, 1) + arrived * 1_000).toISOString();
        return {
          ...fact,
          data: { ...fact.data, occurred: { precision: 'INSTANT', local: occurred.slice(0, 19), instant: occurred } },
        };
      });
    })(),
  },
  'a journey in pieces, doubled and shuffled, is the journey told at once': {
    'the place in the list is part of the scan': withScans((fact, i) => ({
      ...fact,
      key: factKey('aftership', 'carrier-event', [fact.key, i]),
      data: { ...fact.data, scan: factKey('aftership', 'carrier-event', [fact.data.scan, i]) },
    })),
    'only the last of a message is read': withFacts((facts) => {
      const last = facts.findLastIndex(({ data }) => data.kind === 'carrier-event');
      return facts.filter(({ data }, i) => data.kind !== 'carrier-event' || i === last);
    }),
  },
  'a message told twice is no news': {
    'another key every time': withScans((fact) => ({
      ...fact,
      key: factKey('aftership', 'carrier-event', [fact.key, Math.random()]),
    })),
    'what is known is told again': withMap((mapped) =>
      mapped.outcome === 'facts' ? { ...mapped, facts: () => mapped.facts() } : mapped,
    ),
  },
  'a key stands for everything its fact says': {
    'the scan is the key': withScans((fact) => ({ ...fact, key: fact.data.scan })),
  },
};

/** By the check of samples that has to notice, with the sample. */
const brokenForSamples: Record<string, Record<string, [file: string, Subject]>> = {
  'its signature is judged as the manifest says': {
    'only the first secret counts': [
      '02-picked-up',
      withVerify((verify) => (message) => verify({ ...message, secrets: message.secrets.slice(0, 1) })),
    ],
    'a signature that nobody looks at': [
      '30-bad-signature',
      withVerify(
        () =>
          ({ body }) =>
            digest(body),
      ),
    ],
  },
  'it means what the manifest says': {
    'a scan is lost': ['02-picked-up', withScans((fact, i) => (i === 0 ? [] : fact))],
    'the reason is lost': ['19-lost', withScans((fact) => ({ ...fact, data: { ...fact.data, reason: null } }))],
    'another number': ['29-unregistered-number', withMap((mapped) => ({ ...mapped, number: 'X1' }))],
    'an unknown type of event is read': [
      '34-unknown-event-type',
      withConnector({
        map: (body, mapping, route) =>
          right.connector.map(
            Buffer.from(body.toString().replace(/"event":"[^"]*"/, '"event":"tracking_update"')),
            mapping,
            route,
          ),
      }),
    ],
  },
};

test('no check is without a connector that it refuses', () => {
  expect(Object.keys(broken).sort()).toEqual(Object.keys(connectorChecks).sort());
  expect(Object.keys(brokenForSamples).sort()).toEqual(Object.keys(sampleChecks).sort());
});

describe.each(Object.entries(broken))('"%s" refuses', (name, subjects) => {
  test.each(Object.entries(subjects))('%s', { timeout: 30_000 }, (_name, subject) => {
    expect(() => connectorChecks[name]?.(subject)).toThrow();
  });
});

describe.each(Object.entries(brokenForSamples))('"%s" refuses', (name, subjects) => {
  test.each(Object.entries(subjects))('%s', (_name, [file, subject]) => {
    const sample = subject.samples.find((each) => each.file === `webhooks/${file}.json`);
    expect(sample).toBeDefined();
    expect(() => sampleChecks[name]?.(subject, sample as NonNullable<typeof sample>)).toThrow();
  });
});

test('an expectation in words that no check knows is refused', () => {
  const [sample] = right.samples;
  const vague = { ...sample, expected: { shipment: 'should be fine' } } as NonNullable<typeof sample>;
  expect(() => sampleChecks['it means what the manifest says']?.(right, vague)).toThrow('no check knows');
});
