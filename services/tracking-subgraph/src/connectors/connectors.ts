import { aftership } from './aftership/webhook.ts';
import type { Connector } from './connector.ts';

/** Every provider that we take messages of. A new one is a folder beside this file and a line here (docs/connectors.md). */
export const connectors: readonly Connector[] = [aftership];
