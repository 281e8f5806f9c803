/**
 * The element at an index that is known to be within the list. @throws RangeError when it is not: a
 * bug
 */
export function elementAt<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined)
    throw new RangeError(`There is no element ${index} of ${list.length}.`);
  return element;
}
