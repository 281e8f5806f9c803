import type { ChoiceKind } from '../restore-input.ts';
import type { Unresolved } from './unresolved.ts';

export type NameKind = 'user' | 'group' | 'status' | 'project' | 'icon' | 'reference';

/** What the names of a backup are on the destination: the backup's id → the id there. */
export type ResolvedNames = Readonly<Record<NameKind, ReadonlyMap<string, string>>>;

/** The same while it is gathered. */
export type FoundNames = Record<NameKind, Map<string, string>>;

export function noNames(): FoundNames {
  return {
    user: new Map(),
    group: new Map(),
    status: new Map(),
    project: new Map(),
    icon: new Map(),
    reference: new Map(),
  };
}

/** A list of things that are not there; how each is shown and handled is the same for all kinds. */
export interface Missing {
  kind: ChoiceKind;
  id: string;
  name: string;
  uses: number;
  why: string;
  mappable?: boolean;
  options?: { id: string; name: string }[];
}

export const unresolved = ({
  options = [],
  mappable = options.length > 0,
  ...missing
}: Missing): Unresolved => ({ ...missing, mappable, options });
