/** A change that sets the fields that have a value and removes those that are undefined. */
export function setFields(fields: object): { $set?: object; $unset?: object } {
  const entries = Object.entries(fields);
  const set = entries.filter(([, value]) => value !== undefined);
  const unset = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1]);
  return {
    $set: Object.fromEntries(set),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset) }),
  };
}
