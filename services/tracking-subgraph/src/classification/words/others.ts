import type { CarrierWords } from '../carrier-words.ts';

/** Languages of which only the plainest words are known. */

export const portuguese: CarrierWords = {
  language: 'pt',
  names: {
    who: 'destinatário|destinatária|cliente',
    goods: 'objeto|encomenda|pacote|volume|mercadoria|conteúdo|envio|objecto',
    wrong: 'incorreto|incorreta|incompleto|incompleta|errado|errada|insuficiente|inválido|incorrecto|incorrecta',
    address: 'endereço|morada|endereçamento',
    customs: 'alfândega|alfandegário|alfandegária|aduana|aduaneira',
    released: 'liberado|liberada|concluído|concluída|desalfandegado|desembaraçado',
  },
  negations: 'não sem nenhum nenhuma nem nunca',
  negated: 'entreg* realiz* pode possível sucesso foi',
  conditions: `
    se
    caso
    em caso
    para evitar
    verifique`,
  guesses: 'possível possíveis eventual',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        recusado|recusada|rejeitado|rejeitada por|pelo|pela .. {who}
        {who} .. recusou|recusa|rejeitou
        {goods} recusado|recusada
        entrega recusada`,
      unless: `
        recus* .. pagar|pagamento
        pagamento .. recusado`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} .. {wrong}
        {wrong} {address}`,
      unless: `
        {address} .. corrigido|corrigida|atualizado`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} desconhecido
        {address} .. inexistente|desconhecida|desconhecido
        {address} não encontrado|encontrada|localizado|localizada`,
    },
    RECIPIENT_MOVED: { says: '{who} .. mudou|mudado' },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} .. ausente
        ausência do {who}
        ninguém em casa`,
      unless: 'entregue .. vizinho|porteiro',
    },
    BUSINESS_CLOSED: { says: 'estabelecimento|empresa .. fechado|fechada' },
    NOT_COLLECTED: { says: '{goods} não .. levantada|levantado|retirado|reclamado' },
    CARRIER_DAMAGE: { says: '{goods} .. danificado|danificada|avariado|avariada' },
    CARRIER_LOSS: {
      says: '{goods} .. extraviado|extraviada|perdido|perdida',
      unless: 'localizado|localizada|encontrado|encontrada|recuperado',
    },
    CUSTOMS_DELAY: {
      says: `
        retido|retida|parado|parada na|pela|em {customs}`,
      unless: '{released}',
    },
    CUSTOMS_PAYMENT: { says: 'aguardando|aguarda pagamento .. impostos|taxas|tributos' },
  },
};

export const czech: CarrierWords = {
  language: 'cs',
  names: {
    who: 'příjemce|adresát|adresáta|zákazník|příjemcem|adresátem',
    goods: 'zásilka|zásilku|zásilky|balík|balíku|zboží|obsah|obal',
    wrong: 'chybná|neúplná|nesprávná|špatná|nedostatečná|nesprávnou|chybné|neúplnou',
  },
  negations: 'není nebyl nebyla nebylo bez žádné ne nejsou',
  negated: 'doruč* možn*',
  conditions: `
    pokud
    jestli
    jestliže
    zda
    v případě`,
  guesses: 'možné možná případné',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        {who} .. odmítl|odmítla|odmítá
        odmítnuto|odmítnuta {who}
        odmítnutí převzetí|zásilky
        {goods} .. odmítnuta|odmítnut`,
      unless: 'odmít* .. zaplatit|platbu',
    },
    INCORRECT_ADDRESS: {
      says: `
        {wrong} adresa|adresu
        adresa .. {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} neznámý
        adresa .. nenalezena|neexistuje`,
    },
    RECIPIENT_MOVED: { says: '{who} .. odstěhoval|odstěhován' },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} nebyl .. zastižen|přítomen|doma
        {who} nezastižen|nepřítomen`,
    },
    CARRIER_DAMAGE: { says: '{goods} .. poškozena|poškozen|poškozeno|rozbita' },
    CARRIER_LOSS: { says: '{goods} .. ztracena|ztracen|ztratila', unless: 'nalezena|nalezen|nalezeno' },
    CUSTOMS_DELAY: { says: '{goods} .. zadržena|zadržen .. celním|celní|celnicí', unless: 'propuštěna' },
  },
};

export const swedish: CarrierWords = {
  language: 'sv',
  names: {
    who: 'mottagaren|mottagare|kunden|adressaten',
    goods: 'paketet|försändelsen|försändelse|sändningen|godset|innehållet|varan|kollit',
    wrong: 'felaktig|ofullständig|fel|felaktiga|ogiltig|otillräcklig',
  },
  negations: 'inte ingen inga inget utan ej icke',
  negated: 'levere* utdel* möjlig* kunde',
  conditions: `
    om
    ifall
    i fall
    kontrollera
    för att undvika`,
  guesses: 'eventuell eventuella möjlig',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        {who} .. vägrade|vägrar|vägrat|nekade|avvisade
        nekad|avvisad av .. {who}
        {goods} .. avvisats|nekats`,
      unless: 'vägra* .. betala',
    },
    INCORRECT_ADDRESS: {
      says: `
        {wrong} adress|adressuppgifter
        adress|adressen .. {wrong}`,
      unless: 'adressen .. rättad|korrigerad|rättats',
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} okänd
        adressen .. inte hittas|hittades`,
    },
    RECIPIENT_MOVED: { says: '{who} .. flyttat' },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} .. inte hemma|anträffbar|tillgänglig
        ingen hemma
        ingen var hemma`,
    },
    CARRIER_DAMAGE: { says: '{goods} .. skadat|skadad|skadats|skadades|trasigt' },
    CARRIER_LOSS: {
      says: '{goods} .. förlorat|förlorad|förkommit|förkommen|försvunnit',
      unless: 'hittats|återfunnits|återfunnen',
    },
    CUSTOMS_DELAY: {
      says: '{goods} .. stoppad|stoppats|stoppat|kvarhålls .. tullen',
      unless: 'frisläppt|förtullad|förtullats',
    },
  },
};

export const danish: CarrierWords = {
  language: 'da',
  names: {
    who: 'modtageren|modtager|kunden|adressaten',
    goods: 'pakken|forsendelsen|indholdet|godset|varen|pakke',
    wrong: 'forkert|ufuldstændig|fejlagtig|mangelfuld|ugyldig|ukorrekt',
  },
  negations: 'ikke ingen intet uden ej',
  negated: 'lever* mulig* aflever* kunne',
  conditions: `
    hvis
    såfremt
    kontroller
    for at undgå
    i tilfælde`,
  guesses: 'eventuel eventuelle mulig',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        {who} .. nægtede|nægter|nægtet|afviste|afvist
        nægtet|afvist af .. {who}`,
      unless: 'nægte* .. betale',
    },
    INCORRECT_ADDRESS: {
      says: `
        {wrong} adresse
        adresse|adressen .. {wrong}`,
      unless: 'adressen .. rettet|korrigeret',
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} .. ukendt
        adressen .. ikke findes|fundet`,
    },
    RECIPIENT_MOVED: { says: '{who} .. flyttet' },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} .. ikke hjemme|træffes|truffet
        ingen hjemme
        ingen var hjemme`,
    },
    CARRIER_DAMAGE: { says: '{goods} .. beskadiget|skadet|ødelagt' },
    CARRIER_LOSS: { says: '{goods} .. bortkommet|tabt|forsvundet|mistet', unless: 'fundet|genfundet' },
    CUSTOMS_DELAY: { says: '{goods} .. tilbageholdt|stoppet .. tolden', unless: 'frigivet' },
  },
};
