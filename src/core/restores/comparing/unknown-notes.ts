import { counted } from '../../kernel/counted.ts';

/** Why *Keep* fills nothing in an object that came without some of its values, in sentences. */
export const WHY_UNKNOWN_IS_LEFT =
  "The destination didn't return all values of the object, so nothing was filled in: what seems empty may have a value. Restore again to fill in what's missing.";

/** How many objects are left for that reason; none where all came with their values. */
export const unknownNotes = (objects: number): string[] =>
  objects === 0
    ? []
    : [
        `Nothing is filled in, because the destination didn't return all values and what seems empty may have one: ${counted(objects, 'object')}. Restore again to fill in what's missing.`,
      ];
