import { Counter, type Registry } from 'prom-client';

/** Why a request was refused. Few values: it is a label of a metric. The first line are the `reason`s of one operation's limits. */
export type Refusal =
  | 'introspection'
  | 'tokens'
  | 'depth'
  | 'aliases'
  | 'cost'
  | 'pageSize'
  | 'documents'
  | 'rate'
  | 'connections'
  | 'auth'
  | 'signIn'
  | 'token';

/** Counts refused requests for /metrics. */
export function countRefusals(metrics: Registry): (limit: Refusal) => void {
  const counter = new Counter({
    name: 'gateway_refused_total',
    help: 'Requests and operations refused, by the limit that refused them',
    labelNames: ['limit'],
    registers: [metrics],
  });
  return (limit) => counter.inc({ limit });
}
