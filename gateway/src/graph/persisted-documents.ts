import { AppError, BadUserInputError, toGraphQLError } from '@milepost/service-kit';
import type { GraphQLError } from 'graphql';
import documents from '../../persisted-documents.json' with { type: 'json' };
import type { Refusal } from '../limits/refusals.ts';

/** Ids are `sha256:` and 64 hexadecimal digits; what is longer is not even looked for. */
const longestId = 100;

const byId = new Map<string, string>(Object.entries(documents));
const texts = new Set(Object.values(documents).map(normalised));

/** What a client may put beside a document, of any type: nobody has looked at it yet. */
interface Params {
  documentId?: unknown;
  query?: unknown;
  [other: string]: unknown;
}
interface ParamsHook {
  params: Params;
  setParams: (params: object) => void;
  setResult: (result: { errors: GraphQLError[] }) => void;
  context: { onlyListed: boolean };
}

/**
 * Documents by their id, and whether others may run. `npm run generate` writes the list: the documents of our own pages, and the operations that
 * clients with a person's cookie rely on (tests/contract). The engine's own option asks the HTTP request alone, which over a socket is the upgrade,
 * and throws, which closes the socket: hence this one, for POST, SSE and socket alike.
 */
export function persistedDocumentsPlugin({ refused }: { refused: (limit: Refusal) => void }) {
  return {
    onParams({ params, setParams, setResult, context }: ParamsHook) {
      if (params === null || typeof params !== 'object') return; // the engine's to refuse
      const { documentId, ...rest } = params;
      const outcome = choose(documentId, rest.query, context.onlyListed);
      if (typeof outcome === 'string') return setParams({ ...rest, query: outcome });
      if (outcome === null) return;
      if (outcome.code === 'FORBIDDEN') refused('documents');
      // The engine looks the parameters over all the same, and throws: over a socket that would close it.
      setParams({ query: '{ __typename }' });
      setResult({ errors: [toGraphQLError(outcome)] });
    },
  };
}

/** The document to run; null: the engine takes what was given as it is. */
function choose(documentId: unknown, query: unknown, onlyListed: boolean): string | AppError | null {
  if (documentId === undefined || documentId === null) {
    if (!onlyListed || (typeof query === 'string' && texts.has(normalised(query)))) return null;
    return new AppError(
      'FORBIDDEN',
      'from this origin only documents in the list may run: send its documentId; API clients send whole documents with a token and no Origin',
      { details: { field: 'query', reason: 'persistedDocuments', http: { status: 403 } } },
    );
  }
  if (typeof documentId !== 'string') return wrong('documentId must be a string');
  // A socket's protocol demands `query`, so there an empty one stands beside the id.
  if (query !== undefined && query !== null && query !== '') return wrong('send either documentId or query, not both');
  if (documentId.length > longestId) return wrong(`documentId has more than ${longestId} characters`);
  return (
    byId.get(documentId) ?? wrong('documentId is not in the list of this gateway; send the whole document instead')
  );
}

function wrong(message: string): BadUserInputError {
  return new BadUserInputError('documentId', message, { reason: 'documentId', http: { status: 400 } });
}

/** Editors and git change line ends and the last line; nothing else may differ. */
function normalised(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
