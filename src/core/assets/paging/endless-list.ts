import { Unavailable } from '../../kernel/errors.ts';

/** What is thrown when a list of a site goes on beyond anything that a site can have. */
export const endlessList = (what: string, came: string): Unavailable =>
  new Unavailable(
    'endless-list',
    `Atlassian's list of ${what} doesn't end: we received ${came}, and there were more. Nothing was changed. Try again later. If it keeps happening, report it to Atlassian.`,
  );
