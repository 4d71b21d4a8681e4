import { loadDataset } from './metadata.ts';
import type { Dataset, Row } from './rows.ts';

/** The database of recordings 01 to 10: the shared settings of the data set, none of its customers and orders, and products of its own. */
export function recordedDatabase(): Dataset {
  const { models } = loadDataset();
  const keep = (model: string, fits: (row: Row) => boolean) => ({ [model]: (models[model] ?? []).filter(fits) });
  const product = (id: number, code: string, name: string, price: number, weight: number): Row => ({
    ...(models['product.product']?.[3] as Row),
    id,
    name,
    display_name: `[${code}] ${name}`,
    default_code: code,
    list_price: price,
    weight,
    invoice_policy: 'delivery',
  });
  // Locations of the two hubs had other ids there.
  const locations: Record<string, number> = {
    'EAST/Stock': 35,
    'EAST/Output': 38,
    'WEST/Stock': 41,
    'WEST/Output': 44,
    'WEST/Packing Zone': 45,
  };
  const all = () => true;
  return {
    models: {
      ...keep('res.company', all),
      ...keep('res.currency', all),
      ...keep('res.country', all),
      ...keep('res.country.state', all),
      ...keep('res.users', (row) => row.id === 2 || row.id === 8),
      ...keep('res.partner', (row) => row.id < 45),
      ...keep('delivery.carrier', (row) => row.id < 4),
      ...keep('stock.picking.type', all),
      ...keep('mail.activity.type', all),
      'stock.warehouse': (models['stock.warehouse'] ?? []).map((row) => {
        const [id, name] = row['lot_stock_id'] as [number, string];
        return { ...row, lot_stock_id: [locations[name] ?? id, name] };
      }),
      'stock.location': (models['stock.location'] ?? []).map((row) => ({
        ...row,
        id: locations[String(row['complete_name'])] ?? row.id,
      })),
      'product.product': [
        ...(models['product.product'] ?? []).filter((row) => row.id < 51),
        product(17, 'E-COM07', 'Large Cabinet', 320, 0.33),
        product(18, 'E-COM08', 'Storage Box', 15.8, 0.01),
        product(20, 'E-COM10', 'Pedal Bin', 47, 0.01),
        product(21, 'E-COM99', 'Not in stock', 10, 9.54),
      ],
    },
  };
}
