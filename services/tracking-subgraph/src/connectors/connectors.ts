import { seventeenTrack } from './17track/webhook.ts';
import { aftership } from './aftership/webhook.ts';
import type { Connector } from './connector.ts';
import { easypost } from './easypost/webhook.ts';
import { trackingmore } from './trackingmore/webhook.ts';

/** Every provider that we take messages of. A new one is a folder beside this file and a line here (docs/connectors.md). */
export const connectors: readonly Connector[] = [aftership, trackingmore, seventeenTrack, easypost];
