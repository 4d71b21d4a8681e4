import { readFileSync } from 'node:fs';
import type { OdooSimulator } from './server.ts';

/** Recordings of a real server, and how answers of ours are compared with them. Used by tests only. */

export interface Envelope {
  jsonrpc: '2.0';
  id: unknown;
  result?: unknown;
  error?: { code: number; message: string; data: Record<string, unknown> & { name: string } };
}
export interface Recorded {
  name: string;
  note?: string;
  request?: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  response?: { status?: number; headers?: Record<string, string>; body: Envelope | string };
  snapshot?: { order: Record<string, unknown>; pickings: Record<string, unknown>[] };
  received_requests?: {
    url: string;
    headers: string[];
    body: Record<string, unknown>;
    readback_during_request?: object;
  }[];
  [other: string]: unknown;
}

export const recording = (file: string): Recorded[] =>
  JSON.parse(readFileSync(new URL(`../data/recordings/${file}.json`, import.meta.url), 'utf8')) as Recorded[];

/** Arguments of execute_kw, when the entry is such a call. */
export function callOf(entry: Recorded): {
  userId: number;
  secret: string;
  model: string;
  method: string;
  args: unknown[];
  kwargs: Record<string, unknown>;
} | null {
  const body = entry.request?.body as { params?: { service?: string; args?: unknown[] } } | undefined;
  if (entry.request?.path !== '/jsonrpc' || body?.params?.service !== 'object') return null;
  const [, userId, secret, model, method, args = [], kwargs = {}] = body.params.args as [
    string,
    number,
    string,
    string,
    string,
    unknown[],
    Record<string, unknown>,
  ];
  return { userId, secret, model, method, args, kwargs };
}

export async function post(url: string, body: unknown): Promise<Envelope> {
  const response = await fetch(`${url}/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${text}`);
  return JSON.parse(text) as Envelope;
}

/** One execute_kw as the integration user, or as the administrator. */
export const execute = (
  odoo: OdooSimulator,
  model: string,
  method: string,
  args: unknown[],
  kwargs: object = {},
  { asAdmin = false, secret }: { asAdmin?: boolean; secret?: string } = {},
): Promise<Envelope> =>
  post(odoo.url, {
    jsonrpc: '2.0',
    method: 'call',
    id: 1,
    params: {
      service: 'object',
      method: 'execute_kw',
      args: [odoo.db, asAdmin ? 2 : 8, secret ?? (asAdmin ? odoo.adminKey : odoo.apiKey), model, method, args, kwargs],
    },
  });

/** The recorded call, sent to the simulator: user 2 was an administrator, 8 the integration. */
export function replay(odoo: OdooSimulator, entry: Recorded): Promise<Envelope> {
  const call = callOf(entry);
  if (!call) throw new Error(`${entry.name} is no call of execute_kw`);
  const secret =
    { 'wrong-key': 'wrong-key', '<api-key>': odoo.apiKey }[call.secret] ??
    (call.userId === 2 ? odoo.adminKey : odoo.apiKey);
  return post(odoo.url, {
    jsonrpc: '2.0',
    method: 'call',
    id: idOf(entry),
    params: {
      service: 'object',
      method: 'execute_kw',
      args: [odoo.db, call.userId, secret, call.model, call.method, call.args, call.kwargs],
    },
  });
}

const idOf = (entry: Recorded) => (entry.request?.body as { id?: unknown } | undefined)?.id;

/** A copy of a recorded call whose arguments may be changed. */
export function copyOf(entry: Recorded): { sent: Recorded; args: unknown[] } {
  const sent = structuredClone(entry);
  const body = sent.request?.body as { params: { args: unknown[] } } | undefined;
  return { sent, args: body?.params.args ?? [] };
}

export const answerOf = (entry: Recorded): Envelope => entry.response?.body as Envelope;

const moment = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
/** The recordings were made in these days; such a moment is "now", not a value. */
const isNow = (value: unknown) => typeof value === 'string' && moment.test(value) && /^2026-11-2[0-3]/.test(value);

/** Ours, with every moment taken from the recording where that one is a moment of the recording itself. Everything else has to be equal. */
export function aligned(ours: unknown, theirs: unknown): unknown {
  if (isNow(theirs)) return typeof ours === 'string' && moment.test(ours) ? theirs : ours;
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.map((item, i) => aligned(item, theirs[i]));
  if (typeof ours === 'object' && ours !== null && typeof theirs === 'object' && theirs !== null)
    return Object.fromEntries(
      Object.entries(ours).map(([key, item]) => [key, aligned(item, (theirs as Record<string, unknown>)[key])]),
    );
  return ours;
}

/** Where records of two databases differ: names of types, with every field of every record. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string') return 'pair';
    const shapes = value.map(shapeOf);
    return shapes.every((shape) => typeof shape === 'string') ? [...new Set(shapes)] : shapes;
  }
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
  if (typeof value === 'string')
    return moment.test(value) ? 'moment' : /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'day' : 'text';
  return typeof value === 'boolean' ? String(value) : typeof value;
}
