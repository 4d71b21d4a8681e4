import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '@milepost/wording';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** Headings, what is said and promised, steps, and what can be pressed. */
const found =
  /<(?<heading>h[12])\b[^>]*>(?<title>.*?)<\/h[12]>|<(?:p|details) class="(?:promise|lead|detail|answer)\b[^>]*>(?:<summary>)?(?<words>.*?)<\/(?:p|summary)>|<ol class="stepper"[^>]*>(?<steps>.*?)<\/ol>|<(?:a|button)\b(?=[^>]* (?:class="button|type="submit))[^>]*>(?<button>.*?)<\/(?:a|button)>/gs;

/** What a reader must find on a page: a line for each section with what is said and promised, where the steps stand ([now], (to come), -will not happen-), and its {buttons}. */
export function textOfHtml(html: string): string {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  const lines: string[][] = [[/^<main[^>]* data-state="(\w+)"/.exec(main)?.[1] ?? []].flat()];
  for (const { groups = {} } of main.matchAll(found)) {
    const { heading, title, words, steps, button } = groups;
    if (heading === 'h2') lines.push([]);
    const text = steps ? stepsOf(steps) : plain(title ?? words ?? button ?? '');
    lines.at(-1)?.push(button === undefined ? text : `{${text}}`);
  }
  return lines.map((line) => line.join(' | ')).join('\n  ');
}

const stepsOf = (list: string) =>
  [...list.matchAll(/<li data-state="(\w+)".*?<span class="word"[^>]*>(.*?)<\/span>/gs)]
    .map(([, state, word = '']) => {
      const text = plain(word);
      return state === 'done' ? text : state === 'now' ? `[${text}]` : state === 'off' ? `-${text}-` : `(${text})`;
    })
    .join(' > ');

/** What is committed of each page's text, by its name. */
export const committedTexts = (locale: Locale): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(import.meta.dirname, `../e2e/page-texts/${locale}.txt`), 'utf8')
      .trimEnd()
      .split(/\n(?! )/)
      .map((page) => [page.slice(0, page.indexOf(': ')), page.slice(page.indexOf(': ') + 2)]),
  );
