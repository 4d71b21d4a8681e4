import { createClient, type Client as Socket } from 'graphql-ws';
import type { TypedDocumentString } from '../../generated/graphql.ts';
import { documentIdOf } from './documents.ts';
import { sessionEnded } from './session.ts';
import { createStore } from './store.ts';

export type LiveState = 'connecting' | 'live' | 'lost';
/** What the dot in the header tells. */
export const liveState = createStore<LiveState>('connecting');

/** The gateway's word that a session has ended, or its rights have changed. */
const sessionClosed = 4403;
const waitMs = (retries: number) => Math.min(30_000, 500 * 2 ** retries) * (0.75 + Math.random() / 2);

let socket: Socket | undefined;

/**
 * One socket for the whole tab. A socket and not Server-Sent Events: agents have many tabs open, and a browser holds at most six streams of one origin by HTTP/1.1, but many
 * sockets. The cookie says who listens; the gateway compares the Origin.
 */
export function openSocket(): Socket {
  socket ??= createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    // Open while the desk is, so that its dot tells the truth and the end of a session is heard of.
    lazy: false,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, waitMs(retries))),
    on: {
      connecting: () => liveState.get() !== 'lost' && liveState.set('connecting'),
      connected: () => liveState.set('live'),
      closed(event) {
        liveState.set('lost');
        if ((event as CloseEvent).code === sessionClosed) void askWhoIAm();
      },
    },
  });
  return socket;
}

/** A closed session may be one with other rights now: only whoever is no staff any more is signed out. */
async function askWhoIAm(): Promise<void> {
  const response = await fetch('/auth/me').catch(() => null);
  if (!response?.ok) return;
  const { me } = (await response.json()) as { me: { role: string | null } | null };
  if (me?.role !== 'agent' && me?.role !== 'operator') sessionEnded();
}

/**
 * Listens to a stream of milestones from a cursor on, without a gap over broken connections. `onMessage` gets what came, `onGap` is told when the cursor is too
 * old: then everything has to be read again, and the stream goes on from now. Returns how to stop.
 */
export function listen<R extends { milestoneAdded: { cursor: string } }, V extends { after?: string | null }>(
  document: TypedDocumentString<R, V>,
  variables: V,
  { onMessage, onGap }: { onMessage: (data: R) => void; onGap: () => void },
): () => void {
  let stop = () => {};
  let isStopped = false;
  const begin = (given: V) => {
    // The client sends this very object again when it comes back.
    const current = { ...given };
    stop = openSocket().subscribe<R>(
      { query: '', documentId: documentIdOf(document), variables: current as Record<string, unknown> } as never,
      {
        next({ data, errors }) {
          if (data?.milestoneAdded) {
            current.after = data.milestoneAdded.cursor;
            onMessage(data);
          } else if (errors?.some(({ extensions }) => extensions?.['code'] === 'CURSOR_EXPIRED')) again();
        },
        error(error) {
          const isExpired =
            Array.isArray(error) &&
            error.some((one: { extensions?: { code?: string } }) => one.extensions?.code === 'CURSOR_EXPIRED');
          if (isExpired) again();
        },
        complete() {},
      },
    );
  };
  const again = () => {
    stop();
    if (isStopped) return;
    onGap();
    begin({ ...variables, after: null });
  };
  begin(variables);
  return () => {
    isStopped = true;
    stop();
  };
}
