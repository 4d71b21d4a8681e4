import type { CaseSeverity, CaseType } from '../generated/graphql.ts';
import { caseTypeTexts, severityTexts } from './cases/case-words.ts';

/** What an address of the desk says. Everything here may come from anybody's link: what does not fit is left out, never an error. */

export const orderViews = ['open', 'due', 'all', 'quotations', 'cancelled'] as const;
export type OrderView = (typeof orderViews)[number];

export const caseViews = ['open', 'mine', 'unassigned', 'overdue', 'snoozed', 'closed'] as const;
export type CaseView = (typeof caseViews)[number];

/** The panel on the right, whichever list is shown. */
export interface PanelParams {
  /** The open order: its global id, or its name as people say it. */
  order?: string;
  /** Of which company of ours, where a name alone is not enough. */
  company?: string;
  /** The parcel that is looked at, by its global id: of the order, or alone where no order has it. */
  parcel?: string;
  /** The case that is looked at, by its global id; beside its order, or alone where it has none. */
  case?: string;
}

export interface OrderListParams {
  /** Left out: `open`. */
  view?: OrderView;
  /** Orders of this customer only, by its global id. */
  customer?: string;
}

export interface CaseListParams {
  /** Left out: `open`. */
  view?: CaseView;
  type?: CaseType;
  severity?: CaseSeverity;
  /** Our code of a carrier. */
  carrier?: string;
  /** Cases of this incident only, by its global id. */
  incident?: string;
  /** Left out: most urgent first. */
  sort?: 'due' | 'new';
}

const globalId = /^[A-Za-z0-9_-]{4,200}$/;
const short = (value: unknown, pattern: RegExp) => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && pattern.test(text) ? text : undefined;
};

/** Without what is not there: an address shows only what differs. */
function withoutUndefined<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

export function parsePanelParams(search: Record<string, unknown>): PanelParams {
  return withoutUndefined<PanelParams>({
    order: short(search['order'], /^[^\p{C}]{1,80}$/u),
    company: short(search['company'], globalId),
    parcel: short(search['parcel'], globalId),
    case: short(search['case'], globalId),
  });
}

export function parseCaseListParams(search: Record<string, unknown>): CaseListParams {
  const { view, type, severity, sort } = search;
  const found = caseViews.find((name) => name === view);
  return withoutUndefined<CaseListParams>({
    view: found === 'open' ? undefined : found,
    type: typeof type === 'string' && Object.hasOwn(caseTypeTexts, type) ? (type as CaseType) : undefined,
    severity:
      typeof severity === 'string' && Object.hasOwn(severityTexts, severity) ? (severity as CaseSeverity) : undefined,
    carrier: short(search['carrier'], /^[a-z0-9-]{1,60}$/),
    incident: short(search['incident'], globalId),
    sort: sort === 'due' || sort === 'new' ? sort : undefined,
  });
}

/** Of an address only what the panel shows: it stays when the list changes. */
export function panelParamsOf(params: PanelParams): PanelParams {
  const { order, company, parcel, case: caseId } = params;
  return withoutUndefined<PanelParams>({ order, company, parcel, case: caseId });
}

export function parseOrderListParams(search: Record<string, unknown>): OrderListParams {
  const view = orderViews.find((name) => name === search['view']);
  return withoutUndefined<OrderListParams>({
    view: view === 'open' ? undefined : view,
    customer: short(search['customer'], globalId),
  });
}

/** An order by its global id, or by its name. */
export type OrderReference = { id: string } | { name: string; companyId: string | null };

export function orderReferenceOf({ order, company }: PanelParams): OrderReference | null {
  if (!order) return null;
  return isOrderId(order) ? { id: order } : { name: order, companyId: company ?? null };
}

/** base64url of `Order:46`. */
function isOrderId(text: string): boolean {
  try {
    return globalId.test(text) && /^Order:\d+$/.test(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return false;
  }
}
