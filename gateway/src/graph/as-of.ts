import { overLostConnections, UpstreamUnavailableError } from '@milepost/service-kit';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const memo = new WeakMap<DocumentNode, Map<string, boolean>>();

/** True when the operation selects the root field `liveCursor`. */
export function selectsLiveCursor(document: DocumentNode, operationName?: string | null): boolean {
  const known = memo.get(document) ?? new Map<string, boolean>();
  memo.set(document, known);
  const name = operationName ?? '';
  let answer = known.get(name);
  if (answer === undefined) {
    const operation = document.definitions.find(
      (d): d is OperationDefinitionNode =>
        d.kind === Kind.OPERATION_DEFINITION && (!operationName || d.name?.value === operationName),
    );
    const fragments = new Map(
      document.definitions
        .filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION)
        .map((d) => [d.name.value, d]),
    );
    answer = operation?.operation === 'query' && rootFields(operation.selectionSet, fragments).has('liveCursor');
    known.set(name, answer);
  }
  return answer;
}

/** Response keys of `liveCursor` when a subgraph request selects nothing else; null otherwise. Such a request need not be sent. */
export function onlyLiveCursor(document: DocumentNode): string[] | null {
  const [operation, ...rest] = document.definitions;
  if (rest.length > 0 || operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'query') return null;
  const keys: string[] = [];
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD || selection.name.value !== 'liveCursor') return null;
    keys.push(selection.alias?.value ?? 'liveCursor');
  }
  return keys.length > 0 ? keys : null;
}

function rootFields(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen = new Set<string>(),
): Set<string> {
  const names = new Set<string>();
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      for (const name of rootFields(selection.selectionSet, fragments, seen)) names.add(name);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) for (const name of rootFields(fragment.selectionSet, fragments, seen)) names.add(name);
    }
  }
  return names;
}

/**
 * Reads where the stream stands, from tracking itself, before an operation that selects `liveCursor` is executed: root fields of two subgraphs run
 * side by side, so nothing else promises that the cursor is not newer than the rows. An older cursor is always sound, so calls in flight are
 * shared. Fails the operation rather than guess.
 */
export function createCursorReader({
  trackingUrl,
  viewerToken,
  timeoutMs,
}: {
  trackingUrl: string;
  viewerToken: () => string | Promise<string>;
  timeoutMs: number;
}): (requestId: string) => Promise<string> {
  let flying: Promise<string> | undefined;
  async function read(requestId: string): Promise<string> {
    try {
      const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ liveCursor }', extensions: { viewer: await viewerToken(), requestId } }),
        signal: AbortSignal.timeout(timeoutMs),
      };
      const response = await overLostConnections(() => fetch(trackingUrl, request));
      const { data } = (await response.json()) as { data?: { liveCursor?: unknown } };
      if (typeof data?.liveCursor === 'string') return data.liveCursor;
      throw new Error(`tracking answered ${response.status}`);
    } catch (error) {
      throw new UpstreamUnavailableError('the position of the live stream cannot be read; try again', error);
    }
  }
  return (requestId) => {
    flying ??= read(requestId).finally(() => {
      flying = undefined;
    });
    return flying;
  };
}
