/**
 * Which element of the document shows which row: a row keeps its element for as long as it is shown (the focus is in one of them), and what leaves is used again for what comes. Making and
 * throwing away elements costs more than writing others' words into them. Pure; `shown` has each index once.
 */
export function assignSlots(before: ReadonlyMap<number, number>, shown: readonly number[]): Map<number, number> {
  const after = new Map<number, number>();
  for (const index of shown) {
    const slot = before.get(index);
    if (slot !== undefined) after.set(index, slot);
  }
  const taken = new Set(after.values());
  let next = 0;
  for (const index of shown) {
    if (after.has(index)) continue;
    while (taken.has(next)) next += 1;
    after.set(index, next);
    next += 1;
  }
  return after;
}
