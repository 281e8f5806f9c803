/** The fields without those that are undefined, which the driver would store as null. */
export function definedFields<T extends object>(fields: T): T {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as T;
}

/** A change that sets the fields that have a value and removes those that are undefined. */
export function setFields(fields: object): { $set?: object; $unset?: object } {
  const unset = Object.entries(fields)
    .filter(([, value]) => value === undefined)
    .map(([name]) => [name, 1]);
  const set = definedFields(fields);
  return unset.length > 0 ? { $set: set, $unset: Object.fromEntries(unset) } : { $set: set };
}
