import documents from '../../persisted-documents.json' with { type: 'json' };

const byId = new Map<string, string>(Object.entries(documents));

/** The documents of our own pages by their hash ("npm run generate" writes the list). Other clients send whole documents. */
export const persistedDocuments = {
  extractPersistedOperationId: ({ documentId }: { documentId?: unknown }) =>
    typeof documentId === 'string' ? documentId : null,
  getPersistedOperation: (id: string) => byId.get(id) ?? null,
  allowArbitraryDocuments: true,
};
