import type { PartDefinition } from '../../reading/part-definition.ts';
import { readHistory } from './read-history.ts';

/** Who changed what of each object, and when: a record for each object that has a history. */
export const HISTORY_PART: PartDefinition = {
  name: 'history',
  title: 'History',
  showAt: 5,
  kinds: [{ kind: 'history', word: 'history of an object', title: 'Objects with a history' }],
  rules: [],
  background: {
    choice: {
      label: 'History of objects',
      help: 'Asks Jira once for each object that changed since the last backup, in the background. History can be read in the backup; no Atlassian API can restore it.',
      isOnAtFirst: false,
    },
    read: readHistory,
  },
};
