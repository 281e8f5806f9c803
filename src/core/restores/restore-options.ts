import type { RestoreInput } from './restore-input.ts';

/** What is chosen for a restore beside its destination and the rules under Review. */
export type RestoreOptions = Pick<
  RestoreInput,
  | 'typeIds'
  | 'existing'
  | 'clearEmpty'
  | 'keepOriginalKey'
  | 'changeDefinitions'
  | 'roles'
  | 'archived'
  | 'comments'
  | 'attachments'
  | 'issues'
>;

/** The options alone, of what holds more. */
export const pickRestoreOptions = ({
  typeIds,
  existing,
  clearEmpty,
  keepOriginalKey,
  changeDefinitions,
  roles,
  archived,
  comments,
  attachments,
  issues,
}: RestoreOptions): RestoreOptions => ({
  typeIds,
  existing,
  clearEmpty,
  keepOriginalKey,
  changeDefinitions,
  roles,
  archived,
  comments,
  attachments,
  issues,
});
