import { BadUserInputError, isPartnerScope, partnerScopes, requireOdooId } from '@milepost/service-kit';

export interface LimitsInput {
  companyIds?: readonly string[] | null;
  regions?: readonly string[] | null;
  customerIds?: readonly string[] | null;
  isUnlimited?: boolean | null;
}

/** As many as fit into a token that fits into a header. */
const most = { companyIds: 100, regions: 50, customerIds: 300 } as const;

export function readName(given: string): string {
  const name = given.trim();
  if (name.length < 1 || name.length > 100 || !name.isWellFormed() || /\p{Cc}/u.test(name))
    throw new BadUserInputError('input.name', 'name must have 1 to 100 characters on one line');
  return name;
}

export function readScopes(given: readonly string[]): string[] {
  const unknown = given.find((scope) => !isPartnerScope(scope));
  if (unknown !== undefined || given.length === 0)
    throw new BadUserInputError('input.scopes', `scopes are one or more of ${Object.keys(partnerScopes).join(', ')}`);
  return [...new Set(given)];
}

/** Null: not limited by that. Nobody makes an unlimited client by leaving something out. Throws BAD_USER_INPUT naming the field. */
export function readLimits({ isUnlimited, ...lists }: LimitsInput): {
  companies: number[] | null;
  regions: string[] | null;
  customers: number[] | null;
} {
  const field = (name: string) => `input.limits.${name}`;
  for (const name of ['companyIds', 'regions', 'customerIds'] as const)
    if ((lists[name]?.length ?? 0) > most[name])
      throw new BadUserInputError(field(name), `${name} must have at most ${most[name]} entries`);
  const isLimited = lists.companyIds != null || lists.regions != null || lists.customerIds != null;
  if (isLimited === (isUnlimited ?? false))
    throw new BadUserInputError(
      field('isUnlimited'),
      'give companyIds, regions or customerIds, or isUnlimited: true and none of them',
    );
  const ids = (type: 'Company' | 'Customer', name: 'companyIds' | 'customerIds') =>
    lists[name] == null ? null : [...new Set(lists[name].map((id) => requireOdooId(type, id, field(name))))];
  const regions = lists.regions == null ? null : [...new Set(lists.regions.map((region) => region.trim()))];
  if (regions?.some((region) => region === '' || region.length > 100 || /\p{Cc}/u.test(region)))
    throw new BadUserInputError(field('regions'), 'a region is a text of 1 to 100 characters');
  return { companies: ids('Company', 'companyIds'), regions, customers: ids('Customer', 'customerIds') };
}
