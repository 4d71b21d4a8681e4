import { createStore } from '../graph/store.ts';

/**
 * A preference that this browser keeps, for how the desk looks and works; nothing of anybody's data. `parse` takes what is stored, which anybody may have written, or null. Where storage is
 * forbidden it holds for this tab.
 */
export function createKept<T>(
  name: string,
  { parse, format }: { parse: (text: string | null) => T; format: (value: T) => string | null },
) {
  const key = `milepost.desk.${name}`;
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const store = createStore(parse(read()));
  return {
    ...store,
    /** Keeps it; a format of null forgets it. */
    set(value: T): void {
      store.set(value);
      const text = format(value);
      try {
        if (text === null) localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {}
    },
  };
}
