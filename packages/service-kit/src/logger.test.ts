import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { withRequestScope } from './request-scope.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ service: 'test', level: 'trace', destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

test('fields that hold secrets or personal data are blanked, also two levels down', () => {
  const fields = {
    authorization: 'x1',
    cookie: 'x2',
    token: 'x3',
    password: 'x4',
    email: 'x5',
    body: 'x6',
    search: 'x7',
    phone: 'x8',
    street2: 'x9',
    reason: 'y1',
    deliveryAddress: { name: 'y2', city: 'y3' },
  };
  const text = logged((logger) =>
    logger.info({ ...fields, request: { ...fields, headers: fields }, kept: 'seen' }, 'message'),
  );
  expect(text).toContain('seen');
  expect(text).not.toMatch(/x[1-9]|y[1-3]/);
});

test('errors of the database lose their message, which quotes values', () => {
  const cause = Object.assign(new Error('Key (email)=(ann@example.com) already exists'), {
    severity: 'ERROR',
    code: '23505',
    constraint_name: 'partner_email',
    detail: 'ann@example.com',
  });
  const text = logged((logger) => logger.error({ err: new Error('saving failed', { cause }) }, 'message'));
  expect(text).toContain('23505');
  expect(text).toContain('partner_email');
  expect(text).not.toContain('ann@');
});

test('nor does drizzle’s error, which quotes the statement with its values', () => {
  const cause = Object.assign(new Error('relation "user" does not exist'), { severity: 'ERROR', code: '42P01' });
  const error = new DrizzleQueryError('select * from "user" where email = $1', ['ann@example.com'], cause);
  const text = logged((logger) => logger.error({ err: error }, 'message'));
  expect(text).toContain('42P01');
  expect(text).not.toMatch(/ann@|select/);
});

test('a message of several lines is cut, also where the stack repeats it', () => {
  const text = logged((logger) =>
    logger.error({ err: new Error(`first\n${'x'.repeat(600)}\nann@example.com`) }, 'message'),
  );
  expect(text).toContain('first');
  expect(text).toContain('logger.test.ts');
  expect(text).not.toContain('ann@');
});

test('lines inside a request carry its id', () => {
  const text = logged((logger) => withRequestScope('request-1', () => logger.info('inside')));
  expect(JSON.parse(text)).toMatchObject({ request: { id: 'request-1' }, msg: 'inside', service: 'test' });
});
