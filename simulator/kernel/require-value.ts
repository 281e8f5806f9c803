/** A value that has to be there. `what` names it. @throws Error when it is not */
export function requireValue<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}
