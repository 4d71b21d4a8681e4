import { describe, expect, test } from 'vitest';
import { connectors } from '../connectors.ts';
import { describeConnector } from './describe-connector.ts';
import { profiles } from './profiles.ts';

test('every provider that we take messages of is checked, once', () => {
  expect(profiles.map(({ connector }) => connector)).toEqual(connectors);
  for (const name of ['provider', 'variables'] as const)
    expect(new Set(connectors.map((connector) => connector[name])).size).toBe(connectors.length);
});

describe('conformance', () => {
  for (const profile of profiles) describeConnector(profile);
});
