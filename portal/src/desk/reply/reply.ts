import { type Answer, orderAnswer, parcelAnswer } from '../../order/answer.ts';
import { german } from '../../order/answer-words.de.ts';
import { french } from '../../order/answer-words.fr.ts';
import { type AnswerWords, english } from '../../order/answer-words.ts';
import { arrange, type Order, type Parcel, withoutDoubtful } from '../../order/parcels.ts';
import type { Language } from './languages.ts';

interface ReplyWords {
  answer: AnswerWords;
  /** Says hello and what it is about. */
  opening: (about: { order: string } | { parcel: string }) => string;
  follow: (count: number) => string;
  closing: string;
}

const words: Record<Language, ReplyWords> = {
  en: {
    answer: english,
    opening: (about) =>
      `Hello,\n\n${'order' in about ? `this is how your order ${about.order} stands:` : `this is where your parcel ${about.parcel} is:`}`,
    follow: (count) => (count > 1 ? 'You can follow the parcels here:' : 'You can follow it here:'),
    closing: 'Kind regards',
  },
  de: {
    answer: german,
    opening: (about) =>
      `Guten Tag,\n\n${'order' in about ? `so steht es um Ihre Bestellung ${about.order}:` : `so steht es um Ihr Paket ${about.parcel}:`}`,
    follow: (count) => (count > 1 ? 'Hier können Sie die Pakete verfolgen:' : 'Hier können Sie es verfolgen:'),
    closing: 'Mit freundlichen Grüßen',
  },
  fr: {
    answer: french,
    opening: (about) =>
      `Bonjour,\n\n${'order' in about ? `voici où en est votre commande ${about.order} :` : `voici où en est votre colis ${about.parcel} :`}`,
    follow: (count) => (count > 1 ? 'Vous pouvez suivre les colis ici :' : 'Vous pouvez le suivre ici :'),
    closing: 'Cordialement',
  },
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
  const { answer: answerWords, opening, follow, closing } = words[language];
  const { answer, parcels, about } = understood(subject, answerWords, now);
  const addresses = parcels
    .slice(0, mostLinks)
    .map(
      ({ trackingNumber, carrier }) =>
        `${origin}/track/${encodeURIComponent(trackingNumber)}${carrier ? `?carrier=${encodeURIComponent(carrier.code)}` : ''}`,
    );
  if (addresses.length === 0 && 'order' in subject) addresses.push(`${origin}/orders/${subject.order.id}`);
  return [
    opening(about),
    '',
    [`${answer.heading}.`, answer.detail].filter(Boolean).join(' '),
    '',
    follow(addresses.length),
    ...addresses,
    '',
    closing,
    name,
    brand,
  ].join('\n');
}

function understood(
  subject: Subject,
  answerWords: AnswerWords,
  now: Date,
): { answer: Answer; parcels: Parcel[]; about: { order: string } | { parcel: string } } {
  if ('parcel' in subject) {
    const { parcel } = subject;
    return {
      answer: parcelAnswer(withoutDoubtful(parcel), now, answerWords),
      parcels: [parcel],
      about: { parcel: parcel.trackingNumber },
    };
  }
  const arranged = arrange(subject.order);
  return {
    answer: orderAnswer(subject.order, arranged, now, answerWords),
    parcels: arranged.forward.flatMap((group) => group.parcels).filter(({ status }) => status !== 'CANCELLED'),
    about: { order: subject.order.name },
  };
}
