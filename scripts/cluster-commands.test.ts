import { expect, it } from 'vitest';
import { readClusterCommand } from './cluster-commands.ts';

const ids = ['gateway-1', 'gateway-2', 'portal-1'];

it('reads the commands of the prompt', () => {
  expect(readClusterCommand('  roll ', ids)).toEqual({ name: 'roll' });
  expect(readClusterCommand('restart  gateway-2', ids)).toEqual({ name: 'restart', id: 'gateway-2' });
  expect(readClusterCommand('kill portal-1', ids)).toEqual({ name: 'kill', id: 'portal-1' });
  expect(readClusterCommand('kill', ids, () => 0)).toEqual({ name: 'kill', id: 'gateway-1' });
  expect(readClusterCommand('kill', ids, () => 0.99)).toEqual({ name: 'kill', id: 'portal-1' });
  expect(readClusterCommand('   ', ids)).toBeNull();
});

it.each([
  ['restart', 'Restart which one? There are gateway-1, gateway-2, portal-1.'],
  ['kill gateway', 'There is no process "gateway" here; there are gateway-1, gateway-2, portal-1.'],
  ['roll gateway-1', '"roll gateway-1" says too much; help lists the commands.'],
  ['restart gateway-1 gateway-2', '"restart gateway-1 gateway-2" says too much; help lists the commands.'],
  ['toString', 'There is no command "toString"; help lists them.'],
])('says what is wrong with "%s"', (line, sentence) => {
  expect(readClusterCommand(line, ids)).toBe(sentence);
});
