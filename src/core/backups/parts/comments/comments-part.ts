import type { PartDefinition } from '../../reading/part-definition.ts';
import { readComments } from './read-comments.ts';

/** What people wrote below objects: a record for each object that has comments. */
export const COMMENTS_PART: PartDefinition = {
  name: 'comments',
  title: 'Comments',
  showAt: 6,
  kinds: [{ kind: 'comments', word: 'comments of an object', title: 'Objects with comments' }],
  rules: [],
  background: {
    choice: {
      label: 'Comments',
      help: 'Asks Assets once for each object, in the background. A restore can add them again, with author and date in the text.',
      isOnAtFirst: false,
    },
    read: readComments,
  },
};
