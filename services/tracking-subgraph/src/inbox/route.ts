import type { Route } from '../connectors/connector.ts';

/** How the inbox names where a message came from: `aftership` for what was pushed, `aftership/read` for what we read. */
export function inboxName(provider: string, route: Route): string {
  return route === 'webhook' ? provider : `${provider}/${route}`;
}

export function fromInboxName(name: string): { provider: string; route: Route } {
  const [provider = '', route] = name.split('/', 2);
  return { provider, route: route === 'read' ? 'read' : 'webhook' };
}
