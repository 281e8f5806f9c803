import type { SimAttribute, SimObject, Value } from './model.ts';

/** The values that go along with an object into another type: by name and kind of the attribute. */
export function carriedValues(
  { values }: SimObject,
  from: readonly SimAttribute[],
  to: readonly SimAttribute[],
): Record<number, Value[]> {
  const carried: Record<number, Value[]> = {};
  for (const attribute of to) {
    const source = from.find((each) => isSameKind(each, attribute));
    const held = source && values[source.id];
    if (held) carried[attribute.id] = held;
  }
  return carried;
}

const isSameKind = (a: SimAttribute, b: SimAttribute): boolean =>
  a.name === b.name && a.type === b.type && a.defaultTypeId === b.defaultTypeId;
