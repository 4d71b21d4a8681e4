import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsOf, wizardOf } from './answers.ts';
import { recorded } from './odoo-wire.test-support.ts';
import {
  amountText,
  datetime,
  float,
  idList,
  instant,
  openSelection,
  optionalDate,
  optionalDatetime,
  optionalHtml,
  optionalReference,
  optionalReferenceName,
  optionalText,
  reference,
  referenceName,
  selection,
  shiftSeconds,
} from './values.ts';

describe('values of the wire', () => {
  test.each([
    ['empty text', optionalText, false, null],
    ['blank text', optionalText, ' ', null],
    ['text', optionalText, ' S00046', ' S00046'],
    ['pair to id', reference, [46, 'Alpine, Ann'], 46],
    ['empty pair', optionalReference, false, null],
    ['optional pair', optionalReference, [46, ''], 46],
    ['pair to name', referenceName, [1, 'Units'], 'Units'],
    ['empty pair to name', optionalReferenceName, false, null],
    ['ids in no order', idList, [38, 37, 38], [37, 38]],
    ['no ids', idList, [], []],
    ['float noise', float, 1.4900000000000002, 1.49],
    ['empty datetime', optionalDatetime, false, null],
    ['datetime', datetime, '2026-11-21 00:11:45', '2026-11-21 00:11:45'],
    ['datetime of a webhook', datetime, '2026-11-21 00:11:45.188409', '2026-11-21 00:11:45.188409'],
    ['date', optionalDate, '2026-11-21', '2026-11-21'],
    ['empty date', optionalDate, false, null],
    ['known key', selection('draft', 'sale'), 'sale', 'sale'],
    ['key of a module', openSelection, 'dropship', 'dropship'],
    ['empty html', optionalHtml, false, null],
    ['html that shows nothing', optionalHtml, '<p><br></p>', null],
    [
      'html',
      optionalHtml,
      '<p>Leave at <b>door</b> 5 &amp; ring</p><script>x</script><p>Tom&#39;s&nbsp;&lt;3</p>',
      "Leave at door 5 & ring\nTom's <3",
    ],
  ])('%s', (_name, type, given, expected) => expect(type.parse(given)).toEqual(expected));

  test.each([
    ['unknown key', selection('draft', 'sale'), 'to_approve'],
    ['datetime with a zone', datetime, '2026-12-18T09:00:00Z'],
    ['bare id where a pair is documented', reference, 46],
    ['true', optionalText, true],
    ['half a date', optionalDate, '2026-11'],
  ])('%s is a misfit', (_name, type, given) => expect(type.safeParse(given).success).toBe(false));

  test('amounts have the places of their currency, and no minus zero', () => {
    expect(amountText(1.4900000000000002, 2)).toBe('1.49');
    expect(amountText(1200.0000000000002, 0)).toBe('1200');
    expect(amountText(0.1 + 0.2, 3)).toBe('0.300');
    expect(amountText(-0.0000001, 2)).toBe('0.00');
    expect(amountText(-3.5, 2)).toBe('-3.50');
  });
  test('naive UTC is UTC, and moves over midnight', () => {
    expect(instant('2026-11-21 00:11:45.188409')).toBe('2026-11-21T00:11:45.000Z');
    expect(instant(null)).toBeNull();
    expect(shiftSeconds('2026-11-21 00:00:10', -150)).toBe('2026-11-20 23:57:40');
    expect(shiftSeconds('2026-11-21 00:00:10.500', 1)).toBe('2026-11-21 00:00:11');
  });
  test('no html makes it throw or leaves a tag', () => {
    const parts = fc.array(
      fc.constantFrom('<p>', '</p>', '<br/>', '&#0;', '&#xD800;', '&amp;', '&', 'x', '<!--', '-->', '<b ', '\n'),
    );
    fc.assert(
      fc.property(parts, (list) => {
        const text = optionalHtml.parse(list.join(''));
        expect(text === null || text.isWellFormed()).toBe(true);
        expect(text ?? '').not.toMatch(/<\/?p>/);
      }),
    );
  });
});

describe('answers of methods, as recorded', () => {
  const answerOf = (file: string, name: string) =>
    recorded(file).find((exchange) => exchange.name === name)?.response?.body?.result;
  test('a recordset comes as text over JSON-RPC, as ids over JSON-2', () => {
    expect(recordsOf(answerOf('07-writeback-and-permissions', 'activity_schedule'))).toEqual([16]);
    expect(recordsOf('mail.activity(16, 17)')).toEqual([16, 17]);
    expect(recordsOf('mail.activity()')).toEqual([]);
    expect(recordsOf([16])).toEqual([16]);
    expect(recordsOf('S00046 (46)')).toBeNull();
    expect(recordsOf(true)).toBeNull();
  });
  test.each([
    ['04-order-lifecycle', 'button_validate partial', 'stock.backorder.confirmation'],
    ['05-multistep-packages-cancel', 'cancel confirmed order: wizard', 'sale.order.cancel'],
    ['04-order-lifecycle', 'button_validate full', null],
  ])('%s: %s', (file, name, wizard) => {
    const answer = answerOf(file, name);
    expect(answer).toBeDefined();
    expect(wizardOf(answer)).toBe(wizard);
  });
  test('closing a window asks for nothing', () => {
    expect(wizardOf({ type: 'ir.actions.act_window_close' })).toBeNull();
    expect(wizardOf({ type: 'ir.actions.client', tag: 'x' })).toBe('ir.actions.client');
    expect(wizardOf(null)).toBeNull();
  });
});
