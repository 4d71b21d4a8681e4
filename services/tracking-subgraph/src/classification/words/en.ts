import type { CarrierWords } from '../carrier-words.ts';

export const english: CarrierWords = {
  language: 'en',
  names: {
    who: 'recipient|receiver|consignee|addressee|customer|client|buyer|recipients|receivers|customers',
    goods:
      'parcel|package|shipment|item|consignment|box|goods|content|contents|merchandise|piece|pieces|packaging|article|product',
    wrong: 'incorrect|incomplete|insufficient|wrong|invalid|bad|illegible|erroneous|inaccurate|faulty|inadequate',
    cannot: 'cannot|could|can|couldn|can|unable',
    duties: 'duties|duty|taxes|tax|vat|tariff|tariffs',
    released: 'released|cleared|completed',
    papers: 'documents|document|documentation|paperwork|papers|invoice|declaration',
  },
  negations: 'no not without never nor t cannot non none undamaged',
  negated: 'deliver* possible able complete* attempt* success* signature signed respon* answer* schedul* avail* home',
  conditions: `
    if
    unless
    in case
    in the event
    to avoid|prevent
    whether
    please check|verify|confirm|make|ensure
    should
    would
    may
    might
    will be returned if`,
  guesses: 'possible possibly potential potentially suspected alleged',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        refused|rejected|declined by .. {who}
        refusal by|of|from .. {who}
        {who} .. refused|refuses|refuse|declined|declines|rejected|rejects
        {who} s? refusal
        delivery .. refused
        refused delivery|acceptance|{goods}
        refused to accept|receive|take
        acceptance .. refused
        {goods} .. refused
        return* .. refused
        {who} .. not want|accept
        not accepted by .. {who}`,
      unless: `
        refus* .. pay|payment|duties|duty|taxes|tax|charges|cod
        declin* .. pay|payment|card
        refused|rejected|declined|refusal by .. customs|airline|carrier|sender|shipper|locker|shop|courier|authorities|authority
        customs .. refused|rejected
        return refused
        refused|rejected entry|by .. sorter|machine|sorting
        payment|card|request|claim .. refused|rejected|declined`,
    },
    INCORRECT_ADDRESS: {
      says: `
        address|addresses is|was|are|details|information|data|given|provided|label? {wrong}
        address {wrong}
        address .. is|was|be {wrong}
        {wrong} or? {wrong}? delivery|recipient|consignee|street|shipping|postal|receiver|customer? address
        {wrong} post|postal|zip|pin code
        {wrong} postcode|zipcode|zip
        missing|no post|postal|zip code
        postcode|zipcode|zip .. {wrong}|missing
        postal|zip|post code .. {wrong}|missing
        street|house|home|apartment|suite|unit|flat|door|building number .. missing|incorrect|wrong|required|needed|invalid
        {wrong}|missing street|house|apartment|suite|unit|flat|door number|name
        address info* .. needed|required|missing|{wrong}
        further|more|additional address info*|details
        address problem|problems|issue|issues|error|query
        {who} s? address .. {wrong}`,
      unless: `
        address .. corrected|updated|verified|confirmed|changed
        been corrected|updated|verified
        corrected|updated address
        email|mail|web|ip|return|sender|shipper address
        not {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        address .. not found|located|exist
        address .. not be found|located
        address .. unknown|nonexistent
        address .. non existent
        {cannot} to|not|t? be? find|locate .. address|house|street|location
        no such number|street|address|house
        {who} .. unknown
        {who} .. not known
        unknown at|{who}
        not known at`,
      unless: `
        address .. corrected|updated
        been corrected|updated
        email|ip|return|sender|shipper address
        shipment|parcel|package|item .. located`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} has|have|was|is? moved
        moved .. forwarding
        moved left no
        moved away|house
        left no forwarding
        {who} .. no longer at|lives
        no longer at .. address`,
      unless: `
        moved .. date|delivery|appointment|slot`,
    },
    ACCESS_RESTRICTED: {
      says: `
        no access to|code|at|possible?
        {cannot} to|not|t? be? gain|get? access*
        access .. denied|restricted|blocked
        access .. not possible
        no|without secure|safe|suitable location|place|spot
        gate|access|entry|security|door code .. missing|required|needed|wrong|incorrect
        no gate|access|entry|security|door code
        address|location|building .. inaccessible`,
      unless: `
        no access needed|required
        access .. account|tracking|data|system|information|website`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} was|were|is|are? not at? home|available|present|there|in
        {who} wasn|isn|weren t at? home|available|present|there|in
        {who} was|is|were? unavailable|absent|away|out
        adult .. unavailable
        adult .. not available
        nobody|noone|one|somebody was|were|is? at? home|available|there|in
        no one was|were|is? at? home|available|there|in
        no one .. sign|receive|accept
        nobody .. sign|receive|accept
        not at home
        not home
        we missed you
        no answer at .. door|address
        absence of .. {who}`,
      unless: `
        not in .. area|zone|system|range|list|route
        delivered to|with|at|in
        delivered left at|in|with|on
        sender|shipper .. home|available
        left with|in|at .. neighbour|neighbor|safe|mailbox|locker
        pick|pickup|collection .. attempted`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        {who} .. not be reached|contacted
        {who} .. unreachable
        phone call to .. {who} no answer
        unable to contact|reach .. {who}
        {cannot} not contact|reach .. {who}`,
    },
    BUSINESS_CLOSED: {
      says: `
        business|company|premises|office|store|shop|{who} s? premises|business|office|was|is? closed
        business|premises|office closed
        {who} s? location closed
        closed on arrival
        closed business|premises`,
      unless: `
        pick|pickup|parcel|access .. closed
        service point .. closed
        customs|post|depot office .. closed`,
    },
    NOT_COLLECTED: {
      says: `
        {goods} .. not been? collected|claimed
        not been? collected|claimed by .. {who}
        not been? picked up by .. {who}
        not claimed
        not collected|claimed within|in
        unclaimed
        uncollected
        hold|storage|holding|retention time|period .. expired|exceeded|elapsed`,
      unless: `
        collected from
        unclaimed parcels|items|packages|shipments
        charges|fees|duties|cod|payment|cash .. collected
        sender|shipper .. collected`,
    },
    CARRIER_DAMAGE: {
      says: `
        damaged
        damage reported|found|noted|claim|to|identified|report|confirmed|discovered|occurred
        {goods} damage
        {goods} .. crushed|broken|torn|leaking|shattered|smashed|wet
        crushed|broken|torn|leaking|shattered {goods}`,
      unless: `
        damage prevention|free|waiver|protection|insurance|check|control
        label|barcode|road|vehicle|truck|bridge|rail|line|bag|pallet|tunnel|address .. damaged|damage
        damaged label|barcode|road|vehicle|truck|bridge|address|infrastructure
        damage to .. road|vehicle|truck|bridge|infrastructure|label
        broken down
        property|storm damage`,
    },
    CARRIER_LOSS: {
      says: `
        declared|presumed|reported|considered|deemed as? lost
        lost in|during|by .. transit|transport|mail|carrier|delivery|handling
        {goods} is|was|has|have|been|got? been? lost
        lost {goods}
        parcel|package|shipment|item|consignment is|was|has? been|reported|confirmed? missing
        missing parcel|package|shipment
        parcel|package|shipment|item .. not be located|found|traced
        not .. able to find your? parcel|package|shipment`,
      unless: `
        lost and found
        been|was|is found|located|recovered|retrieved
        shipment|parcel|package|item found|located|recovered
        lost .. found|recovered
        lost its|their|label|barcode|seal|the|a|time
        missing a|an|the|its|from|label|barcode|information|data|in|customs
        time lost`,
    },
    CUSTOMS_DELAY: {
      says: `
        clearance delay|delayed|delays
        customs .. delay|delays|delayed|hold|held|detained|retained|detention
        held|detained|retained|stopped|stuck|withheld|delayed|detention at|by|in|with|from .. customs
        hold|delay|delays at|by|in|with|from .. customs
        customs clearance delay*
        clearance event .. delay`,
      unless: `
        {released}
        no customs`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        pending|awaiting commercial|proforma invoice
        import|export license|licence|permit|declaration .. required|missing|needed
        invoice is|was|or? missing|incomplete|required|incorrect|wanted|needed|invalid
        missing|incomplete|incorrect .. commercial|proforma|customs invoice
        missing|incomplete|incorrect|additional|awaiting|further|required customs|clearance|import|export {papers}|information
        customs .. requires|require|needs|need|requests|requested|awaiting|waiting .. {papers}|information
        customs|clearance|import|export .. {papers} .. missing|required|needed|incomplete|incorrect|wrong
        {papers} .. missing|required|needed .. customs|clearance|import
        awaiting|waiting|missing|additional .. {papers} .. customs|clearance|importer`,
      unless: `
        {released}
        {papers} .. received|complete|accepted`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        payment of .. {duties}
        payment of .. import|customs charges|fees|fee|duties|duty|taxes
        customs|import charges|charge|fees|fee|{duties} .. due|unpaid|outstanding|payable|pending|owed
        {duties} .. unpaid|outstanding|payable|owed
        {duties} .. not paid
        customs|import charges|fees|fee .. not paid
        refus* to pay .. {duties}|customs
        awaiting|pending|waiting payment|for? .. {duties}
        awaiting|pending .. customs|import payment`,
      unless: `
        {duties}|charges|fees have|has|were|was been? paid
        payment .. received`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        customs inspection|examination|exam|inspecting|examining|inspects
        inspected|examined|inspection|examination by .. customs
        selected for .. customs
        customs physical inspection|examination`,
      unless: `
        {released}
        inspection completed|passed|finished`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        seized|confiscated
        prohibited|banned|forbidden goods|item|items|content|contents|article|articles|import|commodity
        import .. prohibited|forbidden
        import .. not allowed|permitted`,
    },
    HOLIDAY: {
      says: `
        public|national|bank|local holiday
        due|because to|of .. holiday|holidays`,
    },
    PAYMENT_DUE: {
      says: `
        cod .. unpaid|refused
        cod .. not ready|paid|available
        cash on delivery .. unpaid
        cash on delivery .. not ready|paid|available
        money not available|ready
        refus* to pay .. cod`,
      unless: `
        {duties}
        customs`,
    },
    WEATHER: {
      says: `
        adverse|bad|severe|inclement|poor|extreme|winter weather
        weather delay|delays|conditions|related|condition|event|disruption
        due|because|owing to|of .. weather|snow|storm|storms|flood|flooding|ice|fog|hurricane|typhoon
        delay* .. weather|snow|storm|hurricane|typhoon|flood|flooding|fog`,
      unless: `
        weather permitting`,
    },
    FORCE_MAJEURE: {
      says: `
        industrial|strike action
        due|because|owing to|of .. strike|strikes|pandemic|unrest
        natural disaster
        force majeure
        civil unrest`,
    },
    CARRIER_VEHICLE: {
      says: `
        vehicle|truck|van|mechanical breakdown|failure|accident
        vehicle|truck|van .. broke|broken down`,
    },
    CARRIER_MISROUTED: {
      says: `
        missort*
        misrout*
        missent
        misdirected
        mis sorted|routed|sort|sent
        sent|sorted|routed|forwarded|arrived .. wrong|incorrect facility|depot|hub|station|location|country
        wrong|incorrect facility|depot|hub|station|routing`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        delivery .. requested by .. {who}
        delivery .. at .. {who} s? request
        rescheduled|postponed|held|changed .. {who} s? request
        rescheduled|postponed|held|changed .. request of .. {who}
        {who} .. requested|requests .. later|future|delivery|hold|pickup|rescheduled
        {who} request|requests|requested .. delivery|collection
        requested .. later|future delivery`,
      unless: `
        requested .. return|refund|cancel*
        shipper|sender|merchant .. requested|request|requests`,
    },
  },
};
