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

test('lines inside a request carry its id', () => {
  const text = logged((logger) => withRequestScope('request-1', () => logger.info('inside')));
  expect(JSON.parse(text)).toMatchObject({ request: { id: 'request-1' }, msg: 'inside', service: 'test' });
});
