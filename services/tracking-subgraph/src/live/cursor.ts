import { AppError, BadUserInputError } from '@milepost/service-kit';

/** Position in the stream of milestones: opaque to clients. */
export function encodeLiveCursor(seq: number): string {
  return Buffer.from(`live1:${seq}`).toString('base64url');
}

export function decodeLiveCursor(cursor: string): number {
  const match = /^live1:(\d{1,15})$/.exec(Buffer.from(cursor.slice(0, 100), 'base64url').toString('utf8'));
  if (!match)
    throw new BadUserInputError(
      'after',
      'after is not a cursor of this stream; take liveCursor or the cursor of a message',
    );
  return Number(match[1]);
}

export class CursorExpiredError extends AppError {
  constructor() {
    super('CURSOR_EXPIRED', 'the cursor is older than what is kept; read the rows again and go on from liveCursor');
    this.name = 'CursorExpiredError';
  }
}

export class SessionExpiredError extends AppError {
  constructor() {
    super('SESSION_EXPIRED', 'the session has ended; sign in again');
    this.name = 'SessionExpiredError';
  }
}
