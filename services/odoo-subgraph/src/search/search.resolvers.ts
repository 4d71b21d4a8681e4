import type { Page } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { ageText } from '../order/order-row.ts';
import { type FoundHit, pageOfHits } from './hits.ts';
import type { OpenSearch } from './search.ts';

interface PageArguments {
  first?: number | null;
  after?: string | null;
}

/** That somebody's address is the one searched for is personal data shown, whatever is selected of the hit. */
const contactFields = { EMAIL: 'Customer.email', PHONE: 'Customer.phone' } as const;
function show({ field, kind, id }: FoundHit, { disclosures }: RequestContext): void {
  if (field === 'EMAIL' || field === 'PHONE') disclosures.shown(`${kind} ${id}`, contactFields[field]);
}

async function page(
  search: OpenSearch,
  list: 'hits' | 'orders' | 'customers',
  given: PageArguments,
  context: RequestContext,
) {
  const hits = (await search.hits()).filter(({ kind }) => list === 'hits' || `${kind}s` === list);
  const found = pageOfHits(hits, list, search.text, { first: given.first, after: given.after });
  for (const hit of found.nodes) show(hit, context);
  return found;
}

/** What a page's hits stand for; one that is gone since is left out. */
async function loaded<T>(
  { nodes, pageInfo }: Page<FoundHit>,
  load: (id: number) => Promise<T | null>,
): Promise<Page<T>> {
  const rows = await Promise.all(nodes.map(({ id }) => load(id)));
  return { nodes: rows.filter((row) => row !== null) as T[], pageInfo };
}

export const searchResolvers = {
  Query: {
    search: (_root, { text }, { searches }) => searches.open(text),
  },
  Search: {
    __resolveReference: ({ text }, { searches }) => searches.open(text),
    asOf: async (search) => ageText(await search.asOf()),
    hits: async (search, args, context) => {
      const { loaders } = context;
      const { nodes, pageInfo } = await page(search, 'hits', args, context);
      const isThere = await Promise.all(
        nodes.map(({ kind, id }) => (kind === 'order' ? loaders.byId : loaders.customer).load(id)),
      );
      return { nodes: nodes.filter((_hit, i) => isThere[i] !== null), pageInfo };
    },
    orders: async (search, args, context) => ({
      ...(await loaded(await page(search, 'orders', args, context), (id) => context.loaders.byId.load(id))),
      asOf: ageText(await search.asOf()),
    }),
    customers: async (search, args, context) =>
      loaded(await page(search, 'customers', args, context), (id) => context.loaders.customer.load(id)),
  },
  SearchHit: {
    order: ({ kind, id }, _args, { loaders }) => (kind === 'order' ? loaders.byId.load(id) : null),
    customer: ({ kind, id }, _args, { loaders }) => (kind === 'customer' ? loaders.customer.load(id) : null),
  },
} satisfies Resolvers;
