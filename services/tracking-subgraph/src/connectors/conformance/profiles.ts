import { seventeenTrackProfile } from '../17track/profile.test-support.ts';
import { aftershipProfile } from '../aftership/profile.test-support.ts';
import { easypostProfile } from '../easypost/profile.test-support.ts';
import { trackingmoreProfile } from '../trackingmore/profile.test-support.ts';
import type { ConnectorProfile } from './profile.ts';

/** Of every provider, in the order of connectors.ts: a test holds both together. */
export const profiles: readonly ConnectorProfile[] = [
  aftershipProfile,
  trackingmoreProfile,
  seventeenTrackProfile,
  easypostProfile,
];
