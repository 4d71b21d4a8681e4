import crypto, { type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

// For `setupFiles`: scrypt as it is, but what it gave for the same password, salt and cost is remembered by this worker. It is made to cost a tenth of a second; each
// sign-in verifies a password, and hundreds do so in a run, most of them with one that was computed before.

type Done = (error: Error | null, key: Buffer) => void;
type Scrypt = (password: unknown, salt: unknown, length: number, options: ScryptOptions, done: Done) => void;

const marker = Symbol.for('milepost.remember-scrypt');
const original = crypto.scrypt as Scrypt & { [marker]?: true };

// Files share their worker.
if (!original[marker]) {
  const known = new Map<string, Promise<Buffer>>();
  const remembering: Scrypt = (...given) => {
    const [password, salt, length, options, done] = given;
    // As the sign-in library asks; others get the original.
    if (typeof password !== 'string' || typeof salt !== 'string' || typeof done !== 'function')
      return original(...given);
    const name = JSON.stringify([password, salt, length, options]);
    let key = known.get(name);
    if (!key) {
      key = new Promise<Buffer>((resolve, reject) =>
        original(password, salt, length, options, (error, made) => (error ? reject(error) : resolve(made))),
      );
      known.set(name, key);
    }
    key.then(
      (made) => done(null, Buffer.from(made)),
      (error) => done(error, Buffer.alloc(0)),
    );
  };
  Object.assign(crypto, { scrypt: Object.assign(remembering, { [marker]: true }) });
  syncBuiltinESMExports();
}
