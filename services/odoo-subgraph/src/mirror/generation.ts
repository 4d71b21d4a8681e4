import type { Sql } from '@milepost/service-kit';
import type { IndexKeys } from './index-keys.ts';
import type { MirrorModel } from './mirror-model.ts';
import { mirrorModels } from './models.ts';

/** More than there will ever be versions of the index keys (a smallint). */
const versionsPerShape = 100_000;

/**
 * In which way a process writes a model's rows: version of their shape * 100000 + version of the index keys (0 for models without any). Ascending: what is stored in a lower generation than a process knows, that process reads once more,
 * whoever has marked it as loaded; what is stored in a higher one it leaves alone. Versions from before there were generations leave 0.
 */
export function generationOf(
  { shapeVersion, seal }: Pick<MirrorModel, 'shapeVersion' | 'seal'>,
  indexKeys: Pick<IndexKeys, 'version'>,
): number {
  return shapeVersion * versionsPerShape + (seal ? indexKeys.version : 0);
}

export const indexVersionOf = (generation: number): number => generation % versionsPerShape;

/**
 * Whether contacts can be found by their indexes: all were read in the shape this process knows, with any version of the index keys (it compares with each), and none is being read
 * with keys that it does not have.
 */
export async function contactsAreLoaded(sql: Sql, indexKeys: Pick<IndexKeys, 'version'>): Promise<boolean> {
  const contacts = mirrorModels.find(({ model }) => model === 'res.partner') as MirrorModel;
  const [row] = await sql`
    select 1 from odoo.sync_cursor where model = 'res.partner' and loaded_generation >= ${contacts.shapeVersion * versionsPerShape}
      and generation <= ${generationOf(contacts, indexKeys)}`;
  return row !== undefined;
}
