/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation OrderAccess($input: OrderAccessCreateInput!) {\n  orderAccessCreate(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": typeof types.OrderAccessDocument,
    "mutation OrderCodeConfirm($input: OrderCodeConfirmInput!) {\n  orderCodeConfirm(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.OrderCodeConfirmDocument,
    "mutation OrderCodeRequest($input: OrderCodeRequestInput!) {\n  orderCodeRequest(input: $input) {\n    codeId\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.OrderCodeRequestDocument,
    "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n  }\n}": typeof types.OrderLinkOpenDocument,
    "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}": typeof types.OrderMilestonesDocument,
    "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    id\n    name\n    state\n    placedAt\n    promisedDeliveryAt\n    asOf\n    viewerAccess\n    company {\n      name\n    }\n    deliveryAddress {\n      name\n      street\n      street2\n      city\n      countryCode\n    }\n    lines {\n      id\n      description\n      quantityOrdered\n      unit\n      isShippable\n    }\n    deliveries {\n      id\n      name\n      kind\n      state\n      scheduledAt\n      doneAt\n      carrierName\n      items {\n        line {\n          id\n        }\n        description\n        quantity\n        unit\n        countsAsLine\n      }\n      shipments {\n        id\n      }\n    }\n    shipments {\n      ...Parcel\n    }\n  }\n}\n\nfragment Parcel on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  events(first: 100) {\n    nodes {\n      id\n      milestone\n      status\n      reason\n      description\n      occurredAt {\n        instant\n        local\n        precision\n      }\n      location {\n        text\n        city\n        countryCode\n      }\n      source\n      marks\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}": typeof types.OrderPageDocument,
    "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}": typeof types.ParcelPageDocument,
};
const documents: Documents = {
    "mutation OrderAccess($input: OrderAccessCreateInput!) {\n  orderAccessCreate(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": types.OrderAccessDocument,
    "mutation OrderCodeConfirm($input: OrderCodeConfirmInput!) {\n  orderCodeConfirm(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.OrderCodeConfirmDocument,
    "mutation OrderCodeRequest($input: OrderCodeRequestInput!) {\n  orderCodeRequest(input: $input) {\n    codeId\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.OrderCodeRequestDocument,
    "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n  }\n}": types.OrderLinkOpenDocument,
    "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}": types.OrderMilestonesDocument,
    "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    id\n    name\n    state\n    placedAt\n    promisedDeliveryAt\n    asOf\n    viewerAccess\n    company {\n      name\n    }\n    deliveryAddress {\n      name\n      street\n      street2\n      city\n      countryCode\n    }\n    lines {\n      id\n      description\n      quantityOrdered\n      unit\n      isShippable\n    }\n    deliveries {\n      id\n      name\n      kind\n      state\n      scheduledAt\n      doneAt\n      carrierName\n      items {\n        line {\n          id\n        }\n        description\n        quantity\n        unit\n        countsAsLine\n      }\n      shipments {\n        id\n      }\n    }\n    shipments {\n      ...Parcel\n    }\n  }\n}\n\nfragment Parcel on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  events(first: 100) {\n    nodes {\n      id\n      milestone\n      status\n      reason\n      description\n      occurredAt {\n        instant\n        local\n        precision\n      }\n      location {\n        text\n        city\n        countryCode\n      }\n      source\n      marks\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}": types.OrderPageDocument,
    "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}": types.ParcelPageDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderAccess($input: OrderAccessCreateInput!) {\n  orderAccessCreate(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}"): typeof import('./graphql.ts').OrderAccessDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderCodeConfirm($input: OrderCodeConfirmInput!) {\n  orderCodeConfirm(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').OrderCodeConfirmDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderCodeRequest($input: OrderCodeRequestInput!) {\n  orderCodeRequest(input: $input) {\n    codeId\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').OrderCodeRequestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n  }\n}"): typeof import('./graphql.ts').OrderLinkOpenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}"): typeof import('./graphql.ts').OrderMilestonesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    id\n    name\n    state\n    placedAt\n    promisedDeliveryAt\n    asOf\n    viewerAccess\n    company {\n      name\n    }\n    deliveryAddress {\n      name\n      street\n      street2\n      city\n      countryCode\n    }\n    lines {\n      id\n      description\n      quantityOrdered\n      unit\n      isShippable\n    }\n    deliveries {\n      id\n      name\n      kind\n      state\n      scheduledAt\n      doneAt\n      carrierName\n      items {\n        line {\n          id\n        }\n        description\n        quantity\n        unit\n        countsAsLine\n      }\n      shipments {\n        id\n      }\n    }\n    shipments {\n      ...Parcel\n    }\n  }\n}\n\nfragment Parcel on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  events(first: 100) {\n    nodes {\n      id\n      milestone\n      status\n      reason\n      description\n      occurredAt {\n        instant\n        local\n        precision\n      }\n      location {\n        text\n        city\n        countryCode\n      }\n      source\n      marks\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}"): typeof import('./graphql.ts').OrderPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}"): typeof import('./graphql.ts').ParcelPageDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
