import type { CarrierWords } from '../carrier-words.ts';

export const dutch: CarrierWords = {
  language: 'nl',
  names: {
    who: 'geadresseerde|ontvanger|klant|afnemer',
    goods: 'pakket|zending|pakje|goederen|inhoud|verpakking|doos|artikel|colli|product',
    wrong:
      'onjuist|onjuiste|onvolledig|onvolledige|verkeerd|verkeerde|fout|foutief|foutieve|ongeldig|ongeldige|incorrect|incompleet|onleesbaar|onduidelijk|ontbreekt|ontbrekend|ontbrekende',
    address: 'adres|*adres|adresgegevens',
    released: 'vrijgegeven|afgerond|ingeklaard|voltooid|vrijgave',
    papers: 'documenten|document|factuur|handelsfactuur|papieren|informatie',
    fees: 'invoerrechten|douanekosten|invoerkosten|btw|douanerechten|inklaringskosten',
  },
  negations: 'niet geen zonder nooit noch',
  negated: 'bezorgd bezorg* afgelever* geleverd gelukt mogelijk gelever* uitgevoerd',
  conditions: `
    als
    indien
    mocht
    om .. voorkomen
    controleer
    wanneer
    in geval`,
  guesses: 'mogelijke mogelijk eventuele',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        {who} .. geweigerd|weigert|weigerde
        {goods} .. geweigerd
        geweigerd door .. {who}
        levering|ontvangst|aanname|bezorging geweigerd
        weigering door|van .. {who}
        {who} .. niet aannemen|accepteren`,
      unless: `
        weiger* .. betalen|betaling
        geweiger* .. betalen|betaling
        betaling .. geweigerd
        geweigerd door .. douane|vervoerder|afzender|parcelshop`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} is|van|ontvanger|klant? .. {wrong}
        {wrong} of? {wrong}? {address}
        huisnummer|postcode|straatnaam|toevoeging .. {wrong}
        {wrong} huisnummer|postcode|straatnaam
        geen huisnummer
        adresfout
        probleem met .. adres
        adresprobleem`,
      unless: `
        {address} .. gecorrigeerd|aangepast|gewijzigd|bevestigd|hersteld
        is gecorrigeerd|aangepast
        mailadres
        retouradres|afzenderadres
        niet {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {address} .. niet gevonden|vindbaar|bestaat|bekend
        {address} .. niet worden? gevonden
        {address} bestaat niet
        {address} onbekend
        {who} .. onbekend
        {who} .. niet bekend`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. verhuisd
        verhuisd
        woont niet meer`,
    },
    ACCESS_RESTRICTED: {
      says: `
        geen toegang
        toegang .. geweigerd|beperkt
        toegang niet mogelijk
        niet .. bereikbaar .. adres`,
      unless: `
        toegang .. account|gegevens|tracking`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} was|is? niet aanwezig|thuis|beschikbaar
        {who} .. niet aangetroffen
        {who} afwezig
        {who} was|is afwezig
        niet thuis
        niemand was? thuis|aanwezig
        u was niet thuis
        afwezigheid van .. {who}`,
      unless: `
        bij .. buren afgeleverd|bezorgd
        afzender .. thuis|aanwezig|aangetroffen
        bezorgd bij|aan
        afgeleverd bij|aan`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        {who} .. niet bereikbaar|bereiken`,
    },
    BUSINESS_CLOSED: {
      says: `
        bedrijf|winkel|kantoor|zaak|{who}|onderneming .. gesloten
        gesloten wegens|bedrijf`,
      unless: `
        afhaalpunt|pakketpunt|parcelshop|postkantoor .. gesloten`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. niet .. afgehaald|opgehaald
        niet afgehaald|opgehaald
        bewaartermijn|afhaaltermijn .. verstreken|verlopen|overschreden`,
      unless: `
        opgehaald bij .. afzender
        afzender .. niet .. opgehaald`,
    },
    CARRIER_DAMAGE: {
      says: `
        beschadigd|beschadigde
        {goods} .. kapot|gebroken|gescheurd|lekt
        schade aan .. {goods}
        schade vastgesteld|geconstateerd|gemeld
        transportschade`,
      unless: `
        etiket|label|voertuig|barcode|weg .. beschadigd
        beschadigd etiket|label`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. zoekgeraakt|kwijtgeraakt|kwijt|vermist|verloren
        {goods} .. zoek geraakt
        {goods} .. verloren gegaan
        als vermist|verloren beschouwd|opgegeven|aangemerkt`,
      unless: `
        teruggevonden|gevonden|getraceerd`,
    },
    CUSTOMS_DELAY: {
      says: `
        vastgehouden|tegengehouden|aangehouden|stilgelegd door|bij .. douane
        douane .. houdt|hield .. vast|tegen
        vertraging .. douane|inklaring
        douane vertraging`,
      unless: `
        {released}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        douane .. wacht|vraagt|verzoekt|nodig|vereist .. {papers}
        {papers} .. ontbreken|ontbreekt|nodig|vereist .. douane|inklaring
        {papers} voor .. douane|inklaring .. ontbreken|ontbreekt|nodig
        douanedocumenten .. ontbreken|onvolledig|nodig
        handelsfactuur .. ontbreekt|onvolledig
        ontbrekende handelsfactuur|douanedocumenten
        wacht* op .. {papers} .. douane|inklaring`,
      unless: `
        {released}
        {papers} ontvangen`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        {fees} .. niet .. betaald|voldaan
        {fees} .. openstaand|verschuldigd|onbetaald
        betaling van .. {fees}
        wacht* op .. betaling .. {fees}`,
      unless: `
        betaling .. ontvangen
        zijn betaald`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        gecontroleerd|onderzocht|geïnspecteerd|controle door .. douane
        douanecontrole
        douane inspectie|controle
        douane controleert|onderzoekt`,
      unless: `
        {released}`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        in beslag genomen
        verboden goederen|inhoud|product
        invoer .. verboden`,
    },
    PAYMENT_DUE: {
      says: `
        rembours .. niet .. betaald|beschikbaar
        rembours geweigerd`,
    },
    WEATHER: {
      says: `
        slecht|slechte weer|weersomstandigheden
        weersomstandigheden
        door|wegens|vanwege .. sneeuw|storm|overstroming|gladheid|weer`,
      unless: `
        weer onderweg|bezorgd|beschikbaar`,
    },
    FORCE_MAJEURE: {
      says: `
        staking
        stakingen
        overmacht`,
    },
    CARRIER_MISROUTED: {
      says: `
        verkeerd gesorteerd|gerouteerd|verzonden
        sorteerfout
        verkeerde depot|sorteercentrum|vestiging`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        op verzoek van .. {who}
        {who} .. verzocht|gevraagd .. latere|andere|levering|bezorging`,
      unless: `
        retour*
        geannuleerd`,
    },
  },
};
