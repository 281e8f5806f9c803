/**
 * A date of the past, as somebody else wrote it down. Whatever lies in the future has not happened
 * yet: it counts as of now, so that it does not stand before everything to come. What is no date
 * counts as the oldest of all.
 */
export function believedDate(written: string, nowMs: number): Date {
  const at = Date.parse(written);
  return new Date(Number.isNaN(at) ? 0 : Math.min(at, nowMs));
}
