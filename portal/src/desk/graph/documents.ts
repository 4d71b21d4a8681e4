import type { TypedDocumentNode } from '@urql/core';
import type { TypedDocumentString } from '../../generated/graphql.ts';

const nodes = new WeakMap<object, TypedDocumentNode>();

/** A document's id, as the gateway's list has it: `sha256:` and 64 hexadecimal digits. */
export function documentIdOf(document: { __meta__?: Record<string, unknown> | undefined }): string {
  const hash = document.__meta__?.['hash'];
  if (typeof hash !== 'string') throw new Error('the document has no hash; run "npm run generate"');
  return hash;
}

/** A document as urql takes it. It has no text: the bundle carries hashes only, and urql then sends `documentId`. One object per document, which is urql's key. */
export function persisted<R, V>(document: TypedDocumentString<R, V>): TypedDocumentNode<R, V> {
  const known = nodes.get(document);
  if (known) return known as TypedDocumentNode<R, V>;
  const node = {
    kind: 'Document',
    definitions: [],
    documentId: documentIdOf(document),
  } as unknown as TypedDocumentNode<R, V>;
  nodes.set(document, node as TypedDocumentNode);
  return node;
}
