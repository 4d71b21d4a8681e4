import { UpstreamUnavailableError } from '@milepost/service-kit';

export type SubgraphName = 'odoo' | 'tracking';

/** One operation of a subgraph in the name of a viewer. Throws UPSTREAM_UNAVAILABLE when it cannot be answered. */
export type AskSubgraph = <T>(
  subgraph: SubgraphName,
  operation: { query: string; variables: object },
  as: { viewerToken: string; requestId: string },
) => Promise<T>;

export function createAskSubgraph({
  urls,
  timeoutMs,
}: {
  urls: Record<SubgraphName, string>;
  timeoutMs: number;
}): AskSubgraph {
  return async <T>(
    subgraph: SubgraphName,
    { query, variables }: { query: string; variables: object },
    { viewerToken, requestId }: { viewerToken: string; requestId: string },
  ) => {
    try {
      const response = await fetch(urls[subgraph], {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, extensions: { viewer: viewerToken, requestId } }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { data, errors } = (await response.json()) as { data?: T | null; errors?: { message: string }[] };
      if (errors?.length || data == null)
        throw new Error(`${subgraph} answered ${response.status}: ${errors?.[0]?.message ?? 'no data'}`);
      return data;
    } catch (error) {
      throw new UpstreamUnavailableError(`${subgraph} cannot be asked now; try again`, error);
    }
  };
}
