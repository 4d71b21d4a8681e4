import type { CarrierWords } from '../carrier-words.ts';

export const polish: CarrierWords = {
  language: 'pl',
  names: {
    who: 'odbiorca|odbiorcy|odbiorcę|odbiorcą|adresat|adresata|adresatem|klient|klienta',
    goods: 'przesyłka|przesyłki|przesyłkę|paczka|paczki|paczkę|zawartość|opakowanie|towar|przesyłce',
    wrong:
      'błędny|błędnego|niepełny|niepełnego|nieprawidłowy|nieprawidłowego|niepoprawny|niepoprawnego|niekompletny|zły|błędne|niepełne|nieczytelny|niewystarczający|błędnie',
    address: 'adres|adresu|adresem|adresowe',
    customs: 'celny|celnej|celną|celnego|celne|celnym',
    released: 'zakończona|zakończono|zwolniona|zwolniono',
  },
  negations: 'nie bez brak żaden żadnych nigdy ani',
  negated: 'dostarcz* doręcz* udan* powiod* możliw* zrealizow*',
  conditions: `
    jeśli
    jeżeli
    gdy
    gdyby
    czy
    w przypadku|razie
    aby uniknąć
    prosimy sprawdzić
    sprawdź`,
  guesses: 'ewentualne ewentualny ewentualna możliwe możliwy',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        odmowa|odmowy|odmowę przyjęcia|odbioru
        {who} .. odmówił|odmówiła|odmawia
        odmówił|odmówiła|odmówiono .. przyjęcia|odbioru
        odmowa przez? {who}
        {who} nie przyjął`,
      unless: `
        odm* .. zapłaty|opłaty|opłacenia|płatności
        {wrong} adres`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {wrong} {address}
        {wrong} dane adresowe
        {address} .. {wrong}
        {wrong} zaadresowana
        brak|brakuje numeru|nr domu|mieszkania|lokalu|ulicy
        {wrong} kod pocztowy
        {wrong} numer domu|mieszkania
        kod pocztowy .. {wrong}`,
      unless: `
        poprawiono|skorygowano|zaktualizowano
        {address} .. poprawiony|skorygowany|potwierdzony
        adres email|mailowy|nadawcy`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} .. nieznany
        {address} .. nieznany
        {address} nie istnieje
        nie .. odnaleziono|znaleziono|zlokalizowano .. adresu|adres
        {address} nie został? odnaleziony|znaleziony
        nieznany pod .. adresem`,
      unless: `
        nadawca .. nieznany`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. wyprowadził|wyprowadziła|przeprowadził|przeprowadziła
        zmiana adresu zamieszkania`,
    },
    ACCESS_RESTRICTED: {
      says: `
        brak dostępu do .. budynku|posesji|adresu|klatki|lokalu
        brak możliwości dojazdu|wejścia
        brak dojazdu`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        nie zastano|zastał|zastaliśmy .. {who}
        nie zastano
        {who} .. nieobecny|nieobecna
        nieobecność {who}
        {who} nie było w domu
        {who} nie został? zastany
        nikogo nie było|zastano
        nikt .. nie .. otworzył|odebrał`,
      unless: `
        nadawcy|nadawca`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        brak kontaktu z .. {who}
        nie .. skontaktować .. {who}`,
    },
    BUSINESS_CLOSED: {
      says: `
        firma|biuro|sklep|zakład .. zamknięta|zamknięte|zamknięty|nieczynna|nieczynne
        {who} .. urlop*`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. nieodebrana|nieodebranej|niepodjęta
        nieodebrana|niepodjęta w terminie
        nie .. odebrana|odebrano|podjęto .. terminie
        upłynął|minął termin .. odbioru
        nie podjęto w terminie`,
    },
    CARRIER_DAMAGE: {
      says: `
        uszkodzona|uszkodzone|uszkodzony|uszkodzonej|zniszczona
        uszkodzenie|uszkodzenia {goods}|zawartości|opakowania`,
      unless: `
        etykieta|pojazd|etykiety .. uszkodzona|uszkodzony|uszkodzonej`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. zaginęła|zagubiona|zaginiona|utracona
        zaginięcie|zagubienie|utrata {goods}
        uznana za zaginioną|utraconą`,
      unless: `
        odnaleziona|odnaleziono|odnaleziony`,
    },
    CUSTOMS_DELAY: {
      says: `
        zatrzymana|zatrzymano|wstrzymana|zatrzymanie przez|w|na .. urząd|urzędzie? {customs}|cle
        opóźnienie .. odprawy|odprawie|odprawa {customs}
        opóźnienie .. celne|celnej`,
      unless: `
        {released}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        brak|brakuje|oczekiwanie|oczekujemy .. dokumentów|dokumenty|faktury .. {customs}
        dokumenty|dokumentów .. {customs} .. niekompletne|brak
        urząd celny .. wymaga|oczekuje .. dokumentów`,
      unless: `
        {released}`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        oczekiwanie|oczekuje na .. opłatę|opłaty|zapłatę .. {customs}|cła
        nieopłacone cło|należności
        należności celne .. nieopłacone
        opłata celna .. wymagana|nieuiszczona`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        kontrola|kontroli|rewizja {customs}|celna`,
      unless: `
        {released}`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        skonfiskowana|skonfiskowano
        zakazany|zabroniony towar|przywóz`,
    },
    PAYMENT_DUE: {
      says: `
        brak gotówki|pieniędzy|środków
        nieopłacone pobranie`,
    },
    WEATHER: {
      says: `
        warunków|warunki|warunkami atmosferycznych|pogodowych|pogodowe|atmosferyczne
        złej|złych pogody|warunków
        z powodu .. śniegu|burzy|powodzi|śnieżycy|pogody`,
    },
    FORCE_MAJEURE: {
      says: `
        strajk|strajku
        siła|siły wyższa|wyższej`,
    },
    CARRIER_MISROUTED: {
      says: `
        błędnie|źle posortowana|skierowana|przesortowana
        błędne sortowanie|skierowanie`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        na prośbę|życzenie {who}
        {who} .. prosi|poprosił .. termin|późniejsze|dostarczenie|zmianę`,
      unless: `
        zwrot*
        anulow*`,
    },
  },
};
