/** Territories with a code of their own (ISO 3166-1, or as carriers and customs write them) that another country's post serves and often names in their stead. */
const servedBy: Readonly<Record<string, string>> = {
  AX: 'FI',
  BL: 'FR',
  EA: 'ES',
  EL: 'GR',
  FO: 'DK',
  GF: 'FR',
  GG: 'GB',
  GL: 'DK',
  GP: 'FR',
  GU: 'US',
  IC: 'ES',
  IM: 'GB',
  JE: 'GB',
  LI: 'CH',
  MC: 'FR',
  MF: 'FR',
  MQ: 'FR',
  PM: 'FR',
  PR: 'US',
  RE: 'FR',
  SJ: 'NO',
  SM: 'IT',
  UK: 'GB',
  VA: 'IT',
  VI: 'US',
  XI: 'GB',
  YT: 'FR',
};

/** Whether two country codes may name one destination. */
export const isSamePost = (a: string, b: string): boolean => (servedBy[a] ?? a) === (servedBy[b] ?? b);
