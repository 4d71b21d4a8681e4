import { connectDatabase, createLogger } from '@milepost/service-kit';
import { Registry } from 'prom-client';
import { createAftershipReader } from '../../src/connectors/aftership/reader.ts';
import { createAftershipRegistrar } from '../../src/connectors/aftership/registrar.ts';
import { startProviderPacing } from '../../src/connectors/pacing/provider-health.ts';
import type { NewTracking } from '../../src/connectors/provider-registrar.ts';
import { createTrackingmoreReader } from '../../src/connectors/trackingmore/reader.ts';
import { createTrackingmoreRegistrar } from '../../src/connectors/trackingmore/registrar.ts';

// One process of a test that counts what a provider sees: eight workers that ask for as much as they get, until the process is ended.

const [databaseUrl = '', baseUrl = '', name = ''] = process.argv.slice(2);
const logger = createLogger({ service: 'pacing', level: 'silent' });
const sql = connectDatabase(databaseUrl, { application: 'pacing', searchPath: 'tracking', max: 2 });
const pacer = startProviderPacing({ sql, metrics: { registry: new Registry() }, logger });
const options = { baseUrl, apiKeys: () => ['the-key'], pacer };
const registrars = [createAftershipRegistrar(options), createTrackingmoreRegistrar(options)];
const readers = [createAftershipReader(options), createTrackingmoreReader(options)];
const { signal } = new AbortController();
let n = 0;
const parcel = (): NewTracking => {
  n += 1;
  const number = `1Z${name}${String(n).padStart(12, '0')}`;
  return { shipmentId: `${name} ${n}`, number, carrierCode: 'ups', facts: {} };
};

process.on('disconnect', () => process.exit());
await Promise.all(
  Array.from({ length: 8 }, async (_, worker) => {
    const [registrar, reader] = [registrars[worker % 2], readers[worker % 2]];
    if (!registrar || !reader) return;
    for (;;) {
      const problems =
        worker < 6
          ? (await registrar.create([parcel()], signal, 'live')).flatMap(({ error }) => error ?? [])
          : await reader.readNumbers(['1ZSOMETHING'], signal).then(
              () => [],
              (error: unknown) => [error],
            );
      for (const error of problems) process.send?.(String(error));
    }
  }),
);
