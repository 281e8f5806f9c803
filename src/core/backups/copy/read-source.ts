import { Damaged, Refused } from '../../kernel/errors.ts';

/** Reads the source of a copy. @throws Refused `source-damaged` instead of Damaged */
export async function readSource<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    throw damagedSource(error.message, error);
  }
}

/** The backup that is copied is damaged, and its copy would be. */
export const damagedSource = (what: string, cause?: unknown): Refused =>
  new Refused(
    'source-damaged',
    `It's damaged: ${what}. Verify it to see all of it, and copy another backup.`,
    { cause },
  );
