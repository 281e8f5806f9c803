/** Orders ids by their numeric value, however many digits they have. */
export function compareObjectIds(a: string, b: string): number {
  const [digits, others] = [withoutZeros(a), withoutZeros(b)];
  if (digits.length !== others.length) return digits.length - others.length;
  if (digits === others) return 0;
  return digits < others ? -1 : 1;
}

const withoutZeros = (id: string): string => id.replace(/^0+/, '');

/** The highest of the ids; "0" where there is none. Anything but a number is ignored. */
export const highestId = (ids: Iterable<string>): string =>
  [...ids].reduce(
    (highest, id) => (/^\d+$/.test(id) && compareObjectIds(id, highest) > 0 ? id : highest),
    '0',
  );
