import type { PartDefinition } from '../../reading/part-definition.ts';
import { nameOthers, type ObjectBody } from '../objects/objects-part.ts';
import { ARCHIVED_KIND } from './archived-record.ts';
import { readArchived, readArchivedAgain, putArchivedAgain } from './read-archived.ts';

/**
 * Objects that were archived. They are read before the others and listed once more afterwards: one
 * that is archived or taken back meanwhile is in one of the two.
 */
export const ARCHIVED_PART: PartDefinition = {
  name: 'archived',
  title: 'Archived objects',
  showAt: 1,
  kinds: [
    {
      kind: ARCHIVED_KIND,
      word: 'archived object',
      title: 'Archived objects',
      hasUniqueIds: true,
      isRare: true,
    },
  ],
  rules: [
    {
      of: ARCHIVED_KIND,
      names: ['objectType', 'attribute', 'user', 'group'],
      find: (body, name) => nameOthers(body as ObjectBody, name),
    },
  ],
  read: readArchived,
  readAgain: readArchivedAgain,
  putAgain: putArchivedAgain,
};
