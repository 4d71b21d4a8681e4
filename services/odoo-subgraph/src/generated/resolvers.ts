import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderRow, ShopPromiseRow, LineRow, DeliveryNode, CustomerRow, AccountRow, ItemRow } from '../order/order-row.ts';
import type { AddressRow } from '../customer/contact.loaders.ts';
import type { OpenSearch } from '../search/search.ts';
import type { FoundHit } from '../search/hits.ts';
import type { Step } from '../delivery/delivery-steps.ts';
import type { WriteBackRow } from '../write-back/find-write-backs.ts';
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
  /** A calendar date in ISO 8601, for example 2026-11-21. */
  Date: { input: string; output: string; }
  /** An instant in ISO 8601 with offset Z, for example 2026-11-21T08:30:00Z. */
  DateTime: { input: string; output: string; }
  /** A decimal number as text, so that no digit is lost, for example "19.90". */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A company of ours that sells. */
export type Company = {
  __typename?: 'Company';
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
};

/** A customer account: the top of a customer's tree in Odoo (the commercial partner). */
export type Customer = {
  __typename?: 'Customer';
  /** E-mail address of the account, in lower case. Null when there is none; for customers who did not sign in, and for partners without the scope customers:read. */
  email?: Maybe<Scalars['String']['output']>;
  /** Whether there is a phone number. Null where the viewer may not see the e-mail address either. */
  hasPhone?: Maybe<Scalars['Boolean']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Name of the company or person; "(erased)" when the customer was erased. */
  name: Scalars['String']['output'];
  /** Phone number as written in Odoo. Null when there is none; for staff, who ask for it by customerPhoneReveal; for customers who did not sign in, and for partners without the scope customers:read. */
  phone?: Maybe<Scalars['String']['output']>;
  /** At which level the viewer sees this customer. */
  viewerAccess: ViewerAccess;
};

/** A page of customers. */
export type CustomerConnection = {
  __typename?: 'CustomerConnection';
  /** The customers of this page. */
  nodes: Array<Customer>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Whom to erase, and why. */
export type CustomerEraseInput = {
  /** Which customer. */
  customerId: Scalars['ID']['input'];
  /** Why, 5 to 500 characters; kept on record for ever, so it must not name the person. */
  reason: Scalars['String']['input'];
};

/** What customerErase answers. */
export type CustomerErasePayload = {
  __typename?: 'CustomerErasePayload';
  /** What is left of the customer; null when nothing was done. */
  customer?: Maybe<Customer>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when there is no such customer. */
  userErrors: Array<UserError>;
};

/** Whose phone number, and why. */
export type CustomerPhoneRevealInput = {
  /** Which customer, in the viewer's scope. */
  customerId: Scalars['ID']['input'];
  /** Why the number is needed, 5 to 500 characters; kept on record until the customer is erased. */
  reason: Scalars['String']['input'];
};

/** What customerPhoneReveal answers. */
export type CustomerPhoneRevealPayload = {
  __typename?: 'CustomerPhoneRevealPayload';
  /** The customer; null when nothing was shown. */
  customer?: Maybe<Customer>;
  /** The number as written in Odoo (the mobile number where there is no other); null when the customer has none, or when nothing was shown. */
  phone?: Maybe<Scalars['String']['output']>;
  /** BAD_USER_INPUT naming the field; NOT_FOUND when there is no such customer in the viewer's scope. */
  userErrors: Array<UserError>;
};

/** Goods leaving a warehouse for an order, or returning to it. Source: Odoo stock.picking, outgoing or return. */
export type Delivery = {
  __typename?: 'Delivery';
  /** The instant at which this copy was known to equal Odoo, as for its order. */
  asOf: Scalars['DateTime']['output'];
  /** The delivery whose remainder this one is. */
  backorderOf?: Maybe<Delivery>;
  /** The delivery method as named in Odoo; null when none is set. */
  carrierName?: Maybe<Scalars['String']['output']>;
  /** What the carrier takes, as Odoo was told, in the currency of the order. Null for everybody but staff, and when Odoo has none (it keeps no difference between none and 0). */
  carrierPrice?: Maybe<Money>;
  /** When the goods left the warehouse (or came back). */
  doneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What it carries, or will carry while it is open; lines that were cancelled are left out. Null below level L1. */
  items?: Maybe<Array<DeliveryItem>>;
  /** Which way the goods go. */
  kind: DeliveryKind;
  /** The number in Odoo, for example WH/OUT/00032. */
  name: Scalars['String']['output'];
  /** The packages it was put into, by name; empty where the warehouse does not pack in Odoo. Odoo knows no tracking number of a package. Null below level L1. */
  packages?: Maybe<Array<DeliveryPackage>>;
  /** The delivery that this one brings back. */
  returnOf?: Maybe<Delivery>;
  /** When the warehouse plans to do it. */
  scheduledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where the transfer stands in Odoo. DONE means left the warehouse (or received, for a return), never delivered to the customer. */
  state: DeliveryState;
  /** The way of its goods through the warehouse, first to last: RELEASED, then PICKING and PACKED where the warehouse has these steps, then LEFT. Empty for returns. Source: states of Odoo's transfers. */
  steps: Array<DeliveryStep>;
};

/** Where an order goes. Source: the order's delivery contact in Odoo. */
export type DeliveryAddress = {
  __typename?: 'DeliveryAddress';
  /** Town. */
  city?: Maybe<Scalars['String']['output']>;
  /** ISO 3166-1 alpha-2. */
  countryCode?: Maybe<Scalars['String']['output']>;
  /** Who receives it: name of the person, company or place. */
  name: Scalars['String']['output'];
  /** Street and number. */
  street?: Maybe<Scalars['String']['output']>;
  /** Second line of the street, for example a floor. */
  street2?: Maybe<Scalars['String']['output']>;
};

/** A quantity of one thing in a delivery. Source: Odoo stock.move. */
export type DeliveryItem = {
  __typename?: 'DeliveryItem';
  /** True when it counts towards the order line as it is: the same product in the same unit. */
  countsAsLine: Scalars['Boolean']['output'];
  /** Text of the order line; the component's own name where a line is sent in other parts (a kit). */
  description: Scalars['String']['output'];
  /** The order line it serves. */
  line?: Maybe<OrderLine>;
  /** How many left the warehouse; how many are planned while the delivery is open. In `unit`. */
  quantity: Scalars['Float']['output'];
  /** Unit of measure as named in Odoo; not always that of the order line. */
  unit: Scalars['String']['output'];
};

/** Which way the goods of a delivery go. */
export type DeliveryKind =
  /** To the customer. */
  | 'OUTGOING'
  /** Back from the customer. */
  | 'RETURN';

/** A package of a delivery. Source: Odoo stock.quant.package. */
export type DeliveryPackage = {
  __typename?: 'DeliveryPackage';
  /** Its name in Odoo, for example PACK0000001. */
  name: Scalars['String']['output'];
};

/** State of a transfer in Odoo. */
export type DeliveryState =
  /** Cancelled. */
  | 'CANCELLED'
  /** Waits for stock. */
  | 'CONFIRMED'
  /** Left the warehouse, or received. */
  | 'DONE'
  /** Being written. */
  | 'DRAFT'
  /** Everything is reserved. */
  | 'READY'
  /** Waits for another step in the warehouse. */
  | 'WAITING';

/** One step of goods on their way out of a warehouse. Source: Odoo stock.picking, the transfers of the step. */
export type DeliveryStep = {
  __typename?: 'DeliveryStep';
  /** When it was done (the last of its transfers); null while it is not. */
  doneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Which step. */
  kind: DeliveryStepKind;
  /** Where it stands; of several transfers, the one that is furthest behind decides. */
  state: DeliveryStepState;
  /** Numbers of its transfers in Odoo, for example WEST/PICK/00001; none for RELEASED. */
  transferNames: Array<Scalars['String']['output']>;
};

/** Steps in a warehouse. */
export type DeliveryStepKind =
  /** The goods leave the warehouse. */
  | 'LEFT'
  /** The goods are packed. */
  | 'PACKED'
  /** The goods are taken from their shelves. */
  | 'PICKING'
  /** The warehouse has the order: its first transfer was made. */
  | 'RELEASED';

/** Where a step stands. */
export type DeliveryStepState =
  /** Cancelled. */
  | 'CANCELLED'
  /** Done. */
  | 'DONE'
  /** Everything is there, it can be done. */
  | 'READY'
  /** Waits for stock, or for the step before. */
  | 'WAITING';

/** From one instant to another; either may be left out. */
export type InstantRange = {
  /** Earlier than this instant. */
  before?: InputMaybe<Scalars['DateTime']['input']>;
  /** At this instant or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How far an order is invoiced. What is invoiced follows the product's policy in Odoo, not the delivery. */
export type InvoiceState =
  /** Invoiced in full (Odoo invoiced). */
  | 'INVOICED'
  /** Nothing to invoice now (Odoo no). */
  | 'NOTHING_TO_INVOICE'
  /** Something is to be invoiced (Odoo to invoice). */
  | 'TO_INVOICE'
  /** More was delivered than ordered, and may be invoiced (Odoo upselling). */
  | 'UPSELLING';

/** An amount in one currency. */
export type Money = {
  __typename?: 'Money';
  /** Decimal text with the currency's number of places. */
  amount: Scalars['Decimal']['output'];
  /** ISO 4217. */
  currencyCode: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Erases a customer: the key of their e-mail addresses, phone numbers and streets is destroyed, names, cities and indexes are removed, and what Odoo still knows of them is
   * not stored again. It cannot be undone. Orders stay. Operators of the whole installation only; FORBIDDEN for everybody else.
   */
  customerErase: CustomerErasePayload;
  /** Shows the phone number of a customer to an agent or operator who says why; reason and reader are put on record with it. FORBIDDEN for everybody else. */
  customerPhoneReveal: CustomerPhoneRevealPayload;
  /** Proves an order by its name with the e-mail or the postcode (level L1). A wrong pair and an unknown order get the same answer in the same time. */
  orderAccessCreate: OrderAccessCreatePayload;
  /** Puts on record that the viewer takes a list of orders with them, before they read its rows with `orders`, page by page: how many there are in their scope and by which filter. Agents and operators only. */
  orderListExport: OrderListExportPayload;
  /** Lets what failed be written again, after whatever kept it from being written was repaired. Operators only; up to 500 at once. */
  writeBackRetry: WriteBackRetryPayload;
};


export type MutationCustomerEraseArgs = {
  input: CustomerEraseInput;
};


export type MutationCustomerPhoneRevealArgs = {
  input: CustomerPhoneRevealInput;
};


export type MutationOrderAccessCreateArgs = {
  input: OrderAccessCreateInput;
};


export type MutationOrderListExportArgs = {
  input: OrderListExportInput;
};


export type MutationWriteBackRetryArgs = {
  input: WriteBackRetryInput;
};

/** What a customer bought. Source: Odoo sale.order. */
export type Order = {
  __typename?: 'Order';
  /**
   * The instant at which this copy, with its lines, deliveries and contacts, was known to equal Odoo: 1970 before everything was read once. It stands still while Odoo is away, and for this order alone while a
   * record of it cannot be read or understood. What Odoo deletes or merges leaves no trace there and may take longer to be noticed.
   */
  asOf: Scalars['DateTime']['output'];
  /** The company of ours that sold it. */
  company: Company;
  /** Who ordered: the customer account. Null below level L1. */
  customer?: Maybe<Customer>;
  /** The customer's own reference, for example the number of their purchase order; null when there is none, and below level L1. */
  customerReference?: Maybe<Scalars['String']['output']>;
  /** Goods leaving the warehouse for this order, or returning; steps inside the warehouse are not deliveries. Oldest first. */
  deliveries: Array<Delivery>;
  /** Where it goes. Null below level L3. */
  deliveryAddress?: Maybe<DeliveryAddress>;
  /** The delivery method chosen for the order, as named in Odoo; null when none is set. Each delivery has its own. */
  deliveryMethod?: Maybe<Scalars['String']['output']>;
  /**
   * The first delivery date that was promised since the order left its draft, as far as we read it; kept when Odoo's is moved or taken back. Equal to promisedDeliveryAt while that was never changed; null
   * when nothing ever was promised.
   */
  firstPromisedDeliveryAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** How far it is invoiced (Odoo invoice_status). Null below level L1, and for a state that a module of Odoo added. */
  invoiceState?: Maybe<InvoiceState>;
  /** The goods and services ordered, in the order of the document; headings, notes, the shipping fee and down payments are left out. Null below level L1. */
  lines?: Maybe<Array<OrderLine>>;
  /** The number people know, for example S00046. Unique per company only. */
  name: Scalars['String']['output'];
  /** When the customer placed it: the moment of confirmation; of creation while it is a quotation. */
  placedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The delivery date promised to the customer (Odoo commitment_date); null when nothing was promised. */
  promisedDeliveryAt?: Maybe<Scalars['DateTime']['output']>;
  /** The dates that the shop told, and those that we moved: the first one and the newest 49, oldest first. For `Order.promises`. */
  shopPromises: Array<ShopPromise>;
  /** Life of the order in Odoo. */
  state: OrderState;
  /**
   * Steps in the warehouse of goods that have no delivery yet: with several steps Odoo makes a delivery only when its goods are picked (and packed). Empty when there are none; then look at
   * the deliveries. Source: Odoo stock.picking, internal.
   */
  stepsBeforeDelivery: Array<DeliveryStep>;
  /** Total with taxes. Null below level L1. */
  total?: Maybe<Money>;
  /** At which level the viewer sees this order. */
  viewerAccess: ViewerAccess;
  /** What Milepost wrote, or is to write, to Odoo about this order and its deliveries, the newest 100, newest first; null for everybody but staff. */
  writeBacks?: Maybe<Array<WriteBack>>;
};

/** Give exactly one of email and postalCode. */
export type OrderAccessCreateInput = {
  /** The e-mail address of the person who ordered or of the customer account. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** The order's number, for example S00046. Case and spaces around it do not matter. */
  orderName: Scalars['String']['input'];
  /** The postcode of the delivery address. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
};

/** What orderAccessCreate answers. */
export type OrderAccessCreatePayload = {
  __typename?: 'OrderAccessCreatePayload';
  /** When the token ends; null when denied. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Id of the order; null when denied. An id and no object: the token, not this viewer, may read it. */
  orderId?: Maybe<Scalars['ID']['output']>;
  /** A bearer token for this one order at level L1; null when denied. It never belongs in an address. */
  token?: Maybe<Scalars['String']['output']>;
  /** ORDER_ACCESS_DENIED; RATE_LIMITED after too many tries, whatever they were; BAD_USER_INPUT when not exactly one of email and postalCode was given. */
  userErrors: Array<UserError>;
};

/** A page of orders. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** The instant at which what this list was made from was known to equal Odoo; each order has its own. 1970 before everything was read once. */
  asOf: Scalars['DateTime']['output'];
  /** The orders of this page, newest first. */
  nodes: Array<Order>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Which orders: those that fit everything given. What is left out or null does not limit. */
export type OrderFilter = {
  /** At least one delivery by this delivery method, as named in Odoo; case does not matter. */
  carrierName?: InputMaybe<Scalars['String']['input']>;
  /** Sold by this company of ours. */
  companyId?: InputMaybe<Scalars['ID']['input']>;
  /** Ordered by this customer account, by whichever of its contacts. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** At least one delivery in one of these states (and of `carrierName`, where both are given). */
  deliveryStates?: InputMaybe<Array<DeliveryState>>;
  /** True: at least one delivery has not been done or cancelled; false: none is open. */
  hasOpenDeliveries?: InputMaybe<Scalars['Boolean']['input']>;
  /** When it was placed. */
  placed?: InputMaybe<InstantRange>;
  /** Which delivery date was promised; orders without a promise are left out. */
  promised?: InputMaybe<InstantRange>;
  /** In one of these states. */
  states?: InputMaybe<Array<OrderState>>;
  /** The order or one of its deliveries was changed in Odoo at this instant or later. */
  updatedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** One line of an order. Source: Odoo sale.order.line. */
export type OrderLine = {
  __typename?: 'OrderLine';
  /** Product and text as on the order. */
  description: Scalars['String']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** True for goods that travel; false for a service. */
  isShippable: Scalars['Boolean']['output'];
  /** How many left our stock, less what came back, in `unit`. It does not mean that they arrived. */
  quantityDelivered: Scalars['Float']['output'];
  /** How many were ordered, in `unit`. */
  quantityOrdered: Scalars['Float']['output'];
  /** Unit of measure as named in Odoo, for example Units. */
  unit: Scalars['String']['output'];
};

/** Which list of orders somebody takes with them. */
export type OrderListExportInput = {
  /** As of `orders`. */
  filter?: InputMaybe<OrderFilter>;
};

/** What orderListExport answers. */
export type OrderListExportPayload = {
  __typename?: 'OrderListExportPayload';
  /** True when there are more. */
  isCut: Scalars['Boolean']['output'];
  /** How many rows there are now, 50,000 at most: so many are to be read. */
  rowCount: Scalars['Int']['output'];
};

/** Life of an order. A locked order is a SALE. */
export type OrderState =
  /** Cancelled (Odoo cancel). */
  | 'CANCELLED'
  /** A quotation being written (Odoo draft). */
  | 'DRAFT'
  /** Confirmed (Odoo sale). */
  | 'SALE'
  /** A quotation the customer has received (Odoo sent). */
  | 'SENT';

/** Where a page ends. Give endCursor as `after` to read the next one. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row of this page; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when at least one more row follows. */
  hasNextPage: Scalars['Boolean']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** One order by its id; null when it does not exist or is outside the viewer's scope. */
  order?: Maybe<Order>;
  /**
   * One order by its name, for example S00046. Names are unique per company only: with several matches in scope and no companyId
   * the answer is BAD_USER_INPUT naming the companies. Null when it does not exist or is outside the viewer's scope.
   */
  orderByName?: Maybe<Order>;
  /**
   * The orders in the viewer's scope that fit all of the filter, newest first. `first` is 1 to 100. A cursor belongs to its filter: with another one it is
   * BAD_USER_INPUT.
   */
  orders: OrderConnection;
  /**
   * Orders and customers by what somebody has of them: order name, tracking number, invoice number, the customer's own reference, a customer's name; for staff, and partners with the
   * scope customers:read, e-mail address and phone number, too. Only what is in the viewer's scope is found. `text` has 3 to 200 characters (2 in scripts without blanks). Blanks, dashes and case
   * do not matter; one typing error in a number or a name is forgiven where nothing else fits, in an e-mail address or phone number never. A tracking number that no order has is asked for by
   * shipmentByTrackingNumber.
   */
  search: Search;
  /** What was written, or is to be written, to Odoo: of orders in the viewer's scope, newest first, in one of these states. Operators only. `first` is 1 to 100. */
  writeBacks: WriteBackConnection;
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrderByNameArgs = {
  companyId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};


export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySearchArgs = {
  text: Scalars['String']['input'];
};


export type QueryWriteBacksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  states?: InputMaybe<Array<WriteBackState>>;
};

/** What a text finds. At most 200 orders and 100 customers of each kind of match: for more, give more of the text. */
export type Search = {
  __typename?: 'Search';
  /** The instant at which what is searched was known to equal Odoo, also where nothing was found; each order has its own. 1970 before everything was read once. */
  asOf: Scalars['DateTime']['output'];
  /** The customers among the hits, the best first. `first` is 1 to 100. */
  customers: CustomerConnection;
  /** Everything that was found, the best first. `first` is 1 to 100. */
  hits: SearchHitConnection;
  /** The orders among the hits, and those of the customers among them, the best first. `first` is 1 to 100. */
  orders: OrderConnection;
  /** What was looked for. */
  text: Scalars['String']['output'];
};


/** What a text finds. At most 200 orders and 100 customers of each kind of match: for more, give more of the text. */
export type SearchCustomersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What a text finds. At most 200 orders and 100 customers of each kind of match: for more, give more of the text. */
export type SearchHitsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What a text finds. At most 200 orders and 100 customers of each kind of match: for more, give more of the text. */
export type SearchOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What can fit. */
export type SearchField =
  /** The name of the customer, or of a contact of theirs who ordered or received. */
  | 'CUSTOMER_NAME'
  /** The customer's own reference. */
  | 'CUSTOMER_REFERENCE'
  /** The e-mail address of one of these. */
  | 'EMAIL'
  /** The number of an invoice of the order. */
  | 'INVOICE_NUMBER'
  /** The order's name. */
  | 'ORDER_NAME'
  /** The phone number of one of these. */
  | 'PHONE'
  /** A tracking number of a delivery of the order. */
  | 'TRACKING_NUMBER';

/** One order or one customer, and why it was found. */
export type SearchHit = {
  __typename?: 'SearchHit';
  /** The customer; null for an order. */
  customer?: Maybe<Customer>;
  /** What of it fits the text. */
  field: SearchField;
  /** How well. */
  match: SearchMatch;
  /** The order; null for a customer. */
  order?: Maybe<Order>;
};

/** A page of hits. */
export type SearchHitConnection = {
  __typename?: 'SearchHitConnection';
  /** The hits of this page, the best first. */
  nodes: Array<SearchHit>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** How well a text fits, the best first. */
export type SearchMatch =
  /** It is the same but for blanks, dashes, case and accents; of a name, every word given is a word of it. */
  | 'EXACT'
  /** It begins like this; of a name, a word does. */
  | 'PREFIX'
  /** It is the same but for one typing error: a sign too many, too few, another one, or two in the wrong order; or O for 0, I for 1. */
  | 'SIMILAR';

/** A tracked parcel; tracking-subgraph's. */
export type Shipment = {
  __typename?: 'Shipment';
  id: Scalars['ID']['output'];
};

/** A date of the order itself, as it was seen in Odoo. */
export type ShopPromise = {
  __typename?: 'ShopPromise';
  /** We moved it; else a person in Odoo did. */
  isOurs: Scalars['Boolean']['output'];
  /** Null: taken back. */
  promisedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was seen. */
  toldAt: Scalars['DateTime']['output'];
};

/** An outcome the caller can expect, beside or instead of the result. */
export type UserError = {
  __typename?: 'UserError';
  /** One of the documented codes, for example ORDER_ACCESS_DENIED. */
  code: Scalars['String']['output'];
  /** Path of the input field that caused it, for example ["input", "email"]; null when none did. */
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

/** One thing that is wanted of Odoo, and what became of it. The same cause wants the same thing once. */
export type WriteBack = {
  __typename?: 'WriteBack';
  /** How often it was tried since it was last settled. */
  attempts: Scalars['Int']['output'];
  /** When it was first wanted. */
  createdAt: Scalars['DateTime']['output'];
  /** What kind of thing. */
  effect: WriteBackEffect;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** True: it stands at a delivery of the order; false: at the order. */
  isAtDelivery: Scalars['Boolean']['output'];
  /** The message, to-do or invoice that it made in Odoo, by its id there; null before, and when there is none any more. */
  odooId?: Maybe<Scalars['Int']['output']>;
  /** The order that it is about. */
  order: Order;
  /** Why it was dropped or failed: a code, for staff. Null otherwise. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Names the request that began it, from the sender's message to this write. */
  requestId: Scalars['String']['output'];
  /** When it was done, dropped or given up; null while it waits. */
  settledAt?: Maybe<Scalars['DateTime']['output']>;
  /** The parcel that it is about; null where it is about the whole order, or about a delivery without a parcel. */
  shipment?: Maybe<Shipment>;
  /** How far it is. */
  state: WriteBackState;
  /** What is, or would be, written; a line of text in the language of the policy. */
  summary: Scalars['String']['output'];
};

/** A page of write-backs. */
export type WriteBackConnection = {
  __typename?: 'WriteBackConnection';
  /** Newest first. */
  nodes: Array<WriteBack>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** What is written to Odoo. */
export type WriteBackEffect =
  /** A to-do (activity). */
  | 'ACTIVITY'
  /** A line for staff in the chatter of a delivery. */
  | 'CHATTER'
  /** A draft invoice. */
  | 'INVOICE'
  /** The promised date of an order. */
  | 'PROMISE';

/** Which ones. */
export type WriteBackRetryInput = {
  /** 1 to 500 ids. */
  ids: Array<Scalars['ID']['input']>;
};

/** What became of it. */
export type WriteBackRetryPayload = {
  __typename?: 'WriteBackRetryPayload';
  /** BAD_USER_INPUT naming the field. */
  userErrors: Array<UserError>;
  /** Those that wait now; what had not failed, or is outside the viewer's scope, is not among them. */
  writeBacks: Array<WriteBack>;
};

/** How far something is that is wanted of Odoo. */
export type WriteBackState =
  /** It stands in Odoo. */
  | 'DONE'
  /** It is not wanted any more, or Odoo has it otherwise; `reason` says which. */
  | 'DROPPED'
  /** Odoo refused it: a person has to act, then writeBackRetry. */
  | 'FAILED'
  /** It would have been written: the policy says shadow. */
  | 'SHADOW'
  /** It is to be written. */
  | 'WAITING';



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
  Company: Company;
  Customer: Customer;
  Delivery: Delivery;
  Order: Order;
  OrderLine: OrderLine;
  Search: Search;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Company:
    ( { __typename: 'Company' }
    & GraphQLRecursivePick<FederationTypes['Company'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Delivery:
    ( { __typename: 'Delivery' }
    & GraphQLRecursivePick<FederationTypes['Delivery'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  OrderLine:
    ( { __typename: 'OrderLine' }
    & GraphQLRecursivePick<FederationTypes['OrderLine'], {"id":true}> );
  Search:
    ( { __typename: 'Search' }
    & GraphQLRecursivePick<FederationTypes['Search'], {"text":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Company: ResolverTypeWrapper<AccountRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Customer: ResolverTypeWrapper<CustomerRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CustomerConnection: ResolverTypeWrapper<Omit<CustomerConnection, 'nodes'> & { nodes: Array<ResolversTypes['Customer']> }>;
  CustomerEraseInput: CustomerEraseInput;
  CustomerErasePayload: ResolverTypeWrapper<Omit<CustomerErasePayload, 'customer'> & { customer?: Maybe<ResolversTypes['Customer']> }>;
  CustomerPhoneRevealInput: CustomerPhoneRevealInput;
  CustomerPhoneRevealPayload: ResolverTypeWrapper<Omit<CustomerPhoneRevealPayload, 'customer'> & { customer?: Maybe<ResolversTypes['Customer']> }>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Delivery: ResolverTypeWrapper<DeliveryNode>;
  DeliveryAddress: ResolverTypeWrapper<AddressRow>;
  DeliveryItem: ResolverTypeWrapper<ItemRow>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DeliveryKind: DeliveryKind;
  DeliveryPackage: ResolverTypeWrapper<DeliveryPackage>;
  DeliveryState: DeliveryState;
  DeliveryStep: ResolverTypeWrapper<Step>;
  DeliveryStepKind: DeliveryStepKind;
  DeliveryStepState: DeliveryStepState;
  InstantRange: InstantRange;
  InvoiceState: InvoiceState;
  Money: ResolverTypeWrapper<Money>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<OrderRow>;
  OrderAccessCreateInput: OrderAccessCreateInput;
  OrderAccessCreatePayload: ResolverTypeWrapper<OrderAccessCreatePayload>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'nodes'> & { nodes: Array<ResolversTypes['Order']> }>;
  OrderFilter: OrderFilter;
  OrderLine: ResolverTypeWrapper<LineRow>;
  OrderListExportInput: OrderListExportInput;
  OrderListExportPayload: ResolverTypeWrapper<OrderListExportPayload>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  OrderState: OrderState;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Search: ResolverTypeWrapper<OpenSearch>;
  SearchField: SearchField;
  SearchHit: ResolverTypeWrapper<FoundHit>;
  SearchHitConnection: ResolverTypeWrapper<Omit<SearchHitConnection, 'nodes'> & { nodes: Array<ResolversTypes['SearchHit']> }>;
  SearchMatch: SearchMatch;
  Shipment: ResolverTypeWrapper<Shipment>;
  ShopPromise: ResolverTypeWrapper<ShopPromiseRow>;
  UserError: ResolverTypeWrapper<UserError>;
  ViewerAccess: ViewerAccess;
  WriteBack: ResolverTypeWrapper<WriteBackRow>;
  WriteBackConnection: ResolverTypeWrapper<Omit<WriteBackConnection, 'nodes'> & { nodes: Array<ResolversTypes['WriteBack']> }>;
  WriteBackEffect: WriteBackEffect;
  WriteBackRetryInput: WriteBackRetryInput;
  WriteBackRetryPayload: ResolverTypeWrapper<Omit<WriteBackRetryPayload, 'writeBacks'> & { writeBacks: Array<ResolversTypes['WriteBack']> }>;
  WriteBackState: WriteBackState;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Company: AccountRow;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Customer: CustomerRow;
  Boolean: Scalars['Boolean']['output'];
  CustomerConnection: Omit<CustomerConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Customer']> };
  CustomerEraseInput: CustomerEraseInput;
  CustomerErasePayload: Omit<CustomerErasePayload, 'customer'> & { customer?: Maybe<ResolversParentTypes['Customer']> };
  CustomerPhoneRevealInput: CustomerPhoneRevealInput;
  CustomerPhoneRevealPayload: Omit<CustomerPhoneRevealPayload, 'customer'> & { customer?: Maybe<ResolversParentTypes['Customer']> };
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Delivery: DeliveryNode;
  DeliveryAddress: AddressRow;
  DeliveryItem: ItemRow;
  Float: Scalars['Float']['output'];
  DeliveryPackage: DeliveryPackage;
  DeliveryStep: Step;
  InstantRange: InstantRange;
  Money: Money;
  Mutation: Record<PropertyKey, never>;
  Order: OrderRow;
  OrderAccessCreateInput: OrderAccessCreateInput;
  OrderAccessCreatePayload: OrderAccessCreatePayload;
  OrderConnection: Omit<OrderConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Order']> };
  OrderFilter: OrderFilter;
  OrderLine: LineRow;
  OrderListExportInput: OrderListExportInput;
  OrderListExportPayload: OrderListExportPayload;
  Int: Scalars['Int']['output'];
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Search: OpenSearch;
  SearchHit: FoundHit;
  SearchHitConnection: Omit<SearchHitConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['SearchHit']> };
  Shipment: Shipment;
  ShopPromise: ShopPromiseRow;
  UserError: UserError;
  WriteBack: WriteBackRow;
  WriteBackConnection: Omit<WriteBackConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['WriteBack']> };
  WriteBackRetryInput: WriteBackRetryInput;
  WriteBackRetryPayload: Omit<WriteBackRetryPayload, 'writeBacks'> & { writeBacks: Array<ResolversParentTypes['WriteBack']> };
};

export type CompanyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Company'] = ResolversParentTypes['Company'], FederationReferenceType extends FederationReferenceTypes['Company'] = FederationReferenceTypes['Company']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Company']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasPhone?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  viewerAccess?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CustomerErasePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerErasePayload'] = ResolversParentTypes['CustomerErasePayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CustomerPhoneRevealPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CustomerPhoneRevealPayload'] = ResolversParentTypes['CustomerPhoneRevealPayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DeliveryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery'], FederationReferenceType extends FederationReferenceTypes['Delivery'] = FederationReferenceTypes['Delivery']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Delivery']> | FederationReferenceType, FederationReferenceType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  backorderOf?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  carrierName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  carrierPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  items?: Resolver<Maybe<Array<ResolversTypes['DeliveryItem']>>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DeliveryKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  packages?: Resolver<Maybe<Array<ResolversTypes['DeliveryPackage']>>, ParentType, ContextType>;
  returnOf?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  scheduledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryState'], ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['DeliveryStep']>, ParentType, ContextType>;
};

export type DeliveryAddressResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeliveryAddress'] = ResolversParentTypes['DeliveryAddress']> = {
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  street2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeliveryItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeliveryItem'] = ResolversParentTypes['DeliveryItem']> = {
  countsAsLine?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeliveryPackageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeliveryPackage'] = ResolversParentTypes['DeliveryPackage']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeliveryStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeliveryStep'] = ResolversParentTypes['DeliveryStep']> = {
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DeliveryStepKind'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryStepState'], ParentType, ContextType>;
  transferNames?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  customerErase?: Resolver<ResolversTypes['CustomerErasePayload'], ParentType, ContextType, RequireFields<MutationCustomerEraseArgs, 'input'>>;
  customerPhoneReveal?: Resolver<ResolversTypes['CustomerPhoneRevealPayload'], ParentType, ContextType, RequireFields<MutationCustomerPhoneRevealArgs, 'input'>>;
  orderAccessCreate?: Resolver<ResolversTypes['OrderAccessCreatePayload'], ParentType, ContextType, RequireFields<MutationOrderAccessCreateArgs, 'input'>>;
  orderListExport?: Resolver<ResolversTypes['OrderListExportPayload'], ParentType, ContextType, RequireFields<MutationOrderListExportArgs, 'input'>>;
  writeBackRetry?: Resolver<ResolversTypes['WriteBackRetryPayload'], ParentType, ContextType, RequireFields<MutationWriteBackRetryArgs, 'input'>>;
};

export type OrderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  company?: Resolver<ResolversTypes['Company'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  customerReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deliveries?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType>;
  deliveryAddress?: Resolver<Maybe<ResolversTypes['DeliveryAddress']>, ParentType, ContextType>;
  deliveryMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstPromisedDeliveryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoiceState?: Resolver<Maybe<ResolversTypes['InvoiceState']>, ParentType, ContextType>;
  lines?: Resolver<Maybe<Array<ResolversTypes['OrderLine']>>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  placedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  promisedDeliveryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  shopPromises?: Resolver<Array<ResolversTypes['ShopPromise']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['OrderState'], ParentType, ContextType>;
  stepsBeforeDelivery?: Resolver<Array<ResolversTypes['DeliveryStep']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  viewerAccess?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
  writeBacks?: Resolver<Maybe<Array<ResolversTypes['WriteBack']>>, ParentType, ContextType>;
};

export type OrderAccessCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderAccessCreatePayload'] = ResolversParentTypes['OrderAccessCreatePayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine'], FederationReferenceType extends FederationReferenceTypes['OrderLine'] = FederationReferenceTypes['OrderLine']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['OrderLine']> | FederationReferenceType, FederationReferenceType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isShippable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  quantityDelivered?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  quantityOrdered?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderListExportPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderListExportPayload'] = ResolversParentTypes['OrderListExportPayload']> = {
  isCut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orderByName?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderByNameArgs, 'name'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrdersArgs, 'first'>>;
  search?: Resolver<ResolversTypes['Search'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'text'>>;
  writeBacks?: Resolver<ResolversTypes['WriteBackConnection'], ParentType, ContextType, RequireFields<QueryWriteBacksArgs, 'first' | 'states'>>;
};

export type SearchResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Search'] = ResolversParentTypes['Search'], FederationReferenceType extends FederationReferenceTypes['Search'] = FederationReferenceTypes['Search']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Search']> | FederationReferenceType, FederationReferenceType, ContextType>;
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, RequireFields<SearchCustomersArgs, 'first'>>;
  hits?: Resolver<ResolversTypes['SearchHitConnection'], ParentType, ContextType, RequireFields<SearchHitsArgs, 'first'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<SearchOrdersArgs, 'first'>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchHitResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SearchHit'] = ResolversParentTypes['SearchHit']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['SearchField'], ParentType, ContextType>;
  match?: Resolver<ResolversTypes['SearchMatch'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type SearchHitConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SearchHitConnection'] = ResolversParentTypes['SearchHitConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['SearchHit']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ShopPromiseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ShopPromise'] = ResolversParentTypes['ShopPromise']> = {
  isOurs?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  promisedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  toldAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WriteBackResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WriteBack'] = ResolversParentTypes['WriteBack']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  effect?: Resolver<ResolversTypes['WriteBackEffect'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isAtDelivery?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  odooId?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WriteBackState'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WriteBackConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WriteBackConnection'] = ResolversParentTypes['WriteBackConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['WriteBack']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WriteBackRetryPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WriteBackRetryPayload'] = ResolversParentTypes['WriteBackRetryPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  writeBacks?: Resolver<Array<ResolversTypes['WriteBack']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Company?: CompanyResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerErasePayload?: CustomerErasePayloadResolvers<ContextType>;
  CustomerPhoneRevealPayload?: CustomerPhoneRevealPayloadResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryAddress?: DeliveryAddressResolvers<ContextType>;
  DeliveryItem?: DeliveryItemResolvers<ContextType>;
  DeliveryPackage?: DeliveryPackageResolvers<ContextType>;
  DeliveryStep?: DeliveryStepResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderAccessCreatePayload?: OrderAccessCreatePayloadResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderListExportPayload?: OrderListExportPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Search?: SearchResolvers<ContextType>;
  SearchHit?: SearchHitResolvers<ContextType>;
  SearchHitConnection?: SearchHitConnectionResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  ShopPromise?: ShopPromiseResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WriteBack?: WriteBackResolvers<ContextType>;
  WriteBackConnection?: WriteBackConnectionResolvers<ContextType>;
  WriteBackRetryPayload?: WriteBackRetryPayloadResolvers<ContextType>;
};

