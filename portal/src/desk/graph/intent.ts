import type { Client, OperationResult } from '@urql/core';
import type { TypedDocumentString } from '../../generated/graphql.ts';
import { persisted } from './documents.ts';

/** The key of what somebody wants to be done once. */
export type Intent = (input: object) => string;

/** One key as long as the same is wanted; another input is another intent. */
export function createIntent(): Intent {
  let known: { wanted: string; key: string } | null = null;
  return (input) => {
    const wanted = JSON.stringify(input);
    if (known?.wanted !== wanted) known = { wanted, key: newKey() };
    return known.key;
  };
}

/** 32 hexadecimal digits; also where the page did not come over HTTPS, unlike crypto.randomUUID. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const againMs = 1_000;

/**
 * Sends a change with the key of its intent, and once more where the network failed: whether the first one arrived nobody knows, and the key makes both one. What fails again may be
 * sent anew by whoever wants it, with the same intent.
 */
export async function sendOnce<R, I extends { idempotencyKey?: string | null }>(
  client: Client,
  document: TypedDocumentString<R, { input: I }>,
  input: I,
  intent: Intent,
  wait = () => new Promise<void>((resolve) => setTimeout(resolve, againMs)),
): Promise<OperationResult<R>> {
  const send = () =>
    client
      .mutation(persisted(document) as never, { input: { ...input, idempotencyKey: intent(input) } } as never)
      .toPromise() as Promise<OperationResult<R>>;
  const first = await send();
  if (!first.error?.networkError) return first;
  await wait();
  return send();
}
