/**
 * Whose word counts for each field of the graph about orders and shipments, who else says something about it, and what becomes of that. docs/ownership.md is written from this table, and
 * data-ownership.test.ts holds it to the graph: each field has exactly one row and is answered by the subgraph that the row names, and everything that is referred to exists. Who adds a field says here
 * whose it is.
 */

/** Subgraph that answers a field: whoever asks for it asks there and nowhere else. */
export type Subgraph = 'odoo' | 'tracking' | 'identity';

/** Whose word counts. Milepost: what nobody outside says (ids, ages, links, who may see what). */
export type Owner = 'Odoo' | 'carriers, through tracking' | 'carriers and colleagues, through tracking' | 'Milepost';

export interface OwnedData {
  /** As people call it. */
  what: string;
  /** Type.field, or Type.* for all fields of a type. */
  fields: readonly string[];
  owner: Owner;
  answeredBy: Subgraph;
  /** Who else says something about it. */
  alsoSaid: string;
  /** What happens when they disagree. */
  contradiction: string;
  /** Where it is enforced: a file and what it exports, or a function of the database that it makes. */
  enforcedBy: readonly { file: string; symbol: string }[];
  /** Tests that try to break it: a file and the name of a test in it. */
  testedBy: readonly { file: string; test: string }[];
}

const odoo = (path: string) => `services/odoo-subgraph/src/${path}`;
const tracking = (path: string) => `services/tracking-subgraph/src/${path}`;
const odooTests = (path: string) => `services/odoo-subgraph/tests/${path}`;
const trackingTests = (path: string) => `services/tracking-subgraph/tests/${path}`;
/** Both systems together, over the gateway. */
const together = 'tests/e2e/data-ownership.test.ts';

/** The mirror is written from what was read of Odoo and from nothing else; and Odoo is only read. */
const mirrorOnly = [
  { file: odoo('mirror/record-store.ts'), symbol: 'createRecordStore' },
  { file: odoo('odoo/allowed-calls.ts'), symbol: 'allowedCalls' },
];
const noWayIn = {
  file: 'gateway/src/data-ownership.test.ts',
  test: 'no service names a table of another one, so none can overwrite what it does not own',
};
const foldOnly = [{ file: tracking('fact/fold.ts'), symbol: 'fold' }];

export const dataOwnership: readonly OwnedData[] = [
  {
    what: 'the order: number, state, dates, amount, delivery method, invoicing',
    fields: [
      'Order.name',
      'Order.state',
      'Order.placedAt',
      'Order.company',
      'Order.customer',
      'Order.customerReference',
      'Order.total',
      'Order.invoiceState',
      'Order.deliveryMethod',
      'Money.*',
    ],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'nobody; what providers repeat of it (order number, title) is not read',
    contradiction:
      'Odoo’s newest state counts, also when it goes back; a copy that is older than what is stored is dropped',
    enforcedBy: mirrorOnly,
    testedBy: [
      noWayIn,
      { file: odooTests('mirror.test.ts'), test: 'finds a transaction that commits late with an earlier write_date' },
      { file: together, test: 'nothing is ever written to Odoo' },
    ],
  },
  {
    what: 'what was ordered',
    fields: ['Order.lines', 'OrderLine.*'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'nobody',
    contradiction:
      'quantityDelivered is what left our stock less what came back; that a parcel arrived does not change it',
    enforcedBy: mirrorOnly,
    testedBy: [
      noWayIn,
      { file: together, test: 'what carriers say of a parcel changes nothing of the delivery in Odoo' },
    ],
  },
  {
    what: 'deliveries, what they carry, and their way through the warehouse',
    fields: [
      'Order.deliveries',
      'Order.stepsBeforeDelivery',
      'Delivery.name',
      'Delivery.kind',
      'Delivery.state',
      'Delivery.scheduledAt',
      'Delivery.doneAt',
      'Delivery.items',
      'Delivery.carrierPrice',
      'Delivery.steps',
      'Delivery.packages',
      'Delivery.backorderOf',
      'Delivery.returnOf',
      'DeliveryItem.*',
      'DeliveryStep.*',
      'DeliveryPackage.*',
    ],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'carriers, who say that a parcel was picked up, delivered or came back',
    contradiction:
      'both stand beside each other: DONE means left the warehouse (or received there) and follows no scan; a parcel can be delivered while Odoo still waits to confirm its transfer',
    enforcedBy: mirrorOnly,
    testedBy: [
      noWayIn,
      { file: together, test: 'what carriers say of a parcel changes nothing of the delivery in Odoo' },
    ],
  },
  {
    what: 'the delivery method of a delivery',
    fields: ['Delivery.carrierName'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'providers, who name the carrier that really has the parcel',
    contradiction: 'the method stays; the carrier shows on the shipment (below)',
    enforcedBy: mirrorOnly,
    testedBy: [
      noWayIn,
      { file: together, test: 'what carriers say of a parcel changes nothing of the delivery in Odoo' },
    ],
  },
  {
    what: 'where the order goes, and to whom',
    fields: ['Order.deliveryAddress', 'DeliveryAddress.*'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'providers and carriers: destination, recipient, another address after a redirection, a pick-up point',
    contradiction:
      'a carrier’s address never overwrites Odoo’s. Its places show on its own events, a pick-up point on the shipment; the destination only helps the fold to tell arrived from returned, and shows nowhere',
    enforcedBy: [
      { file: odoo('mirror/models/partner.ts'), symbol: 'partner' },
      { file: odoo('customer/contact.loaders.ts'), symbol: 'createContactLoaders' },
      { file: tracking('fact/fact.ts'), symbol: 'DetailsFact' },
    ],
    testedBy: [noWayIn, { file: together, test: 'an address and a recipient of a carrier never reach the order' }],
  },
  {
    what: 'the customer',
    fields: ['Customer.name', 'Customer.email', 'Customer.phone', 'Customer.hasPhone'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid:
      'providers (name, e-mail, phone of a recipient), carriers (who signed), whoever signs in (a name of their own)',
    contradiction:
      'Odoo’s contact counts. Names from elsewhere stay where they were said: the signature on the proof, the sign-in’s in the viewer. What an operator erased stays erased, whatever Odoo still has: erasing is our duty, not Odoo’s word',
    enforcedBy: [
      { file: odoo('mirror/seal-contacts.ts'), symbol: 'sealContacts' },
      { file: odoo('customer/erase-customer.ts'), symbol: 'eraseCustomer' },
    ],
    testedBy: [
      noWayIn,
      { file: together, test: 'an address and a recipient of a carrier never reach the order' },
      {
        file: odooTests('contact-storage.test.ts'),
        test: 'has no key, no cell, no index and no name left, and what Odoo still knows does not come back',
      },
    ],
  },
  {
    what: 'our companies',
    fields: ['Company.name'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'nobody',
    contradiction: 'a company that our user may not see any more keeps its orders, which say by asOf how old they are',
    enforcedBy: mirrorOnly,
    testedBy: [
      noWayIn,
      {
        file: odooTests('reconciliation.test.ts'),
        test: 'orders of a company that our user may not see any more stay, and age; of other companies they go',
      },
    ],
  },
  {
    what: 'the promise',
    fields: ['Order.promisedDeliveryAt'],
    owner: 'Odoo',
    answeredBy: 'odoo',
    alsoSaid: 'providers, who repeat a promised date they were once told; carriers, who estimate',
    contradiction:
      'Odoo’s commitment_date counts, for whether a parcel is late too; a provider’s copy does only where Odoo has none. An estimate is no promise and moves none',
    enforcedBy: [
      { file: odoo('mirror/models/order.ts'), symbol: 'order' },
      { file: tracking('fact/promise-and-estimate.ts'), symbol: 'foldPromise' },
    ],
    testedBy: [
      { file: together, test: 'the promise is Odoo’s, and the first one is kept' },
      {
        file: tracking('fact/promise-and-estimate.test.ts'),
        test: 'the shop’s own promise counts, whatever a provider repeats',
      },
    ],
  },
  {
    what: 'the first promise',
    fields: ['Order.firstPromisedDeliveryAt'],
    owner: 'Milepost',
    answeredBy: 'odoo',
    alsoSaid: 'Odoo, which keeps only the newest',
    contradiction: 'what was promised first stays, when Odoo’s date is moved or taken back, and when it is read anew',
    enforcedBy: [{ file: 'services/odoo-subgraph/drizzle/0018_first_promise.sql', symbol: 'keep_first_promise' }],
    testedBy: [
      { file: together, test: 'the promise is Odoo’s, and the first one is kept' },
      { file: odooTests('first-promise.test.ts'), test: 'is kept when the date is moved, taken back, and read anew' },
    ],
  },
  {
    what: 'every date that the customer was told',
    fields: ['Order.promises', 'Shipment.promises', 'PromisedDate.*'],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'the shop, carriers, providers and colleagues: each row is their word',
    contradiction:
      'all stand, in the order in which they were told; none ever changes. A colleague’s word is a promise and counts against the shop’s until the shop says another date; what a carrier announces after it is the date that shows. A date that we wrote to Odoo is ours and no promise of the shop',
    enforcedBy: [
      { file: tracking('promise/promise-rows.ts'), symbol: 'insertPromises' },
      { file: tracking('fact/promise-and-estimate.ts'), symbol: 'foldPromise' },
      { file: tracking('promise/told-dates.ts'), symbol: 'datesOfOrder' },
    ],
    testedBy: [
      {
        file: 'tests/e2e/promises.test.ts',
        test: 'dates by the shop, the carrier, a colleague and us are one list on the order and on the parcel, the first one kept, and the estimate agrees',
      },
      {
        file: trackingTests('promises.test.ts'),
        test: 'gets nothing from what is told again, told late, or told in other words; and one row of each kind from a batch',
      },
    ],
  },
  {
    what: 'which tracking numbers a delivery has',
    fields: ['Shipment.trackingNumber', 'Shipment.order', 'Shipment.orders', 'Order.shipments', 'Delivery.shipments'],
    owner: 'Odoo',
    answeredBy: 'tracking',
    alsoSaid:
      'colleagues and partners, who register numbers for an order; providers, who know other numbers of the same parcel (a hand-over, pieces)',
    contradiction:
      'what stands in the delivery’s reference is linked: taken out there, the link ends, whatever carriers still say. What somebody registered for the delivery is linked beside it and stays as long as the delivery does. Other numbers are found and shown as legs and pieces, and never become references',
    enforcedBy: [
      { file: 'packages/service-kit/src/tracking-references/split-references.ts', symbol: 'splitReferences' },
      { file: tracking('order-link/apply-channel-messages.ts'), symbol: 'applyChannelMessages' },
      { file: tracking('order-link/link-deliveries.ts'), symbol: 'linkDeliveries' },
      { file: tracking('shipment/register-shipments.ts'), symbol: 'registerShipments' },
    ],
    testedBy: [
      {
        file: trackingTests('register-by-hand.test.ts'),
        test: 'stays linked when Odoo tells its references again, moves with the order’s owner, and goes with the delivery',
      },
      { file: together, test: 'a number belongs to a delivery as long as it stands in Odoo, and no other does' },
      {
        file: trackingTests('channel.test.ts'),
        test: 'references become shipments with carrier and link, once; an ended reference leaves the order',
      },
    ],
  },
  {
    what: 'who carries a shipment',
    fields: ['Shipment.carrier', 'Carrier.*'],
    owner: 'carriers and colleagues, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'an operator, who maps Odoo’s delivery methods to carriers; providers, who name one',
    contradiction:
      'the mapping of the delivery method counts; without one the provider’s naming. A shipment that has another carrier’s scans is another parcel with the same number and is not taken over. Who takes over on the way is a leg',
    enforcedBy: [
      { file: tracking('shipment/register-shipments.ts'), symbol: 'registerShipments' },
      { file: tracking('fact/store-facts.ts'), symbol: 'storeFacts' },
    ],
    testedBy: [
      {
        file: trackingTests('channel.test.ts'),
        test: 'a carrier that was not known is named later, by the mapping or by the provider',
      },
      {
        file: trackingTests('registration.test.ts'),
        test: 'a shipment that already has another carrier’s scans is not taken over',
      },
    ],
  },
  {
    what: 'progress: status, delay, what happened where and when',
    fields: [
      'Shipment.status',
      'Shipment.milestone',
      'Shipment.reason',
      'Shipment.isDelayed',
      'Shipment.lastEventAt',
      'Shipment.events',
      'Shipment.deliveryDoubts',
      'Shipment.direction',
      'Shipment.why',
      'Shipment.rederivations',
      'Event.*',
      'EventTime.*',
      'Place.*',
      'Milestone.*',
      'Explanation.*',
      'FactReference.*',
      'Rederivation.*',
    ],
    owner: 'carriers and colleagues, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'Odoo: the transfer is done or cancelled, and which way it goes',
    contradiction:
      'status follows no state of Odoo: done means left our stock, and only lets scans of an earlier use of the number be told apart. One exception: a shipment whose every delivery was cancelled in Odoo, and which no carrier ever had, is CANCELLED. Among sources and colleagues the fold decides (fold.md)',
    enforcedBy: [...foldOnly, { file: tracking('shipment/correct-shipment.ts'), symbol: 'correctShipment' }],
    testedBy: [
      { file: together, test: 'what Odoo says of a transfer moves no parcel' },
      {
        file: tracking('fact/fold.test.ts'),
        test: 'a cancelled delivery cancels a shipment that the carrier never had',
      },
      {
        file: tracking('fact/fold.test.ts'),
        test: 'an end is left by a correction, and what carriers say later goes on from there',
      },
    ],
  },
  {
    what: 'which shipment took the place of one whose number or carrier was wrong',
    fields: ['Shipment.replacedBy', 'Shipment.replaces', 'ShipmentReplacement.*'],
    owner: 'carriers and colleagues, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'Odoo, whose delivery may name the wrong number still',
    contradiction:
      'the colleague’s word counts while the wrong one is cancelled for it; Odoo’s reference brings nothing back',
    enforcedBy: [{ file: tracking('registration/replace-shipment.ts'), symbol: 'replaceShipment' }],
    testedBy: [
      {
        file: trackingTests('register-by-hand.test.ts'),
        test: 'each says of the other what it is, while the wrong one is cancelled, to whoever sees both; nothing to somebody who only has the number',
      },
    ],
  },
  {
    what: 'legs, pieces and other numbers',
    fields: ['Shipment.legs', 'Shipment.pieces', 'Shipment.packageCount', 'Leg.*', 'Piece.*'],
    owner: 'carriers, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'Odoo, which knows the packages of a delivery, without numbers of carriers',
    contradiction: 'both show, each where it is; nobody guesses which package is which piece',
    enforcedBy: [{ file: tracking('fact/legs.ts'), symbol: 'foldLegs' }],
    testedBy: [
      { file: together, test: 'a number belongs to a delivery as long as it stands in Odoo, and no other does' },
    ],
  },
  {
    what: 'the estimate',
    fields: ['Shipment.estimate', 'Estimate.*'],
    owner: 'carriers, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'Odoo, which plans (Delivery.scheduledAt) and promises',
    contradiction:
      'the newest announcement counts and says whose it is; it never becomes the promise, nor the promise the estimate',
    enforcedBy: [{ file: tracking('fact/promise-and-estimate.ts'), symbol: 'foldEstimates' }],
    testedBy: [{ file: together, test: 'the promise is Odoo’s, and the first one is kept' }],
  },
  {
    what: 'where to collect it',
    fields: ['Shipment.pickupPoint', 'PickupPoint.*'],
    owner: 'carriers, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction: 'what was announced last counts, while there is something to collect; it is no delivery address',
    enforcedBy: [{ file: tracking('fact/pickup-point.ts'), symbol: 'foldPickupPoint' }],
    testedBy: [{ file: together, test: 'an address and a recipient of a carrier never reach the order' }],
  },
  {
    what: 'proof of delivery',
    fields: ['Shipment.proofOfDelivery', 'ProofOfDelivery.*', 'ProofDocument.*'],
    owner: 'carriers, through tracking',
    answeredBy: 'tracking',
    alsoSaid: 'nobody: a done transfer in Odoo proves nothing',
    contradiction: 'proof only ever adds; what could have been forged proves nothing until it is confirmed',
    enforcedBy: foldOnly,
    testedBy: [{ file: together, test: 'what Odoo says of a transfer moves no parcel' }],
  },
  {
    what: 'ages, and how much a viewer may see, of what comes from Odoo',
    fields: ['Order.asOf', 'Delivery.asOf', 'Order.viewerAccess', 'Customer.viewerAccess'],
    owner: 'Milepost',
    answeredBy: 'odoo',
    alsoSaid: 'nobody',
    contradiction: 'an age never claims more than what is shown (mirror.md)',
    enforcedBy: [{ file: odoo('order/order-row.ts'), symbol: 'orderColumns' }],
    testedBy: [
      { file: odooTests('graph.test.ts'), test: 'goes on answering, with its age, when Odoo is gone' },
      {
        file: odooTests('as-of.test.ts'),
        test: 'while Odoo is away, or refuses one model, it stands still; what was read meanwhile shows all the same',
      },
    ],
  },
  {
    what: 'how customers found a delivery',
    fields: ['Shipment.feedback'],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction: 'the later answer of one access counts',
    enforcedBy: [{ file: tracking('feedback/give-feedback.ts'), symbol: 'giveFeedback' }],
    testedBy: [
      {
        file: trackingTests('feedback.test.ts'),
        test: 'once for each parcel and access, the later answer counts, and operators see how many of each carrier',
      },
    ],
  },
  {
    what: 'the same, of what comes from carriers',
    fields: ['Shipment.checkedAt', 'Shipment.viewerAccess', 'Shipment.freshness', 'Freshness.*'],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction:
      'when we last heard from a source; a message about nothing new counts, an opinion of Odoo does not. What is usual of a carrier is learned from its scans alone',
    enforcedBy: [
      { file: tracking('shipment/shipment-row.ts'), symbol: 'shipmentColumns' },
      { file: tracking('freshness/freshness.ts'), symbol: 'freshnessOf' },
    ],
    testedBy: [
      { file: together, test: 'what Odoo says of a transfer moves no parcel' },
      {
        file: trackingTests('freshness.test.ts'),
        test: 'say when its provider told everything, and when it is asked again, also to somebody who only has the number; not at its end',
      },
    ],
  },
  {
    what: 'the words for a parcel',
    fields: ['Shipment.headline', 'Headline.*', 'Clause.*'],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'carriers, in their own words beside each event',
    contradiction:
      'the sentence is planned from the facts that count; what carriers write stands beside it as they wrote it',
    enforcedBy: [{ file: 'packages/wording/src/headline.ts', symbol: 'planHeadline' }],
    testedBy: [
      {
        file: 'tests/e2e/headline.test.ts',
        test: 'page and graph say the same in every language, all the way',
      },
    ],
  },
  {
    what: 'what we asked providers about a parcel, what messages about it came, and what was sent of it',
    fields: [
      'Shipment.providerChecks',
      'Shipment.receivedMessages',
      'Shipment.sentWebhooks',
      'ProviderCheck.*',
      'ReceivedMessage.*',
      'SentWebhook.*',
    ],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction: 'what was done, as it was done; a message that brought nothing new leaves no trace at the parcel',
    enforcedBy: [{ file: tracking('exchange/exchange.loaders.ts'), symbol: 'createExchangeLoaders' }],
    testedBy: [
      {
        file: trackingTests('exchanges.test.ts'),
        test: 'a message says how it came and which events it brought, also when it is not kept any more',
      },
    ],
  },
  {
    what: 'how far a registration at a provider is',
    fields: [
      'Shipment.registration',
      'Registration.*',
      'RegistrationProblem.*',
      'RegistrationRequest.*',
      'RegistrationBatch.*',
      'RegistrationStateCount.*',
      'RegistrationRow.*',
    ],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction:
      'what is wanted follows from the deliveries and from who asked by name; what came of it, from the provider’s answers',
    enforcedBy: [
      { file: tracking('registration/decide.ts'), symbol: 'decide' },
      { file: tracking('registration/want-registrations.ts'), symbol: 'wantRegistrations' },
    ],
    testedBy: [
      {
        file: trackingTests('register-by-hand.test.ts'),
        test: 'a delivery’s number is, until the delivery is cancelled or the number ends',
      },
    ],
  },
  {
    what: 'cases: what of it needs a person',
    fields: ['Order.cases', 'Shipment.cases'],
    owner: 'Milepost',
    answeredBy: 'tracking',
    alsoSaid: 'nobody',
    contradiction: 'the rules find a cause or do not; what colleagues decided about it stays until another word comes',
    enforcedBy: [{ file: tracking('case/settle-subject.ts'), symbol: 'settleSubject' }],
    testedBy: [
      {
        file: trackingTests('cases.test.ts'),
        test: 'a word of the carrier opens a case with its order, evidence and clock; the next one closes it',
      },
    ],
  },
  {
    what: 'what we wrote to Odoo',
    fields: ['Order.writeBacks', 'WriteBack.*'],
    owner: 'Milepost',
    answeredBy: 'odoo',
    alsoSaid: 'Odoo, where people change and close what we wrote',
    contradiction:
      'people in Odoo win: a date that somebody set since is left, a to-do that somebody closed stays closed and closes its case',
    enforcedBy: [{ file: odoo('write-back/write-effects.ts'), symbol: 'writeDue' }],
    testedBy: [
      {
        file: odooTests('write-back.test.ts'),
        test: 'the promised date follows the carrier, later only; the first one and the one by a person are kept',
      },
    ],
  },
  {
    what: 'links that open an order',
    fields: ['Order.links', 'OrderLink.*'],
    owner: 'Milepost',
    answeredBy: 'identity',
    alsoSaid: 'nobody; Odoo’s own access token is never read',
    contradiction: 'agents make and end them; customers who may share an order make and end those of customers',
    enforcedBy: [{ file: odoo('odoo/allowed-calls.ts'), symbol: 'allowedCalls' }],
    testedBy: [
      {
        file: 'tests/e2e/order-link.test.ts',
        test: 'a link that was ended and one that never was show one page, which leads on to the look-up',
      },
      { file: 'gateway/tests/shared-links.test.ts', test: 'strangers neither make, see nor end them' },
    ],
  },
];

/** Types that hold nothing of an order or a shipment themselves, and why; fields called `id` are ours everywhere. */
export const ownsNothing: readonly { why: string; types: readonly (string | RegExp)[] }[] = [
  {
    why: 'roots, pages and answers',
    types: ['Query', 'Mutation', 'Subscription', 'ChangeFeed', 'PageInfo', 'UserError', /Connection$/, /Payload$/],
  },
  { why: 'what a text found: each hit is an order or a customer', types: ['Search', 'SearchHit'] },
  {
    why: 'what operators work with, tracking’s own',
    types: [
      'CarrierExplanation',
      'CarrierQueueItem',
      'CarrierRule',
      'CarrierRuleEffect',
      'CarrierRuleEffectChange',
      'CarrierRuleFinding',
      'CarrierRuleImportChange',
      'CarrierRuleImportError',
      'CarrierRuleImportReport',
      'CarrierRuleProgress',
      'CarrierRuleVersion',
      'CarrierSuggestion',
      'DeadLetter',
      'DeadLetterCause',
      'MappingDiff',
      'MappingFinding',
      'MappingRule',
      'MappingVersion',
      'MeaningChange',
      'PlacedCarrierRule',
      'ProcessingQueue',
      'ProviderCarrierDifference',
      'ProviderCarrierList',
      'ProviderHealth',
      'RawMessage',
      'RederivationProgress',
      'RegistrationForecast',
      'RegistrationPendingCount',
      'RegistrationReport',
      'RegistrationSpend',
      'ShipmentChange',
      'ToldField',
      'UnknownCode',
    ],
  },
  {
    why: 'the work of colleagues and the rules that make it, tracking’s own: what a case rests on is what orders and shipments say',
    types: [
      /^Case/,
      'ShipmentReport',
      'ReportLine',
      'ReportPhoto',
      'ReportPhotoRoom',
      'ReportedState',
      'CarrierFeedback',
      /^Desk/,
      'CarrierOutage',
      'CarrierOutagePayload',
      'Incident',
      'IncidentConnection',
      'StaffMember',
    ],
  },
  {
    why: 'what endpoints are sent and how they fare, tracking’s own: what a payload says is what the graph says',
    types: [/^Webhook/],
  },
  {
    why: 'who may come in, the gateway’s own',
    types: ['ApiClient', 'ApiClientSecret', 'ApiScope', 'Person', 'Session', 'Viewer'],
  },
];
