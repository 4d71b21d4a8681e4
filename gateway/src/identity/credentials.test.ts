import { expect, test } from 'vitest';
import { credentialsOf } from './credentials.ts';

const origin = 'http://localhost:4000';
const options = { origins: new Set([origin]), cookieName: 'mp', isUpgrade: false };
const cookie = 'theme=dark; mp=abc; other=1';

test.each([
  ['nothing', {}, false, { kind: 'none' }],
  ['bearer', { authorization: 'Bearer abc.def' }, false, { kind: 'bearer', token: 'abc.def' }],
  ['bearer beside a cookie', { authorization: 'Bearer t', cookie, origin }, false, { kind: 'bearer', token: 't' }],
  [
    'another scheme is an invalid token, not anonymous',
    { authorization: 'Basic eDp5', cookie, origin },
    false,
    { kind: 'bearer', token: '' },
  ],
  ['cookie with our origin', { cookie, origin }, false, { kind: 'cookie', value: 'abc' }],
  ['cookie with our origin on an upgrade', { cookie, origin }, true, { kind: 'cookie', value: 'abc' }],
  ['cookie without origin', { cookie }, false, { kind: 'none' }],
  [
    'cookie of a same-origin fetch',
    { cookie, 'sec-fetch-site': 'same-origin' },
    false,
    { kind: 'cookie', value: 'abc' },
  ],
  ['the same on an upgrade', { cookie, 'sec-fetch-site': 'same-origin' }, true, { kind: 'none' }],
  ['same-site is not same-origin', { cookie, 'sec-fetch-site': 'same-site' }, false, { kind: 'none' }],
  ['foreign origin', { cookie, origin: 'http://evil.example' }, false, { kind: 'refused' }],
  [
    'foreign origin with a bearer',
    { authorization: 'Bearer t', origin: 'http://evil.example' },
    false,
    { kind: 'refused' },
  ],
  ['null origin', { cookie, origin: 'null' }, false, { kind: 'refused' }],
  ['other port', { cookie, origin: 'http://localhost:4001' }, true, { kind: 'refused' }],
  ['other case', { cookie, origin: 'HTTP://localhost:4000' }, false, { kind: 'refused' }],
  ['suffix', { cookie, origin: `${origin}.evil.example` }, false, { kind: 'refused' }],
  ['two cookies of the name', { cookie: 'mp=a; mp=b', origin }, false, { kind: 'none' }],
])('%s', (_name, headers, isUpgrade, expected) => {
  expect(credentialsOf(headers, { ...options, isUpgrade })).toEqual(expected);
});
