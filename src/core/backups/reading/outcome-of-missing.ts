import type { PartOutcome } from './background-part.ts';

/** What could not be read of a part. */
interface Missing {
  asked: number;
  missing: number;
  /** Why the last one is missing. */
  why?: string | undefined;
  /** What is missing, as "2 icons". */
  words: string;
}

/** That none of what was asked for came means that the site doesn't give the part. */
export function outcomeOfMissing({
  asked,
  missing,
  why = '',
  words,
}: Missing): PartOutcome | undefined {
  if (missing === 0) return undefined;
  if (missing === asked) return { status: 'unavailable', message: why };
  return { status: 'incomplete', message: `${words} couldn't be read. ${why}` };
}
