import { Idiomorph } from 'idiomorph/dist/idiomorph.esm.js';
import { enhance } from './enhance.ts';
import { wordsOf } from './words.ts';

const batchMs = 200;
/** The server speaks every 15 s; silence for longer means that the connection is dead without having said so. */
const silenceMs = 40_000;
const jitter = (ms: number) => ms * (0.75 + Math.random() / 2);
const pollMs = 30_000;
/** Also while live: some changes (a new parcel, the warehouse's plan) are no milestones. */
const slowRefreshMs = 300_000;

type State = 'live' | 'lost' | 'polling' | 'quiet' | 'ended';

/**
 * Keeps the page up to date. Messages only say that something happened and where the stream stands; what is shown is always the server's own
 * page, put in place of the old one piece by piece.
 */
export function startLive(main: HTMLElement): void {
  const page = () => document.getElementById('page') ?? main;
  // Asked each time: a page that could not be read when it was opened may have become one that is live.
  const liveUrl = () => page().dataset['live'];
  if (liveUrl() === undefined && main.dataset['poll'] === undefined) return;
  let cursor = '';
  let source: EventSource | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let nextPoll: ReturnType<typeof setTimeout> | undefined;
  let batch: ReturnType<typeof setTimeout> | undefined;
  let refreshing = false;
  let isDue = false;
  let state: State | undefined;

  function show(next: State): void {
    state = next;
    const line = document.getElementById('connection');
    if (!line) return;
    line.dataset['state'] = next;
    const text = wordsOf(page())[next];
    if (line.textContent !== text) line.textContent = text;
  }

  async function refresh(): Promise<void> {
    clearTimeout(batch);
    batch = undefined;
    if (refreshing) {
      isDue = true;
      return;
    }
    refreshing = true;
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
      if (response.status === 403) return end();
      if (response.ok) replace(await response.text());
    } catch {
      // The page stays as it is; the connection line says so.
    } finally {
      refreshing = false;
      if (isDue) {
        isDue = false;
        soon();
      }
    }
  }

  function soon(): void {
    batch ??= setTimeout(() => void refresh(), batchMs);
  }

  function replace(html: string): void {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const next = fresh.getElementById('page');
    if (!next) return;
    const old = page();
    const headingBefore = old.querySelector('h1')?.textContent;
    const before = new Set([...old.querySelectorAll('.timeline li[id]')].map(({ id }) => id));
    const keepInPlace = anchor(old);
    Idiomorph.morph(old, next, {
      morphStyle: 'outerHTML',
      callbacks: {
        // What the reader opened stays open, what a script showed stays shown.
        beforeAttributeUpdated: (name) => name !== 'open' && name !== 'hidden',
        beforeNodeMorphed: (node) => !(node instanceof Element && node.id === 'connection'),
      },
    });
    document.title = fresh.title;
    const now = page();
    enhance(now);
    keepInPlace();
    const added = [...now.querySelectorAll('.timeline li[id]')].filter(({ id }) => !before.has(id));
    for (const row of added) row.classList.add('new');
    const heading = now.querySelector('h1')?.textContent ?? '';
    if (added.length > 0 || heading !== headingBefore) announce([added.length > 0 && wordsOf(now).news, heading]);
  }

  /** What the reader looks at must not move when something grows above it. */
  function anchor(root: HTMLElement): () => void {
    if (window.scrollY === 0) return () => {};
    // Not the newest three rows: they move on into the list below.
    const seen = [...root.querySelectorAll<HTMLElement>('[id]:not(.timeline > ol > li), .facts, .items')].find(
      (element) => element.getBoundingClientRect().top >= 0,
    );
    const top = seen?.getBoundingClientRect().top;
    return () => {
      if (seen?.isConnected && top !== undefined) window.scrollBy(0, seen.getBoundingClientRect().top - top);
    };
  }

  function announce(parts: (string | false)[]): void {
    const region = document.getElementById('news');
    if (region) region.textContent = parts.filter(Boolean).join(' ');
  }

  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      show('lost');
      connect();
    }, silenceMs);
  }

  function connect(): void {
    source?.close();
    clearTimeout(silence);
    const opened = new EventSource(`${liveUrl()}?after=${encodeURIComponent(cursor)}`);
    source = opened;
    opened.onopen = () => {
      // What was kept for a time without a network is old; the stream only says what comes.
      if (page().dataset['kept'] !== undefined) void refresh();
      clearTimeout(nextPoll);
      show('live');
      heard();
    };
    opened.addEventListener('ping', heard);
    opened.addEventListener('milestone', (event) => {
      heard();
      cursor = event.lastEventId;
      soon();
    });
    // The stream cannot go on from where we stood: what we missed is in the page itself.
    opened.addEventListener('restart', () => {
      opened.close();
      void refresh().then(() => {
        cursor = page().dataset['cursor'] ?? '';
        setTimeout(connect, jitter(1_000));
      });
    });
    opened.addEventListener('ended', end);
    opened.onerror = () => {
      if (opened !== source) return;
      clearTimeout(silence);
      if (opened.readyState === EventSource.CONNECTING) return show('lost'); // it tries again by itself, with the last id
      poll();
    };
  }

  function poll(): void {
    source?.close();
    source = undefined;
    if (state === 'ended') return;
    // A page that is never live has lost nothing.
    show(liveUrl() === undefined ? 'quiet' : 'polling');
    clearTimeout(nextPoll);
    nextPoll = setTimeout(() => {
      void refresh().then(() => {
        if (state === 'ended') return;
        go();
      });
    }, jitter(pollMs));
  }

  function end(): void {
    // What was kept for a time without a network ends with the access.
    void window.caches?.delete('milepost-orders');
    source?.close();
    clearTimeout(silence);
    clearTimeout(nextPoll);
    show('ended');
  }

  const slowly = () =>
    setTimeout(() => {
      if (state === 'live' && !document.hidden) void refresh();
      slowly();
    }, jitter(slowRefreshMs));

  function go(): void {
    if (liveUrl() === undefined) poll();
    else {
      cursor ||= page().dataset['cursor'] ?? '';
      connect();
    }
  }

  window.addEventListener('online', () => state !== 'ended' && go());
  window.addEventListener('offline', () => show('lost'));
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted || state === 'ended') return;
    void refresh();
    go();
  });
  go();
  slowly();
}
