/**
 * What carriers write about a pick-up point in free text: no provider has fields for it. Only forms that leave no doubt are read; all else
 * stays unknown, because a wrong last day loses somebody's parcel.
 */

/** Name before the first comma, address after it. */
export function splitPickupPlace(text: string | null): { name: string | null; address: string | null } | null {
  if (text === null) return null;
  const comma = text.indexOf(',');
  if (comma === -1) return { name: text, address: null };
  return { name: text.slice(0, comma).trim() || null, address: text.slice(comma + 1).trim() || null };
}

const until = String.raw`(?:until|till|bis(?:\s+zum)?|sp(?:ä|ae)testens(?:\s+am)?|jusqu['’]au|hasta\s+el|entro\s+il|t/m|tot(?:\s+en\s+met)?|do\s+dnia|senest|last\s+day:?|letzter\s+(?:Abhol)?tag:?)`;
const day = String.raw`(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.?\s+\p{L}{3,10}\.?\s+\d{4})`;
const lastDayPattern = new RegExp(String.raw`(?<!\p{L})${until}\s+(?:le\s+)?${day}(?!\d)`, 'iu');
const anyDay = new RegExp(String.raw`(?<!\d)${day}(?!\d)`, 'giu');
/** Words that may turn a day into its opposite, or into the day of something else. */
const doubtful =
  /(?<!\p{L})(?:not|no|closed|holidays?|vacation|nicht|kein\w*|geschlossen|urlaub|ferien|pas|ferm[ée]\w*|cong[ée]s|cerrado|chius\w*|gesloten|niet|lukket|zamkni\p{L}*)(?!\p{L})/iu;
const codePattern =
  /(?<!\p{L})(?:(?:pick-?up|collection|locker|abhol|retrait|ritiro|recogida)\s?-?\s?(?:code|pin|kod|código|codice)|(?:code|código|codice)\s+(?:de\s+retrait|di\s+ritiro|de\s+recogida))\s*(?:(?:is|ist|est|:|#|nr\.?)\s*)*([A-Z]{0,3}-?\d{4,10})(?![\p{L}\d])/iu;
const hoursPattern =
  /(?<!\p{L})((?:mo|lu|ma|di|tu|mon|montag|lun|lundi)[\p{L}.]{0,7}\s*[-–]\s*\p{L}{2,9}\.?:?\s*\d{1,2}(?:[:.h]\d{2})?\s*h?\s*[-–]\s*\d{1,2}(?:[:.h]\d{2})?\s*h?(?!\d))/iu;

const months: readonly string[] = [
  'jan januar january janvier enero gennaio januari styczen',
  'feb februar february fevrier febrero febbraio februari',
  'mar marz maerz march mars marzo maart',
  'apr april avril abril aprile',
  'may mai mayo maggio mei maj',
  'jun juni june juin junio giugno',
  'jul juli july juillet julio luglio',
  'aug august aout agosto augustus',
  'sep sept september septembre septiembre settembre',
  'oct okt oktober october octobre octubre ottobre',
  'nov november novembre noviembre',
  'dec dez dezember december decembre diciembre dicembre',
];

/** Last day (calendar date), code and opening hours from a note; each null where the text leaves a doubt. */
export function readPickupNote(
  text: string | null,
  announcedAt: string,
): { hours: string | null; lastDay: string | null; code: string | null } {
  const found =
    text === null || doubtful.test(text) || [...text.matchAll(anyDay)].length > 1
      ? null
      : lastDayPattern.exec(text)?.[1];
  const lastDay = found ? calendarDate(found) : null;
  return {
    hours: text === null ? null : (hoursPattern.exec(text)?.[1]?.trim() ?? null),
    // A day long before or after its announcement is a day of something else.
    lastDay: lastDay !== null && isNear(lastDay, announcedAt) ? lastDay : null,
    code: text === null ? null : (codePattern.exec(text)?.[1] ?? null),
  };
}

function calendarDate(text: string): string | null {
  if (/^\d{4}-/.test(text)) return real(text.slice(0, 4), text.slice(5, 7), text.slice(8, 10));
  const numeric = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text);
  if (numeric) {
    const [, first, separator, second, year] = numeric as unknown as [string, string, string, string, string];
    // 03/04 is April in Europe and March in America: only a dot, or a number that can be no month, decides.
    if (separator === '/' && Number(first) <= 12 && first !== second) return null;
    return real(year, second, first);
  }
  const [date, word, year] = text.split(/\.?\s+/) as [string, string, string];
  const plain = word
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
  const month = months.findIndex((names) => names.split(' ').includes(plain)) + 1;
  return month === 0 ? null : real(year, String(month), date);
}

function real(year: string, month: string, date: string): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : null;
}

function isNear(date: string, announcedAt: string): boolean {
  const days = (Date.parse(`${date}T00:00:00Z`) - Date.parse(announcedAt)) / 86_400_000;
  return days > -3 && days < 90;
}
