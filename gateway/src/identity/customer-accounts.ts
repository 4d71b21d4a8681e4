import { UpstreamUnavailableError } from '@milepost/service-kit';
import { z } from 'zod';

const answer = z.object({ customers: z.array(z.number().int().positive()).max(5_000), name: z.string().nullable() });
type CustomerAccounts = z.infer<typeof answer>;
export type AccountsOf = (email: string) => Promise<CustomerAccounts>;

const timeoutMs = 4_000;

const contact = z.object({
  orderName: z.string(),
  // Of ours, that sold it; an older odoo-subgraph does not say.
  companyId: z.number().int().positive().nullable().default(null),
  email: z.string().nullable(),
});
/** Where the customer of an order reads mail; null: there is no such order. `orderId` is a global id. */
export type ContactOf = (orderId: string) => Promise<z.infer<typeof contact> | null>;

/**
 * What only the gateway may ask odoo-subgraph, on its private address: to which customer accounts an e-mail address belongs, and where the customer of an order reads
 * mail. Throws UPSTREAM_UNAVAILABLE when nobody can say now.
 */
export function createCustomerClient({
  odooUrl,
  systemToken,
}: {
  /** Of its graph; the routes stand beside it. */
  odooUrl: string;
  /** A viewer token of the gateway itself. */
  systemToken: () => string | Promise<string>;
}): { accountsOf: AccountsOf; contactOf: ContactOf } {
  async function ask(path: string, body: object): Promise<unknown> {
    try {
      const response = await fetch(new URL(path, odooUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await systemToken()}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.ok) return await response.json();
      await response.body?.cancel();
      if (response.status === 404) return null;
      throw new Error(`${path} answered ${response.status}`);
    } catch (error) {
      throw new UpstreamUnavailableError('customers cannot be looked up now', error);
    }
  }
  const parsed = <T extends z.ZodType>(schema: T, value: unknown): z.infer<T> => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new UpstreamUnavailableError('customers cannot be looked up now', result.error);
  };
  return {
    accountsOf: async (email) => parsed(answer, await ask('/accounts', { email })),
    contactOf: async (orderId) => parsed(contact.nullable(), await ask('/order-contact', { orderId })),
  };
}
