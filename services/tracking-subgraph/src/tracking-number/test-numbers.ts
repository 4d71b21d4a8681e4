import { bareNumber } from './read-number.ts';

/** Numbers that providers and carriers publish for trying things out; no parcel has them. */
const published: Readonly<Record<string, readonly string[]>> = {
  'EasyPost, docs.easypost.com (tracking guide): one per status': [
    'EZ1000000001',
    'EZ2000000002',
    'EZ3000000003',
    'EZ4000000004',
    'EZ5000000005',
    'EZ6000000006',
    'EZ7000000007',
  ],
};
const testNumbers = new Set(Object.values(published).flat());

/** Whether a number is one that its provider or carrier publishes for tests. */
export function isTestNumber(number: string): boolean {
  return testNumbers.has(bareNumber(number));
}
