import type { ReasonCode } from '../taxonomy/codes.ts';
import { type Classification, classifyByRules } from './classify.ts';
import type { LabelledText } from './labelled-texts.ts';

/** How often texts of one reason (null: of none) were given another, or none. */
export interface ConfusionMatrix {
  /** By the reason that is right, then by the one that was given; NONE is none. */
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Of the reasons that were given, so many were right. */
  precision: number;
  /** Of the reasons that there were, so many were given, and rightly. */
  recall: number;
  wrong: readonly { text: LabelledText; given: Classification }[];
  missed: readonly LabelledText[];
}

const none = 'NONE';

/** What the words alone say of texts whose reason is known: no code is shown. */
export function confusionMatrix(texts: readonly LabelledText[]): ConfusionMatrix {
  const counts = new Map<string, Map<string, number>>();
  const wrong: { text: LabelledText; given: Classification }[] = [];
  const missed: LabelledText[] = [];
  let [right, reasons] = [0, 0];
  for (const text of texts) {
    const given = classifyByRules({ milestone: text.milestone, status: null, reason: null, description: text.text });
    const isRight = given !== null && (given.reason === text.reason || text.also?.includes(given.reason) === true);
    const wanted = (isRight ? given.reason : text.reason) ?? none;
    const row = counts.get(wanted) ?? new Map<string, number>();
    counts.set(wanted, row);
    row.set(given?.reason ?? none, (row.get(given?.reason ?? none) ?? 0) + 1);
    if (text.reason !== null) reasons += 1;
    if (isRight) right += 1;
    else if (given) wrong.push({ text, given });
    else if (text.reason !== null) missed.push(text);
  }
  const given = right + wrong.length;
  return {
    counts,
    precision: given === 0 ? 1 : right / given,
    recall: reasons === 0 ? 1 : right / reasons,
    wrong,
    missed,
  };
}

/** For people: a row for each reason that is right, a column for each that was given, then what went wrong. */
export function matrixLines(title: string, { counts, precision, recall, wrong, missed }: ConfusionMatrix): string[] {
  const given = new Set([...counts.values()].flatMap((row) => [...row.keys()]));
  const names = [...new Set([...counts.keys(), ...given])].filter((name) => name !== none).sort();
  names.push(none);
  const widest = Math.max(...names.map(({ length }) => length));
  const columns = names.filter((name) => given.has(name));
  const total = [...counts.values()].flatMap((row) => [...row.values()]).reduce((sum, count) => sum + count, 0);
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  return [
    `${title}: ${total} texts, precision ${percent(precision)}, recall ${percent(recall)}`,
    `${'right \\ given'.padEnd(widest + 4)}${columns.map((name) => String(names.indexOf(name) + 1).padStart(4)).join('')}`,
    ...names.flatMap((name, n) => {
      const row = counts.get(name);
      if (!row) return [];
      const cells = columns.map((column) => String(row.get(column) ?? '·').padStart(4)).join('');
      return [`${String(n + 1).padStart(2)} ${name.padEnd(widest)} ${cells}`];
    }),
    ...wrong.map(
      ({ text, given: { reason, rule, matched } }) =>
        `  wrong: ${reason} instead of ${text.reason ?? none} by ${rule} (“${matched}”): ${text.text}`,
    ),
    ...missed.map(({ reason, text }) => `  missed: ${reason as ReasonCode}: ${text}`),
    '',
  ];
}
