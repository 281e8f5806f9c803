/**
 * What a call gave that one can do without, or, in a sentence, why it gave nothing. `isPassing`:
 * the site gave no answer of its own, and may give one later. `isNotFound`: it says that there is
 * no such thing, which may be the call or what it was about.
 */
export type Available<T> =
  { value: T } | { unavailable: string; isPassing?: true; isNotFound?: true };
