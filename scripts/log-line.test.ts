import { expect, it } from 'vitest';
import { describeLine } from './log-line.ts';

it('shows warnings and errors of JSON lines with their cause, and hides the rest', () => {
  expect(describeLine('{"level":30,"msg":"ready"}', 'out')).toBeNull();
  expect(describeLine('{"level":40,"msg":"slow","err":{"code":"57P03"}}', 'out')).toBe('warning: slow (57P03)');
  expect(describeLine('{"level":60,"msg":"start failed","err":{"message":"no"}}', 'out')).toBe(
    'fatal: start failed (no)',
  );
});

it('shows what is no JSON line as it is', () => {
  for (const line of ['plain', '{"half', '7', 'null', '{"level":"odd"}']) expect(describeLine(line, 'out')).toBe(line);
  expect(describeLine('  ', 'err')).toBeNull();
});
