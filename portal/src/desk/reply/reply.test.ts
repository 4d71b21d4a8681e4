import { expect, test } from 'vitest';
import { orderStates } from '../../../tests/support/order-states.ts';
import { now, order, parcel } from '../../../tests/support/states.ts';
import { orderAnswer } from '../../order/answer.ts';
import { arrange } from '../../order/parcels.ts';
import { english } from '../english.ts';
import { languages, suggestedLanguage } from './languages.ts';
import { replyText } from './reply.ts';

type Order = NonNullable<(typeof orderStates)[string]>;
const given = { origin: 'https://shop.example', name: 'Ana Costa', brand: 'Northpeak', now };
const about = (state: string) => ({ order: orderStates[state] as Order });

test('is the sentence of the customer’s page with the addresses of the parcels, ready to be sent', () => {
  expect(replyText(about('in-transit'), { ...given, language: 'en' })).toBe(
    [
      'Hello,',
      '',
      'this is how your order S00046 stands:',
      '',
      'Arriving Monday 23 November. On its way. Last seen in Leipzig, Friday 20 November, 06:10. DHL gave this date.',
      '',
      'You can follow it here:',
      'https://shop.example/track/00340434161094042557?carrier=dhl',
      '',
      'Kind regards',
      'Ana Costa',
      'Northpeak',
    ].join('\n'),
  );
});

test.each([
  [
    'in-transit',
    'Voraussichtliche Ankunft: Montag 23. November. Unterwegs. Zuletzt gesehen in Leipzig, Freitag 20. November, 06:10 Uhr. Diesen Tag nennt: DHL.',
    'Arrivée prévue : lundi 23 novembre. En route. Vu pour la dernière fois à Leipzig, vendredi 20 novembre, 06:10. Date donnée par DHL.',
  ],
  [
    'delayed',
    'Verspätet, jetzt erwartet: 25. bis 26. November. Wegen des Wetters. Zuletzt gesehen in Leipzig, Samstag 21. November, 10:02 Uhr. Diesen Tag nennt: DHL.',
    'Retardé, attendu maintenant : du 25 au 26 novembre. En raison de la météo. Vu pour la dernière fois à Leipzig, samedi 21 novembre, 10:02. Date donnée par DHL.',
  ],
  [
    'attempt-failed',
    'Zustellversuch ohne Erfolg, weil niemand da war. Nächster Versuch voraussichtlich: Montag 23. November.',
    'Tentative de livraison sans succès car personne n’était présent. Prochaine tentative prévue : lundi 23 novembre.',
  ],
  [
    'out-for-delivery',
    'In Zustellung. Erwartet: Samstag 21. November, 14:00 bis 18:00 Uhr.',
    'En cours de livraison. Attendu : samedi 21 novembre, de 14:00 à 18:00.',
  ],
  [
    'held-by-customs',
    'Vom Zoll zurückgehalten, weil Zoll oder Steuern zu zahlen sind. Einen neuen Liefertag gibt es noch nicht. Die Abgaben gehen an DHL; wie, steht auf der Seite des Paketdienstes.',
    'Retenu par la douane car des droits ou taxes sont à payer. Il n’y a pas encore de nouvelle date de livraison. Les droits se paient à DHL ; sa page indique comment.',
  ],
])('says %s in German and in French', (state, inGerman, inFrench) => {
  expect(replyText(about(state), { ...given, language: 'de' }).split('\n')[4]).toBe(inGerman);
  expect(replyText(about(state), { ...given, language: 'fr' }).split('\n')[4]).toBe(inFrench);
});

test('says every state as the page does, in each language, with nothing left out and no English in it', () => {
  for (const [state, one] of Object.entries(orderStates)) {
    const { heading, detail } = orderAnswer(one, arrange(one), now, english);
    const texts = Object.keys(languages).map(
      (language) =>
        replyText({ order: one }, { ...given, language: language as keyof typeof languages }).split('\n')[4] ?? '',
    );
    expect(texts[0], state).toBe([`${heading}.`, detail].filter(Boolean).join(' '));
    for (const text of texts) expect(text, state).not.toMatch(/undefined|null|NaN|\s{2}|\.\.$/);
    for (const text of texts.slice(1))
      expect(text, state).not.toMatch(/\b(the|parcel|parcels|expected|delivered|order|carrier|not|yet)\b/i);
    expect(new Set(texts).size, state).toBe(4);
  }
});

test('of several parcels gives five addresses, of none the page that asks for a proof, and none of a cancelled one', () => {
  const many = order({
    shipments: Array.from({ length: 7 }, (_, i) => parcel({ id: `p${i}`, trackingNumber: `N ${i}` })),
  });
  const text = replyText({ order: many }, { ...given, language: 'en' });
  expect(text.match(/https:\S+/g)).toHaveLength(5);
  expect(text).toContain('https://shop.example/track/N%200?carrier=dhl');
  expect(text).toContain('You can follow the parcels here:');
  const none = order({ shipments: [] });
  expect(replyText({ order: none }, { ...given, language: 'en' })).toContain(`https://shop.example/orders/${none.id}`);
  const replaced = order({ shipments: [parcel({ status: 'CANCELLED', trackingNumber: 'WRONG' })] });
  expect(replyText({ order: replaced }, { ...given, language: 'en' })).not.toContain('WRONG');
});

test('is about a parcel that no order has', () => {
  const text = replyText({ parcel: parcel() }, { ...given, language: 'de' });
  expect(text).toContain('so steht es um Ihr Paket 00340434161094042557:');
});

test.each([
  ['DE', 'de'],
  ['AT', 'de'],
  ['FR', 'fr'],
  ['CH', 'en'],
  ['US', 'en'],
  ['constructor', 'en'],
  [null, 'en'],
])('suggests for %s: %s', (country, language) => {
  expect(suggestedLanguage(country)).toBe(language);
});
