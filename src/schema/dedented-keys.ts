/**
 * Returns the keys directly after an empty mapping that belong in it: it takes them, and the
 * mapping around it does not know them. `keys` are all keys of that one, in the order of the text.
 */
export function dedentedKeys(
  empty: string,
  keys: readonly string[],
  isTaken: (key: string) => boolean,
  isUnknown: (key: string) => boolean,
): string[] {
  const after = keys.slice(keys.indexOf(empty) + 1);
  const end = after.findIndex((key) => !isTaken(key));
  return (end < 0 ? after : after.slice(0, end)).filter(isUnknown);
}
