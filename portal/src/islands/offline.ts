import { wordsOf } from './words.ts';

/** Keeps the page of an order for a time without a network (src/offline), and says how old it is where it was kept. */
export function startOffline(main: HTMLElement): void {
  if (main.dataset['kept'] !== undefined) sayAge(main);
  if (main.dataset['live'] === undefined || !('serviceWorker' in navigator)) return;
  // Later than what the reader waits for.
  if (document.readyState === 'complete') void begin();
  else window.addEventListener('load', () => void begin());
}

async function begin(): Promise<void> {
  const { serviceWorker } = navigator;
  const isFirst = serviceWorker.controller === null;
  const taken = new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  const registered = await serviceWorker.register('/service-worker.js').catch(() => null);
  if (!isFirst || !registered) return;
  // The first visit was not seen by the worker: what stands here is asked for once more, now through it.
  await taken;
  const files = [
    ...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[rel=stylesheet], script[src]'),
  ];
  for (const address of [location.href, ...files.map((file) => ('href' in file ? file.href : file.src))])
    await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
}

function sayAge(main: HTMLElement): void {
  const readAt = new Date(main.dataset['readAt'] ?? '');
  if (Number.isNaN(readAt.getTime())) return;
  const note = document.createElement('p');
  note.className = 'stale';
  note.id = 'kept';
  note.setAttribute('role', 'note');
  const time = document.createElement('time');
  time.dateTime = readAt.toISOString();
  time.textContent = new Intl.DateTimeFormat(document.documentElement.dataset['tag'], {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(readAt);
  note.append(`${wordsOf(main).offline} `, time);
  main.querySelector('h1')?.before(note);
}
