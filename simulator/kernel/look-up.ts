/** What a map holds for a key. `what` names it. @throws Error when it holds nothing */
export function lookUp<K, V>(map: ReadonlyMap<K, V>, key: K, what: string): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`There is no ${what} ${String(key)}.`);
  return value;
}
