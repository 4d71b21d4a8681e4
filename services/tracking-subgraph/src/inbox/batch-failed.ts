/** A batch that could not be processed, with the messages it had claimed; they are back in the queue. */
export class BatchFailedError extends Error {
  override name = 'BatchFailedError';
  readonly claimed: readonly string[];
  constructor(claimed: readonly string[], cause: unknown) {
    super('a batch could not be processed', { cause });
    this.claimed = claimed;
  }
}
