import type { Viewer } from '@milepost/service-kit';
import { findCarrier, trackingUrl } from '../carrier/carriers.ts';
import type { EventRow } from '../event/event.loaders.ts';
import type { ShipmentState } from '../fact/fold.ts';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';

/** Columns of tracking.shipment that the graph reads, under these names. */
export const shipmentColumns = `s.id, s.tracking_number as "trackingNumber", s.carrier_code as "carrierCode", s.tracking_url_template as "trackingUrlTemplate",
  s.direction, s.status, s.milestone, s.reason, s.is_delayed as "isDelayed", s.last_event_at as "lastEventAt", s.checked_at as "checkedAt", s.state,
  s.archived_at is not null as "isArchived"`;

export interface ShipmentRow {
  id: string;
  trackingNumber: string;
  carrierCode: string | null;
  trackingUrlTemplate: string | null;
  direction: 'FORWARD' | 'RETURN';
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isDelayed: boolean;
  lastEventAt: Date | null;
  checkedAt: Date | null;
  /** Its facts and events lie in the archive. */
  isArchived: boolean;
  state: Partial<
    Pick<
      ShipmentState,
      | 'estimate'
      | 'proof'
      | 'packageCount'
      | 'pieces'
      | 'legs'
      | 'pickupPoint'
      | 'deliveryDoubts'
      | 'unconfirmedEnds'
      | 'foreignEvents'
      | 'promisedDate'
      | 'evidence'
    >
  >;
}

/** A proof, and of which shipment. */
export type ProofView = NonNullable<ShipmentState['proof']> & { shipmentId: string };

/** A shipment as one viewer sees it; `access` masks fields. */
export interface ShipmentView extends ShipmentRow {
  access: Viewer['level'];
  /** Ids of linked orders in the viewer's scope, oldest first, where they were read along with the shipment. */
  orderIds?: readonly number[];
  /** The whole timeline, newest first, where the shipment is asked for as it was; else it is read from the store. */
  eventsThen?: readonly EventRow[];
  /** The instant as of which it is asked for, where that is not now. */
  asOf?: Date;
}

/** The number by which what hangs on a shipment is read, where it is seen only because that is known; null for those in scope. */
export const numberOf = ({ access, trackingNumber }: ShipmentView): string | null =>
  access === 'L0' ? trackingNumber : null;

export const namedCarrier = (code: string) => ({ code, name: findCarrier(code)?.name ?? code });

/** Who carries it, with the address of this parcel there. */
export const ownCarrier = ({ carrierCode, trackingUrlTemplate, trackingNumber }: ShipmentView) =>
  carrierCode === null
    ? null
    : { ...namedCarrier(carrierCode), trackingUrl: trackingUrl(trackingUrlTemplate, trackingNumber) };
