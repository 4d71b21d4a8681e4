import {
  type FactName,
  type FieldName,
  factNames,
  trackingFields,
  type WritingProvider,
} from '../connectors/tracking-fields.ts';

/** What the shop may have sent beside what finds a parcel; of all else nothing is known here. */
export const switchable = ['orderNumber', 'destinationPostalCode'] as const satisfies readonly FieldName[];
export type Switchable = (typeof switchable)[number];

/** One field that a provider is told. */
export interface ToldField {
  provider: string;
  /** Our name. */
  field: string;
  /** The provider's. */
  name: string;
  isPersonal: boolean;
  /** When it is told. */
  when: 'ALWAYS' | 'CARRIER_WANTS_IT' | 'SWITCHED_ON' | 'GIVEN_BY_HAND';
}

const isFact = (field: FieldName): field is FactName => (factNames as readonly FieldName[]).includes(field);

/** Facts that a carrier may want and that are known here; with a switch the postcode, too. */
export const knownFacts = ['destinationCountry', 'shipDate'] as const satisfies readonly FactName[];

/** The register of what is told to whom, from the configuration. Pure. */
export function toldFields({
  providers,
  sends,
}: {
  providers: readonly string[];
  sends: readonly Switchable[];
}): ToldField[] {
  const groups: readonly [when: ToldField['when'], fields: readonly FieldName[]][] = [
    ['ALWAYS', ['trackingNumber', 'carrierCode']],
    ['CARRIER_WANTS_IT', [...knownFacts, ...sends.filter(isFact)]],
    ['SWITCHED_ON', sends.filter((field) => !isFact(field))],
    ['GIVEN_BY_HAND', factNames],
  ];
  return providers.flatMap((provider) =>
    groups.flatMap(([when, fields]) =>
      fields.flatMap((field) => {
        const { isPersonal, ...names } = trackingFields[field];
        const name = names[provider as WritingProvider];
        return name == null ? [] : [{ provider, field, name, isPersonal, when }];
      }),
    ),
  );
}
