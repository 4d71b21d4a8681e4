import { describe, test } from 'vitest';
import {
  checkAnyInput,
  checkClipped,
  checkPure,
  checkStorableText,
  checkTables,
  checkUnknownCodes,
} from './mapping-checks.ts';
import { checkAnyOrder, checkKeysCoverAll, checkKnown, checkPieces } from './order-checks.ts';
import type { ConnectorProfile } from './profile.ts';
import { checkManifest, checkSample } from './sample-checks.ts';
import { type Sample, type Subject, subjectOf } from './samples.ts';
import {
  checkBodyIsCovered,
  checkHeaders,
  checkIdentity,
  checkNoSecret,
  checkProfileSigns,
  checkVerdict,
} from './signature-checks.ts';

/** Each throws where the connector falls short. */
export const connectorChecks: Readonly<Record<string, (subject: Subject) => void>> = {
  'the manifest covers every message on disk, and names fit': checkManifest,
  'nothing is accepted without its secret': checkNoSecret,
  'a signature header that is missing, doubled, too long or of another type is refused': checkHeaders,
  'one changed byte of the body is refused, or the address needs a secret': checkBodyIsCovered,
  'a message has one identity of 32 bytes': checkIdentity,
  'the profile signs like the provider': checkProfileSigns,
  'every code of the tables means what its table says': checkTables,
  'an unknown code is kept, counted, and changes nothing': checkUnknownCodes,
  'any bytes, and any JSON in any place, are at most a dead letter': checkAnyInput,
  'no text that a database refuses reaches a fact': checkStorableText,
  'every text is clipped': checkClipped,
  'mapping is pure': checkPure,
  'all messages about a number, in any order and twice, are one state': checkAnyOrder,
  'a journey in pieces, doubled and shuffled, is the journey told at once': checkPieces,
  'a message told twice is no news': checkKnown,
  'a key stands for everything its fact says': checkKeysCoverAll,
};

/** For each sample. */
export const sampleChecks: Readonly<Record<string, (subject: Subject, sample: Sample) => void>> = {
  'its signature is judged as the manifest says': checkVerdict,
  'it means what the manifest says': checkSample,
};

/** Some checks read thousands of messages, and machines are busy. */
const limit = { timeout: 30_000 };

/** Everything that a connector has to pass. */
export function describeConnector(profile: ConnectorProfile): void {
  describe(profile.connector.provider, () => {
    const subject = subjectOf(profile);
    test.each(Object.entries(connectorChecks))('%s', limit, (_name, check) => check(subject));
    describe.each(subject.samples)('$file', (sample) => {
      test.each(Object.entries(sampleChecks))('%s', (_name, check) => check(subject, sample));
    });
  });
}
