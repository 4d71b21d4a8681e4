import type { CarrierWords } from '../carrier-words.ts';

export const german: CarrierWords = {
  language: 'de',
  names: {
    who: 'empfänger|empfängers|empfängerin|kunde|kunden|kundin|adressat|adressaten|besteller',
    goods:
      'sendung|paket|packstück|päckchen|ware|inhalt|karton|verpackung|umverpackung|collo|kollo|lieferung|artikel|pakets|pakete|sendungsinhalt|paketinhalt',
    address:
      'adresse|anschrift|*adresse|*anschrift|adressdaten|adressangabe|adressangaben|empfängerangaben|empfängerdaten',
    wrong:
      'falsch|falsche|falschen|falscher|unvollständig|unvollständige|unvollständigen|fehlerhaft|fehlerhafte|fehlerhaften|fehlerhafter|unzureichend|unzureichende|ungültig|ungültige|inkorrekt|unkorrekt|unleserlich|mangelhaft|unrichtig',
    released: 'freigegeben|freigabe|abgeschlossen|beendet|verzollt',
    papers:
      'zollunterlagen|zolldokumente|zollpapiere|handelsrechnung|proformarechnung|zollinhaltserklärung|zollrechnung|ausfuhrdokumente|einfuhrpapiere',
    papersAny: 'unterlagen|dokumente|papiere|rechnung|informationen|angaben',
    fees: 'zollgebühren|einfuhrabgaben|zollabgaben|einfuhrumsatzsteuer|zollkosten|einfuhrkosten|zollbetrag|abgaben',
    lack: 'fehlt|fehlen|fehlend|fehlende|fehlender|fehlenden|unvollständig|benötigt|erforderlich|ausstehend|ausstehende',
  },
  negations: 'nicht kein keine keinen keiner keinerlei ohne nie weder nein',
  negated:
    'zugestellt zustell* ausgeliefert auslief* geliefert übergeben möglich erfolg* angetroffen abgegeben ausgehändigt durchgeführt zustande',
  conditions: `
    falls
    wenn
    sofern
    sollte|sollten
    ob
    um .. vermeiden
    bitte prüfen|überprüfen|beachten|stellen
    vermeidung|vorbeugung`,
  guesses: 'mögliche möglicher möglichen möglicherweise eventuelle evtl vermutete',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        annahme .. verweigert|verweigern|abgelehnt|ab
        annahmeverweigerung
        annahmeverweigert
        verweiger* .. annahme
        {who} .. verweiger*|abgelehnt|verweigerte
        {who} lehnt .. ab
        lehnt|lehnte .. annahme
        {goods} .. verweigert
        {goods} .. vom|durch {who} abgelehnt|zurückgewiesen
        vom|durch .. {who} .. verweigert|abgelehnt|zurückgewiesen
        nicht angenommen vom|durch .. {who}
        {who} .. nicht angenommen`,
      unless: `
        *zahlung .. verweigert|abgelehnt
        zahlung .. verweiger*|abgelehnt
        vom zoll .. verweigert|abgelehnt
        filiale|paketshop|packstation|systempartner|fluggesellschaft .. verweigert|abgelehnt
        nicht verweigert`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} .. {wrong}
        {wrong} oder? {wrong}? {address}
        {wrong} .. {address}
        adressfehler*
        adressproblem*
        adressmangel
        *adressierung .. {wrong}
        {wrong} adressierung
        hausnummer|hausnr|straße|strasse|postleitzahl|plz|straßenname .. fehlt|fehlend|{wrong}
        {wrong}|fehlende|fehlender|keine hausnummer|hausnr|straße|postleitzahl|plz
        weitere|fehlende adressinformationen|adressangaben|adressdaten
        adressinformationen .. benötigt|fehlen|erforderlich
        falsch|fehlerhaft|unvollständig adressiert`,
      unless: `
        {address} .. korrigiert|berichtigt|bestätigt|geändert|geklärt|ergänzt
        wurde korrigiert|berichtigt
        mailadresse
        mail adresse
        absenderadresse|rücksendeadresse
        nicht {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {address} .. nicht gefunden|auffindbar|bekannt|ermittelbar|existent
        {address} .. nicht zu finden
        {address} existiert nicht
        {address} unbekannt
        {who} .. nicht zu ermitteln
        unter .. angegebenen adresse|anschrift nicht
        {who} .. nicht ermittelt|ermittelbar|auffindbar|gefunden
        {who} .. unbekannt
        unbekannter empfänger
        nicht am .. klingelschild|briefkasten|klingel
        kein name .. klingel*|briefkasten|tür
        name .. nicht .. klingel*|briefkasten`,
      unless: `
        {address} .. korrigiert|berichtigt
        absender .. unbekannt`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. verzogen|umgezogen
        unbekannt verzogen
        verzogen`,
    },
    ACCESS_RESTRICTED: {
      says: `
        kein zugang zu|zum|zur|möglich?
        kein zutritt
        zugang|zufahrt|zutritt .. nicht möglich|gesperrt|verweigert
        keine zufahrt
        zugangscode .. erforderlich|fehlt|benötigt
        kein sicherer|geeigneter ablageort`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} .. nicht .. angetroffen
        {who} .. nicht anwesend|da|erreichbar?
        {who} war|ist? abwesend
        {who} .. nicht zu hause
        {who} .. nicht zuhause
        nicht angetroffen
        niemand|niemanden war? angetroffen|da|anwesend|zuhause
        niemand .. zu hause
        niemand .. angetroffen
        {who} hat|im urlaub
        abwesenheit des|der {who}`,
      unless: `
        absender .. nicht angetroffen
        abholung .. nicht
        zugestellt bei|an
        abgegeben beim|bei|an`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        {who} .. telefonisch .. nicht erreich*
        {who} .. nicht .. kontaktiert`,
    },
    BUSINESS_CLOSED: {
      says: `
        firma|betrieb|geschäft|warenannahme|büro|unternehmen|annahmestelle .. geschlossen
        geschlossene firma|warenannahme
        geschlossener warenannahme
        betriebsferien|betriebsurlaub
        keine annahme an diesem tag`,
      unless: `
        paketshop|filiale .. geschlossen`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. nicht abgeholt
        nicht .. fristgerecht|innerhalb abgeholt
        nicht abgeholt
        lagerfrist|aufbewahrungsfrist|abholfrist .. abgelaufen|überschritten|erreicht`,
      unless: `
        beim|vom absender|versender .. abgeholt
        absender .. nicht .. abgeholt|angetroffen|da|anwesend
        beim absender|versender`,
    },
    CARRIER_DAMAGE: {
      says: `
        beschädigt|beschädigte|beschädigten|beschädigter
        transportschaden
        beschädigung der|des|am|von {goods}
        aufgrund|wegen einer|von|eines? beschädigung|schadens|transportschadens
        beschädigung|schaden festgestellt|gemeldet
        {goods} .. zerstört|zerbrochen|zerrissen|aufgerissen|ausgelaufen|defekt|gebrochen|bruch`,
      unless: `
        etikett|label|barcode|fahrzeug|straße|brücke|paketlabel|paketaufkleber|aufkleber .. beschädigt
        beschädigtes etikett|label
        auf beschädigung geprüft
        *prüfung .. bestanden
        beschädigt .. geprüft`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. verloren gegangen
        {goods} .. verloren
        verloren gegangen
        verlorengegangen
        in verlust geraten
        verlust der|des|gemeldet {goods}?
        {goods} .. abhanden gekommen
        {goods} .. nicht auffindbar|unauffindbar
        {goods} .. vermisst
        {goods} unauffindbar`,
      unless: `
        wiedergefunden|aufgefunden|wiederaufgetaucht
        wieder gefunden|aufgetaucht|aufgefunden`,
    },
    CUSTOMS_DELAY: {
      says: `
        vom|beim|durch|am den? zoll .. angehalten|zurückgehalten|festgehalten|aufgehalten|gestoppt|einbehalten|verzöger*
        zoll .. hält|hielt .. zurück|fest|an
        verzöger* .. zoll|verzollung|zollabfertigung|zollamt
        zollabfertigung|verzollung .. verzögert|verzöger*
        zollverzögerung`,
      unless: `
        {released}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        {papers} .. {lack}
        {lack} {papers}
        zoll .. benötigt|fordert|verlangt|wartet .. {papersAny}|{papers}
        {papersAny} .. {lack} .. zoll|verzollung|zollabfertigung
        {papersAny} für|zur .. zoll|verzollung|zollabfertigung .. {lack}
        {lack} {papersAny} für|zur .. zoll|verzollung|zollabfertigung`,
      unless: `
        {released}
        {papers} .. eingegangen|erhalten|vollständig`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        {fees} noch? nicht bezahlt|entrichtet|beglichen
        {fees} .. nicht .. bezahlt|entrichtet|beglichen
        {fees} .. offen|fällig|ausstehend|unbezahlt
        zahlung der|von .. {fees} .. aus|ausstehend|erforderlich|verweigert
        warte* auf .. zahlung .. {fees}
        zahlung .. {fees} .. erwartet`,
      unless: `
        wurden bezahlt|beglichen`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        durch den zoll geprüft|kontrolliert|untersucht|beschaut
        vom zoll geprüft|kontrolliert|untersucht
        zollbeschau
        zollkontrolle
        zollprüfung`,
      unless: `
        {released}
        bestanden`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        beschlagnahmt
        vom zoll .. eingezogen|konfisziert
        einfuhr .. verboten|untersagt
        einfuhrverbot
        verbotene ware|waren|inhalte|güter`,
    },
    PAYMENT_DUE: {
      says: `
        nachnahmebetrag|nachnahme .. nicht .. bezahlt|verfügbar|bereit|gezahlt
        nachnahmebetrag|nachnahme .. verweigert
        nachnahme .. nicht eingelöst`,
    },
    WEATHER: {
      says: `
        wegen|aufgrund|durch|infolge .. unwetter|unwetters|schnee|schneefall|sturm|hochwasser|glatteis|eisglätte|wetter*|witterung*|wetterlage
        witterungsbedingt*
        wetterbedingt*
        schlechte|schlechten|extreme|extremen wetter*|witterung*`,
    },
    FORCE_MAJEURE: {
      says: `
        streik
        streiks
        höhere|höherer gewalt
        wegen|aufgrund .. arbeitskampf*`,
    },
    CARRIER_MISROUTED: {
      says: `
        fehlgeleitet*
        fehlleitung
        irrläufer
        falsch sortiert|verladen|geleitet
        fehlsortiert*
        an einen|ein|das|den falschen|falsches standort|depot|paketzentrum`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        auf wunsch des|der {who}
        {who} .. wunschtag|neuen|anderen .. termin|zustelltermin
        {who} hat .. wunschtag|späteren|neuen`,
      unless: `
        zurück|zurückgesandt|storniert`,
    },
  },
};
