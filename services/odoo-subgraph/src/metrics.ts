import type { Sql } from '@milepost/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export function createMetrics({ sql }: { sql: Sql }) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'odoo_sync_age_seconds',
    help: 'Seconds since the mirror was last known to equal Odoo',
    registers,
    async collect() {
      const [row] = await sql<
        { age: number | null }[]
      >`select extract(epoch from now() - as_of)::float8 as age from odoo.sync_round`;
      if (row?.age != null) this.set(row.age);
    },
  });
  new Gauge({
    name: 'odoo_channel_waiting',
    help: 'Events that tracking has not accepted yet',
    registers,
    async collect() {
      const [row] = await sql<{ n: number }[]>`select count(*)::int as n from odoo.outbox`;
      this.set(row?.n ?? 0);
    },
  });
  new Gauge({
    name: 'odoo_effects_waiting',
    help: 'Effects that are to be written to Odoo, and those that failed, by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      const rows = await sql<
        { state: string; n: number }[]
      >`select s.state, (select count(*)::int from odoo.effect e where e.state = s.state and e.state in ('WAITING', 'FAILED')) as n from (values ('WAITING'), ('FAILED')) s(state)`;
      for (const { state, n } of rows) this.set({ state }, n);
    },
  });
  return {
    registry,
    lookUpsRefused: new Counter({
      name: 'odoo_look_ups_refused_total',
      help: 'Order look-ups that have to wait, by the rule they broke',
      labelNames: ['limit'],
      registers,
    }),
    readThrough: new Counter({
      name: 'odoo_read_through_total',
      help: 'Orders that the mirror did not have and Odoo was asked for, by what came of it',
      labelNames: ['outcome'],
      registers,
    }),
    hints: new Counter({
      name: 'odoo_hints_total',
      help: 'Webhooks of Odoo, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    calls: new Counter({
      name: 'odoo_calls_total',
      help: 'Calls to Odoo',
      labelNames: ['model', 'method', 'outcome'],
      registers,
    }),
    effects: new Counter({
      name: 'odoo_effects_total',
      help: 'What was to be written to Odoo, by what came of it',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    opened: new Counter({
      name: 'odoo_opened_fields_total',
      help: 'Sealed fields of contacts that were opened',
      labelNames: ['column'],
      registers,
    }),
    callSeconds: new Histogram({
      name: 'odoo_call_seconds',
      help: 'Time of calls to Odoo',
      labelNames: ['model', 'method'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    }),
  };
}
