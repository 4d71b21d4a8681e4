import { UpstreamUnavailableError } from '@milepost/service-kit';
import { z } from 'zod';

const answer = z.object({ customers: z.array(z.number().int().positive()).max(5_000), name: z.string().nullable() });
type CustomerAccounts = z.infer<typeof answer>;
export type AccountsOf = (email: string) => Promise<CustomerAccounts>;

const timeoutMs = 4_000;

/** Asks odoo-subgraph's private address to which customer accounts an e-mail address belongs. Throws UPSTREAM_UNAVAILABLE when nobody can say now. */
export function createAccountsClient({
  url,
  systemToken,
}: {
  url: string;
  /** A viewer token of the gateway itself. */
  systemToken: () => string | Promise<string>;
}): AccountsOf {
  return async (email) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await systemToken()}` },
        body: JSON.stringify({ email }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`/accounts answered ${response.status}`);
      }
      return answer.parse(await response.json());
    } catch (error) {
      throw new UpstreamUnavailableError('customer accounts cannot be looked up now', error);
    }
  };
}
