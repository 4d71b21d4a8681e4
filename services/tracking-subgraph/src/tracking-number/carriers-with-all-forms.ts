/** Carriers of whose numbers we know every form that is in use, so that another form is a mistake; with where that is said. */
export const carriersWithAllForms: ReadonlySet<string> = new Set<string>([]);
