import { seesLevel, type Viewer } from '@milepost/service-kit';

/** Partner clients with this scope see how to reach customers. */
const readContactsScope = 'customers:read';

/** The e-mail address of a customer account, and whether there is a phone number: staff, partners that are allowed to, and whoever signed in for the account. */
export function seesEmail(viewer: Viewer, customerId: number): boolean {
  return viewer.role === 'agent' || viewer.role === 'operator' || seesPhone(viewer, customerId);
}

/**
 * Who may ask which customer an e-mail address or phone number belongs to: staff, and partners that see both. Customers may not: it would tell who proved an order by its postcode which
 * addresses the account has.
 */
export function findsByContact({ role, scopes }: Viewer): boolean {
  return role === 'agent' || role === 'operator' || (role === 'partner' && scopes.includes(readContactsScope));
}

/** The phone number: as the e-mail address, but staff have to ask for it with a reason (customerPhoneReveal). */
export function seesPhone(viewer: Viewer, customerId: number): boolean {
  switch (viewer.role) {
    case 'partner':
      return viewer.scopes.includes(readContactsScope);
    case 'customer':
      return seesLevel(viewer, 'L3') && (viewer.customers?.includes(customerId) ?? false);
    default:
      return false;
  }
}

/** Where an order of the viewer's scope goes. */
export function seesAddress(viewer: Viewer): boolean {
  return viewer.role !== 'system' && seesLevel(viewer, 'L3');
}
