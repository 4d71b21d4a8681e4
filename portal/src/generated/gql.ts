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
    "query DeskCase($id: ID!) {\n  case(id: $id) {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n}\n\nfragment DeskCaseDetail on Case {\n  recommendedAction\n  number\n  reports {\n    id\n    kind\n    at\n    by {\n      name\n    }\n    level\n    checked\n    lines {\n      lineId\n      quantity\n    }\n    note\n    photos {\n      id\n      url\n    }\n    stoodAs {\n      milestone\n      deliveredAt\n      signedBy\n      documentCount\n      promisedDate\n    }\n  }\n  closedAt\n  rule\n  priority {\n    score\n    parts {\n      name\n      value\n      factor\n    }\n  }\n  history {\n    id\n    at\n    action\n    by {\n      name\n    }\n    text\n  }\n}": typeof types.DeskCaseDocument,
    "mutation DeskCaseAssign($input: CaseAssignInput!) {\n  answer: caseAssign(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseAssignDocument,
    "mutation DeskCaseBulk($input: CaseBulkInput!) {\n  answer: caseBulk(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nmutation DeskCaseBulkUndo($input: CaseBulkUndoInput!) {\n  answer: caseBulkUndo(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nfragment DeskCaseBulkAnswer on CaseBulkPayload {\n  bulkId\n  undoUntil\n  changed {\n    ...DeskCaseRow\n  }\n  skipped {\n    caseId\n    reason\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}": typeof types.DeskCaseBulkDocument,
    "fragment DeskCaseChanged on CasePayload {\n  case {\n    ...DeskCaseRow\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}": typeof types.DeskCaseChangedFragmentDoc,
    "query DeskCaseCounts($filters: [CaseFilter!]!) {\n  caseCounts(filters: $filters)\n}": typeof types.DeskCaseCountsDocument,
    "mutation DeskCaseNote($input: CaseNoteInput!) {\n  answer: caseNote(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseNoteDocument,
    "mutation DeskCaseOpen($input: CaseOpenInput!) {\n  answer: caseOpen(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseOpenDocument,
    "mutation DeskCaseReopen($input: CaseReopenInput!) {\n  answer: caseReopen(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseReopenDocument,
    "mutation DeskCaseResolve($input: CaseResolveInput!) {\n  answer: caseResolve(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseResolveDocument,
    "mutation DeskCaseResume($input: CaseChangeInput!) {\n  answer: caseResume(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseResumeDocument,
    "mutation DeskCaseSnooze($input: CaseSnoozeInput!) {\n  answer: caseSnooze(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseSnoozeDocument,
    "mutation DeskCaseWait($input: CaseWaitInput!) {\n  answer: caseWait(input: $input) {\n    ...DeskCaseChanged\n  }\n}": typeof types.DeskCaseWaitDocument,
    "query DeskCases($filter: CaseFilter, $orderBy: CaseOrder!, $first: Int!, $after: String) {\n  cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    nodes {\n      ...DeskCaseRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskCaseRow on Case {\n  id\n  type\n  state\n  reason\n  severity\n  openedAt\n  dueAt\n  escalation\n  waitingFor\n  snoozedUntil\n  isSnoozedUntilNews\n  resolution\n  version\n  assignee {\n    id\n    name\n  }\n  order {\n    id\n    name\n    customer {\n      name\n    }\n  }\n  shipment {\n    id\n    trackingNumber\n  }\n  incident {\n    id\n    title\n    caseCount\n  }\n}": typeof types.DeskCasesDocument,
    "subscription DeskChanges($after: String, $lookingAt: [ID!]) {\n  deskChanged(after: $after, lookingAt: $lookingAt) {\n    mark\n    haveCasesChanged\n    presence {\n      subjectId\n      since\n      staff {\n        id\n        name\n      }\n    }\n  }\n}": typeof types.DeskChangesDocument,
    "mutation DeskCorrect($input: ShipmentCorrectInput!) {\n  shipmentCorrect(input: $input) {\n    shipment {\n      id\n      status\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": typeof types.DeskCorrectDocument,
    "mutation DeskOrderExport($filter: OrderFilter) {\n  orderListExport(input: {filter: $filter}) {\n    rowCount\n    isCut\n  }\n}\n\nmutation DeskCaseExport($filter: CaseFilter, $orderBy: CaseOrder!) {\n  caseListExport(input: {filter: $filter, orderBy: $orderBy}) {\n    rowCount\n    isCut\n  }\n}": typeof types.DeskOrderExportDocument,
    "subscription DeskNews($after: String) {\n  milestoneAdded(after: $after) {\n    cursor\n    shipment {\n      id\n    }\n  }\n}": typeof types.DeskNewsDocument,
    "query DeskOrder($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...DeskOrderFields\n  }\n}\n\nquery DeskOrderByName($name: String!, $companyId: ID) {\n  liveCursor\n  orderByName(name: $name, companyId: $companyId) {\n    ...DeskOrderFields\n  }\n}\n\nfragment DeskOrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  firstPromisedDeliveryAt\n  asOf\n  viewerAccess\n  customerReference\n  deliveryMethod\n  invoiceState\n  total {\n    amount\n    currencyCode\n  }\n  customer {\n    id\n    name\n    email\n    hasPhone\n  }\n  company {\n    id\n    name\n  }\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    quantityDelivered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    steps {\n      kind\n      state\n      doneAt\n    }\n    shipments {\n      id\n    }\n  }\n  shipments {\n    ...Parcel\n    ...DeskParcel\n  }\n  cases {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n  writeBacks {\n    id\n    effect\n    state\n    summary\n    reason\n    shipment {\n      id\n    }\n    createdAt\n    settledAt\n  }\n}\n\nfragment DeskParcel on Shipment {\n  packageCount\n  deliveryDoubts\n  pieces {\n    trackingNumber\n  }\n  legs {\n    carrier {\n      name\n    }\n    trackingNumber\n    direction\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n  }\n  proofOfDelivery {\n    documentCount\n  }\n  providerChecks {\n    provider\n    question\n    outcome\n    count\n    firstAt\n    lastAt\n  }\n  receivedMessages {\n    provider\n    way\n    receivedAt\n    factCount\n    eventIds\n  }\n  sentWebhooks {\n    id\n    endpoint\n    isOwn\n    eventType\n    state\n    attemptCount\n    lastTriedAt\n    lastStatus\n    lastProblem\n    createdAt\n  }\n  registration {\n    state\n    provider\n    registeredAt\n    needs\n    pending\n    problem {\n      kind\n      message\n      since\n    }\n  }\n}": typeof types.DeskOrderDocument,
    "query DeskOrders($first: Int!, $after: String, $filter: OrderFilter) {\n  orders(first: $first, after: $after, filter: $filter) {\n    nodes {\n      ...DeskOrderRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskOrderRow on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  deliveryMethod\n  customer {\n    id\n    name\n  }\n  company {\n    name\n  }\n  shipments {\n    id\n    status\n    direction\n    isDelayed\n    estimate {\n      earliest\n      latest\n    }\n  }\n}": typeof types.DeskOrdersDocument,
    "mutation DeskPhone($input: CustomerPhoneRevealInput!) {\n  customerPhoneReveal(input: $input) {\n    phone\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": typeof types.DeskPhoneDocument,
    "mutation DeskReplace($input: ShipmentReplaceInput!) {\n  shipmentReplace(input: $input) {\n    shipment {\n      id\n      trackingNumber\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": typeof types.DeskReplaceDocument,
    "query DeskSearch($text: String!) {\n  search(text: $text) {\n    hits(first: 10) {\n      nodes {\n        field\n        match\n        order {\n          ...DeskFoundOrder\n        }\n        customer {\n          id\n          name\n        }\n      }\n    }\n    orders(first: 8) {\n      nodes {\n        ...DeskFoundOrder\n      }\n    }\n    shipments(first: 6) {\n      nodes {\n        id\n        trackingNumber\n        status\n        carrier {\n          name\n        }\n        order {\n          id\n          name\n        }\n      }\n    }\n  }\n}\n\nfragment DeskFoundOrder on Order {\n  id\n  name\n  placedAt\n  company {\n    id\n    name\n  }\n  customer {\n    name\n  }\n}": typeof types.DeskSearchDocument,
    "query DeskShipment($id: ID!) {\n  liveCursor\n  shipment(id: $id) {\n    ...Parcel\n    ...DeskParcel\n    order {\n      id\n      name\n    }\n    cases {\n      ...DeskCaseRow\n      ...DeskCaseDetail\n    }\n  }\n}": typeof types.DeskShipmentDocument,
    "query DeskStaff {\n  staff {\n    id\n    name\n    isViewer\n  }\n}": typeof types.DeskStaffDocument,
    "query DeskViewer {\n  viewer {\n    role\n  }\n}": typeof types.DeskViewerDocument,
    "query DeskWhy($id: ID!) {\n  shipment(id: $id) {\n    id\n    why {\n      statement\n      rule\n      facts {\n        id\n        kind\n        source\n        mappingVersion\n        recordedAt\n        reason\n      }\n    }\n  }\n}": typeof types.DeskWhyDocument,
    "subscription ShipmentMilestones($shipmentId: ID!, $after: String) {\n  milestoneAdded(shipmentId: $shipmentId, after: $after) {\n    cursor\n  }\n}": typeof types.ShipmentMilestonesDocument,
    "query AccountOrders($first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  orders(first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}\n\nfragment AccountViewer on Viewer {\n  role\n  customers {\n    name\n  }\n}\n\nfragment AccountOrder on Order {\n  ...OrderFields\n  customerReference\n  shipments {\n    ...ParcelFields\n    events(first: 5) {\n      ...ParcelEvents\n    }\n  }\n}\n\nfragment AccountPage on PageInfo {\n  hasNextPage\n  endCursor\n}": typeof types.AccountOrdersDocument,
    "query AccountOrdersByProgress($progress: OrderProgress!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  ordersByProgress(progress: $progress, first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}": typeof types.AccountOrdersByProgressDocument,
    "query AccountOrdersFound($text: String!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  search(text: $text) {\n    orders(first: $first, after: $after) {\n      nodes {\n        ...AccountOrder\n      }\n      pageInfo {\n        ...AccountPage\n      }\n    }\n  }\n}": typeof types.AccountOrdersFoundDocument,
    "mutation OrderAccess($input: OrderAccessCreateInput!) {\n  orderAccessCreate(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": typeof types.OrderAccessDocument,
    "mutation OrderCodeConfirm($input: OrderCodeConfirmInput!) {\n  orderCodeConfirm(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.OrderCodeConfirmDocument,
    "mutation OrderCodeRequest($input: OrderCodeRequestInput!) {\n  orderCodeRequest(input: $input) {\n    codeId\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.OrderCodeRequestDocument,
    "query OrderLevel($id: ID!) {\n  order(id: $id) {\n    viewerAccess\n  }\n}": typeof types.OrderLevelDocument,
    "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n    level\n  }\n}": typeof types.OrderLinkOpenDocument,
    "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}": typeof types.OrderMilestonesDocument,
    "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}\n\nfragment OrderAddress on Order {\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n}\n\nfragment OrderPageFields on Order {\n  ...OrderFields\n  shipments {\n    ...Parcel\n  }\n  promises {\n    ...ToldDate\n    shipment {\n      id\n    }\n  }\n}\n\nfragment OrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  asOf\n  viewerAccess\n  company {\n    id\n    name\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    shipments {\n      id\n    }\n  }\n}\n\nfragment ToldDate on PromisedDate {\n  earliest\n  latest\n  isEstimate\n  toldBy\n  toldAt\n  reason\n  isCurrent\n}\n\nfragment Parcel on Shipment {\n  ...ParcelFields\n  proofOfDelivery {\n    documents {\n      id\n      kind\n      state\n      url\n      contentType\n    }\n  }\n  feedback\n  legs {\n    direction\n    carrier {\n      code\n      name\n    }\n    trackingNumber\n  }\n  promises {\n    ...ToldDate\n  }\n  events(first: 100) {\n    ...ParcelEvents\n    nodes {\n      location {\n        latitude\n        longitude\n        coordinatePrecision\n      }\n    }\n  }\n}\n\nfragment ParcelFields on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  freshness {\n    observedAt\n    checkedAt\n    nextCheckAt\n    usualGapSeconds\n    quietSince\n    sourceDownSince\n  }\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n    code\n  }\n  deliveryDoubts\n  replacedBy {\n    trackingNumber\n    carrier {\n      code\n    }\n    at\n  }\n}\n\nfragment ParcelEvents on EventConnection {\n  nodes {\n    id\n    milestone\n    status\n    reason\n    description\n    occurredAt {\n      instant\n      local\n      precision\n    }\n    location {\n      text\n      city\n      countryCode\n    }\n    source\n    marks\n    leg\n  }\n  pageInfo {\n    hasNextPage\n  }\n}": typeof types.OrderPageDocument,
    "mutation OrderShareCreate($input: OrderLinkCreateInput!) {\n  orderLinkCreate(input: $input) {\n    url\n    userErrors {\n      code\n    }\n  }\n}": typeof types.OrderShareCreateDocument,
    "mutation OrderShareEnd($input: OrderLinkRevokeInput!) {\n  orderLinkRevoke(input: $input) {\n    userErrors {\n      code\n    }\n  }\n}": typeof types.OrderShareEndDocument,
    "query OrderShares($id: ID!) {\n  order(id: $id) {\n    id\n    name\n    company {\n      id\n      name\n    }\n    links {\n      ...SharedLink\n    }\n  }\n}\n\nfragment SharedLink on OrderLink {\n  id\n  purpose\n  level\n  madeBy\n  createdAt\n  expiresAt\n  revokedAt\n  lastUsedAt\n}": typeof types.OrderSharesDocument,
    "mutation OrderViewCreate($input: OrderViewCreateInput!) {\n  orderViewCreate(input: $input) {\n    viewId\n    expiresAt\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.OrderViewCreateDocument,
    "query OrderViewPage($id: ID!) {\n  viewer {\n    endsAt\n  }\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}": typeof types.OrderViewPageDocument,
    "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}": typeof types.ParcelPageDocument,
    "mutation ReportPhotoAdd($input: ReportPhotoAddInput!) {\n  reportPhotoAdd(input: $input) {\n    photos {\n      id\n      uploadUrl\n    }\n    userErrors {\n      code\n    }\n  }\n}": typeof types.ReportPhotoAddDocument,
    "mutation ShipmentFeedback($input: ShipmentFeedbackInput!) {\n  shipmentFeedback(input: $input) {\n    answer\n    userErrors {\n      code\n    }\n  }\n}": typeof types.ShipmentFeedbackDocument,
    "mutation ShipmentReport($input: ShipmentReportInput!) {\n  shipmentReport(input: $input) {\n    caseNumber\n    answerBy\n    userErrors {\n      code\n      field\n    }\n  }\n}": typeof types.ShipmentReportDocument,
};
const documents: Documents = {
    "query DeskCase($id: ID!) {\n  case(id: $id) {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n}\n\nfragment DeskCaseDetail on Case {\n  recommendedAction\n  number\n  reports {\n    id\n    kind\n    at\n    by {\n      name\n    }\n    level\n    checked\n    lines {\n      lineId\n      quantity\n    }\n    note\n    photos {\n      id\n      url\n    }\n    stoodAs {\n      milestone\n      deliveredAt\n      signedBy\n      documentCount\n      promisedDate\n    }\n  }\n  closedAt\n  rule\n  priority {\n    score\n    parts {\n      name\n      value\n      factor\n    }\n  }\n  history {\n    id\n    at\n    action\n    by {\n      name\n    }\n    text\n  }\n}": types.DeskCaseDocument,
    "mutation DeskCaseAssign($input: CaseAssignInput!) {\n  answer: caseAssign(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseAssignDocument,
    "mutation DeskCaseBulk($input: CaseBulkInput!) {\n  answer: caseBulk(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nmutation DeskCaseBulkUndo($input: CaseBulkUndoInput!) {\n  answer: caseBulkUndo(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nfragment DeskCaseBulkAnswer on CaseBulkPayload {\n  bulkId\n  undoUntil\n  changed {\n    ...DeskCaseRow\n  }\n  skipped {\n    caseId\n    reason\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}": types.DeskCaseBulkDocument,
    "fragment DeskCaseChanged on CasePayload {\n  case {\n    ...DeskCaseRow\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}": types.DeskCaseChangedFragmentDoc,
    "query DeskCaseCounts($filters: [CaseFilter!]!) {\n  caseCounts(filters: $filters)\n}": types.DeskCaseCountsDocument,
    "mutation DeskCaseNote($input: CaseNoteInput!) {\n  answer: caseNote(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseNoteDocument,
    "mutation DeskCaseOpen($input: CaseOpenInput!) {\n  answer: caseOpen(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseOpenDocument,
    "mutation DeskCaseReopen($input: CaseReopenInput!) {\n  answer: caseReopen(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseReopenDocument,
    "mutation DeskCaseResolve($input: CaseResolveInput!) {\n  answer: caseResolve(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseResolveDocument,
    "mutation DeskCaseResume($input: CaseChangeInput!) {\n  answer: caseResume(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseResumeDocument,
    "mutation DeskCaseSnooze($input: CaseSnoozeInput!) {\n  answer: caseSnooze(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseSnoozeDocument,
    "mutation DeskCaseWait($input: CaseWaitInput!) {\n  answer: caseWait(input: $input) {\n    ...DeskCaseChanged\n  }\n}": types.DeskCaseWaitDocument,
    "query DeskCases($filter: CaseFilter, $orderBy: CaseOrder!, $first: Int!, $after: String) {\n  cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    nodes {\n      ...DeskCaseRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskCaseRow on Case {\n  id\n  type\n  state\n  reason\n  severity\n  openedAt\n  dueAt\n  escalation\n  waitingFor\n  snoozedUntil\n  isSnoozedUntilNews\n  resolution\n  version\n  assignee {\n    id\n    name\n  }\n  order {\n    id\n    name\n    customer {\n      name\n    }\n  }\n  shipment {\n    id\n    trackingNumber\n  }\n  incident {\n    id\n    title\n    caseCount\n  }\n}": types.DeskCasesDocument,
    "subscription DeskChanges($after: String, $lookingAt: [ID!]) {\n  deskChanged(after: $after, lookingAt: $lookingAt) {\n    mark\n    haveCasesChanged\n    presence {\n      subjectId\n      since\n      staff {\n        id\n        name\n      }\n    }\n  }\n}": types.DeskChangesDocument,
    "mutation DeskCorrect($input: ShipmentCorrectInput!) {\n  shipmentCorrect(input: $input) {\n    shipment {\n      id\n      status\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": types.DeskCorrectDocument,
    "mutation DeskOrderExport($filter: OrderFilter) {\n  orderListExport(input: {filter: $filter}) {\n    rowCount\n    isCut\n  }\n}\n\nmutation DeskCaseExport($filter: CaseFilter, $orderBy: CaseOrder!) {\n  caseListExport(input: {filter: $filter, orderBy: $orderBy}) {\n    rowCount\n    isCut\n  }\n}": types.DeskOrderExportDocument,
    "subscription DeskNews($after: String) {\n  milestoneAdded(after: $after) {\n    cursor\n    shipment {\n      id\n    }\n  }\n}": types.DeskNewsDocument,
    "query DeskOrder($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...DeskOrderFields\n  }\n}\n\nquery DeskOrderByName($name: String!, $companyId: ID) {\n  liveCursor\n  orderByName(name: $name, companyId: $companyId) {\n    ...DeskOrderFields\n  }\n}\n\nfragment DeskOrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  firstPromisedDeliveryAt\n  asOf\n  viewerAccess\n  customerReference\n  deliveryMethod\n  invoiceState\n  total {\n    amount\n    currencyCode\n  }\n  customer {\n    id\n    name\n    email\n    hasPhone\n  }\n  company {\n    id\n    name\n  }\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    quantityDelivered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    steps {\n      kind\n      state\n      doneAt\n    }\n    shipments {\n      id\n    }\n  }\n  shipments {\n    ...Parcel\n    ...DeskParcel\n  }\n  cases {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n  writeBacks {\n    id\n    effect\n    state\n    summary\n    reason\n    shipment {\n      id\n    }\n    createdAt\n    settledAt\n  }\n}\n\nfragment DeskParcel on Shipment {\n  packageCount\n  deliveryDoubts\n  pieces {\n    trackingNumber\n  }\n  legs {\n    carrier {\n      name\n    }\n    trackingNumber\n    direction\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n  }\n  proofOfDelivery {\n    documentCount\n  }\n  providerChecks {\n    provider\n    question\n    outcome\n    count\n    firstAt\n    lastAt\n  }\n  receivedMessages {\n    provider\n    way\n    receivedAt\n    factCount\n    eventIds\n  }\n  sentWebhooks {\n    id\n    endpoint\n    isOwn\n    eventType\n    state\n    attemptCount\n    lastTriedAt\n    lastStatus\n    lastProblem\n    createdAt\n  }\n  registration {\n    state\n    provider\n    registeredAt\n    needs\n    pending\n    problem {\n      kind\n      message\n      since\n    }\n  }\n}": types.DeskOrderDocument,
    "query DeskOrders($first: Int!, $after: String, $filter: OrderFilter) {\n  orders(first: $first, after: $after, filter: $filter) {\n    nodes {\n      ...DeskOrderRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskOrderRow on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  deliveryMethod\n  customer {\n    id\n    name\n  }\n  company {\n    name\n  }\n  shipments {\n    id\n    status\n    direction\n    isDelayed\n    estimate {\n      earliest\n      latest\n    }\n  }\n}": types.DeskOrdersDocument,
    "mutation DeskPhone($input: CustomerPhoneRevealInput!) {\n  customerPhoneReveal(input: $input) {\n    phone\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": types.DeskPhoneDocument,
    "mutation DeskReplace($input: ShipmentReplaceInput!) {\n  shipmentReplace(input: $input) {\n    shipment {\n      id\n      trackingNumber\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": types.DeskReplaceDocument,
    "query DeskSearch($text: String!) {\n  search(text: $text) {\n    hits(first: 10) {\n      nodes {\n        field\n        match\n        order {\n          ...DeskFoundOrder\n        }\n        customer {\n          id\n          name\n        }\n      }\n    }\n    orders(first: 8) {\n      nodes {\n        ...DeskFoundOrder\n      }\n    }\n    shipments(first: 6) {\n      nodes {\n        id\n        trackingNumber\n        status\n        carrier {\n          name\n        }\n        order {\n          id\n          name\n        }\n      }\n    }\n  }\n}\n\nfragment DeskFoundOrder on Order {\n  id\n  name\n  placedAt\n  company {\n    id\n    name\n  }\n  customer {\n    name\n  }\n}": types.DeskSearchDocument,
    "query DeskShipment($id: ID!) {\n  liveCursor\n  shipment(id: $id) {\n    ...Parcel\n    ...DeskParcel\n    order {\n      id\n      name\n    }\n    cases {\n      ...DeskCaseRow\n      ...DeskCaseDetail\n    }\n  }\n}": types.DeskShipmentDocument,
    "query DeskStaff {\n  staff {\n    id\n    name\n    isViewer\n  }\n}": types.DeskStaffDocument,
    "query DeskViewer {\n  viewer {\n    role\n  }\n}": types.DeskViewerDocument,
    "query DeskWhy($id: ID!) {\n  shipment(id: $id) {\n    id\n    why {\n      statement\n      rule\n      facts {\n        id\n        kind\n        source\n        mappingVersion\n        recordedAt\n        reason\n      }\n    }\n  }\n}": types.DeskWhyDocument,
    "subscription ShipmentMilestones($shipmentId: ID!, $after: String) {\n  milestoneAdded(shipmentId: $shipmentId, after: $after) {\n    cursor\n  }\n}": types.ShipmentMilestonesDocument,
    "query AccountOrders($first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  orders(first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}\n\nfragment AccountViewer on Viewer {\n  role\n  customers {\n    name\n  }\n}\n\nfragment AccountOrder on Order {\n  ...OrderFields\n  customerReference\n  shipments {\n    ...ParcelFields\n    events(first: 5) {\n      ...ParcelEvents\n    }\n  }\n}\n\nfragment AccountPage on PageInfo {\n  hasNextPage\n  endCursor\n}": types.AccountOrdersDocument,
    "query AccountOrdersByProgress($progress: OrderProgress!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  ordersByProgress(progress: $progress, first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}": types.AccountOrdersByProgressDocument,
    "query AccountOrdersFound($text: String!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  search(text: $text) {\n    orders(first: $first, after: $after) {\n      nodes {\n        ...AccountOrder\n      }\n      pageInfo {\n        ...AccountPage\n      }\n    }\n  }\n}": types.AccountOrdersFoundDocument,
    "mutation OrderAccess($input: OrderAccessCreateInput!) {\n  orderAccessCreate(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}": types.OrderAccessDocument,
    "mutation OrderCodeConfirm($input: OrderCodeConfirmInput!) {\n  orderCodeConfirm(input: $input) {\n    token\n    expiresAt\n    orderId\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.OrderCodeConfirmDocument,
    "mutation OrderCodeRequest($input: OrderCodeRequestInput!) {\n  orderCodeRequest(input: $input) {\n    codeId\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.OrderCodeRequestDocument,
    "query OrderLevel($id: ID!) {\n  order(id: $id) {\n    viewerAccess\n  }\n}": types.OrderLevelDocument,
    "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n    level\n  }\n}": types.OrderLinkOpenDocument,
    "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}": types.OrderMilestonesDocument,
    "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}\n\nfragment OrderAddress on Order {\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n}\n\nfragment OrderPageFields on Order {\n  ...OrderFields\n  shipments {\n    ...Parcel\n  }\n  promises {\n    ...ToldDate\n    shipment {\n      id\n    }\n  }\n}\n\nfragment OrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  asOf\n  viewerAccess\n  company {\n    id\n    name\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    shipments {\n      id\n    }\n  }\n}\n\nfragment ToldDate on PromisedDate {\n  earliest\n  latest\n  isEstimate\n  toldBy\n  toldAt\n  reason\n  isCurrent\n}\n\nfragment Parcel on Shipment {\n  ...ParcelFields\n  proofOfDelivery {\n    documents {\n      id\n      kind\n      state\n      url\n      contentType\n    }\n  }\n  feedback\n  legs {\n    direction\n    carrier {\n      code\n      name\n    }\n    trackingNumber\n  }\n  promises {\n    ...ToldDate\n  }\n  events(first: 100) {\n    ...ParcelEvents\n    nodes {\n      location {\n        latitude\n        longitude\n        coordinatePrecision\n      }\n    }\n  }\n}\n\nfragment ParcelFields on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  freshness {\n    observedAt\n    checkedAt\n    nextCheckAt\n    usualGapSeconds\n    quietSince\n    sourceDownSince\n  }\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n    code\n  }\n  deliveryDoubts\n  replacedBy {\n    trackingNumber\n    carrier {\n      code\n    }\n    at\n  }\n}\n\nfragment ParcelEvents on EventConnection {\n  nodes {\n    id\n    milestone\n    status\n    reason\n    description\n    occurredAt {\n      instant\n      local\n      precision\n    }\n    location {\n      text\n      city\n      countryCode\n    }\n    source\n    marks\n    leg\n  }\n  pageInfo {\n    hasNextPage\n  }\n}": types.OrderPageDocument,
    "mutation OrderShareCreate($input: OrderLinkCreateInput!) {\n  orderLinkCreate(input: $input) {\n    url\n    userErrors {\n      code\n    }\n  }\n}": types.OrderShareCreateDocument,
    "mutation OrderShareEnd($input: OrderLinkRevokeInput!) {\n  orderLinkRevoke(input: $input) {\n    userErrors {\n      code\n    }\n  }\n}": types.OrderShareEndDocument,
    "query OrderShares($id: ID!) {\n  order(id: $id) {\n    id\n    name\n    company {\n      id\n      name\n    }\n    links {\n      ...SharedLink\n    }\n  }\n}\n\nfragment SharedLink on OrderLink {\n  id\n  purpose\n  level\n  madeBy\n  createdAt\n  expiresAt\n  revokedAt\n  lastUsedAt\n}": types.OrderSharesDocument,
    "mutation OrderViewCreate($input: OrderViewCreateInput!) {\n  orderViewCreate(input: $input) {\n    viewId\n    expiresAt\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.OrderViewCreateDocument,
    "query OrderViewPage($id: ID!) {\n  viewer {\n    endsAt\n  }\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}": types.OrderViewPageDocument,
    "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}": types.ParcelPageDocument,
    "mutation ReportPhotoAdd($input: ReportPhotoAddInput!) {\n  reportPhotoAdd(input: $input) {\n    photos {\n      id\n      uploadUrl\n    }\n    userErrors {\n      code\n    }\n  }\n}": types.ReportPhotoAddDocument,
    "mutation ShipmentFeedback($input: ShipmentFeedbackInput!) {\n  shipmentFeedback(input: $input) {\n    answer\n    userErrors {\n      code\n    }\n  }\n}": types.ShipmentFeedbackDocument,
    "mutation ShipmentReport($input: ShipmentReportInput!) {\n  shipmentReport(input: $input) {\n    caseNumber\n    answerBy\n    userErrors {\n      code\n      field\n    }\n  }\n}": types.ShipmentReportDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskCase($id: ID!) {\n  case(id: $id) {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n}\n\nfragment DeskCaseDetail on Case {\n  recommendedAction\n  number\n  reports {\n    id\n    kind\n    at\n    by {\n      name\n    }\n    level\n    checked\n    lines {\n      lineId\n      quantity\n    }\n    note\n    photos {\n      id\n      url\n    }\n    stoodAs {\n      milestone\n      deliveredAt\n      signedBy\n      documentCount\n      promisedDate\n    }\n  }\n  closedAt\n  rule\n  priority {\n    score\n    parts {\n      name\n      value\n      factor\n    }\n  }\n  history {\n    id\n    at\n    action\n    by {\n      name\n    }\n    text\n  }\n}"): typeof import('./graphql.ts').DeskCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseAssign($input: CaseAssignInput!) {\n  answer: caseAssign(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseAssignDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseBulk($input: CaseBulkInput!) {\n  answer: caseBulk(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nmutation DeskCaseBulkUndo($input: CaseBulkUndoInput!) {\n  answer: caseBulkUndo(input: $input) {\n    ...DeskCaseBulkAnswer\n  }\n}\n\nfragment DeskCaseBulkAnswer on CaseBulkPayload {\n  bulkId\n  undoUntil\n  changed {\n    ...DeskCaseRow\n  }\n  skipped {\n    caseId\n    reason\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}"): typeof import('./graphql.ts').DeskCaseBulkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment DeskCaseChanged on CasePayload {\n  case {\n    ...DeskCaseRow\n  }\n  userErrors {\n    code\n    message\n    field\n  }\n}"): typeof import('./graphql.ts').DeskCaseChangedFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskCaseCounts($filters: [CaseFilter!]!) {\n  caseCounts(filters: $filters)\n}"): typeof import('./graphql.ts').DeskCaseCountsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseNote($input: CaseNoteInput!) {\n  answer: caseNote(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseNoteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseOpen($input: CaseOpenInput!) {\n  answer: caseOpen(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseOpenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseReopen($input: CaseReopenInput!) {\n  answer: caseReopen(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseReopenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseResolve($input: CaseResolveInput!) {\n  answer: caseResolve(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseResolveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseResume($input: CaseChangeInput!) {\n  answer: caseResume(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseResumeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseSnooze($input: CaseSnoozeInput!) {\n  answer: caseSnooze(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseSnoozeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCaseWait($input: CaseWaitInput!) {\n  answer: caseWait(input: $input) {\n    ...DeskCaseChanged\n  }\n}"): typeof import('./graphql.ts').DeskCaseWaitDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskCases($filter: CaseFilter, $orderBy: CaseOrder!, $first: Int!, $after: String) {\n  cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    nodes {\n      ...DeskCaseRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskCaseRow on Case {\n  id\n  type\n  state\n  reason\n  severity\n  openedAt\n  dueAt\n  escalation\n  waitingFor\n  snoozedUntil\n  isSnoozedUntilNews\n  resolution\n  version\n  assignee {\n    id\n    name\n  }\n  order {\n    id\n    name\n    customer {\n      name\n    }\n  }\n  shipment {\n    id\n    trackingNumber\n  }\n  incident {\n    id\n    title\n    caseCount\n  }\n}"): typeof import('./graphql.ts').DeskCasesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription DeskChanges($after: String, $lookingAt: [ID!]) {\n  deskChanged(after: $after, lookingAt: $lookingAt) {\n    mark\n    haveCasesChanged\n    presence {\n      subjectId\n      since\n      staff {\n        id\n        name\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').DeskChangesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskCorrect($input: ShipmentCorrectInput!) {\n  shipmentCorrect(input: $input) {\n    shipment {\n      id\n      status\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}"): typeof import('./graphql.ts').DeskCorrectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskOrderExport($filter: OrderFilter) {\n  orderListExport(input: {filter: $filter}) {\n    rowCount\n    isCut\n  }\n}\n\nmutation DeskCaseExport($filter: CaseFilter, $orderBy: CaseOrder!) {\n  caseListExport(input: {filter: $filter, orderBy: $orderBy}) {\n    rowCount\n    isCut\n  }\n}"): typeof import('./graphql.ts').DeskOrderExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription DeskNews($after: String) {\n  milestoneAdded(after: $after) {\n    cursor\n    shipment {\n      id\n    }\n  }\n}"): typeof import('./graphql.ts').DeskNewsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskOrder($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...DeskOrderFields\n  }\n}\n\nquery DeskOrderByName($name: String!, $companyId: ID) {\n  liveCursor\n  orderByName(name: $name, companyId: $companyId) {\n    ...DeskOrderFields\n  }\n}\n\nfragment DeskOrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  firstPromisedDeliveryAt\n  asOf\n  viewerAccess\n  customerReference\n  deliveryMethod\n  invoiceState\n  total {\n    amount\n    currencyCode\n  }\n  customer {\n    id\n    name\n    email\n    hasPhone\n  }\n  company {\n    id\n    name\n  }\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    quantityDelivered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    steps {\n      kind\n      state\n      doneAt\n    }\n    shipments {\n      id\n    }\n  }\n  shipments {\n    ...Parcel\n    ...DeskParcel\n  }\n  cases {\n    ...DeskCaseRow\n    ...DeskCaseDetail\n  }\n  writeBacks {\n    id\n    effect\n    state\n    summary\n    reason\n    shipment {\n      id\n    }\n    createdAt\n    settledAt\n  }\n}\n\nfragment DeskParcel on Shipment {\n  packageCount\n  deliveryDoubts\n  pieces {\n    trackingNumber\n  }\n  legs {\n    carrier {\n      name\n    }\n    trackingNumber\n    direction\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n  }\n  proofOfDelivery {\n    documentCount\n  }\n  providerChecks {\n    provider\n    question\n    outcome\n    count\n    firstAt\n    lastAt\n  }\n  receivedMessages {\n    provider\n    way\n    receivedAt\n    factCount\n    eventIds\n  }\n  sentWebhooks {\n    id\n    endpoint\n    isOwn\n    eventType\n    state\n    attemptCount\n    lastTriedAt\n    lastStatus\n    lastProblem\n    createdAt\n  }\n  registration {\n    state\n    provider\n    registeredAt\n    needs\n    pending\n    problem {\n      kind\n      message\n      since\n    }\n  }\n}"): typeof import('./graphql.ts').DeskOrderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskOrders($first: Int!, $after: String, $filter: OrderFilter) {\n  orders(first: $first, after: $after, filter: $filter) {\n    nodes {\n      ...DeskOrderRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment DeskOrderRow on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  deliveryMethod\n  customer {\n    id\n    name\n  }\n  company {\n    name\n  }\n  shipments {\n    id\n    status\n    direction\n    isDelayed\n    estimate {\n      earliest\n      latest\n    }\n  }\n}"): typeof import('./graphql.ts').DeskOrdersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskPhone($input: CustomerPhoneRevealInput!) {\n  customerPhoneReveal(input: $input) {\n    phone\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}"): typeof import('./graphql.ts').DeskPhoneDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeskReplace($input: ShipmentReplaceInput!) {\n  shipmentReplace(input: $input) {\n    shipment {\n      id\n      trackingNumber\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n  }\n}"): typeof import('./graphql.ts').DeskReplaceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskSearch($text: String!) {\n  search(text: $text) {\n    hits(first: 10) {\n      nodes {\n        field\n        match\n        order {\n          ...DeskFoundOrder\n        }\n        customer {\n          id\n          name\n        }\n      }\n    }\n    orders(first: 8) {\n      nodes {\n        ...DeskFoundOrder\n      }\n    }\n    shipments(first: 6) {\n      nodes {\n        id\n        trackingNumber\n        status\n        carrier {\n          name\n        }\n        order {\n          id\n          name\n        }\n      }\n    }\n  }\n}\n\nfragment DeskFoundOrder on Order {\n  id\n  name\n  placedAt\n  company {\n    id\n    name\n  }\n  customer {\n    name\n  }\n}"): typeof import('./graphql.ts').DeskSearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskShipment($id: ID!) {\n  liveCursor\n  shipment(id: $id) {\n    ...Parcel\n    ...DeskParcel\n    order {\n      id\n      name\n    }\n    cases {\n      ...DeskCaseRow\n      ...DeskCaseDetail\n    }\n  }\n}"): typeof import('./graphql.ts').DeskShipmentDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskStaff {\n  staff {\n    id\n    name\n    isViewer\n  }\n}"): typeof import('./graphql.ts').DeskStaffDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskViewer {\n  viewer {\n    role\n  }\n}"): typeof import('./graphql.ts').DeskViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeskWhy($id: ID!) {\n  shipment(id: $id) {\n    id\n    why {\n      statement\n      rule\n      facts {\n        id\n        kind\n        source\n        mappingVersion\n        recordedAt\n        reason\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').DeskWhyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription ShipmentMilestones($shipmentId: ID!, $after: String) {\n  milestoneAdded(shipmentId: $shipmentId, after: $after) {\n    cursor\n  }\n}"): typeof import('./graphql.ts').ShipmentMilestonesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountOrders($first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  orders(first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}\n\nfragment AccountViewer on Viewer {\n  role\n  customers {\n    name\n  }\n}\n\nfragment AccountOrder on Order {\n  ...OrderFields\n  customerReference\n  shipments {\n    ...ParcelFields\n    events(first: 5) {\n      ...ParcelEvents\n    }\n  }\n}\n\nfragment AccountPage on PageInfo {\n  hasNextPage\n  endCursor\n}"): typeof import('./graphql.ts').AccountOrdersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountOrdersByProgress($progress: OrderProgress!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  ordersByProgress(progress: $progress, first: $first, after: $after) {\n    nodes {\n      ...AccountOrder\n    }\n    pageInfo {\n      ...AccountPage\n    }\n  }\n}"): typeof import('./graphql.ts').AccountOrdersByProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AccountOrdersFound($text: String!, $first: Int!, $after: String) {\n  viewer {\n    ...AccountViewer\n  }\n  search(text: $text) {\n    orders(first: $first, after: $after) {\n      nodes {\n        ...AccountOrder\n      }\n      pageInfo {\n        ...AccountPage\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').AccountOrdersFoundDocument;
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
export function graphql(source: "query OrderLevel($id: ID!) {\n  order(id: $id) {\n    viewerAccess\n  }\n}"): typeof import('./graphql.ts').OrderLevelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderLinkOpen($input: OrderLinkOpenInput!) {\n  orderLinkOpen(input: $input) {\n    token\n    expiresAt\n    orderId\n    level\n  }\n}"): typeof import('./graphql.ts').OrderLinkOpenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription OrderMilestones($orderId: ID!, $after: String) {\n  milestoneAdded(orderId: $orderId, after: $after) {\n    cursor\n  }\n}"): typeof import('./graphql.ts').OrderMilestonesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrderPage($id: ID!) {\n  liveCursor\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}\n\nfragment OrderAddress on Order {\n  deliveryAddress {\n    name\n    street\n    street2\n    city\n    countryCode\n  }\n}\n\nfragment OrderPageFields on Order {\n  ...OrderFields\n  shipments {\n    ...Parcel\n  }\n  promises {\n    ...ToldDate\n    shipment {\n      id\n    }\n  }\n}\n\nfragment OrderFields on Order {\n  id\n  name\n  state\n  placedAt\n  promisedDeliveryAt\n  asOf\n  viewerAccess\n  company {\n    id\n    name\n  }\n  lines {\n    id\n    description\n    quantityOrdered\n    unit\n    isShippable\n  }\n  deliveries {\n    id\n    name\n    kind\n    state\n    scheduledAt\n    doneAt\n    carrierName\n    items {\n      line {\n        id\n      }\n      description\n      quantity\n      unit\n      countsAsLine\n    }\n    shipments {\n      id\n    }\n  }\n}\n\nfragment ToldDate on PromisedDate {\n  earliest\n  latest\n  isEstimate\n  toldBy\n  toldAt\n  reason\n  isCurrent\n}\n\nfragment Parcel on Shipment {\n  ...ParcelFields\n  proofOfDelivery {\n    documents {\n      id\n      kind\n      state\n      url\n      contentType\n    }\n  }\n  feedback\n  legs {\n    direction\n    carrier {\n      code\n      name\n    }\n    trackingNumber\n  }\n  promises {\n    ...ToldDate\n  }\n  events(first: 100) {\n    ...ParcelEvents\n    nodes {\n      location {\n        latitude\n        longitude\n        coordinatePrecision\n      }\n    }\n  }\n}\n\nfragment ParcelFields on Shipment {\n  id\n  viewerAccess\n  trackingNumber\n  carrier {\n    code\n    name\n    trackingUrl\n  }\n  direction\n  status\n  milestone\n  reason\n  isDelayed\n  estimate {\n    earliest\n    latest\n    source\n  }\n  lastEventAt\n  checkedAt\n  freshness {\n    observedAt\n    checkedAt\n    nextCheckAt\n    usualGapSeconds\n    quietSince\n    sourceDownSince\n  }\n  proofOfDelivery {\n    deliveredAt\n    signedBy\n  }\n  pickupPoint {\n    name\n    address\n    hours\n    lastDay\n    code\n  }\n  deliveryDoubts\n  replacedBy {\n    trackingNumber\n    carrier {\n      code\n    }\n    at\n  }\n}\n\nfragment ParcelEvents on EventConnection {\n  nodes {\n    id\n    milestone\n    status\n    reason\n    description\n    occurredAt {\n      instant\n      local\n      precision\n    }\n    location {\n      text\n      city\n      countryCode\n    }\n    source\n    marks\n    leg\n  }\n  pageInfo {\n    hasNextPage\n  }\n}"): typeof import('./graphql.ts').OrderPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderShareCreate($input: OrderLinkCreateInput!) {\n  orderLinkCreate(input: $input) {\n    url\n    userErrors {\n      code\n    }\n  }\n}"): typeof import('./graphql.ts').OrderShareCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderShareEnd($input: OrderLinkRevokeInput!) {\n  orderLinkRevoke(input: $input) {\n    userErrors {\n      code\n    }\n  }\n}"): typeof import('./graphql.ts').OrderShareEndDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrderShares($id: ID!) {\n  order(id: $id) {\n    id\n    name\n    company {\n      id\n      name\n    }\n    links {\n      ...SharedLink\n    }\n  }\n}\n\nfragment SharedLink on OrderLink {\n  id\n  purpose\n  level\n  madeBy\n  createdAt\n  expiresAt\n  revokedAt\n  lastUsedAt\n}"): typeof import('./graphql.ts').OrderSharesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OrderViewCreate($input: OrderViewCreateInput!) {\n  orderViewCreate(input: $input) {\n    viewId\n    expiresAt\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').OrderViewCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrderViewPage($id: ID!) {\n  viewer {\n    endsAt\n  }\n  order(id: $id) {\n    ...OrderPageFields\n    ...OrderAddress\n  }\n}"): typeof import('./graphql.ts').OrderViewPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ParcelPage($trackingNumber: String!, $carrierCode: String) {\n  shipmentByTrackingNumber(\n    trackingNumber: $trackingNumber\n    carrierCode: $carrierCode\n  ) {\n    ...Parcel\n  }\n}"): typeof import('./graphql.ts').ParcelPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ReportPhotoAdd($input: ReportPhotoAddInput!) {\n  reportPhotoAdd(input: $input) {\n    photos {\n      id\n      uploadUrl\n    }\n    userErrors {\n      code\n    }\n  }\n}"): typeof import('./graphql.ts').ReportPhotoAddDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ShipmentFeedback($input: ShipmentFeedbackInput!) {\n  shipmentFeedback(input: $input) {\n    answer\n    userErrors {\n      code\n    }\n  }\n}"): typeof import('./graphql.ts').ShipmentFeedbackDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ShipmentReport($input: ShipmentReportInput!) {\n  shipmentReport(input: $input) {\n    caseNumber\n    answerBy\n    userErrors {\n      code\n      field\n    }\n  }\n}"): typeof import('./graphql.ts').ShipmentReportDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
