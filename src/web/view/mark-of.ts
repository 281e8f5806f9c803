import { createHash } from 'node:crypto';

const MARK_LENGTH = 10;

/** Changes whenever a part of a page says something else. The page sends it along when it asks. */
export const markOf = (said: unknown): string =>
  createHash('sha1').update(JSON.stringify(said)).digest('hex').slice(0, MARK_LENGTH);
