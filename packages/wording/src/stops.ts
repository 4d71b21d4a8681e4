/**
 * What carriers write about the stops before this one; no provider has a field for it. Only forms that leave no doubt are read: a number too low has somebody wait at the door.
 */
const ahead = [
  String.raw`(?:more\s+)?stops?\s+(?:away|ahead\s+of\s+(?:you|yours?)|before\s+(?:you|yours?))`,
  String.raw`(?:weitere\s+)?(?:Stopps?|Stops?|Halte?)\s+(?:vor\s+Ihnen|bis\s+zu\s+Ihnen|entfernt)`,
  String.raw`(?:autres\s+)?arr[êe]ts?\s+avant\s+(?:vous|le\s+v[ôo]tre)`,
  String.raw`stops?\s+voor\s+(?:u|jou)`,
].join('|');
const count = new RegExp(String.raw`(?<![\p{L}\d.,–-])(\d{1,3})\s+(?:${ahead})(?!\p{L})`, 'giu');
const next =
  /(?<!\p{L})(?:(?:you\s+are|you[’']re|yours\s+is)\s+the\s+next\s+stop|Sie\s+sind\s+der\s+n(?:ä|ae)chste\s+(?:Stopp|Stop|Halt)|vous\s+[êe]tes\s+le\s+prochain\s+arr[êe]t)(?!\p{L})/iu;
/** Words that make a number into a bound, or the sentence into its opposite. */
const doubtful =
  /(?<!\p{L})(?:not|less|fewer|more\s+than|under|within|about|around|up\s+to|or|nicht|weniger|mehr\s+als|etwa|ca|unter|bis\s+zu|oder|moins|plus\s+de|environ|ou|pas|niet|minder|ongeveer|of)(?!\p{L})/iu;

/** How many stops a carrier says lie before this one; 0: it is the next. Null where it says nothing, or leaves a doubt. */
export function readStops(text: string | null | undefined): number | null {
  if (!text) return null;
  const [first, ...others] = text.matchAll(count);
  // "ahead of you": the word is part of the form, not a doubt.
  const rest = first ? text.replace(first[0], '') : text.replace(next, '');
  if (others.length > 0 || doubtful.test(rest)) return null;
  if (first) return next.test(text) ? null : Number(first[1]);
  return next.test(text) ? 0 : null;
}
