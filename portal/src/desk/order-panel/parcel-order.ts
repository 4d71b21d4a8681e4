import type { DeskOrder } from './use-order.ts';

/** What a parcel is shown with of its order. A parcel that no order has is shown with what stands in its place. */
export type ParcelOrder = Pick<DeskOrder, 'promisedDeliveryAt' | 'deliveries' | 'cases' | 'writeBacks'>;
