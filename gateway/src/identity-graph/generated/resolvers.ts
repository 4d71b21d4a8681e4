import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ViewerClaims } from '@milepost/service-kit';
import type { ClientRow, SecretRow } from '../api-client/api-clients.ts';
import type { PersonRow, SessionRow } from '../session/sessions.ts';
import type { LinkRow } from '../order-access/order-links.ts';
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

/** A partner system that signs in by itself. */
export type ApiClient = {
  __typename?: 'ApiClient';
  /** What the partner sends as client_id. Not secret. */
  clientId: Scalars['String']['output'];
  /** The companies of ours that it is limited to; null without such a limit. */
  companies?: Maybe<Array<Company>>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The customer accounts that it is limited to; null without such a limit. */
  customers?: Maybe<Array<Customer>>;
  /** Since when it is disabled; null when it is not. */
  disabledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** When a token was last fetched; null when none ever was. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name for colleagues. */
  name: Scalars['String']['output'];
  /** The regions that it is limited to; null without such a limit. */
  regions?: Maybe<Array<Scalars['String']['output']>>;
  /** What it may do; a token can ask for less. */
  scopes: Array<Scalars['String']['output']>;
  /** Its secrets, the live ones first, at most 20. Never the secrets themselves. */
  secrets: Array<ApiClientSecret>;
};

/** Partner clients. */
export type ApiClientConnection = {
  __typename?: 'ApiClientConnection';
  /** The clients of this page. */
  nodes: Array<ApiClient>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

export type ApiClientCreateInput = {
  /** Whose orders it may see. */
  limits: ApiClientLimitsInput;
  /** Name for colleagues, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** What it may do, at least one of apiScopes. */
  scopes: Array<Scalars['String']['input']>;
};

export type ApiClientInput = {
  /** The client. */
  clientId: Scalars['ID']['input'];
};

/** What a client is limited to: the orders that fit every list that is given. */
export type ApiClientLimitsInput = {
  /** Companies of ours, at most 100; any company when left out. */
  companyIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Customer accounts, at most 300; any customer when left out. */
  customerIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Must be true for a client without any limit, so that nobody makes one by leaving something out. */
  isUnlimited?: InputMaybe<Scalars['Boolean']['input']>;
  /** Regions, at most 50; any region when left out. */
  regions?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What mutations of a client answer. */
export type ApiClientPayload = {
  __typename?: 'ApiClientPayload';
  /** The client as it is now; null when there is none. */
  client?: Maybe<ApiClient>;
  /** CLIENT_NOT_FOUND. Input that cannot be used is an error BAD_USER_INPUT that names the field. */
  userErrors: Array<UserError>;
};

/** A secret of a partner client, without what makes it one. */
export type ApiClientSecret = {
  __typename?: 'ApiClientSecret';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it ends by itself; null when it does not. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its last four characters, to tell secrets apart. */
  hint: Scalars['String']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** True while it can fetch tokens, as far as the client may. */
  isLive: Scalars['Boolean']['output'];
  /** The network address that it was last used from; null when it never was. */
  lastUsedAddress?: Maybe<Scalars['String']['output']>;
  /** When it last fetched a token; null when it never did. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When somebody ended it; null while nobody has. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type ApiClientSecretCreateInput = {
  /** The client. */
  clientId: Scalars['ID']['input'];
  /** When it ends by itself; a year from now when left out, at most two years. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What apiClientSecretCreate answers. */
export type ApiClientSecretCreatePayload = {
  __typename?: 'ApiClientSecretCreatePayload';
  /** The secret that was made; null when none was. */
  secret?: Maybe<ApiClientSecret>;
  /** CLIENT_NOT_FOUND; TOO_MANY_SECRETS when five live already. */
  userErrors: Array<UserError>;
  /** The secret itself. It is shown here and never again: only a hash is kept. */
  value?: Maybe<Scalars['String']['output']>;
};

/** What apiClientSecretRevoke answers. */
export type ApiClientSecretPayload = {
  __typename?: 'ApiClientSecretPayload';
  /** The secret that has ended; null when there is none. */
  secret?: Maybe<ApiClientSecret>;
  /** SECRET_NOT_FOUND when there is none. */
  userErrors: Array<UserError>;
};

export type ApiClientSecretRevokeInput = {
  /** The secret. */
  secretId: Scalars['ID']['input'];
};

export type ApiClientUpdateInput = {
  /** The client. */
  clientId: Scalars['ID']['input'];
  /** Whose orders it may see from now on. */
  limits?: InputMaybe<ApiClientLimitsInput>;
  /** Name for colleagues, 1 to 100 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** All that it may do from now on, at least one of apiScopes. */
  scopes?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Something that a partner client can be granted. */
export type ApiScope = {
  __typename?: 'ApiScope';
  /** What it lets a client do. */
  description: Scalars['String']['output'];
  /** As it stands in requests for tokens, for example shipments:read. */
  name: Scalars['String']['output'];
};

export type Company = Node & {
  __typename?: 'Company';
  id: Scalars['ID']['output'];
};

export type Customer = Node & {
  __typename?: 'Customer';
  id: Scalars['ID']['output'];
};

export type Delivery = Node & {
  __typename?: 'Delivery';
  id: Scalars['ID']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Makes a partner client, without a secret yet. */
  apiClientCreate: ApiClientPayload;
  /** Ends a client's tokens and refuses it new ones, until it is enabled. */
  apiClientDisable: ApiClientPayload;
  /** Lets a disabled client come again. Tokens from before stay dead. */
  apiClientEnable: ApiClientPayload;
  /** Makes another secret, shown in this answer only. At most five live at once, so that one can replace another without an outage. */
  apiClientSecretCreate: ApiClientSecretCreatePayload;
  /** Ends a secret, and with it all running tokens of its client, because nobody knows which of them it fetched. */
  apiClientSecretRevoke: ApiClientSecretPayload;
  /** Changes name, scopes or limits. What is left out stays. Tokens that were granted more, or less, end at once. */
  apiClientUpdate: ApiClientPayload;
  /** Level L3 for the code that was sent. A code is good for ten minutes, five tries and the session that asked for it. */
  orderCodeConfirm: OrderOpenPayload;
  /**
   * Sends a one-time code to the e-mail address on file of an order that the viewer holds at level L1 or L2. Who can read it proves more than a number and a
   * postcode: `orderCodeConfirm` turns it into level L3.
   */
  orderCodeRequest: OrderCodeRequestPayload;
  /**
   * Makes a link that opens one order for whoever has it. Agents and operators who see the order: to put into a mail, at level L2 unless said otherwise. Customers who hold the order at level L2 or L3:
   * to share it, at level L0 or L1.
   */
  orderLinkCreate: OrderLinkCreatePayload;
  /** Opens a link: access to its order at the link's level. Anybody may try; a link that has ended and one that never was get the same answer. */
  orderLinkOpen: OrderOpenPayload;
  /** Ends a link at once, and with it every access that it gave, and every link that was made by such an access. Whoever may make links of an order ends those that `Order.links` shows them. */
  orderLinkRevoke: OrderLinkRevokePayload;
  /**
   * Begins a look at an order as its customer sees it: ten minutes, for the session that asks and nobody else, reading only. On record before it is answered. The portal shows it at
   * `/orders/<order>/view/<view>`. For agents and operators who see the order.
   */
  orderViewCreate: OrderViewCreatePayload;
  /** Ends one session, on every device and instance at once. The viewer's own; for operators of the whole installation also another person's. */
  sessionRevoke: SessionRevokePayload;
  /** Ends all sessions of the viewer, or for operators of the whole installation of another person. */
  sessionsRevokeAll: SessionsRevokeAllPayload;
};


export type MutationApiClientCreateArgs = {
  input: ApiClientCreateInput;
};


export type MutationApiClientDisableArgs = {
  input: ApiClientInput;
};


export type MutationApiClientEnableArgs = {
  input: ApiClientInput;
};


export type MutationApiClientSecretCreateArgs = {
  input: ApiClientSecretCreateInput;
};


export type MutationApiClientSecretRevokeArgs = {
  input: ApiClientSecretRevokeInput;
};


export type MutationApiClientUpdateArgs = {
  input: ApiClientUpdateInput;
};


export type MutationOrderCodeConfirmArgs = {
  input: OrderCodeConfirmInput;
};


export type MutationOrderCodeRequestArgs = {
  input: OrderCodeRequestInput;
};


export type MutationOrderLinkCreateArgs = {
  input: OrderLinkCreateInput;
};


export type MutationOrderLinkOpenArgs = {
  input: OrderLinkOpenInput;
};


export type MutationOrderLinkRevokeArgs = {
  input: OrderLinkRevokeInput;
};


export type MutationOrderViewCreateArgs = {
  input: OrderViewCreateInput;
};


export type MutationSessionRevokeArgs = {
  input: SessionRevokeInput;
};


export type MutationSessionsRevokeAllArgs = {
  input: SessionsRevokeAllInput;
};

/** What has an id of its own. */
export type Node = {
  /** Opaque id, unique over all types. */
  id: Scalars['ID']['output'];
};

export type Order = Node & {
  __typename?: 'Order';
  id: Scalars['ID']['output'];
  /** Links that open this order, newest first, at most 100. Agents and operators see all; customers who hold the order at level L2 or L3 those that customers made; null for everybody else. */
  links?: Maybe<Array<OrderLink>>;
};

export type OrderCodeConfirmInput = {
  /** The six digits; spaces do not matter. */
  code: Scalars['String']['input'];
  /** What orderCodeRequest answered. */
  codeId: Scalars['ID']['input'];
};

export type OrderCodeRequestInput = {
  /** The order, which the viewer holds already. */
  orderId: Scalars['ID']['input'];
};

/** What orderCodeRequest answers. */
export type OrderCodeRequestPayload = {
  __typename?: 'OrderCodeRequestPayload';
  /** Names the code in orderCodeConfirm; null when none was sent. */
  codeId?: Maybe<Scalars['ID']['output']>;
  /** When the code ends; null when none was sent. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** ORDER_ACCESS_DENIED when the viewer does not hold the order; NO_ADDRESS when none is on file; RATE_LIMITED; MAIL_OFF when this installation sends no mails. */
  userErrors: Array<UserError>;
};

export type OrderLine = Node & {
  __typename?: 'OrderLine';
  id: Scalars['ID']['output'];
};

/** A link that opens one order. */
export type OrderLink = {
  __typename?: 'OrderLink';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it ends by itself. */
  expiresAt: Scalars['DateTime']['output'];
  /** When it was first opened; null while it never was. */
  firstUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id; not the link itself. */
  id: Scalars['ID']['output'];
  /** When it was last opened; null while it never was. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** At which level it opens the order: L0, L1 or L2. */
  level: ViewerAccess;
  /** Whose link it is. */
  madeBy: OrderLinkMaker;
  /** The order it opens. */
  order: Order;
  /** What it is for, in the words of whoever made it; empty when a customer gave none. */
  purpose: Scalars['String']['output'];
  /** When somebody ended it; null while nobody has. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How often it was opened. */
  uses: Scalars['Int']['output'];
};

export type OrderLinkCreateInput = {
  /**
   * When the link ends by itself. Of the team: 30 days from now when left out, at most a year. Of a customer: 7 days when left out, at least one hour, at most 30 days; never later than the link by which
   * the customer came.
   */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What the link shows. Of the team: L0 to L2, L2 when left out. Of a customer: L0 or L1, L1 when left out. */
  level?: InputMaybe<ViewerAccess>;
  /** The order to open. */
  orderId: Scalars['ID']['input'];
  /** What it is for. Of the team: 1 to 200 characters, for colleagues, customers do not see it. Of a customer: at most 80 characters, may be left out; whoever else may share the order sees it. */
  purpose?: InputMaybe<Scalars['String']['input']>;
};

/** What orderLinkCreate answers. */
export type OrderLinkCreatePayload = {
  __typename?: 'OrderLinkCreatePayload';
  /** The link; null when it was not made. */
  link?: Maybe<OrderLink>;
  /** Its address. It is shown here and never again: only a hash is kept. */
  url?: Maybe<Scalars['String']['output']>;
  /**
   * ORDER_NOT_FOUND when there is none that the viewer may make links of; TOO_MANY_LINKS when customers made as many of this order as there may be (10 that live, 30 a day). Input that cannot be used is
   * an error BAD_USER_INPUT that names the field.
   */
  userErrors: Array<UserError>;
};

/** Who made a link to an order. */
export type OrderLinkMaker =
  /** Somebody signed in with an account of the customer. */
  | 'ACCOUNT'
  /** Somebody who proved the address on file by a one-time code. */
  | 'CODE'
  /** Somebody who came by a link of the team. */
  | 'LINK'
  /** An agent or operator. */
  | 'TEAM';

export type OrderLinkOpenInput = {
  /** The last part of the link's address. */
  token: Scalars['String']['input'];
};

export type OrderLinkRevokeInput = {
  /** The link, as `Order.links` names it. */
  linkId: Scalars['ID']['input'];
};

/** What orderLinkRevoke answers. */
export type OrderLinkRevokePayload = {
  __typename?: 'OrderLinkRevokePayload';
  /** The link that has ended; null when there is none. */
  link?: Maybe<OrderLink>;
  /** LINK_NOT_FOUND when there is none that the viewer may end. */
  userErrors: Array<UserError>;
};

/** Access to one order. */
export type OrderOpenPayload = {
  __typename?: 'OrderOpenPayload';
  /** When the access ends; null when refused. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** At which level the token reads it; null when refused. */
  level?: Maybe<ViewerAccess>;
  /** Id of the order; null when refused. An id and no object: the token, not this viewer, may read it. */
  orderId?: Maybe<Scalars['ID']['output']>;
  /** A bearer token for this one order; null when refused. It never belongs in an address. */
  token?: Maybe<Scalars['String']['output']>;
  /** LINK_ENDED, CODE_WRONG, CODE_ENDED; RATE_LIMITED. */
  userErrors: Array<UserError>;
};

export type OrderViewCreateInput = {
  /** The order to look at. */
  orderId: Scalars['ID']['input'];
};

/** What orderViewCreate answers. */
export type OrderViewCreatePayload = {
  __typename?: 'OrderViewCreatePayload';
  /** When it ends by itself; null when none was begun. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** ORDER_NOT_FOUND when there is none in the viewer's scope, and for everybody but agents and operators. */
  userErrors: Array<UserError>;
  /** Names the look; no secret: it holds for the session that began it. Null when none was begun. */
  viewId?: Maybe<Scalars['ID']['output']>;
};

/** Where a page ends. Give endCursor as `after` to read the next one. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row of this page; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when at least one more row follows. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** Somebody who can sign in. */
export type Person = {
  __typename?: 'Person';
  /** E-mail address to sign in with. */
  email: Scalars['String']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Name, as colleagues or Odoo know it. */
  name: Scalars['String']['output'];
  /** Where the person is signed in, the latest first. */
  sessions: SessionConnection;
};


/** Somebody who can sign in. */
export type PersonSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Query = {
  __typename?: 'Query';
  /** A partner client by its id; null when there is none. For operators of the whole installation. */
  apiClient?: Maybe<ApiClient>;
  /** Partner clients by name. For operators of the whole installation. */
  apiClients: ApiClientConnection;
  /** What partner clients can be granted. */
  apiScopes: Array<ApiScope>;
  /** Anything by its id; null when it does not exist, or is outside the viewer's scope. */
  node?: Maybe<Node>;
  /** A person by the e-mail address they sign in with; null when there is none. For operators of the whole installation. */
  personByEmail?: Maybe<Person>;
  /** Where the viewer is signed in, the latest first. Empty for whoever did not sign in as a person. */
  sessions: SessionConnection;
  /** Who asks, as the gateway knows it. */
  viewer: Viewer;
};


export type QueryApiClientArgs = {
  id: Scalars['ID']['input'];
};


export type QueryApiClientsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPersonByEmailArgs = {
  email: Scalars['String']['input'];
};


export type QuerySessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Somebody who is signed in somewhere. */
export type Session = {
  __typename?: 'Session';
  /** The network address that the person signed in from; null when it is not known. */
  address?: Maybe<Scalars['String']['output']>;
  /** When the person signed in. */
  createdAt: Scalars['DateTime']['output'];
  /** Browser and system as the browser names itself, for example `Firefox on Windows`; null when it said nothing. */
  device?: Maybe<Scalars['String']['output']>;
  /** When it ends by itself, unless it is used before. */
  endsAt: Scalars['DateTime']['output'];
  /** Opaque id; not the cookie. */
  id: Scalars['ID']['output'];
  /** True for the session that asks. */
  isCurrent: Scalars['Boolean']['output'];
  /** When it was last used, to within half a minute; the sign-in when it has not been used since. */
  lastUsedAt: Scalars['DateTime']['output'];
};

/** Sessions of one person. */
export type SessionConnection = {
  __typename?: 'SessionConnection';
  /** The sessions of this page. */
  nodes: Array<Session>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

export type SessionRevokeInput = {
  /** The session to end. */
  sessionId: Scalars['ID']['input'];
};

/** What sessionRevoke answers. */
export type SessionRevokePayload = {
  __typename?: 'SessionRevokePayload';
  /** The session that has ended; null when there was none. */
  sessionId?: Maybe<Scalars['ID']['output']>;
  /** SESSION_NOT_FOUND when there is none, or it is another person's. */
  userErrors: Array<UserError>;
};

export type SessionsRevokeAllInput = {
  /** Ends the session that asks, too. */
  includeCurrent?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whose; the viewer's own when left out. Another person's is for operators of the whole installation. */
  personId?: InputMaybe<Scalars['ID']['input']>;
};

/** What sessionsRevokeAll answers. */
export type SessionsRevokeAllPayload = {
  __typename?: 'SessionsRevokeAllPayload';
  /** How many sessions have ended. */
  count: Scalars['Int']['output'];
  /** PERSON_NOT_FOUND when there is none. */
  userErrors: Array<UserError>;
};

export type Shipment = Node & {
  __typename?: 'Shipment';
  id: Scalars['ID']['output'];
};

/** An outcome the caller can expect, beside or instead of the result. */
export type UserError = {
  __typename?: 'UserError';
  /** One of the documented codes, for example LINK_ENDED. */
  code: Scalars['String']['output'];
  /** Path of the input field that caused it; null when none did. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  /** A sentence for a person; may change. */
  message: Scalars['String']['output'];
};

/** Who asks, and what that lets them see. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The highest level at which the viewer sees what is in scope. */
  access: ViewerAccess;
  /** The companies of ours that the viewer is limited to; null without such a limit. */
  companies?: Maybe<Array<Company>>;
  /** The customer accounts that the viewer is limited to; null without such a limit. */
  customers?: Maybe<Array<Customer>>;
  /** When the session ends; later, another sign-in, link or token is needed. Null for an anonymous viewer. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** The regions that the viewer is limited to; null without such a limit. */
  regions?: Maybe<Array<Scalars['String']['output']>>;
  /** What kind of client it is. */
  role: ViewerRole;
  /** What a partner's token was granted, for example shipments:read. Empty for people. */
  scopes: Array<Scalars['String']['output']>;
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

/** Kinds of clients. */
export type ViewerRole =
  /** Customer service. */
  | 'AGENT'
  /** Nobody in particular: sees what a tracking number alone shows. */
  | 'ANONYMOUS'
  /** An end customer, by an account, a link or a proved order. */
  | 'CUSTOMER'
  /** Keeps data flowing. */
  | 'OPERATOR'
  /** A partner system. */
  | 'PARTNER';



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
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( Company )
    | ( Customer )
    | ( Delivery )
    | ( Omit<Order, 'links'> & { links?: Maybe<Array<_RefType['OrderLink']>> } )
    | ( OrderLine )
    | ( Shipment )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiClient: ResolverTypeWrapper<ClientRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ApiClientConnection: ResolverTypeWrapper<Omit<ApiClientConnection, 'nodes'> & { nodes: Array<ResolversTypes['ApiClient']> }>;
  ApiClientCreateInput: ApiClientCreateInput;
  ApiClientInput: ApiClientInput;
  ApiClientLimitsInput: ApiClientLimitsInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ApiClientPayload: ResolverTypeWrapper<Omit<ApiClientPayload, 'client'> & { client?: Maybe<ResolversTypes['ApiClient']> }>;
  ApiClientSecret: ResolverTypeWrapper<SecretRow>;
  ApiClientSecretCreateInput: ApiClientSecretCreateInput;
  ApiClientSecretCreatePayload: ResolverTypeWrapper<Omit<ApiClientSecretCreatePayload, 'secret'> & { secret?: Maybe<ResolversTypes['ApiClientSecret']> }>;
  ApiClientSecretPayload: ResolverTypeWrapper<Omit<ApiClientSecretPayload, 'secret'> & { secret?: Maybe<ResolversTypes['ApiClientSecret']> }>;
  ApiClientSecretRevokeInput: ApiClientSecretRevokeInput;
  ApiClientUpdateInput: ApiClientUpdateInput;
  ApiScope: ResolverTypeWrapper<ApiScope>;
  Company: ResolverTypeWrapper<Company>;
  Customer: ResolverTypeWrapper<Customer>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Delivery: ResolverTypeWrapper<Delivery>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Order: ResolverTypeWrapper<Omit<Order, 'links'> & { links?: Maybe<Array<ResolversTypes['OrderLink']>> }>;
  OrderCodeConfirmInput: OrderCodeConfirmInput;
  OrderCodeRequestInput: OrderCodeRequestInput;
  OrderCodeRequestPayload: ResolverTypeWrapper<OrderCodeRequestPayload>;
  OrderLine: ResolverTypeWrapper<OrderLine>;
  OrderLink: ResolverTypeWrapper<LinkRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  OrderLinkCreateInput: OrderLinkCreateInput;
  OrderLinkCreatePayload: ResolverTypeWrapper<Omit<OrderLinkCreatePayload, 'link'> & { link?: Maybe<ResolversTypes['OrderLink']> }>;
  OrderLinkMaker: OrderLinkMaker;
  OrderLinkOpenInput: OrderLinkOpenInput;
  OrderLinkRevokeInput: OrderLinkRevokeInput;
  OrderLinkRevokePayload: ResolverTypeWrapper<Omit<OrderLinkRevokePayload, 'link'> & { link?: Maybe<ResolversTypes['OrderLink']> }>;
  OrderOpenPayload: ResolverTypeWrapper<OrderOpenPayload>;
  OrderViewCreateInput: OrderViewCreateInput;
  OrderViewCreatePayload: ResolverTypeWrapper<OrderViewCreatePayload>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Person: ResolverTypeWrapper<PersonRow>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Session: ResolverTypeWrapper<SessionRow>;
  SessionConnection: ResolverTypeWrapper<Omit<SessionConnection, 'nodes'> & { nodes: Array<ResolversTypes['Session']> }>;
  SessionRevokeInput: SessionRevokeInput;
  SessionRevokePayload: ResolverTypeWrapper<SessionRevokePayload>;
  SessionsRevokeAllInput: SessionsRevokeAllInput;
  SessionsRevokeAllPayload: ResolverTypeWrapper<SessionsRevokeAllPayload>;
  Shipment: ResolverTypeWrapper<Shipment>;
  UserError: ResolverTypeWrapper<UserError>;
  Viewer: ResolverTypeWrapper<ViewerClaims>;
  ViewerAccess: ViewerAccess;
  ViewerRole: ViewerRole;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiClient: ClientRow;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  ApiClientConnection: Omit<ApiClientConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['ApiClient']> };
  ApiClientCreateInput: ApiClientCreateInput;
  ApiClientInput: ApiClientInput;
  ApiClientLimitsInput: ApiClientLimitsInput;
  Boolean: Scalars['Boolean']['output'];
  ApiClientPayload: Omit<ApiClientPayload, 'client'> & { client?: Maybe<ResolversParentTypes['ApiClient']> };
  ApiClientSecret: SecretRow;
  ApiClientSecretCreateInput: ApiClientSecretCreateInput;
  ApiClientSecretCreatePayload: Omit<ApiClientSecretCreatePayload, 'secret'> & { secret?: Maybe<ResolversParentTypes['ApiClientSecret']> };
  ApiClientSecretPayload: Omit<ApiClientSecretPayload, 'secret'> & { secret?: Maybe<ResolversParentTypes['ApiClientSecret']> };
  ApiClientSecretRevokeInput: ApiClientSecretRevokeInput;
  ApiClientUpdateInput: ApiClientUpdateInput;
  ApiScope: ApiScope;
  Company: Company;
  Customer: Customer;
  DateTime: Scalars['DateTime']['output'];
  Delivery: Delivery;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Order: Omit<Order, 'links'> & { links?: Maybe<Array<ResolversParentTypes['OrderLink']>> } | FederationReferenceTypes['Order'];
  OrderCodeConfirmInput: OrderCodeConfirmInput;
  OrderCodeRequestInput: OrderCodeRequestInput;
  OrderCodeRequestPayload: OrderCodeRequestPayload;
  OrderLine: OrderLine;
  OrderLink: LinkRow;
  Int: Scalars['Int']['output'];
  OrderLinkCreateInput: OrderLinkCreateInput;
  OrderLinkCreatePayload: Omit<OrderLinkCreatePayload, 'link'> & { link?: Maybe<ResolversParentTypes['OrderLink']> };
  OrderLinkOpenInput: OrderLinkOpenInput;
  OrderLinkRevokeInput: OrderLinkRevokeInput;
  OrderLinkRevokePayload: Omit<OrderLinkRevokePayload, 'link'> & { link?: Maybe<ResolversParentTypes['OrderLink']> };
  OrderOpenPayload: OrderOpenPayload;
  OrderViewCreateInput: OrderViewCreateInput;
  OrderViewCreatePayload: OrderViewCreatePayload;
  PageInfo: PageInfo;
  Person: PersonRow;
  Query: Record<PropertyKey, never>;
  Session: SessionRow;
  SessionConnection: Omit<SessionConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Session']> };
  SessionRevokeInput: SessionRevokeInput;
  SessionRevokePayload: SessionRevokePayload;
  SessionsRevokeAllInput: SessionsRevokeAllInput;
  SessionsRevokeAllPayload: SessionsRevokeAllPayload;
  Shipment: Shipment;
  UserError: UserError;
  Viewer: ViewerClaims;
};

export type ApiClientResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClient'] = ResolversParentTypes['ApiClient']> = {
  clientId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  companies?: Resolver<Maybe<Array<ResolversTypes['Company']>>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customers?: Resolver<Maybe<Array<ResolversTypes['Customer']>>, ParentType, ContextType>;
  disabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  regions?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  secrets?: Resolver<Array<ResolversTypes['ApiClientSecret']>, ParentType, ContextType>;
};

export type ApiClientConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClientConnection'] = ResolversParentTypes['ApiClientConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ApiClient']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApiClientPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClientPayload'] = ResolversParentTypes['ApiClientPayload']> = {
  client?: Resolver<Maybe<ResolversTypes['ApiClient']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiClientSecretResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClientSecret'] = ResolversParentTypes['ApiClientSecret']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isLive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ApiClientSecretCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClientSecretCreatePayload'] = ResolversParentTypes['ApiClientSecretCreatePayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['ApiClientSecret']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiClientSecretPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiClientSecretPayload'] = ResolversParentTypes['ApiClientSecretPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['ApiClientSecret']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiScopeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ApiScope'] = ResolversParentTypes['ApiScope']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CompanyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Company'] = ResolversParentTypes['Company']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeliveryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  apiClientCreate?: Resolver<ResolversTypes['ApiClientPayload'], ParentType, ContextType, RequireFields<MutationApiClientCreateArgs, 'input'>>;
  apiClientDisable?: Resolver<ResolversTypes['ApiClientPayload'], ParentType, ContextType, RequireFields<MutationApiClientDisableArgs, 'input'>>;
  apiClientEnable?: Resolver<ResolversTypes['ApiClientPayload'], ParentType, ContextType, RequireFields<MutationApiClientEnableArgs, 'input'>>;
  apiClientSecretCreate?: Resolver<ResolversTypes['ApiClientSecretCreatePayload'], ParentType, ContextType, RequireFields<MutationApiClientSecretCreateArgs, 'input'>>;
  apiClientSecretRevoke?: Resolver<ResolversTypes['ApiClientSecretPayload'], ParentType, ContextType, RequireFields<MutationApiClientSecretRevokeArgs, 'input'>>;
  apiClientUpdate?: Resolver<ResolversTypes['ApiClientPayload'], ParentType, ContextType, RequireFields<MutationApiClientUpdateArgs, 'input'>>;
  orderCodeConfirm?: Resolver<ResolversTypes['OrderOpenPayload'], ParentType, ContextType, RequireFields<MutationOrderCodeConfirmArgs, 'input'>>;
  orderCodeRequest?: Resolver<ResolversTypes['OrderCodeRequestPayload'], ParentType, ContextType, RequireFields<MutationOrderCodeRequestArgs, 'input'>>;
  orderLinkCreate?: Resolver<ResolversTypes['OrderLinkCreatePayload'], ParentType, ContextType, RequireFields<MutationOrderLinkCreateArgs, 'input'>>;
  orderLinkOpen?: Resolver<ResolversTypes['OrderOpenPayload'], ParentType, ContextType, RequireFields<MutationOrderLinkOpenArgs, 'input'>>;
  orderLinkRevoke?: Resolver<ResolversTypes['OrderLinkRevokePayload'], ParentType, ContextType, RequireFields<MutationOrderLinkRevokeArgs, 'input'>>;
  orderViewCreate?: Resolver<ResolversTypes['OrderViewCreatePayload'], ParentType, ContextType, RequireFields<MutationOrderViewCreateArgs, 'input'>>;
  sessionRevoke?: Resolver<ResolversTypes['SessionRevokePayload'], ParentType, ContextType, RequireFields<MutationSessionRevokeArgs, 'input'>>;
  sessionsRevokeAll?: Resolver<ResolversTypes['SessionsRevokeAllPayload'], ParentType, ContextType, RequireFields<MutationSessionsRevokeAllArgs, 'input'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Company' | 'Customer' | 'Delivery' | 'Order' | 'OrderLine' | 'Shipment', ParentType, ContextType>;
};

export type OrderResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  links?: Resolver<Maybe<Array<ResolversTypes['OrderLink']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderCodeRequestPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderCodeRequestPayload'] = ResolversParentTypes['OrderCodeRequestPayload']> = {
  codeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderLinkResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLink'] = ResolversParentTypes['OrderLink']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  firstUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  level?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
  madeBy?: Resolver<ResolversTypes['OrderLinkMaker'], ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderLinkCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLinkCreatePayload'] = ResolversParentTypes['OrderLinkCreatePayload']> = {
  link?: Resolver<Maybe<ResolversTypes['OrderLink']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderLinkRevokePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderLinkRevokePayload'] = ResolversParentTypes['OrderLinkRevokePayload']> = {
  link?: Resolver<Maybe<ResolversTypes['OrderLink']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderOpenPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderOpenPayload'] = ResolversParentTypes['OrderOpenPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['ViewerAccess']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderViewCreatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OrderViewCreatePayload'] = ResolversParentTypes['OrderViewCreatePayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PersonResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person']> = {
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<PersonSessionsArgs, 'first'>>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiClient?: Resolver<Maybe<ResolversTypes['ApiClient']>, ParentType, ContextType, RequireFields<QueryApiClientArgs, 'id'>>;
  apiClients?: Resolver<ResolversTypes['ApiClientConnection'], ParentType, ContextType, RequireFields<QueryApiClientsArgs, 'first'>>;
  apiScopes?: Resolver<Array<ResolversTypes['ApiScope']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  personByEmail?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryPersonByEmailArgs, 'email'>>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<QuerySessionsArgs, 'first'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Session']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SessionRevokePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionRevokePayload'] = ResolversParentTypes['SessionRevokePayload']> = {
  sessionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SessionsRevokeAllPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionsRevokeAllPayload'] = ResolversParentTypes['SessionsRevokeAllPayload']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  access?: Resolver<ResolversTypes['ViewerAccess'], ParentType, ContextType>;
  companies?: Resolver<Maybe<Array<ResolversTypes['Company']>>, ParentType, ContextType>;
  customers?: Resolver<Maybe<Array<ResolversTypes['Customer']>>, ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  regions?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['ViewerRole'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  ApiClient?: ApiClientResolvers<ContextType>;
  ApiClientConnection?: ApiClientConnectionResolvers<ContextType>;
  ApiClientPayload?: ApiClientPayloadResolvers<ContextType>;
  ApiClientSecret?: ApiClientSecretResolvers<ContextType>;
  ApiClientSecretCreatePayload?: ApiClientSecretCreatePayloadResolvers<ContextType>;
  ApiClientSecretPayload?: ApiClientSecretPayloadResolvers<ContextType>;
  ApiScope?: ApiScopeResolvers<ContextType>;
  Company?: CompanyResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Delivery?: DeliveryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderCodeRequestPayload?: OrderCodeRequestPayloadResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderLink?: OrderLinkResolvers<ContextType>;
  OrderLinkCreatePayload?: OrderLinkCreatePayloadResolvers<ContextType>;
  OrderLinkRevokePayload?: OrderLinkRevokePayloadResolvers<ContextType>;
  OrderOpenPayload?: OrderOpenPayloadResolvers<ContextType>;
  OrderViewCreatePayload?: OrderViewCreatePayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionRevokePayload?: SessionRevokePayloadResolvers<ContextType>;
  SessionsRevokeAllPayload?: SessionsRevokeAllPayloadResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

