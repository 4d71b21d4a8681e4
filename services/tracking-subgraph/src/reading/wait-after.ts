import type { ProviderError } from '../connectors/provider-errors.ts';

/** For how long the work waits. A refused key is kept in by the pacer; another one may lie in its file any moment. */
export function waitAfter({ kind, waitMs }: ProviderError): number {
  return kind === 'AUTHENTICATION' ? 0 : (waitMs ?? 0);
}
