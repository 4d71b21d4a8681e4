import type { CaseType } from './case-type.ts';
import type { PriorityPart } from './priority.ts';

/** A row of tracking.work_case, as the rules keep it. */
export interface CaseRow {
  id: string;
  type: CaseType;
  subject: string;
  cause: string;
  mark: string;
  is_found: boolean;
  is_by_hand: boolean;
  shipment_id: string | null;
  delivery_id: number | null;
  order_id: number | null;
  /** All orders that it is about, by their ids; null: not looked at since they are kept. */
  order_ids: number[] | null;
  company_id: number | null;
  customer_id: number | null;
  region: string | null;
  carrier_code: string | null;
  country_code: string | null;
  state: 'OPEN' | 'SNOOZED' | 'CLOSED';
  reason: string;
  rule: string;
  evidence: string[];
  severity: number;
  score: number;
  parts: PriorityPart[];
  opened_at: Date;
  budget_minutes: number;
  used_minutes: number;
  clock_from: Date | null;
  due_at: Date | null;
  escalation: number;
  escalates_at: Date | null;
  waiting_for: 'CUSTOMER' | 'CARRIER' | 'CARRIER_OUTAGE' | null;
  snoozed_until: Date | null;
  is_snoozed_until_news: boolean;
  news: string;
  news_mark: string | null;
  closed_at: Date | null;
  resolution: string | null;
  incident_cause: string | null;
  incident_title: string | null;
  incident_place: string | null;
  version: number;
}

/** Columns that rules and colleagues change; all of them are written together. */
export const changingColumns = {
  mark: 'text',
  is_found: 'boolean',
  order_id: 'int',
  order_ids: 'int[]',
  company_id: 'int',
  customer_id: 'int',
  region: 'text',
  carrier_code: 'text',
  country_code: 'text',
  state: 'text',
  reason: 'text',
  rule: 'text',
  evidence: 'text[]',
  severity: 'smallint',
  score: 'int',
  parts: 'jsonb',
  opened_at: 'timestamptz',
  budget_minutes: 'int',
  used_minutes: 'int',
  clock_from: 'timestamptz',
  due_at: 'timestamptz',
  escalation: 'smallint',
  escalates_at: 'timestamptz',
  waiting_for: 'text',
  snoozed_until: 'timestamptz',
  is_snoozed_until_news: 'boolean',
  news: 'text',
  news_mark: 'text',
  closed_at: 'timestamptz',
  resolution: 'text',
  incident_cause: 'text',
  incident_title: 'text',
  incident_place: 'text',
  version: 'int',
} as const satisfies Partial<Record<keyof CaseRow, string>>;

/** What a case is, once and for all. */
export const lastingColumns = {
  type: 'text',
  subject: 'text',
  cause: 'text',
  is_by_hand: 'boolean',
  shipment_id: 'uuid',
  delivery_id: 'int',
} as const satisfies Partial<Record<keyof CaseRow, string>>;

export const caseRowColumns = ['id', ...Object.keys(lastingColumns), ...Object.keys(changingColumns)].join(', ');
