import { expect, test } from 'vitest';
import type { ProviderHealthRow } from '../connectors/pacing/provider-health.ts';
import { providersDown } from './fail-over.ts';

const now = new Date('2026-11-21T12:00:00Z');
const row = (more: Partial<ProviderHealthRow>): ProviderHealthRow => ({
  provider: 'trackingmore',
  endpoint: 'batch',
  state: 'OPEN',
  since: new Date(now.getTime() - 600_000),
  failures: 9,
  retryAt: null,
  lastError: 'UNAVAILABLE',
  ...more,
});

test.each<[string, Partial<ProviderHealthRow>, boolean]>([
  ['does not answer, for long enough', {}, true],
  ['one request tries', { state: 'HALF_OPEN' }, true],
  ['does not answer since a moment', { since: new Date(now.getTime() - 1_000) }, false],
  ['its key is refused, since a moment', { endpoint: null, since: now, lastError: 'AUTHENTICATION' }, true],
  ['its quota is used up, since a moment', { since: now, lastError: 'QUOTA_USED_UP' }, true],
  ['answers', { state: 'CLOSED' }, false],
  ['sheds what can wait', { state: 'SHEDDING' }, false],
  ['only reading is down', { endpoint: 'list' }, false],
])('%s: down %s', (_name, more, isDown) => {
  expect([...providersDown([row(more)], { afterMs: 60_000, now })]).toEqual(isDown ? ['trackingmore'] : []);
});
