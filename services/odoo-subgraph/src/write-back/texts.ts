/** What staff read in Odoo. Plain text; who puts it into a page escapes it. */
export type Language = 'en' | 'de';

/** Milestones that get a line, each once for a parcel, by what the line says. The others are left to the tracking page. */
export const keyMilestones: Readonly<Record<string, LineKind>> = {
  PICKED_UP: 'ACCEPTED',
  ACCEPTED_BY_CARRIER: 'ACCEPTED',
  CUSTOMS_HELD: 'CUSTOMS',
  OUT_FOR_DELIVERY: 'OUT_FOR_DELIVERY',
  READY_FOR_PICKUP: 'READY',
  ATTEMPT_FAILED: 'ATTEMPT',
  UNDELIVERABLE: 'PROBLEM',
  EXCEPTION: 'PROBLEM',
  DAMAGED: 'DAMAGED',
  LOST: 'LOST',
  DISPOSED: 'LOST',
  RETURN_STARTED: 'RETURNING',
  RETURNED_TO_SENDER: 'RETURNED',
  DELIVERED: 'DELIVERED',
  DELIVERED_SIGNED: 'DELIVERED',
  DELIVERED_COLLECTED: 'DELIVERED',
  DELIVERED_NEIGHBOUR: 'DELIVERED',
  DELIVERED_SAFE_PLACE: 'DELIVERED',
  DELIVERED_COD: 'DELIVERED',
  DELIVERED_PARTIALLY: 'DELIVERED',
};
export type LineKind =
  | 'ACCEPTED'
  | 'CUSTOMS'
  | 'OUT_FOR_DELIVERY'
  | 'READY'
  | 'ATTEMPT'
  | 'PROBLEM'
  | 'DAMAGED'
  | 'LOST'
  | 'RETURNING'
  | 'RETURNED'
  | 'DELIVERED';
/** Where a journey ends: never left out for want of room. */
export const endings: readonly LineKind[] = ['DELIVERED', 'RETURNED'];

interface Words {
  lines: Readonly<Record<LineKind, string>>;
  at: (moment: string) => string;
  caseNote: (given: { action: string | null; reference: string }) => string;
  caseOver: string;
  readySummary: string;
  readyNote: (given: { parcels: number; why: string | null; reference: string }) => string;
  recalledSummary: string;
  recalledNote: (given: { parcel: string; reference: string }) => string;
  noLonger: string;
  again: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    lines: {
      ACCEPTED: 'taken over by the carrier',
      CUSTOMS: 'held by customs',
      OUT_FOR_DELIVERY: 'out for delivery',
      READY: 'ready for collection',
      ATTEMPT: 'delivery attempt failed',
      PROBLEM: 'problem reported by the carrier',
      DAMAGED: 'damaged, says the carrier',
      LOST: 'lost, says the carrier',
      RETURNING: 'on its way back to us',
      RETURNED: 'back at the sender',
      DELIVERED: 'delivered, says the carrier',
    },
    at: (moment) => `${moment} (carrier's time)`,
    caseNote: ({ action, reference }) =>
      `${action ? `${action} ` : ''}Closed by itself when the cause is gone; marking it done closes the case. ${reference}`,
    caseOver: 'Closed in Milepost: the cause is gone, or a colleague has dealt with it.',
    readySummary: 'Ready to invoice: everything was delivered',
    readyNote: ({ parcels, why, reference }) =>
      `The carriers say that all parcels of this order (${parcels}) arrived.${why ? ` No draft invoice was made: ${why}.` : ''} ${reference}`,
    recalledSummary: 'Delivery taken back: check the invoice',
    recalledNote: ({ parcel, reference }) =>
      `${parcel} was said to be delivered, and is not any more. Nothing was changed in Odoo: check whether an invoice went out. ${reference}`,
    noLonger: 'No longer so: a parcel that was said to be delivered is not.',
    again: 'It is delivered after all.',
  },
  de: {
    lines: {
      ACCEPTED: 'vom Paketdienst übernommen',
      CUSTOMS: 'beim Zoll aufgehalten',
      OUT_FOR_DELIVERY: 'in Zustellung',
      READY: 'abholbereit',
      ATTEMPT: 'Zustellversuch misslungen',
      PROBLEM: 'Problem, meldet der Paketdienst',
      DAMAGED: 'beschädigt, meldet der Paketdienst',
      LOST: 'verloren, meldet der Paketdienst',
      RETURNING: 'auf dem Weg zurück zu uns',
      RETURNED: 'zurück beim Absender',
      DELIVERED: 'zugestellt, meldet der Paketdienst',
    },
    at: (moment) => `${moment} (Zeit des Paketdienstes)`,
    caseNote: ({ action, reference }) =>
      `${action ? `${action} ` : ''}Schließt sich von selbst, wenn die Ursache weg ist; als erledigt markiert schließt es den Fall. ${reference}`,
    caseOver: 'In Milepost geschlossen: Die Ursache ist weg, oder jemand hat sich gekümmert.',
    readySummary: 'Kann abgerechnet werden: alles ist zugestellt',
    readyNote: ({ parcels, why, reference }) =>
      `Alle Pakete dieses Auftrags (${parcels}) sind nach Angabe der Paketdienste angekommen.${why ? ` Kein Rechnungsentwurf: ${why}.` : ''} ${reference}`,
    recalledSummary: 'Zustellung zurückgenommen: Rechnung prüfen',
    recalledNote: ({ parcel, reference }) =>
      `${parcel} galt als zugestellt und gilt es nicht mehr. In Odoo wurde nichts geändert: bitte prüfen, ob eine Rechnung hinausging. ${reference}`,
    noLonger: 'Gilt nicht mehr: Ein Paket, das als zugestellt galt, ist es nicht.',
    again: 'Es ist doch zugestellt.',
  },
};

/** What tells our own to-do from others': stands at the end of its note, and is looked for before one is made a second time. */
export const referenceOf = (key: string): string => `Milepost ${key}`;
