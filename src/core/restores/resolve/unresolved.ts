import { z } from 'zod';
import { MISSING_CAUSES } from '../report/missing-cause.ts';
import { CHOICE_KINDS } from '../restore-input.ts';

const ReferencedType = z.object({
  /** Id on the destination; empty for a type that the restore creates, which has no objects yet. */
  typeId: z.string(),
  name: z.string(),
  /** Whether objects of its child types are accepted, too. */
  withChildren: z.boolean(),
});
export type ReferencedType = z.infer<typeof ReferencedType>;

export const Unresolved = z.object({
  kind: z.enum(CHOICE_KINDS),
  /** The backup's id of it. */
  id: z.string(),
  /** What a person calls it. */
  name: z.string(),
  /** Values, or for an icon object types, that name it. */
  uses: z.number(),
  /** Why it cannot be used as it is, in a sentence. */
  why: z.string(),
  /**
   * Whether it can be mapped to another one, and to which (empty: the administrator types an
   * account id).
   */
  mappable: z.boolean(),
  options: z.array(z.object({ id: z.string(), name: z.string() })),
  /** For a reference: which types an object may have to stand for it, by what refers to it. */
  types: z.array(ReferencedType).optional(),
  /** The group of the plan that it belongs to. */
  group: z.string().optional(),
  /** Why, in short. */
  state: z.enum(MISSING_CAUSES).optional(),
  /** A person's display name or an object's label, if known. */
  label: z.string().optional(),
  email: z.string().optional(),
  /** Of an object. */
  key: z.string().optional(),
  /** Of an object, by name. */
  schema: z.string().optional(),
});
/**
 * Something of the backup that the destination does not have, and what happens to it unless the
 * administrator chooses otherwise.
 */
export type Unresolved = z.infer<typeof Unresolved>;

/** Something missing; it is shown and handled in the same way for all kinds. */
export interface Missing extends Pick<
  Unresolved,
  'kind' | 'id' | 'name' | 'uses' | 'why' | 'state' | 'label' | 'email'
> {
  mappable?: boolean | undefined;
  options?: Unresolved['options'] | undefined;
}

/** Adds the available options; mappable if there are any. */
export const unresolved = ({
  options = [],
  mappable = options.length > 0,
  ...missing
}: Missing): Unresolved => ({ ...missing, mappable, options });
