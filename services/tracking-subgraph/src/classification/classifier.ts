import type { ReasonCode } from '../taxonomy/codes.ts';
import { readable } from './carrier-words.ts';
import { type Classification, classifyByRules, type WordedEvent } from './classify.ts';
import { reasonsFor } from './reasons.ts';

/** Something that reads texts which no rule understands. The text is a carrier's and may name people: whoever gives a model answers for where it runs. */
export interface ReasonModel {
  name: string;
  version: string;
  /** Null: it does not know. `confidence` is between 0 and 1. May throw, and should end when the signal does. */
  read(event: WordedEvent, signal: AbortSignal): Promise<{ reason: ReasonCode; confidence: number } | null>;
}

export interface Classifier {
  /** Never rejects. */
  classify(event: WordedEvent): Promise<Classification | null>;
}

const mostRemembered = 10_000;

/**
 * Codes, then words, then the model, where there is one. Its answer counts from `threshold` on, and where it is a reason that the milestone may have; one that
 * fails, or is silent for `timeoutMs`, says nothing. Answers are remembered, so that a text is read once by each process.
 */
export function createClassifier({
  model,
  threshold = 0.9,
  timeoutMs = 1_000,
}: {
  model?: ReasonModel;
  threshold?: number;
  timeoutMs?: number;
} = {}): Classifier {
  const remembered = new Map<string, Promise<Classification | null>>();

  async function ask(reader: ReasonModel, event: WordedEvent): Promise<Classification | null> {
    const signal = AbortSignal.timeout(timeoutMs);
    const silence = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    const answer = await Promise.race([reader.read(event, signal), silence]);
    if (!answer || !(answer.confidence >= threshold) || !reasonsFor(event.milestone).has(answer.reason)) return null;
    return { reason: answer.reason, by: 'MODEL', rule: `${reader.name} ${reader.version}`, matched: '' };
  }

  return {
    async classify(event) {
      const found = classifyByRules(event);
      if (found || !model) return found;
      const { milestone, description, carrierCode = null, language = null } = event;
      if (!description || readable(description) === null || reasonsFor(milestone).size === 0) return null;
      const key = JSON.stringify([milestone, carrierCode, language, description]);
      const known = remembered.get(key);
      if (known) return known;
      const asked = ask(model, event).catch(() => {
        remembered.delete(key);
        return null;
      });
      const [oldest] = remembered.keys();
      if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
      remembered.set(key, asked);
      return asked;
    },
  };
}

/** Codes and words alone. */
export const byRules = createClassifier();
