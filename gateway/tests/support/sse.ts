import { origin } from './world.ts';

/** SSE as `fetch` sees it: `cut` when the body ended without the protocol's `complete` event. */
export async function openSse(
  { gateway }: { gateway: { url: string } },
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
) {
  const abort = new AbortController();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', origin, ...headers },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  const type = String(response.headers.get('content-type'));
  if (!type.startsWith('text/event-stream')) throw new Error(`no stream but ${type}: ${await response.text()}`);
  const state: { ended: 'cut' | 'done' | null; completed: boolean } = { ended: null, completed: false };
  let text = '';
  const reading = (async () => {
    try {
      for await (const chunk of response.body as ReadableStream<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        if (text.includes('event: complete')) state.completed = true;
      }
      state.ended = state.completed ? 'done' : 'cut';
    } catch {
      state.ended = 'cut';
    }
  })();
  return {
    state,
    cursors: () => [...text.matchAll(/"cursor":"(\d+)"/g)].map((match) => match[1]),
    async cancel() {
      abort.abort();
      await reading;
    },
  };
}
