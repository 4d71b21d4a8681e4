import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ShipmentView, ProofView } from '../shipment/shipment-row.ts';
import type { DocumentView } from '../document/document.loaders.ts';
import type { EventView } from '../event/event.resolvers.ts';
import type { LiveMilestone } from '../live/milestone-stream.ts';
import type { EntityReference } from '../order-link/order-link.resolvers.ts';
import type { DeadLetterRow } from '../dead-letter/dead-letters.ts';
import type { RawMessageRow } from '../inbox/raw-messages.ts';
import type { UnknownCodeRow } from '../unknown-code/unknown-codes.ts';
import type { ExplanationRow } from '../why/explain.ts';
import type { FactReferenceRow } from '../why/fact-references.ts';
import type { MappingRule as MappingRuleRow } from '../mapping/mapping.ts';
import type { MappingVersionRow } from '../mapping/mapping-versions.ts';
import type { ShipmentChangeRow } from '../mapping/mapping-diff.ts';
import type { RederivationRow } from '../why/rederivations.ts';
import type { RegistrationBatchView, RegistrationRowView } from '../registration/registration-batch.ts';
import type { RegistrationView } from '../registration/registration.loaders.ts';
import type { CarrierRule as CarrierRuleRow } from '../carrier-rules/carrier-rule.ts';
import type { CarrierRuleVersionRow } from '../carrier-rules/carrier-rule-versions.ts';
import type { ImportReport } from '../carrier-rules/import-rules.ts';
import type { CarrierExplanationRow } from '../carrier-rules/explain-order.ts';
import type { PlacedRule } from '../carrier-rules/map-carrier.ts';
import type { ProviderHealthRow } from '../connectors/pacing/provider-health.ts';
import type { CarrierQueueItemRow } from '../carrier-rules/carrier-queue.ts';
import type { CarrierSuggestion as CarrierSuggestionRow } from '../carrier-rules/suggest-carriers.ts';
import type { EndpointRow, MessageRow, AttemptRow, FeedView } from '../webhook/endpoint-rows.ts';
import type { SearchReference } from '../search/find-shipments.ts';
import type { CaseView, HistoryView, IncidentView } from '../case/find-cases.ts';
import type { ReportView, PhotoView } from '../report/report.loaders.ts';
import type { StaffRow } from '../case/staff.ts';
import type { OutageView } from '../case/carrier-outages.ts';
import type { DeskChangeView } from '../desk/desk-feed.ts';
import type { PresenceView } from '../desk/presence.ts';
import type { CheckView, ReceivedView, SentView } from '../exchange/exchange.loaders.ts';
import type { PromisedDateView } from '../promise/told-dates.ts';
import type { FreshnessView } from '../freshness/freshness.ts';
import type { RequestContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601 with offset Z, for example 2026-11-21T08:30:00Z. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** Who carries a shipment. */
export type Carrier = {
  __typename?: 'Carrier';
  /** Our code for the carrier, for example ups. Stable. */
  code: Scalars['String']['output'];
  /** Name to show. */
  name: Scalars['String']['output'];
  /** The carrier's public page for this shipment; null when we know none. */
  trackingUrl?: Maybe<Scalars['String']['output']>;
};

/** Who carries a shipment. */
export type CarrierChooseInput = {
  /** Also adds a rule for its delivery method (of its company, where the viewer does not see everything) to a draft, which nobody but an operator publishes. */
  asRule?: InputMaybe<Scalars['Boolean']['input']>;
  /** Our code for the carrier. */
  carrierCode: Scalars['String']['input'];
  /** Which shipment. */
  shipmentId: Scalars['ID']['input'];
};

/** What carrierChoose answers. */
export type CarrierChoosePayload = {
  __typename?: 'CarrierChoosePayload';
  /** The draft that holds the choice as a rule; null without one. */
  draftNumber?: Maybe<Scalars['Int']['output']>;
  /** The shipment as it is now; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field, NOT_FOUND when there is no such shipment in the viewer's scope, CONFLICT when it has a carrier by now or its number is another shipment's of that carrier. */
  userErrors: Array<UserError>;
};

/** What rules say of a number on a delivery. */
export type CarrierExplanation = {
  __typename?: 'CarrierExplanation';
  /** The carrier that they name; null where they do not. */
  carrierCode?: Maybe<Scalars['String']['output']>;
  /** The rule that decides; null where none does. */
  decidedBy?: Maybe<PlacedCarrierRule>;
  /** Which delivery. */
  delivery: Delivery;
  /** Its number, for example WH/OUT/00042. */
  deliveryName: Scalars['String']['output'];
  /** Facts that the carrier wants before a provider tracks it, and that deliveries do not bring along unless SEND_TO_PROVIDERS has them told, by our names, for example destinationPostalCode; empty where no carrier is named. */
  missingFacts: Array<Scalars['String']['output']>;
  /** Whether rules name exactly one carrier. */
  outcome: CarrierOutcome;
  /** Rules that fit and do not agree; empty unless the outcome is AMBIGUOUS. */
  tied: Array<PlacedCarrierRule>;
  /** A tracking number on it; null while it has none, then rules about numbers stay open. */
  trackingNumber?: Maybe<Scalars['String']['output']>;
  /** Why, in words; may change. */
  why: Scalars['String']['output'];
};

/** What carriers want to know of a parcel beside its number: needs of Registration names them. Told to the provider, kept sealed until it has them, and shown to nobody. */
export type CarrierFactsInput = {
  /** The shipper's account with the carrier, 1 to 50 letters and digits. */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** The country that it goes to, ISO 3166-1 alpha-2 or alpha-3; where it is not given, the order's. */
  destinationCountry?: InputMaybe<Scalars['String']['input']>;
  /** Where it goes: 2 to 12 letters, digits, blanks and dashes, for example 1012 AB. */
  destinationPostalCode?: InputMaybe<Scalars['String']['input']>;
  /** The state or province that it goes to, by name or code, 2 to 50 letters. */
  destinationState?: InputMaybe<Scalars['String']['input']>;
  /** The country that it comes from, ISO 3166-1 alpha-2 or alpha-3. */
  originCountry?: InputMaybe<Scalars['String']['input']>;
  /** The day it was handed over in the shipper's country, YYYY-MM-DD; where it is not given, the delivery's. */
  shipDate?: InputMaybe<Scalars['String']['input']>;
  /** What the carrier gave to the recipient to follow this parcel with, 1 to 100 characters of printable ASCII. */
  trackingKey?: InputMaybe<Scalars['String']['input']>;
};

/** How customers found deliveries of a carrier. */
export type CarrierFeedback = {
  __typename?: 'CarrierFeedback';
  /** How many did not. */
  badCount: Scalars['Int']['output'];
  /** Our code for the carrier; null: it was not known. */
  carrierCode?: Maybe<Scalars['String']['output']>;
  /** How many found it as it should be. */
  goodCount: Scalars['Int']['output'];
};

/** A time in which a carrier's systems were known to be down. */
export type CarrierOutage = {
  __typename?: 'CarrierOutage';
  /** Our code for the carrier. */
  carrierCode: Scalars['String']['output'];
  /** Who said so. */
  declaredBy?: Maybe<StaffMember>;
  /** Since when. */
  from: Scalars['DateTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What is known of it. */
  reason: Scalars['String']['output'];
  /** Until when; null: it goes on. */
  until?: Maybe<Scalars['DateTime']['output']>;
};

/** A carrier whose systems are down. */
export type CarrierOutageDeclareInput = {
  /** Our code for the carrier. */
  carrierCode: Scalars['String']['input'];
  /** What is known of it, for colleagues: 3 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** An outage that is over. */
export type CarrierOutageEndInput = {
  /** Which one. */
  outageId: Scalars['ID']['input'];
};

/** What carrierOutageDeclare and carrierOutageEnd answer. */
export type CarrierOutagePayload = {
  __typename?: 'CarrierOutagePayload';
  /** The outage; one that goes on is declared once. */
  outage?: Maybe<CarrierOutage>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND. */
  userErrors: Array<UserError>;
};

/** What rules come to. */
export type CarrierOutcome =
  /** Rules that fit do not agree: a person says it. */
  | 'AMBIGUOUS'
  /** Exactly one carrier. */
  | 'MAPPED'
  /** No rule fits: a person says it. */
  | 'UNMAPPED';

/** A shipment that waits for somebody to say who carries it. */
export type CarrierQueueItem = {
  __typename?: 'CarrierQueueItem';
  /** Where that one goes, ISO 3166-1 alpha-2. */
  countryCode?: Maybe<Scalars['String']['output']>;
  /** The delivery method of the first of its deliveries in the viewer's scope; null without one, and where Odoo does not say. */
  deliveryMethod?: Maybe<Scalars['String']['output']>;
  /** UNMAPPED or AMBIGUOUS; MAPPED when a rule has been published since and the shipment's turn comes. */
  outcome: CarrierOutcome;
  /** Which shipment; null when it was deleted meanwhile. */
  shipment?: Maybe<Shipment>;
  /** Carriers that may carry it, the likeliest first, at most five. For a person to judge: none is chosen by itself. */
  suggestions: Array<CarrierSuggestion>;
  /** Its number. */
  trackingNumber: Scalars['String']['output'];
  /** Since when. */
  waitingSince: Scalars['DateTime']['output'];
  /** Why no rule names its carrier, in words; may change. */
  why: Scalars['String']['output'];
};

/** A page of shipments that wait for a carrier. */
export type CarrierQueueItemConnection = {
  __typename?: 'CarrierQueueItemConnection';
  /** The shipments of this page. */
  nodes: Array<CarrierQueueItem>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Who carries what fits all of these; what is null, or empty, fits everything. */
export type CarrierRule = {
  __typename?: 'CarrierRule';
  /** Our code for the carrier; one that this version of the software does not know counts as no rule, and `lint` says so. */
  carrierCode: Scalars['String']['output'];
  /** The company that sells. */
  companyId?: Maybe<Scalars['ID']['output']>;
  /** Of the destination, ISO 3166-1 alpha-2; one of them. */
  countries: Array<Scalars['String']['output']>;
  /** Name of the delivery method in Odoo. */
  deliveryMethod?: Maybe<Scalars['String']['output']>;
  /** The number has a form of this carrier. */
  numberFormat?: Maybe<Scalars['String']['output']>;
  /** The number has this shape. */
  numberPattern?: Maybe<Scalars['String']['output']>;
  /** What the number itself says of the service. */
  service?: Maybe<Scalars['String']['output']>;
};

/** What a new draft begins with. */
export type CarrierRuleDraftCreateInput = {
  /** Take the rules of this version; of what is published when left out; 0 begins with none. */
  basedOn?: InputMaybe<Scalars['Int']['input']>;
  /** What it is for, 3 to 500 characters. */
  note: Scalars['String']['input'];
};

/** Which draft, as it was read. */
export type CarrierRuleDraftInput = {
  /** Which draft. */
  number: Scalars['Int']['input'];
  /** The revision that was read; CONFLICT when somebody saved meanwhile. */
  revision: Scalars['Int']['input'];
};

/** A draft's rules. */
export type CarrierRuleDraftSaveInput = {
  /** Another note. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Which draft. */
  number: Scalars['Int']['input'];
  /** The revision that was read; CONFLICT when somebody saved meanwhile. */
  revision: Scalars['Int']['input'];
  /** All of its rules, at most 2,000. Their order does not matter. */
  rules: Array<CarrierRuleInput>;
};

/** What a publication would do to shipments, were it now. */
export type CarrierRuleEffect = {
  __typename?: 'CarrierRuleEffect';
  /** The same by carrier, the most frequent first. */
  changes: Array<CarrierRuleEffectChange>;
  /** How many would get another one than an earlier rule chose. */
  correctedCount: Scalars['Int']['output'];
  /** Whether these are all; otherwise the counts are of the latest 5,000. */
  isComplete: Scalars['Boolean']['output'];
  /** Shipments looked at, the latest ones: without a carrier, or with one that a rule chose within 90 days. */
  lookedAtCount: Scalars['Int']['output'];
  /** How many would get a carrier. */
  namedCount: Scalars['Int']['output'];
};

/** Shipments that would change in the same way. */
export type CarrierRuleEffectChange = {
  __typename?: 'CarrierRuleEffectChange';
  /** The carrier that an earlier rule chose; null where they have none. */
  carrierBefore?: Maybe<Scalars['String']['output']>;
  /** The carrier that they would have. */
  carrierCode: Scalars['String']['output'];
  /** How many. */
  count: Scalars['Int']['output'];
};

/** Something wrong or strange about a rule, or a delivery that rules leave open. */
export type CarrierRuleFinding = {
  __typename?: 'CarrierRuleFinding';
  /** UNKNOWN_CARRIER, UNKNOWN_COUNTRY, UNKNOWN_FORMAT, BAD_PATTERN, PATTERN_NEVER_FITS, TOO_MANY_PATTERNS, DUPLICATE, AMBIGUOUS, UNREACHABLE, UNMAPPED, NEVER_SEEN, NEEDS_FACTS. */
  code: Scalars['String']['output'];
  /** A sentence for a person; may change. */
  message: Scalars['String']['output'];
  /** Position of the rule, from 0; null where it is about deliveries. */
  rule?: Maybe<Scalars['Int']['output']>;
  /** ERROR: it cannot be published. WARNING: look again. */
  severity: CarrierRuleSeverity;
};

/** How rules are written to a file. */
export type CarrierRuleFormat =
  /** A header and a rule a line: deliveryMethod, countries (with blanks between), companyId (Odoo's number), service, numberFormat, numberPattern, carrierCode. */
  | 'CSV'
  /** A list of objects with the same names. */
  | 'JSON';

/** A rule that names another carrier than the published one. */
export type CarrierRuleImportChange = {
  __typename?: 'CarrierRuleImportChange';
  /** The carrier that the published rule names. */
  carrierBefore: Scalars['String']['output'];
  /** As the file has it. */
  rule: CarrierRule;
};

/** Something wrong with a file of rules. */
export type CarrierRuleImportError = {
  __typename?: 'CarrierRuleImportError';
  /** The column; null where it is about the whole line. */
  field?: Maybe<Scalars['String']['output']>;
  /** Line of the CSV, the header being 1; position in the JSON, from 1. */
  line: Scalars['Int']['output'];
  /** What is wrong, and how it is written right; may change. */
  message: Scalars['String']['output'];
};

/** A file of rules. */
export type CarrierRuleImportInput = {
  /** Only say what it would change. */
  checkOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** The file, at most 1,000,000 characters and 2,000 rules. */
  content: Scalars['String']['input'];
  /** How it is written. */
  format: CarrierRuleFormat;
  /** What the draft is for, 3 to 500 characters. */
  note: Scalars['String']['input'];
};

/** What carrierRuleImport answers. */
export type CarrierRuleImportPayload = {
  __typename?: 'CarrierRuleImportPayload';
  /** What the file would change; null when the call as a whole was refused. */
  report?: Maybe<CarrierRuleImportReport>;
  /** BAD_USER_INPUT about the call as a whole. */
  userErrors: Array<UserError>;
  /** The draft with the file's rules; null with errors in the file, and where it was only looked at. */
  version?: Maybe<CarrierRuleVersion>;
};

/** What a file of rules would change of the published ones. */
export type CarrierRuleImportReport = {
  __typename?: 'CarrierRuleImportReport';
  /** Rules about what no published rule is about. */
  added: Array<CarrierRule>;
  /** Rules that name another carrier than the published one about the same. */
  changed: Array<CarrierRuleImportChange>;
  /** What publishing these rules would do to shipments; null with errors. */
  effect?: Maybe<CarrierRuleEffect>;
  /** What is wrong with the file; with any of it no draft is made. */
  errors: Array<CarrierRuleImportError>;
  /** Published rules that the file does not have. */
  removed: Array<CarrierRule>;
  /** Rules that are published as they are. */
  unchangedCount: Scalars['Int']['output'];
};

/** Who carries what fits all of these; what is left out fits everything. */
export type CarrierRuleInput = {
  /** Our code for the carrier. */
  carrierCode: Scalars['String']['input'];
  /** The company that sells. */
  companyId?: InputMaybe<Scalars['ID']['input']>;
  /** Of the destination, ISO 3166-1 alpha-2: one of them. None, or `*`, for any. */
  countries?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Name of the delivery method in Odoo, exactly; `*` or left out for any. */
  deliveryMethod?: InputMaybe<Scalars['String']['input']>;
  /** The number has a form of this carrier, ours, and its check digit is right where there is one. */
  numberFormat?: InputMaybe<Scalars['String']['input']>;
  /** The number has this shape from end to end: letters and digits, `\d`, `[A-F0-9]` and `.`, each with `{9}`, `{2,4}`, `?`, `+` or `*` where it repeats; `|` between shapes. */
  numberPattern?: InputMaybe<Scalars['String']['input']>;
  /** What the number itself says of the service, in the words of the carrier, for example UPS United States Ground. */
  service?: InputMaybe<Scalars['String']['input']>;
};

/** What a change of carrier rules answers. */
export type CarrierRulePayload = {
  __typename?: 'CarrierRulePayload';
  /** BAD_USER_INPUT, NOT_FOUND, or CONFLICT when somebody else changed or published something meanwhile. */
  userErrors: Array<UserError>;
  /** The version as it is now; null when there is none. */
  version?: Maybe<CarrierRuleVersion>;
};

/** How far looking again at shipments is. */
export type CarrierRuleProgress = {
  __typename?: 'CarrierRuleProgress';
  /** How many of them have another one than an earlier rule chose. */
  corrected: Scalars['Int']['output'];
  /** Whether all were looked at. */
  isDone: Scalars['Boolean']['output'];
  /** How many of them had no carrier and have one now. */
  named: Scalars['Int']['output'];
  /** Shipments looked at. */
  shipments: Scalars['Int']['output'];
};

/** Where to go back to. */
export type CarrierRuleRollBackInput = {
  /** Why, for the record. */
  note: Scalars['String']['input'];
  /** A version that was published before; 0 for CARRIER_MAPPING alone. */
  toNumber: Scalars['Int']['input'];
};

/** How bad a finding is. */
export type CarrierRuleSeverity =
  /** It cannot be published. */
  | 'ERROR'
  /** Look again. */
  | 'WARNING';

/** Where a version of carrier rules stands. */
export type CarrierRuleState =
  /** Given up. */
  | 'DISCARDED'
  /** Being written. */
  | 'DRAFT'
  /** What carriers are named by. */
  | 'PUBLISHED'
  /** It was published once. */
  | 'RETIRED';

/** Rules of who carries what, as one version. */
export type CarrierRuleVersion = {
  __typename?: 'CarrierRuleVersion';
  /** Who made it. */
  author: Scalars['String']['output'];
  /** What was published when the draft was made; 0 for CARRIER_MAPPING alone. */
  basedOn: Scalars['Int']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What its publication would do to shipments, for a draft; null for others. It is counted when it is asked for. */
  effect?: Maybe<CarrierRuleEffect>;
  /** Its rules as a file, which carrierRuleImport reads. */
  file: Scalars['String']['output'];
  /** What is wrong or strange about its rules, and deliveries lately told for which none, or more than one, speaks. */
  lint: Array<CarrierRuleFinding>;
  /** What it is for. */
  note: Scalars['String']['output'];
  /** Its number. */
  number: Scalars['Int']['output'];
  /** How far looking again at shipments is, for the version that is published; null for others. */
  progress?: Maybe<CarrierRuleProgress>;
  /** When; null when it was not published. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who published it; null when nobody did. */
  publishedBy?: Maybe<Scalars['String']['output']>;
  /** Counts edits. */
  revision: Scalars['Int']['output'];
  /** Its rules. */
  rules: Array<CarrierRule>;
  /** Where it stands. */
  state: CarrierRuleState;
  /** When it was saved last. */
  updatedAt: Scalars['DateTime']['output'];
};


/** Rules of who carries what, as one version. */
export type CarrierRuleVersionFileArgs = {
  format?: InputMaybe<CarrierRuleFormat>;
};

/** A carrier that may carry a shipment. */
export type CarrierSuggestion = {
  __typename?: 'CarrierSuggestion';
  /** Our code. */
  carrierCode: Scalars['String']['output'];
  /** Name to show. */
  carrierName: Scalars['String']['output'];
  /** Sentences for a person, the strongest first; may change. What went before is counted within the viewer's scope. */
  reasons: Array<Scalars['String']['output']>;
};

/** Something that a person must look at. */
export type Case = {
  __typename?: 'Case';
  /** Who has it; null: nobody. */
  assignee?: Maybe<StaffMember>;
  /** When it was closed; null while it is not. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its delivery, for cases about one; null for others. */
  delivery?: Maybe<Delivery>;
  /** Until when somebody should have looked at it, by the business calendar; null while its clock stands, and when it is over. */
  dueAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many levels up it has come. */
  escalation: CaseEscalation;
  /** The facts that opened it. */
  evidence: Array<FactReference>;
  /** What was done, and what happened to it; oldest first, at most 200. */
  history: Array<CaseHistoryEntry>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** The incident of which it is part; null: none. */
  incident?: Maybe<Incident>;
  /** Put aside until anything new is heard of its parcel. */
  isSnoozedUntilNews: Scalars['Boolean']['output'];
  /** What the customer was told as the number of this case; null: no customer reported anything. */
  number?: Maybe<Scalars['String']['output']>;
  /** When it was opened, or opened again. */
  openedAt: Scalars['DateTime']['output'];
  /** Its order, or the oldest in the viewer's scope; null: none is known. */
  order?: Maybe<Order>;
  /** How urgent it is, with its parts. */
  priority: CasePriority;
  /** Why it was opened, in one sentence with its figures, for staff. */
  reason: Scalars['String']['output'];
  /** What to do, in one sentence, for staff. */
  recommendedAction: Scalars['String']['output'];
  /** What was reported, oldest first, at most 20. */
  reports: Array<ShipmentReport>;
  /** Why it is over; null while it is not. */
  resolution?: Maybe<CaseResolution>;
  /** The rule that opened it, with its version. */
  rule: Scalars['String']['output'];
  /** How bad it is. */
  severity: CaseSeverity;
  /** Its shipment; null for a case that has none (a delivery without a number). */
  shipment?: Maybe<Shipment>;
  /** Put aside until then; null: not, or until anything new is heard alone. */
  snoozedUntil?: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  state: CaseState;
  /** What it is about. */
  type: CaseType;
  /** Rises with each change; a change is made to the version that was seen. */
  version: Scalars['Int']['output'];
  /** What it waits for while its clock stands; null: nothing. */
  waitingFor?: Maybe<CaseWaitingFor>;
};

/** Whom a case is given to. */
export type CaseAssignInput = {
  /** To whom (StaffMember.id); null: to nobody. Left out: to the viewer. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The version that was seen. */
  version: Scalars['Int']['input'];
};

/** What is done to many cases; exactly one of the actions. */
export type CaseBulkInput = {
  /** Gives them to this colleague. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 500 cases. */
  caseIds: Array<Scalars['ID']['input']>;
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Only says what would be done. */
  isPreview?: InputMaybe<Scalars['Boolean']['input']>;
  /** Adds this note, beside the action or alone. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Ends them, for this reason. */
  resolution?: InputMaybe<CaseResolution>;
  /** Puts them aside until then. */
  snoozeUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** Gives them to nobody. */
  unassign?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What caseBulk answers. */
export type CaseBulkPayload = {
  __typename?: 'CaseBulkPayload';
  /** For caseBulkUndo; null for a preview, and when nothing was done. */
  bulkId?: Maybe<Scalars['ID']['output']>;
  /** The cases that were changed, or would be, as they stand now. */
  changed: Array<Case>;
  /** Those that were not, and why. */
  skipped: Array<CaseBulkSkip>;
  /** Until when it can be undone. */
  undoUntil?: Maybe<Scalars['DateTime']['output']>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND for an undo that is too late. */
  userErrors: Array<UserError>;
};

/** A case that caseBulk did not change. */
export type CaseBulkSkip = {
  __typename?: 'CaseBulkSkip';
  /** Which case. */
  caseId: Scalars['ID']['output'];
  /** NOT_FOUND, ALREADY_SO, CLOSED, or NOT_THEIRS (the assignee may not see it); for an undo CHANGED_SINCE. */
  reason: Scalars['String']['output'];
};

/** Which caseBulk is taken back. */
export type CaseBulkUndoInput = {
  /** Its id. */
  bulkId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A change of one case. */
export type CaseChangeInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The version that was seen. With another one nothing is done: CONFLICT, and the case as it stands now. */
  version: Scalars['Int']['input'];
};

/** A page of cases. */
export type CaseConnection = {
  __typename?: 'CaseConnection';
  /** The cases of this page. */
  nodes: Array<Case>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** How many levels up a case has come. */
export type CaseEscalation =
  /** Twice its time is gone. */
  | 'ESCALATED'
  /** Within its time. */
  | 'NONE'
  /** Its time is gone. */
  | 'OVERDUE'
  /** Three quarters of its time are gone. */
  | 'WARNED';

/** Which cases. All that is given must hold; of a list one. */
export type CaseFilter = {
  /** Given to this colleague (StaffMember.id). */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Of these carriers, by our code. */
  carrierCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Of parcels that go to these countries, ISO 3166-1 alpha-2. */
  countryCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Due before this instant. */
  dueBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of this incident. */
  incidentId?: InputMaybe<Scalars['ID']['input']>;
  /** True: given to the viewer; false: not. */
  isMine?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: past their due time; false: not. */
  isOverdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: given to nobody; false: to somebody. */
  isUnassigned?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: only one case stands for each incident, the most urgent one. */
  mergeIncidents?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the customer was told as its number. */
  number?: InputMaybe<Scalars['String']['input']>;
  /** Of this order. */
  orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Of these severities. */
  severities?: InputMaybe<Array<CaseSeverity>>;
  /** Of this shipment. */
  shipmentId?: InputMaybe<Scalars['ID']['input']>;
  /** How far they are. */
  state?: InputMaybe<CaseState>;
  /** Of these types. */
  types?: InputMaybe<Array<CaseType>>;
};

/** Something that was done to a case, or happened to it. */
export type CaseHistoryEntry = {
  __typename?: 'CaseHistoryEntry';
  /** What: OPENED, REOPENED, CLOSED, RESOLVED, ASSIGNED, NOTED, SNOOZED, WOKEN, WAITING, RESUMED, ESCALATED, JOINED_INCIDENT, SEVERITY_CHANGED, UNDONE, REPORTED, CLOSED_IN_ODOO. */
  action: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Who did it; null: the rules, a customer (REPORTED), or somebody in Odoo (CLOSED_IN_ODOO). */
  by?: Maybe<StaffMember>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** A note, a reason, or the words of the rule; null: none. */
  text?: Maybe<Scalars['String']['output']>;
};

/** Which list of cases somebody takes with them. */
export type CaseListExportInput = {
  /** As of `cases`. */
  filter?: InputMaybe<CaseFilter>;
  /** As of `cases`. */
  orderBy?: InputMaybe<CaseOrder>;
};

/** What caseListExport answers. */
export type CaseListExportPayload = {
  __typename?: 'CaseListExportPayload';
  /** True when there are more. */
  isCut: Scalars['Boolean']['output'];
  /** How many rows there are now, 50,000 at most: so many are to be read. */
  rowCount: Scalars['Int']['output'];
};

/** A note. */
export type CaseNoteInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 2,000 characters. */
  text: Scalars['String']['input'];
};

/** A case that is opened by hand. */
export type CaseOpenInput = {
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, 3 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Of which parcel. */
  shipmentId: Scalars['ID']['input'];
  /** DELIVERED_DISPUTED, DAMAGED, LOST, ADDRESS_PROBLEM or CUSTOMER_REPORT. */
  type: CaseType;
};

/** In which order cases stand. */
export type CaseOrder =
  /** Due first; those without a due time last. */
  | 'DUE'
  /** Newest first. */
  | 'OPENED'
  /** Most urgent first. */
  | 'PRIORITY';

/** What a change of a case answers. */
export type CasePayload = {
  __typename?: 'CasePayload';
  /** The case as it stands now; null when it does not exist or is outside the viewer's scope. */
  case?: Maybe<Case>;
  /** CONFLICT when somebody was first (`case` shows what stands now); NOT_FOUND; BAD_USER_INPUT naming the field. */
  userErrors: Array<UserError>;
};

/** How urgent a case is: a product of its parts. */
export type CasePriority = {
  __typename?: 'CasePriority';
  /** What it is made of. */
  parts: Array<CasePriorityPart>;
  /** The larger, the more urgent. */
  score: Scalars['Int']['output'];
};

/** One part of how urgent a case is. */
export type CasePriorityPart = {
  __typename?: 'CasePriorityPart';
  /** By how much it multiplies. */
  factor: Scalars['Float']['output'];
  /** PROMISE, VALUE, TIER, SILENCE or SEVERITY. */
  name: Scalars['String']['output'];
  /** What was looked at, in words for staff, for example "promised in 6 h". */
  value: Scalars['String']['output'];
};

/** Why a case is opened again. */
export type CaseReopenInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, 3 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The version that was seen. */
  version: Scalars['Int']['input'];
};

/** Why a case is over. */
export type CaseResolution =
  /** What opened it is not so any more. Said by the rules. */
  | 'CAUSE_GONE'
  /** A claim was made at the carrier. */
  | 'CLAIMED'
  /** Somebody did its activity in Odoo. Said by Odoo. */
  | 'CLOSED_IN_ODOO'
  /** A replacement or refund was agreed. */
  | 'COMPENSATED'
  /** The customer was told, and that is enough. */
  | 'CUSTOMER_INFORMED'
  /** Somebody did something about it. */
  | 'FIXED'
  /** It should not have been opened. */
  | 'NOT_A_PROBLEM'
  /** There is nothing to do. */
  | 'NO_ACTION_NEEDED';

/** Why a case is over. */
export type CaseResolveInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** More about it, up to 2,000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Why; anything but CAUSE_GONE, which is for the rules, and CLOSED_IN_ODOO, which Odoo says. */
  resolution: CaseResolution;
  /** The version that was seen. */
  version: Scalars['Int']['input'];
};

/** How bad it is. */
export type CaseSeverity =
  /** Goods or a customer may be lost. */
  | 'CRITICAL'
  /** A customer suffers or will. */
  | 'HIGH'
  /** Fine for now. */
  | 'LOW'
  /** To be looked at. */
  | 'MEDIUM';

/** Until when a case is put aside. */
export type CaseSnoozeInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Until then; in the future, at most 60 days. At least one of both. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until anything new is heard of its parcel. */
  untilNews?: InputMaybe<Scalars['Boolean']['input']>;
  /** The version that was seen. */
  version: Scalars['Int']['input'];
};

/** How far a case is. */
export type CaseState =
  /** Over: its cause is gone, or a colleague resolved it. */
  | 'CLOSED'
  /** Somebody has to look at it. */
  | 'OPEN'
  /** Put aside for a while. */
  | 'SNOOZED';

/** What a case is about. */
export type CaseType =
  /** The address is wrong or incomplete. */
  | 'ADDRESS_PROBLEM'
  /** The carrier tried to deliver and could not. */
  | 'ATTEMPT_FAILED'
  /** There is a label, and the carrier has scanned nothing. */
  | 'CARRIER_SILENT'
  /** Who receives it says that items are missing, or that something else is wrong. */
  | 'CUSTOMER_REPORT'
  /** Customs hold it. */
  | 'CUSTOMS_HELD'
  /** The carrier says that it is damaged. */
  | 'DAMAGED'
  /** The promise has passed, or the carrier says that it is delayed. */
  | 'DELAYED'
  /** It is said to be delivered, and there is reason to doubt it. */
  | 'DELIVERED_DISPUTED'
  /** The number cannot be one of its carrier. */
  | 'INVALID_NUMBER'
  /** The delivery should have left. */
  | 'LATE_DISPATCH'
  /** It will come after the promise, by the newest estimate. */
  | 'LIKELY_LATE'
  /** The carrier says that it is lost. */
  | 'LOST'
  /** The goods have left and no tracking number is known. */
  | 'NO_NUMBER'
  /** Orders of several customers have the same number, or it went somewhere else than its order. */
  | 'NUMBER_MISMATCH'
  /** It waits to be collected, and will go back soon. */
  | 'PICKUP_EXPIRING'
  /** It was delivered, and the proof that this order needs is missing. */
  | 'PROOF_MISSING'
  /** The recipient did not take it. */
  | 'REFUSED'
  /** The provider does not track it. */
  | 'REGISTRATION_FAILED'
  /** It comes back, or has come back, to the sender. */
  | 'RETURNED'
  /** It was under way, and nobody has said anything for too long. */
  | 'SILENT_TOO_LONG'
  /** No rule says who carries it. */
  | 'UNMAPPED_CARRIER'
  /** Something could not be written back to Odoo. */
  | 'WRITE_BACK_FAILED';

/** A type of case, by the rules. */
export type CaseTypeRule = {
  __typename?: 'CaseTypeRule';
  /** What closes it. */
  closes: Scalars['String']['output'];
  /** Business hours within which somebody should have looked at it, for a customer of no tier. */
  dueHours: Scalars['Float']['output'];
  /** What opens it. */
  opens: Scalars['String']['output'];
  /** What to do. */
  recommendedAction: Scalars['String']['output'];
  /** How bad it is at first. */
  severity: CaseSeverity;
  /** The type. */
  type: CaseType;
};

/** What a case waits for. */
export type CaseWaitInput = {
  /** Which case. */
  caseId: Scalars['ID']['input'];
  /** 1 to 200 characters of the caller's: the same key with the same input within 24 hours, by the same person, is answered with what stands now and not done again. With another input: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The version that was seen. */
  version: Scalars['Int']['input'];
  /** Whose answer: CUSTOMER or CARRIER. */
  waitingFor: CaseWaitingFor;
};

/** What a case waits for while its clock stands. */
export type CaseWaitingFor =
  /** The carrier has to answer. */
  | 'CARRIER'
  /** The carrier’s outage was declared. Said by the rules. */
  | 'CARRIER_OUTAGE'
  /** The customer has to answer. */
  | 'CUSTOMER';

/** What changesSince found. */
export type ChangeFeed = {
  __typename?: 'ChangeFeed';
  /** How far was looked: `after` of the next question, whether or not something was found. */
  cursor: Scalars['String']['output'];
  /** True when there was more to look through: ask again at once. */
  hasMore: Scalars['Boolean']['output'];
  /** In the order in which they were told. */
  nodes: Array<Milestone>;
};

/** Where somebody looked for a parcel that is said to be delivered. */
export type CheckedPlace =
  /** In the letter box or parcel box. */
  | 'LETTER_BOX'
  /** With neighbours. */
  | 'NEIGHBOUR'
  /** At a reception, with a concierge or colleagues. */
  | 'RECEPTION'
  /** Where carriers leave parcels: porch, garage, garden. */
  | 'SAFE_PLACE';

/** One clause, with what it rests on. */
export type Clause = {
  __typename?: 'Clause';
  /** Names of the fields of Shipment that it rests on, for example estimate. */
  basis: Array<Scalars['String']['output']>;
  /** Events whose time or place it repeats. */
  eventIds: Array<Scalars['ID']['output']>;
  /** What it answers. */
  says: Array<ClauseAnswer>;
  /** Its words. */
  text: Scalars['String']['output'];
};

/** What a clause answers. */
export type ClauseAnswer =
  /** How sure that is. */
  | 'HOW_SURE'
  /** What happened, or how it stands. */
  | 'WHAT'
  /** What the customer has to do, or that there is nothing. */
  | 'WHAT_TO_DO'
  /** When. */
  | 'WHEN';

/** What coordinates point at. */
export type CoordinatePrecision =
  /** The spot, as the source gave it. */
  | 'EXACT'
  /** The middle of the town, from a gazetteer. */
  | 'TOWN';

/** What a parcel's status means to whoever waits for it. */
export type CustomerState =
  /** The address is wrong. */
  | 'ADDRESS_PROBLEM'
  /** Delivery was tried. */
  | 'ATTEMPT_FAILED'
  /** Nobody has scanned it. */
  | 'AWAITING_SCAN'
  /** It is cancelled. */
  | 'CANCELLED'
  /** It left, and nobody has scanned it for longer than usual. */
  | 'CARRIER_SILENT'
  /** It was damaged. */
  | 'DAMAGED'
  /** It comes late. */
  | 'DELAYED'
  /** It was delivered. */
  | 'DELIVERED'
  /** It is said to be delivered, and there is reason to doubt it. */
  | 'DELIVERED_DOUBTFUL'
  /** It was left with a neighbour or in a safe place. */
  | 'DELIVERED_ELSEWHERE'
  /** Something else holds it. */
  | 'HELD'
  /** Customs hold it. */
  | 'IN_CUSTOMS'
  /** It is under way. */
  | 'IN_TRANSIT'
  /** A label was made, and nobody has scanned it. */
  | 'LABEL_MADE'
  /** It may come after the promise. */
  | 'LIKELY_LATE'
  /** It was lost, or disposed of. */
  | 'LOST'
  /** The carrier does not know the number. */
  | 'NOT_FOUND'
  /** The service is not scanned on the way. */
  | 'NOT_SCANNED'
  /** Nobody gives news of it any more. */
  | 'NO_LONGER_TRACKED'
  /** It goes on under another number. */
  | 'NUMBER_CHANGED'
  /** The number or the carrier is wrong. */
  | 'NUMBER_WRONG'
  /** It is on the vehicle. */
  | 'OUT_FOR_DELIVERY'
  /** It can be collected. */
  | 'READY_FOR_PICKUP'
  /** It was refused. */
  | 'REFUSED'
  /** It is back. */
  | 'RETURNED'
  /** It comes back. */
  | 'RETURNING'
  /** A return that nobody has scanned. */
  | 'RETURN_ANNOUNCED'
  /** Under way, and quiet for longer than usual. */
  | 'SILENT'
  /** Whoever could tell cannot be heard. */
  | 'SOURCE_DOWN'
  /** The carrier has it. */
  | 'WITH_CARRIER';

/** Something that could not be processed. Its bytes are kept. */
export type DeadLetter = {
  __typename?: 'DeadLetter';
  /** How often it was tried. */
  attempts: Scalars['Int']['output'];
  /** Why it failed, as a code: NOT_JSON, WRONG_SHAPE, MAPPING_FAILED, TOO_MANY_FACTS, NOT_STORABLE, BODY_UNREADABLE, UNKNOWN_PROVIDER. */
  cause: Scalars['String']['output'];
  /** When it failed first. */
  firstFailedAt: Scalars['DateTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What it is: INBOX_MESSAGE. */
  kind: Scalars['String']['output'];
  /** When it failed last. */
  lastFailedAt: Scalars['DateTime']['output'];
  /** More about the cause, without anything from the content. */
  message: Scalars['String']['output'];
  /** Where it came from, for example aftership. */
  source: Scalars['String']['output'];
};

/** Dead letters with one source and cause. */
export type DeadLetterCause = {
  __typename?: 'DeadLetterCause';
  /** Why they failed. */
  cause: Scalars['String']['output'];
  /** How many. */
  count: Scalars['Int']['output'];
  /** The first failure among them. */
  firstFailedAt: Scalars['DateTime']['output'];
  /** The last failure among them. */
  lastFailedAt: Scalars['DateTime']['output'];
  /** Where they came from. */
  source: Scalars['String']['output'];
};

/** A page of dead letters. */
export type DeadLetterConnection = {
  __typename?: 'DeadLetterConnection';
  /** Newest failure first. */
  nodes: Array<DeadLetter>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Which dead letters to send through again: ids, or at least one of the other fields. */
export type DeadLetterReplayInput = {
  /** Only with this cause, for example WRONG_SHAPE. */
  cause?: InputMaybe<Scalars['String']['input']>;
  /** Only those whose last failure is before this instant. */
  failedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only those whose last failure is not before this instant. */
  failedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** These, at most 1,000. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only from this source, for example aftership. */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** What deadLetterReplay answers. */
export type DeadLetterReplayPayload = {
  __typename?: 'DeadLetterReplayPayload';
  /** How many more fit the selection and were not put back yet. */
  remaining: Scalars['Int']['output'];
  /** How many were put back into the queue. */
  replayed: Scalars['Int']['output'];
  /** BAD_USER_INPUT when nothing or too much was selected, or a value cannot be read. */
  userErrors: Array<UserError>;
};

export type Delivery = {
  __typename?: 'Delivery';
  id: Scalars['ID']['output'];
  /** The shipments of this delivery, oldest first. */
  shipments: Array<Shipment>;
};

/** Why a delivery may not be one. */
export type DeliveryDoubt =
  /** The parcel was seen under way later. */
  | 'MOVED_AFTERWARDS'
  /** Out for delivery was scanned after it on the same round: drivers do that. */
  | 'SCANNED_BEFORE_OUT_FOR_DELIVERY';

/** What a desk should know. */
export type DeskChange = {
  __typename?: 'DeskChange';
  /** True: cases in the viewer's scope changed since the mark before, so that counts are to be asked for again. Always true without `after`. */
  haveCasesChanged: Scalars['Boolean']['output'];
  /** `after` of the next stream. */
  mark: Scalars['String']['output'];
  /** What colleagues look at now, of what is in the viewer's scope, longest first; not what the viewer looks at. At most 200. */
  presence: Array<DeskPresence>;
};

/** A colleague who looks at something now. */
export type DeskPresence = {
  __typename?: 'DeskPresence';
  /** Since when. */
  since: Scalars['DateTime']['output'];
  /** Who looks. */
  staff: StaffMember;
  /** The id of the Order, Shipment or Case. */
  subjectId: Scalars['ID']['output'];
};

/** Which way the goods go. */
export type Direction =
  /** To the customer. */
  | 'FORWARD'
  /** A return shipment of its own. */
  | 'RETURN';

/** A belief about arrival, as a range. A side is null where the source left it open; dates without a time of day are calendar dates at the destination. */
export type Estimate = {
  __typename?: 'Estimate';
  /** Not before: a calendar date, or a date and time, as the source gave it. */
  earliest?: Maybe<Scalars['String']['output']>;
  /** Not after: a calendar date, or a date and time, as the source gave it. */
  latest?: Maybe<Scalars['String']['output']>;
  /** Whose belief it is. */
  source: EstimateSource;
};

/** Whose belief an estimate is. */
export type EstimateSource =
  /** The carrier's. */
  | 'CARRIER'
  /** The tracking provider's own forecast. */
  | 'PROVIDER'
  /** Set by the shop at the provider. */
  | 'SHOP';

/** One thing a source said about a shipment, in canonical words. */
export type Event = {
  __typename?: 'Event';
  /** The source's own words. Null at level L0: carriers write names into them. */
  description?: Maybe<Scalars['String']['output']>;
  /** Opaque id, stable for ever. */
  id: Scalars['ID']['output'];
  /** Its leg: the position in Shipment.legs, from 1. Null for what is not about the way. */
  leg?: Maybe<Scalars['Int']['output']>;
  /** Where it happened; null when the source named no place. At level L0 only the country. */
  location?: Maybe<Place>;
  /** What to know about it besides what it says. */
  marks: Array<EventMark>;
  /** What happened. */
  milestone: MilestoneCode;
  /** When it happened, as precisely as the source said. */
  occurredAt: EventTime;
  /** The message it came with, byte for byte. Operators only, and every look is recorded; null for everybody else. */
  raw?: Maybe<RawMessage>;
  /** Why, where the source said so. */
  reason?: Maybe<ReasonCode>;
  /** Which source said it, for example aftership. */
  source: Scalars['String']['output'];
  /** Every source that told of this very event, `source` among them. */
  sources: Array<Scalars['String']['output']>;
  /** The status this event stands for; null for an event that changes none. */
  status?: Maybe<ShipmentStatus>;
};

/** A page of events, newest first. */
export type EventConnection = {
  __typename?: 'EventConnection';
  /** The events of this page. */
  nodes: Array<Event>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** What to know about an event besides what it says. */
export type EventMark =
  /** A colleague said so, not a carrier. */
  | 'CORRECTION'
  /** An end of the journey, what would take one back, or the beginning of a return, whose source could have been forged or is known to guess. It decides nothing until the provider or another source confirms it. */
  | 'UNCONFIRMED'
  /** A colleague took it back: it did not happen, or is not about these goods. It decides nothing. */
  | 'VOIDED';

/** When something happened, as the source gave it: never an invented offset. */
export type EventTime = {
  __typename?: 'EventTime';
  /** The instant; null unless the source gave an offset. */
  instant?: Maybe<Scalars['DateTime']['output']>;
  /** The clock at the place: date and time, or date, as the source gave it. */
  local: Scalars['String']['output'];
  /** How precise the source was. */
  precision: TimePrecision;
};

/** One statement about a shipment and what it rests on. */
export type Explanation = {
  __typename?: 'Explanation';
  /** The facts it rests on; empty when the rule needs none. */
  facts: Array<FactReference>;
  /** The rule that says so, with its version, for example "fold 3: the newest event that moves the journey". */
  rule: Scalars['String']['output'];
  /** What is said, for example "status is OUT_FOR_DELIVERY". */
  statement: Scalars['String']['output'];
};

/** A fact as a source told it. */
export type FactReference = {
  __typename?: 'FactReference';
  /** Opaque id, stable for ever. */
  id: Scalars['ID']['output'];
  /** What it is: carrier-event, estimate, report, proof, details, number, pickup-point, correction, delivery. */
  kind: Scalars['String']['output'];
  /** The version of the mapping that read it. */
  mappingVersion: Scalars['String']['output'];
  /** Why a colleague said so, for corrections and promises. Staff only; null for everybody else. */
  reason?: Maybe<Scalars['String']['output']>;
  /** When it was stored. */
  recordedAt: Scalars['DateTime']['output'];
  /** Who said it, for example aftership; odoo for our own deliveries. */
  source: Scalars['String']['output'];
};

/** How a delivery was. */
export type FeedbackAnswer =
  /** Not as it should be. */
  | 'BAD'
  /** As it should be. */
  | 'GOOD';

/** How old what is known of a parcel is. */
export type Freshness = {
  __typename?: 'Freshness';
  /** When a source last told about it, or its provider last told everything that had changed and this had not. */
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its provider is asked next; a moment ago while it is being asked. Null at its end, and where no provider is asked about it. */
  nextCheckAt?: Maybe<Scalars['DateTime']['output']>;
  /** Instant of the newest event, as lastEventAt. */
  observedAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Instant of the newest event, when it is under way and nothing was heard of it for longer than usual; where that is not known, for longer than the limit of the case rules. Before the first scan the instant at which the goods
   * left, once the limit for that has passed. Null otherwise.
   */
  quietSince?: Maybe<Scalars['DateTime']['output']>;
  /** The same in words, with moments in UTC: when it was looked at, when somebody looks again, and what is usual. `locale` as of Shipment.headline. */
  sentence: Scalars['String']['output'];
  /** Since when its carrier has an outage that we declared, or its provider cannot be read; the earlier of both. Null otherwise, and at its end. */
  sourceDownSince?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Nine of ten scans of this carrier follow the one before within so many seconds, on the way to the same country, or to any where there are too few. Learned once a day from parcels that arrived; null where they are too few,
   * and where the carrier is not known.
   */
  usualGapSeconds?: Maybe<Scalars['Int']['output']>;
};


/** How old what is known of a parcel is. */
export type FreshnessSentenceArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};

/** What a customer is told of a parcel. */
export type Headline = {
  __typename?: 'Headline';
  /** The sentence, then each sentence of the detail, with what it rests on. */
  clauses: Array<Clause>;
  /** What else matters now, as whole sentences; null when the sentence says it all. */
  detail?: Maybe<Scalars['String']['output']>;
  /** The language it is in: en, de, fr or ar. */
  locale: Scalars['String']['output'];
  /** The one thing to do; null in most states. */
  nextStep?: Maybe<NextStep>;
  /** What the parcel's status means to whoever waits for it. */
  state: CustomerState;
  /** One sentence, without a full stop. */
  text: Scalars['String']['output'];
  /** How it looks. */
  tone: Tone;
};

/** Many cases with one cause. */
export type Incident = {
  __typename?: 'Incident';
  /** The carrier’s code; null: none in common. */
  carrierCode?: Maybe<Scalars['String']['output']>;
  /** How many of its open cases the viewer sees, counted up to 1,000. */
  caseCount: Scalars['Int']['output'];
  /** When it was over; null: it goes on. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** When it was seen. */
  openedAt: Scalars['DateTime']['output'];
  /** The place in common; null: none. */
  place?: Maybe<Scalars['String']['output']>;
  /** Whether it goes on. */
  state: IncidentState;
  /** What it is, in one sentence, for staff. */
  title: Scalars['String']['output'];
};

/** A page of incidents. */
export type IncidentConnection = {
  __typename?: 'IncidentConnection';
  /** The incidents of this page. */
  nodes: Array<Incident>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Whether an incident goes on. */
export type IncidentState =
  /** It is over. */
  | 'CLOSED'
  /** It goes on. */
  | 'OPEN';

/** One carrier's part of the way. */
export type Leg = {
  __typename?: 'Leg';
  /** Who carries; null while the carrier is not known. */
  carrier?: Maybe<Carrier>;
  /** To the customer or back. */
  direction: Direction;
  /** Which journey under this number, from 1: one more for each new pick-up after an end. */
  journey: Scalars['Int']['output'];
  /** Its newest entry. */
  lastSeen?: Maybe<EventTime>;
  /** Its first entry; null while this carrier has scanned nothing. */
  started?: Maybe<EventTime>;
  /** The number at this carrier; null when it is not known, and at level L0 for other carriers than the first. */
  trackingNumber?: Maybe<Scalars['String']['output']>;
};

/** What a mapping would change. */
export type MappingDiff = {
  __typename?: 'MappingDiff';
  /** The newest of those, at most 50. */
  examples: Array<ShipmentChange>;
  /** Codes whose meaning would become another one, most facts first, at most 100. */
  meanings: Array<MeaningChange>;
  /** How many of the shipments would come to another status or milestone. */
  shipmentsChanged: Scalars['Int']['output'];
  /** How many shipments were looked at, newest first. */
  shipmentsExamined: Scalars['Int']['output'];
};

/** What a new draft begins with. */
export type MappingDraftCreateInput = {
  /** Take the rules of this version; of what is published when left out; 0 begins with none. */
  basedOn?: InputMaybe<Scalars['Int']['input']>;
  /** What it is for, 3 to 500 characters. */
  note: Scalars['String']['input'];
};

/** Which draft, as it was read. */
export type MappingDraftInput = {
  /** Which draft. */
  number: Scalars['Int']['input'];
  /** The revision that was read; CONFLICT when somebody saved meanwhile. */
  revision: Scalars['Int']['input'];
};

/** A draft's rules. */
export type MappingDraftSaveInput = {
  /** Another note. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Which draft. */
  number: Scalars['Int']['input'];
  /** The revision that was read; CONFLICT when somebody saved meanwhile. */
  revision: Scalars['Int']['input'];
  /** All of its rules, at most 2,000. */
  rules: Array<MappingRuleInput>;
};

/** Something wrong or strange about a rule. */
export type MappingFinding = {
  __typename?: 'MappingFinding';
  /** UNKNOWN_PROVIDER, NO_CODE, UNKNOWN_MILESTONE, UNKNOWN_REASON, REASON_MISSING, DUPLICATE, NO_EFFECT, HIDES_CODE, NEVER_SEEN. */
  code: Scalars['String']['output'];
  /** A sentence for a person; may change. */
  message: Scalars['String']['output'];
  /** Position of the rule, from 0. */
  rule: Scalars['Int']['output'];
  /** ERROR: it cannot be published. WARNING: look again. */
  severity: MappingSeverity;
};

/** What a change of mappings answers. */
export type MappingPayload = {
  __typename?: 'MappingPayload';
  /** The version as it is now; null when there is none. */
  mapping?: Maybe<MappingVersion>;
  /** BAD_USER_INPUT, NOT_FOUND, or CONFLICT when somebody else changed or published something meanwhile. */
  userErrors: Array<UserError>;
};

/** Where to go back to. */
export type MappingRollBackInput = {
  /** Why, for the record. */
  note: Scalars['String']['input'];
  /** A version that was published before; 0 for the built-in tables alone. */
  toNumber: Scalars['Int']['input'];
};

/** What one code means. */
export type MappingRule = {
  __typename?: 'MappingRule';
  /** The main code; null when the finer one says it all. */
  code?: Maybe<Scalars['String']['output']>;
  /** Marks the shipment as delayed. */
  isDelay: Scalars['Boolean']['output'];
  /** What it means; null when it says so in words of a newer version of the software, which `lint` names: here it counts as none, and cannot be saved as it is. */
  milestone?: Maybe<MilestoneCode>;
  /** Whose code it is, for example aftership. */
  provider: Scalars['String']['output'];
  /** Why; null where no reason is given, and with the milestone. */
  reason?: Maybe<ReasonCode>;
  /** The finer code; null for a rule about the main code alone. */
  subCode?: Maybe<Scalars['String']['output']>;
};

/** What one code means. */
export type MappingRuleInput = {
  /** The main code; left out when the finer one says it all. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Marks the shipment as delayed. */
  isDelay?: InputMaybe<Scalars['Boolean']['input']>;
  /** What it means. */
  milestone: MilestoneCode;
  /** Whose code it is, for example aftership. */
  provider: Scalars['String']['input'];
  /** Why, where the milestone needs a reason. */
  reason?: InputMaybe<ReasonCode>;
  /** The finer code; left out for a rule about the main code alone. */
  subCode?: InputMaybe<Scalars['String']['input']>;
};

/** How bad a finding is. */
export type MappingSeverity =
  /** It cannot be published. */
  | 'ERROR'
  /** Look again. */
  | 'WARNING';

/** Where a version of the mapping stands. */
export type MappingState =
  /** Given up. */
  | 'DISCARDED'
  /** Being written. */
  | 'DRAFT'
  /** What messages are read with. */
  | 'PUBLISHED'
  /** It was published once. */
  | 'RETIRED';

/** Rules above the built-in tables, as one version. */
export type MappingVersion = {
  __typename?: 'MappingVersion';
  /** Who made it. */
  author: Scalars['String']['output'];
  /** What was published when the draft was made; 0 for the built-in tables alone. */
  basedOn: Scalars['Int']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What it would change among the newest shipments (1 to 5,000), were it published now. */
  diff: MappingDiff;
  /** What is wrong or strange about its rules. */
  lint: Array<MappingFinding>;
  /** What it is for. */
  note: Scalars['String']['output'];
  /** Its number; facts carry it behind the version of the built-in tables, for example 1.0.0+3. */
  number: Scalars['Int']['output'];
  /** When; null when it was not published. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who published it; null when nobody did. */
  publishedBy?: Maybe<Scalars['String']['output']>;
  /** Counts edits. */
  revision: Scalars['Int']['output'];
  /** Its rules. */
  rules: Array<MappingRule>;
  /** Where it stands. */
  state: MappingState;
  /** When it was saved last. */
  updatedAt: Scalars['DateTime']['output'];
};


/** Rules above the built-in tables, as one version. */
export type MappingVersionDiffArgs = {
  shipments?: InputMaybe<Scalars['Int']['input']>;
};

/** A code whose meaning would become another one. */
export type MeaningChange = {
  __typename?: 'MeaningChange';
  /** The main code. */
  code?: Maybe<Scalars['String']['output']>;
  /** How many facts carry it. */
  facts: Scalars['Int']['output'];
  /** What it means now. */
  from: MilestoneCode;
  /** Whose code it is. */
  provider: Scalars['String']['output'];
  /** The finer code. */
  subCode?: Maybe<Scalars['String']['output']>;
  /** What it would mean. */
  to: MilestoneCode;
};

/** An event that changed what a person would be told. */
export type Milestone = {
  __typename?: 'Milestone';
  /** Position in the stream. The only field that is sure to be there. */
  cursor: Scalars['String']['output'];
  /** The event; null only when it could not be read. */
  event?: Maybe<Event>;
  /** The shipment as it is now; null only when it could not be read. */
  shipment?: Maybe<Shipment>;
};

/** What happened, at the finest grain a person would be told. The list is data: taxonomy milestones. */
export type MilestoneCode =
  /** Accepted by the carrier. */
  | 'ACCEPTED_BY_CARRIER'
  /** Arrived at the delivery depot. */
  | 'ARRIVED_DELIVERY_FACILITY'
  /** Arrived in the destination country. */
  | 'ARRIVED_DESTINATION_COUNTRY'
  /** Arrived at a facility. */
  | 'ARRIVED_FACILITY'
  /** Delivery attempt failed. */
  | 'ATTEMPT_FAILED'
  /** Waiting for the first carrier event. */
  | 'AWAITING_CARRIER_DATA'
  /** Cancelled. */
  | 'CANCELLED'
  /** Customs cleared. */
  | 'CUSTOMS_CLEARED'
  /** Held by customs. */
  | 'CUSTOMS_HELD'
  /** Customs clearance started. */
  | 'CUSTOMS_STARTED'
  /** Damaged. */
  | 'DAMAGED'
  /** Delayed. */
  | 'DELAYED'
  /** Delivered. */
  | 'DELIVERED'
  /** Delivered, cash collected. */
  | 'DELIVERED_COD'
  /** Collected by the recipient. */
  | 'DELIVERED_COLLECTED'
  /** Left with a neighbour. */
  | 'DELIVERED_NEIGHBOUR'
  /** Delivered in part. */
  | 'DELIVERED_PARTIALLY'
  /** Left in a safe place or mailbox. */
  | 'DELIVERED_SAFE_PLACE'
  /** Delivered and signed for. */
  | 'DELIVERED_SIGNED'
  /** Delivery appointment agreed. */
  | 'DELIVERY_SCHEDULED'
  /** Left a facility. */
  | 'DEPARTED_FACILITY'
  /** Left the country of origin. */
  | 'DEPARTED_ORIGIN_COUNTRY'
  /** Destroyed or discarded. */
  | 'DISPOSED'
  /** Expected delivery changed. */
  | 'ETA_CHANGED'
  /** Problem. */
  | 'EXCEPTION'
  /** Handed to another carrier. */
  | 'HANDED_OVER'
  /** Carrier received the shipment data. */
  | 'INFO_RECEIVED'
  /** Number or carrier is wrong. */
  | 'INVALID_TRACKING_NUMBER'
  /** In transit. */
  | 'IN_TRANSIT'
  /** Problem solved, moving again. */
  | 'ISSUE_RESOLVED'
  /** Label created. */
  | 'LABEL_CREATED'
  /** Lost. */
  | 'LOST'
  /** On hold. */
  | 'ON_HOLD'
  /** Order confirmed. */
  | 'ORDER_CONFIRMED'
  /** Out for delivery. */
  | 'OUT_FOR_DELIVERY'
  /** Picked up. */
  | 'PICKED_UP'
  /** Collection did not take place. */
  | 'PICKUP_MISSED'
  /** Collection planned. */
  | 'PICKUP_SCHEDULED'
  /** Proof of delivery added. */
  | 'PROOF_OF_DELIVERY_ADDED'
  /** Ready for collection. */
  | 'READY_FOR_PICKUP'
  /** Recipient was contacted. */
  | 'RECIPIENT_CONTACTED'
  /** Sent to another address or facility. */
  | 'REROUTED'
  /** Returned to sender. */
  | 'RETURNED_TO_SENDER'
  /** On the way back. */
  | 'RETURN_IN_TRANSIT'
  /** Return to sender started. */
  | 'RETURN_STARTED'
  /** Tracking expired. */
  | 'TRACKING_EXPIRED'
  /** Carrier does not know the number yet. */
  | 'TRACKING_NOT_FOUND'
  /** Cannot be delivered. */
  | 'UNDELIVERABLE'
  /** Unmapped event. */
  | 'UNKNOWN';

export type Mutation = {
  __typename?: 'Mutation';
  /** Says who carries a shipment that has no carrier, so that it can be registered at a provider. Operators and agents. */
  carrierChoose: CarrierChoosePayload;
  /** Says that a carrier's systems are down: silence says nothing until they are back, and clocks stand. Operators of the whole installation. */
  carrierOutageDeclare: CarrierOutagePayload;
  /** Says that a carrier's systems are back. Operators of the whole installation. */
  carrierOutageEnd: CarrierOutagePayload;
  /** Begins a draft with the rules of what is published, or of the version given. Operators only. */
  carrierRuleDraftCreate: CarrierRulePayload;
  /** Gives a draft up; it stays on record. Operators only. */
  carrierRuleDraftDiscard: CarrierRulePayload;
  /**
   * Its rules decide from now on, and shipments that wait for a carrier are looked at again, with those whose carrier a rule chose and nobody has scanned: `CarrierRuleVersion.effect` says before how many would change. Operators
   * only.
   */
  carrierRuleDraftPublish: CarrierRulePayload;
  /** Replaces a draft's rules as a whole. Operators only. */
  carrierRuleDraftSave: CarrierRulePayload;
  /**
   * Reads a file of rules, as `CarrierRuleVersion.file` writes it, and says what it would change of the published ones. Without errors, and unless `checkOnly`, the rules become a draft. Never publishes.
   * Operators only.
   */
  carrierRuleImport: CarrierRuleImportPayload;
  /** Publishes the rules of an earlier version again, under a new number. Operators only. */
  carrierRuleRollBack: CarrierRulePayload;
  /** Gives a case to a colleague, or to nobody. Agents and operators only. */
  caseAssign: CasePayload;
  /** Does one thing to many cases of the viewer's scope, at most 500; with `isPreview` only says what it would do. What was done can be undone for ten seconds. Agents and operators only. */
  caseBulk: CaseBulkPayload;
  /** Takes back a caseBulk of the viewer's own, for cases that nobody has changed since. Agents and operators only. */
  caseBulkUndo: CaseBulkPayload;
  /** Puts on record that the viewer takes a list of cases with them, before they read its rows with `cases`, page by page: how many there are in their scope and by which filter. Agents and operators only. */
  caseListExport: CaseListExportPayload;
  /** Adds a note for colleagues. Customers never see it. Agents and operators only. */
  caseNote: CasePayload;
  /** Opens a case by hand, for what no source tells: a customer who says that a parcel did not come. Agents and operators only. */
  caseOpen: CasePayload;
  /** Opens a resolved case again. Agents and operators only. */
  caseReopen: CasePayload;
  /** Ends a case, with the reason why nobody has to look at it any more. It does not come back for the same cause. Agents and operators only. */
  caseResolve: CasePayload;
  /** Takes a case back to work: ends snoozing and waiting. Agents and operators only. */
  caseResume: CasePayload;
  /** Puts a case aside until an instant, or until anything new is heard of its parcel, whichever is first. Agents and operators only. */
  caseSnooze: CasePayload;
  /** Stops the clock while somebody else has to act. Goes on with caseResume, or by itself when anything new is heard of the parcel. Agents and operators only. */
  caseWait: CasePayload;
  /**
   * Sends dead letters through again, behind everything live; those that go through disappear from the list, the others count one more attempt.
   * Select by ids, or by source, cause and time of failure together. At most 10,000 at once: `remaining` tells how many are left. Operators only.
   */
  deadLetterReplay: DeadLetterReplayPayload;
  /** Begins a draft with the rules of what is published, or of the version given. Operators only. */
  mappingDraftCreate: MappingPayload;
  /** Gives a draft up; it stays on record. Operators only. */
  mappingDraftDiscard: MappingPayload;
  /** Messages are read with it from now on, and the past is derived again behind everything live (`processingQueue { rederivation }`). Operators only. */
  mappingDraftPublish: MappingPayload;
  /** Replaces a draft's rules as a whole. Operators only. */
  mappingDraftSave: MappingPayload;
  /** Publishes the rules of an earlier version again, under a new number. Operators only. */
  mappingRollBack: MappingPayload;
  /**
   * Deletes the number at its provider, with everything that the provider knows of it. What we know of the shipment stays. Done by a job; `Registration.pending` until then, and it counts in
   * `registrationReport` when it takes more than 24 hours. It is not registered again unless somebody asks for it by name (shipmentRegister). Operators of the whole installation.
   */
  registrationDelete: RegistrationRequestPayload;
  /**
   * Asks the provider to begin again with a number that it tracks no more, or tells nothing about. Done by a job, once; `Registration.pending` until then. The provider may refuse it (it is allowed a few times at
   * most): the registration is REFUSED then. Agents and operators, in their scope.
   */
  registrationRetrack: RegistrationRequestPayload;
  /** Makes room for photos of a report, at most 4: each is sent by PUT to its address, and then named in shipmentReport. Whoever may report may add photos. */
  reportPhotoAdd: ReportPhotoAddPayload;
  /**
   * A colleague's word about a shipment in their scope: what is true from an instant on, or that an event did not happen, or both. It is an event itself, it is told,
   * and it stands above what carriers say up to its instant; what they say about later goes on from there. Agents and operators only.
   */
  shipmentCorrect: ShipmentCorrectPayload;
  /** Says how a delivery was, in one tap: customers of the order (level L1 and above), for parcels that were delivered. Once for each parcel and access; a later answer takes the place of the one before. */
  shipmentFeedback: ShipmentFeedbackPayload;
  /**
   * A colleague tells the customer of a shipment in their scope a date. It is a promise by a person: it stands in `Shipment.promises`, whether the parcel is late is measured against it, and it counts until the
   * shop says another date. What a carrier announces later is the estimate, and shows beside it. The same again within ten minutes is one. Agents and operators only.
   */
  shipmentPromise: ShipmentPromisePayload;
  /**
   * Registers a tracking number, so that it is tracked: with its order it shows there at once, the provider is told by a job. The same carrier and number again is the same
   * shipment. Agents, operators, and partners with shipments:write.
   */
  shipmentRegister: ShipmentRegisterPayload;
  /**
   * Registers up to 500 numbers of a batch, each by itself: what is wrong with one costs only that one. Sent again, rows that were done are answered and not repeated, so a batch of any size
   * is sent in parts, and again from wherever it broke off. Agents, operators, and partners with shipments:write.
   */
  shipmentRegisterMany: ShipmentRegisterManyPayload;
  /**
   * Another number or carrier for the goods of a shipment: the right one is registered with the same deliveries, and the wrong one is CANCELLED with the reason and stays in the history. Sent again, what is left is
   * done. The number in Odoo stays as it is. Agents and operators, in their scope.
   */
  shipmentReplace: ShipmentReplacePayload;
  /**
   * Says that something is wrong with a parcel that came, or should have come: customers of the order (level L1 and above) and staff on their behalf. It opens the case that fits, or adds to the one that is open, with how the
   * parcel stood, its proof and its promise as evidence; only a colleague closes it. The same key is answered and not done twice.
   */
  shipmentReport: ShipmentReportPayload;
  /** Makes a webhook endpoint. Its secret is shown in this answer only. */
  webhookEndpointCreate: WebhookEndpointCreatePayload;
  /** Ends an endpoint. What waits for it is not sent; its log goes, too. */
  webhookEndpointDelete: WebhookEndpointPayload;
  /** Sends nothing until the endpoint is resumed. What happens meanwhile is kept for it. */
  webhookEndpointPause: WebhookEndpointPayload;
  /** Goes on where an endpoint was paused or switched off: all that happened since is sent, in order. An active one ends its rest and tries at once what waits for a further try: for receivers that were repaired. */
  webhookEndpointResume: WebhookEndpointPayload;
  /** Changes an endpoint. What is left out stays; what waits is sent to the new address. */
  webhookEndpointUpdate: WebhookEndpointPayload;
  /** Sends a message of the log again, with the same webhook-id, as soon as it can be. */
  webhookMessageResend: WebhookMessagePayload;
  /** Stops a replay. Messages that it made already are still sent. */
  webhookReplayCancel: WebhookReplayPayload;
  /** Sends a stretch of the stream again, as what is in the owner's scope now; each with the webhook-id that it always has. */
  webhookReplayStart: WebhookReplayPayload;
  /** Makes a new secret, shown in this answer only. For a while messages are signed with both, so that the receiver can change over. */
  webhookSecretRotate: WebhookSecretRotatePayload;
  /** Sends a test message (type webhook.test), at most 10 waiting at a time. */
  webhookTestSend: WebhookMessagePayload;
};


export type MutationCarrierChooseArgs = {
  input: CarrierChooseInput;
};


export type MutationCarrierOutageDeclareArgs = {
  input: CarrierOutageDeclareInput;
};


export type MutationCarrierOutageEndArgs = {
  input: CarrierOutageEndInput;
};


export type MutationCarrierRuleDraftCreateArgs = {
  input: CarrierRuleDraftCreateInput;
};


export type MutationCarrierRuleDraftDiscardArgs = {
  input: CarrierRuleDraftInput;
};


export type MutationCarrierRuleDraftPublishArgs = {
  input: CarrierRuleDraftInput;
};


export type MutationCarrierRuleDraftSaveArgs = {
  input: CarrierRuleDraftSaveInput;
};


export type MutationCarrierRuleImportArgs = {
  input: CarrierRuleImportInput;
};


export type MutationCarrierRuleRollBackArgs = {
  input: CarrierRuleRollBackInput;
};


export type MutationCaseAssignArgs = {
  input: CaseAssignInput;
};


export type MutationCaseBulkArgs = {
  input: CaseBulkInput;
};


export type MutationCaseBulkUndoArgs = {
  input: CaseBulkUndoInput;
};


export type MutationCaseListExportArgs = {
  input: CaseListExportInput;
};


export type MutationCaseNoteArgs = {
  input: CaseNoteInput;
};


export type MutationCaseOpenArgs = {
  input: CaseOpenInput;
};


export type MutationCaseReopenArgs = {
  input: CaseReopenInput;
};


export type MutationCaseResolveArgs = {
  input: CaseResolveInput;
};


export type MutationCaseResumeArgs = {
  input: CaseChangeInput;
};


export type MutationCaseSnoozeArgs = {
  input: CaseSnoozeInput;
};


export type MutationCaseWaitArgs = {
  input: CaseWaitInput;
};


export type MutationDeadLetterReplayArgs = {
  input: DeadLetterReplayInput;
};


export type MutationMappingDraftCreateArgs = {
  input: MappingDraftCreateInput;
};


export type MutationMappingDraftDiscardArgs = {
  input: MappingDraftInput;
};


export type MutationMappingDraftPublishArgs = {
  input: MappingDraftInput;
};


export type MutationMappingDraftSaveArgs = {
  input: MappingDraftSaveInput;
};


export type MutationMappingRollBackArgs = {
  input: MappingRollBackInput;
};


export type MutationRegistrationDeleteArgs = {
  input: RegistrationDeleteInput;
};


export type MutationRegistrationRetrackArgs = {
  input: RegistrationRetrackInput;
};


export type MutationReportPhotoAddArgs = {
  input: ReportPhotoAddInput;
};


export type MutationShipmentCorrectArgs = {
  input: ShipmentCorrectInput;
};


export type MutationShipmentFeedbackArgs = {
  input: ShipmentFeedbackInput;
};


export type MutationShipmentPromiseArgs = {
  input: ShipmentPromiseInput;
};


export type MutationShipmentRegisterArgs = {
  input: ShipmentRegisterInput;
};


export type MutationShipmentRegisterManyArgs = {
  input: ShipmentRegisterManyInput;
};


export type MutationShipmentReplaceArgs = {
  input: ShipmentReplaceInput;
};


export type MutationShipmentReportArgs = {
  input: ShipmentReportInput;
};


export type MutationWebhookEndpointCreateArgs = {
  input: WebhookEndpointCreateInput;
};


export type MutationWebhookEndpointDeleteArgs = {
  input: WebhookEndpointInput;
};


export type MutationWebhookEndpointPauseArgs = {
  input: WebhookEndpointInput;
};


export type MutationWebhookEndpointResumeArgs = {
  input: WebhookEndpointInput;
};


export type MutationWebhookEndpointUpdateArgs = {
  input: WebhookEndpointUpdateInput;
};


export type MutationWebhookMessageResendArgs = {
  input: WebhookMessageResendInput;
};


export type MutationWebhookReplayCancelArgs = {
  input: WebhookReplayCancelInput;
};


export type MutationWebhookReplayStartArgs = {
  input: WebhookReplayStartInput;
};


export type MutationWebhookSecretRotateArgs = {
  input: WebhookSecretRotateInput;
};


export type MutationWebhookTestSendArgs = {
  input: WebhookEndpointInput;
};

/** The one thing for the customer to do. */
export type NextStep =
  /** Look around, or ask the neighbours. */
  | 'ASK_AROUND'
  /** Collect it. */
  | 'COLLECT'
  /** Tell the shop the right address. */
  | 'CORRECT_ADDRESS'
  /** Follow the number that took its place. */
  | 'FOLLOW_NEW_NUMBER'
  /** Give the carrier papers. */
  | 'GIVE_PAPERS'
  /** Pay duties or taxes to the carrier. */
  | 'PAY_CHARGES'
  /** Tell the shop that something is wrong. */
  | 'TELL_US';

export type Order = {
  __typename?: 'Order';
  /** Cases of this order and its shipments, open ones first, most urgent first, at most 50. Null for everybody but staff. */
  cases?: Maybe<Array<Case>>;
  id: Scalars['ID']['output'];
  /**
   * Every date that the customer was told of this order, oldest first: those of the order itself (Odoo's, and those that we moved there), and those of each of its parcels in the viewer's scope. What a parcel repeats of the
   * order's own date stands once. The first one and the newest 49.
   */
  promises: Array<PromisedDate>;
  /** The shipments that carry goods of this order, or bring them back, oldest first. */
  shipments: Array<Shipment>;
  /** What the shop itself told. For `promises`. */
  shopPromises: Array<ShopPromise>;
};

/** How an order stands, by its deliveries and the parcels to the customer. Cancelled orders stand in no way. */
export type OrderProgress =
  /** Everything has left, and all its parcels have arrived. */
  | 'DELIVERED'
  /** Open, and its promised date has passed or a parcel is delayed. */
  | 'LATE'
  /** A parcel has a problem, waits to be collected, goes back, or is delayed. */
  | 'NEEDS_ATTENTION'
  /** Something has not left the warehouse yet, or a parcel is on its way. */
  | 'OPEN';

/** A page of orders. */
export type OrderProgressConnection = {
  __typename?: 'OrderProgressConnection';
  /** The orders of this page; null where one cannot be read any more. */
  nodes: Array<Maybe<Order>>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Where a page ends. Give endCursor as `after` to read the next one. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row of this page; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when at least one more row follows. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** Where a parcel waits to be collected. */
export type PickupPoint = {
  __typename?: 'PickupPoint';
  /** Its address, as the carrier writes it. */
  address?: Maybe<Scalars['String']['output']>;
  /** The code that opens the locker or proves who collects. Null below level L3 except for staff and partners. */
  code?: Maybe<Scalars['String']['output']>;
  /** Opening hours, as the carrier writes them. */
  hours?: Maybe<Scalars['String']['output']>;
  /** The last day on which it can be collected, as a calendar date at the place; null when nobody said so without doubt. */
  lastDay?: Maybe<Scalars['String']['output']>;
  /** Its name, as the carrier writes it. */
  name?: Maybe<Scalars['String']['output']>;
};

/** One piece of a consignment. */
export type Piece = {
  __typename?: 'Piece';
  /** Its number. */
  trackingNumber: Scalars['String']['output'];
};

/** A place, as far as the source named it. */
export type Place = {
  __typename?: 'Place';
  /** Town. Null at level L0. */
  city?: Maybe<Scalars['String']['output']>;
  /** How near the coordinates are; null when there are none. */
  coordinatePrecision?: Maybe<CoordinatePrecision>;
  /** ISO 3166-1 alpha-2. */
  countryCode?: Maybe<Scalars['String']['output']>;
  /** Degrees, WGS 84. Null where neither the source nor the town's name leaves no doubt, and at level L0. */
  latitude?: Maybe<Scalars['Float']['output']>;
  /** Degrees, WGS 84. Null where neither the source nor the town's name leaves no doubt, and at level L0. */
  longitude?: Maybe<Scalars['Float']['output']>;
  /** As the source wrote it. Null at level L0. */
  text?: Maybe<Scalars['String']['output']>;
};

/** A rule with its place. */
export type PlacedCarrierRule = {
  __typename?: 'PlacedCarrierRule';
  /** Its position there, from 0. */
  position: Scalars['Int']['output'];
  /** What it says. */
  rule: CarrierRule;
  /** Version that holds it; 0 is CARRIER_MAPPING. */
  version: Scalars['Int']['output'];
};

/** Messages that wait to be processed. */
export type ProcessingQueue = {
  __typename?: 'ProcessingQueue';
  /** Told by odoo-subgraph. */
  channel: Scalars['Int']['output'];
  /** Just received. */
  live: Scalars['Int']['output'];
  /** Read from providers by ourselves. */
  reads: Scalars['Int']['output'];
  /** How far the newest fold and mapping have come with the past; null before they began. */
  rederivation?: Maybe<RederivationProgress>;
  /** Sent through again: replays and numbers that were registered late. */
  replays: Scalars['Int']['output'];
  /** Set aside until somebody registers their number. */
  unmatched: Scalars['Int']['output'];
};

/** Who told a date. */
export type PromiseTeller =
  /** A colleague. */
  | 'AGENT'
  /** The carrier. */
  | 'CARRIER'
  /** We: the order's date in Odoo moved to what a carrier said. */
  | 'MILEPOST'
  /** The tracking provider's own forecast. */
  | 'PROVIDER'
  /** The shop: a person in Odoo, or what the shop set at a provider. */
  | 'SHOP';

/** A date that somebody told the customer. Both sides null: it was taken back. */
export type PromisedDate = {
  __typename?: 'PromisedDate';
  /** Not before: a calendar date, or a date and time, as the source gave it; null where it was left open. */
  earliest?: Maybe<Scalars['String']['output']>;
  /**
   * What counts now, of each parcel one: the newest estimate, or a colleague's word told after it; while there is neither, the promise. Of the order itself its newest date, where a parcel has no other or there is no
   * parcel. None when all was taken back, and of a parcel that is cancelled.
   */
  isCurrent: Scalars['Boolean']['output'];
  /** A belief about arrival, as `Shipment.estimate` is; else a person's word, against which a parcel is late. */
  isEstimate: Scalars['Boolean']['output'];
  /** The oldest of this list. */
  isFirst: Scalars['Boolean']['output'];
  /** Not after: a calendar date, or a date and time, as the source gave it; null where it was left open. */
  latest?: Maybe<Scalars['String']['output']>;
  /** Why, in the colleague's words, for AGENT. Null for everybody but staff. */
  note?: Maybe<Scalars['String']['output']>;
  /** What had happened when it became another date, where the source said so; null for the first. */
  reason?: Maybe<ReasonCode>;
  /** Of which parcel; null for the order as a whole. */
  shipment?: Maybe<Shipment>;
  /** When the customer could read it first. */
  toldAt: Scalars['DateTime']['output'];
  /** Who said it. */
  toldBy: PromiseTeller;
  /** Which colleague, for AGENT. Null for everybody but staff. */
  toldByName?: Maybe<Scalars['String']['output']>;
};

/** A picture or paper that proves a delivery. */
export type ProofDocument = {
  __typename?: 'ProofDocument';
  /** Its size in bytes. Null unless READY. */
  byteCount?: Maybe<Scalars['Int']['output']>;
  /** image/jpeg, image/png, image/webp or application/pdf, by its bytes. Null unless READY. */
  contentType?: Maybe<Scalars['String']['output']>;
  /** When the address ends: 5 to 10 minutes from now; ask again for another. Null unless READY. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What it shows. */
  kind: ProofDocumentKind;
  /** Whether it can be opened. */
  state: ProofDocumentState;
  /** Where it can be opened for some minutes by whoever has the address: a path on the origin of the graph. Null unless READY. */
  url?: Maybe<Scalars['String']['output']>;
};

/** What a proof of delivery shows. */
export type ProofDocumentKind =
  /** A paper. */
  | 'DOCUMENT'
  /** The parcel where it was left, or what the driver took a picture of. */
  | 'PHOTO'
  /** Somebody's signature. */
  | 'SIGNATURE';

/** Whether a proof of delivery can be opened. */
export type ProofDocumentState =
  /** The carrier's address gave nothing that we keep. */
  | 'FAILED'
  /** It can be opened. */
  | 'READY'
  /** It is being fetched from the carrier. */
  | 'WAITING';

/** What the source gave as proof of delivery. */
export type ProofOfDelivery = {
  __typename?: 'ProofOfDelivery';
  /** When it was delivered, as an instant; null when the source named no zone. */
  deliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many documents (photo, signature) the source holds. */
  documentCount: Scalars['Int']['output'];
  /** Pictures and papers that prove it, oldest first, at most 8; empty where the carrier gave none. Each was fetched once and is kept by us. */
  documents: Array<ProofDocument>;
  /** Who signed, in the carrier's words. */
  signedBy?: Maybe<Scalars['String']['output']>;
};

/** A carrier of which a provider says something else than we know. */
export type ProviderCarrierDifference = {
  __typename?: 'ProviderCarrierDifference';
  /** Our code. */
  carrierCode: Scalars['String']['output'];
  /** Facts that we knew of. */
  expectedNeeds: Array<Scalars['String']['output']>;
  /** It is not in the provider’s list: another provider that has it is taken where there is one. */
  isGone: Scalars['Boolean']['output'];
  /** Facts that the provider wants beside the number, by our names: they are asked for before anything is sent. */
  needs: Array<Scalars['String']['output']>;
  /** The provider’s. */
  providerCode: Scalars['String']['output'];
};

/** A provider's own list of carriers, as it was read last. */
export type ProviderCarrierList = {
  __typename?: 'ProviderCarrierList';
  /** How many carriers it has. */
  carrierCount: Scalars['Int']['output'];
  /** Carriers of ours of which it says something else. */
  differences: Array<ProviderCarrierDifference>;
  /** Why the last try brought nothing, for example UNAVAILABLE, or STRANGE for a list that lacks most carriers that we know there; null when it did. */
  problem?: Maybe<Scalars['String']['output']>;
  /** Whose. */
  provider: Scalars['String']['output'];
  /** When it was read; null: never. */
  readAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Questions of ours to a provider that ended alike. */
export type ProviderCheck = {
  __typename?: 'ProviderCheck';
  /** How often. */
  count: Scalars['Int']['output'];
  /** The first time. */
  firstAt: Scalars['DateTime']['output'];
  /** The last time. */
  lastAt: Scalars['DateTime']['output'];
  /** ANSWERED, or why not: RATE_LIMITED, UNAVAILABLE, AUTHENTICATION and other kinds of docs/providers.md. */
  outcome: Scalars['String']['output'];
  /** Who was asked, for example aftership. */
  provider: Scalars['String']['output'];
  /** What was asked. */
  question: ProviderQuestion;
};

/** One endpoint of a provider's API, or the provider as a whole. An endpoint shows once something was sent to it. */
export type ProviderHealth = {
  __typename?: 'ProviderHealth';
  /** For example create; null for the provider as a whole, which stops for its key (401, 403) and for its pauses (429). */
  endpoint?: Maybe<Scalars['String']['output']>;
  /** Failures one after the other, without an answer between. */
  failures: Scalars['Int']['output'];
  /** The kind of the last failure, also when it is over (docs/providers.md); null where there was none. */
  lastError?: Maybe<Scalars['String']['output']>;
  /** For example aftership. */
  provider: Scalars['String']['output'];
  /** When it is tried again, or its pause is over; null while it is asked. */
  retryAt?: Maybe<Scalars['DateTime']['output']>;
  /** Since when it is in this state. */
  since: Scalars['DateTime']['output'];
  /** Whether it is asked. */
  state: ProviderState;
};

/** What a provider was asked. */
export type ProviderQuestion =
  /** For everything that changed there since the last time, this shipment among it. */
  | 'CHANGES'
  /** About this number: an end of its journey waits to be confirmed. */
  | 'NUMBER';

/** Whether something is asked. */
export type ProviderState =
  /** It is asked. */
  | 'CLOSED'
  /** One request tries whether it is over. */
  | 'HALF_OPEN'
  /** Nothing is sent before retryAt. */
  | 'OPEN'
  /** It fails: only what cannot wait is sent. */
  | 'SHEDDING';

export type Query = {
  __typename?: 'Query';
  /**
   * What rules say of each delivery of an order and each number on it, and why; empty when there is no such order with a delivery in the viewer's scope. With the published rules, or with those of `version`
   * (operators only; 0 is CARRIER_MAPPING alone). Operators and agents.
   */
  carrierExplain: Array<CarrierExplanation>;
  /** How customers found deliveries of each carrier, most answers first, in the last `days` (1 to 366). Operators of the whole installation. */
  carrierFeedback: Array<CarrierFeedback>;
  /** Carriers whose systems are known to be down, newest first; with `isOver` those of before, at most 100. Agents and operators only. */
  carrierOutages: Array<CarrierOutage>;
  /** Shipments in the viewer's scope that wait for somebody to say who carries them, the longest wait first, with suggestions. Operators and agents. `first` is 1 to 100. */
  carrierQueue: CarrierQueueItemConnection;
  /** One of them; null when there is none with this number. Operators only. */
  carrierRuleVersion?: Maybe<CarrierRuleVersion>;
  /** Who carries what, as versions of rules above CARRIER_MAPPING, newest first. Operators only. `first` is 1 to 100. */
  carrierRuleVersions: Array<CarrierRuleVersion>;
  /** One case by its id; null when it does not exist or is outside the viewer's scope. Agents and operators only. */
  case?: Maybe<Case>;
  /** How many cases fit each of these filters, each counted up to 1,000; at most 20 filters. Agents and operators only. */
  caseCounts: Array<Scalars['Int']['output']>;
  /** The rules: each type of case with what opens and closes it. Agents and operators only. */
  caseTypes: Array<CaseTypeRule>;
  /** What needs a person, in the viewer's scope; agents and operators only. `first` is 1 to 100. A cursor belongs to one order and one filter; cases that move while pages are read may be missed or come twice. */
  cases: CaseConnection;
  /**
   * The same milestones as milestoneAdded tells after the same cursor, to be fetched: for partners that ask now and then, and to catch up. Go on from `cursor`, also when `nodes` is empty; at once
   * while `hasMore`. `first` is 1 to 100. A cursor older than retention is CURSOR_EXPIRED. `milestones`: only these.
   */
  changesSince: ChangeFeed;
  /** The same, counted by source and cause, most frequent first. Operators only. */
  deadLetterCauses: Array<DeadLetterCause>;
  /** What could not be processed and waits for a person, newest failure first. Operators only. `first` is 1 to 100. */
  deadLetters: DeadLetterConnection;
  /** One incident; null when it does not exist or none of its cases is in the viewer's scope. Agents and operators only. */
  incident?: Maybe<Incident>;
  /** Many cases with one cause, newest first, of which the viewer sees at least one. `first` is 1 to 100. Agents and operators only. */
  incidents: IncidentConnection;
  /**
   * Where the stream of milestones stands: never later than the moment at which any row of the same operation was read. Subscribing with
   * `after` set to it misses nothing; the first messages may tell what the rows already show, match them by event.id.
   */
  liveCursor: Scalars['String']['output'];
  /** One of them; null when there is none with this number. Operators only. */
  mapping?: Maybe<MappingVersion>;
  /** What providers' codes mean here, as versions of rules above the built-in tables, newest first. Operators only. `first` is 1 to 100. */
  mappings: Array<MappingVersion>;
  /**
   * The orders in the viewer's scope that stand so, the newest in Odoo first. Only orders that have a delivery or a parcel stand in any way. `first` is 1 to 100. Orders that move on while pages are read may be
   * missed or come twice.
   */
  ordersByProgress: OrderProgressConnection;
  /** How much waits in the queue: the progress of a replay. Operators only. */
  processingQueue: ProcessingQueue;
  /** How the providers fare that we ask and register at, as all our processes see it together. Operators only. */
  providerHealth: Array<ProviderHealth>;
  /** What became of a batch of the viewer's own, by its name, for 24 hours after its rows were sent; null when there is none. */
  registrationBatch?: Maybe<RegistrationBatch>;
  /** How registrations stand, what they cost and what the month will cost, for operators. */
  registrationReport: RegistrationReport;
  /** Registrations that are so far, or of which this is still to be done, oldest first, for operators. `first` is 1 to 100. */
  registrations: RegistrationConnection;
  /**
   * One shipment by its id; null when it does not exist or is outside the viewer's scope. With asOf as it was known at that instant: today's rules over
   * the facts stored by then (orders and scope are today's); null when it was not registered yet.
   */
  shipment?: Maybe<Shipment>;
  /**
   * One shipment by its tracking number (spaces and case do not matter). Anybody holding the number may ask, at level L0. Several carriers
   * may use one number: without carrierCode the answer is then BAD_USER_INPUT naming the carriers.
   */
  shipmentByTrackingNumber?: Maybe<Shipment>;
  /** Colleagues who were seen at work, the viewer first, then by name; those whose name or address contains the text. At most 50. Agents and operators only. */
  staff: Array<StaffMember>;
  /** Codes that no mapping knows, most facts first: they change nothing until somebody maps them. Operators only. */
  unknownCodes: Array<UnknownCode>;
  /** A webhook endpoint by its id; null when there is none, or it is somebody else's. */
  webhookEndpoint?: Maybe<WebhookEndpoint>;
  /** Webhook endpoints, newest first: a partner's own; for operators all, or those of one client. `first` is 1 to 100. */
  webhookEndpoints: WebhookEndpointConnection;
};


export type QueryCarrierExplainArgs = {
  orderName: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCarrierFeedbackArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCarrierOutagesArgs = {
  isOver?: InputMaybe<Scalars['Boolean']['input']>;
};


export type QueryCarrierQueueArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCarrierRuleVersionArgs = {
  number: Scalars['Int']['input'];
};


export type QueryCarrierRuleVersionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCaseArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCaseCountsArgs = {
  filters: Array<CaseFilter>;
};


export type QueryCasesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CaseFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<CaseOrder>;
};


export type QueryChangesSinceArgs = {
  after: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  milestones?: InputMaybe<Array<MilestoneCode>>;
  orderId?: InputMaybe<Scalars['ID']['input']>;
  shipmentId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryDeadLettersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  cause?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  source?: InputMaybe<Scalars['String']['input']>;
};


export type QueryIncidentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryIncidentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  state?: InputMaybe<IncidentState>;
};


export type QueryMappingArgs = {
  number: Scalars['Int']['input'];
};


export type QueryMappingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryOrdersByProgressArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  progress: OrderProgress;
};


export type QueryRegistrationBatchArgs = {
  name: Scalars['String']['input'];
};


export type QueryRegistrationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  pending?: InputMaybe<RegistrationAction>;
  state?: InputMaybe<RegistrationState>;
};


export type QueryShipmentArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
};


export type QueryShipmentByTrackingNumberArgs = {
  carrierCode?: InputMaybe<Scalars['String']['input']>;
  trackingNumber: Scalars['String']['input'];
};


export type QueryStaffArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
};


export type QueryUnknownCodesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryWebhookEndpointArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookEndpointsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  clientId?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What a sender delivered, as it was received and acknowledged; or what we read from a provider. */
export type RawMessage = {
  __typename?: 'RawMessage';
  /** The body's exact bytes, in base64. Of what we read, one tracking of the answer, as JSON of its own. */
  bodyBase64: Scalars['String']['output'];
  /** SHA-256 of those bytes, in hexadecimal. */
  bodySha256: Scalars['String']['output'];
  /** The headers that prove where it comes from, as JSON. */
  headers: Scalars['String']['output'];
  /** The provider's address that it came to, for example aftership; aftership/read for what we read from its API. */
  provider: Scalars['String']['output'];
  /** When it was received. */
  receivedAt: Scalars['DateTime']['output'];
  /** The id under which our logs tell its story. */
  requestId: Scalars['String']['output'];
  /** The signature checked again now over the stored bytes. Where there is one, it was valid at receipt, or the message would not be here. */
  signature: SignatureCheck;
};

/** Why. The list is data: taxonomy reasons. */
export type ReasonCode =
  /** No access or no safe place. */
  | 'ACCESS_RESTRICTED'
  /** Address could not be found. */
  | 'ADDRESS_NOT_FOUND'
  /** Business was closed. */
  | 'BUSINESS_CLOSED'
  /** Capacity or time limit. */
  | 'CARRIER_CAPACITY'
  /** Damaged in transport. */
  | 'CARRIER_DAMAGE'
  /** Delay in the carrier network. */
  | 'CARRIER_DELAY'
  /** Lost in transport. */
  | 'CARRIER_LOSS'
  /** Sorted or sent wrongly. */
  | 'CARRIER_MISROUTED'
  /** Not accepted by the carrier. */
  | 'CARRIER_REJECTED'
  /** Vehicle or mechanical problem. */
  | 'CARRIER_VEHICLE'
  /** Customs delay. */
  | 'CUSTOMS_DELAY'
  /** Documents missing or wrong. */
  | 'CUSTOMS_DOCUMENTS'
  /** Inspection by customs. */
  | 'CUSTOMS_INSPECTION'
  /** Duties or taxes not paid. */
  | 'CUSTOMS_PAYMENT'
  /** Goods not allowed. */
  | 'CUSTOMS_PROHIBITED'
  /** Late or re-planned flight. */
  | 'FLIGHT_DELAY'
  /** Disaster, strike, civil event or other outside cause. */
  | 'FORCE_MAJEURE'
  /** Public holiday. */
  | 'HOLIDAY'
  /** Address wrong or incomplete. */
  | 'INCORRECT_ADDRESS'
  /** Not collected in time. */
  | 'NOT_COLLECTED'
  /** Other. */
  | 'OTHER'
  /** Outside the delivery area. */
  | 'OUTSIDE_DELIVERY_AREA'
  /** Payment outstanding. */
  | 'PAYMENT_DUE'
  /** Recipient moved. */
  | 'RECIPIENT_MOVED'
  /** Nobody was there. */
  | 'RECIPIENT_NOT_AVAILABLE'
  /** Refused by the recipient. */
  | 'RECIPIENT_REFUSED'
  /** Later delivery or hold asked for by the recipient. */
  | 'RECIPIENT_REQUESTED_CHANGE'
  /** Recipient could not be contacted. */
  | 'RECIPIENT_UNREACHABLE'
  /** Security or regulatory check. */
  | 'SECURITY'
  /** Cancelled by the shipper. */
  | 'SHIPPER_CANCELLED'
  /** Shipment data missing or wrong. */
  | 'SHIPPER_DATA'
  /** Goods or papers not ready at the shipper. */
  | 'SHIPPER_NOT_READY'
  /** Number, carrier or extra fields do not allow tracking. */
  | 'TRACKING_NOT_SUPPORTED'
  /** Being investigated. */
  | 'UNDER_INVESTIGATION'
  /** Not given. */
  | 'UNKNOWN'
  /** Weather. */
  | 'WEATHER';

/** A message about a shipment. */
export type ReceivedMessage = {
  __typename?: 'ReceivedMessage';
  /** The events among them, by Event.id. */
  eventIds: Array<Scalars['ID']['output']>;
  /** How many facts it brought that were not known before. */
  factCount: Scalars['Int']['output'];
  /** Who told it, for example aftership. */
  provider: Scalars['String']['output'];
  /** When it came, or when it was processed where the message is not kept any more. */
  receivedAt: Scalars['DateTime']['output'];
  /** How it came; null: the message is not kept any more. */
  way?: Maybe<ReceivedWay>;
};

/** How a message came. */
export type ReceivedWay =
  /** We read it from the provider's API. */
  | 'READ'
  /** The provider sent it. */
  | 'WEBHOOK';

/** A stored state that a better fold or mapping changed: nothing happened to the goods. */
export type Rederivation = {
  __typename?: 'Rederivation';
  /** When. */
  at: Scalars['DateTime']['output'];
  /** The fold that derived it. */
  foldVersion: Scalars['Int']['output'];
  /** Milestone before. */
  fromMilestone: MilestoneCode;
  /** Status before. */
  fromStatus: ShipmentStatus;
  /** The mapping that derived it. */
  mappingVersion: Scalars['String']['output'];
  /** Milestone after. */
  toMilestone: MilestoneCode;
  /** Status after. */
  toStatus: ShipmentStatus;
};

/** A new version of the fold or of the mapping, applied to the past. */
export type RederivationProgress = {
  __typename?: 'RederivationProgress';
  /** How many of them came to another status or milestone; each keeps a record (Shipment.rederivations). */
  changed: Scalars['Float']['output'];
  /** The version of the fold. */
  foldVersion: Scalars['Int']['output'];
  /** True when it is through. */
  isDone: Scalars['Boolean']['output'];
  /** The version of the mapping. */
  mappingVersion: Scalars['String']['output'];
  /** Shipments derived again so far. */
  shipments: Scalars['Float']['output'];
};

/** A shipment's registration at a provider. */
export type Registration = {
  __typename?: 'Registration';
  /** How often the provider was asked. */
  attempts: Scalars['Int']['output'];
  /**
   * Facts that were given by hand and that the provider does not have yet, by our names. What they say is shown to nobody, and is deleted once the provider has it, when the number is not
   * tracked any more, or after 30 days.
   */
  facts: Array<Scalars['String']['output']>;
  /** Facts that the carrier wants before it is tracked, by our names, for example destinationPostalCode. */
  needs: Array<Scalars['String']['output']>;
  /** What the provider was asked for and has not done yet; null when nothing is open. */
  pending?: Maybe<RegistrationAction>;
  /** Since when it is pending. */
  pendingSince?: Maybe<Scalars['DateTime']['output']>;
  /** What stands in the way; null when nothing does. */
  problem?: Maybe<RegistrationProblem>;
  /** Who tracks it, or shall: aftership, trackingmore; null while nobody does. */
  provider?: Maybe<Scalars['String']['output']>;
  /** When the provider took it. */
  registeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** The last word about it: who wanted it retracked or deleted, and why. Staff only. */
  request?: Maybe<RegistrationRequest>;
  /** Since when it has been wanted. */
  requestedAt: Scalars['DateTime']['output'];
  /** Whose it is. */
  shipment?: Maybe<Shipment>;
  /** How far it is. */
  state: RegistrationState;
};

/** What a provider is asked for about a number that it has. */
export type RegistrationAction =
  /** To forget it. */
  | 'DELETE'
  /** To begin with it again. */
  | 'RETRACK';

/** A batch of registrations. */
export type RegistrationBatch = {
  __typename?: 'RegistrationBatch';
  /** The caller's name for it. */
  name: Scalars['String']['output'];
  /** Rows that were refused by us. */
  refusedCount: Scalars['Int']['output'];
  /** Rows that were sent. */
  rowCount: Scalars['Int']['output'];
  /** The rows by number. `first` is 1 to 100. */
  rows: RegistrationRowConnection;
  /** How many of the others are how far. */
  states: Array<RegistrationStateCount>;
};


/** A batch of registrations. */
export type RegistrationBatchRowsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What for a number was registered. */
export type RegistrationCause =
  /** Goods that had left some days before they were first heard of. */
  | 'BACK_FILL'
  /** A delivery’s reference. */
  | 'DELIVERY'
  /** Somebody registered it through the graph. */
  | 'GRAPH';

/** A page of registrations. */
export type RegistrationConnection = {
  __typename?: 'RegistrationConnection';
  /** The registrations of this page. */
  nodes: Array<Registration>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A number that a provider shall forget. */
export type RegistrationDeleteInput = {
  /** Why, for colleagues: 3 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Which shipment. */
  shipmentId: Scalars['ID']['input'];
};

/** What a month costs at a provider, in numbers. */
export type RegistrationForecast = {
  __typename?: 'RegistrationForecast';
  /** By its end. */
  expected: Scalars['Int']['output'];
  /** Who. */
  provider: Scalars['String']['output'];
  /** So far this month. */
  soFar: Scalars['Int']['output'];
};

/** How many wait for something at their provider. */
export type RegistrationPendingCount = {
  __typename?: 'RegistrationPendingCount';
  /** For what. */
  action: RegistrationAction;
  /** How many. */
  count: Scalars['Int']['output'];
  /** Since when the oldest one. */
  since: Scalars['DateTime']['output'];
};

/** Why a registration does not go on. */
export type RegistrationProblem = {
  __typename?: 'RegistrationProblem';
  /** The provider's own code, where it gave one. */
  code?: Maybe<Scalars['String']['output']>;
  /** Kind of error, for example RATE_LIMITED, AUTHENTICATION, INVALID_REQUEST, UNAVAILABLE. */
  kind: Scalars['String']['output'];
  /** The remedy, in words. */
  message: Scalars['String']['output'];
  /** Since when. */
  since: Scalars['DateTime']['output'];
};

/** How registrations stand. */
export type RegistrationReport = {
  __typename?: 'RegistrationReport';
  /** Each provider’s own list of carriers, read every night, and what it says otherwise than we know. */
  carrierLists: Array<ProviderCarrierList>;
  /** The month, by provider: what was taken, and what it will be if it goes on like the last 28 days. */
  forecast: Array<RegistrationForecast>;
  /** Of those that wait for a provider: since when the oldest one has waited; null when none waits. */
  oldestQueuedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many have waited for more than 24 hours, to be registered, retracked or deleted. */
  overdueCount: Scalars['Int']['output'];
  /** What providers were asked for and have not done yet; also deletions of shipments that retention deleted here. */
  pending: Array<RegistrationPendingCount>;
  /** Numbers that providers took this month (UTC), by what for. */
  spend: Array<RegistrationSpend>;
  /** How many are how far. */
  states: Array<RegistrationStateCount>;
  /** The register of what providers are told of a parcel, as configured. */
  told: Array<ToldField>;
};

/** Somebody's word about a registration. */
export type RegistrationRequest = {
  __typename?: 'RegistrationRequest';
  /** What is wanted. */
  action: RegistrationAction;
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Who, by the id in the audit; `retention` where the shipment was deleted here because its retention was over. */
  by: Scalars['String']['output'];
  /** Why; null where nobody was asked. */
  reason?: Maybe<Scalars['String']['output']>;
};

/** What registrationRetrack and registrationDelete answer. */
export type RegistrationRequestPayload = {
  __typename?: 'RegistrationRequestPayload';
  /** The shipment; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field, NOT_FOUND when there is no such shipment in the viewer's scope, CONFLICT when there is nothing to do it with: the message says how far the registration is. */
  userErrors: Array<UserError>;
};

/** A number that a provider shall begin with again. */
export type RegistrationRetrackInput = {
  /** Why, for colleagues: 3 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Which shipment. */
  shipmentId: Scalars['ID']['input'];
};

/** What became of one row of a batch. */
export type RegistrationRow = {
  __typename?: 'RegistrationRow';
  /** True once the number is a shipment of ours; userErrors is empty then. */
  isAccepted: Scalars['Boolean']['output'];
  /** Its number in the batch. */
  row: Scalars['Int']['output'];
  /** The shipment, where an order in the viewer's scope is linked to it; null otherwise, and when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** How far it is at the provider; null when nothing was done. */
  state?: Maybe<RegistrationState>;
  /** As those of shipmentRegister. */
  userErrors: Array<UserError>;
};

/** A page of a batch. */
export type RegistrationRowConnection = {
  __typename?: 'RegistrationRowConnection';
  /** The rows of this page. */
  nodes: Array<RegistrationRow>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Numbers that a provider took this month. */
export type RegistrationSpend = {
  __typename?: 'RegistrationSpend';
  /** What for. */
  cause: RegistrationCause;
  /** How many. */
  count: Scalars['Int']['output'];
  /** Who. */
  provider: Scalars['String']['output'];
};

/** How far a registration is. */
export type RegistrationState =
  /** Deleted at the provider on somebody's word; registered again only when somebody asks for it by name. */
  | 'DELETED'
  /** Nobody knows the carrier yet. */
  | 'NEEDS_CARRIER'
  /** The carrier wants facts that we do not have: see needs. */
  | 'NEEDS_FACTS'
  /** Waits for its turn, or for the provider. */
  | 'QUEUED'
  /** The provider does not take it: see problem. */
  | 'REFUSED'
  /** The provider tracks it. */
  | 'REGISTERED'
  /** Not tracked any more, or not worth it: cancelled, re-numbered, or at its end. */
  | 'STOPPED';

/** How many are how far. */
export type RegistrationStateCount = {
  __typename?: 'RegistrationStateCount';
  /** How many. */
  count: Scalars['Int']['output'];
  /** How far. */
  state: RegistrationState;
};

/** What is wrong. */
export type ReportKind =
  /** The parcel or what is in it is damaged. */
  | 'DAMAGED'
  /** The parcel came, and something is missing in it. */
  | 'ITEMS_MISSING'
  /** It is said to be delivered, and it is not here. */
  | 'NOT_HERE'
  /** Something else; a note says what. */
  | 'OTHER';

/** An order line, and how much of it. The line is as it was named: it may be of another order. */
export type ReportLine = {
  __typename?: 'ReportLine';
  /** Which line (OrderLine.id). */
  lineId: Scalars['ID']['output'];
  /** How much of it. */
  quantity: Scalars['Float']['output'];
};

/** An order line, and how much of it. */
export type ReportLineInput = {
  /** Which line (OrderLine.id). */
  lineId: Scalars['ID']['input'];
  /** How much of it, above 0. */
  quantity: Scalars['Float']['input'];
};

/** A photo of a report. */
export type ReportPhoto = {
  __typename?: 'ReportPhoto';
  /** Its size in bytes. */
  byteCount: Scalars['Int']['output'];
  /** image/jpeg, image/png or image/webp. */
  contentType: Scalars['String']['output'];
  /** When the address ends. */
  expiresAt: Scalars['DateTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Where it can be opened for some minutes by whoever has the address: a path on the origin of the graph. */
  url: Scalars['String']['output'];
};

/** For which parcel room is made. */
export type ReportPhotoAddInput = {
  /** How many photos, 1 to 4. */
  count: Scalars['Int']['input'];
  /** Which parcel. */
  shipmentId: Scalars['ID']['input'];
};

/** What reportPhotoAdd answers. */
export type ReportPhotoAddPayload = {
  __typename?: 'ReportPhotoAddPayload';
  /** Room for each photo; empty when nothing was done. */
  photos: Array<ReportPhotoRoom>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND; RATE_LIMITED. */
  userErrors: Array<UserError>;
};

/** Room for a photo. */
export type ReportPhotoRoom = {
  __typename?: 'ReportPhotoRoom';
  /** When the address ends. */
  expiresAt: Scalars['DateTime']['output'];
  /** For shipmentReport. */
  id: Scalars['ID']['output'];
  /** Where its bytes are sent by PUT: a path on the origin of the graph. JPEG, PNG or WebP, at most 5 MiB; what a camera writes beside the picture (place, time, device) is not kept. */
  uploadUrl: Scalars['String']['output'];
};

/** How a parcel stood when something was reported. */
export type ReportedState = {
  __typename?: 'ReportedState';
  /** When it was delivered; null: it was not, or the source named no zone. */
  deliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many proofs the source held. */
  documentCount: Scalars['Int']['output'];
  /** What decided that. */
  milestone: MilestoneCode;
  /** The day it was promised for, as a calendar date. */
  promisedDate?: Maybe<Scalars['String']['output']>;
  /** Who signed, in the carrier's words. */
  signedBy?: Maybe<Scalars['String']['output']>;
  /** Where it stood. */
  status: ShipmentStatus;
};

export type Search = {
  __typename?: 'Search';
  /**
   * Shipments in the viewer's scope that have this text as their number, or as the number of a piece or of another carrier on the way; newest first. Blanks, dashes and case do not matter. By what is known
   * of an order or customer they are found through the orders. `first` is 1 to 100.
   */
  shipments: ShipmentConnection;
  text: Scalars['String']['output'];
};


export type SearchShipmentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A message to a webhook endpoint. */
export type SentWebhook = {
  __typename?: 'SentWebhook';
  /** How often it was tried. */
  attemptCount: Scalars['Int']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The endpoint's name. */
  endpoint: Scalars['String']['output'];
  /** Its type, for example milestone.added. */
  eventType: Scalars['String']['output'];
  /** The id of the WebhookMessage, for whoever may see the endpoint. */
  id: Scalars['ID']['output'];
  /** True: an endpoint of the house; false: a partner's. */
  isOwn: Scalars['Boolean']['output'];
  /** What went wrong the last time, as in WebhookAttempt.problem; null: nothing. */
  lastProblem?: Maybe<Scalars['String']['output']>;
  /** Status of the last answer; null: there was none. */
  lastStatus?: Maybe<Scalars['Int']['output']>;
  /** When it was tried last; null: not yet. */
  lastTriedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What became of it. */
  state: WebhookMessageState;
};

/** One tracked parcel or consignment: carrier, tracking number and journey. */
export type Shipment = {
  __typename?: 'Shipment';
  /** Null while the carrier is not known. */
  carrier?: Maybe<Carrier>;
  /** Cases of this shipment, open ones first, most urgent first, at most 50. Null for everybody but staff. */
  cases?: Maybe<Array<Case>>;
  /** When we last heard from a source about this shipment. */
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why a delivery may not be one; empty for all other shipments. The status stays DELIVERED: nobody takes a delivery back but a correction. */
  deliveryDoubts: Array<DeliveryDoubt>;
  /** To the customer, or a return shipment of its own. */
  direction: Direction;
  /** The newest belief about arrival; null when nobody said. */
  estimate?: Maybe<Estimate>;
  /** What happened, newest first. `first` is 1 to 100. */
  events: EventConnection;
  /** What was answered with the viewer's own access; null: nothing, and for everybody but customers. */
  feedback?: Maybe<FeedbackAnswer>;
  /** How old what is shown is, when somebody looks again, and whether nobody is heard of for longer than usual. As of an instant (asOf) only the first two are known. */
  freshness: Freshness;
  /**
   * What a customer is told: one sentence, and what else matters now, from the facts that the viewer may see, at the moment of the question. `locale` is a BCP 47 tag or a list of them as browsers send it; of those we have
   * (en, de, fr, ar) the best counts, else English. The customer's page says the same words.
   */
  headline: Headline;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Behind the promise, or held up by a known cause, and not yet at its end. */
  isDelayed: Scalars['Boolean']['output'];
  /** Instant of the newest event; null when there is none or its source gave no offset. */
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
  /** The way in legs: one for each carrier, direction and journey. A carrier that takes over later stands last, without a start. Empty before the first scan. */
  legs: Array<Leg>;
  /** The event that decided the status. */
  milestone: MilestoneCode;
  /** The only or oldest linked order in the viewer's scope. Null below level L1. */
  order?: Maybe<Order>;
  /** Every linked order in the viewer's scope, oldest link first. */
  orders: ShipmentOrderConnection;
  /** How many packages travel under this number, where the carrier said so. */
  packageCount?: Maybe<Scalars['Int']['output']>;
  /** Where to collect it, while there is something to collect. Null at level L0. */
  pickupPoint?: Maybe<PickupPoint>;
  /** Pieces of the consignment with numbers of their own; empty where the carrier names none. Null at level L0. */
  pieces?: Maybe<Array<Piece>>;
  /** Every date that the customer was told of this parcel, by the shop, a colleague, a carrier or a provider, oldest first: the first one and the newest 49. No row ever changes. */
  promises: Array<PromisedDate>;
  /** Null before delivery, and below level L3 except for staff and partners. */
  proofOfDelivery?: Maybe<ProofOfDelivery>;
  /** How often providers were asked about it by us in the last 30 days, newest first, at most 50 lines: what was asked between two messages about it and ended alike is one line with its number. Of each provider the newest 5,000 questions count. Null for everybody but staff. */
  providerChecks?: Maybe<Array<ProviderCheck>>;
  /** Why, where the source said so. */
  reason?: Maybe<ReasonCode>;
  /** Messages about it that brought something, newest first, at most 50. Null for everybody but staff. */
  receivedMessages?: Maybe<Array<ReceivedMessage>>;
  /** States that a better fold or mapping changed, newest first, at most 20. Null below staff and partners. */
  rederivations?: Maybe<Array<Rederivation>>;
  /** How far its registration at a provider is; null when none is wanted. Null below staff and partners. */
  registration?: Maybe<Registration>;
  /**
   * What took its place, because its number or carrier was wrong (shipmentReplace), while it is CANCELLED for that. Null at level L0, because whoever only knows a wrong number is told no other, and where the other is outside the
   * viewer's scope.
   */
  replacedBy?: Maybe<ShipmentReplacement>;
  /** Whose place it took; the newest of several. Null like `replacedBy`. */
  replaces?: Maybe<ShipmentReplacement>;
  /** What was sent of it to webhook endpoints, newest first, at most 50. Staff limited to some companies or regions see partners' endpoints only of shipments of which they see every order. Null for everybody but staff. */
  sentWebhooks?: Maybe<Array<SentWebhook>>;
  /** Where it stands: a pure function of all facts known, whatever order they came in. */
  status: ShipmentStatus;
  /** The number as the carrier writes it, without spaces. */
  trackingNumber: Scalars['String']['output'];
  /** At which level the viewer sees this shipment. */
  viewerAccess: ViewerAccess;
  /** Why it stands as it does: each statement with its rule and the facts behind it. Null below staff and partners. */
  why?: Maybe<Array<Explanation>>;
};


/** One tracked parcel or consignment: carrier, tracking number and journey. */
export type ShipmentEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** One tracked parcel or consignment: carrier, tracking number and journey. */
export type ShipmentHeadlineArgs = {
  locale?: InputMaybe<Scalars['String']['input']>;
};


/** One tracked parcel or consignment: carrier, tracking number and journey. */
export type ShipmentOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A shipment that would come to another status or milestone. */
export type ShipmentChange = {
  __typename?: 'ShipmentChange';
  /** What it is now. */
  fromMilestone: MilestoneCode;
  /** What it is now. */
  fromStatus: ShipmentStatus;
  /** Which shipment. */
  shipment?: Maybe<Shipment>;
  /** What it would be. */
  toMilestone: MilestoneCode;
  /** What it would be. */
  toStatus: ShipmentStatus;
  /** Its number. */
  trackingNumber: Scalars['String']['output'];
};

/** A page of shipments. */
export type ShipmentConnection = {
  __typename?: 'ShipmentConnection';
  /** The shipments of this page, the newest first. */
  nodes: Array<Shipment>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A correction: `milestone`, `voidsEventId`, or both. */
export type ShipmentCorrectInput = {
  /** What is true; one that stands for a status. */
  milestone?: InputMaybe<MilestoneCode>;
  /** Since when; now, when left out. Not in the future, and not more than a year ago. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, for colleagues and for the record: 3 to 500 characters. Customers never see it. */
  reason: Scalars['String']['input'];
  /** Which shipment. */
  shipmentId: Scalars['ID']['input'];
  /** An event of this shipment that did not happen, or is not about these goods. */
  voidsEventId?: InputMaybe<Scalars['ID']['input']>;
};

/** What shipmentCorrect answers. */
export type ShipmentCorrectPayload = {
  __typename?: 'ShipmentCorrectPayload';
  /** The shipment as it stands now; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when the shipment or event does not exist or is outside the viewer's scope. */
  userErrors: Array<UserError>;
};

/** How a delivery was. */
export type ShipmentFeedbackInput = {
  /** How it was. */
  answer: FeedbackAnswer;
  /** Which parcel. */
  shipmentId: Scalars['ID']['input'];
};

/** What shipmentFeedback answers. */
export type ShipmentFeedbackPayload = {
  __typename?: 'ShipmentFeedbackPayload';
  /** What is kept; null when nothing was done. */
  answer?: Maybe<FeedbackAnswer>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when the shipment does not exist or is outside the viewer's scope; RATE_LIMITED. */
  userErrors: Array<UserError>;
};

/** A page of the orders that one shipment serves. */
export type ShipmentOrderConnection = {
  __typename?: 'ShipmentOrderConnection';
  /** The orders of this page. */
  nodes: Array<Order>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A date for the customer, as calendar dates at the destination. */
export type ShipmentPromiseInput = {
  /** Not before, for example 2026-11-24; may be left out. */
  earliest?: InputMaybe<Scalars['String']['input']>;
  /** Not after: today or later, and at most a year ahead. */
  latest: Scalars['String']['input'];
  /** Why, for colleagues and for the record: 3 to 500 characters. Customers never see it. */
  reason: Scalars['String']['input'];
  /** Which shipment; not one that is at its end. */
  shipmentId: Scalars['ID']['input'];
};

/** What shipmentPromise answers. */
export type ShipmentPromisePayload = {
  __typename?: 'ShipmentPromisePayload';
  /** The shipment as it stands now; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when the shipment does not exist or is outside the viewer's scope; CONFLICT when it is at its end. */
  userErrors: Array<UserError>;
};

/** A number to be tracked. */
export type ShipmentRegisterInput = {
  /** The number is right although its check digit or its form says otherwise; without this it is refused, and the likely one is named. */
  acceptUnusual?: InputMaybe<Scalars['Boolean']['input']>;
  /** Our code for the carrier; without it the order's delivery method decides, or a person. */
  carrierCode?: InputMaybe<Scalars['String']['input']>;
  /** Which of the order's deliveries, where it has several. */
  deliveryId?: InputMaybe<Scalars['ID']['input']>;
  /** What the carrier wants to know beside the number. They can be given later, too, by registering the same number again: those of before stay, one that is given anew takes the place of the old one. */
  facts?: InputMaybe<CarrierFactsInput>;
  /**
   * 1 to 200 characters of the caller's: the same key with the same content within 24 hours gives the same answer and does nothing again; with other content it is CONFLICT. Facts are no part of
   * that: other ones than before are taken.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name of the order it serves, for example S00042. Without one only those see the shipment who see everything, and whoever knows its number. */
  orderName?: InputMaybe<Scalars['String']['input']>;
  /** As the carrier prints it; spaces and case do not matter. 4 to 100 characters. */
  trackingNumber: Scalars['String']['input'];
};

/** A part of a batch. */
export type ShipmentRegisterManyInput = {
  /** The caller's name for the batch, 1 to 200 characters; rows sent under it within 24 hours belong together. */
  batch: Scalars['String']['input'];
  /** 1 to 500. */
  rows: Array<ShipmentRegisterRowInput>;
};

/** What shipmentRegisterMany answers. */
export type ShipmentRegisterManyPayload = {
  __typename?: 'ShipmentRegisterManyPayload';
  /** One for each row that was sent, in that order; empty when the call as a whole was refused. */
  rows: Array<RegistrationRow>;
  /** BAD_USER_INPUT about the call as a whole. */
  userErrors: Array<UserError>;
};

/** What shipmentRegister answers. */
export type ShipmentRegisterPayload = {
  __typename?: 'ShipmentRegisterPayload';
  /** The shipment, at level L0 where no order in the viewer's scope is linked to it; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when the order or delivery does not exist or is outside the viewer's scope; CONFLICT when the key was used for something else, or the number serves somebody else's order. */
  userErrors: Array<UserError>;
};

/** One number of a batch. */
export type ShipmentRegisterRowInput = {
  /** As in ShipmentRegisterInput. */
  acceptUnusual?: InputMaybe<Scalars['Boolean']['input']>;
  /** As in ShipmentRegisterInput. */
  carrierCode?: InputMaybe<Scalars['String']['input']>;
  /** As in ShipmentRegisterInput. */
  deliveryId?: InputMaybe<Scalars['ID']['input']>;
  /** As in ShipmentRegisterInput. */
  facts?: InputMaybe<CarrierFactsInput>;
  /** As in ShipmentRegisterInput. */
  orderName?: InputMaybe<Scalars['String']['input']>;
  /** Its number in the batch, from 1; a row sent again under its number is the same row. */
  row: Scalars['Int']['input'];
  /** As in ShipmentRegisterInput. */
  trackingNumber: Scalars['String']['input'];
};

/** The right number or carrier of a shipment. */
export type ShipmentReplaceInput = {
  /** The number is right although its check digit or its form says otherwise. */
  acceptUnusual?: InputMaybe<Scalars['Boolean']['input']>;
  /** Our code for the right carrier; left out: the delivery method decides, or a person. */
  carrierCode?: InputMaybe<Scalars['String']['input']>;
  /** Why, for colleagues and for the record: 3 to 300 characters. Customers never see it. */
  reason: Scalars['String']['input'];
  /** Which shipment is wrong. */
  shipmentId: Scalars['ID']['input'];
  /** The right number; left out: the same, with another carrier. */
  trackingNumber?: InputMaybe<Scalars['String']['input']>;
};

/** What shipmentReplace answers. */
export type ShipmentReplacePayload = {
  __typename?: 'ShipmentReplacePayload';
  /** The wrong one as it stands now. */
  replaced?: Maybe<Shipment>;
  /** The right one; null when nothing was done. */
  shipment?: Maybe<Shipment>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND; CONFLICT when the right number serves an order that is not the viewer's to see. */
  userErrors: Array<UserError>;
};

/** The other shipment of a replacement. */
export type ShipmentReplacement = {
  __typename?: 'ShipmentReplacement';
  /** When one took the other's place. */
  at: Scalars['DateTime']['output'];
  /** Who carries it; null while the carrier is not known. */
  carrier?: Maybe<Carrier>;
  /** Its number. */
  trackingNumber: Scalars['String']['output'];
};

/** What somebody said is wrong with a parcel. Staff only. */
export type ShipmentReport = {
  __typename?: 'ShipmentReport';
  /** When it was said. */
  at: Scalars['DateTime']['output'];
  /** The colleague who said it for a customer; null: the customer did. */
  by?: Maybe<StaffMember>;
  /** Where they looked. */
  checked: Array<CheckedPlace>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What is wrong. */
  kind: ReportKind;
  /** At which level whoever said it saw the parcel. */
  level: ViewerAccess;
  /** Which order lines. */
  lines: Array<ReportLine>;
  /** In their own words; null: none, or erased. */
  note?: Maybe<Scalars['String']['output']>;
  /** Photos that were added. */
  photos: Array<ReportPhoto>;
  /** How the parcel stood when it was said; null: erased. */
  stoodAs?: Maybe<ReportedState>;
};

/** What is wrong with a parcel. */
export type ShipmentReportInput = {
  /** Where they looked; for NOT_HERE. */
  checked?: InputMaybe<Array<CheckedPlace>>;
  /** 1 to 200 characters of the caller's: the same key with the same input, by the same access, is answered with what was done. With another input, photos aside: BAD_USER_INPUT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is wrong. NOT_HERE is for parcels that are said to be delivered. */
  kind: ReportKind;
  /** Which order lines are damaged or missing; for DAMAGED and ITEMS_MISSING, which needs at least one. At most 100, each line once. */
  lines?: InputMaybe<Array<ReportLineInput>>;
  /** In their own words, at most 1,000 characters; OTHER needs at least 3. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Photos of reportPhotoAdd that were sent to their addresses; at most 4. */
  photoIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Which parcel. */
  shipmentId: Scalars['ID']['input'];
};

/** What shipmentReport answers. */
export type ShipmentReportPayload = {
  __typename?: 'ShipmentReportPayload';
  /** Until when we answer, by business hours; null when nothing was done, and when that time has passed. */
  answerBy?: Maybe<Scalars['DateTime']['output']>;
  /** The case. Null for everybody but staff. */
  case?: Maybe<Case>;
  /** By which number we speak of it with the customer; null when nothing was done. */
  caseNumber?: Maybe<Scalars['String']['output']>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when the shipment does not exist or is outside the viewer's scope; RATE_LIMITED. */
  userErrors: Array<UserError>;
};

/** Where a shipment stands, in the order of the journey. The list is data: taxonomy statuses. */
export type ShipmentStatus =
  /** Ready for collection: Waiting for the recipient at a shop, locker or depot. */
  | 'AVAILABLE_FOR_PICKUP'
  /** Cancelled: Voided before or during transport. */
  | 'CANCELLED'
  /** Delivered: Handed over at the destination of the forward trip, or at the merchant for a return shipment. */
  | 'DELIVERED'
  /** Problem: Progress is blocked or uncertain and usually needs somebody to act. */
  | 'EXCEPTION'
  /** No longer tracked: The provider stopped tracking for lack of updates; a later event re-opens the shipment. */
  | 'EXPIRED'
  /** Delivery attempt failed: The carrier tried to deliver and will normally try again. */
  | 'FAILED_ATTEMPT'
  /** In transit: Moving through the network, including normal customs processing and informational delays. */
  | 'IN_TRANSIT'
  /** Label created: Order confirmed or electronic pre-advice sent; the goods are still with the shipper. */
  | 'LABEL_CREATED'
  /** Out for delivery: On the final vehicle, or the delivery slot is agreed. */
  | 'OUT_FOR_DELIVERY'
  /** Waiting for carrier data: Number is registered, no carrier event is known yet. */
  | 'PENDING'
  /** Picked up: The carrier has physically accepted the goods. */
  | 'PICKED_UP'
  /** Returned to sender: The shipper has the goods back. */
  | 'RETURNED'
  /** Returning to sender: The forward trip was given up and the goods travel back to the shipper. */
  | 'RETURNING';

/** A date of the order itself, as odoo-subgraph keeps it. */
export type ShopPromise = {
  __typename?: 'ShopPromise';
  /** We moved it; else a person in Odoo did. */
  isOurs: Scalars['Boolean']['output'];
  /** Null: taken back. */
  promisedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was seen. */
  toldAt: Scalars['DateTime']['output'];
};

/** The signature of a stored message, checked again. */
export type SignatureCheck =
  /** There is none: we read the message from the provider's API ourselves. */
  | 'NOT_SIGNED'
  /** It fits none of them: the secret was replaced since, or the stored bytes changed. */
  | 'NOT_VALID_NOW'
  /** It fits one of the secrets that are valid now. */
  | 'VALID';

/** A colleague, as the sign-in named them when they were last seen. */
export type StaffMember = {
  __typename?: 'StaffMember';
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** True: the viewer. */
  isViewer: Scalars['Boolean']['output'];
  /** Their name, or the address they sign in with. */
  name: Scalars['String']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * What a desk is kept up to date by; agents and operators only. One message at once, then one when cases in the viewer's scope changed or colleagues look at something else, at most one a second whatever happens. `after`: the
   * mark of the last message, so that nothing between two streams is missed. `lookingAt`: what this desk shows, up to 3 ids of an Order, Shipment or Case; colleagues who may see it are told for as long as the stream is open.
   */
  deskChanged: DeskChange;
  /**
   * Milestones in the viewer's scope: of one order, one shipment, both, or all. With `after` (liveCursor, or the cursor of an earlier message)
   * everything committed since is sent first, then the stream goes on live, without a gap and without a repeat. A cursor older than
   * retention ends with CURSOR_EXPIRED. `milestones`: only these.
   */
  milestoneAdded: Milestone;
};


export type SubscriptionDeskChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  lookingAt?: InputMaybe<Array<Scalars['ID']['input']>>;
};


export type SubscriptionMilestoneAddedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  milestones?: InputMaybe<Array<MilestoneCode>>;
  orderId?: InputMaybe<Scalars['ID']['input']>;
  shipmentId?: InputMaybe<Scalars['ID']['input']>;
};

/** How precisely a source gave a time. */
export type TimePrecision =
  /** A calendar date only. */
  | 'DATE'
  /** With an offset: an instant. */
  | 'INSTANT'
  /** A date and time at the place, without an offset. */
  | 'LOCAL';

/** A field that a provider is told. */
export type ToldField = {
  __typename?: 'ToldField';
  /** Our name for it. */
  field: Scalars['String']['output'];
  /** It names or reaches a person, or says where one lives. */
  isPersonal: Scalars['Boolean']['output'];
  /** The provider’s name for it. */
  name: Scalars['String']['output'];
  /** Who is told. */
  provider: Scalars['String']['output'];
  /** When it is told. */
  when: ToldWhen;
};

/** When a provider is told something. */
export type ToldWhen =
  /** With each number. */
  | 'ALWAYS'
  /** Where the carrier wants it, and we know it. */
  | 'CARRIER_WANTS_IT'
  /** Somebody gave it for this parcel by hand. */
  | 'GIVEN_BY_HAND'
  /** SEND_TO_PROVIDERS names it. */
  | 'SWITCHED_ON';

/** How a state looks; never the only sign. */
export type Tone =
  /** Somebody has to do or decide something. */
  | 'ATTENTION'
  /** Done. */
  | 'GOOD'
  /** Under way. */
  | 'MOVING'
  /** Nothing has happened yet. */
  | 'WAITING';

/** A code of a provider that no mapping knows. */
export type UnknownCode = {
  __typename?: 'UnknownCode';
  /** The code as the provider writes it; empty when it gave none. */
  code: Scalars['String']['output'];
  /** The carrier's words in one of them; null when there were none. */
  example?: Maybe<Scalars['String']['output']>;
  /** How many facts carry it. */
  facts: Scalars['Float']['output'];
  /** When it came first. */
  firstSeenAt: Scalars['DateTime']['output'];
  /** When it came last. */
  lastSeenAt: Scalars['DateTime']['output'];
  /** Whose code it is, for example aftership. */
  provider: Scalars['String']['output'];
  /** The finer code beside it; empty when it gave none. */
  subCode: Scalars['String']['output'];
};

/** An outcome the caller can expect, beside or instead of the result. */
export type UserError = {
  __typename?: 'UserError';
  /** One of the documented codes, for example BAD_USER_INPUT. */
  code: Scalars['String']['output'];
  /** Path of the input field that caused it; null when none did. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  /** A sentence for a person; may change. */
  message: Scalars['String']['output'];
};

/** How much the viewer may see of an object. Fields above that level are null without an error. */
export type ViewerAccess =
  /** Knows a tracking number only. */
  | 'L0'
  /** Proved an order by its number with the e-mail or postcode. */
  | 'L1'
  /** Came by a signed link. */
  | 'L2'
  /** Signed in, or proved an address on file by a one-time code. */
  | 'L3'
  /** A partner system. */
  | 'PARTNER'
  /** An employee: agent or operator. */
  | 'STAFF';

/** One try to send a message. */
export type WebhookAttempt = {
  __typename?: 'WebhookAttempt';
  /** The beginning of the answer’s body. */
  answer?: Maybe<Scalars['String']['output']>;
  /** When. */
  at: Scalars['DateTime']['output'];
  /** How long it took, in milliseconds. */
  durationMs: Scalars['Int']['output'];
  /** What went wrong: STATUS, REDIRECT (not followed), TIMEOUT, PRIVATE_ADDRESS, NAME_NOT_FOUND, CERTIFICATE, CONNECTION; null: nothing. */
  problem?: Maybe<Scalars['String']['output']>;
  /** Status of the answer; null: there was none. */
  status?: Maybe<Scalars['Int']['output']>;
};

/** Why an endpoint was switched off. */
export type WebhookDisableReason =
  /** It accepted nothing for days. */
  | 'FAILING'
  /** It answered 410 (Gone). */
  | 'GONE';

/** An address that is sent what happens, signed as Standard Webhooks has it (headers webhook-id, webhook-timestamp, webhook-signature). At least once, in order within a shipment, and within a case that has none; the receiver knows repeats by webhook-id. */
export type WebhookEndpoint = {
  __typename?: 'WebhookEndpoint';
  /** The partner client whose it is, as client_id; null: the house's own. */
  clientId?: Maybe<Scalars['String']['output']>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** How far its part of the stream was turned into messages: a cursor as changesSince takes it. */
  cursor: Scalars['String']['output'];
  /** What it is sent: milestone.added, and for endpoints of the house case.opened, case.updated, case.closed. */
  eventTypes: Array<Scalars['String']['output']>;
  /** Since when nothing has been accepted; null: the last try was. */
  failingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Tries in a row that were not accepted. */
  failureCount: Scalars['Int']['output'];
  /** Until when messages are signed with the former secret, too; null: with one only. */
  formerSecretEndsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** When something was last not accepted; null: never. */
  lastFailureAt?: Maybe<Scalars['DateTime']['output']>;
  /** When something was last accepted; null: never. */
  lastSuccessAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its log, newest first. `first` is 1 to 100. */
  messages: WebhookMessageConnection;
  /** Of milestone.added only these milestones; null: all. */
  milestones?: Maybe<Array<MilestoneCode>>;
  /** What was told after the first cursor, up to the second, was deleted by retention before the endpoint could get it; null: nothing was. */
  missed?: Maybe<WebhookGap>;
  /** Name for people. */
  name: Scalars['String']['output'];
  /** Its replays, newest first, at most 20. */
  replays: Array<WebhookReplay>;
  /** Why it rests; null: it does not. */
  restReason?: Maybe<WebhookRestReason>;
  /** Nothing is sent before; null: it does not rest. */
  restsUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Whether it is sent anything. */
  state: WebhookEndpointState;
  /** Why it was switched off; null when it was not. */
  stateReason?: Maybe<WebhookDisableReason>;
  /** Since when it is in its state. */
  stateSince: Scalars['DateTime']['output'];
  /** Where messages are sent. */
  url: Scalars['String']['output'];
  /** Messages that wait, counted up to 1,000. What comes after them waits in the stream. */
  waitingCount: Scalars['Int']['output'];
};


/** An address that is sent what happens, signed as Standard Webhooks has it (headers webhook-id, webhook-timestamp, webhook-signature). At least once, in order within a shipment, and within a case that has none; the receiver knows repeats by webhook-id. */
export type WebhookEndpointMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  state?: InputMaybe<WebhookMessageState>;
};

/** A page of webhook endpoints. */
export type WebhookEndpointConnection = {
  __typename?: 'WebhookEndpointConnection';
  /** The endpoints of this page. */
  nodes: Array<WebhookEndpoint>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

export type WebhookEndpointCreateInput = {
  /** Where in the stream it begins, as changesSince takes it; left out: now. */
  after?: InputMaybe<Scalars['String']['input']>;
  /** Who is told by mail when it is switched off. */
  alertEmail?: InputMaybe<Scalars['String']['input']>;
  /** For operators: the partner client whose it shall be, as client_id. Left out: the house’s own. Partners make their own. */
  clientId?: InputMaybe<Scalars['String']['input']>;
  /** What it is sent, at least one: milestone.added; for endpoints of the house also case.opened, case.updated, case.closed. */
  eventTypes: Array<Scalars['String']['input']>;
  /** Of milestone.added only these milestones; left out: all. */
  milestones?: InputMaybe<Array<MilestoneCode>>;
  /** Name for people, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** An https:// address without user, password and fragment, that does not lead into a private network. */
  url: Scalars['String']['input'];
};

/** What webhookEndpointCreate answers. */
export type WebhookEndpointCreatePayload = {
  __typename?: 'WebhookEndpointCreatePayload';
  /** The endpoint; null when none was made. */
  endpoint?: Maybe<WebhookEndpoint>;
  /** Its secret. It is shown here and never again. */
  secret?: Maybe<Scalars['String']['output']>;
  /** TOO_MANY_ENDPOINTS; EVENT_TYPE_NOT_ALLOWED for cases at a partner’s endpoint. Input that cannot be used is an error BAD_USER_INPUT that names the field. */
  userErrors: Array<UserError>;
};

export type WebhookEndpointInput = {
  /** The endpoint. */
  endpointId: Scalars['ID']['input'];
};

/** What mutations of an endpoint answer. */
export type WebhookEndpointPayload = {
  __typename?: 'WebhookEndpointPayload';
  /** The endpoint as it is now; null when there is none, or none any more. */
  endpoint?: Maybe<WebhookEndpoint>;
  /** ENDPOINT_NOT_FOUND; CONFLICT when it is one of our own services, which are as the configuration says; EVENT_TYPE_NOT_ALLOWED for cases at a partner’s endpoint. */
  userErrors: Array<UserError>;
};

/** Whether an endpoint is sent anything. */
export type WebhookEndpointState =
  /** It is. */
  | 'ACTIVE'
  /** It was switched off: see stateReason. What happens is kept for it. */
  | 'DISABLED'
  /** Somebody paused it. What happens is kept for it. */
  | 'PAUSED';

export type WebhookEndpointUpdateInput = {
  /** Who is told by mail; an empty text: nobody. */
  alertEmail?: InputMaybe<Scalars['String']['input']>;
  /** True: all milestones from now on. */
  allMilestones?: InputMaybe<Scalars['Boolean']['input']>;
  /** The endpoint. */
  endpointId: Scalars['ID']['input'];
  /** What it is sent from now on. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only these milestones from now on. */
  milestones?: InputMaybe<Array<MilestoneCode>>;
  /** As in WebhookEndpointCreateInput. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** As in WebhookEndpointCreateInput. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** A stretch of the stream. */
export type WebhookGap = {
  __typename?: 'WebhookGap';
  /** Where it begins. */
  after: Scalars['String']['output'];
  /** Where it ends. */
  until: Scalars['String']['output'];
};

/** A message to an endpoint. Kept for RETENTION_WEBHOOK_LOG_DAYS after it was settled. */
export type WebhookMessage = {
  __typename?: 'WebhookMessage';
  /** How often it was sent. */
  attemptCount: Scalars['Int']['output'];
  /** Its tries, newest first, at most 20. */
  attempts: Array<WebhookAttempt>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Its type, for example milestone.added. */
  eventType: Scalars['String']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** When it is tried again at the earliest; null: not any more. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** The body, as it is signed and sent. Of orders out of the viewer's scope by now nothing is shown; null when the shipment itself is. */
  payload?: Maybe<Scalars['String']['output']>;
  /** When it was accepted or given up; null while it waits. */
  settledAt?: Maybe<Scalars['DateTime']['output']>;
  /** What became of it. */
  state: WebhookMessageState;
  /** The header webhook-id: the same for each try, each resend and each replay of one milestone, or one change of a case. */
  webhookId: Scalars['String']['output'];
};

/** A page of an endpoint's log. */
export type WebhookMessageConnection = {
  __typename?: 'WebhookMessageConnection';
  /** The messages of this page. */
  nodes: Array<WebhookMessage>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** What mutations of a message answer. */
export type WebhookMessagePayload = {
  __typename?: 'WebhookMessagePayload';
  /** The message; null when there is none. */
  message?: Maybe<WebhookMessage>;
  /** ENDPOINT_NOT_FOUND; MESSAGE_NOT_FOUND; CONFLICT when it waits already; TOO_MANY_TESTS. */
  userErrors: Array<UserError>;
};

export type WebhookMessageResendInput = {
  /** The message. */
  messageId: Scalars['ID']['input'];
};

/** What became of a message. */
export type WebhookMessageState =
  /** It was accepted (2xx). */
  | 'DELIVERED'
  /** It was not accepted in some three days. It can be sent again. */
  | 'GIVEN_UP'
  /** It waits to be sent, for the first time or again. */
  | 'WAITING'
  /** It was not sent: its shipment, or its case, had left the owner's scope by then. */
  | 'WITHDRAWN';

/** A stretch of the stream that is sent again. */
export type WebhookReplay = {
  __typename?: 'WebhookReplay';
  /** Where it began. */
  after: Scalars['String']['output'];
  /** When it was asked for. */
  createdAt: Scalars['DateTime']['output'];
  /** How far it got. */
  cursor: Scalars['String']['output'];
  /** When it ended; null while it runs. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Messages that it made. */
  messageCount: Scalars['Int']['output'];
  /** At most so many messages a second; null: as fast as they are accepted. */
  perSecond?: Maybe<Scalars['Int']['output']>;
  /** How far it is. */
  state: WebhookReplayState;
  /** Where it ends. */
  until: Scalars['String']['output'];
};

export type WebhookReplayCancelInput = {
  /** The replay. */
  replayId: Scalars['ID']['input'];
};

/** What mutations of a replay answer. */
export type WebhookReplayPayload = {
  __typename?: 'WebhookReplayPayload';
  /** The replay as it is now; null when there is none. */
  replay?: Maybe<WebhookReplay>;
  /** ENDPOINT_NOT_FOUND; REPLAY_NOT_FOUND; CONFLICT when one is running already. */
  userErrors: Array<UserError>;
};

export type WebhookReplayStartInput = {
  /** Where in the stream it begins, as changesSince takes it; or `from`. */
  after?: InputMaybe<Scalars['String']['input']>;
  /** The endpoint. */
  endpointId: Scalars['ID']['input'];
  /** What was told from this instant on; or `after`. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** At most so many messages a second, 1 to 500; left out: as fast as they are accepted. */
  perSecond?: InputMaybe<Scalars['Int']['input']>;
  /** Up to this instant; left out: up to now. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How far a replay is. */
export type WebhookReplayState =
  /** Somebody stopped it. */
  | 'CANCELLED'
  /** It made all of them. */
  | 'DONE'
  /** Retention took away what it had yet to send. */
  | 'EXPIRED'
  /** It makes messages. */
  | 'RUNNING';

/** Why an endpoint rests. */
export type WebhookRestReason =
  /** It answered 429 and asked for a pause. */
  | 'ASKED_TO_WAIT'
  /** It failed several times in a row; it is tried with one message now and then. */
  | 'FAILING'
  /** Its client is disabled, or may not read shipments. */
  | 'OWNER_NOT_ALLOWED'
  /** What its client may see cannot be known now. */
  | 'OWNER_UNKNOWN';

export type WebhookSecretRotateInput = {
  /** The endpoint. */
  endpointId: Scalars['ID']['input'];
  /** For how many hours messages are signed with the former secret, too: 0 to 168. */
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
};

/** What webhookSecretRotate answers. */
export type WebhookSecretRotatePayload = {
  __typename?: 'WebhookSecretRotatePayload';
  /** The endpoint. */
  endpoint?: Maybe<WebhookEndpoint>;
  /** The new secret. It is shown here and never again. */
  secret?: Maybe<Scalars['String']['output']>;
  /** ENDPOINT_NOT_FOUND. */
  userErrors: Array<UserError>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Case: Case;
  Delivery: Delivery;
  Order: Order;
  Search: Search;
  Shipment: Shipment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Case:
    ( { __typename: 'Case' }
    & GraphQLRecursivePick<FederationTypes['Case'], {"id":true}> );
  Delivery:
    ( { __typename: 'Delivery' }
    & GraphQLRecursivePick<FederationTypes['Delivery'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Order'], {"shopPromises":{"promisedAt":true,"isOurs":true,"toldAt":true}}> ) );
  Search:
    ( { __typename: 'Search' }
    & GraphQLRecursivePick<FederationTypes['Search'], {"text":true}> );
  Shipment:
    ( { __typename: 'Shipment' }
    & GraphQLRecursivePick<FederationTypes['Shipment'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Carrier: ResolverTypeWrapper<Carrier>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CarrierChooseInput: CarrierChooseInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CarrierChoosePayload: ResolverTypeWrapper<Omit<CarrierChoosePayload, 'shipment'> & { shipment?: Maybe<ResolversTypes['Shipment']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CarrierExplanation: ResolverTypeWrapper<CarrierExplanationRow>;
  CarrierFactsInput: CarrierFactsInput;
  CarrierFeedback: ResolverTypeWrapper<CarrierFeedback>;
  CarrierOutage: ResolverTypeWrapper<OutageView>;
  CarrierOutageDeclareInput: CarrierOutageDeclareInput;
  CarrierOutageEndInput: CarrierOutageEndInput;
  CarrierOutagePayload: ResolverTypeWrapper<Omit<CarrierOutagePayload, 'outage'> & { outage?: Maybe<ResolversTypes['CarrierOutage']> }>;
  CarrierOutcome: CarrierOutcome;
  CarrierQueueItem: ResolverTypeWrapper<CarrierQueueItemRow>;
  CarrierQueueItemConnection: ResolverTypeWrapper<Omit<CarrierQueueItemConnection, 'nodes'> & { nodes: Array<ResolversTypes['CarrierQueueItem']> }>;
  CarrierRule: ResolverTypeWrapper<CarrierRuleRow>;
  CarrierRuleDraftCreateInput: CarrierRuleDraftCreateInput;
  CarrierRuleDraftInput: CarrierRuleDraftInput;
  CarrierRuleDraftSaveInput: CarrierRuleDraftSaveInput;
  CarrierRuleEffect: ResolverTypeWrapper<CarrierRuleEffect>;
  CarrierRuleEffectChange: ResolverTypeWrapper<CarrierRuleEffectChange>;
  CarrierRuleFinding: ResolverTypeWrapper<CarrierRuleFinding>;
  CarrierRuleFormat: CarrierRuleFormat;
  CarrierRuleImportChange: ResolverTypeWrapper<Omit<CarrierRuleImportChange, 'rule'> & { rule: ResolversTypes['CarrierRule'] }>;
  CarrierRuleImportError: ResolverTypeWrapper<CarrierRuleImportError>;
  CarrierRuleImportInput: CarrierRuleImportInput;
  CarrierRuleImportPayload: ResolverTypeWrapper<Omit<CarrierRuleImportPayload, 'report' | 'version'> & { report?: Maybe<ResolversTypes['CarrierRuleImportReport']>, version?: Maybe<ResolversTypes['CarrierRuleVersion']> }>;
  CarrierRuleImportReport: ResolverTypeWrapper<ImportReport>;
  CarrierRuleInput: CarrierRuleInput;
  CarrierRulePayload: ResolverTypeWrapper<Omit<CarrierRulePayload, 'version'> & { version?: Maybe<ResolversTypes['CarrierRuleVersion']> }>;
  CarrierRuleProgress: ResolverTypeWrapper<CarrierRuleProgress>;
  CarrierRuleRollBackInput: CarrierRuleRollBackInput;
  CarrierRuleSeverity: CarrierRuleSeverity;
  CarrierRuleState: CarrierRuleState;
  CarrierRuleVersion: ResolverTypeWrapper<CarrierRuleVersionRow>;
  CarrierSuggestion: ResolverTypeWrapper<CarrierSuggestionRow>;
  Case: ResolverTypeWrapper<CaseView>;
  CaseAssignInput: CaseAssignInput;
  CaseBulkInput: CaseBulkInput;
  CaseBulkPayload: ResolverTypeWrapper<Omit<CaseBulkPayload, 'changed'> & { changed: Array<ResolversTypes['Case']> }>;
  CaseBulkSkip: ResolverTypeWrapper<CaseBulkSkip>;
  CaseBulkUndoInput: CaseBulkUndoInput;
  CaseChangeInput: CaseChangeInput;
  CaseConnection: ResolverTypeWrapper<Omit<CaseConnection, 'nodes'> & { nodes: Array<ResolversTypes['Case']> }>;
  CaseEscalation: CaseEscalation;
  CaseFilter: CaseFilter;
  CaseHistoryEntry: ResolverTypeWrapper<HistoryView>;
  CaseListExportInput: CaseListExportInput;
  CaseListExportPayload: ResolverTypeWrapper<CaseListExportPayload>;
  CaseNoteInput: CaseNoteInput;
  CaseOpenInput: CaseOpenInput;
  CaseOrder: CaseOrder;
  CasePayload: ResolverTypeWrapper<Omit<CasePayload, 'case'> & { case?: Maybe<ResolversTypes['Case']> }>;
  CasePriority: ResolverTypeWrapper<CasePriority>;
  CasePriorityPart: ResolverTypeWrapper<CasePriorityPart>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CaseReopenInput: CaseReopenInput;
  CaseResolution: CaseResolution;
  CaseResolveInput: CaseResolveInput;
  CaseSeverity: CaseSeverity;
  CaseSnoozeInput: CaseSnoozeInput;
  CaseState: CaseState;
  CaseType: CaseType;
  CaseTypeRule: ResolverTypeWrapper<CaseTypeRule>;
  CaseWaitInput: CaseWaitInput;
  CaseWaitingFor: CaseWaitingFor;
  ChangeFeed: ResolverTypeWrapper<Omit<ChangeFeed, 'nodes'> & { nodes: Array<ResolversTypes['Milestone']> }>;
  CheckedPlace: CheckedPlace;
  Clause: ResolverTypeWrapper<Clause>;
  ClauseAnswer: ClauseAnswer;
  CoordinatePrecision: CoordinatePrecision;
  CustomerState: CustomerState;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadLetter: ResolverTypeWrapper<DeadLetterRow>;
  DeadLetterCause: ResolverTypeWrapper<DeadLetterCause>;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'nodes'> & { nodes: Array<ResolversTypes['DeadLetter']> }>;
  DeadLetterReplayInput: DeadLetterReplayInput;
  DeadLetterReplayPayload: ResolverTypeWrapper<DeadLetterReplayPayload>;
  Delivery: ResolverTypeWrapper<EntityReference>;
  DeliveryDoubt: DeliveryDoubt;
  DeskChange: ResolverTypeWrapper<DeskChangeView>;
  DeskPresence: ResolverTypeWrapper<PresenceView>;
  Direction: Direction;
  Estimate: ResolverTypeWrapper<Estimate>;
  EstimateSource: EstimateSource;
  Event: ResolverTypeWrapper<EventView>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'nodes'> & { nodes: Array<ResolversTypes['Event']> }>;
  EventMark: EventMark;
  EventTime: ResolverTypeWrapper<EventTime>;
  Explanation: ResolverTypeWrapper<ExplanationRow>;
  FactReference: ResolverTypeWrapper<FactReferenceRow>;
  FeedbackAnswer: FeedbackAnswer;
  Freshness: ResolverTypeWrapper<FreshnessView>;
  Headline: ResolverTypeWrapper<Headline>;
  Incident: ResolverTypeWrapper<IncidentView>;
  IncidentConnection: ResolverTypeWrapper<Omit<IncidentConnection, 'nodes'> & { nodes: Array<ResolversTypes['Incident']> }>;
  IncidentState: IncidentState;
  Leg: ResolverTypeWrapper<Leg>;
  MappingDiff: ResolverTypeWrapper<Omit<MappingDiff, 'examples'> & { examples: Array<ResolversTypes['ShipmentChange']> }>;
  MappingDraftCreateInput: MappingDraftCreateInput;
  MappingDraftInput: MappingDraftInput;
  MappingDraftSaveInput: MappingDraftSaveInput;
  MappingFinding: ResolverTypeWrapper<MappingFinding>;
  MappingPayload: ResolverTypeWrapper<Omit<MappingPayload, 'mapping'> & { mapping?: Maybe<ResolversTypes['MappingVersion']> }>;
  MappingRollBackInput: MappingRollBackInput;
  MappingRule: ResolverTypeWrapper<MappingRuleRow>;
  MappingRuleInput: MappingRuleInput;
  MappingSeverity: MappingSeverity;
  MappingState: MappingState;
  MappingVersion: ResolverTypeWrapper<MappingVersionRow>;
  MeaningChange: ResolverTypeWrapper<MeaningChange>;
  Milestone: ResolverTypeWrapper<LiveMilestone>;
  MilestoneCode: MilestoneCode;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NextStep: NextStep;
  Order: ResolverTypeWrapper<EntityReference>;
  OrderProgress: OrderProgress;
  OrderProgressConnection: ResolverTypeWrapper<Omit<OrderProgressConnection, 'nodes'> & { nodes: Array<Maybe<ResolversTypes['Order']>> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PickupPoint: ResolverTypeWrapper<PickupPoint>;
  Piece: ResolverTypeWrapper<Piece>;
  Place: ResolverTypeWrapper<Place>;
  PlacedCarrierRule: ResolverTypeWrapper<PlacedRule>;
  ProcessingQueue: ResolverTypeWrapper<ProcessingQueue>;
  PromiseTeller: PromiseTeller;
  PromisedDate: ResolverTypeWrapper<PromisedDateView>;
  ProofDocument: ResolverTypeWrapper<DocumentView>;
  ProofDocumentKind: ProofDocumentKind;
  ProofDocumentState: ProofDocumentState;
  ProofOfDelivery: ResolverTypeWrapper<ProofView>;
  ProviderCarrierDifference: ResolverTypeWrapper<ProviderCarrierDifference>;
  ProviderCarrierList: ResolverTypeWrapper<ProviderCarrierList>;
  ProviderCheck: ResolverTypeWrapper<CheckView>;
  ProviderHealth: ResolverTypeWrapper<ProviderHealthRow>;
  ProviderQuestion: ProviderQuestion;
  ProviderState: ProviderState;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RawMessage: ResolverTypeWrapper<RawMessageRow>;
  ReasonCode: ReasonCode;
  ReceivedMessage: ResolverTypeWrapper<ReceivedView>;
  ReceivedWay: ReceivedWay;
  Rederivation: ResolverTypeWrapper<RederivationRow>;
  RederivationProgress: ResolverTypeWrapper<RederivationProgress>;
  Registration: ResolverTypeWrapper<RegistrationView>;
  RegistrationAction: RegistrationAction;
  RegistrationBatch: ResolverTypeWrapper<RegistrationBatchView>;
  RegistrationCause: RegistrationCause;
  RegistrationConnection: ResolverTypeWrapper<Omit<RegistrationConnection, 'nodes'> & { nodes: Array<ResolversTypes['Registration']> }>;
  RegistrationDeleteInput: RegistrationDeleteInput;
  RegistrationForecast: ResolverTypeWrapper<RegistrationForecast>;
  RegistrationPendingCount: ResolverTypeWrapper<RegistrationPendingCount>;
  RegistrationProblem: ResolverTypeWrapper<RegistrationProblem>;
  RegistrationReport: ResolverTypeWrapper<RegistrationReport>;
  RegistrationRequest: ResolverTypeWrapper<RegistrationRequest>;
  RegistrationRequestPayload: ResolverTypeWrapper<Omit<RegistrationRequestPayload, 'shipment'> & { shipment?: Maybe<ResolversTypes['Shipment']> }>;
  RegistrationRetrackInput: RegistrationRetrackInput;
  RegistrationRow: ResolverTypeWrapper<RegistrationRowView>;
  RegistrationRowConnection: ResolverTypeWrapper<Omit<RegistrationRowConnection, 'nodes'> & { nodes: Array<ResolversTypes['RegistrationRow']> }>;
  RegistrationSpend: ResolverTypeWrapper<RegistrationSpend>;
  RegistrationState: RegistrationState;
  RegistrationStateCount: ResolverTypeWrapper<RegistrationStateCount>;
  ReportKind: ReportKind;
  ReportLine: ResolverTypeWrapper<ReportLine>;
  ReportLineInput: ReportLineInput;
  ReportPhoto: ResolverTypeWrapper<PhotoView>;
  ReportPhotoAddInput: ReportPhotoAddInput;
  ReportPhotoAddPayload: ResolverTypeWrapper<ReportPhotoAddPayload>;
  ReportPhotoRoom: ResolverTypeWrapper<ReportPhotoRoom>;
  ReportedState: ResolverTypeWrapper<ReportedState>;
  Search: ResolverTypeWrapper<SearchReference>;
  SentWebhook: ResolverTypeWrapper<SentView>;
  Shipment: ResolverTypeWrapper<ShipmentView>;
  ShipmentChange: ResolverTypeWrapper<ShipmentChangeRow>;
  ShipmentConnection: ResolverTypeWrapper<Omit<ShipmentConnection, 'nodes'> & { nodes: Array<ResolversTypes['Shipment']> }>;
  ShipmentCorrectInput: ShipmentCorrectInput;
  ShipmentCorrectPayload: ResolverTypeWrapper<Omit<ShipmentCorrectPayload, 'shipment'> & { shipment?: Maybe<ResolversTypes['Shipment']> }>;
  ShipmentFeedbackInput: ShipmentFeedbackInput;
  ShipmentFeedbackPayload: ResolverTypeWrapper<ShipmentFeedbackPayload>;
  ShipmentOrderConnection: ResolverTypeWrapper<Omit<ShipmentOrderConnection, 'nodes'> & { nodes: Array<ResolversTypes['Order']> }>;
  ShipmentPromiseInput: ShipmentPromiseInput;
  ShipmentPromisePayload: ResolverTypeWrapper<Omit<ShipmentPromisePayload, 'shipment'> & { shipment?: Maybe<ResolversTypes['Shipment']> }>;
  ShipmentRegisterInput: ShipmentRegisterInput;
  ShipmentRegisterManyInput: ShipmentRegisterManyInput;
  ShipmentRegisterManyPayload: ResolverTypeWrapper<Omit<ShipmentRegisterManyPayload, 'rows'> & { rows: Array<ResolversTypes['RegistrationRow']> }>;
  ShipmentRegisterPayload: ResolverTypeWrapper<Omit<ShipmentRegisterPayload, 'shipment'> & { shipment?: Maybe<ResolversTypes['Shipment']> }>;
  ShipmentRegisterRowInput: ShipmentRegisterRowInput;
  ShipmentReplaceInput: ShipmentReplaceInput;
  ShipmentReplacePayload: ResolverTypeWrapper<Omit<ShipmentReplacePayload, 'replaced' | 'shipment'> & { replaced?: Maybe<ResolversTypes['Shipment']>, shipment?: Maybe<ResolversTypes['Shipment']> }>;
  ShipmentReplacement: ResolverTypeWrapper<ShipmentReplacement>;
  ShipmentReport: ResolverTypeWrapper<ReportView>;
  ShipmentReportInput: ShipmentReportInput;
  ShipmentReportPayload: ResolverTypeWrapper<Omit<ShipmentReportPayload, 'case'> & { case?: Maybe<ResolversTypes['Case']> }>;
  ShipmentStatus: ShipmentStatus;
  ShopPromise: ResolverTypeWrapper<ShopPromise>;
  SignatureCheck: SignatureCheck;
  StaffMember: ResolverTypeWrapper<StaffRow>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimePrecision: TimePrecision;
  ToldField: ResolverTypeWrapper<ToldField>;
  ToldWhen: ToldWhen;
  Tone: Tone;
  UnknownCode: ResolverTypeWrapper<UnknownCodeRow>;
  UserError: ResolverTypeWrapper<UserError>;
  ViewerAccess: ViewerAccess;
  WebhookAttempt: ResolverTypeWrapper<AttemptRow>;
  WebhookDisableReason: WebhookDisableReason;
  WebhookEndpoint: ResolverTypeWrapper<EndpointRow>;
  WebhookEndpointConnection: ResolverTypeWrapper<Omit<WebhookEndpointConnection, 'nodes'> & { nodes: Array<ResolversTypes['WebhookEndpoint']> }>;
  WebhookEndpointCreateInput: WebhookEndpointCreateInput;
  WebhookEndpointCreatePayload: ResolverTypeWrapper<Omit<WebhookEndpointCreatePayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['WebhookEndpoint']> }>;
  WebhookEndpointInput: WebhookEndpointInput;
  WebhookEndpointPayload: ResolverTypeWrapper<Omit<WebhookEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['WebhookEndpoint']> }>;
  WebhookEndpointState: WebhookEndpointState;
  WebhookEndpointUpdateInput: WebhookEndpointUpdateInput;
  WebhookGap: ResolverTypeWrapper<WebhookGap>;
  WebhookMessage: ResolverTypeWrapper<MessageRow>;
  WebhookMessageConnection: ResolverTypeWrapper<Omit<WebhookMessageConnection, 'nodes'> & { nodes: Array<ResolversTypes['WebhookMessage']> }>;
  WebhookMessagePayload: ResolverTypeWrapper<Omit<WebhookMessagePayload, 'message'> & { message?: Maybe<ResolversTypes['WebhookMessage']> }>;
  WebhookMessageResendInput: WebhookMessageResendInput;
  WebhookMessageState: WebhookMessageState;
  WebhookReplay: ResolverTypeWrapper<FeedView>;
  WebhookReplayCancelInput: WebhookReplayCancelInput;
  WebhookReplayPayload: ResolverTypeWrapper<Omit<WebhookReplayPayload, 'replay'> & { replay?: Maybe<ResolversTypes['WebhookReplay']> }>;
  WebhookReplayStartInput: WebhookReplayStartInput;
  WebhookReplayState: WebhookReplayState;
  WebhookRestReason: WebhookRestReason;
  WebhookSecretRotateInput: WebhookSecretRotateInput;
  WebhookSecretRotatePayload: ResolverTypeWrapper<Omit<WebhookSecretRotatePayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['WebhookEndpoint']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Carrier: Carrier;
  String: Scalars['String']['output'];
  CarrierChooseInput: CarrierChooseInput;
  Boolean: Scalars['Boolean']['output'];
  ID: Scalars['ID']['output'];
  CarrierChoosePayload: Omit<CarrierChoosePayload, 'shipment'> & { shipment?: Maybe<ResolversParentTypes['Shipment']> };
  Int: Scalars['Int']['output'];
  CarrierExplanation: CarrierExplanationRow;
  CarrierFactsInput: CarrierFactsInput;
  CarrierFeedback: CarrierFeedback;
  CarrierOutage: OutageView;
  CarrierOutageDeclareInput: CarrierOutageDeclareInput;
  CarrierOutageEndInput: CarrierOutageEndInput;
  CarrierOutagePayload: Omit<CarrierOutagePayload, 'outage'> & { outage?: Maybe<ResolversParentTypes['CarrierOutage']> };
  CarrierQueueItem: CarrierQueueItemRow;
  CarrierQueueItemConnection: Omit<CarrierQueueItemConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['CarrierQueueItem']> };
  CarrierRule: CarrierRuleRow;
  CarrierRuleDraftCreateInput: CarrierRuleDraftCreateInput;
  CarrierRuleDraftInput: CarrierRuleDraftInput;
  CarrierRuleDraftSaveInput: CarrierRuleDraftSaveInput;
  CarrierRuleEffect: CarrierRuleEffect;
  CarrierRuleEffectChange: CarrierRuleEffectChange;
  CarrierRuleFinding: CarrierRuleFinding;
  CarrierRuleImportChange: Omit<CarrierRuleImportChange, 'rule'> & { rule: ResolversParentTypes['CarrierRule'] };
  CarrierRuleImportError: CarrierRuleImportError;
  CarrierRuleImportInput: CarrierRuleImportInput;
  CarrierRuleImportPayload: Omit<CarrierRuleImportPayload, 'report' | 'version'> & { report?: Maybe<ResolversParentTypes['CarrierRuleImportReport']>, version?: Maybe<ResolversParentTypes['CarrierRuleVersion']> };
  CarrierRuleImportReport: ImportReport;
  CarrierRuleInput: CarrierRuleInput;
  CarrierRulePayload: Omit<CarrierRulePayload, 'version'> & { version?: Maybe<ResolversParentTypes['CarrierRuleVersion']> };
  CarrierRuleProgress: CarrierRuleProgress;
  CarrierRuleRollBackInput: CarrierRuleRollBackInput;
  CarrierRuleVersion: CarrierRuleVersionRow;
  CarrierSuggestion: CarrierSuggestionRow;
  Case: CaseView;
  CaseAssignInput: CaseAssignInput;
  CaseBulkInput: CaseBulkInput;
  CaseBulkPayload: Omit<CaseBulkPayload, 'changed'> & { changed: Array<ResolversParentTypes['Case']> };
  CaseBulkSkip: CaseBulkSkip;
  CaseBulkUndoInput: CaseBulkUndoInput;
  CaseChangeInput: CaseChangeInput;
  CaseConnection: Omit<CaseConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Case']> };
  CaseFilter: CaseFilter;
  CaseHistoryEntry: HistoryView;
  CaseListExportInput: CaseListExportInput;
  CaseListExportPayload: CaseListExportPayload;
  CaseNoteInput: CaseNoteInput;
  CaseOpenInput: CaseOpenInput;
  CasePayload: Omit<CasePayload, 'case'> & { case?: Maybe<ResolversParentTypes['Case']> };
  CasePriority: CasePriority;
  CasePriorityPart: CasePriorityPart;
  Float: Scalars['Float']['output'];
  CaseReopenInput: CaseReopenInput;
  CaseResolveInput: CaseResolveInput;
  CaseSnoozeInput: CaseSnoozeInput;
  CaseTypeRule: CaseTypeRule;
  CaseWaitInput: CaseWaitInput;
  ChangeFeed: Omit<ChangeFeed, 'nodes'> & { nodes: Array<ResolversParentTypes['Milestone']> };
  Clause: Clause;
  DateTime: Scalars['DateTime']['output'];
  DeadLetter: DeadLetterRow;
  DeadLetterCause: DeadLetterCause;
  DeadLetterConnection: Omit<DeadLetterConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['DeadLetter']> };
  DeadLetterReplayInput: DeadLetterReplayInput;
  DeadLetterReplayPayload: DeadLetterReplayPayload;
  Delivery: EntityReference;
  DeskChange: DeskChangeView;
  DeskPresence: PresenceView;
  Estimate: Estimate;
  Event: EventView;
  EventConnection: Omit<EventConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Event']> };
  EventTime: EventTime;
  Explanation: ExplanationRow;
  FactReference: FactReferenceRow;
  Freshness: FreshnessView;
  Headline: Headline;
  Incident: IncidentView;
  IncidentConnection: Omit<IncidentConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Incident']> };
  Leg: Leg;
  MappingDiff: Omit<MappingDiff, 'examples'> & { examples: Array<ResolversParentTypes['ShipmentChange']> };
  MappingDraftCreateInput: MappingDraftCreateInput;
  MappingDraftInput: MappingDraftInput;
  MappingDraftSaveInput: MappingDraftSaveInput;
  MappingFinding: MappingFinding;
  MappingPayload: Omit<MappingPayload, 'mapping'> & { mapping?: Maybe<ResolversParentTypes['MappingVersion']> };
  MappingRollBackInput: MappingRollBackInput;
  MappingRule: MappingRuleRow;
  MappingRuleInput: MappingRuleInput;
  MappingVersion: MappingVersionRow;
  MeaningChange: MeaningChange;
  Milestone: LiveMilestone;
  Mutation: Record<PropertyKey, never>;
  Order: EntityReference;
  OrderProgressConnection: Omit<OrderProgressConnection, 'nodes'> & { nodes: Array<Maybe<ResolversParentTypes['Order']>> };
  PageInfo: PageInfo;
  PickupPoint: PickupPoint;
  Piece: Piece;
  Place: Place;
  PlacedCarrierRule: PlacedRule;
  ProcessingQueue: ProcessingQueue;
  PromisedDate: PromisedDateView;
  ProofDocument: DocumentView;
  ProofOfDelivery: ProofView;
  ProviderCarrierDifference: ProviderCarrierDifference;
  ProviderCarrierList: ProviderCarrierList;
  ProviderCheck: CheckView;
  ProviderHealth: ProviderHealthRow;
  Query: Record<PropertyKey, never>;
  RawMessage: RawMessageRow;
  ReceivedMessage: ReceivedView;
  Rederivation: RederivationRow;
  RederivationProgress: RederivationProgress;
  Registration: RegistrationView;
  RegistrationBatch: RegistrationBatchView;
  RegistrationConnection: Omit<RegistrationConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Registration']> };
  RegistrationDeleteInput: RegistrationDeleteInput;
  RegistrationForecast: RegistrationForecast;
  RegistrationPendingCount: RegistrationPendingCount;
  RegistrationProblem: RegistrationProblem;
  RegistrationReport: RegistrationReport;
  RegistrationRequest: RegistrationRequest;
  RegistrationRequestPayload: Omit<RegistrationRequestPayload, 'shipment'> & { shipment?: Maybe<ResolversParentTypes['Shipment']> };
  RegistrationRetrackInput: RegistrationRetrackInput;
  RegistrationRow: RegistrationRowView;
  RegistrationRowConnection: Omit<RegistrationRowConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['RegistrationRow']> };
  RegistrationSpend: RegistrationSpend;
  RegistrationStateCount: RegistrationStateCount;
  ReportLine: ReportLine;
  ReportLineInput: ReportLineInput;
  ReportPhoto: PhotoView;
  ReportPhotoAddInput: ReportPhotoAddInput;
  ReportPhotoAddPayload: ReportPhotoAddPayload;
  ReportPhotoRoom: ReportPhotoRoom;
  ReportedState: ReportedState;
  Search: SearchReference;
  SentWebhook: SentView;
  Shipment: ShipmentView;
  ShipmentChange: ShipmentChangeRow;
  ShipmentConnection: Omit<ShipmentConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Shipment']> };
  ShipmentCorrectInput: ShipmentCorrectInput;
  ShipmentCorrectPayload: Omit<ShipmentCorrectPayload, 'shipment'> & { shipment?: Maybe<ResolversParentTypes['Shipment']> };
  ShipmentFeedbackInput: ShipmentFeedbackInput;
  ShipmentFeedbackPayload: ShipmentFeedbackPayload;
  ShipmentOrderConnection: Omit<ShipmentOrderConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Order']> };
  ShipmentPromiseInput: ShipmentPromiseInput;
  ShipmentPromisePayload: Omit<ShipmentPromisePayload, 'shipment'> & { shipment?: Maybe<ResolversParentTypes['Shipment']> };
  ShipmentRegisterInput: ShipmentRegisterInput;
  ShipmentRegisterManyInput: ShipmentRegisterManyInput;
  ShipmentRegisterManyPayload: Omit<ShipmentRegisterManyPayload, 'rows'> & { rows: Array<ResolversParentTypes['RegistrationRow']> };
  ShipmentRegisterPayload: Omit<ShipmentRegisterPayload, 'shipment'> & { shipment?: Maybe<ResolversParentTypes['Shipment']> };
  ShipmentRegisterRowInput: ShipmentRegisterRowInput;
  ShipmentReplaceInput: ShipmentReplaceInput;
  ShipmentReplacePayload: Omit<ShipmentReplacePayload, 'replaced' | 'shipment'> & { replaced?: Maybe<ResolversParentTypes['Shipment']>, shipment?: Maybe<ResolversParentTypes['Shipment']> };
  ShipmentReplacement: ShipmentReplacement;
  ShipmentReport: ReportView;
  ShipmentReportInput: ShipmentReportInput;
  ShipmentReportPayload: Omit<ShipmentReportPayload, 'case'> & { case?: Maybe<ResolversParentTypes['Case']> };
  ShopPromise: ShopPromise;
  StaffMember: StaffRow;
  Subscription: Record<PropertyKey, never>;
  ToldField: ToldField;
  UnknownCode: UnknownCodeRow;
  UserError: UserError;
  WebhookAttempt: AttemptRow;
  WebhookEndpoint: EndpointRow;
  WebhookEndpointConnection: Omit<WebhookEndpointConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['WebhookEndpoint']> };
  WebhookEndpointCreateInput: WebhookEndpointCreateInput;
  WebhookEndpointCreatePayload: Omit<WebhookEndpointCreatePayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['WebhookEndpoint']> };
  WebhookEndpointInput: WebhookEndpointInput;
  WebhookEndpointPayload: Omit<WebhookEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['WebhookEndpoint']> };
  WebhookEndpointUpdateInput: WebhookEndpointUpdateInput;
  WebhookGap: WebhookGap;
  WebhookMessage: MessageRow;
  WebhookMessageConnection: Omit<WebhookMessageConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['WebhookMessage']> };
  WebhookMessagePayload: Omit<WebhookMessagePayload, 'message'> & { message?: Maybe<ResolversParentTypes['WebhookMessage']> };
  WebhookMessageResendInput: WebhookMessageResendInput;
  WebhookReplay: FeedView;
  WebhookReplayCancelInput: WebhookReplayCancelInput;
  WebhookReplayPayload: Omit<WebhookReplayPayload, 'replay'> & { replay?: Maybe<ResolversParentTypes['WebhookReplay']> };
  WebhookReplayStartInput: WebhookReplayStartInput;
  WebhookSecretRotateInput: WebhookSecretRotateInput;
  WebhookSecretRotatePayload: Omit<WebhookSecretRotatePayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['WebhookEndpoint']> };
};

export type CarrierResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Carrier'] = ResolversParentTypes['Carrier']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trackingUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CarrierChoosePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierChoosePayload'] = ResolversParentTypes['CarrierChoosePayload']> = {
  draftNumber?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CarrierExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierExplanation'] = ResolversParentTypes['CarrierExplanation']> = {
  carrierCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['PlacedCarrierRule']>, ParentType, ContextType>;
  delivery?: Resolver<ResolversTypes['Delivery'], ParentType, ContextType>;
  deliveryName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingFacts?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['CarrierOutcome'], ParentType, ContextType>;
  tied?: Resolver<Array<ResolversTypes['PlacedCarrierRule']>, ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CarrierFeedbackResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierFeedback'] = ResolversParentTypes['CarrierFeedback']> = {
  badCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  carrierCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  goodCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CarrierOutageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierOutage'] = ResolversParentTypes['CarrierOutage']> = {
  carrierCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  declaredBy?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CarrierOutagePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierOutagePayload'] = ResolversParentTypes['CarrierOutagePayload']> = {
  outage?: Resolver<Maybe<ResolversTypes['CarrierOutage']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CarrierQueueItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierQueueItem'] = ResolversParentTypes['CarrierQueueItem']> = {
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deliveryMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['CarrierOutcome'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  suggestions?: Resolver<Array<ResolversTypes['CarrierSuggestion']>, ParentType, ContextType>;
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  waitingSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CarrierQueueItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierQueueItemConnection'] = ResolversParentTypes['CarrierQueueItemConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['CarrierQueueItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CarrierRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRule'] = ResolversParentTypes['CarrierRule']> = {
  carrierCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  companyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  countries?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  deliveryMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  numberFormat?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  numberPattern?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CarrierRuleEffectResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleEffect'] = ResolversParentTypes['CarrierRuleEffect']> = {
  changes?: Resolver<Array<ResolversTypes['CarrierRuleEffectChange']>, ParentType, ContextType>;
  correctedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isComplete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lookedAtCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  namedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CarrierRuleEffectChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleEffectChange'] = ResolversParentTypes['CarrierRuleEffectChange']> = {
  carrierBefore?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  carrierCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CarrierRuleFindingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleFinding'] = ResolversParentTypes['CarrierRuleFinding']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['CarrierRuleSeverity'], ParentType, ContextType>;
};

export type CarrierRuleImportChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleImportChange'] = ResolversParentTypes['CarrierRuleImportChange']> = {
  carrierBefore?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['CarrierRule'], ParentType, ContextType>;
};

export type CarrierRuleImportErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleImportError'] = ResolversParentTypes['CarrierRuleImportError']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CarrierRuleImportPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleImportPayload'] = ResolversParentTypes['CarrierRuleImportPayload']> = {
  report?: Resolver<Maybe<ResolversTypes['CarrierRuleImportReport']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['CarrierRuleVersion']>, ParentType, ContextType>;
};

export type CarrierRuleImportReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleImportReport'] = ResolversParentTypes['CarrierRuleImportReport']> = {
  added?: Resolver<Array<ResolversTypes['CarrierRule']>, ParentType, ContextType>;
  changed?: Resolver<Array<ResolversTypes['CarrierRuleImportChange']>, ParentType, ContextType>;
  effect?: Resolver<Maybe<ResolversTypes['CarrierRuleEffect']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['CarrierRuleImportError']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['CarrierRule']>, ParentType, ContextType>;
  unchangedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CarrierRulePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRulePayload'] = ResolversParentTypes['CarrierRulePayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['CarrierRuleVersion']>, ParentType, ContextType>;
};

export type CarrierRuleProgressResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleProgress'] = ResolversParentTypes['CarrierRuleProgress']> = {
  corrected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isDone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  named?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shipments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CarrierRuleVersionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierRuleVersion'] = ResolversParentTypes['CarrierRuleVersion']> = {
  author?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  basedOn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  effect?: Resolver<Maybe<ResolversTypes['CarrierRuleEffect']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<CarrierRuleVersionFileArgs, 'format'>>;
  lint?: Resolver<Array<ResolversTypes['CarrierRuleFinding']>, ParentType, ContextType>;
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['CarrierRuleProgress']>, ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publishedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rules?: Resolver<Array<ResolversTypes['CarrierRule']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CarrierRuleState'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CarrierSuggestionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CarrierSuggestion'] = ResolversParentTypes['CarrierSuggestion']> = {
  carrierCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  carrierName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reasons?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CaseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Case'] = ResolversParentTypes['Case'], FederationReferenceType extends FederationReferenceTypes['Case'] = FederationReferenceTypes['Case']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Case']> | FederationReferenceType, FederationReferenceType, ContextType>;
  assignee?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  dueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  escalation?: Resolver<ResolversTypes['CaseEscalation'], ParentType, ContextType>;
  evidence?: Resolver<Array<ResolversTypes['FactReference']>, ParentType, ContextType>;
  history?: Resolver<Array<ResolversTypes['CaseHistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  incident?: Resolver<Maybe<ResolversTypes['Incident']>, ParentType, ContextType>;
  isSnoozedUntilNews?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['CasePriority'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recommendedAction?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reports?: Resolver<Array<ResolversTypes['ShipmentReport']>, ParentType, ContextType>;
  resolution?: Resolver<Maybe<ResolversTypes['CaseResolution']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['CaseSeverity'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  snoozedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CaseState'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['CaseType'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitingFor?: Resolver<Maybe<ResolversTypes['CaseWaitingFor']>, ParentType, ContextType>;
};

export type CaseBulkPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseBulkPayload'] = ResolversParentTypes['CaseBulkPayload']> = {
  bulkId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  changed?: Resolver<Array<ResolversTypes['Case']>, ParentType, ContextType>;
  skipped?: Resolver<Array<ResolversTypes['CaseBulkSkip']>, ParentType, ContextType>;
  undoUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CaseBulkSkipResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseBulkSkip'] = ResolversParentTypes['CaseBulkSkip']> = {
  caseId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CaseConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseConnection'] = ResolversParentTypes['CaseConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Case']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CaseHistoryEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseHistoryEntry'] = ResolversParentTypes['CaseHistoryEntry']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CaseListExportPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseListExportPayload'] = ResolversParentTypes['CaseListExportPayload']> = {
  isCut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CasePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CasePayload'] = ResolversParentTypes['CasePayload']> = {
  case?: Resolver<Maybe<ResolversTypes['Case']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CasePriorityResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CasePriority'] = ResolversParentTypes['CasePriority']> = {
  parts?: Resolver<Array<ResolversTypes['CasePriorityPart']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CasePriorityPartResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CasePriorityPart'] = ResolversParentTypes['CasePriorityPart']> = {
  factor?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CaseTypeRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CaseTypeRule'] = ResolversParentTypes['CaseTypeRule']> = {
  closes?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueHours?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  opens?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recommendedAction?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['CaseSeverity'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['CaseType'], ParentType, ContextType>;
};

export type ChangeFeedResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChangeFeed'] = ResolversParentTypes['ChangeFeed']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Milestone']>, ParentType, ContextType>;
};

export type ClauseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Clause'] = ResolversParentTypes['Clause']> = {
  basis?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  eventIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  says?: Resolver<Array<ResolversTypes['ClauseAnswer']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeadLetterResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeadLetterCauseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetterCause'] = ResolversParentTypes['DeadLetterCause']> = {
  cause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadLetterReplayPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeadLetterReplayPayload'] = ResolversParentTypes['DeadLetterReplayPayload']> = {
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeliveryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery'], FederationReferenceType extends FederationReferenceTypes['Delivery'] = FederationReferenceTypes['Delivery']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Delivery']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipments?: Resolver<Array<ResolversTypes['Shipment']>, ParentType, ContextType>;
};

export type DeskChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeskChange'] = ResolversParentTypes['DeskChange']> = {
  haveCasesChanged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mark?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  presence?: Resolver<Array<ResolversTypes['DeskPresence']>, ParentType, ContextType>;
};

export type DeskPresenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeskPresence'] = ResolversParentTypes['DeskPresence']> = {
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  staff?: Resolver<ResolversTypes['StaffMember'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EstimateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Estimate'] = ResolversParentTypes['Estimate']> = {
  earliest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  latest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['EstimateSource'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leg?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  marks?: Resolver<Array<ResolversTypes['EventMark']>, ParentType, ContextType>;
  milestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['EventTime'], ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['RawMessage']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ReasonCode']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['ShipmentStatus']>, ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Event']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventTimeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventTime'] = ResolversParentTypes['EventTime']> = {
  instant?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  local?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  precision?: Resolver<ResolversTypes['TimePrecision'], ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  facts?: Resolver<Array<ResolversTypes['FactReference']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FactReferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FactReference'] = ResolversParentTypes['FactReference']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mappingVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FreshnessResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Freshness'] = ResolversParentTypes['Freshness']> = {
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextCheckAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  observedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  quietSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<FreshnessSentenceArgs, 'locale'>>;
  sourceDownSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usualGapSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type HeadlineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Headline'] = ResolversParentTypes['Headline']> = {
  clauses?: Resolver<Array<ResolversTypes['Clause']>, ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextStep?: Resolver<Maybe<ResolversTypes['NextStep']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CustomerState'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tone?: Resolver<ResolversTypes['Tone'], ParentType, ContextType>;
};

export type IncidentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Incident'] = ResolversParentTypes['Incident']> = {
  carrierCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  caseCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['IncidentState'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IncidentConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IncidentConnection'] = ResolversParentTypes['IncidentConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Incident']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LegResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Leg'] = ResolversParentTypes['Leg']> = {
  carrier?: Resolver<Maybe<ResolversTypes['Carrier']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['Direction'], ParentType, ContextType>;
  journey?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastSeen?: Resolver<Maybe<ResolversTypes['EventTime']>, ParentType, ContextType>;
  started?: Resolver<Maybe<ResolversTypes['EventTime']>, ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MappingDiffResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MappingDiff'] = ResolversParentTypes['MappingDiff']> = {
  examples?: Resolver<Array<ResolversTypes['ShipmentChange']>, ParentType, ContextType>;
  meanings?: Resolver<Array<ResolversTypes['MeaningChange']>, ParentType, ContextType>;
  shipmentsChanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shipmentsExamined?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MappingFindingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MappingFinding'] = ResolversParentTypes['MappingFinding']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['MappingSeverity'], ParentType, ContextType>;
};

export type MappingPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MappingPayload'] = ResolversParentTypes['MappingPayload']> = {
  mapping?: Resolver<Maybe<ResolversTypes['MappingVersion']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MappingRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MappingRule'] = ResolversParentTypes['MappingRule']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isDelay?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  milestone?: Resolver<Maybe<ResolversTypes['MilestoneCode']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ReasonCode']>, ParentType, ContextType>;
  subCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MappingVersionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MappingVersion'] = ResolversParentTypes['MappingVersion']> = {
  author?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  basedOn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  diff?: Resolver<ResolversTypes['MappingDiff'], ParentType, ContextType, RequireFields<MappingVersionDiffArgs, 'shipments'>>;
  lint?: Resolver<Array<ResolversTypes['MappingFinding']>, ParentType, ContextType>;
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publishedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rules?: Resolver<Array<ResolversTypes['MappingRule']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MappingState'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MeaningChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MeaningChange'] = ResolversParentTypes['MeaningChange']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  facts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
};

export type MilestoneResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Milestone'] = ResolversParentTypes['Milestone']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  carrierChoose?: Resolver<ResolversTypes['CarrierChoosePayload'], ParentType, ContextType, RequireFields<MutationCarrierChooseArgs, 'input'>>;
  carrierOutageDeclare?: Resolver<ResolversTypes['CarrierOutagePayload'], ParentType, ContextType, RequireFields<MutationCarrierOutageDeclareArgs, 'input'>>;
  carrierOutageEnd?: Resolver<ResolversTypes['CarrierOutagePayload'], ParentType, ContextType, RequireFields<MutationCarrierOutageEndArgs, 'input'>>;
  carrierRuleDraftCreate?: Resolver<ResolversTypes['CarrierRulePayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleDraftCreateArgs, 'input'>>;
  carrierRuleDraftDiscard?: Resolver<ResolversTypes['CarrierRulePayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleDraftDiscardArgs, 'input'>>;
  carrierRuleDraftPublish?: Resolver<ResolversTypes['CarrierRulePayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleDraftPublishArgs, 'input'>>;
  carrierRuleDraftSave?: Resolver<ResolversTypes['CarrierRulePayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleDraftSaveArgs, 'input'>>;
  carrierRuleImport?: Resolver<ResolversTypes['CarrierRuleImportPayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleImportArgs, 'input'>>;
  carrierRuleRollBack?: Resolver<ResolversTypes['CarrierRulePayload'], ParentType, ContextType, RequireFields<MutationCarrierRuleRollBackArgs, 'input'>>;
  caseAssign?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseAssignArgs, 'input'>>;
  caseBulk?: Resolver<ResolversTypes['CaseBulkPayload'], ParentType, ContextType, RequireFields<MutationCaseBulkArgs, 'input'>>;
  caseBulkUndo?: Resolver<ResolversTypes['CaseBulkPayload'], ParentType, ContextType, RequireFields<MutationCaseBulkUndoArgs, 'input'>>;
  caseListExport?: Resolver<ResolversTypes['CaseListExportPayload'], ParentType, ContextType, RequireFields<MutationCaseListExportArgs, 'input'>>;
  caseNote?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseNoteArgs, 'input'>>;
  caseOpen?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseOpenArgs, 'input'>>;
  caseReopen?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseReopenArgs, 'input'>>;
  caseResolve?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseResolveArgs, 'input'>>;
  caseResume?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseResumeArgs, 'input'>>;
  caseSnooze?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseSnoozeArgs, 'input'>>;
  caseWait?: Resolver<ResolversTypes['CasePayload'], ParentType, ContextType, RequireFields<MutationCaseWaitArgs, 'input'>>;
  deadLetterReplay?: Resolver<ResolversTypes['DeadLetterReplayPayload'], ParentType, ContextType, RequireFields<MutationDeadLetterReplayArgs, 'input'>>;
  mappingDraftCreate?: Resolver<ResolversTypes['MappingPayload'], ParentType, ContextType, RequireFields<MutationMappingDraftCreateArgs, 'input'>>;
  mappingDraftDiscard?: Resolver<ResolversTypes['MappingPayload'], ParentType, ContextType, RequireFields<MutationMappingDraftDiscardArgs, 'input'>>;
  mappingDraftPublish?: Resolver<ResolversTypes['MappingPayload'], ParentType, ContextType, RequireFields<MutationMappingDraftPublishArgs, 'input'>>;
  mappingDraftSave?: Resolver<ResolversTypes['MappingPayload'], ParentType, ContextType, RequireFields<MutationMappingDraftSaveArgs, 'input'>>;
  mappingRollBack?: Resolver<ResolversTypes['MappingPayload'], ParentType, ContextType, RequireFields<MutationMappingRollBackArgs, 'input'>>;
  registrationDelete?: Resolver<ResolversTypes['RegistrationRequestPayload'], ParentType, ContextType, RequireFields<MutationRegistrationDeleteArgs, 'input'>>;
  registrationRetrack?: Resolver<ResolversTypes['RegistrationRequestPayload'], ParentType, ContextType, RequireFields<MutationRegistrationRetrackArgs, 'input'>>;
  reportPhotoAdd?: Resolver<ResolversTypes['ReportPhotoAddPayload'], ParentType, ContextType, RequireFields<MutationReportPhotoAddArgs, 'input'>>;
  shipmentCorrect?: Resolver<ResolversTypes['ShipmentCorrectPayload'], ParentType, ContextType, RequireFields<MutationShipmentCorrectArgs, 'input'>>;
  shipmentFeedback?: Resolver<ResolversTypes['ShipmentFeedbackPayload'], ParentType, ContextType, RequireFields<MutationShipmentFeedbackArgs, 'input'>>;
  shipmentPromise?: Resolver<ResolversTypes['ShipmentPromisePayload'], ParentType, ContextType, RequireFields<MutationShipmentPromiseArgs, 'input'>>;
  shipmentRegister?: Resolver<ResolversTypes['ShipmentRegisterPayload'], ParentType, ContextType, RequireFields<MutationShipmentRegisterArgs, 'input'>>;
  shipmentRegisterMany?: Resolver<ResolversTypes['ShipmentRegisterManyPayload'], ParentType, ContextType, RequireFields<MutationShipmentRegisterManyArgs, 'input'>>;
  shipmentReplace?: Resolver<ResolversTypes['ShipmentReplacePayload'], ParentType, ContextType, RequireFields<MutationShipmentReplaceArgs, 'input'>>;
  shipmentReport?: Resolver<ResolversTypes['ShipmentReportPayload'], ParentType, ContextType, RequireFields<MutationShipmentReportArgs, 'input'>>;
  webhookEndpointCreate?: Resolver<ResolversTypes['WebhookEndpointCreatePayload'], ParentType, ContextType, RequireFields<MutationWebhookEndpointCreateArgs, 'input'>>;
  webhookEndpointDelete?: Resolver<ResolversTypes['WebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationWebhookEndpointDeleteArgs, 'input'>>;
  webhookEndpointPause?: Resolver<ResolversTypes['WebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationWebhookEndpointPauseArgs, 'input'>>;
  webhookEndpointResume?: Resolver<ResolversTypes['WebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationWebhookEndpointResumeArgs, 'input'>>;
  webhookEndpointUpdate?: Resolver<ResolversTypes['WebhookEndpointPayload'], ParentType, ContextType, RequireFields<MutationWebhookEndpointUpdateArgs, 'input'>>;
  webhookMessageResend?: Resolver<ResolversTypes['WebhookMessagePayload'], ParentType, ContextType, RequireFields<MutationWebhookMessageResendArgs, 'input'>>;
  webhookReplayCancel?: Resolver<ResolversTypes['WebhookReplayPayload'], ParentType, ContextType, RequireFields<MutationWebhookReplayCancelArgs, 'input'>>;
  webhookReplayStart?: Resolver<ResolversTypes['WebhookReplayPayload'], ParentType, ContextType, RequireFields<MutationWebhookReplayStartArgs, 'input'>>;
  webhookSecretRotate?: Resolver<ResolversTypes['WebhookSecretRotatePayload'], ParentType, ContextType, RequireFields<MutationWebhookSecretRotateArgs, 'input'>>;
  webhookTestSend?: Resolver<ResolversTypes['WebhookMessagePayload'], ParentType, ContextType, RequireFields<MutationWebhookTestSendArgs, 'input'>>;
};

export type OrderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cases?: Resolver<Maybe<Array<ResolversTypes['Case']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  promises?: Resolver<Array<ResolversTypes['PromisedDate']>, ParentType, ContextType>;
  shipments?: Resolver<Array<ResolversTypes['Shipment']>, ParentType, ContextType>;
};

export type OrderProgressConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderProgressConnection'] = ResolversParentTypes['OrderProgressConnection']> = {
  nodes?: Resolver<Array<Maybe<ResolversTypes['Order']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PickupPointResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PickupPoint'] = ResolversParentTypes['PickupPoint']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hours?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastDay?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PieceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Piece'] = ResolversParentTypes['Piece']> = {
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PlaceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Place'] = ResolversParentTypes['Place']> = {
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  coordinatePrecision?: Resolver<Maybe<ResolversTypes['CoordinatePrecision']>, ParentType, ContextType>;
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlacedCarrierRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PlacedCarrierRule'] = ResolversParentTypes['PlacedCarrierRule']> = {
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['CarrierRule'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProcessingQueueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProcessingQueue'] = ResolversParentTypes['ProcessingQueue']> = {
  channel?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  live?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reads?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rederivation?: Resolver<Maybe<ResolversTypes['RederivationProgress']>, ParentType, ContextType>;
  replays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unmatched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PromisedDateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PromisedDate'] = ResolversParentTypes['PromisedDate']> = {
  earliest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isEstimate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isFirst?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ReasonCode']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  toldAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  toldBy?: Resolver<ResolversTypes['PromiseTeller'], ParentType, ContextType>;
  toldByName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProofDocumentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProofDocument'] = ResolversParentTypes['ProofDocument']> = {
  byteCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  contentType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProofDocumentKind'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ProofDocumentState'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProofOfDeliveryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProofOfDelivery'] = ResolversParentTypes['ProofOfDelivery']> = {
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  documents?: Resolver<Array<ResolversTypes['ProofDocument']>, ParentType, ContextType>;
  signedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProviderCarrierDifferenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProviderCarrierDifference'] = ResolversParentTypes['ProviderCarrierDifference']> = {
  carrierCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expectedNeeds?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  isGone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  needs?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  providerCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ProviderCarrierListResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProviderCarrierList'] = ResolversParentTypes['ProviderCarrierList']> = {
  carrierCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  differences?: Resolver<Array<ResolversTypes['ProviderCarrierDifference']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ProviderCheckResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProviderCheck'] = ResolversParentTypes['ProviderCheck']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  question?: Resolver<ResolversTypes['ProviderQuestion'], ParentType, ContextType>;
};

export type ProviderHealthResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProviderHealth'] = ResolversParentTypes['ProviderHealth']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ProviderState'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  carrierExplain?: Resolver<Array<ResolversTypes['CarrierExplanation']>, ParentType, ContextType, RequireFields<QueryCarrierExplainArgs, 'orderName'>>;
  carrierFeedback?: Resolver<Array<ResolversTypes['CarrierFeedback']>, ParentType, ContextType, RequireFields<QueryCarrierFeedbackArgs, 'days'>>;
  carrierOutages?: Resolver<Array<ResolversTypes['CarrierOutage']>, ParentType, ContextType, RequireFields<QueryCarrierOutagesArgs, 'isOver'>>;
  carrierQueue?: Resolver<ResolversTypes['CarrierQueueItemConnection'], ParentType, ContextType, RequireFields<QueryCarrierQueueArgs, 'first'>>;
  carrierRuleVersion?: Resolver<Maybe<ResolversTypes['CarrierRuleVersion']>, ParentType, ContextType, RequireFields<QueryCarrierRuleVersionArgs, 'number'>>;
  carrierRuleVersions?: Resolver<Array<ResolversTypes['CarrierRuleVersion']>, ParentType, ContextType, RequireFields<QueryCarrierRuleVersionsArgs, 'first'>>;
  case?: Resolver<Maybe<ResolversTypes['Case']>, ParentType, ContextType, RequireFields<QueryCaseArgs, 'id'>>;
  caseCounts?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType, RequireFields<QueryCaseCountsArgs, 'filters'>>;
  caseTypes?: Resolver<Array<ResolversTypes['CaseTypeRule']>, ParentType, ContextType>;
  cases?: Resolver<ResolversTypes['CaseConnection'], ParentType, ContextType, RequireFields<QueryCasesArgs, 'first' | 'orderBy'>>;
  changesSince?: Resolver<ResolversTypes['ChangeFeed'], ParentType, ContextType, RequireFields<QueryChangesSinceArgs, 'after' | 'first'>>;
  deadLetterCauses?: Resolver<Array<ResolversTypes['DeadLetterCause']>, ParentType, ContextType>;
  deadLetters?: Resolver<ResolversTypes['DeadLetterConnection'], ParentType, ContextType, RequireFields<QueryDeadLettersArgs, 'first'>>;
  incident?: Resolver<Maybe<ResolversTypes['Incident']>, ParentType, ContextType, RequireFields<QueryIncidentArgs, 'id'>>;
  incidents?: Resolver<ResolversTypes['IncidentConnection'], ParentType, ContextType, RequireFields<QueryIncidentsArgs, 'first' | 'state'>>;
  liveCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mapping?: Resolver<Maybe<ResolversTypes['MappingVersion']>, ParentType, ContextType, RequireFields<QueryMappingArgs, 'number'>>;
  mappings?: Resolver<Array<ResolversTypes['MappingVersion']>, ParentType, ContextType, RequireFields<QueryMappingsArgs, 'first'>>;
  ordersByProgress?: Resolver<ResolversTypes['OrderProgressConnection'], ParentType, ContextType, RequireFields<QueryOrdersByProgressArgs, 'first' | 'progress'>>;
  processingQueue?: Resolver<ResolversTypes['ProcessingQueue'], ParentType, ContextType>;
  providerHealth?: Resolver<Array<ResolversTypes['ProviderHealth']>, ParentType, ContextType>;
  registrationBatch?: Resolver<Maybe<ResolversTypes['RegistrationBatch']>, ParentType, ContextType, RequireFields<QueryRegistrationBatchArgs, 'name'>>;
  registrationReport?: Resolver<ResolversTypes['RegistrationReport'], ParentType, ContextType>;
  registrations?: Resolver<ResolversTypes['RegistrationConnection'], ParentType, ContextType, RequireFields<QueryRegistrationsArgs, 'first'>>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType, RequireFields<QueryShipmentArgs, 'id'>>;
  shipmentByTrackingNumber?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType, RequireFields<QueryShipmentByTrackingNumberArgs, 'trackingNumber'>>;
  staff?: Resolver<Array<ResolversTypes['StaffMember']>, ParentType, ContextType, Partial<QueryStaffArgs>>;
  unknownCodes?: Resolver<Array<ResolversTypes['UnknownCode']>, ParentType, ContextType, RequireFields<QueryUnknownCodesArgs, 'first'>>;
  webhookEndpoint?: Resolver<Maybe<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType, RequireFields<QueryWebhookEndpointArgs, 'id'>>;
  webhookEndpoints?: Resolver<ResolversTypes['WebhookEndpointConnection'], ParentType, ContextType, RequireFields<QueryWebhookEndpointsArgs, 'first'>>;
};

export type RawMessageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RawMessage'] = ResolversParentTypes['RawMessage']> = {
  bodyBase64?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bodySha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  headers?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['SignatureCheck'], ParentType, ContextType>;
};

export type ReceivedMessageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReceivedMessage'] = ResolversParentTypes['ReceivedMessage']> = {
  eventIds?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  factCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  way?: Resolver<Maybe<ResolversTypes['ReceivedWay']>, ParentType, ContextType>;
};

export type RederivationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Rederivation'] = ResolversParentTypes['Rederivation']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  foldVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fromMilestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  fromStatus?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  mappingVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  toMilestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  toStatus?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
};

export type RederivationProgressResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RederivationProgress'] = ResolversParentTypes['RederivationProgress']> = {
  changed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  foldVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isDone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mappingVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shipments?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RegistrationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Registration'] = ResolversParentTypes['Registration']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  facts?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  needs?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['RegistrationAction']>, ParentType, ContextType>;
  pendingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['RegistrationProblem']>, ParentType, ContextType>;
  provider?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  registeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['RegistrationRequest']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RegistrationState'], ParentType, ContextType>;
};

export type RegistrationBatchResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationBatch'] = ResolversParentTypes['RegistrationBatch']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refusedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['RegistrationRowConnection'], ParentType, ContextType, RequireFields<RegistrationBatchRowsArgs, 'first'>>;
  states?: Resolver<Array<ResolversTypes['RegistrationStateCount']>, ParentType, ContextType>;
};

export type RegistrationConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationConnection'] = ResolversParentTypes['RegistrationConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Registration']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RegistrationForecastResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationForecast'] = ResolversParentTypes['RegistrationForecast']> = {
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  soFar?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RegistrationPendingCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationPendingCount'] = ResolversParentTypes['RegistrationPendingCount']> = {
  action?: Resolver<ResolversTypes['RegistrationAction'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RegistrationProblemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationProblem'] = ResolversParentTypes['RegistrationProblem']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RegistrationReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationReport'] = ResolversParentTypes['RegistrationReport']> = {
  carrierLists?: Resolver<Array<ResolversTypes['ProviderCarrierList']>, ParentType, ContextType>;
  forecast?: Resolver<Array<ResolversTypes['RegistrationForecast']>, ParentType, ContextType>;
  oldestQueuedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  overdueCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pending?: Resolver<Array<ResolversTypes['RegistrationPendingCount']>, ParentType, ContextType>;
  spend?: Resolver<Array<ResolversTypes['RegistrationSpend']>, ParentType, ContextType>;
  states?: Resolver<Array<ResolversTypes['RegistrationStateCount']>, ParentType, ContextType>;
  told?: Resolver<Array<ResolversTypes['ToldField']>, ParentType, ContextType>;
};

export type RegistrationRequestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationRequest'] = ResolversParentTypes['RegistrationRequest']> = {
  action?: Resolver<ResolversTypes['RegistrationAction'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RegistrationRequestPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationRequestPayload'] = ResolversParentTypes['RegistrationRequestPayload']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RegistrationRowResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationRow'] = ResolversParentTypes['RegistrationRow']> = {
  isAccepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  row?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['RegistrationState']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RegistrationRowConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationRowConnection'] = ResolversParentTypes['RegistrationRowConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['RegistrationRow']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RegistrationSpendResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationSpend'] = ResolversParentTypes['RegistrationSpend']> = {
  cause?: Resolver<ResolversTypes['RegistrationCause'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RegistrationStateCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RegistrationStateCount'] = ResolversParentTypes['RegistrationStateCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RegistrationState'], ParentType, ContextType>;
};

export type ReportLineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportLine'] = ResolversParentTypes['ReportLine']> = {
  lineId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ReportPhotoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportPhoto'] = ResolversParentTypes['ReportPhoto']> = {
  byteCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReportPhotoAddPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportPhotoAddPayload'] = ResolversParentTypes['ReportPhotoAddPayload']> = {
  photos?: Resolver<Array<ResolversTypes['ReportPhotoRoom']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReportPhotoRoomResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportPhotoRoom'] = ResolversParentTypes['ReportPhotoRoom']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  uploadUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReportedStateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReportedState'] = ResolversParentTypes['ReportedState']> = {
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  milestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  promisedDate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
};

export type SearchResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Search'] = ResolversParentTypes['Search'], FederationReferenceType extends FederationReferenceTypes['Search'] = FederationReferenceTypes['Search']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Search']> | FederationReferenceType, FederationReferenceType, ContextType>;
  shipments?: Resolver<ResolversTypes['ShipmentConnection'], ParentType, ContextType, RequireFields<SearchShipmentsArgs, 'first'>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SentWebhookResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SentWebhook'] = ResolversParentTypes['SentWebhook']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isOwn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastProblem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastStatus?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lastTriedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookMessageState'], ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment'], FederationReferenceType extends FederationReferenceTypes['Shipment'] = FederationReferenceTypes['Shipment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Shipment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  carrier?: Resolver<Maybe<ResolversTypes['Carrier']>, ParentType, ContextType>;
  cases?: Resolver<Maybe<Array<ResolversTypes['Case']>>, ParentType, ContextType>;
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deliveryDoubts?: Resolver<Array<ResolversTypes['DeliveryDoubt']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['Direction'], ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, RequireFields<ShipmentEventsArgs, 'first'>>;
  feedback?: Resolver<Maybe<ResolversTypes['FeedbackAnswer']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  headline?: Resolver<ResolversTypes['Headline'], ParentType, ContextType, RequireFields<ShipmentHeadlineArgs, 'locale'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isDelayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastEventAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  legs?: Resolver<Array<ResolversTypes['Leg']>, ParentType, ContextType>;
  milestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['ShipmentOrderConnection'], ParentType, ContextType, RequireFields<ShipmentOrdersArgs, 'first'>>;
  packageCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pickupPoint?: Resolver<Maybe<ResolversTypes['PickupPoint']>, ParentType, ContextType>;
  pieces?: Resolver<Maybe<Array<ResolversTypes['Piece']>>, ParentType, ContextType>;
  promises?: Resolver<Array<ResolversTypes['PromisedDate']>, ParentType, ContextType>;
  proofOfDelivery?: Resolver<Maybe<ResolversTypes['ProofOfDelivery']>, ParentType, ContextType>;
  providerChecks?: Resolver<Maybe<Array<ResolversTypes['ProviderCheck']>>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ReasonCode']>, ParentType, ContextType>;
  receivedMessages?: Resolver<Maybe<Array<ResolversTypes['ReceivedMessage']>>, ParentType, ContextType>;
  rederivations?: Resolver<Maybe<Array<ResolversTypes['Rederivation']>>, ParentType, ContextType>;
  registration?: Resolver<Maybe<ResolversTypes['Registration']>, ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['ShipmentReplacement']>, ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['ShipmentReplacement']>, ParentType, ContextType>;
  sentWebhooks?: Resolver<Maybe<Array<ResolversTypes['SentWebhook']>>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  viewerAccess?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
  why?: Resolver<Maybe<Array<ResolversTypes['Explanation']>>, ParentType, ContextType>;
};

export type ShipmentChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentChange'] = ResolversParentTypes['ShipmentChange']> = {
  fromMilestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  fromStatus?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  toMilestone?: Resolver<ResolversTypes['MilestoneCode'], ParentType, ContextType>;
  toStatus?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShipmentConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentConnection'] = ResolversParentTypes['ShipmentConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Shipment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ShipmentCorrectPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentCorrectPayload'] = ResolversParentTypes['ShipmentCorrectPayload']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentFeedbackPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentFeedbackPayload'] = ResolversParentTypes['ShipmentFeedbackPayload']> = {
  answer?: Resolver<Maybe<ResolversTypes['FeedbackAnswer']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentOrderConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentOrderConnection'] = ResolversParentTypes['ShipmentOrderConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ShipmentPromisePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentPromisePayload'] = ResolversParentTypes['ShipmentPromisePayload']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentRegisterManyPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentRegisterManyPayload'] = ResolversParentTypes['ShipmentRegisterManyPayload']> = {
  rows?: Resolver<Array<ResolversTypes['RegistrationRow']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentRegisterPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentRegisterPayload'] = ResolversParentTypes['ShipmentRegisterPayload']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentReplacePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentReplacePayload'] = ResolversParentTypes['ShipmentReplacePayload']> = {
  replaced?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentReplacementResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentReplacement'] = ResolversParentTypes['ShipmentReplacement']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  carrier?: Resolver<Maybe<ResolversTypes['Carrier']>, ParentType, ContextType>;
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShipmentReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentReport'] = ResolversParentTypes['ShipmentReport']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  checked?: Resolver<Array<ResolversTypes['CheckedPlace']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ReportKind'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ReportLine']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  photos?: Resolver<Array<ResolversTypes['ReportPhoto']>, ParentType, ContextType>;
  stoodAs?: Resolver<Maybe<ResolversTypes['ReportedState']>, ParentType, ContextType>;
};

export type ShipmentReportPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShipmentReportPayload'] = ResolversParentTypes['ShipmentReportPayload']> = {
  answerBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  case?: Resolver<Maybe<ResolversTypes['Case']>, ParentType, ContextType>;
  caseNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StaffMemberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StaffMember'] = ResolversParentTypes['StaffMember']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isViewer?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  deskChanged?: SubscriptionResolver<ResolversTypes['DeskChange'], "deskChanged", ParentType, ContextType, Partial<SubscriptionDeskChangedArgs>>;
  milestoneAdded?: SubscriptionResolver<ResolversTypes['Milestone'], "milestoneAdded", ParentType, ContextType, Partial<SubscriptionMilestoneAddedArgs>>;
};

export type ToldFieldResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ToldField'] = ResolversParentTypes['ToldField']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isPersonal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  when?: Resolver<ResolversTypes['ToldWhen'], ParentType, ContextType>;
};

export type UnknownCodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnknownCode'] = ResolversParentTypes['UnknownCode']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  example?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  facts?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  firstSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastSeenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookAttemptResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookAttempt'] = ResolversParentTypes['WebhookAttempt']> = {
  answer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookEndpointResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEndpoint'] = ResolversParentTypes['WebhookEndpoint']> = {
  clientId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failureCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  formerSecretEndsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastFailureAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['WebhookMessageConnection'], ParentType, ContextType, RequireFields<WebhookEndpointMessagesArgs, 'first'>>;
  milestones?: Resolver<Maybe<Array<ResolversTypes['MilestoneCode']>>, ParentType, ContextType>;
  missed?: Resolver<Maybe<ResolversTypes['WebhookGap']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replays?: Resolver<Array<ResolversTypes['WebhookReplay']>, ParentType, ContextType>;
  restReason?: Resolver<Maybe<ResolversTypes['WebhookRestReason']>, ParentType, ContextType>;
  restsUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookEndpointState'], ParentType, ContextType>;
  stateReason?: Resolver<Maybe<ResolversTypes['WebhookDisableReason']>, ParentType, ContextType>;
  stateSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  waitingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookEndpointConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEndpointConnection'] = ResolversParentTypes['WebhookEndpointConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookEndpointCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEndpointCreatePayload'] = ResolversParentTypes['WebhookEndpointCreatePayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookEndpointPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEndpointPayload'] = ResolversParentTypes['WebhookEndpointPayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookGapResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookGap'] = ResolversParentTypes['WebhookGap']> = {
  after?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookMessageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookMessage'] = ResolversParentTypes['WebhookMessage']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookMessageState'], ParentType, ContextType>;
  webhookId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookMessageConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookMessageConnection'] = ResolversParentTypes['WebhookMessageConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['WebhookMessage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookMessagePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookMessagePayload'] = ResolversParentTypes['WebhookMessagePayload']> = {
  message?: Resolver<Maybe<ResolversTypes['WebhookMessage']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookReplayResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookReplay'] = ResolversParentTypes['WebhookReplay']> = {
  after?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  perSecond?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookReplayState'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookReplayPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookReplayPayload'] = ResolversParentTypes['WebhookReplayPayload']> = {
  replay?: Resolver<Maybe<ResolversTypes['WebhookReplay']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookSecretRotatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookSecretRotatePayload'] = ResolversParentTypes['WebhookSecretRotatePayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Carrier?: CarrierResolvers<ContextType>;
  CarrierChoosePayload?: CarrierChoosePayloadResolvers<ContextType>;
  CarrierExplanation?: CarrierExplanationResolvers<ContextType>;
  CarrierFeedback?: CarrierFeedbackResolvers<ContextType>;
  CarrierOutage?: CarrierOutageResolvers<ContextType>;
  CarrierOutagePayload?: CarrierOutagePayloadResolvers<ContextType>;
  CarrierQueueItem?: CarrierQueueItemResolvers<ContextType>;
  CarrierQueueItemConnection?: CarrierQueueItemConnectionResolvers<ContextType>;
  CarrierRule?: CarrierRuleResolvers<ContextType>;
  CarrierRuleEffect?: CarrierRuleEffectResolvers<ContextType>;
  CarrierRuleEffectChange?: CarrierRuleEffectChangeResolvers<ContextType>;
  CarrierRuleFinding?: CarrierRuleFindingResolvers<ContextType>;
  CarrierRuleImportChange?: CarrierRuleImportChangeResolvers<ContextType>;
  CarrierRuleImportError?: CarrierRuleImportErrorResolvers<ContextType>;
  CarrierRuleImportPayload?: CarrierRuleImportPayloadResolvers<ContextType>;
  CarrierRuleImportReport?: CarrierRuleImportReportResolvers<ContextType>;
  CarrierRulePayload?: CarrierRulePayloadResolvers<ContextType>;
  CarrierRuleProgress?: CarrierRuleProgressResolvers<ContextType>;
  CarrierRuleVersion?: CarrierRuleVersionResolvers<ContextType>;
  CarrierSuggestion?: CarrierSuggestionResolvers<ContextType>;
  Case?: CaseResolvers<ContextType>;
  CaseBulkPayload?: CaseBulkPayloadResolvers<ContextType>;
  CaseBulkSkip?: CaseBulkSkipResolvers<ContextType>;
  CaseConnection?: CaseConnectionResolvers<ContextType>;
  CaseHistoryEntry?: CaseHistoryEntryResolvers<ContextType>;
  CaseListExportPayload?: CaseListExportPayloadResolvers<ContextType>;
  CasePayload?: CasePayloadResolvers<ContextType>;
  CasePriority?: CasePriorityResolvers<ContextType>;
  CasePriorityPart?: CasePriorityPartResolvers<ContextType>;
  CaseTypeRule?: CaseTypeRuleResolvers<ContextType>;
  ChangeFeed?: ChangeFeedResolvers<ContextType>;
  Clause?: ClauseResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterCause?: DeadLetterCauseResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterReplayPayload?: DeadLetterReplayPayloadResolvers<ContextType>;
  Delivery?: DeliveryResolvers<ContextType>;
  DeskChange?: DeskChangeResolvers<ContextType>;
  DeskPresence?: DeskPresenceResolvers<ContextType>;
  Estimate?: EstimateResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventTime?: EventTimeResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  FactReference?: FactReferenceResolvers<ContextType>;
  Freshness?: FreshnessResolvers<ContextType>;
  Headline?: HeadlineResolvers<ContextType>;
  Incident?: IncidentResolvers<ContextType>;
  IncidentConnection?: IncidentConnectionResolvers<ContextType>;
  Leg?: LegResolvers<ContextType>;
  MappingDiff?: MappingDiffResolvers<ContextType>;
  MappingFinding?: MappingFindingResolvers<ContextType>;
  MappingPayload?: MappingPayloadResolvers<ContextType>;
  MappingRule?: MappingRuleResolvers<ContextType>;
  MappingVersion?: MappingVersionResolvers<ContextType>;
  MeaningChange?: MeaningChangeResolvers<ContextType>;
  Milestone?: MilestoneResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderProgressConnection?: OrderProgressConnectionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PickupPoint?: PickupPointResolvers<ContextType>;
  Piece?: PieceResolvers<ContextType>;
  Place?: PlaceResolvers<ContextType>;
  PlacedCarrierRule?: PlacedCarrierRuleResolvers<ContextType>;
  ProcessingQueue?: ProcessingQueueResolvers<ContextType>;
  PromisedDate?: PromisedDateResolvers<ContextType>;
  ProofDocument?: ProofDocumentResolvers<ContextType>;
  ProofOfDelivery?: ProofOfDeliveryResolvers<ContextType>;
  ProviderCarrierDifference?: ProviderCarrierDifferenceResolvers<ContextType>;
  ProviderCarrierList?: ProviderCarrierListResolvers<ContextType>;
  ProviderCheck?: ProviderCheckResolvers<ContextType>;
  ProviderHealth?: ProviderHealthResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RawMessage?: RawMessageResolvers<ContextType>;
  ReceivedMessage?: ReceivedMessageResolvers<ContextType>;
  Rederivation?: RederivationResolvers<ContextType>;
  RederivationProgress?: RederivationProgressResolvers<ContextType>;
  Registration?: RegistrationResolvers<ContextType>;
  RegistrationBatch?: RegistrationBatchResolvers<ContextType>;
  RegistrationConnection?: RegistrationConnectionResolvers<ContextType>;
  RegistrationForecast?: RegistrationForecastResolvers<ContextType>;
  RegistrationPendingCount?: RegistrationPendingCountResolvers<ContextType>;
  RegistrationProblem?: RegistrationProblemResolvers<ContextType>;
  RegistrationReport?: RegistrationReportResolvers<ContextType>;
  RegistrationRequest?: RegistrationRequestResolvers<ContextType>;
  RegistrationRequestPayload?: RegistrationRequestPayloadResolvers<ContextType>;
  RegistrationRow?: RegistrationRowResolvers<ContextType>;
  RegistrationRowConnection?: RegistrationRowConnectionResolvers<ContextType>;
  RegistrationSpend?: RegistrationSpendResolvers<ContextType>;
  RegistrationStateCount?: RegistrationStateCountResolvers<ContextType>;
  ReportLine?: ReportLineResolvers<ContextType>;
  ReportPhoto?: ReportPhotoResolvers<ContextType>;
  ReportPhotoAddPayload?: ReportPhotoAddPayloadResolvers<ContextType>;
  ReportPhotoRoom?: ReportPhotoRoomResolvers<ContextType>;
  ReportedState?: ReportedStateResolvers<ContextType>;
  Search?: SearchResolvers<ContextType>;
  SentWebhook?: SentWebhookResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  ShipmentChange?: ShipmentChangeResolvers<ContextType>;
  ShipmentConnection?: ShipmentConnectionResolvers<ContextType>;
  ShipmentCorrectPayload?: ShipmentCorrectPayloadResolvers<ContextType>;
  ShipmentFeedbackPayload?: ShipmentFeedbackPayloadResolvers<ContextType>;
  ShipmentOrderConnection?: ShipmentOrderConnectionResolvers<ContextType>;
  ShipmentPromisePayload?: ShipmentPromisePayloadResolvers<ContextType>;
  ShipmentRegisterManyPayload?: ShipmentRegisterManyPayloadResolvers<ContextType>;
  ShipmentRegisterPayload?: ShipmentRegisterPayloadResolvers<ContextType>;
  ShipmentReplacePayload?: ShipmentReplacePayloadResolvers<ContextType>;
  ShipmentReplacement?: ShipmentReplacementResolvers<ContextType>;
  ShipmentReport?: ShipmentReportResolvers<ContextType>;
  ShipmentReportPayload?: ShipmentReportPayloadResolvers<ContextType>;
  StaffMember?: StaffMemberResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  ToldField?: ToldFieldResolvers<ContextType>;
  UnknownCode?: UnknownCodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WebhookAttempt?: WebhookAttemptResolvers<ContextType>;
  WebhookEndpoint?: WebhookEndpointResolvers<ContextType>;
  WebhookEndpointConnection?: WebhookEndpointConnectionResolvers<ContextType>;
  WebhookEndpointCreatePayload?: WebhookEndpointCreatePayloadResolvers<ContextType>;
  WebhookEndpointPayload?: WebhookEndpointPayloadResolvers<ContextType>;
  WebhookGap?: WebhookGapResolvers<ContextType>;
  WebhookMessage?: WebhookMessageResolvers<ContextType>;
  WebhookMessageConnection?: WebhookMessageConnectionResolvers<ContextType>;
  WebhookMessagePayload?: WebhookMessagePayloadResolvers<ContextType>;
  WebhookReplay?: WebhookReplayResolvers<ContextType>;
  WebhookReplayPayload?: WebhookReplayPayloadResolvers<ContextType>;
  WebhookSecretRotatePayload?: WebhookSecretRotatePayloadResolvers<ContextType>;
};

