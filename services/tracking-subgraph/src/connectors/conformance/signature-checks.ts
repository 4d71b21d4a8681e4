import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import type { Sample, Subject } from './samples.ts';

// Checks are plain functions that throw, so that a test can hand them a connector that must fail.

/** The verdict as a value; what `verify` throws, it throws on. */
function verdict({ connector }: Subject, sample: Sample, more: Partial<Parameters<typeof connector.verify>[0]>) {
  return connector.verify({ headers: sample.headerValues, body: sample.body, secrets: [], at: sample.at, ...more });
}

/** In every position that its secret can have among others. */
export function checkVerdict(subject: Subject, sample: Sample): void {
  const { secret } = subject;
  for (const secrets of [[secret], ['another-secret', secret], [secret, 'another-secret'], ['a', secret, 'b']])
    assert.equal(
      verdict(subject, sample, { secrets }) !== null,
      sample.isAccepted,
      `${sample.file} with ${secrets.length} secrets, ours at ${secrets.indexOf(secret)}`,
    );
}

export function checkNoSecret(subject: Subject): void {
  for (const sample of signed(subject)) {
    assert.equal(verdict(subject, sample, { secrets: [] }), null, `${sample.file} without any secret`);
    assert.equal(
      verdict(subject, sample, { secrets: ['another-secret'] }),
      null,
      `${sample.file} with another's secret`,
    );
  }
}

export function checkHeaders(subject: Subject): void {
  const [sample] = signed(subject) as [Sample];
  for (const name of subject.profile.signatureHeaders) {
    const right = sample.headerValues[name] ?? '';
    assert.ok(right, `${sample.headers} has no "${name}"`);
    const wrong: Record<string, unknown> = {
      missing: undefined,
      empty: '',
      blank: ' ',
      // As Node gives a header that came twice.
      doubled: `${right}, ${right}`,
      'twice in one': right + right,
      'one too short': right.slice(0, -1),
      'one too long': `${right}A`,
      'of the right length': 'A'.repeat(right.length),
      'of the right length, not ASCII': 'é'.repeat(right.length),
      huge: 'a'.repeat(100_000),
      'a list': [right],
      'a list of two': [right, right],
      'a number': 42,
      null: null,
      'an object': {},
    };
    for (const [kind, value] of Object.entries(wrong)) {
      const headers = { ...sample.headerValues, [name]: value } as IncomingHttpHeaders;
      assert.equal(verdict(subject, sample, { headers, secrets: [subject.secret] }), null, `${name}: ${kind}`);
    }
    for (let i = 0; i < right.length; i += 1) {
      if (right[i] === '=') continue; // padding
      // Far enough away in hexadecimal and in base64, whose last digit counts with its upper bits alone.
      const other = /[a-d]/i.test(right[i] as string) ? 'Z' : 'A';
      const changed: IncomingHttpHeaders = {
        ...sample.headerValues,
        [name]: right.slice(0, i) + other + right.slice(i + 1),
      };
      assert.equal(
        verdict(subject, sample, { headers: changed, secrets: [subject.secret] }),
        null,
        `${name}: digit ${i}`,
      );
    }
  }
}

/** A body that its signature does not cover is a hint at best: then the connector has to demand a secret in the address as well. */
export function checkBodyIsCovered(subject: Subject): void {
  for (const sample of signed(subject)) {
    const { body } = sample;
    const flipped = [0, body.length >> 1, body.length - 1].map((at) => {
      const copy = Buffer.from(body);
      copy[at] = (copy[at] as number) ^ 1;
      return copy;
    });
    for (const changed of [...flipped, body.subarray(0, -1), Buffer.concat([body, Buffer.from('\n')]), Buffer.alloc(0)])
      if (verdict(subject, sample, { body: changed, secrets: [subject.secret] }) !== null)
        assert.ok(
          subject.connector.needsPathToken,
          `${sample.file}: a changed body was accepted, and no token is needed`,
        );
  }
}

/** The inbox keeps a message once: 32 bytes, the same for the same bytes, others for others. */
export function checkIdentity(subject: Subject): void {
  const seen = new Map<string, string>();
  for (const sample of signed(subject)) {
    const id = () => verdict(subject, sample, { secrets: [subject.secret] });
    assert.equal(id()?.length, 32, `${sample.file}: 32 bytes`);
    const first = id()?.toString('hex') as string;
    assert.equal(id()?.toString('hex'), first, `${sample.file}: the same every time`);
    const bytes = sample.body.toString('hex');
    assert.equal(seen.get(first) ?? bytes, bytes, `${sample.file}: another message has this identity`);
    for (const [other, otherBytes] of seen)
      if (otherBytes === bytes) assert.equal(other, first, `${sample.file}: these bytes have another identity`);
    seen.set(first, bytes);
  }
}

/** What the profile signs has to be what the samples are signed like, or the tests that sign by it prove nothing. */
export function checkProfileSigns(subject: Subject): void {
  for (const sample of signed(subject)) {
    const headers = subject.profile.sign(sample.body, subject.secret, sample.at);
    assert.notEqual(verdict(subject, sample, { headers, secrets: [subject.secret] }), null, sample.file);
  }
}

function signed({ samples }: Subject): readonly Sample[] {
  const found = samples.filter(({ isAccepted }) => isAccepted);
  assert.ok(found.length > 0, 'no sample is to be accepted');
  return found;
}
