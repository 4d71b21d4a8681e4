import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import {
  type CarrierWords,
  compilePhrases,
  isIn,
  matchAt,
  type Phrase,
  readable,
  type Word,
  wordsOf,
} from './carrier-words.ts';
import { prevailing, reasonsFor, reasonsOfCodes } from './reasons.ts';
import { german } from './words/de.ts';
import { english } from './words/en.ts';
import { spanish } from './words/es.ts';
import { french } from './words/fr.ts';
import { italian } from './words/it.ts';
import { dutch } from './words/nl.ts';
import { czech, danish, portuguese, swedish } from './words/others.ts';
import { polish } from './words/pl.ts';

/** Raised when a text may mean something else. Shown with each reason that words gave. */
const carrierWordsVersion = 1;

/** What is known of an event when it is asked why. */
export interface WordedEvent {
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  /** What its code says; null, UNKNOWN and OTHER: nothing that helps. */
  reason: ReasonCode | null;
  rawCode?: string | null;
  description: string | null;
  /** ISO 639-1, where somebody says in which language the text is; else all are tried. */
  language?: string | null;
  carrierCode?: string | null;
}

export interface Classification {
  reason: ReasonCode;
  by: 'CODE' | 'TEXT' | 'MODEL';
  /** Which rule or model, with its version. */
  rule: string;
  /** The very words that said so, never the text around them, which may name people; empty where none did. */
  matched: string;
}

interface Rule {
  id: string;
  reason: ReasonCode;
  words: Compiled;
  unless: readonly Phrase[];
}

interface Compiled {
  language: string;
  conditions: readonly Phrase[];
  guesses: ReadonlySet<string>;
}

const languages: readonly CarrierWords[] = [
  english,
  german,
  french,
  spanish,
  dutch,
  italian,
  polish,
  portuguese,
  czech,
  swedish,
  danish,
];

interface Entry {
  phrase: Phrase;
  rule: Rule;
}
/** Phrases by the word they begin with; those that begin with a part of a word are tried at every word. */
const byFirstWord = new Map<string, Entry[]>();
const others: Entry[] = [];
/** Neighbouring languages share their nouns: a "no" of any of them counts. */
const negations = new Set<string>();
const negated: Phrase[] = [];

for (const words of languages) {
  const compiled: Compiled = {
    language: words.language,
    conditions: compilePhrases(words.conditions, words.names),
    guesses: new Set(wordsOf(words.guesses).map(({ text }) => text)),
  };
  for (const { text } of wordsOf(words.negations)) negations.add(text);
  for (const one of words.negated.split(' ')) negated.push(...compilePhrases(one, words.names));
  for (const [reason, { says, unless = '' }] of Object.entries(words.phrases)) {
    const rule: Rule = {
      id: `${reason}.${words.language}`,
      reason: reason as ReasonCode,
      words: compiled,
      unless: compilePhrases(unless, words.names),
    };
    for (const phrase of compilePhrases(says, words.names)) {
      const [first] = phrase;
      if (!first || first.gap || first.isOptional)
        throw new Error(`A phrase of ${rule.id} begins with a gap or a word that may be missing`);
      for (const matcher of first.words) {
        if ('exact' in matcher) {
          const entries = byFirstWord.get(matcher.exact) ?? [];
          byFirstWord.set(matcher.exact, [...entries, { phrase, rule }]);
        } else if (!others.some((entry) => entry.phrase === phrase)) others.push({ phrase, rule });
      }
    }
  }
}

/** What the code says; what the words say where it says nothing; null: nobody knows. A code is never overruled. Pure, and bounded in time whatever the text is. */
export function classifyByRules(event: WordedEvent): Classification | null {
  const coded = reasonOfCode(event);
  if (coded) return { reason: coded, by: 'CODE', rule: 'code', matched: event.rawCode ?? '' };
  const allowed = reasonsFor(event.milestone);
  const text = event.description === null || allowed.size === 0 ? null : readable(event.description);
  if (text === null) return null;
  const found = findReasons(text, event.language ?? null);
  // What cannot be of this milestone makes the text doubtful, too.
  const reason = prevailing([...found.keys()]);
  const match = reason && allowed.has(reason) ? found.get(reason) : undefined;
  if (!reason || !match) return null;
  return { reason, by: 'TEXT', rule: `${match.rule.id} ${carrierWordsVersion}`, matched: match.matched };
}

/** The reason that its code gives, or its milestone by itself. */
function reasonOfCode({ milestone, reason }: WordedEvent): ReasonCode | null {
  if (reason !== null && reason !== 'UNKNOWN' && reason !== 'OTHER') return reason;
  return reasonsOfCodes[milestone] ?? null;
}

/** Of each reason the first words that say it. */
function findReasons(text: string, language: string | null): Map<ReasonCode, { rule: Rule; matched: string }> {
  const words = wordsOf(text);
  const found = new Map<ReasonCode, { rule: Rule; matched: string }>();
  const refuted = new Map<Rule, boolean>();
  const isNegation = ({ text: word }: Word) => negations.has(word);
  for (const [at, word] of words.entries()) {
    for (const { phrase, rule } of [...(byFirstWord.get(word.text) ?? []), ...others]) {
      if (found.has(rule.reason) || (language !== null && rule.words.language !== language)) continue;
      const positions = matchAt(phrase, words, at, isNegation);
      if (!positions || isTakenBack(text, words, positions, rule)) continue;
      if (!refuted.has(rule)) refuted.set(rule, isIn(rule.unless, words));
      if (!refuted.get(rule)) found.set(rule.reason, { rule, matched: quote(text, words, positions) });
    }
  }
  return found;
}

const negationReach = 4;

/** "Not", "if" or "possible" before it, "no" or "?" after it. */
function isTakenBack(text: string, words: readonly Word[], positions: readonly number[], rule: Rule): boolean {
  const [first, last] = [positions[0] as number, positions.at(-1) as number];
  const { clause, sentence } = words[first] as Word;
  if (rule.words.guesses.has(words[first - 1]?.text ?? '')) return true;
  for (let at = first - 1; at >= Math.max(0, first - negationReach) && words[at]?.clause === clause; at -= 1)
    if (negations.has((words[at] as Word).text) && !isIn(negated, words.slice(at + 1, first))) return true;
  const before = words.slice(0, first).filter((word) => word.sentence === sentence);
  if (isIn(rule.words.conditions, before)) return true;
  const next = words[last + 1];
  const end = words.findIndex((word, at) => at > last && word.sentence !== words[last]?.sentence);
  const after = text.slice((words[end === -1 ? words.length - 1 : end - 1] as Word).end);
  if (/^\s*\?/.test(after)) return true;
  // "Damage reported: no".
  const isAnswer = next?.sentence === words[last]?.sentence && words[last + 2]?.clause !== next?.clause;
  return next !== undefined && isAnswer && answersNo.has(next.text);
}

const answersNo = new Set(
  'no none nein keine keiner non aucun aucune ninguno ninguna nessuno nessuna nee geen nie brak nao'.split(' '),
);

/** The words of the phrase as the carrier wrote them; what stands between them may be a name. */
function quote(text: string, words: readonly Word[], positions: readonly number[]): string {
  const parts: string[] = [];
  for (const [n, position] of positions.entries()) {
    const { start, end } = words[position] as Word;
    const before = positions[n - 1];
    if (before !== undefined && before < position - 1) parts.push('…');
    parts.push(text.slice(start, end));
  }
  return parts.join(' ').slice(0, 120);
}
