import type { DeskOrderRowFragment } from '../../generated/graphql.ts';
import type { CsvColumn } from '../export/csv.ts';
import { rowExpected, rowState } from './order-row.ts';

/** Columns of a file of orders. Instants are UTC and say so; an expected day is a calendar date at the place. */
export const orderColumns: readonly CsvColumn<DeskOrderRowFragment>[] = [
  { name: 'Order', value: ({ name }) => name },
  { name: 'Company', value: ({ company }) => company.name },
  { name: 'Customer', value: ({ customer }) => customer?.name },
  { name: 'State', value: ({ state }) => state },
  { name: 'Parcels', value: (row) => rowState(row).text },
  { name: 'Number of parcels', value: ({ shipments }) => String(shipments.length) },
  { name: 'Expected', value: rowExpected },
  { name: 'Promised', value: ({ promisedDeliveryAt }) => promisedDeliveryAt },
  { name: 'Placed', value: ({ placedAt }) => placedAt },
  { name: 'Delivery method', value: ({ deliveryMethod }) => deliveryMethod },
];
