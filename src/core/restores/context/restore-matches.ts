import type { ReferenceType } from '../../assets/model/reference-type.ts';
import type { Status } from '../../assets/model/status.ts';
import type { StructureMatch } from '../../compare/match-structure.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { Unresolved } from '../resolve/unresolved.ts';

/** What the destination lacks and the run makes, in the schema that it writes to. */
interface ToMake {
  statuses: Status[];
  referenceTypes: ReferenceType[];
}

/** What of a backup is on the destination. */
export interface RestoreMatches {
  /** Object types and attributes. */
  readonly structure: StructureMatch;
  readonly objects: MatchedObjects;
  /**
   * People, groups, projects, statuses, icons, and objects outside of the restore; as chosen where
   * the administrator chose.
   */
  readonly names: ResolvedNames;
  /** The backup's id of a reference type → the id there. */
  readonly referenceTypes: ReadonlyMap<string, string>;
  /**
   * Object types outside of the restore that attributes or filters name: the backup's id → the id
   * there.
   */
  readonly outsideTypes: ReadonlyMap<string, string>;
  /** What is not there, and nothing stands for it. */
  readonly unresolved: readonly Unresolved[];
  /** What is not there and the run makes. */
  readonly toMake: ToMake;
  /** For object types whose icon is not there; undefined where the site lists no icon. */
  readonly fallbackIcon: string | undefined;
}
