import { z } from 'zod';

/** What staff may see: role, Odoo companies and regions (null: all). */
export interface StaffGrant {
  role: 'agent' | 'operator';
  companies: number[] | null;
  regions: string[] | null;
}

const grant = z
  .strictObject({
    role: z.enum(['agent', 'operator']),
    // An empty list would mean "none" to one reader and "all" to another.
    companies: z.array(z.number().int().positive()).min(1).optional(),
    regions: z.array(z.string().min(1).max(100)).min(1).optional(),
  })
  .transform(
    ({ role, companies, regions }): StaffGrant => ({ role, companies: companies ?? null, regions: regions ?? null }),
  );

/** Groups of the single sign-on and what they mean here, in the order in which they are looked at. */
export type StaffRoles = readonly (readonly [group: string, grant: StaffGrant])[];

/** OIDC_ROLES: {"group": {"role": …, "companies"?: […], "regions"?: […]}, …}. */
export const staffRoles = z.record(z.string().min(1), grant).transform((roles, context): StaffRoles => {
  const groups = Object.keys(roles);
  if (groups.length === 0) context.addIssue({ code: 'custom', message: 'name at least one group' });
  // JavaScript puts such names first, whatever the order in the text; here the order decides who may what.
  const number = groups.find((group) => /^(0|[1-9]\d*)$/.test(group));
  if (number !== undefined)
    context.addIssue({
      code: 'custom',
      message: `the group ${number} is a whole number, whose place in the order is lost; give the group a name`,
    });
  return Object.entries(roles);
});

/**
 * The grant of somebody in these groups: of the first group in OIDC_ROLES that he is in, alone. Nothing is put together out of several groups: who wrote the order decided
 * which one counts. Null: none fits. `claim`: as the issuer sent it, a list or one text.
 */
export function grantOfGroups(claim: unknown, roles: StaffRoles): StaffGrant | null {
  const groups = new Set(Array.isArray(claim) ? claim : [claim]);
  return roles.find(([group]) => groups.has(group))?.[1] ?? null;
}
