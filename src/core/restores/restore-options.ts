import { z } from 'zod';

export const RestoreOptions = z.object({
  /** Object types of the backup; `null` for all. Parents come along. */
  typeIds: z.array(z.string()).nullable(),
  /**
   * Of objects that are there: `overwrite` replaces values that differ, `keep` fills only
   * attributes without a value, `missing` leaves them alone.
   */
  existing: z.enum(['overwrite', 'keep', 'missing']),
  /** With `overwrite`: whether a value is cleared that the backup has not. */
  clearEmpty: z.boolean(),
  /** Whether the objects' original keys stay, in an attribute "Original key". */
  keepOriginalKey: z.boolean(),
  /** Whether attributes that are there and differ from the backup are changed. */
  changeDefinitions: z.boolean(),
  /** Whether people and groups are given the roles that they have in the backup. */
  roles: z.boolean().optional(),
  /** Whether archived objects are made as well, and archived in the end. */
  archived: z.boolean().optional(),
  /** Whether comments are added to the objects. */
  comments: z.boolean().optional(),
  /** Whether attachments are added to the objects. */
  attachments: z.boolean().optional(),
  /**
   * Which issues that name objects of the backup are set to the restored ones: those that are
   * `unchanged` since the backup, or `all`; absent: none.
   */
  issues: z.enum(['unchanged', 'all']).optional(),
});

/** What is chosen for a restore beside its destination and the rules under Review. */
export type RestoreOptions = z.infer<typeof RestoreOptions>;

/** The options alone, of what holds more. */
export const pickRestoreOptions = (of: RestoreOptions): RestoreOptions => RestoreOptions.parse(of);
