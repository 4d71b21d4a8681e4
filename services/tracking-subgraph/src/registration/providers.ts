import { providerCodeOf } from '../carrier/carriers.ts';
import type { CarrierLists } from '../carrier-lists/stored-lists.ts';
import type { Config } from '../config/config.ts';
import { connectors } from '../connectors/connectors.ts';
import type { Pacer } from '../connectors/pacing/pacer.ts';
import type { ProviderRegistrar } from '../connectors/provider-registrar.ts';
import type { Policy } from './decide.ts';

/** Clients of the providers at which numbers are registered, by name; their pace is the one of everybody who asks the provider for something. */
export function createRegistrars(
  { registration, providers }: Pick<Config, 'registration' | 'providers'>,
  pacer: Pacer,
): ReadonlyMap<string, ProviderRegistrar> {
  return new Map(
    registration.providers.flatMap((name) => {
      const create = connectors.find(({ provider }) => provider === name)?.createRegistrar;
      const given = providers.get(name);
      return create && given ? [[name, create({ baseUrl: given.apiUrl, apiKeys: given.apiKeys, pacer })] as const] : [];
    }),
  );
}

/**
 * Who tracks what: the provider chosen for a carrier, else the first that knows it. One whose own list does not have the carrier any more comes last: it is asked where nobody else can be, and says so itself.
 */
export function registrationPolicy(
  { maxAgeMs, freshMs, providers, byCarrier }: Config['registration'],
  { isGone }: Pick<CarrierLists, 'isGone'> = { isGone: () => false },
): Policy {
  const hasName = (provider: string, carrierCode: string) => providerCodeOf(provider, carrierCode) !== null;
  const knows = (provider: string, carrierCode: string) => {
    const code = providerCodeOf(provider, carrierCode);
    return code !== null && !isGone(provider, code);
  };
  return {
    maxAgeMs,
    freshMs,
    isOff: providers.length === 0,
    knows,
    providerFor(carrierCode, except = new Set()) {
      const chosen = byCarrier[carrierCode];
      if (chosen && knows(chosen, carrierCode) && !except.has(chosen)) return chosen;
      const open = providers.filter((provider) => !except.has(provider) && hasName(provider, carrierCode));
      return open.find((provider) => knows(provider, carrierCode)) ?? open[0] ?? null;
    },
  };
}
