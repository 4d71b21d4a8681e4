import { wordsOf } from './words.ts';

let isOwnZone = false;

/** Buttons that need a script, and times in the reader's own zone. Safe to call again after the content changed. */
export function enhance(main: HTMLElement): void {
  for (const element of main.querySelectorAll<HTMLElement>('.tools, .copy')) element.hidden = false;
  // Moments that belong to no place are the reader's at once; those of events on demand, because the place's clock is what the carrier means.
  for (const time of main.querySelectorAll<HTMLTimeElement>('time[data-own-zone]')) inOwnZone(time, time.dateTime, '');
  if (isOwnZone) showOwnZone(main);
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
  const main = document.getElementById('page');
  if (!target || !main) return;
  if (target.dataset['copy'] !== undefined) void copy(target, target.dataset['copy'], main);
  if (target.dataset['zones'] !== undefined) {
    isOwnZone = true;
    showOwnZone(main);
  }
  if (target.dataset['print'] !== undefined) window.print();
});

async function copy(button: HTMLElement, text: string, main: HTMLElement): Promise<void> {
  const words = wordsOf(main);
  const done = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  button.textContent = done ? words.copied : words.notCopied;
  setTimeout(() => {
    button.textContent = words.copy;
  }, 2_000);
}

function showOwnZone(main: HTMLElement): void {
  for (const time of main.querySelectorAll<HTMLTimeElement>('time[data-instant]'))
    inOwnZone(time, time.dataset['instant'] ?? '', ` (${wordsOf(main).yourTime})`);
  const button = main.querySelector<HTMLElement>('[data-zones]');
  if (button) button.hidden = true;
}

const ownFormat = new Intl.DateTimeFormat(document.documentElement.dataset['tag'], {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function inOwnZone(time: HTMLTimeElement, instant: string, suffix: string): void {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return;
  time.textContent = `${ownFormat.format(date)}${suffix}`;
}
