import type { CarrierWords } from '../carrier-words.ts';

export const french: CarrierWords = {
  language: 'fr',
  names: {
    who: 'destinataire|client|cliente|destinataires',
    goods: 'colis|envoi|marchandise|produit|contenu|paquet|expédition|objet|article|emballage|pli',
    wrong:
      'incorrecte|incorrect|incomplète|incomplet|erronée|erroné|fausse|insuffisante|invalide|inexacte|illisible|mauvaise|imprécise|manquant|manquante|erronées|incomplètes|incorrectes',
    address: 'adresse|adresses|coordonnées',
    released: 'terminé|terminée|terminées|libéré|libérée|dédouané|dédouanée|finalisé|effectué|autorisée',
    papers: 'documents|document|documentation|facture|pièces|justificatifs',
    customs: 'douane|douanes|dédouanement|douanier|douanières|douaniers',
    fees: 'droits|taxes|frais|tva',
  },
  negations: 'pas non aucun aucune sans ni jamais',
  negated: 'livr* distribu* remis* effectu* abouti* réussi* possible succès pu',
  conditions: `
    si
    en cas
    au cas
    afin d|de éviter
    pour éviter
    veuillez vérifier|contrôler
    merci de vérifier
    lorsque`,
  guesses: 'possible éventuel éventuelle éventuels éventuelles',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        refusé|refusée|refus par .. {who}
        refus du|de|client le|la|l? {who}
        {who} .. refusé|refuse|refusait|refusée
        {goods} .. refusé|refusée
        refus de .. {goods}|livraison|réception
        livraison refusée
        retour .. refusé|refus`,
      unless: `
        refus* .. payer|paiement|régler
        refus* par .. douane|transporteur|relais|commerçant|expéditeur
        paiement .. refusé
        demande .. refusée`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} de|du? livraison|client|destinataire? est|sont? {wrong}
        {address} .. {wrong}
        {address} de votre|l colis|envoi est? {wrong}
        {wrong} ou? {wrong}? {address}
        défaut|erreur|problème|anomalie d|de|dans l? {address}
        erreur .. adresse
        numéro|nom de rue|voie .. {wrong}
        code postal .. {wrong}
        {wrong} code postal
        complément .. adresse|nécessaire .. {wrong}|manquant|nécessaire`,
      unless: `
        adresse .. corrigée|rectifiée|modifiée|confirmée|mise
        été corrigée|rectifiée|complétée
        adresse mail|électronique|email
        adresse d expéditeur
        pas {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} .. inconnu|inconnue
        inconnu à .. adresse
        adresse .. introuvable|inexistante|inconnue
        adresse .. pas .. trouvée|trouver
        pas .. trouvé|trouver .. adresse
        {who} non identifiable|identifié
        destinataire introuvable`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. déménagé
        a déménagé
        habite plus .. adresse|indiquée
        n habite plus
        parti sans laisser`,
    },
    ACCESS_RESTRICTED: {
      says: `
        accès .. impossible|refusé|bloqué|difficile
        pas .. accès|accéder
        pas pu accéder
        digicode|code .. accès|porte? .. manquant|absent|requis|erroné
        digicode manquant|absent|erroné
        problème d accès`,
      unless: `
        accès .. compte|suivi|site`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} était|est? absent|absente
        absence du|de {who}
        absence .. {who}
        en votre absence
        vous étiez absent|absente
        personne n .. présent|présente|répondu
        absent lors|au|pendant .. passage|livraison|livreur
        {who} .. non|pas disponible|présent`,
      unless: `
        remis .. voisin
        livré .. voisin
        expéditeur absent`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        {who} .. injoignable
        pas .. joindre .. {who}`,
    },
    BUSINESS_CLOSED: {
      says: `
        entreprise|société|magasin|établissement|bureau|destinataire|client .. fermé|fermée
        fermeture de .. entreprise|société|établissement
        fermé lors du passage`,
      unless: `
        relais|consigne|bureau de poste|poste .. fermé`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. non|pas réclamé|retiré|récupéré
        {goods} .. pas été réclamé|retiré|récupéré
        non réclamé|retiré
        délai de garde|conservation|retrait .. dépassé|expiré|écoulé`,
    },
    CARRIER_DAMAGE: {
      says: `
        endommagé|endommagée|endommagés|avarié|avariée|abîmé|abîmée|détérioré|détériorée
        {goods} .. cassé|cassée|brisé|brisée|écrasé|déchiré
        avarie constatée|sur|du
        dommage|dommages constaté|constatés|signalé`,
      unless: `
        étiquette|véhicule|route|camion|code .. endommagé|endommagée|abîmée`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. perdu|perdue|égaré|égarée
        déclaré|déclarée perdu|perdue
        perte du|de {goods}
        perte .. {goods}
        {goods} .. introuvable`,
      unless: `
        retrouvé|retrouvée|retrouvés|localisé|localisée`,
    },
    CUSTOMS_DELAY: {
      says: `
        retenu|retenue|bloqué|bloquée|arrêté|arrêtée|stoppé en|par|à la|les|l? service|services? {customs}
        {customs} .. retient|bloque
        retard .. {customs}
        {customs} .. retardé|retard
        attente .. dédouanement
        en attente .. décision .. douane`,
      unless: `
        {customs} .. {released}
        {released} .. {customs}
        {papers}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        attente de|des|du? .. {papers} .. {customs}
        {papers} .. {customs} .. manquant|manquante|manquants|requis|incomplet|incomplets
        {papers} .. manquant|manquante|manquants|incomplète|requis .. {customs}
        facture commerciale|proforma .. manquante|incomplète|absente|requise
        {customs} .. demande|attend|demandent|réclame|exige .. {papers}|informations`,
      unless: `
        dédouanement .. {released}
        {papers} .. reçus|reçue`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        paiement des|de .. {fees} .. douane|importation|taxes
        paiement des|de droits
        attente .. paiement .. {fees}|douane
        {fees} de? douane|importation|douaniers|et? .. impayés|dus|régler|payer
        refus .. payer|paiement .. douane|droits|taxes`,
      unless: `
        paiement .. reçu
        payés`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        contrôle|contrôlé|inspection|inspecté|vérification|examiné par .. douane|douanes
        contrôle douanier
        inspection douanière`,
      unless: `
        {released}`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        saisi|saisie|confisqué|confisquée par .. douane|douanes
        {goods} interdit|interdite|interdits
        importation interdite`,
    },
    PAYMENT_DUE: {
      says: `
        contre remboursement .. impayé|refusé
        contre remboursement .. non|pas payé|réglé|disponible`,
    },
    WEATHER: {
      says: `
        intempéries
        conditions météo*|climatiques
        mauvais temps
        cause|raison|dû|due|suite .. neige|tempête|inondation|inondations|verglas|météo*`,
    },
    FORCE_MAJEURE: {
      says: `
        grève
        grèves
        force majeure
        mouvement social`,
    },
    CARRIER_MISROUTED: {
      says: `
        erreur d|de acheminement|tri|routage|aiguillage
        mal acheminé|trié|orienté|dirigé
        fausse direction`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        à la demande du|de {who}
        {who} .. demandé .. livraison|report|date|ultérieure
        sur demande du {who}`,
      unless: `
        retour
        annul*`,
    },
  },
};
