/** A date with the offset of a server, as Data Center says it, in UTC; all else as it is. */
export function inUtc(date: string): string {
  const at = OFFSET.test(date) ? Date.parse(date.replace(OFFSET, '$1:$2')) : Number.NaN;
  return Number.isNaN(at) ? date : new Date(at).toISOString();
}

const OFFSET = /([+-]\d\d):?(\d\d)$/;
