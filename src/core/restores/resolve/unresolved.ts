import type { ChoiceKind } from '../restore-input.ts';

/** Something of the backup that the destination does not have, and what happens to it unless the administrator chooses otherwise. */
export interface Unresolved {
  kind: ChoiceKind;
  /** The backup's id of it. */
  id: string;
  /** What a person calls it. */
  name: string;
  /** Values, or for an icon object types, that name it. */
  uses: number;
  /** Why it cannot be taken as it is, in a sentence. */
  why: string;
  /** Whether it can be mapped to another one, and to which (empty: the administrator types an account id). */
  mappable: boolean;
  options: { id: string; name: string }[];
}

/** Something that is missing; how each is shown and handled is the same for all kinds. */
export interface Missing extends Pick<Unresolved, 'kind' | 'id' | 'name' | 'uses' | 'why'> {
  mappable?: boolean | undefined;
  options?: Unresolved['options'] | undefined;
}

/** With the options that are there, and mappable where there are any. */
export const unresolved = ({
  options = [],
  mappable = options.length > 0,
  ...missing
}: Missing): Unresolved => ({ ...missing, mappable, options });
