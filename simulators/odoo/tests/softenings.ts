/** Ways in which a simulator is kinder than Odoo: a change of one source file, and the test that has to notice. */
export interface Softening {
  name: string;
  file: string;
  /** Stands there exactly once. */
  find: string;
  replace: string;
  noticedBy: readonly [file: string, title: string];
}

export const softenings: readonly Softening[] = [
  {
    name: 'read answers null for a record that is missing',
    file: 'records.ts',
    find: "permitted(rows, 'read');\n      return rows.map((row) => present(world, model, row, fields, given['load']));",
    replace:
      "permitted(rows, 'read');\n      const found = new Map(rows.map((row) => [row.id, row]));\n      return idList(given['ids']).map((id) => (found.has(id) ? present(world, model, found.get(id) as Row, fields, given['load']) : null));",
    noticedBy: ['odoo-simulator.test.ts', 'read keeps order and duplicates, drops missing ids, pairs or bare ids'],
  },
  {
    name: 'a forbidden record is left out of a read',
    file: 'records.ts',
    find: "permitted(rows, 'read');\n      return rows.map((row) => present(world, model, row, fields, given['load']));",
    replace:
      "return rows.filter((row) => !refusal(row)).map((row) => present(world, model, row, fields, given['load']));",
    noticedBy: ['faults.test.ts', 'one forbidden record fails the whole read and is left out of a search'],
  },
  {
    name: 'a condition on a computed field filters',
    file: 'domain.ts',
    find: 'if (!world.isSearchable(model, name)) return () => true;',
    replace: '',
    noticedBy: ['odoo-simulator.test.ts', 'a leaf on a computed field matches everything'],
  },
  {
    name: 'write_date is found by the second that was told',
    file: 'domain.ts',
    find: "  if (type === 'datetime')\n    return (",
    replace:
      "  if (type === 'datetime' && String(actual).slice(0, 19) === String(wanted)) return true;\n  if (type === 'datetime')\n    return (",
    noticedBy: [
      'odoo-simulator.test.ts',
      'is kept finer than it is told: > on the told second still matches, = never does',
    ],
  },
  {
    name: 'archived records are found',
    file: 'records.ts',
    find: 'const showArchived = ',
    replace: 'const showArchived = true || ',
    noticedBy: ['odoo-simulator.test.ts', 'archived records are hidden from search and shown on request'],
  },
  {
    name: 'a datetime with T and Z may be written',
    file: 'values.ts',
    find: 'if (!/^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}:\\d{2})?$/.test(String(value)))',
    replace: 'if (Number.isNaN(Date.parse(String(value))))',
    noticedBy: ['replay-lifecycle.test.ts', '50 write ISO datetime with Z'],
  },
  {
    name: 'an empty text is ""',
    file: 'reading.ts',
    find: "if (meta.type === 'datetime' && typeof value === 'string')",
    replace:
      "if (meta.type === 'char' && value === false) value = '';\n    if (meta.type === 'datetime' && typeof value === 'string')",
    noticedBy: ['replay-lifecycle.test.ts', '10 state: confirmed'],
  },
  {
    name: 'nothing returned is null, not absent',
    file: 'server.ts',
    find: '...(result !== undefined && { result })',
    replace: 'result: result ?? null',
    noticedBy: ['replay-lifecycle.test.ts', '7 confirm wizard'],
  },
  {
    name: 'connections stay open',
    file: 'server.ts',
    find: "response.setHeader('connection', 'close');",
    replace: '',
    noticedBy: [
      'odoo-simulator.test.ts',
      'bad JSON, arrays and a wrong content type are 400; every answer closes the connection',
    ],
  },
  {
    name: 'every transfer of a warehouse of several steps is there at once',
    file: 'pickings.ts',
    find: '  recomputePickingState(tx, id);\n  return id;\n}\n\nconst emptyPicking',
    replace:
      "  recomputePickingState(tx, id);\n  const later = given.code === 'internal' ? nextStep(tx, get('stock.picking', id) as Row) : null;\n  if (later) createPicking(store, tx, { ...given, ...later });\n  return id;\n}\n\nconst emptyPicking",
    noticedBy: ['replay-lifecycle.test.ts', '1 state: 2-step confirmed'],
  },
  {
    name: 'button_validate asks nothing about a back order',
    file: 'buttons.ts',
    find: "if (asked.length > 0 && !context['skip_backorder'])",
    replace: "if (asked.length > 0 && context['asks'])",
    noticedBy: ['replay-lifecycle.test.ts', '17 button_validate partial'],
  },
  {
    name: 'button_validate asks nothing about text messages',
    file: 'buttons.ts',
    find: "if (!context['skip_sms']) {",
    replace: "if (context['asks']) {",
    noticedBy: ['replay-lifecycle.test.ts', '19 process backorder'],
  },
  {
    name: 'action_cancel cancels without asking',
    file: 'buttons.ts',
    find: "&& !call.context['disable_cancel_warning'])",
    replace: "&& call.context['asks'])",
    noticedBy: ['replay-lifecycle.test.ts', '33 cancel a delivered order'],
  },
  {
    name: 'a back order has the tracking reference of the first transfer',
    file: 'pickings.ts',
    find: '  recomputePickingState(tx, id);\n}\n\n/** Odoo 18 makes the next step',
    replace:
      "  tx.patch('stock.picking', id, { carrier_tracking_ref: picking['carrier_tracking_ref'] as Value });\n  recomputePickingState(tx, id);\n}\n\n/** Odoo 18 makes the next step",
    noticedBy: ['replay-lifecycle.test.ts', '21 state: partially delivered, backorder exists'],
  },
  {
    name: 'an order stays fully delivered when something comes back',
    file: 'computed.ts',
    find: "const states = pickings.map((picking) => picking['state']);",
    replace:
      "const states = pickings.filter((picking) => picking['picking_type_code'] !== 'incoming').map((picking) => picking['state']);",
    noticedBy: ['replay-lifecycle.test.ts', '30 state: return picking created (not received)'],
  },
  {
    name: 'a tracking reference moves the write_date of its order',
    file: 'writing.ts',
    find: "  tx.write('stock.picking', id, values);\n",
    replace: "  tx.write('stock.picking', id, values);\n  tx.touch('sale.order', refId(picking['sale_id']) ?? 0);\n",
    noticedBy: ['replay-write-date.test.ts', 'picking: write carrier_tracking_ref'],
  },
  {
    name: 'the last writer of a record wins',
    file: 'transaction.ts',
    find: 'if (holder) throw new RecordLockedError(key, holder);',
    replace: '',
    noticedBy: [
      'replay-write-date.test.ts',
      'the second waits for the first, then is tried again on what that one committed',
    ],
  },
  {
    name: 'webhooks are sent after the commit',
    file: 'engine.ts',
    find: "await this.automation.deliver(tx);\n        if (takes(this.faults, 'conflicts')) throw serializationFailure();\n        tx.commit();",
    replace:
      "const held = tx.outgoing.splice(0);\n        if (takes(this.faults, 'conflicts')) throw serializationFailure();\n        tx.commit();\n        tx.outgoing.push(...held);\n        await this.automation.deliver(tx);",
    noticedBy: ['replay-webhooks.test.ts', 'write tracking ref, receiver reads back during the request'],
  },
  {
    name: 'a webhook that failed is sent again',
    file: 'automation.ts',
    find: 'this.sent.push({ outcome: await post(next, this.#timeoutMs), body: next.body });',
    replace:
      "for (let tries = 0; tries < 3; tries += 1) {\n        const outcome = await post(next, this.#timeoutMs);\n        this.sent.push({ outcome, body: next.body });\n        if (outcome === 'answered') break;\n      }",
    noticedBy: ['replay-webhooks.test.ts', 'receiver answers 500; receiver takes too long; receiver down'],
  },
  {
    name: 'a new transfer is announced once',
    file: 'pickings.ts',
    find: "  tx.announce('stock.picking', id, ['state']);\n",
    replace: '',
    noticedBy: ['replay-webhooks.test.ts', 'confirm an order'],
  },
  {
    name: 'nothing is announced of a transaction that is rolled back',
    file: 'engine.ts',
    find: '        await this.automation.deliver(tx);\n        tx.rollback();',
    replace: '        tx.outgoing.splice(0);\n        tx.rollback();',
    noticedBy: ['replay-webhooks.test.ts', 'transaction rolled back: the event was a phantom'],
  },
  {
    name: 'webhooks name records as pairs',
    file: 'automation.ts',
    find: "meta.type === 'many2one' ? (refId(value) ?? false) : value",
    replace: 'value',
    noticedBy: ['replay-webhooks.test.ts', 'confirm an order'],
  },
  {
    name: 'a refused secret costs nothing',
    file: 'credentials.ts',
    find: '    await this.#hash();\n    if (!this.#isValid(userId, secret)) return false;',
    replace: '    if (!this.#isValid(userId, secret)) return false;\n    await this.#hash();',
    noticedBy: ['faults.test.ts', 'every refused secret is hashed again, an accepted one once'],
  },
  {
    name: 'a removed or expired key is refused at once',
    file: 'credentials.ts',
    find: 'if (this.#accepted.has(key)) return true;',
    replace: 'if (this.#accepted.has(key) && this.#isValid(userId, secret)) return true;',
    noticedBy: [
      'faults.test.ts',
      'a removed key goes on working until the cache is cleared; never used before, it is refused',
    ],
  },
  {
    name: 'Odoo tries again without sending again',
    file: 'engine.ts',
    find: '      const tx = this.world.begin();\n      try {\n        const result = run(tx);\n',
    replace:
      '      const tx = this.world.begin();\n      try {\n        const result = run(tx);\n        if (tries > 0) tx.outgoing.splice(0);\n',
    noticedBy: ['faults.test.ts', 'Odoo overcomes four in one call; its rules send again on every try'],
  },
];
