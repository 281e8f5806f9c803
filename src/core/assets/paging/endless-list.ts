import { Unavailable } from '../../kernel/errors.ts';

/** The error for a list that goes on beyond anything a site can hold. */
export const endlessList = (what: string, came: string): Unavailable =>
  new Unavailable(
    'endless-list',
    `Atlassian's list of ${what} doesn't end: we received ${came}, and there were more. Nothing was changed. Try again later. If it keeps happening, report it to Atlassian.`,
  );
