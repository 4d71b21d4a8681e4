import type { Client, ClientKind } from './clients.ts';
import { hereFactor } from './operation-limits.ts';

/** When somebody with too many connections may try again: nobody knows, but soon is early enough. */
export const connectionRetryMs = 10_000;

/**
 * How many sockets and how many streams (subscriptions, over sockets or SSE) one client holds open at this process. Everybody but a partner also counts at
 * the place they come from, so that many orders or accounts in one hand are bounded too.
 */
export function createConnectionLimits(atMost: Readonly<Record<ClientKind, number>>) {
  const open = { sockets: new Map<string, number>(), streams: new Map<string, number>() };
  let streams = 0;

  function take(kind: keyof typeof open, client: Client): (() => void) | null {
    const held = open[kind];
    const name = `${client.kind}|${client.key}`;
    const count = held.get(name) ?? 0;
    if (count >= atMost[client.kind] * (client.isHere ? hereFactor : 1)) return null;
    held.set(name, count + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (held.get(name) ?? 1) - 1;
      if (left > 0) held.set(name, left);
      else held.delete(name);
    };
  }

  return {
    /** Counts a socket until the answer is called; null: it is one too many. */
    openSocket: (client: Client): (() => void) | null => take('sockets', client),
    /** Counts a stream under its client and its place until the answer is called; null: it is one too many. */
    openStream(client: Client, place: Client): (() => void) | null {
      const ofClient = take('streams', client);
      if (!ofClient) return null;
      const ofPlace = client.kind === 'partner' || client === place ? () => {} : take('streams', place);
      if (!ofPlace) {
        ofClient();
        return null;
      }
      streams += 1;
      let isHeld = true;
      return () => {
        if (isHeld) streams -= 1;
        isHeld = false;
        ofClient();
        ofPlace();
      };
    },
    get streams() {
      return streams;
    },
  };
}
export type ConnectionLimits = ReturnType<typeof createConnectionLimits>;
