import {
  createDisclosures,
  type Disclosures,
  type Logger,
  type OperationEnvelope,
  type Reader,
  readAs,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import type { CarrierRule } from './carrier-rules/carrier-rule.ts';
import type { PublishedCarrierRules } from './carrier-rules/published-carrier-rules.ts';
import type { CasePolicy } from './case/case-policy.ts';
import { type CaseLoaders, createCaseLoaders } from './case/find-cases.ts';
import type { DeskFeed } from './desk/desk-feed.ts';
import { createDocumentLoaders, type DocumentLoaders } from './document/document.loaders.ts';
import type { DocumentAddresses } from './document/document-address.ts';
import type { DocumentSeal } from './document/document-seal.ts';
import { createEventLoaders, type EventLoaders } from './event/event.loaders.ts';
import { createExchangeLoaders, type ExchangeLoaders } from './exchange/exchange.loaders.ts';
import { createFeedbackLoader, type FeedbackLoader } from './feedback/feedback.loader.ts';
import { createSourceLoader, type SourceLoader } from './freshness/freshness.loaders.ts';
import { createRawMessageLoader, type RawMessageLoader, type RawSources } from './inbox/raw-messages.ts';
import type { LiveFeed } from './live/live-feed.ts';
import { createPromiseLoader, type PromiseLoader } from './promise/promise.loaders.ts';
import { createRegistrationLoader, type RegistrationLoader } from './registration/registration.loaders.ts';
import type { FactSeal } from './registration/registration-facts.ts';
import type { ToldField } from './registration/told-fields.ts';
import type { Registering } from './registration/want-registrations.ts';
import { createReplacementLoader, type ReplacementLoader } from './replacement/replacement.loaders.ts';
import { createReportLoaders, type ReportLoaders } from './report/report.loaders.ts';
import type { ReportLimits } from './report/report-limits.ts';
import { createShipmentLoaders, type ShipmentLoaders } from './shipment/shipment.loaders.ts';
import type { WebhookAdmin } from './webhook/change-endpoints.ts';
import { createWebhookLoaders, type WebhookLoaders } from './webhook/endpoint-rows.ts';
import { createFactReferenceLoader, type FactReferenceLoader } from './why/fact-references.ts';
import { createRederivationLoader, type RederivationLoader } from './why/rederivations.ts';

/** Per process. */
export interface AppContext {
  /** Of an owner: for workers' and operators' verbs that have checked the role. */
  sql: Sql;
  /** Of a role that owns nothing, for everything that a viewer asks. */
  readSql: Sql;
  /** For rows of the audit that reads leave. */
  auditSql: Sql;
  feed: LiveFeed;
  logger: Logger;
  /** What is needed to open a stored message. */
  raw: RawSources;
  /** How registrations are wanted, and facts of them kept. */
  registering: Registering;
  factSeal: Pick<FactSeal, 'keyOf' | 'seal' | 'mark'>;
  /** What providers are told, by the configuration. */
  told: readonly ToldField[];
  /** Who carries what: as published now, and CARRIER_MAPPING as rules. */
  carrierRules: PublishedCarrierRules;
  builtIn: readonly CarrierRule[];
  wakeCarrierRules: () => void;
  /** Wake-ups: the queue has something; there is something to tell; another mapping was published; a shipment changed hands; a registration has to be done. */
  wakeInbox: () => void;
  wakeOutbox: () => void;
  wakeMapping: () => void;
  wakeRescoped: () => void;
  wakeRegistration: () => void;
  /** For changing webhook endpoints. */
  webhooks: WebhookAdmin;
  /** Makes addresses that open proofs of delivery for some minutes. */
  documentAddresses: Pick<DocumentAddresses, 'make'>;
  documentSeal: DocumentSeal;
  /** Of what customers report. */
  reportLimits: ReportLimits;
  /** Thresholds and calendar of cases. */
  casePolicy: { policy: CasePolicy };
  wakeCases: () => void;
  deskFeed: DeskFeed;
  /** Cases are not as they were: for desks. */
  wakeDesk: () => void;
}

/** Per operation; loaders are made on first use. */
export interface RequestContext {
  sql: Sql;
  /** What the viewer may read, whatever a statement asks for. */
  reader: Reader;
  /** The same, and the shipments of one number that the viewer knows. */
  readNumber: (number: string) => Reader;
  feed: LiveFeed;
  viewer: Viewer;
  asOf: string | undefined;
  requestId: string;
  registering: Registering;
  /** Seals and does not open: opening is for the worker that tells a provider. */
  factSeal: Pick<FactSeal, 'keyOf' | 'seal' | 'mark'>;
  /** What providers are told, by the configuration. */
  told: readonly ToldField[];
  carrierRules: PublishedCarrierRules;
  builtIn: readonly CarrierRule[];
  wakeCarrierRules: () => void;
  wakeInbox: () => void;
  wakeOutbox: () => void;
  wakeMapping: () => void;
  wakeRescoped: () => void;
  wakeRegistration: () => void;
  webhooks: WebhookAdmin;
  documentAddresses: Pick<DocumentAddresses, 'make'>;
  documentSeal: DocumentSeal;
  reportLimits: ReportLimits;
  /** Where the client is on the net, for limits; empty when unknown. */
  address: string;
  /** When the operation began. */
  now: Date;
  casePolicy: { policy: CasePolicy };
  wakeCases: () => void;
  deskFeed: DeskFeed;
  wakeDesk: () => void;
  /** What this operation shows of people. */
  disclosures: Disclosures;
  readonly rawMessages: RawMessageLoader;
  readonly factReferences: FactReferenceLoader;
  readonly rederivations: RederivationLoader;
  readonly registrations: RegistrationLoader;
  readonly shipments: ShipmentLoaders;
  readonly events: EventLoaders;
  readonly webhookRows: WebhookLoaders;
  readonly cases: CaseLoaders;
  readonly exchanges: ExchangeLoaders;
  readonly documents: DocumentLoaders;
  readonly promises: PromiseLoader;
  readonly sources: SourceLoader;
  readonly replacements: ReplacementLoader;
  readonly reports: ReportLoaders;
  readonly feedback: FeedbackLoader;
}

export function createRequestContext(
  { sql, readSql, auditSql, feed, raw, logger: _logger, ...others }: AppContext,
  { viewer, asOf, requestId, address }: OperationEnvelope,
): RequestContext {
  let shipments: ShipmentLoaders | undefined;
  let events: EventLoaders | undefined;
  let rawMessages: RawMessageLoader | undefined;
  let factReferences: FactReferenceLoader | undefined;
  let rederivations: RederivationLoader | undefined;
  let registrations: RegistrationLoader | undefined;
  let webhookRows: WebhookLoaders | undefined;
  let cases: CaseLoaders | undefined;
  let exchanges: ExchangeLoaders | undefined;
  let documents: DocumentLoaders | undefined;
  let promises: PromiseLoader | undefined;
  let sources: SourceLoader | undefined;
  let replacements: ReplacementLoader | undefined;
  let reports: ReportLoaders | undefined;
  let feedback: FeedbackLoader | undefined;
  const settings = viewerSettings(viewer);
  const reader = readAs(readSql, settings);
  const readNumber = (number: string) => readAs(readSql, { ...settings, 'app.number': number });
  return {
    sql,
    reader,
    readNumber,
    feed,
    viewer,
    asOf,
    requestId,
    address,
    ...others,
    now: new Date(),
    disclosures: createDisclosures({ sql: auditSql, schema: 'tracking', viewer, requestId }),
    get rawMessages() {
      rawMessages ??= createRawMessageLoader({ sql, viewer, requestId, ...raw });
      return rawMessages;
    },
    get factReferences() {
      factReferences ??= createFactReferenceLoader({ reader });
      return factReferences;
    },
    get rederivations() {
      rederivations ??= createRederivationLoader({ reader });
      return rederivations;
    },
    get registrations() {
      registrations ??= createRegistrationLoader({ reader });
      return registrations;
    },
    get shipments() {
      shipments ??= createShipmentLoaders({ reader, viewer });
      return shipments;
    },
    get webhookRows() {
      webhookRows ??= createWebhookLoaders({ reader, viewer });
      return webhookRows;
    },
    get cases() {
      cases ??= createCaseLoaders({ reader, viewer });
      return cases;
    },
    get exchanges() {
      exchanges ??= createExchangeLoaders({ reader, sql, viewer });
      return exchanges;
    },
    get documents() {
      documents ??= createDocumentLoaders({ reader, viewer });
      return documents;
    },
    get promises() {
      promises ??= createPromiseLoader({ reader, readNumber, viewer });
      return promises;
    },
    get sources() {
      sources ??= createSourceLoader({ reader, readNumber, viewer });
      return sources;
    },
    get replacements() {
      replacements ??= createReplacementLoader({ reader, viewer });
      return replacements;
    },
    get reports() {
      reports ??= createReportLoaders({ reader, seal: others.documentSeal });
      return reports;
    },
    get feedback() {
      feedback ??= createFeedbackLoader({ reader, viewer });
      return feedback;
    },
    get events() {
      events ??= createEventLoaders({ reader, readNumber });
      return events;
    },
  };
}
