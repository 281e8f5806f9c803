import type { PartDefinition } from '../reading/part-definition.ts';
import { PROPERTIES_PART } from './access/properties-part.ts';
import { ROLES_PART } from './access/roles-part.ts';
import { ARCHIVED_PART } from './archived/archived-part.ts';
import { ATTACHMENTS_PART } from './attachments/attachments-part.ts';
import { AVATARS_PART } from './avatars/avatars-part.ts';
import { HISTORY_PART } from './history/history-part.ts';
import { ICONS_PART } from './icons/icons-part.ts';
import { COMMENTS_PART } from './comments/comments-part.ts';
import { ISSUES_PART } from './issues/issues-part.ts';
import { OBJECTS_PART } from './objects/objects-part.ts';
import { PEOPLE_PART } from './people/people-part.ts';
import { STRUCTURE_PART } from './structure/structure-part.ts';

/**
 * The parts of a backup, in the order in which they are read: those that are read in the background
 * come last. A new one needs a folder here and a line.
 */
export const BACKUP_PARTS: readonly PartDefinition[] = [
  STRUCTURE_PART,
  PROPERTIES_PART,
  ROLES_PART,
  PEOPLE_PART,
  ARCHIVED_PART,
  OBJECTS_PART,
  ICONS_PART,
  HISTORY_PART,
  AVATARS_PART,
  COMMENTS_PART,
  ISSUES_PART,
  ATTACHMENTS_PART,
];
