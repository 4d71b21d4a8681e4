import type { Language } from './texts.ts';

/** What a to-do for a case is called. A type that is not here yet is called by its code. */
const titles: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  NO_NUMBER: { en: 'Left without a tracking number', de: 'Ohne Sendungsnummer verschickt' },
  UNMAPPED_CARRIER: { en: 'Carrier unknown', de: 'Paketdienst unbekannt' },
  INVALID_NUMBER: { en: 'Tracking number not known to the carrier', de: 'Sendungsnummer dem Paketdienst unbekannt' },
  LATE_DISPATCH: { en: 'Not sent in time', de: 'Nicht rechtzeitig verschickt' },
  CARRIER_SILENT: { en: 'Not scanned by the carrier yet', de: 'Vom Paketdienst noch nicht erfasst' },
  SILENT_TOO_LONG: { en: 'No news for too long', de: 'Zu lange nichts gehört' },
  LIKELY_LATE: { en: 'Likely late', de: 'Kommt wohl zu spät' },
  DELAYED: { en: 'Late', de: 'Verspätet' },
  CUSTOMS_HELD: { en: 'Held by customs', de: 'Beim Zoll aufgehalten' },
  ATTEMPT_FAILED: { en: 'Delivery failed', de: 'Zustellung misslungen' },
  PICKUP_EXPIRING: { en: 'Not collected yet', de: 'Noch nicht abgeholt' },
  DAMAGED: { en: 'Damaged', de: 'Beschädigt' },
  REFUSED: { en: 'Refused by the recipient', de: 'Annahme verweigert' },
  ADDRESS_PROBLEM: { en: 'Address problem', de: 'Problem mit der Adresse' },
  RETURNED: { en: 'Coming back, and no return booked', de: 'Kommt zurück, keine Retoure gebucht' },
  LOST: { en: 'Lost', de: 'Verloren' },
  DELIVERED_DISPUTED: { en: 'Delivery in doubt', de: 'Zustellung zweifelhaft' },
  CUSTOMER_REPORT: { en: 'Reported by the customer', de: 'Vom Kunden gemeldet' },
  PROOF_MISSING: { en: 'No proof of delivery', de: 'Kein Zustellnachweis' },
  NUMBER_MISMATCH: { en: 'Tracking number at the wrong order', de: 'Sendungsnummer beim falschen Auftrag' },
  REGISTRATION_FAILED: { en: 'Not tracked by the provider', de: 'Wird vom Anbieter nicht verfolgt' },
};

export function caseTitle(type: string, language: Language): string {
  return (
    (Object.hasOwn(titles, type) ? titles[type]?.[language] : undefined) ??
    type.charAt(0) + type.slice(1).toLowerCase().replaceAll('_', ' ')
  );
}
