import { readFileSync } from 'node:fs';
import { journeys } from '@milepost/provider-simulator/journeys';
import { profiles } from '../connectors/conformance/profiles.ts';
import { subjectOf } from '../connectors/conformance/samples.ts';
import { scansOf, tellIfUsable } from '../connectors/conformance/told.ts';
import { builtInMapping } from '../mapping/mapping.ts';
import { type MilestoneCode, type ReasonCode, reasonCodes } from '../taxonomy/codes.ts';
import { reasonsFor, reasonsOfCodes } from './reasons.ts';

/** A carrier's text whose reason is known; null: it gives none, and none must be read into it. */
export interface LabelledText {
  /** As a code that says no more would have it. */
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  /** What other providers’ codes say beside the same text, where they have none as fine: right as well. */
  also?: readonly ReasonCode[];
  text: string;
}

/** Lines of `language|reason|text`, written by us as carriers write. `held-out` was not looked at while the rules were written. */
export function sentences(file: 'labelled' | 'held-out'): LabelledText[] {
  const content = readFileSync(new URL(`../../fixtures/carrier-words/${file}.txt`, import.meta.url), 'utf8');
  return content
    .trim()
    .split('\n')
    .map((line) => {
      const [, label, text] = /^[a-z]{2}\|([A-Z_]+|-)\|(.+)$/.exec(line) ?? [];
      const reason = label === '-' ? null : reasonCodes.find((code) => code === label);
      if (!text || reason === undefined) throw new Error(`${file}.txt: "${line}" is not "language|reason|text"`);
      return { milestone: 'EXCEPTION', reason, text };
    });
}

/** Texts beside a code that says why, in providers' samples and in the simulator's journeys, with that code hidden; and those of parcels that go as they should, which say nothing. */
export function codedTexts(): LabelledText[] {
  const events = [...ofSamples(), ...ofJourneys()].flatMap(({ milestone, reason, text }) => {
    const coded = reason ?? reasonsOfCodes[milestone] ?? null;
    const isProblem = reasonsFor(milestone).size > 0 || reasonsOfCodes[milestone] !== undefined;
    if (!text || coded === 'UNKNOWN' || coded === 'OTHER' || (isProblem && coded === null)) return [];
    const hidden: MilestoneCode = reasonsFor(milestone).size > 0 ? milestone : 'EXCEPTION';
    return [{ milestone: hidden === 'CUSTOMS_HELD' ? 'EXCEPTION' : hidden, reason: coded, text }];
  });
  return [...Map.groupBy(events, ({ text }) => text).values()].flatMap((same) => {
    const named = same.flatMap(({ reason }) => reason ?? []);
    const first = same.find(({ reason }) => reason !== null) ?? same[0];
    return first ? [{ ...first, also: named }] : [];
  });
}

interface Coded {
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  text: string | null;
}

function ofSamples(): Coded[] {
  return profiles.flatMap((profile) => {
    const { connector, samples } = subjectOf(profile);
    return samples
      .flatMap(({ body }) => tellIfUsable(connector, body))
      .flatMap(({ facts }) => scansOf(facts))
      .filter(({ isUnknownCode }) => isUnknownCode !== true)
      .map(({ milestone, reason, description }) => ({ milestone, reason, text: description }));
  });
}

function ofJourneys(): Coded[] {
  return [...journeys.values()]
    .flatMap(({ parcels }) => parcels)
    .flatMap(({ steps }) => steps)
    .flatMap(({ text, aftership, trackingmore }) =>
      (
        [
          ['aftership', aftership],
          ['trackingmore', trackingmore],
        ] as const
      ).flatMap(([provider, code]) => {
        if (!code || !text) return [];
        const { milestone, reason } = builtInMapping.find(provider, null, code);
        return [{ milestone, reason, text }];
      }),
    );
}
