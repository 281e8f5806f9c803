import { z } from 'zod';
import { text } from '../../../forms/fields.ts';
import { pageNumber } from '../../../forms/page-query.ts';

const MAX_SEARCH = 100;
const MAX_PLACE = 300;
/** A type may have some million objects. */
const MAX_PAGE = 1_000_000;

/** What of a backup is looked at, and where the way back leads. */
export const ContentsQuery = z.object({
  search: text(MAX_SEARCH),
  page: pageNumber(MAX_PAGE),
  part: z.string().optional(),
  /** The shown type, if the address has no part of its own for it. */
  type: z.string().optional(),
  /** The query of the list of backups that the user came from. */
  back: text(MAX_PLACE).transform((back) => (/^[\w=&%.+~:-]*$/.test(back) ? back : '')),
});
export type ContentsQuery = z.infer<typeof ContentsQuery>;
