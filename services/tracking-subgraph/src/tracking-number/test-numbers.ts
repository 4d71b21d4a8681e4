import { bareNumber } from './read-number.ts';

/** Numbers that providers and carriers publish for trying things out, by where; no parcel has them. Many have wrong check digits on purpose. */
const published: Readonly<Record<string, string>> = {
  'EasyPost, one per status (its own client tests; "In test mode, only test tracking numbers are valid")':
    'EZ1000000001 EZ2000000002 EZ3000000003 EZ4000000004 EZ5000000005 EZ6000000006 EZ7000000007',
  'Shippo, one per status, carrier "shippo" (docs.goshippo.com, tracking)':
    'SHIPPO_PRE_TRANSIT SHIPPO_TRANSIT SHIPPO_DELIVERED SHIPPO_RETURNED SHIPPO_FAILURE SHIPPO_UNKNOWN',
  'UPS, sample numbers of its tracking documentation':
    '1Z12345E0205271688 1Z12345E6605272234 1Z12345E0305271640 1Z12345E1305277940 1Z12345E6205277936 1Z12345E1505270452 1Z12345E0390105056 1Z12345E0393657226 1Z12345E5991872040 1Z12345E0290424025 1Z12345E0194845039',
  'FedEx, mock tracking numbers of its developer portal':
    '449044304137821 122816215025810 231300687629630 377101283611590 076288115212522 843119172384577 568838414941 039813852990618 920241085725456 61292701078443410536',
  'DHL, sandbox of Parcel DE tracking (listed in vendidero/woocommerce-germanized)':
    '00340434161094042557 00340434161094038253 00340434161094032954 00340434161094027318 00340434161094022115 00340434161094015902',
};

const testNumbers = new Set(
  Object.values(published).flatMap((numbers) => numbers.split(' ').map((number) => bareNumber(number))),
);

/** Whether a number is one that its provider or carrier publishes for tests. */
export function isTestNumber(number: string): boolean {
  return testNumbers.has(bareNumber(number));
}
