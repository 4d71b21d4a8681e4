import { type Disclosures, ForbiddenError, isOperator, odooIdFrom, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { CustomerRow } from '../order/order-row.ts';
import { seesEmail, seesPhone } from './contact-access.ts';
import { noSuchCustomer } from './reveal-phone.ts';
import { problemOfReason } from './stated-reason.ts';

/** A field of a customer's personal data goes into the answer: it concerns the customer, and the order through which they were reached. */
function showCustomer(disclosures: Disclosures, { id, orderId }: CustomerRow, field: string): void {
  disclosures.shown(`customer ${id}`, field);
  if (orderId !== undefined) disclosures.shown(`order ${orderId}`, field);
}

async function contactText(
  column: 'email_sealed' | 'phone_sealed',
  field: string,
  customer: CustomerRow,
  { contacts, disclosures }: RequestContext,
): Promise<string | null> {
  const row = await contacts.contact.load(customer.id);
  const text = row && (await contacts.open(column, row.id, row[column]));
  if (text !== null) showCustomer(disclosures, customer, field);
  return text;
}

export const customerResolvers = {
  Customer: {
    __resolveReference: ({ id }, { loaders }) => {
      const customerId = odooIdFrom('Customer', id);
      return customerId === null ? null : loaders.customer.load(customerId);
    },
    id: (customer) => toGlobalId('Customer', customer.id),
    viewerAccess: (_customer, _args, { viewer }) => viewer.level,
    name: (customer, _args, { disclosures }) => {
      showCustomer(disclosures, customer, 'Customer.name');
      return customer.name;
    },
    email: (customer, _args, context) =>
      seesEmail(context.viewer, customer.id) ? contactText('email_sealed', 'Customer.email', customer, context) : null,
    phone: (customer, _args, context) =>
      seesPhone(context.viewer, customer.id) ? contactText('phone_sealed', 'Customer.phone', customer, context) : null,
    hasPhone: async (customer, _args, { viewer, contacts }) => {
      if (!seesEmail(viewer, customer.id)) return null;
      const row = await contacts.contact.load(customer.id);
      return row && row.phone_sealed !== null;
    },
  },
  Company: {
    __resolveReference: ({ id }, { loaders }) => {
      const companyId = odooIdFrom('Company', id);
      return companyId === null ? null : loaders.company.load(companyId);
    },
    id: (company) => toGlobalId('Company', company.id),
  },
  DeliveryAddress: {
    street: ({ id, street_sealed }, _args, { contacts }) => contacts.open('street_sealed', id, street_sealed),
    street2: ({ id, street2_sealed }, _args, { contacts }) => contacts.open('street2_sealed', id, street2_sealed),
  },
  Mutation: {
    customerPhoneReveal: async (_root, { input }, context) => {
      const answer = await context.customers.revealPhone(context, input);
      if ('code' in answer) return { customer: null, phone: null, userErrors: [answer] };
      // For the alarm on unusual reading; the reveal has a record of its own already.
      if (answer.phone !== null) context.disclosures.shown(`customer ${answer.customerId}`, 'Customer.phone');
      return {
        customer: await context.loaders.customer.load(answer.customerId),
        phone: answer.phone,
        userErrors: [],
      };
    },
    customerErase: async (_root, { input }, context) => {
      if (!isOperator(context.viewer)) throw new ForbiddenError('this is for operators of the whole installation');
      const refused = (code: string, message: string, field: string) => ({
        customer: null,
        userErrors: [{ code, message, field: ['input', field] }],
      });
      const customerId = odooIdFrom('Customer', input.customerId);
      if (customerId === null) return refused('BAD_USER_INPUT', 'customerId is no id of a customer.', 'customerId');
      const problem = problemOfReason(input.reason);
      if (problem) return refused('BAD_USER_INPUT', problem, 'reason');
      const isKnown = await context.customers.erase(context, { customerId, reason: input.reason });
      if (!isKnown) return refused(noSuchCustomer.code, noSuchCustomer.message, 'customerId');
      context.loaders.customer.clear(customerId);
      return { customer: await context.loaders.customer.load(customerId), userErrors: [] };
    },
  },
} satisfies Resolvers;
