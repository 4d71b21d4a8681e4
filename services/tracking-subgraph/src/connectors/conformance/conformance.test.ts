import { describe, expect, test } from 'vitest';
import { seventeenTrackProfile } from '../17track/profile.test-support.ts';
import { aftershipProfile } from '../aftership/profile.test-support.ts';
import { connectors } from '../connectors.ts';
import { easypostProfile } from '../easypost/profile.test-support.ts';
import { trackingmoreProfile } from '../trackingmore/profile.test-support.ts';
import { describeConnector } from './describe-connector.ts';

const profiles = [aftershipProfile, trackingmoreProfile, seventeenTrackProfile, easypostProfile];

test('every provider that we take messages of is checked, once', () => {
  expect(profiles.map(({ connector }) => connector)).toEqual(connectors);
  for (const name of ['provider', 'variables'] as const)
    expect(new Set(connectors.map((connector) => connector[name])).size).toBe(connectors.length);
});

describe('conformance', () => {
  for (const profile of profiles) describeConnector(profile);
});
