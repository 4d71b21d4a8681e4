import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { addPhotos } from './add-photos.ts';
import { reportShipment } from './report-shipment.ts';

export const reportResolvers = {
  Mutation: {
    shipmentReport: (_root, { input }, context) => reportShipment(context, input),
    reportPhotoAdd: (_root, { input }, context) => addPhotos(context, input),
  },
  Case: {
    reports: ({ id }, _args, { reports }) => reports.byCase.load(id),
  },
  ShipmentReport: {
    id: ({ id }) => toGlobalId('ShipmentReport', id),
    at: ({ at }) => at.toISOString(),
    by: ({ staffId }, _args, { cases }) => (staffId === null ? null : cases.staff.load(staffId)),
    lines: ({ lines }) => lines.map(({ lineId, quantity }) => ({ lineId: toGlobalId('OrderLine', lineId), quantity })),
    async note(report, _args, { reports, disclosures }) {
      const note = (await reports.content.load(report))?.note ?? null;
      if (note !== null) disclosures.shown(`shipment ${report.shipmentId}`, 'ShipmentReport.note');
      return note;
    },
    async stoodAs(report, _args, { reports, disclosures }) {
      const stoodAs = (await reports.content.load(report))?.stoodAs ?? null;
      if (stoodAs?.signedBy != null) disclosures.shown(`shipment ${report.shipmentId}`, 'ReportedState.signedBy');
      return stoodAs;
    },
  },
  ReportPhoto: {
    id: ({ id }) => toGlobalId('ReportPhoto', id),
    url(photo, _args, { documentAddresses, disclosures, now }) {
      disclosures.shown(`shipment ${photo.shipmentId}`, 'ReportPhoto.url');
      return documentAddresses.make('read', photo.id, now).url;
    },
    expiresAt: ({ id }, _args, { documentAddresses, now }) =>
      documentAddresses.make('read', id, now).expiresAt.toISOString(),
  },
} satisfies Resolvers;
