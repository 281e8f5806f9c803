import { z } from 'zod';
import { MISSING_CAUSES } from '../report/missing-cause.ts';
import { CHOICE_KINDS } from '../restore-input.ts';

const ReferencedType = z.object({
  /** Of the destination; empty for a type that the restore makes, which no object can be of yet. */
  typeId: z.string(),
  name: z.string(),
  /** Whether objects of types below it are taken, too. */
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
  /** Why it cannot be taken as it is, in a sentence. */
  why: z.string(),
  /**
   * Whether it can be mapped to another one, and to which (empty: the administrator types an
   * account id).
   */
  mappable: z.boolean(),
  options: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of a reference: what an object must be that stands for it, by what names it. */
  types: z.array(ReferencedType).optional(),
  /** The group of the plan that it belongs to. */
  group: z.string().optional(),
  /** Why, in short. */
  state: z.enum(MISSING_CAUSES).optional(),
  /** Of a person their display name, of an object its label, where these are known. */
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

/** Something that is missing; how each is shown and handled is the same for all kinds. */
export interface Missing extends Pick<
  Unresolved,
  'kind' | 'id' | 'name' | 'uses' | 'why' | 'state' | 'label' | 'email'
> {
  mappable?: boolean | undefined;
  options?: Unresolved['options'] | undefined;
}

/** With the options that are there, and mappable where there are any. */
export const unresolved = ({
  options = [],
  mappable = options.length > 0,
  ...missing
}: Missing): Unresolved => ({ ...missing, mappable, options });
