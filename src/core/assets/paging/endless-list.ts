import { Unavailable } from '../../kernel/errors.ts';

/** What is thrown when a list of a site goes on beyond anything that a site can have. */
export const endlessList = (what: string, came: string): Unavailable =>
  new Unavailable(
    'endless-list',
    `Atlassian's list of ${what} does not end: ${came} came, and there was more. Nothing was changed. Try again later; if it stays so, report it to Atlassian.`,
  );
