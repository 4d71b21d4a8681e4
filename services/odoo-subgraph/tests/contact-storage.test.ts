import { connectDatabase, fieldKeyId, openField, openSigningKeys } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOrderAccess } from '../src/access/create-order-access.ts';
import { eraseCustomer } from '../src/customer/erase-customer.ts';
import { createAccountFinder } from '../src/customer/find-accounts.ts';
import { loadIndexKeys, renewIndexKeys } from '../src/mirror/index-keys.ts';
import { cellContext, type SealedColumn, sealedColumns } from '../src/mirror/seal-contacts.ts';
import { type AllowedModel, allowedCalls } from '../src/odoo/allowed-calls.ts';
import { logger, type Mirror, startMirror } from './support/mirror.ts';
import { viewer } from './support/world.ts';

/** Alpine Supply Co. and its contact Ann Rivera, who has a mobile number only. */
const alpine = 45;
const ann = 46;
const trailhead = 53;

type Row = Record<string, unknown> & { id: number; name: string } & Record<SealedColumn, Buffer | null>;
let mirror: Mirror;
beforeEach(async () => {
  mirror = await startMirror({ pageSize: 20 });
  return () => mirror[Symbol.asyncDispose]();
});
const rows = () => mirror.sql<Row[]>`select * from odoo.partner order by id`;
const rowOf = async (id: number) => (await rows()).find((row) => row.id === id) as Row;
async function opened(id: number, column: SealedColumn): Promise<string | null> {
  const cell = (await rowOf(id))[column];
  if (cell === null) return null;
  const keyId = fieldKeyId(cell);
  const key = (await mirror.customerKeys.find([keyId])).get(keyId);
  return key ? openField(key.key, cell, cellContext(column, id)) : 'the key is gone';
}
const erase = (customerId: number) =>
  eraseCustomer(mirror, {
    customerId,
    actor: 'olga',
    role: 'operator',
    sid: null,
    reason: 'asked for by letter',
    requestId: 'request-1',
  });
/** Everything of the table, in every way it could be read. */
async function dump(): Promise<string> {
  const lines = await mirror.sql`select row_to_json(p)::text as text from odoo.partner p`;
  return lines.map((row) => row['text']).join('\n');
}

describe('contacts at rest', () => {
  test('e-mail, phone and street stand there sealed, nothing of them in plain', async () => {
    await mirror.sync.runOnce();
    const all = (await dump()).toLowerCase();
    let looked = 0;
    for (const contact of mirror.odoo.world.table('res.partner').values())
      for (const field of ['email', 'phone', 'mobile', 'street', 'street2'] as const) {
        const text = contact[field];
        if (typeof text !== 'string') continue;
        for (const form of [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64')])
          expect(all, `${field} of ${contact.id}`).not.toContain(form.toLowerCase());
        looked += 1;
      }
    expect(looked).toBeGreaterThan(60);
    expect(await opened(alpine, 'email_sealed')).toBe('purchasing@alpine.example.com');
    expect(await opened(alpine, 'phone_sealed')).toBe('+1 303-555-0111');
    expect(await opened(ann, 'phone_sealed')).toBe('+1 303-555-0112');
    expect(await opened(55, 'street_sealed')).toBe('350 5th Ave');
    expect(await opened(55, 'street2_sealed')).toBe('Floor 33');
    expect(await opened(62, 'email_sealed')).toBeNull();
  });

  test('one key per customer account: its contacts share it, nobody else does, and a copied cell does not open', async () => {
    await mirror.sync.runOnce();
    const keyIds = new Map<unknown, Set<number>>();
    for (const row of await rows())
      for (const column of sealedColumns) {
        const cell = row[column];
        const customer = row['commercial_partner_id'];
        if (cell) keyIds.set(customer, (keyIds.get(customer) ?? new Set()).add(fieldKeyId(cell)));
      }
    expect([...keyIds.values()].every((ids) => ids.size === 1)).toBe(true);
    expect(new Set([...keyIds.values()].flatMap((ids) => [...ids])).size).toBe(keyIds.size);
    await mirror.sql`update odoo.partner set street_sealed = (select street_sealed from odoo.partner where id = ${alpine}) where id = ${ann}`;
    await expect(opened(ann, 'street_sealed')).rejects.toThrow();
  });

  test('reading the same again writes nothing; a change is stored under the same key', async () => {
    await mirror.sync.runOnce();
    const before = await rows();
    expect(await mirror.sync.runOnce()).toBe(0);
    expect(await rows()).toEqual(before);
    mirror.odoo.world.writeRecords('res.partner', [ann], { mobile: false, phone: '+1 303 555 0199' });
    expect(await mirror.sync.runOnce()).toBe(1);
    expect(await opened(ann, 'phone_sealed')).toBe('+1 303 555 0199');
    const after = await rowOf(ann);
    const old = before.find((row) => row.id === ann) as Row;
    expect(fieldKeyId(after.phone_sealed as Buffer)).toBe(fieldKeyId(old.phone_sealed as Buffer));
    expect(after['phone_index']).not.toEqual(old['phone_index']);
    expect(after['email_index']).toEqual(old['email_index']);
  });

  test('a contact that moves to another account is sealed with that one’s key', async () => {
    await mirror.sync.runOnce();
    mirror.odoo.world.writeRecords('res.partner', [ann], {
      commercial_partner_id: [trailhead, 'Trailhead Rentals Inc.'],
    });
    await mirror.sync.runOnce();
    const [own, account] = [await rowOf(ann), await rowOf(trailhead)];
    expect(fieldKeyId(own.email_sealed as Buffer)).toBe(fieldKeyId(account.email_sealed as Buffer));
    expect(await opened(ann, 'email_sealed')).toBe('ann.rivera@alpine.example.com');
  });

  test('one number is one index, however it is written; without a country a national one has none', async () => {
    const { world } = mirror.odoo;
    world.writeRecords('res.partner', [57], { phone: '089 / 555 01 50' });
    world.writeRecords('res.partner', [58], { phone: '+49 (89) 5550150' });
    world.writeRecords('res.partner', [59], { phone: '01 55 50 01 60', country_code: false });
    await mirror.sync.runOnce();
    const [company, person, french] = [await rowOf(57), await rowOf(58), await rowOf(59)];
    expect(company['phone_index']).toEqual(mirror.keys.indexKeys.make('phone', '+49895550150'));
    expect(person['phone_index']).toEqual(company['phone_index']);
    expect(french['phone_index']).toBeNull();
    expect(await opened(59, 'phone_sealed')).toBe('01 55 50 01 60');
  });

  test('a page costs the same number of statements, however many contacts and customers are on it', async () => {
    const count = async (pageSize: number) => {
      await using own = await startMirror({ pageSize });
      own.statements.length = 0;
      await own.sync.runOnce();
      const begun = own.statements.filter((text) => text.includes('into odoo.partner')).length;
      const used = own.statements.filter((text) =>
        /pg_advisory_xact_lock_shared|odoo\.erasure|odoo\.customer_key/.test(text),
      );
      return { pages: begun, used: used.length };
    };
    // Lock, what is erased, known keys, new keys.
    expect(await count(200)).toEqual({ pages: 1, used: 4 });
    expect(await count(13)).toEqual({ pages: 2, used: 8 });
  });

  test('an Odoo without mobile numbers is asked for none, also when it was upgraded meanwhile', async () => {
    let isUpgraded = true;
    const asked: (readonly string[])[] = [];
    const partner = allowedCalls['res.partner'] as AllowedModel;
    const odoo = mirror.connect({
      allowed: { ...allowedCalls, 'res.partner': { ...partner, fields: [...partner.fields, 'mobile_of_old'] } },
    });
    const sync = mirror.makeSync(() => ({
      ...odoo,
      presentFields: async (model, names) => (isUpgraded ? [] : odoo.presentFields(model, names)),
      searchRead: (model, query) => {
        if (model === 'res.partner') asked.push(query.fields);
        // What Odoo 19 says to a field that it does not have, is what 18 says to another.
        const fields = query.fields.map((name) => (isUpgraded && name === 'mobile' ? 'mobile_of_old' : name));
        return odoo.searchRead(model, { ...query, fields });
      },
    }));
    await sync.runOnce();
    expect(asked.flat()).not.toContain('mobile');
    expect(await opened(ann, 'phone_sealed')).toBeNull();

    isUpgraded = false;
    const next = mirror.makeSync(() => ({
      ...odoo,
      presentFields: async (model, names) => (isUpgraded ? [] : odoo.presentFields(model, names)),
      searchRead: (model, query) => {
        const fields = query.fields.map((name) => (isUpgraded && name === 'mobile' ? 'mobile_of_old' : name));
        return odoo.searchRead(model, { ...query, fields });
      },
    }));
    await next.runOnce();
    isUpgraded = true;
    await expect(next.runOnce()).rejects.toMatchObject({ kind: 'bug' });
    await next.runOnce();
  });
});

describe('new keys of the indexes', () => {
  test('are taken up contact by contact; whoever compares finds those of either version; the old ones end', async () => {
    const { sql, keyStore, odoo } = mirror;
    await mirror.sync.runOnce();
    expect(await renewIndexKeys({ sql, keyStore })).toBe(2);
    const indexKeys = await loadIndexKeys(keyStore);
    expect(indexKeys.version).toBe(2);
    expect(indexKeys.candidates('email', 'x')).toHaveLength(2);
    const sealing = (await keyStore.get('signing-key')).key;
    await using keys = await openSigningKeys({ sql, purpose: 'order-access', sealing, rotationDays: 30, logger });
    const access = createOrderAccess({ sql, indexKeys, keys, limits: null, refusals: { add() {} }, logger });
    const who = { orderName: 'S00038', address: '', viewer: viewer(), requestId: 'test-request' };
    const proves = async (proof: { email?: string; postalCode?: string }) => {
      const given = { email: null, postalCode: null, ...proof };
      return (await access.create({ ...who, ...given })).token !== null;
    };
    const findAccounts = createAccountFinder({
      sql,
      odoo: { readByIds: () => Promise.reject(new Error('away')) },
      indexKeys,
      logger,
    });
    const check = async () => {
      expect(await proves({ email: 'ann.rivera@alpine.example.com' })).toBe(true);
      expect(await proves({ postalCode: '80011' })).toBe(true);
      expect(await proves({ email: 'bert@alpine.example.com' })).toBe(false);
      expect(await proves({ postalCode: '80012' })).toBe(false);
    };
    await check();
    // Not while the last change is on its way.
    expect(await renewIndexKeys({ sql, keyStore })).toBeNull();

    const next = mirror.makeSync((client) => client, { customerKeys: mirror.customerKeys, indexKeys });
    await next.runOnce();
    expect(await sql`select distinct index_version from odoo.partner`).toEqual([{ index_version: 2 }]);
    await check();
    expect((await findAccounts('ann.rivera@alpine.example.com')).customers).toEqual([alpine, trailhead]);
    expect(odoo.stats.calls.size).toBeGreaterThan(0);

    expect(await renewIndexKeys({ sql, keyStore })).toBe(3);
    expect((await keyStore.list('blind-index/phone')).map(({ subject }) => subject)).toEqual(['2', '3']);
  });
});

describe('an erased customer', () => {
  test('has no key, no cell, no index and no name left, and what Odoo still knows does not come back', async () => {
    await mirror.sync.runOnce();
    const others = (await rows()).filter((row) => row['commercial_partner_id'] !== alpine);
    expect(await erase(alpine)).toBe(true);
    const check = async () => {
      const all = await rows();
      for (const row of all.filter((one) => one['commercial_partner_id'] === alpine)) {
        const { id, name, country_code: _country, commercial_partner_id: _customer, ...rest } = row;
        expect(name, String(id)).toBe('(erased)');
        const left = Object.entries(rest).filter(([, value]) => value !== null);
        expect(left.map(([column]) => column).sort()).toEqual(['index_version', 'is_active', 'is_gone', 'write_date']);
      }
      expect(all.filter((row) => row['commercial_partner_id'] !== alpine)).toEqual(others);
      expect(await mirror.sql`select 1 from odoo.customer_key where subject = ${String(alpine)}`).toHaveLength(0);
    };
    await check();
    // Read again whole, with a change on top.
    mirror.odoo.world.writeRecords('res.partner', [ann], { phone: '+1 303 555 0200' });
    await mirror.sql`delete from odoo.sync_cursor where model = 'res.partner'`;
    await mirror.makeSync().runOnce();
    await mirror.sql`update odoo.partner set write_date = (select max(write_date) from odoo.partner where id <> ${ann}) where id = ${ann}`;
    await check();
  });

  test('stays erased when a contact of it moves to another account', async () => {
    await mirror.sync.runOnce();
    await erase(alpine);
    mirror.odoo.world.writeRecords('res.partner', [ann], {
      commercial_partner_id: [trailhead, 'Trailhead Rentals Inc.'],
    });
    await mirror.sync.runOnce();
    expect(await rowOf(ann)).toMatchObject({ commercial_partner_id: trailhead, name: '(erased)', email_sealed: null });
    expect(await opened(trailhead, 'email_sealed')).toBe('hello@trailhead.example.com');
  });

  test('is on record, once per time, with the reason beside the audit', async () => {
    await mirror.sync.runOnce();
    expect(await erase(alpine)).toBe(true);
    expect(await erase(alpine)).toBe(true);
    expect(await erase(4711)).toBe(false);
    // A contact is no account.
    expect(await erase(ann)).toBe(false);
    // And tracking is told, so that what shows these people goes there, too.
    expect(await mirror.sql`select body from odoo.outbox where body->>'type' = 'customer.erased' order by id`).toEqual(
      [1, 2].map(() => ({ body: { type: 'customer.erased', correlationId: 'request-1', customerId: 45 } })),
    );
    const audit = await mirror.sql`select actor, role, action, subject, request_id, detail from odoo.audit order by id`;
    const entry = {
      actor: 'olga',
      role: 'operator',
      action: 'customer.erased',
      subject: 'customer 45',
      request_id: 'request-1',
    };
    expect(audit).toMatchObject([entry, entry]);
    expect(JSON.stringify(audit)).not.toContain('letter');
    expect(await mirror.sql`select actor, action, customer_id, reason from odoo.stated_reason`).toEqual(
      Array.from({ length: 2 }, () => ({
        actor: 'olga',
        action: 'customer.erased',
        customer_id: 45,
        reason: 'asked for by letter',
      })),
    );
  });

  /** How many wait for the lock that erasing and storing share. */
  const waiting = async () =>
    (
      await mirror.sql`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
    ).length;

  test('is not stored by a reader of Odoo that began before, nor by one that begins while it is being erased', async () => {
    await mirror.sync.runOnce();
    const other = connectDatabase(mirror.database.url, { application: 'test', searchPath: 'odoo', max: 1 });
    try {
      // A page is being stored: the erasure waits for its commit and takes what it stored.
      let release = () => {};
      const page = other.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock_shared(hashtext('milepost odoo.erasure'))`;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        await tx`update odoo.partner set city = 'stored late' where id = ${ann}`;
      });
      await eventually(async () => {
        const [lock] =
          await mirror.sql`select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted`;
        return lock !== undefined;
      });
      const erasure = erase(alpine);
      await eventually(async () => (await waiting()) === 1);
      release();
      await page;
      expect(await erasure).toBe(true);
      expect(await rowOf(ann)).toMatchObject({ name: '(erased)', city: null });

      // The other way round: an erasure that has not committed holds a page back, which then knows of it.
      const erasing = other.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtext('milepost odoo.erasure'))`;
        await tx`insert into odoo.erasure (partner_id, customer_id) values (${trailhead}, ${trailhead})`;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      await eventually(async () => {
        const [lock] =
          await mirror.sql`select 1 from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and granted and pid <> pg_backend_pid()`;
        return lock !== undefined;
      });
      mirror.odoo.world.writeRecords('res.partner', [trailhead], { phone: '+1 206 555 0131' });
      const round = mirror.sync.runOnce();
      await eventually(async () => (await waiting()) === 1);
      release();
      await erasing;
      await round;
      expect(await rowOf(trailhead)).toMatchObject({ name: '(erased)', phone_sealed: null, email_index: null });
    } finally {
      await other.end({ timeout: 2 });
    }
  });
});
