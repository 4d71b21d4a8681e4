import { ForbiddenError, seesLevel, type Viewer } from '@milepost/service-kit';

/** Who reports something or says how it was: the same person, or everybody who came with access to the same order. */
export type Access = `staff ${string}` | `person ${string}` | `order ${number}`;

/** Throws FORBIDDEN for everybody but staff and customers at level L1 and above; a colleague who looks as a customer does, only reads. */
export function accessOf(viewer: Viewer): Access {
  const { role, sub, sid, orders, customers } = viewer;
  if (role === 'agent' || role === 'operator') return `staff ${sub ?? sid}`;
  if (role !== 'customer' || viewer.viewedBy || !seesLevel(viewer, 'L1'))
    throw new ForbiddenError('this is for customers who proved the order, and for staff');
  const [order] = orders;
  return order !== undefined && (customers ?? []).length === 0 ? `order ${order}` : `person ${sub ?? sid}`;
}
