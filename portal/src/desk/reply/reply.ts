import { createWords, type Words } from '@milepost/wording';
import { messages as ar } from '@milepost/wording/ar';
import { messages as de } from '@milepost/wording/de';
import { messages as fr } from '@milepost/wording/fr';
import { type Answer, orderAnswer, parcelAnswer } from '../../order/answer.ts';
import { arrange, type Order, type Parcel, withoutDoubtful } from '../../order/parcels.ts';
import { english } from '../english.ts';
import type { Language } from './languages.ts';

const wordsOf: Record<Language, Words> = {
  en: english,
  de: createWords('de', de),
  fr: createWords('fr', fr),
  ar: createWords('ar', ar),
};

/** More addresses than this nobody reads. */
const mostLinks = 5;

/** What a reply is about: an order, or a parcel that no order has. */
export type Subject = { order: Order } | { parcel: Parcel };

/**
 * A whole reply: the sentence of the customer's page in this language, and where to follow the parcels. The addresses are public ones, which show no more than their numbers do; of an order without
 * a parcel it is the page that asks for a proof first.
 */
export function replyText(
  subject: Subject,
  {
    language,
    origin,
    name,
    brand,
    now,
  }: { language: Language; origin: string; name: string; brand: string; now: Date },
): string {
  const words = wordsOf[language];
  const { t } = words;
  const { answer, parcels, opening } = understood(subject, words, now);
  const addresses = parcels
    .slice(0, mostLinks)
    .map(
      ({ trackingNumber, carrier }) =>
        `${origin}/track/${encodeURIComponent(trackingNumber)}${carrier ? `?carrier=${encodeURIComponent(carrier.code)}` : ''}`,
    );
  if (addresses.length === 0 && 'order' in subject) addresses.push(`${origin}/orders/${subject.order.id}`);
  return [
    opening,
    '',
    [`${answer.heading}.`, answer.detail].filter(Boolean).join(' '),
    '',
    t('reply.follow', { count: addresses.length }),
    ...addresses,
    '',
    t('reply.closing'),
    name,
    brand,
  ].join('\n');
}

function understood(subject: Subject, words: Words, now: Date): { answer: Answer; parcels: Parcel[]; opening: string } {
  if ('parcel' in subject) {
    const { parcel } = subject;
    return {
      answer: parcelAnswer(withoutDoubtful(parcel), now, words),
      parcels: [parcel],
      opening: words.t('reply.openingParcel', { number: parcel.trackingNumber }),
    };
  }
  const arranged = arrange(subject.order);
  return {
    answer: orderAnswer(subject.order, arranged, now, words),
    parcels: arranged.forward.flatMap((group) => group.parcels).filter(({ status }) => status !== 'CANCELLED'),
    opening: words.t('reply.openingOrder', { name: subject.order.name }),
  };
}
