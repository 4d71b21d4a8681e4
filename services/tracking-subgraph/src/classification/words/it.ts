import type { CarrierWords } from '../carrier-words.ts';

export const italian: CarrierWords = {
  language: 'it',
  names: {
    who: 'destinatario|destinataria|cliente|ricevente',
    goods: 'pacco|spedizione|collo|merce|colli|contenuto|prodotto|imballo|plico|invio|articolo',
    wrong:
      'errato|errata|incompleto|incompleta|sbagliato|sbagliata|insufficiente|inesatto|inesatta|scorretto|illeggibile|mancante|erroneo|errati|incompleti',
    address: 'indirizzo|recapito|indirizzi',
    released: 'completato|completata|concluso|conclusa|svincolato|svincolata|rilasciato|rilasciata|terminato|ultimato',
    papers: 'documenti|documentazione|documento|fattura|dati',
    customs: 'dogana|doganale|doganali|sdoganamento|importazione',
    fees: 'dazi|dazio|oneri|tasse|iva|diritti',
  },
  negations: 'non senza nessun nessuna nessuno né mai',
  negated: 'consegn* riuscit* recapit* possibile effettuat* andat* eseguit*',
  conditions: `
    se
    in caso
    qualora
    per evitare
    verificare
    si prega
    quando`,
  guesses: 'possibile possibili eventuale eventuali',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        {who} .. rifiutato|rifiuta|respinto|respinge
        {goods} .. rifiutato|rifiutata|respinto|respinta
        rifiutato|rifiutata|respinta|respinto dal|da .. {who}
        rifiuto della|del|di|da|dal merce|{goods}|consegna|{who}
        consegna rifiutata
        rifiuto {who}|merce`,
      unless: `
        rifiut* .. pagamento|pagare
        pagamento .. rifiutato
        rifiutat* dalla|da dogana|vettore|compagnia|mittente`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} del|di|destinatario|consegna? .. {wrong}
        {wrong} o? {wrong}? {address}
        problema|errore con|di|nell|sull l? {address}
        numero civico .. {wrong}|assente
        manca .. civico|citofono
        cap .. {wrong}`,
      unless: `
        {address} .. corretto|aggiornato|modificato|verificato|confermato
        stato corretto|aggiornato
        indirizzo email|mail|mittente
        non {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} .. sconosciuto|sconosciuta
        sconosciuto all|a .. indirizzo
        {address} .. inesistente|sconosciuto|introvabile
        {address} .. non trovato|esiste|esistente|reperibile
        {who} .. non trovato
        nome non .. citofono`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. trasferito|trasferita|traslocato`,
      unless: `
        {goods} .. trasferito|trasferita`,
    },
    ACCESS_RESTRICTED: {
      says: `
        accesso .. impossibile|negato|vietato|limitato
        impossibile accedere
        zona non accessibile
        non .. accessibile`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} era|è|risulta? assente
        assente al .. passaggio|consegna|momento
        assenza del|di {who}
        nessuno in casa
        nessuno .. casa|presente
        {who} non .. casa|presente|disponibile`,
      unless: `
        consegnato al|a vicino
        mittente assente`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        {who} irraggiungibile|irreperibile
        non risponde al .. telefonico
        {who} non .. contattabile|raggiungibile|risponde`,
    },
    BUSINESS_CLOSED: {
      says: `
        {who}|azienda|ufficio|negozio|ditta|attività|esercizio .. chiuso|chiusa
        chiuso|chiusa per ferie|turno`,
      unless: `
        ufficio postale .. chiuso
        punto .. chiuso`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. non ritirato|ritirata|reclamato
        mancato ritiro
        non ritirato|ritirata
        giacenza .. scaduta|scaduti|terminata
        termini di giacenza .. scaduti|superati`,
      unless: `
        ritirat* .. mittente`,
    },
    CARRIER_DAMAGE: {
      says: `
        {goods} .. danneggiato|danneggiata|danneggiati|rotto|rotta|manomesso|manomessa|avariato|avariata
        danneggiato|danneggiata durante|nel .. trasporto
        danno|danni alla|al|sulla {goods}`,
      unless: `
        etichetta|veicolo|furgone|strada .. danneggiato|danneggiata`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. smarrito|smarrita|perso|persa|smarriti
        smarrimento del|della|di {goods}?
        dichiarato|dichiarata smarrito|smarrita`,
      unless: `
        ritrovato|ritrovata|rinvenuto|rinvenuta|localizzato`,
    },
    CUSTOMS_DELAY: {
      says: `
        trattenuto|trattenuta|bloccato|bloccata|fermo|ferma|fermata|fermato in|dalla|presso|alla la? dogana
        dogana .. trattiene|blocca
        ritardo .. dogana|sdoganamento|doganale`,
      unless: `
        {released}
        {papers}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        attesa di|dei|della? {papers} .. {customs}
        {papers} .. {customs} .. mancante|mancanti|incompleta|incompleti
        {papers} .. mancante|mancanti|incompleta|incompleti .. {customs}
        mancanza .. {papers} .. {customs}
        dogana .. richiede|richiesto|attesa .. {papers}
        fattura commerciale|proforma .. mancante|incompleta|assente`,
      unless: `
        sdoganamento .. {released}
        {papers} ricevuti|ricevuta`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        attesa del|di|dei pagamento dei|di|degli|delle .. {fees}
        pagamento dei|degli .. {fees}
        {fees} doganali? non pagati|corrisposti
        {fees} .. da pagare`,
      unless: `
        pagamento .. ricevuto|effettuato`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        ispezione|controllo|verifica doganale
        controllo|controlli|ispezione della|in|da|dalla parte? dogana`,
      unless: `
        {released}`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        sequestrato|sequestrata|confiscato
        {goods} vietata|vietato|proibita
        importazione vietata`,
    },
    PAYMENT_DUE: {
      says: `
        contrassegno .. non pagato|disponibile|pronto
        contrassegno rifiutato`,
    },
    WEATHER: {
      says: `
        maltempo
        condizioni meteo*|climatiche|atmosferiche
        avverse condizioni
        causa|per neve|nevicata|alluvione|tempesta`,
    },
    FORCE_MAJEURE: {
      says: `
        sciopero
        forza maggiore`,
    },
    CARRIER_MISROUTED: {
      says: `
        errato|errore instradamento|di? smistamento|instradamento
        disguido di|nello? instradamento|smistamento
        instradato|smistato|inviato erroneamente|male`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        su richiesta del|di {who}
        {who} .. richiesto .. consegna|data|appuntamento|posticipare
        consegna .. concordata con .. {who}`,
      unless: `
        reso
        annull*`,
    },
  },
};
