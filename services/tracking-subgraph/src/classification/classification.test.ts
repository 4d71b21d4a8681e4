import { describe, expect, test } from 'vitest';
import { casePolicy } from '../case/case-policy.ts';
import { anEvent, now, shipmentSubject } from '../case/case-subjects.test-support.ts';
import { findCauses } from '../case/find-causes.ts';
import type { MilestoneCode, ReasonCode } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import { wordsOf } from './carrier-words.ts';
import { createClassifier, type ReasonModel } from './classifier.ts';
import { classifyByRules } from './classify.ts';
import { confusionMatrix, matrixLines } from './confusion-matrix.ts';
import { codedTexts, sentences } from './labelled-texts.ts';

const classify = (description: string, milestone: MilestoneCode = 'EXCEPTION', reason: ReasonCode | null = null) =>
  classifyByRules({ milestone, status: milestoneRule(milestone).status, reason, description });
const reasonOf = (description: string, milestone?: MilestoneCode) => classify(description, milestone)?.reason ?? null;

/** Which cases a reason opens: what a person is asked to do. */
function casesOf(reason: ReasonCode | null): string {
  const parcel = shipmentSubject([anEvent('EXCEPTION', 1, { reason })]);
  const { causes } = findCauses(parcel, { now, policy: casePolicy.parse({}), openTypes: new Set() });
  return causes.map(({ type }) => type).join(' ');
}

describe('texts whose reason is known', () => {
  test.each([['labelled'], ['held-out']] as const)('%s sentences', (file) => {
    const matrix = confusionMatrix(sentences(file));
    const shown = matrixLines(file, matrix).join('\n');
    expect(matrix.precision, shown).toBeGreaterThanOrEqual(0.98);
    expect(matrix.recall, shown).toBeGreaterThanOrEqual(0.95);
    const misleading = matrix.wrong.filter(({ text, given }) => casesOf(given.reason) !== casesOf(text.reason));
    expect(misleading, shown).toEqual([]);
  });
  test('there are enough of them, in every language and of every case', () => {
    const all = [...sentences('labelled'), ...sentences('held-out')];
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(new Set(all.map(({ reason }) => casesOf(reason)))).toEqual(
      new Set(['', 'REFUSED', 'ADDRESS_PROBLEM', 'CUSTOMS_HELD', 'DAMAGED', 'LOST']),
    );
  });
  test('samples and journeys: the words agree with the code beside them, or say more than it', () => {
    const texts = codedTexts();
    expect(texts.length).toBeGreaterThan(90);
    const { wrong, missed, recall } = confusionMatrix(texts);
    expect(wrong.map(({ text, given }) => [text.text, text.reason, given.reason])).toEqual([
      // A code for any payment, and one for anything that customs do.
      ['Waiting for payment of import charges', 'PAYMENT_DUE', 'CUSTOMS_PAYMENT'],
      ['Detained by customs', 'CUSTOMS_PROHIBITED', 'CUSTOMS_DELAY'],
    ]);
    expect(missed.map(({ reason }) => reason)).toEqual(['CARRIER_DELAY']);
    expect(recall).toBeGreaterThan(0.85);
  });
  test('a matrix shows what went wrong', () => {
    const label = { milestone: 'EXCEPTION', reason: 'WEATHER', text: 'Colis perdu' } as const;
    const matrix = confusionMatrix([label, { ...label, reason: 'CARRIER_LOSS' }, { ...label, text: 'x' }]);
    expect(matrix).toMatchObject({ precision: 1 / 2, recall: 1 / 3 });
    expect(matrixLines('Few', matrix).join('\n')).toContain('wrong: CARRIER_LOSS instead of WEATHER');
  });
});

test('a code is never overruled, whatever the words say', () => {
  expect(classify('Colis refusé par le destinataire', 'EXCEPTION', 'WEATHER')).toMatchObject({
    reason: 'WEATHER',
    by: 'CODE',
  });
  expect(classify('Customer refused', 'LOST')).toMatchObject({ reason: 'CARRIER_LOSS', by: 'CODE' });
  for (const reason of ['UNKNOWN', 'OTHER'] as const)
    expect(classify('Customer refused', 'ATTEMPT_FAILED', reason)).toMatchObject({ by: 'TEXT' });
});

test('words make a milestone finer and never another', () => {
  expect(reasonOf('Parcel damaged', 'CUSTOMS_HELD')).toBeNull();
  expect(reasonOf('Commercial invoice is missing', 'CUSTOMS_HELD')).toBe('CUSTOMS_DOCUMENTS');
  expect(reasonOf('The shipment has been lost in transit', 'ATTEMPT_FAILED')).toBeNull();
  for (const milestone of ['IN_TRANSIT', 'DELIVERED', 'OUT_FOR_DELIVERY', 'UNKNOWN'] as const)
    expect(reasonOf('Parcel damaged', milestone)).toBeNull();
});

test('quotes the words that say it and nothing between or around them', () => {
  expect(classify('Mr Miller: Delivery at 7 Elm Rd refused by old Mrs Smith, consignee')?.matched).not.toMatch(
    /Miller|Smith|Elm/,
  );
  expect(classify('EMPFÄNGER Hr. Müller verweigert die ANNAHME')).toEqual({
    reason: 'RECIPIENT_REFUSED',
    by: 'TEXT',
    rule: 'RECIPIENT_REFUSED.de 1',
    matched: 'verweigert … ANNAHME',
  });
});

test.each([
  ['case, accents, umlauts as two letters and invisible signs', 'EMPFAENGER verwei\u00adgert die A\u0301nnahme'],
  ['letters of full width', 'Ｄｅｌｉｖｅｒｙ ｒｅｆｕｓｅｄ ｂｙ ｃｏｎｓｉｇｎｅｅ'],
  ['composed and decomposed alike', 'Colis refuse\u0301 par le destinataire'],
])('reads %s', (_, text) => {
  expect(reasonOf(text)).toBe('RECIPIENT_REFUSED');
});

test.each([
  'Parcel was not damaged',
  'No sign of any damage reported',
  'Damage reported: no',
  'If nobody is home, the address is incorrect or the parcel is damaged, we return it',
  'Is the parcel damaged?',
  'Possibly damaged',
  'Sendung nicht beschädigt',
  'Objeto não extraviado',
  'Pakken er ikke beskadiget',
])('says nothing of what is denied, asked or supposed: %s', (text) => {
  expect(reasonOf(text)).toBeNull();
});

test.each<[string, ReasonCode | null]>([
  ['Refused by recipient, parcel damaged', 'CARRIER_DAMAGE'],
  ['Address incorrect, nobody was home', 'INCORRECT_ADDRESS'],
  ['Address incomplete, refused by the customer', 'RECIPIENT_REFUSED'],
  ['Held by customs, commercial invoice is missing', 'CUSTOMS_DOCUMENTS'],
  // Neither is the cause of the other.
  ['Held by customs. Address incorrect.', null],
  ['Parcel damaged. Held by customs.', null],
])('where several reasons are given: %s', (text, reason) => {
  expect(reasonOf(text)).toBe(reason);
});

test('tries the languages that it is told', () => {
  const event = { milestone: 'EXCEPTION', status: 'EXCEPTION', reason: null, description: 'Colis perdu' } as const;
  expect(classifyByRules({ ...event, language: 'fr' })?.reason).toBe('CARRIER_LOSS');
  expect(classifyByRules({ ...event, language: 'pl' })).toBeNull();
});

test('long and hostile texts cost little: the work is bounded by the text, and longer ones are nobody’s scan', () => {
  expect(reasonOf(`Parcel damaged ${'x '.repeat(300)}`)).toBeNull();
  // Beginnings that almost fit, over and over: each word is tried by each phrase at most once, with gaps of three words.
  const hostile = [
    'customs '.repeat(75),
    'delivery refused not '.repeat(28),
    'a '.repeat(299),
    '﷽'.repeat(33),
    'é'.repeat(599),
  ];
  // What grows with a power of the length would take minutes, not the seconds that a test may.
  for (let n = 0; n < 20; n += 1)
    for (const text of hostile) expect([null, 'RECIPIENT_REFUSED']).toContain(reasonOf(text));
  expect(wordsOf('a.'.repeat(300)).length).toBe(300);
});

describe('a model', () => {
  const event = {
    milestone: 'EXCEPTION',
    status: 'EXCEPTION',
    reason: null,
    description: 'Saadetis on kadunud',
  } as const;
  const reader = (read: ReasonModel['read']): ReasonModel => ({ name: 'fake', version: '7', read });
  test('is asked only where neither code nor words say anything, and once for a text', async () => {
    let asked = 0;
    const model = reader(async () => {
      asked += 1;
      return { reason: 'CARRIER_LOSS', confidence: 0.95 };
    });
    const { classify: read } = createClassifier({ model });
    expect(await read({ ...event, reason: 'WEATHER' })).toMatchObject({ by: 'CODE' });
    expect(await read({ ...event, description: 'Colis perdu' })).toMatchObject({ by: 'TEXT' });
    expect(await read({ ...event, milestone: 'IN_TRANSIT' })).toBeNull();
    expect(await read({ ...event, description: null })).toBeNull();
    expect(asked).toBe(0);
    const answers = await Promise.all([read(event), read(event)]);
    expect(answers).toEqual(
      Array.from({ length: 2 }, () => ({ reason: 'CARRIER_LOSS', by: 'MODEL', rule: 'fake 7', matched: '' })),
    );
    expect(asked).toBe(1);
  });
  test.each<[string, ReasonModel['read']]>([
    ['is not sure', async () => ({ reason: 'CARRIER_LOSS', confidence: 0.89 })],
    ['gives no number', async () => ({ reason: 'CARRIER_LOSS', confidence: Number.NaN })],
    ['says that it does not know', async () => null],
    ['gives a reason that helps nobody', async () => ({ reason: 'OTHER', confidence: 1 })],
    ['fails', async () => Promise.reject(new Error('no model today'))],
    [
      'throws',
      () => {
        throw new Error('at once');
      },
    ],
    ['is silent', () => new Promise(() => {})],
  ])('counts for nothing where it %s', async (_, read) => {
    expect(await createClassifier({ model: reader(read), timeoutMs: 20 }).classify(event)).toBeNull();
  });
  test('that failed is asked again', async () => {
    let asked = 0;
    const { classify: read } = createClassifier({
      model: reader(async () => {
        asked += 1;
        if (asked === 1) throw new Error('not yet');
        return { reason: 'CARRIER_LOSS', confidence: 1 };
      }),
    });
    expect([await read(event), (await read(event))?.by]).toEqual([null, 'MODEL']);
  });
  test('there is none unless it is given', async () => {
    expect(await createClassifier().classify(event)).toBeNull();
  });
});
