import type { OdooClient } from '../odoo/client.ts';
import type { MirrorModel } from './mirror-model.ts';

export type OdooRecord = { id: number; write_date?: string };

/** Archived contacts and methods still stand on old orders. */
const context = { active_test: false };

/** What the mirror asks of Odoo. */
export type MirroredOdoo = Pick<OdooClient, 'searchRead' | 'searchIds' | 'presentFields' | 'leftOut'>;

/** Reads records of mirrored models from Odoo: those fields that the mirror keeps, of those records that belong to it. */
export function createModelReader(odoo: MirroredOdoo) {
  const presentFields = new Map<string, readonly string[]>();

  /** What is asked of this Odoo: the fields that every one has, and those of the others that this one has. */
  async function fieldsOf({ name, model, fields, optionalFields }: MirrorModel): Promise<readonly string[]> {
    const known = presentFields.get(name);
    if (known) return known;
    const present = optionalFields.length > 0 ? await odoo.presentFields(model, optionalFields) : [];
    const all = [...fields, ...present];
    presentFields.set(name, all);
    return all;
  }

  return {
    /** Whole records. `where`: conditions, all of which hold. */
    async records(
      model: MirrorModel,
      { where, limit, order = 'id' }: { where: readonly unknown[]; limit: number; order?: string },
    ): Promise<OdooRecord[]> {
      const fields = await fieldsOf(model);
      const domain = [...model.domain, ...where];
      return odoo.searchRead<OdooRecord>(model.model, { domain, fields, limit, order, context });
    },

    /** Ids and write_dates of records behind an id, ascending: cheap, whatever a record holds. */
    marks(model: MirrorModel, { after, limit }: { after: number; limit: number }): Promise<Required<OdooRecord>[]> {
      const domain = [...model.domain, ['id', '>', after]];
      return odoo.searchRead(model.model, { domain, fields: ['write_date'], limit, order: 'id', context });
    },

    /** Which of these are there, also of those whose fields Odoo would refuse us. */
    present(model: MirrorModel, ids: readonly number[]): Promise<number[]> {
      const domain = [...model.domain, ['id', 'in', ids]];
      return odoo.searchIds(model.model, { domain, limit: ids.length, order: 'id', context });
    },

    /** Records that Odoo refuses us at present. */
    async refused(model: MirrorModel): Promise<readonly number[]> {
      return odoo.leftOut(model.model, await fieldsOf(model));
    },

    /** Null: there are no records. Naive UTC text, cut to seconds. */
    async newestWriteDate(model: MirrorModel): Promise<string | null> {
      const [newest] = await odoo.searchRead<OdooRecord>(model.model, {
        domain: [...model.domain],
        fields: ['write_date'],
        limit: 1,
        order: 'write_date desc, id desc',
        context,
      });
      return newest?.write_date ?? null;
    },

    /** Odoo may have been upgraded, and lack one of the fields now. */
    forgetFields(model: MirrorModel): void {
      presentFields.delete(model.name);
    },
  };
}

/** Small tables without a write_date of interest are simply read whole. */
export const hasWriteDate = (model: MirrorModel): boolean => model.fields.includes('write_date');
export type ModelReader = ReturnType<typeof createModelReader>;
