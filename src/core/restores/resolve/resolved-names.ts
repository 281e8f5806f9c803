import type { ChoiceKind } from '../restore-input.ts';
import type { Unresolved } from './unresolved.ts';

/** What the names of a backup are on the destination: the backup's id → the id there. */
export interface ResolvedNames {
  user: Map<string, string>;
  group: Map<string, string>;
  status: Map<string, string>;
  project: Map<string, string>;
  icon: Map<string, string>;
  reference: Map<string, string>;
}

export function noNames(): ResolvedNames {
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
