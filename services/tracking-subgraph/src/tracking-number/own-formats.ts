import { z } from 'zod';
import { courierFileSchema, formatSchema } from './courier-file.ts';
import alps from './formats/alps.json' with { type: 'json' };
import benelux from './formats/benelux.json' with { type: 'json' };
import britain from './formats/britain.json' with { type: 'json' };
import centralEurope from './formats/central-europe.json' with { type: 'json' };
import france from './formats/france.json' with { type: 'json' };
import germany from './formats/germany.json' with { type: 'json' };
import iberiaAndItaly from './formats/iberia-and-italy.json' with { type: 'json' };
import nordics from './formats/nordics.json' with { type: 'json' };
import northAmerica from './formats/north-america.json' with { type: 'json' };
import worldwide from './formats/worldwide.json' with { type: 'json' };
import { compileFormat, type NumberFormat } from './number-format.ts';

/** Our files have the courier files' format, and say in each form what `FormatFacts` says of theirs (number-format.ts). */
const ownFileSchema = courierFileSchema.extend({
  tracking_numbers: z.array(
    formatSchema.extend({
      id: z.string(),
      carriers: z.array(z.string()).min(1),
      source: z.string(),
      lengths: z.array(z.number().int()).min(1),
      one_in: z.number().positive(),
      tracked_as: z.string().optional(),
      origin_country: z.string().optional(),
      destination_country: z.string().optional(),
      country_code_is: z.enum(['ORIGIN', 'DESTINATION']).optional(),
    }),
  ),
});

const files = [
  alps,
  benelux,
  britain,
  centralEurope,
  france,
  germany,
  iberiaAndItaly,
  nordics,
  northAmerica,
  worldwide,
];

/** Our own table: European carriers, and those of newer editions of the data that the package lacks, each with where its rule is published. */
export const ownFormats: readonly NumberFormat[] = files.flatMap((file) =>
  ownFileSchema
    .parse(file)
    .tracking_numbers.map(({ one_in, tracked_as, origin_country, destination_country, country_code_is, ...form }) =>
      compileFormat(form, {
        carriers: form.carriers,
        source: form.source,
        lengths: form.lengths,
        oneIn: one_in,
        ...(tracked_as === undefined ? {} : { trackedAs: new RegExp(tracked_as) }),
        ...(origin_country === undefined ? {} : { originCountry: origin_country }),
        ...(destination_country === undefined ? {} : { destinationCountry: destination_country }),
        ...(country_code_is === undefined ? {} : { countryCodeIs: country_code_is }),
      }),
    ),
);
